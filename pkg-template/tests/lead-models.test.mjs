// Lead models: recomputed from their weights, on data with known truth, saved and read back, and with bad input.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { Table, trainLeadModel, loadLeadModel, CustometryError } = await importPackage();

const near = (a, b, tolerance = 1e-12) => assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b)), `${a} is not ${b}`);
const fails = (work, expected, message = /./) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error));
  const { code, column, row } = error;
  assert.deepEqual({ code, column, row }, { column: undefined, row: undefined, ...expected }, error.message);
  assert.match(error.message, message);
  return true;
});

/** Numbers from 0 to 1, by mulberry32. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Leads with known probabilities. */
function drawn(count, seed) {
  const draw = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const source = ["web", "fair", "referral"][Math.floor(draw() * 3)];
    const visits = Math.floor(draw() * 12);
    const employees = draw() < 0.2 ? null : Math.round(Math.exp(draw() * 6));
    const demo = draw() < 0.3;
    const age = Math.floor(draw() * 50);
    const createdAt = new Date(Date.UTC(2025, 0, 1) + Math.floor((i * 500) / count) * 864e5);
    const z = -2 + { web: -0.3, fair: 0.2, referral: 0.9 }[source] + 0.25 * visits + (employees > 20 && employees < 90 ? 0.8 : 0) + (demo ? 0.7 : 0) - 0.03 * age;
    const truth = 1 / (1 + Math.exp(-z));
    const won = i > count * 0.97 ? null : draw() < truth;
    return { createdAt, source, visits, employees, demo, lastContact: new Date(createdAt.getTime() - age * 864e5), owner: `owner-${i % 3}`, won, truth };
  });
}

const leads = drawn(3000, 1);
const features = ["source", "visits", "employees", "demo", "lastContact"];
const options = { target: "won", features, createdAt: "createdAt" };
const model = trainLeadModel(leads, options);

/** The area under the curve, pair by pair. */
function auc(scores, outcomes) {
  const of = (outcome) => scores.filter((_, i) => outcomes[i] === outcome);
  const [won, lost] = [of(true), of(false)];
  return won.reduce((sum, a) => sum + lost.reduce((beaten, b) => beaten + (a > b ? 1 : a === b ? 0.5 : 0), 0), 0) / (won.length * lost.length);
}

test("a model is validated on the newest leads", () => {
  const known = leads.filter(({ won }) => won !== null);
  const newest = known.slice(-model.metrics.test.rows);
  assert.equal(model.metrics.test.rows, Math.round(known.length * 0.2));
  assert.equal(model.metrics.train.rows + model.metrics.test.rows, known.length);
  assert.deepEqual([model.skipped.count, model.skipped.rows[0].column], [leads.length - known.length, "won"]);
  const p = [...model.predict(newest)];
  const outcomes = newest.map(({ won }) => won);
  const { test: found } = model.metrics;
  near(found.auc, auc(p, outcomes));
  near(found.logLoss, p.reduce((sum, p, i) => sum - Math.log(outcomes[i] ? p : 1 - p), 0) / p.length);
  near(found.brier, p.reduce((sum, p, i) => sum + (p - Number(outcomes[i])) ** 2, 0) / p.length);
  near(found.baseBrier, found.baseRate * (1 - found.baseRate));
  near(found.skill, 1 - found.logLoss / found.baseLogLoss);
  near(found.calibrationError, model.calibration.reduce((sum, { predicted, observed, rows }) => sum + (rows * Math.abs(predicted - observed)) / p.length, 0));
  const chosen = p.map((p) => p >= found.threshold);
  assert.equal(found.confusion.truePositives, chosen.filter((chosen, i) => chosen && outcomes[i]).length);
  assert.equal(found.confusion.falsePositives, chosen.filter((chosen, i) => chosen && !outcomes[i]).length);
  assert.ok(found.auc > auc(newest.map(({ truth }) => truth), outcomes) - 0.02);
  assert.ok(found.liftTopDecile > 1.5 && found.skill > 0.05);
  assert.deepEqual(model.warnings, []);
  assert.equal(model.crossValidation.length, 10);
});

test("contributions add up to the log-odds, and are those of the weights", () => {
  const all = model.predict(leads);
  for (const [i, lead] of leads.slice(0, 50).entries()) {
    const { probability, logOdds, intercept, contributions, model: name } = model.explain(lead);
    assert.equal(contributions.reduce((sum, { logOdds }) => sum + logOdds, intercept), logOdds);
    assert.deepEqual([probability, name], [all[i], "global"]);
    near(probability, 1 / (1 + Math.exp(-logOdds)), 1e-14);
    assert.deepEqual(contributions.map(({ feature }) => feature), features);
    for (const { feature, value, level, logOdds } of contributions) {
      assert.equal(value, lead[feature]);
      const { kind } = model.toJSON().model.features.find((own) => own.feature === feature);
      if (kind === "category") assert.equal(logOdds, model.weights.find((own) => own.feature === feature && own.level === level).weight);
    }
  }
  const { contributions } = model.explain({ source: "radio" });
  assert.deepEqual(contributions.map(({ level }) => level), ["(unseen)", "(missing)", "(missing)", "(missing)", "(missing)"]);
  assert.equal(contributions[0].logOdds, 0);
});

test("rows, columns and tables give the same model, and the same answers", () => {
  const names = [...features, "createdAt", "won"];
  const columns = Object.fromEntries(names.map((name) => [name, leads.map((lead) => lead[name])]));
  const table = Table.fromRows(leads);
  const texts = leads.map((lead) => ({ ...lead, createdAt: lead.createdAt.toISOString().slice(0, 10), lastContact: lead.lastContact.toISOString().slice(0, 10), won: lead.won === null ? null : String(lead.won) }));
  for (const input of [columns, table, texts]) assert.equal(JSON.stringify(trainLeadModel(input, options)), JSON.stringify(model));
  assert.deepEqual(model.predict(table), model.predict(leads));
  assert.deepEqual(model.predict(texts), model.predict(leads));
  const shown = model.predictTable(table, { keep: ["owner"] });
  assert.deepEqual(shown.columns.map(({ name }) => name), ["probability", "grade", "model", "owner"]);
  const expected = [...model.predict(leads)];
  assert.deepEqual(shown.toRows().map(({ probability, grade, owner }) => [probability, grade, owner]),
    leads.map(({ owner }, i) => [expected[i], expected[i] >= 0.75 ? "A" : expected[i] >= 0.5 ? "B" : expected[i] >= 0.25 ? "C" : "D", owner]));
  shown.free();
  table.free();
});

test("evaluation on other leads, by group", () => {
  const others = drawn(600, 2);
  const { metrics, groups, calibration, skipped } = model.evaluate(others, { groupBy: ["owner", "demo"] });
  assert.deepEqual(groups.map(({ by, value }) => [by, value]), [["owner", "owner-0"], ["owner", "owner-1"], ["owner", "owner-2"], ["demo", "false"], ["demo", "true"]]);
  assert.equal(metrics.rows + skipped.count, 600);
  assert.equal(groups.slice(0, 3).reduce((sum, { metrics }) => sum + metrics.rows, 0), metrics.rows);
  assert.equal(calibration.reduce((sum, { rows }) => sum + rows, 0), metrics.rows);
  assert.equal(metrics.threshold, model.metrics.test.threshold);
  const renamed = others.map(({ won, ...lead }) => ({ ...lead, converted: won }));
  assert.deepEqual(model.evaluate(renamed, { target: "converted" }).metrics, metrics);
  fails(() => model.evaluate(renamed), { code: "missing-column", column: "won" });
});

test("ages count back from asOf, which may be another day", () => {
  const fixed = trainLeadModel(leads, { ...options, asOf: "2026-06-30" });
  const lead = { source: "web", visits: 3, employees: 30, demo: false, lastContact: new Date("2026-06-01") };
  assert.deepEqual(fixed.predict([lead]), fixed.predict([lead], { asOf: new Date("2026-06-30") }));
  assert.notDeepEqual(model.predict([lead], { asOf: "2026-06-05" }), model.predict([lead], { asOf: "2026-07-15" }));
  fails(() => model.predict([lead]), { code: "missing-column", column: "createdAt" });
  fails(() => trainLeadModel(leads, { target: "won", features: ["lastContact"] }), { code: "invalid-option" }, /lastContact/);
});

test("segments have models of their own", () => {
  const segmented = trainLeadModel(leads, { ...options, segmentBy: "source", penalty: 3 });
  assert.deepEqual(segmented.segments.map(({ segment, model }) => [segment, model]), [["fair", "own"], ["referral", "own"], ["web", "own"]]);
  assert.equal(segmented.crossValidation, null);
  const { model: name } = segmented.explain({ ...leads[0], source: "fair" });
  assert.equal(name, "fair");
  assert.equal(segmented.explain({ ...leads[0], source: "radio" }).model, "global");
  const again = loadLeadModel(JSON.parse(JSON.stringify(segmented)));
  assert.deepEqual(again.predict(leads), segmented.predict(leads));
});

test("naive Bayes", () => {
  const bayes = trainLeadModel(leads, { ...options, method: "naive-bayes" });
  assert.deepEqual([bayes.method, bayes.penalty, bayes.crossValidation], ["naive-bayes", null, null]);
  assert.ok(bayes.metrics.test.auc > model.metrics.test.auc - 0.05);
  assert.ok(bayes.weights.every(({ level }) => level !== null));
});

test("weights for a scorecard", () => {
  const card = {
    name: "Card",
    dimensions: [
      { name: "Fit", weight: 1, criteria: [{ column: "employees", kind: "bands", bands: [] }, { column: "source", kind: "category", points: {} }] },
      { name: "Interest", weight: 1, criteria: [{ column: "visits", weight: 2, kind: "linear", points: [] }, { column: "demo", kind: "category", points: {} }] },
      { name: "Other", weight: 2, criteria: [{ column: "budget", kind: "bands", bands: [] }] },
    ],
    tiers: [],
  };
  const before = structuredClone(card);
  const { dimensions, ...rest } = model.suggestWeights(card);
  assert.deepEqual(card, before);
  assert.deepEqual(rest, { name: "Card", tiers: [] });
  assert.equal(dimensions.reduce((sum, { weight }) => sum + weight, 0), 100);
  assert.equal(dimensions[2].weight, 50);
  assert.ok(dimensions[1].weight > dimensions[0].weight);
  for (const { criteria } of dimensions) assert.equal(criteria.reduce((sum, { weight }) => sum + weight, 0), 100);
  const importance = Object.fromEntries(model.importance.map(({ feature, importance }) => [feature, importance]));
  near(dimensions[1].criteria[0].weight, (100 * importance.visits) / (importance.visits + importance.demo), 0.01);
  assert.equal(dimensions[0].criteria[0].kind, "bands");
  fails(() => model.suggestWeights({ dimensions: [{ weight: 1, criteria: [{ column: "budget" }] }] }), { code: "missing-column" });
  for (const bad of [null, {}, { dimensions: [{}] }, { dimensions: [{ weight: "1", criteria: [{ column: "demo" }] }] }]) fails(() => model.suggestWeights(bad), { code: "invalid-option" });
  const misplaced = (criterion) => model.suggestWeights({ dimensions: [{ weight: 1, criteria: [{ column: "demo" }, criterion] }] });
  fails(() => misplaced({ column: 5 }), { code: "invalid-option" }, /^dimensions\[0\]\.criteria\[1\]\.column: it is the number 5, not a text/);
  fails(() => misplaced({ column: "demo", weight: "1" }), { code: "invalid-option" }, /^dimensions\[0\]\.criteria\[1\]\.weight: it is the text "1", not a number/);
});

test("a hundred levels of a category are learned", () => {
  const draw = random(11);
  const effects = Array.from({ length: 100 }, () => 3 * (draw() - 0.5));
  const drawnFrom = (count) => Array.from({ length: count }, () => {
    const level = Math.floor(draw() * 100);
    const truth = 1 / (1 + Math.exp(1 - effects[level]));
    return { campaign: `c${level}`, won: draw() < truth, truth };
  });
  const trained = trainLeadModel(drawnFrom(10_000), { target: "won", features: ["campaign"] });
  const later = drawnFrom(4000);
  const outcomes = later.map(({ won }) => won);
  const lost = auc(later.map(({ truth }) => truth), outcomes) - auc(Array.from(trained.predict(later)), outcomes);
  assert.ok(lost < 0.02, `${lost} less than with the true probabilities`);
});

test("many weights are those of the maximum, also where the penalty is chosen", () => {
  const draw = random(7);
  const leads = Array.from({ length: 4000 }, () => {
    const lead = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, `v${Math.floor(draw() * 45)}`]));
    return { ...lead, won: draw() < (lead.f0 < "v2" ? 0.6 : 0.2) };
  });
  const features = Object.keys(leads[0]).slice(0, -1);
  const model = trainLeadModel(leads, { target: "won", features, testShare: 0, penalty: 3, calibrate: false });
  assert.ok(model.weights.length > 1800);
  // Where the penalised likelihood is greatest, (outcomes - probabilities) of a level add up to penalty times weight, up to the centring.
  const rests = new Map();
  let all = 0;
  model.predict(leads).forEach((probability, row) => {
    const rest = leads[row].won - probability;
    all += rest;
    for (const feature of features) {
      const key = `${feature}=${leads[row][feature]}`;
      rests.set(key, (rests.get(key) ?? 0) + rest);
    }
  });
  assert.ok(Math.abs(all) < 1e-6, String(all));
  for (const feature of features) {
    const shifts = model.weights.filter((own) => own.feature === feature && rests.has(`${feature}=${own.level}`)).map((own) => rests.get(`${feature}=${own.level}`) / 3 - own.weight);
    assert.equal(shifts.length, 45);
    assert.ok(Math.max(...shifts) - Math.min(...shifts) < 1e-6, `${feature} ${Math.max(...shifts) - Math.min(...shifts)}`);
  }
  assert.equal(trainLeadModel(leads, { target: "won", features }).crossValidation.length, 5);
});

test("a model is plain, frozen, and the same after JSON", () => {
  const again = loadLeadModel(JSON.parse(JSON.stringify(model)));
  assert.deepEqual(again, model);
  assert.equal(JSON.stringify(again), JSON.stringify(model));
  assert.deepEqual(again.predict(leads), model.predict(leads));
  assert.deepEqual(again.explain(leads[3]), model.explain(leads[3]));
  assert.deepEqual(again.evaluate(leads, { groupBy: ["owner"] }), model.evaluate(leads, { groupBy: ["owner"] }));
  assert.deepEqual(loadLeadModel(model.toJSON()), model);
  for (const part of [model, model.metrics.test, model.weights[0], model.features, model.toJSON().model.fits[0].levels[0]]) assert.ok(Object.isFrozen(part));
  assert.equal(model.free, undefined);
});

test("damaged and hostile JSON is refused, and the place named", () => {
  const json = () => JSON.parse(JSON.stringify(model));
  const set = (path, value) => {
    const saved = json();
    const keys = path.split(".");
    const last = keys.pop();
    const at = keys.reduce((object, key) => object[key], saved);
    if (value === undefined) delete at[last];
    else at[last] = value;
    return saved;
  };
  const cases = [
    ["format", "other", /format/], ["version", 2, /version: it is the number 2/], ["version", "1", /version/], ["version", undefined, /version/],
    ["extra", 1, /extra/], ["model", undefined, /model: it is missing/], ["model", null, /object/], ["model", [], /object/], ["model", "x", /object/],
    ["model.extra", 1, /extra/], ["model.target", undefined, /target/], ["model.target", 7, /target/], ["model.method", "magic", /method/],
    ["model.features", {}, /features: expected a list/], ["model.features", [], /features: there are 0/], ["model.features.0.kind", "colour", /features\[0\]\.kind/],
    ["model.features.0.levels", [1], /features\[0\]\.levels\[0\]/], ["model.features.0.extra", 1, /features\[0\]/], ["model.features.1.scale", null, /features\[1\]\.scale/],
    ["model.features.1.scale", -1, /features\[1\]\.scale/], ["model.features.1.cuts", [3, 2], /features\[1\]\.cuts/], ["model.features.1.center", NaN, /features\[1\]\.center/],
    ["model.importance", [1], /importance/], ["model.threshold", 2, /threshold/], ["model.utcOffset", "+99:00", /utcOffset/], ["model.asOf", "x", /asOf/],
    ["model.fits", [], /fits: there are 0/], ["model.fits.0.intercept", Infinity, /fits\[0\]\.intercept/], ["model.fits.0.slopes", [], /fits\[0\]\.slopes/],
    ["model.fits.0.levels.0", [], /fits\[0\]\.levels\[0\]/], ["model.fits.0.segment", "x", /fits\[0\]/], ["model.features.0.pooled", Array(5001).fill("x"), /5001 items/],
    ["model.fits.0.levels.0", new Array(4e9), /4000000000 items/], ["report", undefined, /report: it is missing/], ["report.metrics.test.auc", "high", /report\.metrics\.test\.auc/],
    ["report.metrics.test.auc", NaN, /auc/], ["report.metrics.train", {}, /report\.metrics\.train/], ["report.calibration", 1, /report\.calibration/],
    ["report.skipped.rows", [null], /report\.skipped\.rows\[0\]/], ["report.binned", 1, /report\.binned/], ["report.warnings", [{ code: 1 }], /report\.warnings\[0\]/],
    ["report.calibrated", {}, /report\.calibrated/], ["report.extra", 1, /report\.extra/],
  ];
  for (const [path, value, message] of cases) fails(() => loadLeadModel(set(path, value)), { code: "bad-state" }, message);
  const deep = json();
  deep.model.features = [[[[[[[[[[[]]]]]]]]]]];
  const cyclic = json();
  cyclic.model.features.push(cyclic);
  for (const bad of [undefined, null, 1, [], {}, JSON.stringify(model), deep, cyclic, () => 1]) fails(() => loadLeadModel(bad), { code: "bad-state" });
  const polluted = JSON.parse(`{"__proto__": {"polluted": 1}, ${JSON.stringify(model).slice(1)}`);
  fails(() => loadLeadModel(polluted), { code: "bad-state" }, /__proto__/);
  assert.equal({}.polluted, undefined);
});

test("bad input is named", () => {
  const few = leads.slice(0, 100);
  fails(() => trainLeadModel(few, { features }), { code: "invalid-option" }, /target/);
  fails(() => trainLeadModel(few, { target: "won" }), { code: "invalid-option" }, /features/);
  fails(() => trainLeadModel(few, { target: "won", features: "source" }), { code: "invalid-option" }, /features/);
  fails(() => trainLeadModel(few, { ...options, typo: 1 }), { code: "invalid-option" }, /typo/);
  fails(() => trainLeadModel(few, { ...options, method: "magic" }), { code: "invalid-option" }, /method/);
  fails(() => trainLeadModel(few, { ...options, features: ["sauce"] }), { code: "missing-column", column: "sauce" });
  fails(() => trainLeadModel([], options), { code: "empty-input", column: "won" });
  fails(() => trainLeadModel(few.map((lead) => ({ ...lead, won: true })), options), { code: "empty-input", column: "won" }, /none is false/);
  fails(() => trainLeadModel(few.map((lead, i) => (i === 7 ? { ...lead, won: "perhaps" } : lead)), options), { code: "wrong-type", column: "won", row: 7 });
  const odd = few.map((lead, i) => (i === 9 ? { ...lead, visits: "many" } : lead));
  fails(() => trainLeadModel(odd, options), { code: "wrong-type", column: "visits", row: 9 });
  const { skipped } = trainLeadModel(odd, { ...options, onInvalid: "skip" });
  assert.deepEqual([skipped.count, skipped.rows[0].row, skipped.rows[0].column], [1, 9, "visits"]);
  fails(() => model.predict([{ ...leads[0], visits: "many" }]), { code: "wrong-type", column: "visits", row: 0 });
  fails(() => model.predict([{ source: "web" }]), { code: "missing-column", column: "visits" });
  fails(() => model.predict(leads, { day: 1 }), { code: "invalid-option" }, /day/);
  fails(() => model.predictTable(leads, { keep: ["grade"] }), { code: "missing-column", column: "grade" });
  fails(() => model.explain([leads[0]]), { code: "wrong-type" });
  fails(() => model.explain({ ...leads[0], visits: Infinity }), { code: "bad-number", column: "visits", row: 0 });
});
