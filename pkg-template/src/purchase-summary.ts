// Purchases summed up by customer, as models of purchases and spend take them.

import { withTable } from "./input.js";
import { plainOptions } from "./options.js";
import { purchaseNeeds } from "./purchases.js";
import { call, ensureReady } from "./runtime.js";
import { takeResult, type Table } from "./table.js";
import type { PurchaseSummary, PurchaseSummaryOptions, TableInput } from "./types.js";

/**
 * Sums up each customer's purchases for models of purchases and spend, after the field's conventions. For each customer, over the
 * purchases up to `observationEnd`:
 *
 * - frequency = number of repeat purchase days: days with a purchase, the first of them left out
 * - recency = time from the first to the last purchase day, fractional in `timeUnit`
 * - T = time from the first purchase day to `observationEnd`
 * - monetary = mean of the repeat days' totals, in the unit of the amounts; 0 when there are none
 *
 * With `holdoutEnd` also holdoutFrequency (purchase days after the observation, up to there), holdoutMonetary (the mean of their
 * totals) and holdoutT (the length of the holdout).
 *
 * @returns A Table with one row a customer, sorted by customerId; besides, what was left out (`skipped`) and the `refunds`. Its columns:
 *   customerId, frequency (repeat purchase days), recency, T, monetary (mean of the repeat days' totals; 0 when none), and with
 *   holdoutEnd also holdoutFrequency, holdoutMonetary, holdoutT. Times are fractional in `timeUnit`.
 * @throws {@link CustometryError} `missing-column`, `wrong-type`, `bad-date`, `bad-number`, each with the column and the row;
 *   `empty-input`, `invalid-option`.
 *
 * @example
 * ```js
 * import { summarizePurchases } from "custometry";
 *
 * const purchases = [
 *   { customerId: 1, date: "2015-02-01", amount: 1 }, { customerId: 1, date: "2015-02-06", amount: 2 },
 *   { customerId: 2, date: "2015-01-01", amount: 2 },
 *   { customerId: 3, date: "2015-01-01", amount: 3 }, { customerId: 3, date: "2015-01-02", amount: 1 }, { customerId: 3, date: "2015-01-05", amount: 5 },
 * ];
 * const summary = summarizePurchases(purchases, { observationEnd: "2015-02-07", timeUnit: "day" });
 * console.log(summary.toRows().map(({ frequency, recency, T }) => [frequency, recency, T])); // [ [ 1, 5, 6 ], [ 0, 0, 37 ], [ 2, 4, 37 ] ]
 * summary.free();
 * ```
 */
export function summarizePurchases(transactions: TableInput, options: PurchaseSummaryOptions): PurchaseSummary {
  ensureReady();
  const plain = plainOptions(options, "summarizePurchases");
  return withTable(transactions, purchaseNeeds(plain, { amount: "optional", orderId: false }), plain["onInvalid"] === "skip", (table) => {
    const { tables: [customers], report } = takeResult(call((module) => module.summarizePurchases(table, plain)));
    return Object.assign(customers as Table, report as Pick<PurchaseSummary, "refunds" | "skipped">);
  });
}
