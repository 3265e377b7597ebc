// Simulated customers: what models say how customers come to buy, played through.

import { plainOptions } from "./options.js";
import { describedPurchases } from "./purchase-models.js";
import { call, ensureReady } from "./runtime.js";
import { describedSpend } from "./spend-models.js";
import { Table } from "./table.js";
import type { PurchaseModel, SimulateSummariesOptions, SimulateTransactionsOptions, SpendModel } from "./types.js";

/**
 * Customers drawn from a model, summed up as {@link summarizePurchases} does it but with times that are not rounded to days: columns
 * customerId, frequency, recency, T, with a model of spend monetary, with a `horizon` holdoutFrequency, holdoutMonetary, holdoutT; and
 * alive, what no data show.
 *
 * The same seed gives the same customers, natively and in every browser, and the first n of them whatever their number.
 *
 * @param spend - A model of spend; null for none.
 * @throws {@link CustometryError} `invalid-option`, also for more than 10 million customers and more than 1e8 purchases.
 *
 * @example
 * ```js
 * import { fitBgNbd, purchaseModel, simulateSummaries } from "custometry";
 *
 * const model = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
 * const summary = simulateSummaries(model, null, { customers: 5000, T: [27, 39], seed: 1 });
 * console.log(fitBgNbd(summary).params); // about { r: 0.243, alpha: 4.2, a: 0.68, b: 2.2 }
 * summary.free();
 * ```
 */
export function simulateSummaries(purchases: PurchaseModel, spend: SpendModel | null, options: SimulateSummariesOptions): Table {
  ensureReady();
  const plain = plainOptions(options, "simulateSummaries");
  const [model, money] = [describedPurchases(purchases), spend === null ? undefined : describedSpend(spend)];
  return new Table(call((module) => module.simulateSummaries(model, money, plain)));
}

/**
 * Purchases of customers drawn from a model, the first one of each among them: columns customerId, date (a day), and with a model of
 * spend amount. {@link summarizePurchases} takes two purchases on one day for one, so that frequent buyers are summed up a little lower
 * than the model has them.
 *
 * @param spend - A model of spend; null for none.
 * @throws {@link CustometryError} as {@link simulateSummaries}; `bad-date`.
 *
 * @example
 * ```js
 * import { purchaseModel, simulateTransactions } from "custometry";
 *
 * const model = purchaseModel("pareto-nbd", { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 });
 * const purchases = simulateTransactions(model, null, { customers: 100, start: "1997-01-01", acquisitionDays: 84, end: "1998-06-30", timeUnit: "week", seed: 1 });
 * console.log(purchases.numRows > 100);
 * purchases.free();
 * ```
 */
export function simulateTransactions(purchases: PurchaseModel, spend: SpendModel | null, options: SimulateTransactionsOptions): Table {
  ensureReady();
  const plain = plainOptions(options, "simulateTransactions");
  const [model, money] = [describedPurchases(purchases), spend === null ? undefined : describedSpend(spend)];
  return new Table(call((module) => module.simulateTransactions(model, money, plain)));
}
