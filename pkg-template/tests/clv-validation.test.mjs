// How well models forecast, and customers simulated from them: validation, tracking and matrices against sums in JavaScript, simulated
// customers against the models that they come from.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importPackage, root } from "./support/project.mjs";

const custometry = await importPackage();
const { fitBgNbd, purchaseModel, simulateSummaries, simulateTransactions, spendModel, summarizePurchases, Table } = custometry;

const cdnow = Table.fromCsv(readFileSync(join(root, "data", "cdnow-sample.csv")), { types: { customer_id: "string" } });
const observed = { customerId: "customer_id", observationEnd: "1997-09-30", holdoutEnd: "1998-06-30", timeUnit: "week" };
const weekly = summarizePurchases(cdnow, observed);
const bg = fitBgNbd(weekly);
const known = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
const spend = spendModel({ p: 6.25, q: 3.74, v: 15.44 });

const close = (actual, expected, tolerance) => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} to ${tolerance}`);
const near = (actual, expected, relative) => close(actual, expected, relative * Math.abs(expected));
const sum = (values) => Array.from(values).reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;
const columns = (...names) => names.map((name) => Array.from(weekly.column(name)));

test("a forecast against the holdout, beside the naive one", () => {
  const found = custometry.validateHoldout(weekly, bg);
  const [frequency, T, actual] = columns("frequency", "T", "holdoutFrequency");
  const [expected, naive] = [Array.from(bg.expectedPurchases(weekly, 39)), frequency.map((x, i) => (x / T[i]) * 39)];
  assert.deepEqual([found.customers, found.horizon, found.actual], [2357, 39, sum(actual)]);
  for (const [errors, forecast] of [[found.model, expected], [found.naive, naive]]) {
    const off = forecast.map((value, i) => value - actual[i]);
    near(errors.total, sum(forecast), 1e-12);
    near(errors.meanAbsolute, mean(off.map(Math.abs)), 1e-12);
    near(errors.rootMeanSquare, Math.sqrt(mean(off.map((value) => value * value))), 1e-12);
    near(errors.bias, mean(off), 1e-10);
    const around = (values) => values.map((value) => value - mean(values));
    const [f, a] = [around(forecast), around(actual)];
    const product = (left, right) => sum(left.map((value, i) => value * right[i]));
    near(errors.correlation, product(f, a) / Math.sqrt(product(f, f) * product(a, a)), 1e-10);
  }
  assert.ok(found.model.meanAbsolute < found.naive.meanAbsolute);
  assert.equal(found.byFrequency.length, 8);
  for (const { frequency: x, open, customers, ...means } of found.byFrequency) {
    const rows = frequency.flatMap((own, i) => (open ? own >= x : own === x) ? [i] : []);
    assert.equal(customers, rows.length);
    for (const [name, values] of Object.entries({ actual, expected, naive })) close(means[name], mean(rows.map((i) => values[i])), 1e-11);
  }
  assert.equal(found.lift.length, 10);
  near(sum(found.lift.map(({ customers }) => customers)), 2357, 1e-14); // a customer may be part of two groups
  near(sum(found.lift.map(({ customers, expected }) => customers * expected)), sum(expected), 1e-11);
  close(found.lift[9].cumulativeShare, 1, 1e-12);
  near(found.lift[0].lift, found.lift[0].actual / mean(actual), 1e-12);
  assert.ok(found.lift[0].expected > found.lift[9].expected);
  const other = custometry.validateHoldout(weekly, bg, { most: 3, groups: 4 });
  assert.deepEqual([other.byFrequency.map(({ open }) => open), other.lift.length], [[false, false, false, true], 4]);
});

test("customers by number of purchases, and those expected", () => {
  const found = custometry.frequencyFit(weekly, bg);
  const [frequency, T] = columns("frequency", "T");
  const counts = new Map();
  T.forEach((t) => counts.set(t, (counts.get(t) ?? 0) + 1));
  let below = 0;
  for (const { frequency: n, open, actual, expected } of found.classes) {
    assert.equal(actual, frequency.filter((x) => (open ? x >= n : x === n)).length);
    const by = open ? 2357 - below : sum(Array.from(counts, ([t, customers]) => customers * bg.purchaseCountProbability(t, n)));
    near(expected, by, 1e-9);
    below += expected;
  }
  near(found.chiSquare, sum(found.classes.map(({ actual, expected }) => (actual - expected) ** 2 / expected)), 1e-12);
  assert.equal(found.degreesOfFreedom, 8 - 1 - 4);
  assert.equal(custometry.frequencyFit(weekly, known, { estimatedParameters: 0 }).degreesOfFreedom, 7);
  // Fader, Hardie & Lee (2005): chi-square 4.82 with 3 degrees of freedom, p .19; for Pareto/NBD 11.99, p .007.
  close(found.chiSquare, 4.82, 0.00501);
  close(found.pValue, 0.19, 0.00501);
  const pareto = custometry.frequencyFit(weekly, custometry.fitParetoNbd(weekly));
  close(pareto.chiSquare, 11.99, 0.00501);
  close(pareto.pValue, 0.007, 0.000501);
});

test("tracking counts repeat purchases, and those expected of new customers", () => {
  const { periods, observed: until, customers, skipped } = custometry.trackPurchases(cdnow, bg, observed);
  assert.deepEqual([until, customers, skipped.count, periods.numRows], [39, 2357, 0, 78]);
  const [time, cumulative, expected, actual, own] = ["time", "cumulativeActual", "cumulativeExpected", "actual", "expected"].map((name) => Array.from(periods.column(name)));
  assert.deepEqual([cumulative[38], cumulative[77]], [2457, 2457 + sum(weekly.column("holdoutFrequency"))]);
  near(sum(actual), cumulative[77], 1e-15);
  near(sum(own), expected[77], 1e-12);
  const [T] = columns("T");
  for (const i of [0, 12, 38, 77]) {
    const ages = T.map((t) => t + time[i] - 39).filter((age) => age > 0); // since the first purchase
    near(expected[i], sum(ages.map((age) => bg.expectedPurchasesNewCustomer(age))), 1e-10);
  }
  periods.free();
});

test("matrices and histories say what the model says", () => {
  const { frequency, recency, probabilityAlive, expectedPurchases } = custometry.purchaseMatrix(bg, { T: 39, horizon: 39 });
  assert.deepEqual([frequency.length, recency.length, recency.at(-1)], [21, 40, 39]);
  assert.deepEqual([probabilityAlive[0][1], expectedPurchases[1][40]], [null, undefined]);
  for (const [i, j] of [[0, 0], [1, 20], [20, 39], [7, 1]]) {
    const customer = { frequency: [frequency[i]], recency: [recency[j]], T: [39] };
    assert.deepEqual([probabilityAlive[i][j], expectedPurchases[i][j]], [bg.probabilityAlive(customer)[0], bg.expectedPurchases(customer, 39)[0]]);
  }
  const purchases = ["01-01", "01-10", "01-10", "02-20"].map((date) => ({ customerId: "ann", date: `2026-${date}` }));
  const days = custometry.aliveHistory([...purchases, { customerId: "bo", date: "2025-12-01" }], known, { customer: "ann", observationEnd: "2026-03-01", timeUnit: "week" });
  assert.equal(days.numRows, 60);
  const rows = days.toRows();
  assert.deepEqual(rows.flatMap(({ purchased, date }) => (purchased ? [date.toISOString().slice(5, 10)] : [])), ["01-01", "01-10", "02-20"]);
  assert.deepEqual(days.column("probabilityAlive"), known.probabilityAlive(days));
  assert.deepEqual([rows[59].frequency, rows[59].recency, rows[59].T], [2, 50 / 7, 59 / 7]);
  assert.equal(custometry.aliveHistory([{ customerId: 7, date: "2026-01-01" }], known, { customer: 7, observationEnd: "2026-01-03", timeUnit: "day" }).numRows, 3);
});

test("simulated customers: models find themselves again", () => {
  for (const [kind, params, fit] of [
    ["bg-nbd", { r: 0.8, alpha: 6, a: 0.8, b: 2.4 }, fitBgNbd], ["mbg-nbd", { r: 1.5, alpha: 8, a: 0.5, b: 2.5 }, custometry.fitMbgNbd],
    ["pareto-nbd", { r: 0.9, alpha: 8, s: 0.6, beta: 11 }, custometry.fitParetoNbd], ["bg-bb", { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.78 }, custometry.fitBgBb],
  ]) {
    const model = purchaseModel(kind, params);
    const options = { customers: 20_000, T: kind === "bg-bb" ? 6 : [30, 60], horizon: 6, seed: 4 };
    const table = simulateSummaries(model, spend, options);
    assert.deepEqual(table.toColumns(), simulateSummaries(model, spend, options).toColumns());
    const found = fit(table);
    assert.equal(found.fit.converged, true);
    // The fit lies within 4 standard errors: not so for one in 15,000.
    for (const [name, value] of Object.entries(params)) close(found.params[name], value, 4 * found.standardErrors[name]);
    const amounts = custometry.fitGammaGamma(table);
    for (const [name, value] of Object.entries(spend.params)) close(amounts.params[name], value, 4 * amounts.standardErrors[name]);
    const [alive, ahead] = [model.probabilityAlive(table), model.expectedPurchases(table, 6)];
    const drawn = Array.from(table.column("alive"), Number);
    close(sum(drawn), sum(alive), 4 * Math.sqrt(sum(alive.map((p) => p * (1 - p)))));
    const holdout = Array.from(table.column("holdoutFrequency"));
    const deviations = holdout.map((count, i) => count - ahead[i]);
    close(sum(deviations), 0, 4 * Math.sqrt(sum(deviations.map((value) => value * value))));
    const first = simulateSummaries(model, spend, { ...options, customers: 5 });
    assert.deepEqual(first.toRows(), table.toRows({ from: 0, to: 5 }));
    table.free();
  }
});

test("simulated purchases", () => {
  const options = { customers: 3000, start: "1997-01-01", acquisitionDays: 84, end: "1998-06-30", timeUnit: "week", seed: 1 };
  const purchases = simulateTransactions(known, spend, options);
  assert.deepEqual(purchases.columns.map(({ name }) => name), ["customerId", "date", "amount"]);
  const dates = purchases.column("date");
  assert.ok(dates.every((date) => date >= Date.UTC(1997, 0, 1) && date <= Date.UTC(1998, 5, 30)));
  const summary = summarizePurchases(purchases, { observationEnd: "1998-06-30", timeUnit: "week" });
  assert.equal(summary.numRows, 3000);
  const expected = sum(Array.from(summary.column("T"), (t) => known.expectedPurchasesNewCustomer(t)));
  assert.ok(Math.abs(sum(summary.column("frequency")) / expected - 1) < 0.15);
  assert.deepEqual(simulateTransactions(known, null, options).columns.map(({ name }) => name), ["customerId", "date"]);
  assert.notDeepEqual(simulateTransactions(known, spend, { ...options, seed: 2 }).column("date"), dates);
});
