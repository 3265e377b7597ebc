// Scorecards: every kind of input, explanations, what-if, cards as JSON, and cards that cannot be used.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { importPackage, project, root } from "./support/project.mjs";

const { CustometryError, Table, bantScorecard, champScorecard, meddicScorecard, scoreLeads } = await importPackage();
const schema = createRequire(join(project(), "main.mjs"))("custometry/scorecard.schema.json");
const validate = new Ajv2020({ allowUnionTypes: true, strictRequired: false }).compile(schema);

const fails = (work, expected, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error));
  const { code, column, row } = error;
  assert.deepEqual({ code, column, row }, { column: undefined, row: undefined, ...expected }, error.message);
  if (message !== undefined) assert.match(error.message, message);
  assert.ok(error.help?.length > 0);
  return true;
});

/** A card of every kind of criterion. */
const card = () => ({
  name: "all kinds",
  dimensions: [
    {
      name: "fit",
      label: "Fit",
      weight: 2,
      criteria: [
        { column: "industry", kind: "category", points: { software: 100, retail: 60 }, other: 20, unknown: ["n/a"] },
        { column: "employees", weight: 2, kind: "bands", bands: [{ below: 10, points: 0 }, { min: 10, below: 100, points: 50 }, { min: 100, points: 100 }] },
      ],
    },
    {
      name: "interest",
      weight: 1,
      criteria: [
        { column: "visits", kind: "linear", points: [[0, 0], [10, 100]] },
        { column: "closes", kind: "daysUntil", bands: [{ below: 0, points: 0 }, { min: 0, below: 31, points: 100 }, { min: 31, points: 40 }] },
        { column: "seen", kind: "decay", halfLifeDays: 7, full: 100 },
      ],
    },
  ],
  tiers: [{ name: "cold", min: 0 }, { name: "hot", label: "Hot", min: 75 }, { name: "warm", min: 50 }],
  disqualifiers: [{ column: "country", in: ["XX", "YY"], reason: "not served" }, { column: "employees", below: 2, reason: "too small" }],
});

const day = (text) => new Date(`${text}T00:00:00Z`);
const leads = [
  { id: "a", industry: "Software", employees: 120, visits: 5, closes: day("2026-02-10"), seen: day("2026-01-24"), country: "DE" },
  { id: "b", industry: "mining", employees: 1, visits: 20, closes: null, seen: undefined, country: "FR" },
  { id: "c", industry: "n/a", employees: NaN, visits: null, closes: null, seen: null, country: "XX" },
  { id: "d", industry: "retail", employees: 50, visits: 0, closes: day("2026-01-01"), seen: day("2026-01-31"), country: "" },
];
const options = { asOf: "2026-01-31", keep: ["id"] };
const expected = [
  // (2 * (100 + 2 * 100) / 3 + (50 + 100 + 50) / 3) / 3
  { id: "a", score: (2 * 100 + 200 / 3) / 3, tier: "hot", rank: 1, fit: 100, interest: 200 / 3, disqualified: null, completeness: 1 },
  // (2 * 20 / 3 + 100) / 3, with 20 of 100 points for an industry that is not listed
  { id: "b", score: (2 * 20 / 3 + 100) / 3, tier: "cold", rank: 3, fit: 20 / 3, interest: 100, disqualified: "too small", completeness: 0.6 },
  { id: "c", score: null, tier: null, rank: null, fit: null, interest: null, disqualified: "not served", completeness: 0 },
  { id: "d", score: (2 * 160 / 3 + 100 / 3) / 3, tier: "cold", rank: 2, fit: 160 / 3, interest: 100 / 3, disqualified: null, completeness: 1 },
];

function check(rows) {
  assert.deepEqual(rows.map((row) => Object.keys(row)), expected.map((row) => Object.keys(row)));
  rows.forEach((row, at) => {
    for (const [name, value] of Object.entries(expected[at])) {
      if (typeof value === "number") assert.ok(Math.abs(row[name] - value) < 1e-13, `${at} ${name}: ${row[name]} is not ${value}`);
      else assert.equal(row[name], value, `${at} ${name}`);
    }
  });
}

test("rows, columns, tables and texts give the same scores", () => {
  const columns = Object.fromEntries(Object.keys(leads[0]).map((name) => [name, leads.map((lead) => lead[name])]));
  const iso = (date) => (date == null ? "" : date.toISOString().slice(0, 10));
  const csv = ["id,industry,employees,visits,closes,seen,country", ...leads.map(({ id, industry, employees, visits, closes, seen, country }) =>
    [id, industry, Number.isNaN(employees) ? "" : employees, visits ?? "", iso(closes), iso(seen), country].join(","))].join("\n");
  const inputs = [leads, columns, Table.fromRows(leads), Table.fromCsv(csv), leads.map((lead) => ({ ...lead, visits: lead.visits === null ? "" : String(lead.visits), seen: iso(lead.seen) }))];
  for (const input of inputs) {
    const scores = scoreLeads(input, card(), options);
    check(scores.leads.toRows());
    assert.equal(scores.unscored, 1);
    assert.deepEqual(scores.tiers, [
      { tier: "cold", label: "cold", leads: 2, share: 0.5 }, { tier: "hot", label: "Hot", leads: 1, share: 0.25 }, { tier: "warm", label: "warm", leads: 0, share: 0 },
    ]);
    assert.deepEqual(scores.unmatched, []); // the card says what others score
    assert.deepEqual(scores.skipped, { count: 0, rows: [], truncated: false });
    scores.leads.free();
    scores.free();
  }
});

test("explanations add up, name what is missing and what would help", () => {
  const scores = scoreLeads(leads, card(), options);
  leads.forEach((_, row) => {
    const { score, contributions, missing, improvements, tier } = scores.explain(row);
    const own = scores.leads.toRows()[row];
    assert.equal(score, own.score);
    assert.equal(tier, own.tier);
    if (score !== null) assert.equal(contributions.reduce((sum, { contribution }) => sum + contribution, 0), score);
    assert.equal(contributions.length + missing.length, 5);
    for (const { column, gain } of improvements) assert.ok(gain > 0 && !contributions.some((part) => part.column === column && part.points === 100));
  });
  const why = scores.explain(0);
  assert.deepEqual(why.contributions.map(({ dimension, column, points }) => [dimension, column, points]), [
    ["fit", "industry", 100], ["fit", "employees", 100], ["interest", "visits", 50], ["interest", "closes", 100], ["interest", "seen", 50],
  ]);
  assert.deepEqual(why.contributions[3].value, leads[0].closes);
  assert.equal(why.contributions[0].value, "Software");
  assert.deepEqual(scores.explain(1).missing, ["closes", "seen"]);
  assert.deepEqual(scores.explain(2), {
    score: null, tier: null, disqualified: "not served", contributions: [], missing: ["industry", "employees", "visits", "closes", "seen"],
    improvements: scores.explain(2).improvements, reasons: ["disqualified: not served"],
  });
  assert.equal(scores.explain(2).improvements[0].text, "industry unknown: up to +100");
  assert.equal(scores.explain(3).improvements[0].text, "employees is 50: up to +22.2 with 100 or more");
});

test("what-if changes some values, also to nothing, and explains them", () => {
  const scores = scoreLeads(leads, card(), options);
  const whole = scoreLeads(leads.map((lead) => ({ ...lead, visits: 10, seen: null })), card(), options).leads.column("score");
  leads.forEach((_, row) => assert.equal(scores.whatIf(row, { visits: 10, seen: null }), whole[row]));
  assert.equal(scores.whatIf(0, {}), scores.explain(0).score);
  assert.equal(scores.whatIf(2, { visits: null }), null);
  assert.equal(scores.explain(2, { country: "DE", visits: 10 }).disqualified, null);
  assert.equal(scores.whatIf(1, { closes: "2026-02-01" }), scores.whatIf(1, { closes: day("2026-02-01") }));
  fails(() => scores.whatIf(0, { visit: 3 }), { code: "missing-column", column: "visit" });
  fails(() => scores.whatIf(0, { visits: "many" }), { code: "wrong-type", column: "visits", row: 0 });
  fails(() => scores.whatIf(4, {}), { code: "invalid-option" }, /no row 4/);
  fails(() => scores.whatIf(-1, {}), { code: "invalid-option" });
  fails(() => scores.explain(0.5), { code: "invalid-option" });
  fails(() => scores.whatIf(0, null), { code: "invalid-option" });
});

test("scores outlive the table that they are of, until they are freed", () => {
  const table = Table.fromRows(leads);
  const scores = scoreLeads(table, card(), options);
  table.free();
  assert.equal(scores.explain(0).contributions.length, 5);
  scores.free();
  scores.free();
  check(scores.leads.toRows());
  fails(() => scores.explain(0), { code: "bad-state" }, /freed/);
  scores.leads.free();
});

test("what cannot be used is an error or left out, with the rows as they were", () => {
  const bad = [leads[0], { ...leads[1], employees: "some" }, { ...leads[3], closes: "soon" }, leads[3]];
  fails(() => scoreLeads(bad, card(), options), { code: "wrong-type", column: "employees", row: 1 });
  const scores = scoreLeads(bad, card(), { ...options, onInvalid: "skip", groupBy: ["industry"] });
  assert.deepEqual(scores.leads.column("id"), ["a", "b", "d", "d"]);
  assert.deepEqual(scores.leads.toRows().map(({ score }) => score === null), [false, true, true, false]);
  assert.equal(scores.skipped.count, 2);
  assert.deepEqual(scores.skipped.rows.map(({ row, column }) => [row, column]), [[1, "employees"], [2, "closes"]]);
  assert.deepEqual(scores.groups.map(({ by, value, leads, medianScore }) => [by, value, leads, medianScore]), [
    ["industry", "Software", 1, scores.explain(0).score], ["industry", "retail", 1, scores.explain(3).score],
  ]);
  assert.equal(scoreLeads([], card(), options).leads.numRows, 0);
});

test("values that the card does not list are counted", () => {
  const own = card();
  delete own.dimensions[0].criteria[0].other;
  own.dimensions[0].criteria[1].bands = [{ min: 10, below: 100, points: 50 }];
  const { unmatched } = scoreLeads(leads, own, options);
  assert.deepEqual(unmatched, [
    { dimension: "fit", column: "industry", value: "mining", leads: 1 },
    { dimension: "fit", column: "employees", value: null, leads: 2 },
  ]);
});

test("the presets are JSON that the published schema accepts, in both languages", () => {
  for (const locale of [undefined, "en", "zh-CN"]) {
    for (const preset of [bantScorecard, meddicScorecard, champScorecard]) {
      const own = preset(locale);
      assert.ok(validate(own), JSON.stringify(validate.errors));
      assert.deepEqual(JSON.parse(JSON.stringify(own)), own);
    }
  }
  assert.deepEqual(bantScorecard().dimensions.map(({ name, weight }) => [name, weight]), [["budget", 1], ["authority", 1], ["need", 1], ["timeline", 1]]);
  assert.equal(bantScorecard("zh-CN").dimensions[0].label, "预算");
  fails(() => bantScorecard("de"), { code: "invalid-option" });
});

test("the BANT card scores the sample leads", () => {
  const table = Table.fromCsv(readFileSync(join(root, "data", "leads.csv")));
  const scores = scoreLeads(table, bantScorecard("zh-CN"), { asOf: "2026-06-30", keep: ["leadId"], groupBy: ["owner", "team", "source"], locale: "zh-CN" });
  assert.deepEqual(scores.unmatched, []);
  assert.equal(scores.leads.numRows, table.numRows);
  const known = scores.leads.column("score").filter((score) => !Number.isNaN(score));
  assert.equal(known.length + scores.unscored, table.numRows);
  assert.deepEqual([...new Set(scores.groups.map(({ by }) => by))], ["owner", "team", "source"]);
  for (const by of ["owner", "team", "source"]) {
    assert.equal(scores.groups.filter((group) => group.by === by).reduce((sum, { leads }) => sum + leads, 0), table.numRows);
  }
  // Scores tell those who converted from those who did not.
  const [score, converted] = [scores.leads.column("score"), table.column("converted")];
  const mean = (outcome) => {
    const own = score.filter((value, row) => converted[row] === outcome && !Number.isNaN(value));
    return own.reduce((sum, value) => sum + value) / own.length;
  };
  assert.ok(mean(true) > mean(false) + 5, `${mean(true)} ${mean(false)}`);
  assert.match(scores.explain(0).reasons[0], /分/);
});

test("cards that cannot be used name the place, whatever the leads are", () => {
  const broken = (change) => {
    const own = card();
    change(own);
    return own;
  };
  const criterion = (own, at = 0) => own.dimensions[0].criteria[at];
  const invalid = [
    [(own) => { own.dimensions = []; }, /^dimensions: there are none/],
    [(own) => { own.dimensions[0].weight = -1; }, /^dimensions\[0\]\.weight: -1 is negative/],
    [(own) => { own.dimensions[1].name = "fit"; }, /^dimensions\[1\]: there is "fit" already/],
    [(own) => { own.dimensions[1].name = "rank"; }, /^dimensions\[1\]\.name: "rank"/],
    [(own) => { criterion(own).points.retail = 120; }, /^dimensions\[0\]\.criteria\[0\]\.points\["retail"\]: 120/],
    [(own) => { criterion(own, 1).bands[1].min = 20; }, /^dimensions\[0\]\.criteria\[1\]\.bands\[0\]: no band holds the values from 10 to 20/],
    [(own) => { criterion(own, 1).bands[1].min = 5; }, /^dimensions\[0\]\.criteria\[1\]\.bands\[1\]: it overlaps bands\[0\]/],
    [(own) => { own.tiers[2].min = 101; }, /^tiers\[2\]\.min: 101/],
    [(own) => { criterion(own).kind = "exact"; }, /dimensions\[0\]\.criteria\[0\]\.kind: expected one of/],
    [(own) => { criterion(own).bands = []; }, /criteria\[0\]: `bands` does not belong to the kind "category"/],
    [(own) => { delete criterion(own, 1).bands; }, /criteria\[1\]: missing option `bands`/],
    [(own) => { criterion(own).points = [[1, 2]]; }, /`points` of a category is an object/],
    [(own) => { own.dimensions[1].criteria[0].points = { a: 1 }; }, /`points` of the kind "linear" is a list of pairs/],
    [(own) => { own.dimensions[1].criteria[0].points = [[1]]; }, /points\[0\]: expected a pair/],
    [(own) => { own.dimensions[1].criteria[2].halfLifeDays = 0; }, /^dimensions\[1\]\.criteria\[2\]\.halfLifeDays: 0/],
    [(own) => { own.wieghts = 1; }, /unknown option `wieghts`/],
    [(own) => { own.missing = "ignore"; }, /missing: expected one of "neutral", "zero"/],
    [(own) => { own.disqualifiers = [{ column: "country", reason: "x" }]; }, /^disqualifiers\[0\]: it has no condition/],
    [(own) => { delete own.tiers; }, /missing option `tiers`/],
  ];
  for (const [change, message] of invalid) {
    const own = broken(change);
    for (const input of [leads, [], [{ other: 1 }]]) fails(() => scoreLeads(input, own, options), { code: "invalid-option" }, message);
  }
  // Those that a schema can tell, it does.
  for (const [change] of invalid.slice(8)) {
    if (!/disqualifiers\[0\]/.test(String(change))) assert.equal(validate(broken(change)), false, String(change));
  }
  assert.ok(validate(card()), JSON.stringify(validate.errors));
  for (const none of [null, undefined, 7, "bant", []]) fails(() => scoreLeads(leads, none), { code: "invalid-option" }, /needs a scorecard/);
  fails(() => bantScorecard("fr"), { code: "invalid-option" }, /^locale: expected one of "en", "zh-CN", found "fr"/);
});

test("a value that the card does not list may be the best one", () => {
  const own = { ...card(), disqualifiers: [], dimensions: [{ name: "d", weight: 1, criteria: [{ column: "email", kind: "category", points: { free: 0, school: 40 }, other: 90 }] }] };
  const scores = scoreLeads([{ email: "free" }, { email: null }, { email: "company" }], own);
  const improvements = [0, 1, 2].map((row) => scores.explain(row).improvements.map(({ best, points, gain, text }) => ({ best, points, gain, text })));
  assert.deepEqual(improvements, [
    [{ best: "another value", points: 90, gain: 90, text: 'email is "free": up to +90 with another value' }],
    [{ best: "another value", points: 90, gain: 90, text: "email unknown: up to +90" }],
    [],
  ]);
  assert.equal(scoreLeads([{ email: "free" }], own, { locale: "zh-CN" }).explain(0).improvements[0].best, "其他值");
});

test("numbers are looked up among many listed values", () => {
  const points = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`w${i}`, i / 100]));
  const own = { ...card(), disqualifiers: [], dimensions: [{ name: "d", weight: 1, criteria: [{ column: "code", kind: "category", points }] }] };
  assert.equal(scoreLeads({ code: Float64Array.from({ length: 50_000 }, (_, i) => i) }, own).unmatched[0].leads, 50_000);
});

test("what is no row number is an error, and leaves the module as it was", () => {
  const table = Table.fromRows(leads);
  const scores = scoreLeads(table, card(), options);
  for (const row of [undefined, null, "0", 0n, Symbol("row"), Object.create(null), [0], NaN, -1, 0.5, 4, 1e300]) {
    fails(() => scores.explain(row), { code: "invalid-option" }, /row/);
    fails(() => scores.explain(row, { visits: 1 }), { code: "invalid-option" }, /row/);
    fails(() => scores.whatIf(row, { visits: 1 }), { code: "invalid-option" }, /row/);
  }
  assert.equal(table.numRows, 4);
  assert.equal(scores.explain(0).score, scores.leads.column("score")[0]);
});

test("the help does not advise what there is no option for", () => {
  const scores = scoreLeads(leads, card(), options);
  for (const changes of [{ visits: "many" }, { closes: "soon" }, { industry: {} }]) {
    assert.throws(() => scores.whatIf(0, changes), (error) => !/onInvalid/.test(error.help), JSON.stringify(changes));
  }
});

test("columns that are not there are named, and days need a day to count from", () => {
  fails(() => scoreLeads([{ employes: 1 }], card(), options), { code: "missing-column", column: "industry" });
  fails(() => scoreLeads([{ other: 1 }], bantScorecard(), { asOf: options.asOf }), { code: "missing-column", column: "budgetStatus" }, /none of the columns/);
  fails(() => scoreLeads(leads, card()), { code: "invalid-option", column: "closes" }, /asOf is missing/);
  fails(() => scoreLeads(leads, card(), { ...options, keep: ["nobody"] }), { code: "missing-column", column: "nobody" });
  fails(() => scoreLeads(leads, card(), { ...options, group: ["id"] }), { code: "invalid-option" }, /unknown option `group`/);
  // Without a column of dates there is nothing to count.
  assert.equal(scoreLeads([{ need: "must-have" }], bantScorecard()).leads.column("score")[0], 100);
});
