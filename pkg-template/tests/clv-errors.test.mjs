// Bad input to what estimates lifetime value: each case a CustometryError with the right code, row and column, and a message that names
// what is wrong; and the module works on afterwards.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { importPackage } from "./support/project.mjs";

const custometry = await importPackage();
const { CustometryError, fitBgBb, fitBgNbd, fitGammaGamma, fitMbgNbd, fitParetoNbd, lifetimeValue, portfolioValue, purchaseModel, spendModel, summarizePurchases } = custometry;

const rows = { frequency: [2, 0, 5, 1], recency: [20, 0, 35, 6], T: [38.9, 38.9, 38, 37] };
const spent = { ...rows, monetary: [5, 0, 6, 7] };
const held = { ...rows, holdoutFrequency: [1, 0, 2, 0], holdoutT: [39, 39, 39, 39] };
const purchases = [{ customerId: "a", date: "2026-01-01", amount: 5 }, { customerId: "a", date: "2026-01-09", amount: 5 }];
const params = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const [model, money, aged] = [purchaseModel("bg-nbd", params), spendModel({ p: 6.25, q: 3.74, v: 15.44 }), purchaseModel("bg-nbd", { ...params, "purchases.age": 0.1 })];
const until = { observationEnd: "2026-03-01", timeUnit: "week" };
const worth = { horizon: 52, timeUnit: "week", annualDiscountRate: 0.1 };
const fits = [fitBgNbd, fitMbgNbd, fitParetoNbd];

afterEach(() => assert.equal(model.probabilityAlive({ frequency: [2], recency: [30.43], T: [38.86] })[0].toFixed(4), "0.7266"));

function fault(work) {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof CustometryError, String(error?.stack ?? error));
    return error;
  }
  return assert.fail(`nothing was thrown by ${work}`);
}

/** With a code, a column and a row. */
function at(work, code, column, row) {
  const error = fault(work);
  assert.deepEqual([error.code, error.column, error.row], [code, column, row], `${work}: ${error.message}`);
}

/** An option, and words of the message. */
function option(work, words) {
  const error = fault(work);
  assert.equal(error.code, "invalid-option", `${work}: ${error.message}`);
  assert.match(error.message, words, String(work));
  assert.ok(error.help, error.message);
}

test("histories that cannot be", () => {
  const cases = [
    ["recency", [20, 0, 38.1, 6], "bad-number", 2], ["recency", [20, 3, 35, 6], "bad-number", 1], ["frequency", [2, 0, 5, 1.5], "bad-number", 3],
    ["frequency", [-1, 0, 5, 1], "bad-number", 0], ["T", [38.9, -1, 38, 37], "bad-number", 1], ["T", [38.9, 38.9, 38, NaN], "bad-number", 3],
    ["T", [38.9, null, 38, 37], "bad-number", 1], ["T", [Infinity, 38.9, 38, 37], "bad-number", 0], ["T", [38.9, 38.9, "38", 37], "wrong-type", 2],
    ["T", ["a", "b", "c", "d"], "wrong-type", 0], ["recency", [true, false, true, true], "wrong-type", 0],
  ];
  for (const [column, values, code, row] of cases) {
    const bad = { ...rows, [column]: values };
    for (const fit of fits) at(() => fit(bad), code, column, row);
    at(() => model.probabilityAlive(bad), code, column, row);
    at(() => lifetimeValue({ ...spent, ...bad, monetary: spent.monetary }, model, money, worth), code, column, row);
  }
  at(() => fitBgBb({ frequency: [1], recency: [1.5], T: [3] }), "bad-number", "recency", 0);
  at(() => fitBgBb({ frequency: [1, 3], recency: [1, 2], T: [3, 3] }), "bad-number", "frequency", 1);
});

test("weights, spend and covariates that cannot be", () => {
  for (const weight of [-1, NaN, 1e16]) {
    for (const fit of [...fits, fitGammaGamma]) at(() => fit({ ...spent, weight: [1, 1, weight, 1] }), "bad-number", "weight", 2);
    at(() => portfolioValue({ ...spent, weight: [1, weight, 1, 1] }, model, money, worth), "bad-number", "weight", 1);
  }
  at(() => fitGammaGamma({ ...spent, monetary: [5, 0, -6, 7] }), "bad-number", "monetary", 2);
  at(() => fitGammaGamma({ ...spent, monetary: [0, 0, 6, 7] }), "bad-number", "monetary", 0);
  at(() => money.expectedSpend({ frequency: [1, 1], monetary: [1, -1] }), "bad-number", "monetary", 1);
  at(() => lifetimeValue({ ...spent, monetary: [5, 0, NaN, 7] }, model, money, worth), "bad-number", "monetary", 2);
  const covariates = { purchases: ["age"] };
  for (const fit of fits) {
    at(() => fit({ ...rows, age: ["a", "b", "c", "d"] }, { covariates }), "wrong-type", "age", 0);
    at(() => fit({ ...rows, age: [1, 2, NaN, 4] }, { covariates }), "bad-number", "age", 2);
    at(() => fit(rows, { covariates: { lifetime: ["age"] } }), "missing-column", "age", undefined);
  }
  at(() => aged.probabilityAlive(rows), "missing-column", "age", undefined);
  at(() => lifetimeValue(spent, aged, money, worth), "missing-column", "age", undefined);
  option(() => aged.expectedPurchasesNewCustomer(5), /covariates/);
  option(() => aged.purchaseCountProbability(5, 1, { age: 1, other: 1 }), /"other"/);
  option(() => aged.intervalCountProbability(1, 5, 1, { age: "1" }), /age: .*found "1"/);
  option(() => aged.expectedLifetimeNewCustomer(5, { age: NaN }), /age/);
  option(() => model.expectedPurchasesNewCustomer(5, { age: 1 }), /no covariate "age"/);
  option(() => fitBgNbd(rows, { covariates: { purchases: "age" } }), /covariates\.purchases: expected a list, found "age"/);
  option(() => fitBgNbd(rows, { covariates: { purchases: [5] } }), /covariates\.purchases\[0\]: expected text, found 5/);
  option(() => fitBgNbd({ ...rows, age: [1, 2, 3, 4] }, { covariates: { purchases: ["age", "age"] } }), /twice/);
  option(() => fitBgBb({ frequency: [1], recency: [1], T: [3], age: [1] }, { covariates }), /no covariates/);
  option(() => fitGammaGamma({ ...spent, age: [1, 2, 3, 4] }, { covariates }), /no covariates/);
});

test("what is missing, empty or of different lengths", () => {
  const { frequency, recency, T } = rows;
  for (const fit of [...fits, fitBgBb]) {
    at(() => fit({ frequency, recency }), "missing-column", "T", undefined);
    at(() => fit({ frequency, recency: [1], T }), "length-mismatch", "recency", undefined);
    for (const empty of [[], { frequency: [], recency: [], T: [] }, { frequency: [1, 0], recency: [2, 0], T: [3, 3], weight: [0, 0] }]) at(() => fit(empty), "empty-input", undefined, undefined);
    for (const none of [undefined, null, 5, "a,b", new Map()]) at(() => fit(none), "wrong-type", undefined, undefined);
  }
  at(() => fitGammaGamma({ frequency: [0], monetary: [0] }), "empty-input", undefined, undefined);
  at(() => money.expectedSpend(rows), "missing-column", "monetary", undefined);
  at(() => lifetimeValue(rows, model, money, worth), "missing-column", "monetary", undefined);
  at(() => custometry.validateHoldout(rows, model), "missing-column", "holdoutFrequency", undefined);
  at(() => custometry.validateHoldout({ ...held, holdoutFrequency: [1, 0, 2, -1] }, model), "bad-number", "holdoutFrequency", 3);
  at(() => custometry.validateHoldout({ ...held, holdoutT: [39, 39, 38, 39] }, model), "bad-number", "holdoutT", 2);
  at(() => custometry.frequencyFit([], model), "empty-input", undefined, undefined);
  at(() => summarizePurchases([], until), "empty-input", undefined, undefined);
  at(() => summarizePurchases(purchases, { ...until, observationEnd: "2025-01-01" }), "empty-input", undefined, undefined);
  at(() => summarizePurchases(purchases, { ...until, amount: "money" }), "missing-column", "money", undefined);
  at(() => summarizePurchases([...purchases, { customerId: "b", date: "2026-13-01", amount: 1 }], until), "bad-date", "date", 2);
  at(() => summarizePurchases([...purchases, { customerId: "b", date: "2026-01-01", amount: NaN }], until), "bad-number", "amount", 2);
  at(() => summarizePurchases([...purchases, { customerId: 5, date: "2026-01-01", amount: 1 }], until), "wrong-type", "customerId", 2);
  at(() => custometry.historicValue(purchases, { asOf: "2026-03-01", cost: "cost" }), "missing-column", "cost", undefined);
  at(() => custometry.historicValue([{ ...purchases[0], cost: "x" }], { asOf: "2026-03-01", cost: "cost" }), "wrong-type", "cost", 0);
  at(() => custometry.valueContribution([{ value: 1 }, { value: NaN }]), "bad-number", "value", 1);
  at(() => custometry.valueContribution([{ value: 1 }], { customerId: "id" }), "missing-column", "id", undefined);
  at(() => custometry.valueContribution([]), "empty-input", undefined, undefined);
});

test("parameters and saved models", () => {
  option(() => purchaseModel("nbd", params), /found "nbd"/);
  option(() => purchaseModel(5, params), /found 5/);
  option(() => purchaseModel("bg-nbd"), /the bg-nbd model is nothing/);
  option(() => purchaseModel("bg-nbd", { r: 1, alpha: 1, a: 1 }), /parameter b is missing/);
  option(() => purchaseModel("bg-nbd", { ...params, c: 1 }), /no parameter "c"/);
  for (const b of [0, -1, NaN, Infinity]) option(() => purchaseModel("bg-nbd", { ...params, b }), /b is not a positive number/);
  option(() => purchaseModel("bg-nbd", { ...params, b: "1" }), /b is the text "1"/);
  option(() => purchaseModel("pareto-nbd", model.toJSON()), /kind.*"bg-nbd".*"pareto-nbd"/);
  const saved = { ...model.toJSON(), standardErrors: { r: 1, alpha: 1, a: 1, b: 1 } };
  const identity = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]];
  assert.equal(purchaseModel("bg-nbd", { ...saved, covariances: identity }).covariances[3][3], 1);
  for (const covariances of [[[1]], 5, [[1, 2, 0, 0], [2, 1, 0, 0], ...identity.slice(2)], [[1, 0.5, 0, 0], ...identity.slice(1)], [[NaN, 0, 0, 0], ...identity.slice(1)], ["abcd", ...identity.slice(1)]]) {
    option(() => purchaseModel("bg-nbd", { ...saved, covariances }), /covariances/);
  }
  option(() => spendModel({ p: 1, q: 1 }), /parameter v is missing/);
  option(() => spendModel({ p: -1, q: 1, v: 1 }), /p is not a positive number/);
  option(() => spendModel(null), /nothing|null/);
  option(() => spendModel(model), /kind/);
});

test("models that are none", () => {
  for (const foreign of [undefined, null, {}, 5, model.toJSON(), { ...model }, money]) {
    for (const work of [
      () => lifetimeValue(spent, foreign, money, worth), () => portfolioValue(spent, foreign, money, worth), () => custometry.validateHoldout(held, foreign),
      () => custometry.frequencyFit(rows, foreign), () => custometry.trackPurchases(purchases, foreign, until), () => custometry.purchaseMatrix(foreign, { T: 39, horizon: 39 }),
      () => custometry.aliveHistory(purchases, foreign, { ...until, customer: "a" }), () => custometry.simulateSummaries(foreign, null, { customers: 2, T: 5, seed: 1 }),
    ]) option(work, /model of purchases is none of this package/);
  }
  for (const foreign of [undefined, {}, money.toJSON(), model]) option(() => lifetimeValue(spent, model, foreign, worth), /model of spend is none of this package/);
  option(() => custometry.simulateSummaries(model, model, { customers: 2, T: 5, seed: 1 }), /model of spend/);
  option(() => custometry.trackPurchases(purchases, purchaseModel("bg-bb", { alpha: 1, beta: 1, gamma: 1, delta: 1 }), until), /bg-bb/);
  option(() => custometry.trackPurchases(purchases, aged, until), /covariates/);
  option(() => lifetimeValue(spent, model, money, { ...worth, confidence: 0.9 }), /confidence .*no covariances/);
});

test("numbers and options", () => {
  for (const horizon of [NaN, Infinity, -1, "5", undefined]) {
    for (const work of [() => model.expectedPurchases(rows, horizon), () => model.noPurchaseProbability(rows, horizon), () => model.conditionalCountProbability(rows, horizon, 1)]) option(work, /horizon is /);
    option(() => lifetimeValue(spent, model, money, { ...worth, horizon }), /horizon/);
  }
  for (const n of [-1, 0.5, NaN, 2e6]) option(() => model.purchaseCountProbability(5, n), /^n is /);
  option(() => model.expectedPurchasesNewCustomer(-1), /^t is -1/);
  option(() => model.intervalCountProbability(5, 3, 1), /to is before from/);
  option(() => model.expectedLifetime(rows, NaN), /horizon is NaN/);
  option(() => model.discountedResidualTransactions(rows, { annualDiscountRate: 0, timeUnit: "week" }), /annualDiscountRate is 0/);
  for (const [options, words] of [
    [{ discount: 2 }, /unknown option `discount`/], [{ annualDiscountRate: -1 }, /annualDiscountRate is -1/], [{ timeUnit: "hour" }, /timeUnit: .*found "hour"/],
    [{ margin: 2 }, /margin is 2/], [{ confidence: 2 }, /confidence/], [{ horizon: "52" }, /horizon: .*found "52"/],
  ]) for (const work of [lifetimeValue, portfolioValue]) option(() => work(spent, model, money, { ...worth, ...options }), words);
  for (const [options, words] of [
    [{ penalty: -1 }, /penalty is -1/], [{ penalty: "1" }, /penalty: .*found "1"/], [{ penalti: 1 }, /unknown option `penalti`/], [5, /needs an object/], [[], /needs an object/],
    [{ start: { r: 1 } }, /start has no usable/], [{ start: { ...params, q: 1 } }, /start has "q"/], [{ start: { ...params, r: "1" } }, /start\.r: .*found "1"/],
  ]) option(() => fitBgNbd(rows, options), words);
  for (const [options, words] of [[{ timeUnit: undefined }, /timeUnit/], [{ timeUnit: "month" }, /timeUnit/], [{ holdoutEnd: "2026-02-01" }, /holdoutEnd/], [{ x: 1 }, /`x`/]]) option(() => summarizePurchases(purchases, { ...until, ...options }), words);
  const simulate = (options) => () => custometry.simulateSummaries(model, null, { customers: 2, T: 5, seed: 1, ...options });
  for (const [options, words] of [[{ seed: 1.5 }, /seed/], [{ seed: undefined }, /seed/], [{ customers: 0 }, /customers/], [{ customers: 2e7 }, /customers/], [{ T: [5, 2] }, /T is from 5 to 2/], [{ T: "5" }, /^T: /]]) option(simulate(options), words);
  option(() => custometry.simulateTransactions(model, null, { customers: 2, start: "2026-02-01", end: "2026-01-01", timeUnit: "week", seed: 1 }), /end is before start/);
  option(() => custometry.aliveHistory(purchases, model, { ...until, customer: "b" }), /"b" has no purchase/);
  option(() => custometry.aliveHistory(purchases, model, until), /customer is nothing/);
  option(() => custometry.purchaseMatrix(model, { T: 39 }), /horizon/);
  option(() => custometry.purchaseMatrix(model, { T: 39, horizon: 3, frequencies: "1" }), /frequencies: .*found "1"/);
  option(() => custometry.clvFormula({ averageOrderValue: 1 }), /purchaseFrequency is missing/);
  option(() => custometry.clvFormula({ averageOrderValue: "1", purchaseFrequency: 1, lifespan: 1 }), /averageOrderValue: .*found "1"/);
  option(() => custometry.clvRetention({ margin: 1, retention: 1, discountRate: 0 }), /infinite/);
  option(() => custometry.clvRetention({ margin: 1, retention: 0.5, discountRate: 0.1, churn: 1 }), /"churn"/);
  option(() => custometry.clvFromChurn({ averageOrderValue: 1, purchaseFrequency: 1, churn: 2 }), /churn is 2/);
  option(() => custometry.acquisitionCost({ marketingCost: -1, newCustomers: 1 }), /marketingCost is -1/);
  option(() => custometry.historicValue(purchases, { asOf: "2026-03-01", period: "hour" }), /period: .*found "hour"/);
});
