// How well models of purchases fit and forecast: as numbers, and as the data of plots.

import { describe } from "./cells.js";
import { invalidOption } from "./error.js";
import { withTable, type Need } from "./input.js";
import { ofSummary } from "./models.js";
import { plainOptions } from "./options.js";
import { WEIGHT, describedPurchases, needsOf, number } from "./purchase-models.js";
import { purchaseNeeds } from "./purchases.js";
import { call, ensureReady } from "./runtime.js";
import { Table, takeResult } from "./table.js";
import type {
  FrequencyFit, HoldoutValidation, PurchaseMatrix, PurchaseMatrixOptions, PurchaseModel, PurchaseSummaryOptions, TableInput, Tracking,
} from "./types.js";

const HOLDOUT: readonly Need[] = [WEIGHT, number("holdoutFrequency"), number("holdoutT")];

/**
 * Compares what a model expects of each customer in a holdout with what was bought in it, beside the naive forecast that each goes
 * on at the rate of calibration, frequency / T * holdoutT:
 *
 * - `byFrequency`: means per customer, by the repeat purchases in calibration; the last class is open
 * - `lift`: the customers in groups of equal size, those of whom most is expected first; lift = actual / mean of all customers
 * - `model`, `naive`: total, meanAbsolute and rootMeanSquare error, bias (mean of expected - actual) and correlation
 *
 * @param summary - Columns frequency, recency, T, holdoutFrequency and holdoutT, as {@link summarizePurchases} makes them with
 *   `holdoutEnd`, and for grouped data weight. Fit the model to the same summary: it takes nothing of the holdout.
 * @param options - `most`: the open class of `byFrequency`, default 7; `groups` of the lift, default 10.
 * @throws {@link CustometryError} `missing-column`, `wrong-type`, `bad-number`, each with the column and the row; `empty-input`,
 *   `invalid-option`.
 *
 * Source: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", Marketing Science 24(2).
 *
 * @example
 * ```js
 * import { purchaseModel, validateHoldout } from "custometry";
 *
 * const model = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
 * const summary = { frequency: [2, 0], recency: [30.43, 0], T: [38.86, 38.86], holdoutFrequency: [1, 0], holdoutT: [39, 39] };
 * const { byFrequency, model: error, naive } = validateHoldout(summary, model);
 * console.log(byFrequency[2].expected.toFixed(3), byFrequency[2].actual); // 1.226 1
 * console.log(error.meanAbsolute < naive.meanAbsolute); // true
 * ```
 */
export function validateHoldout(summary: TableInput, purchases: PurchaseModel, options?: { most?: number; groups?: number }): HoldoutValidation {
  const plain = plainOptions(options ?? {}, "validateHoldout");
  const model = describedPurchases(purchases);
  return ofSummary(summary, [...needsOf(purchases), ...HOLDOUT], (table, module) => module.validateHoldout(table, model, plain)) as HoldoutValidation;
}

/**
 * How many customers bought 0, 1, 2, ... times after their first purchase, and how many should have: the sum over customers of
 * P(X(T) = n). The chi-square statistic compares the two, with classes in which fewer than 5 are expected put together; its degrees of
 * freedom are the classes less 1 and less the parameters estimated.
 *
 * @param summary - As {@link fitBgNbd} takes it.
 * @param options - `most`: the open class, default 7; `estimatedParameters`: default all that the model has.
 * @throws {@link CustometryError} as {@link fitBgNbd}.
 *
 * @example
 * ```js
 * import { frequencyFit, purchaseModel } from "custometry";
 *
 * const model = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
 * const { classes } = frequencyFit({ frequency: [0, 1], recency: [0, 20], T: [39, 39], weight: [60, 40] }, model);
 * console.log(classes[0].actual, classes[0].expected.toFixed(1)); // 60 57.4
 * ```
 */
export function frequencyFit(summary: TableInput, purchases: PurchaseModel, options?: { most?: number; estimatedParameters?: number }): FrequencyFit {
  const plain = plainOptions(options ?? {}, "frequencyFit");
  const model = describedPurchases(purchases);
  return ofSummary(summary, [...needsOf(purchases), WEIGHT], (table, module) => module.frequencyFit(table, model, plain)) as FrequencyFit;
}

/**
 * Repeat purchases in each unit of time since the first purchase of all, beside those that a model expects: the tracking plot,
 * incremental and cumulative.
 *
 * Until the end of a day, the model expects of each customer what it expects of a new one within the time from the first purchase to
 * that day. Options, and what counts as a purchase, are those of {@link summarizePurchases}; with `holdoutEnd` it goes on until then.
 *
 * @throws {@link CustometryError} as {@link summarizePurchases}; `invalid-option` for a model that counts opportunities (bg-bb).
 *
 * @example
 * ```js
 * import { purchaseModel, trackPurchases } from "custometry";
 *
 * const model = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
 * const purchases = [{ customerId: 1, date: "2026-01-01" }, { customerId: 1, date: "2026-01-20" }, { customerId: 2, date: "2026-01-03" }];
 * const { periods } = trackPurchases(purchases, model, { observationEnd: "2026-01-31", timeUnit: "week" });
 * console.log(periods.toRows().map(({ cumulativeActual }) => cumulativeActual)); // [ 0, 0, 1, 1, 1 ]
 * periods.free();
 * ```
 */
export function trackPurchases(transactions: TableInput, purchases: PurchaseModel, options: PurchaseSummaryOptions): Tracking {
  ensureReady();
  const plain = plainOptions(options, "trackPurchases");
  const model = describedPurchases(purchases);
  return withTable(transactions, purchaseNeeds(plain, { amount: "optional", orderId: false }), plain["onInvalid"] === "skip", (table) => {
    const { tables: [periods], report } = takeResult(call((module) => module.trackPurchases(table, model, plain)));
    return { periods: periods as Table, ...(report as Omit<Tracking, "periods">) };
  });
}

/**
 * What a model says of customers of every frequency and recency who have been known for the same time: the data of heatmaps.
 * `[i][j]` is for `frequency[i]` and `recency[j]`, null where there can be no such customer.
 *
 * @param options - `T`, how long they have been known, and `horizon`, how far to look ahead, are required.
 * @throws {@link CustometryError} `invalid-option`, also for more than a million cells; `bad-number`.
 *
 * @example
 * ```js
 * import { purchaseMatrix, purchaseModel } from "custometry";
 *
 * const model = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
 * const { probabilityAlive } = purchaseMatrix(model, { T: 39, horizon: 39, frequencies: [0, 10], recencies: [0, 20, 39] });
 * console.log(probabilityAlive[1].map((p) => p.toFixed(2))); // [ "0.00", "0.04", "0.94" ]
 * ```
 */
export function purchaseMatrix(purchases: PurchaseModel, options: PurchaseMatrixOptions): PurchaseMatrix {
  ensureReady();
  const plain = plainOptions(options, "purchaseMatrix");
  const model = describedPurchases(purchases);
  return call((module) => module.purchaseMatrix(model, plain)) as PurchaseMatrix;
}

/**
 * One customer's P(alive) at the end of each day, from the first purchase to the last day of the observation or of the holdout.
 *
 * @param options - Those of {@link summarizePurchases}, and `customer`: the identifier.
 * @returns A table: date, purchased, frequency, recency, T (as they were then), probabilityAlive. It has to be freed.
 * @throws {@link CustometryError} as {@link trackPurchases}; `invalid-option` for a customer who did not buy.
 *
 * @example
 * ```js
 * import { aliveHistory, purchaseModel } from "custometry";
 *
 * const model = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
 * const purchases = [{ customerId: "ann", date: "2026-01-01" }, { customerId: "ann", date: "2026-01-10" }];
 * const days = aliveHistory(purchases, model, { customer: "ann", observationEnd: "2026-03-01", timeUnit: "week" });
 * console.log(days.numRows, days.toRows({ from: 59 })[0].probabilityAlive.toFixed(2));
 * days.free();
 * ```
 */
export function aliveHistory(transactions: TableInput, purchases: PurchaseModel, options: PurchaseSummaryOptions & { customer: string | number }): Table {
  ensureReady();
  const { customer, ...plain } = plainOptions(options, "aliveHistory");
  if (typeof customer !== "string" && typeof customer !== "number" && typeof customer !== "bigint") {
    throw invalidOption(`customer is ${describe(customer)}`, "Give the identifier of a customer.");
  }
  const model = describedPurchases(purchases);
  return withTable(transactions, purchaseNeeds(plain, { amount: "optional", orderId: false }), plain["onInvalid"] === "skip", (table) => {
    return new Table(call((module) => module.aliveHistory(table, model, plain, String(customer))));
  });
}
