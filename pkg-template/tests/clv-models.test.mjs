// Models of purchases and spend: published estimates, formulas of their own in JavaScript, covariates, and models that are saved and
// read back.
//
// Published: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way" (BG/NBD, Pareto/NBD); Fader & Hardie (2013) (Gamma-
// Gamma); Fader, Hardie & Shang (2010) (BG/BB). The formulas below are theirs too, for BG/NBD by the plain hypergeometric series.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importPackage, root } from "./support/project.mjs";

const custometry = await importPackage();
const { fitBgBb, fitBgNbd, fitGammaGamma, fitMbgNbd, fitParetoNbd, purchaseModel, spendModel, summarizePurchases, Table } = custometry;

const read = (...path) => readFileSync(join(root, ...path));
const cdnow = Table.fromCsv(read("data", "cdnow-sample.csv"), { types: { customer_id: "string" } });
const weekly = summarizePurchases(cdnow, { customerId: "customer_id", observationEnd: "1997-09-30", timeUnit: "week" });
const donors = Table.fromCsv(read("tests", "golden", "clv-donations.csv"));
const [bg, mbg, pareto, bgbb, money] = [fitBgNbd(weekly), fitMbgNbd(weekly), fitParetoNbd(weekly), fitBgBb(donors), fitGammaGamma(weekly)];

const close = (actual, expected, tolerance) => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} to ${tolerance}`);
const near = (actual, expected, relative) => close(actual, expected, relative * Math.abs(expected));
const sum = (values) => values.reduce((total, value) => total + value, 0);
const upTo = (n) => Array.from({ length: n + 1 }, (_, i) => i);
/** Customers of all sorts, for models of continuous time; for BG/BB. */
const some = { frequency: [0, 0, 1, 2, 5, 26], recency: [0, 0, 20, 30.43, 38, 30.86], T: [0, 38.86, 27, 38.86, 38.86, 31] };
const few = { frequency: [0, 0, 2, 3, 6], recency: [0, 0, 2, 6, 6], T: [0, 6, 6, 6, 6] };
const each = [[bg, some], [mbg, some], [pareto, some], [bgbb, few]];

function logGamma(x) {
  // Stirling's series, from x + 10 on.
  let [shift, z] = [0, x];
  while (z < 10) shift += Math.log(z++);
  const i = 1 / (z * z);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + (1 / 12 - i * (1 / 360 - i * (1 / 1260 - i / 1680))) / z - shift;
}

function hypergeometric(a, b, c, z) {
  let [total, term] = [1, 1];
  for (let k = 0; k < 1e5 && Math.abs(term) > 1e-17 * Math.abs(total); k++) total += term *= ((a + k) * (b + k) * z) / ((c + k) * (k + 1));
  return total;
}

test("the published estimates", () => {
  for (const [model, printed, logLikelihood, digits, customers] of [
    [bg, { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, -9582.4, 1, 2357], [pareto, { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, -9595.0, 1, 2357],
    [bgbb, { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 }, -33225.58, 2, 11104],
  ]) {
    assert.deepEqual(Object.keys(model.params), Object.keys(printed));
    for (const [name, value] of Object.entries(printed)) close(model.params[name], value, 0.000501);
    close(model.logLikelihood, logLikelihood, 0.501 / 10 ** digits);
    assert.equal(model.fit.observations, customers);
  }
  assert.deepEqual([bg.kind, mbg.kind, pareto.kind, bgbb.kind, money.kind], ["bg-nbd", "mbg-nbd", "pareto-nbd", "bg-bb", "gamma-gamma"]);
  assert.equal(bg.fit.distinctPatterns, 1016);
  close(money.params.p, 6.25, 0.00501);
  close(money.params.q, 3.74, 0.00501);
  close(money.params.v, 15.44, 0.00501);
  close(money.logLikelihood, -4055.92, 0.00501);
  assert.equal(money.fit.observations, 946);
  const customer = { frequency: [2], recency: [30.43], T: [38.86] };
  const published = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
  close(published.expectedPurchases(customer, 39)[0], 1.226, 0.000501);
  close(published.probabilityAlive(customer)[0], 0.7266, 0.0000501);
  // P(alive in 2002) of donors who never gave again, gave twice up to 1999, gave each year (2010, table 6).
  const alive = bgbb.probabilityAlive({ frequency: [0, 2, 6], recency: [0, 4, 6], T: [6, 6, 6] });
  [0.11, 0.59, 0.93].forEach((printed, i) => close(alive[i], printed, 0.00501));
});

test("fits have converged, and say how sure they are", () => {
  for (const model of [bg, mbg, pareto, bgbb, money]) {
    assert.deepEqual([model.fit.converged, model.fit.boundary, model.fit.message], [true, false, "converged"]);
    assert.ok(model.fit.gradientNorm < 1e-6 && model.fit.iterations > 0);
    const k = Object.keys(model.params).length;
    near(model.aic, 2 * k - 2 * model.logLikelihood, 1e-14);
    near(model.bic, k * Math.log(model.fit.observations) - 2 * model.logLikelihood, 1e-14);
    assert.deepEqual(Object.keys(model.standardErrors), Object.keys(model.params));
    Object.values(model.standardErrors).forEach((error, i) => near(error, Math.sqrt(model.covariances[i][i]), 1e-14));
    for (const i of upTo(k - 1)) for (const j of upTo(k - 1)) assert.equal(model.covariances[i][j], model.covariances[j][i]);
  }
});

test("the likelihoods of BG/NBD and MBG/NBD by their formulas, and that they are greatest", () => {
  const [frequency, recency, T] = ["frequency", "recency", "T"].map((name) => weekly.column(name));
  // With MBG/NBD customers can leave after the first purchase too.
  const logLikelihood = ({ r, alpha, a, b }, first) => sum(Array.from(frequency, (x, i) => {
    const common = logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + logGamma(a + b) - logGamma(b) - logGamma(a + b + x + first) + logGamma(b + x + first);
    const left = x + first > 0 ? (a / (b + x + first - 1)) * Math.exp(-(r + x) * Math.log(alpha + recency[i])) : 0;
    return common + Math.log(Math.exp(-(r + x) * Math.log(alpha + T[i])) + left);
  }));
  for (const [model, first] of [[bg, 0], [mbg, 1]]) {
    near(logLikelihood(model.params, first), model.logLikelihood, 1e-12);
    for (const [name, value] of Object.entries(model.params)) {
      for (const factor of [0.99, 1.01]) assert.ok(logLikelihood({ ...model.params, [name]: value * factor }, first) < model.logLikelihood, name);
    }
  }
});

test("P(alive) and expected purchases by the published formulas", () => {
  const { frequency, recency, T } = some;
  const [{ r, alpha, a, b }, aliveBg, aliveMbg, alivePareto] = [bg.params, ...[bg, mbg, pareto].map((model) => model.probabilityAlive(some))];
  const odds = (params, x, i) => ((params.alpha + T[i]) / (params.alpha + recency[i])) ** (params.r + x);
  const [ahead, lifetime] = [bg.expectedPurchases(some, 39), pareto.expectedLifetime(some, 39)];
  const { r: rate, alpha: scale, s, beta } = pareto.params;
  const expected = pareto.expectedPurchases(some, 39);
  frequency.forEach((x, i) => {
    near(aliveBg[i], 1 / (1 + (x > 0 ? (a / (b + x - 1)) * odds(bg.params, x, i) : 0)), 1e-12);
    near(aliveMbg[i], 1 / (1 + (mbg.params.a / (mbg.params.b + x)) * odds(mbg.params, x, i)), 1e-12);
    const bracket = 1 - ((alpha + T[i]) / (alpha + T[i] + 39)) ** (r + x) * hypergeometric(r + x, b + x, a + b + x - 1, 39 / (alpha + T[i] + 39));
    near(ahead[i], ((a + b + x - 1) / (a - 1)) * bracket * aliveBg[i], 1e-8);
    const stays = ((beta + T[i]) / (s - 1)) * (1 - ((beta + T[i]) / (beta + T[i] + 39)) ** (s - 1)) * alivePareto[i];
    near(lifetime[i], stays, 1e-11);
    near(expected[i], ((rate + x) / (scale + T[i])) * stays, 1e-11);
  });
  near(bg.expectedPurchasesNewCustomer(39), ((a + b - 1) / (a - 1)) * (1 - (alpha / (alpha + 39)) ** r * hypergeometric(r, b, a + b - 1, 39 / (alpha + 39))), 1e-11);
  near(pareto.expectedPurchasesNewCustomer(39), ((rate * beta) / (scale * (s - 1))) * (1 - (beta / (beta + 39)) ** (s - 1)), 1e-12);
  near(pareto.expectedLifetimeNewCustomer(39), (beta / (s - 1)) * (1 - (beta / (beta + 39)) ** (s - 1)), 1e-12);
  // With s or a up to 1 there is no mean.
  assert.equal(pareto.expectedLifetimeNewCustomer(), null);
  assert.ok(Number.isNaN(pareto.expectedLifetime(some)[1]));
  near(purchaseModel("pareto-nbd", { r: 1, alpha: 10, s: 3, beta: 20 }).expectedLifetimeNewCustomer(), 20 / 2, 1e-13);
  const { alpha: p, beta: q, gamma, delta } = bgbb.params;
  let [kept, bought] = [1, 0];
  for (const n of upTo(30)) {
    near(bgbb.expectedPurchasesNewCustomer(n), bought, 1e-12);
    kept *= (delta + n) / (gamma + delta + n);
    bought += (p / (p + q)) * kept;
  }
});

test("probabilities add up to 1, and their means are what is expected", () => {
  for (const [model, customers] of each) {
    const [from, to, most] = model === bgbb ? [3, 8, 8] : [5, 20, 400];
    const sums = (probability, mean, tolerance = 1e-9) => {
      const all = upTo(most).map(probability);
      assert.ok(all.every((p) => p >= 0 && p <= 1));
      close(sum(all), 1, tolerance);
      near(sum(all.map((p, n) => n * p)), mean, tolerance);
    };
    const [until, before] = [model.expectedPurchasesNewCustomer(to), model.expectedPurchasesNewCustomer(from)];
    sums((n) => model.purchaseCountProbability(to, n), until);
    sums((n) => model.intervalCountProbability(from, to, n), until - before);
    close(model.intervalCountProbability(0, to, 2), model.purchaseCountProbability(to, 2), 1e-13);
    const [ahead, counts] = [model.expectedPurchases(customers, 8), upTo(most).map((n) => model.conditionalCountProbability(customers, 8, n))];
    ahead.forEach((mean, row) => sums((n) => counts[n][row], mean, 1e-8));
    model.noPurchaseProbability(customers, 8).forEach((none, row) => near(none, counts[0][row], 1e-10));
    assert.deepEqual([...model.expectedPurchases(customers, 0)], customers.T.map(() => 0));
    const [alive, lifetime] = [model.probabilityAlive(customers), model.expectedLifetime(customers, 8)];
    alive.forEach((p, row) => assert.ok(p >= 0 && p <= 1 && lifetime[row] <= 8 * p + 1e-12 && lifetime[row] >= 0));
  }
});

test("discounted residual transactions are plain sums of what is expected", () => {
  const options = { annualDiscountRate: 0.1, timeUnit: "year" };
  const yearly = bgbb.discountedResidualTransactions(few, { ...options });
  const paid = few.T.map(() => 0);
  let before = few.T.map(() => 0);
  for (let k = 1; k <= 400; k++) {
    const now = bgbb.expectedPurchases(few, k);
    now.forEach((value, row) => (paid[row] += (value - before[row]) / 1.1 ** k));
    before = now;
  }
  paid.forEach((value, row) => near(yearly[row], value, 1e-9));
  // Continuous time: between the sums discounted at the end and at the beginning of each of many short steps.
  for (const model of [bg, mbg, pareto]) {
    const found = model.discountedResidualTransactions(some, options);
    const [late, early, before] = [some.T.map(() => 0), some.T.map(() => 0), some.T.map(() => 0)];
    for (let k = 1; k <= 3000; k++) {
      model.expectedPurchases(some, k / 10).forEach((value, row) => {
        late[row] += (value - before[row]) / 1.1 ** (k / 10);
        early[row] += (value - before[row]) / 1.1 ** ((k - 1) / 10);
        before[row] = value;
      });
    }
    found.forEach((value, row) => assert.ok(value > late[row] && value < early[row] && early[row] < 1.01 * late[row], `${model.kind} ${row}: ${value}`));
  }
});

test("covariates: an independent fit, customers and new customers", () => {
  const data = Table.fromCsv(read("tests", "golden", "clv-covariates.csv"));
  const printed = Table.fromCsv(read("tests", "golden", "clv-covariates-fits.csv")).toRows();
  for (const [kind, fit] of [["bg-nbd", fitBgNbd], ["mbg-nbd", fitMbgNbd], ["pareto-nbd", fitParetoNbd]]) {
    const model = fit(data, { covariates: { purchases: ["age", "online"], lifetime: ["online"] } });
    const own = printed.filter((row) => row.kind === kind);
    assert.deepEqual(Object.keys(model.params), own.map(({ parameter }) => parameter));
    for (const { parameter, estimate, standardError, logLikelihood } of own) {
      near(model.params[parameter], estimate, 1e-4);
      near(model.standardErrors[parameter], standardError, 1e-3);
      near(model.logLikelihood, logLikelihood, 1e-9);
    }
    // A customer whose covariates are 0 is one of the model without them; others have a scale of their own.
    const four = Object.fromEntries(Object.entries(model.params).slice(0, 4));
    const plain = purchaseModel(kind, four);
    const rows = { ...some, age: some.T.map(() => 0), online: some.T.map(() => 0) };
    model.expectedPurchases(rows, 8).forEach((value, row) => near(value, plain.expectedPurchases(some, 8)[row], 1e-12));
    near(model.expectedPurchasesNewCustomer(8, { age: 0, online: 0 }), plain.expectedPurchasesNewCustomer(8), 1e-12);
    const factor = Math.exp(model.params["lifetime.online"]);
    const changed = kind === "pareto-nbd" ? { beta: four.beta / factor } : { a: four.a * factor, b: four.b * factor };
    const other = purchaseModel(kind, { ...four, ...changed, alpha: four.alpha * Math.exp(-40 * model.params["purchases.age"] - model.params["purchases.online"]) });
    const covariates = { age: 40, online: 1 };
    near(model.purchaseCountProbability(8, 2, covariates), other.purchaseCountProbability(8, 2), 1e-11);
    near(model.intervalCountProbability(2, 8, 1, covariates), other.intervalCountProbability(2, 8, 1), 1e-11);
    near(model.expectedLifetimeNewCustomer(8, covariates), other.expectedLifetimeNewCustomer(8), 1e-11);
    const flagged = { ...some, age: some.T.map(() => 40), online: some.T.map(() => true) };
    model.probabilityAlive(flagged).forEach((value, row) => near(value, other.probabilityAlive(some)[row], 1e-11));
    assert.deepEqual(purchaseModel(kind, JSON.parse(JSON.stringify(model))), model);
  }
});

test("start and penalty, grouped data and all forms of input", () => {
  const rows = { frequency: [2, 0, 5, 1, 0, 3], recency: [20, 0, 35, 6, 0, 30], T: [38.9, 38.9, 38, 37, 36, 35], weight: [3, 20, 1, 8, 17, 2] };
  const model = fitBgNbd(rows);
  const every = rows.weight.flatMap((count, i) => Array.from({ length: count }, () => ({ frequency: rows.frequency[i], recency: rows.recency[i], T: rows.T[i] })));
  for (const input of [every, Table.fromRows(every), Table.fromColumns(rows), { ...rows, weight: Float64Array.from(rows.weight) }]) assert.deepEqual(fitBgNbd(input).params, model.params);
  for (const [name, value] of Object.entries(fitBgNbd(rows, { start: { r: 1, alpha: 1, a: 1, b: 1 } }).params)) near(value, model.params[name], 1e-6);
  assert.ok(fitBgNbd(rows, { penalty: 0.1 }).params.alpha < model.params.alpha);
  // Rows of weight 0 stand for nobody, but for predictions the weight does not matter.
  assert.deepEqual(fitBgNbd(Object.fromEntries(Object.entries(rows).map(([name, values]) => [name, [...values, name === "weight" ? 0 : 9]]))).params, model.params);
  assert.deepEqual(model.probabilityAlive({ ...rows, weight: rows.weight.map(() => 0) }), model.probabilityAlive(rows));
});

test("Gamma-Gamma by its formula", () => {
  const { p, q, v } = money.params;
  const rows = { frequency: [0, 1, 2, 26], monetary: [0, 100, 22.35, 7] };
  money.expectedSpend(rows).forEach((value, i) => near(value, (p * (v + rows.frequency[i] * rows.monetary[i])) / (p * rows.frequency[i] + q - 1), 1e-14));
  near(money.populationMean, (p * v) / (q - 1), 1e-14);
  assert.equal(spendModel({ p: 6, q: 1, v: 15 }).populationMean, null);
  assert.ok(Number.isNaN(spendModel({ p: 6, q: 0.5, v: 15 }).expectedSpend({ frequency: [0], monetary: [0] })[0]));
});

test("what no data can tell is said", () => {
  const rows = { frequency: [1, 1, 1, 1, 8, 8, 8, 8, 0, 2], monetary: [12, 9, 60, 25, 22, 17, 31, 48, 0, -3] };
  const used = { frequency: rows.frequency.slice(0, 9), monetary: rows.monetary.slice(0, 9) };
  assert.deepEqual(fitGammaGamma(rows, { onNonPositive: "skip" }), fitGammaGamma(used));
  const [alike, constant] = [fitGammaGamma({ frequency: [1, 2, 3], monetary: [10, 10, 10] }), fitBgNbd({ frequency: [2, 0, 5, 1], recency: [20, 0, 35, 6], T: [38.9, 38.9, 38, 37], age: [1, 1, 1, 1] }, { covariates: { purchases: ["age"] } })];
  assert.match(constant.fit.message, /^boundary: .*purchases\.age/);
  for (const model of [alike, constant]) {
    assert.deepEqual([model.fit.converged, model.fit.boundary, model.standardErrors, model.covariances], [false, true, null, null]);
    assert.ok(Object.values(model.params).every(Number.isFinite));
  }
});

test("models are frozen, saved and read back, and need no free()", () => {
  for (const [fitted, make] of [...each.map(([model]) => [model, (json) => purchaseModel(model.kind, json)]), [money, spendModel]]) {
    const again = make(JSON.parse(JSON.stringify(fitted)));
    assert.deepEqual(again, fitted);
    assert.deepEqual(make(fitted.toJSON()), fitted);
    const bare = make({ ...fitted.params });
    assert.deepEqual([bare.fit, bare.logLikelihood, bare.standardErrors, bare.covariances, bare.aic, bare.bic], [null, null, null, null, null, null]);
    for (const object of [fitted, fitted.params, fitted.standardErrors, fitted.covariances, fitted.covariances[0], fitted.fit, again, again.covariances[1]]) assert.ok(Object.isFrozen(object));
    assert.throws(() => { fitted.params.r = 2; }, TypeError);
    assert.equal(fitted.free, undefined);
  }
});
