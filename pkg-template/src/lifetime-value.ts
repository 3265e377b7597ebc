// What customers are worth, by a model of purchases and a model of spend.

import type { Need } from "./input.js";
import { ofSummary } from "./models.js";
import { plainOptions } from "./options.js";
import { WEIGHT, describedPurchases, needsOf, number } from "./purchase-models.js";
import { describedSpend } from "./spend-models.js";
import { Table } from "./table.js";
import type { LifetimeValueOptions, PortfolioValue, PurchaseModel, SpendModel, TableInput } from "./types.js";

const NEEDS: readonly Need[] = [{ name: "customerId", role: "id", optional: true }, number("monetary")];

/**
 * What each customer is worth over the horizon:
 *
 * lifetimeValue = margin * expectedSpend * (expected purchases, each discounted by (1 + annualDiscountRate)^-years from when it is due)
 *
 * The discount rate is per year, whatever the time unit; a year has 365.2425 days. What a customer has brought in before is not counted.
 *
 * With `confidence` there is also an interval for it, `lower` and `upper`, by the delta method on the logarithmic scale: how far the value
 * may be off because the parameters of fitted models are estimates. It says nothing of how much customers differ from what is expected.
 *
 * @param summary - Columns frequency, recency, T and monetary, as {@link summarizePurchases} makes them; customerId if there is one.
 * @returns A table with a row for each row of the summary, and the columns customerId, probabilityAlive, expectedPurchases, expectedSpend, lifetimeValue.
 *   The expected purchases are within the horizon, not discounted. The last two are NaN where the model of spend has no finite mean.
 * @throws {@link CustometryError} `missing-column`, `wrong-type`, `bad-number`, each with the column and the row; `invalid-option`.
 *
 * Source: Fader, Hardie & Lee (2005), "RFM and CLV", Journal of Marketing Research 42(4).
 *
 * @example
 * ```js
 * import { lifetimeValue, purchaseModel, spendModel } from "custometry";
 *
 * const purchases = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }); // CDNOW, in weeks
 * const spend = spendModel({ p: 6.25, q: 3.74, v: 15.44 });
 * const summary = { customerId: ["0001"], frequency: [2], recency: [30.43], T: [38.86], monetary: [22.35] };
 * const values = lifetimeValue(summary, purchases, spend, { horizon: 52, timeUnit: "week", annualDiscountRate: 0.15, margin: 0.3 });
 * console.log(values.toRows()[0]);
 * values.free();
 * ```
 */
export function lifetimeValue(summary: TableInput, purchases: PurchaseModel, spend: SpendModel, options: LifetimeValueOptions): Table {
  const plain = plainOptions(options, "lifetimeValue");
  const [models, money] = [describedPurchases(purchases), describedSpend(spend)];
  return new Table(ofSummary(summary, [...NEEDS, ...needsOf(purchases)], (table, module) => module.lifetimeValue(table, models, money, plain)));
}

/**
 * The lifetime values of {@link lifetimeValue} added up, over the rows or, with a column weight, over the customers that they stand for.
 * When both models come from fits, with the standard error of the sum, and with `confidence` an interval for it: parameters that are off
 * are so for all customers alike, so that the errors of single customers do not cancel.
 *
 * @throws {@link CustometryError} as {@link lifetimeValue}.
 *
 * @example
 * ```js
 * import { portfolioValue, purchaseModel, spendModel } from "custometry";
 *
 * const purchases = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
 * const spend = spendModel({ p: 6.25, q: 3.74, v: 15.44 });
 * const summary = { frequency: [2, 0], recency: [30.43, 0], T: [38.86, 38.86], monetary: [22.35, 0], weight: [1, 10] };
 * const total = portfolioValue(summary, purchases, spend, { horizon: 52, timeUnit: "week", annualDiscountRate: 0.15 });
 * console.log(total.customers, total.standardError); // 11 null
 * ```
 */
export function portfolioValue(summary: TableInput, purchases: PurchaseModel, spend: SpendModel, options: LifetimeValueOptions): PortfolioValue {
  const plain = plainOptions(options, "portfolioValue");
  const [models, money] = [describedPurchases(purchases), describedSpend(spend)];
  const needs = [number("monetary"), WEIGHT, ...needsOf(purchases)];
  return ofSummary(summary, needs, (table, module) => module.portfolioValue(table, models, money, plain)) as PortfolioValue;
}
