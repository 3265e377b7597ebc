// Lifetime value and what goes with it: summaries, values and portfolios, value so far, and plain formulas, each against sums
// in JavaScript or figures worked out by hand.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importPackage, root } from "./support/project.mjs";

const custometry = await importPackage();
const { fitBgNbd, fitGammaGamma, fitMbgNbd, fitParetoNbd, lifetimeValue, portfolioValue, purchaseModel, spendModel, summarizePurchases, Table } = custometry;

const cdnow = Table.fromCsv(readFileSync(join(root, "data", "cdnow-sample.csv")), { types: { customer_id: "string" } });
const observed = { customerId: "customer_id", observationEnd: "1997-09-30", holdoutEnd: "1998-06-30", timeUnit: "week" };
const weekly = summarizePurchases(cdnow, observed);
const [bg, pareto, money] = [fitBgNbd(weekly), fitParetoNbd(weekly), fitGammaGamma(weekly)];
const known = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });

const close = (actual, expected, tolerance) => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} to ${tolerance}`);
const near = (actual, expected, relative) => close(actual, expected, relative * Math.abs(expected));
const sum = (values) => Array.from(values).reduce((total, value) => total + value, 0);
const day = (text) => new Date(`${text}T00:00:00Z`);

test("summaries: the published example, and CDNOW", () => {
  // https://lifetimes.readthedocs.io: the purchases and what they come to in days.
  const dates = [[1, "2015-02-01"], [1, "2015-02-06"], [2, "2015-01-01"], [3, "2015-01-01"], [3, "2015-01-02"], [3, "2015-01-05"]];
  const amounts = [1, 2, 2, 3, 1, 5];
  const purchases = dates.map(([customerId, date], i) => ({ customerId, date, amount: amounts[i] }));
  const daily = summarizePurchases(purchases, { observationEnd: "2015-02-07", timeUnit: "day" });
  assert.deepEqual(daily.toRows(), [
    { customerId: 1, frequency: 1, recency: 5, T: 6, monetary: 2 }, { customerId: 2, frequency: 0, recency: 0, T: 37, monetary: 0 },
    { customerId: 3, frequency: 2, recency: 4, T: 37, monetary: 3 },
  ]);
  assert.deepEqual([daily.refunds, daily.skipped.count], [{ rows: 0, amount: 0, unassigned: 0 }, 0]);
  const early = summarizePurchases(purchases, { observationEnd: day("2015-01-04"), timeUnit: "week" });
  assert.deepEqual(early.toRows(), [{ customerId: 2, frequency: 0, recency: 0, T: 3 / 7, monetary: 0 }, { customerId: 3, frequency: 1, recency: 1 / 7, T: 3 / 7, monetary: 1 }]);
  assert.equal(early.skipped.count, 3);
  const frequency = weekly.column("frequency");
  assert.deepEqual([weekly.numRows, sum(frequency), frequency.filter((x) => x === 0).length], [2357, 2457, 1411]);
  // Days with purchases, by customer and half: what the summary has to count.
  const days = new Map();
  cdnow.toRows().forEach(({ customer_id, date }) => days.set(customer_id, (days.get(customer_id) ?? new Set()).add(+date)));
  const [ids, holdout] = [weekly.column("customerId"), weekly.column("holdoutFrequency")];
  ids.forEach((id, row) => {
    const all = [...days.get(id)];
    assert.equal(frequency[row], all.filter((time) => time <= +day("1997-09-30")).length - 1);
    assert.equal(holdout[row], all.filter((time) => time > +day("1997-09-30")).length);
  });
  assert.deepEqual(new Set(weekly.column("holdoutT")), new Set([39]));
});

test("lifetime values are plain sums, discounted by the year", () => {
  const options = { horizon: 52, timeUnit: "week", annualDiscountRate: 0.15, margin: 0.3 };
  const rows = weekly.toRows({ from: 0, to: 40 });
  const spend = money.expectedSpend(rows);
  for (const model of [bg, pareto, fitMbgNbd(weekly)]) {
    const table = lifetimeValue(rows, model, money, options);
    assert.deepEqual(table.columns.map(({ name }) => name), ["customerId", "probabilityAlive", "expectedPurchases", "expectedSpend", "lifetimeValue"]);
    assert.deepEqual(table.column("customerId"), rows.map(({ customerId }) => customerId));
    assert.deepEqual(table.column("probabilityAlive"), model.probabilityAlive(rows));
    assert.deepEqual(table.column("expectedPurchases"), model.expectedPurchases(rows, 52));
    assert.deepEqual(table.column("expectedSpend"), spend);
    // In steps of a twentieth of a week, from their middle; a year has 365.2425 days.
    const expected = rows.map(() => 0);
    let before = rows.map(() => 0);
    for (let k = 1; k <= 1040; k++) {
      const now = model.expectedPurchases(rows, k / 20);
      now.forEach((value, row) => (expected[row] += 0.3 * spend[row] * (value - before[row]) * 1.15 ** (-((k - 0.5) / 20) / (365.2425 / 7))));
      before = now;
    }
    table.column("lifetimeValue").forEach((value, row) => near(value, expected[row], 1e-6));
    table.free();
  }
  const plain = lifetimeValue(rows, bg, money, { ...options, annualDiscountRate: 0, margin: undefined });
  plain.column("lifetimeValue").forEach((value, row) => near(value, spend[row] * bg.expectedPurchases(rows, 52)[row], 1e-12));
  // A week is seven days, whatever the unit: a model in days is the same.
  const { r, alpha, a, b } = known.params;
  const days = rows.map((row) => ({ ...row, recency: row.recency * 7, T: row.T * 7 }));
  const [inDays, inWeeks] = [lifetimeValue(days, purchaseModel("bg-nbd", { r, alpha: alpha * 7, a, b }), money, { ...options, horizon: 364, timeUnit: "day" }), lifetimeValue(rows, known, money, options)];
  inDays.column("lifetimeValue").forEach((value, row) => near(value, inWeeks.column("lifetimeValue")[row], 1e-10));
});

test("lifetime values by opportunity", () => {
  const model = purchaseModel("bg-bb", { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 });
  const rows = { frequency: [0, 2, 6], recency: [0, 4, 6], T: [6, 6, 6], monetary: [0, 30, 10] };
  const table = lifetimeValue(rows, model, money, { horizon: 5, timeUnit: "year", annualDiscountRate: 0.1 });
  const ahead = [0, 1, 2, 3, 4, 5].map((k) => model.expectedPurchases(rows, k));
  table.column("lifetimeValue").forEach((value, row) => {
    near(value, money.expectedSpend(rows)[row] * sum([1, 2, 3, 4, 5].map((k) => (ahead[k][row] - ahead[k - 1][row]) / 1.1 ** k)), 1e-12);
  });
  assert.equal(table.columns.some(({ name }) => name === "customerId"), false);
});

test("a portfolio is the sum of its rows, with an interval of its own", () => {
  const options = { horizon: 52, timeUnit: "week", annualDiscountRate: 0.15, margin: 0.3, confidence: 0.9 };
  const [table, total] = [lifetimeValue(weekly, bg, money, options), portfolioValue(weekly, bg, money, options)];
  assert.equal(total.customers, 2357);
  near(total.expectedPurchases, sum(table.column("expectedPurchases")), 1e-12);
  near(total.lifetimeValue, sum(table.column("lifetimeValue")), 1e-12);
  const [value, lower, upper] = ["lifetimeValue", "lower", "upper"].map((name) => table.column(name));
  value.forEach((middle, row) => near(lower[row] * upper[row], middle * middle, 1e-10)); // even on the logarithmic scale
  const deviation = (from, to) => Math.log(to / from) / (2 * 1.6448536269514722);
  near(deviation(...total.interval), total.standardError / total.lifetimeValue, 1e-9);
  // Another confidence is another multiple of the same error.
  const wide = portfolioValue(weekly, bg, money, { ...options, confidence: 0.99 });
  near(Math.log(wide.interval[1] / total.lifetimeValue) / 2.5758293035489004, deviation(...total.interval), 1e-9);
  // The error by the delta method: differences by each parameter, and the covariances.
  const plain = { ...options, confidence: undefined };
  const variances = [
    [bg, (params) => portfolioValue(weekly, purchaseModel("bg-nbd", params), money, plain)], [money, (params) => portfolioValue(weekly, bg, spendModel(params), plain)],
  ].map(([model, worth]) => {
    const moved = Object.entries(model.params).map(([name, at]) => {
      const [up, down] = [1e-4, -1e-4].map((step) => worth({ ...model.params, [name]: at * (1 + step) }).lifetimeValue);
      return (up - down) / (2e-4 * at);
    });
    return sum(moved.flatMap((a, i) => moved.map((b, j) => a * b * model.covariances[i][j])));
  });
  assert.throws(() => portfolioValue(weekly, purchaseModel("bg-nbd", { ...bg.params }), money, options), /no covariances/);
  near(total.standardError, Math.sqrt(sum(variances)), 1e-5);
  // Models that were saved and read back give the same intervals.
  const saved = [bg, money].map((model) => JSON.parse(JSON.stringify(model)));
  const again = [purchaseModel("bg-nbd", saved[0]), spendModel(saved[1])];
  assert.deepEqual(portfolioValue(weekly, ...again, options), total);
  assert.deepEqual(lifetimeValue(weekly, ...again, options).column("upper"), upper);
  const grouped = { frequency: [2, 0], recency: [30.43, 0], T: [38.86, 38.86], monetary: [22.35, 0], weight: [1, 10] };
  const both = portfolioValue(grouped, known, money, plain);
  assert.deepEqual([both.customers, both.standardError, both.interval], [11, null, null]);
  near(both.expectedPurchases, sum(known.expectedPurchases(grouped, 52).map((value, i) => value * grouped.weight[i])), 1e-13);
  assert.equal(portfolioValue(grouped, known, spendModel({ p: 6, q: 0.9, v: 15 }), plain).lifetimeValue, null);
});

test("value so far, by hand", () => {
  const rows = [
    ["ann", "2026-01-05", 20, 5], ["ann", "2026-02-07", 30, 5], ["bo", "2026-01-09", 10, 1], ["cy", "2026-02-09", 100, 50], ["cy", "2026-03-09", 100, 50],
  ].map(([customerId, date, amount, cost]) => ({ customerId, date, amount, cost }));
  const { customers, cohorts, totals, lastPeriodComplete, warnings, refunds, skipped } = custometry.historicValue(rows, { asOf: "2026-02-28", margin: 0.5, cost: "cost" });
  assert.deepEqual(customers.toRows(), [
    { customerId: "ann", firstPurchase: day("2026-01-05"), lastPurchase: day("2026-02-07"), orders: 2, revenue: 50, cost: 10, value: 15 },
    { customerId: "bo", firstPurchase: day("2026-01-09"), lastPurchase: day("2026-01-09"), orders: 1, revenue: 10, cost: 1, value: 4 },
    { customerId: "cy", firstPurchase: day("2026-02-09"), lastPurchase: day("2026-02-09"), orders: 1, revenue: 100, cost: 50, value: 0 },
  ]);
  assert.deepEqual(cohorts.toRows(), [
    { cohort: "2026-01", age: 0, customers: 2, value: 9, cumulativePerCustomer: 4.5 }, { cohort: "2026-01", age: 1, customers: 2, value: 10, cumulativePerCustomer: 9.5 },
    { cohort: "2026-02", age: 0, customers: 1, value: 0, cumulativePerCustomer: 0 },
  ]);
  assert.deepEqual(totals, { customers: 3, orders: 4, revenue: 160, cost: 61, value: 19 });
  assert.deepEqual([lastPeriodComplete, warnings, refunds.rows, skipped.count, skipped.rows[0].row], [true, [], 0, 1, 4]);
  const all = custometry.historicValue(rows, { asOf: "2026-03-15" });
  assert.deepEqual([all.totals.value, all.lastPeriodComplete, all.warnings.length], [260, false, 1]);
  // Who of them brings in how much: the mean difference of 15, 4 and 0 is 2 (15 + 11 + 4) / 9, which is 10/19 of twice their mean.
  const { customers: ranked, summary } = custometry.valueContribution(customers);
  assert.deepEqual(ranked.toRows().map(({ customerId, rank, value }) => [customerId, rank, value]), [["ann", 1, 15], ["bo", 2, 4], ["cy", 3, 0]]);
  [15 / 19, 4 / 19, 0].forEach((share, row) => near(ranked.column("share")[row], share, 1e-15));
  [15 / 19, 1, 1].forEach((share, row) => near(ranked.column("cumulativeShare")[row], share, 1e-15));
  near(summary.gini, 10 / 19, 1e-14);
  near(summary.top20Share, (0.6 * 15) / 19, 1e-14); // of three customers the best 0.6
  assert.deepEqual([summary.customers, summary.total, summary.curve.length, summary.curve[0], summary.curve[100], summary.warnings], [3, 19, 101, 0, 1, []]);
  near(summary.curve[50], (15 + 0.5 * 4) / 19, 1e-14);
  const odd = custometry.valueContribution([{ worth: 5 }, { worth: -5 }], { value: "worth" });
  assert.deepEqual([odd.summary.gini, odd.summary.curve, odd.summary.warnings.length > 0, Number.isNaN(odd.customers.column("share")[0])], [null, null, true, true]);
  const totalsOfCdnow = custometry.historicValue(cdnow, { customerId: "customer_id", asOf: "1998-06-30" }).totals;
  near(totalsOfCdnow.revenue, sum(cdnow.column("amount")), 1e-12);
  const values = custometry.valueContribution(lifetimeValue(weekly, bg, money, { horizon: 52, timeUnit: "week", annualDiscountRate: 0.15 }), { value: "lifetimeValue" });
  assert.ok(values.summary.top20Share > 0.5 && values.customers.numRows === 2357);
});

test("plain formulas, by hand", () => {
  const { acquisitionCost, clvFormula, clvFromChurn, clvRetention } = custometry;
  const formula = { averageOrderValue: 50, purchaseFrequency: 4, lifespan: 3, grossMargin: 0.4, acquisitionCost: 60 };
  assert.deepEqual(clvFormula(formula), { revenue: 600, margin: 240, net: 180, ltvToCac: 4, paybackPeriods: 0.75, warnings: [] });
  const bare = clvFormula({ averageOrderValue: 50, purchaseFrequency: 4, lifespan: 3 });
  assert.deepEqual([bare.margin, bare.net, bare.ltvToCac, bare.warnings.length], [600, 600, null, 1]);
  near(clvRetention({ margin: 100, retention: 0.8, discountRate: 0.1 }), sum(Array.from({ length: 200 }, (_, k) => 100 * (0.8 / 1.1) ** (k + 1))), 1e-14);
  const churn = { averageOrderValue: 25, purchaseFrequency: 4, grossMargin: 0.6, churn: 0.2, discountRate: 0.1, acquisitionCost: 100 };
  const value = clvFromChurn(churn);
  near(value.margin, sum(Array.from({ length: 200 }, (_, k) => 60 * (0.8 / 1.1) ** k)), 1e-14);
  near(value.net, value.margin - 100, 1e-14);
  near(value.ltvToCac, value.margin / 100, 1e-14);
  assert.deepEqual([value.lifespan, value.marginPerPeriod, value.warnings], [5, 60, []]);
  near(clvFromChurn({ ...churn, horizon: 3 }).margin, 60 * (1 + 0.8 / 1.1 + (0.8 / 1.1) ** 2), 1e-14);
  const never = clvFromChurn({ ...churn, churn: 0, discountRate: 0 });
  assert.deepEqual([never.lifespan, never.margin, never.net, never.ltvToCac], [null, null, null, null]);
  assert.match(never.warnings[0], /churn is 0/);
  assert.equal(clvFromChurn({ ...churn, observedPeriods: 2 }).warnings.length, 1);
  // Expected margins, not discounted: 60 (1 - 0.8^n) / 0.2 = 100.
  near(value.paybackPeriods, Math.log(1 - 100 / 300) / Math.log(0.8), 1e-13);
  assert.deepEqual(acquisitionCost({ marketingCost: 8000, salesCost: 4000, newCustomers: 100, lifetimeValue: 360, marginPerPeriod: 20 }), { cac: 120, ltvToCac: 3, paybackPeriods: 6, warnings: [] });
  const { cac, ltvToCac, paybackPeriods: payback } = acquisitionCost({ marketingCost: 100, newCustomers: 0, lifetimeValue: 5 });
  assert.deepEqual([cac, ltvToCac, payback], [null, null, null]);
});
