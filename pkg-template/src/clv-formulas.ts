// Lifetime value by plain formulas.

import { numberOf } from "./models.js";
import { checkKeys, plainOptions } from "./options.js";
import { call, ensureReady } from "./runtime.js";
import type { AcquisitionCost, ChurnInputs, ChurnValue, ClvFormula } from "./types.js";

/**
 * The plain formula of customer lifetime value, for a business whose averages do not change:
 *
 * - revenue = averageOrderValue * purchaseFrequency * lifespan
 * - margin = revenue * grossMargin, the share that is earned (default 1)
 * - net = margin - acquisitionCost (default 0)
 * - ltvToCac = margin / acquisitionCost; null without a cost
 * - paybackPeriods = acquisitionCost / (averageOrderValue * purchaseFrequency * grossMargin): periods until the cost is earned back; null
 *   when nothing is earned
 *
 * purchaseFrequency is purchases per period, and lifespan in the same periods. Assumes that all customers are alike, that a customer
 * buys at the same rate for the same amounts until the lifespan is over, and that money is worth the same whenever it comes. `warnings`
 * say when the margin is not given, when the acquisition is not paid back, and when the lifespan is longer than customers have been
 * observed (`observedPeriods`).
 *
 * @throws {@link CustometryError} `invalid-option` for a number that is missing, negative or not finite, and a margin above 1.
 *
 * @example
 * ```js
 * import { clvFormula } from "custometry";
 *
 * const value = clvFormula({ averageOrderValue: 50, purchaseFrequency: 4, lifespan: 3, grossMargin: 0.4, acquisitionCost: 60 });
 * console.log(value); // { revenue: 600, margin: 240, net: 180, ltvToCac: 4, paybackPeriods: 0.75, warnings: [] }
 * ```
 */
export function clvFormula(i: { averageOrderValue: number; purchaseFrequency: number; lifespan: number; grossMargin?: number; acquisitionCost?: number; observedPeriods?: number }): ClvFormula {
  ensureReady();
  const plain = plainOptions(i, "clvFormula");
  return call((module) => module.clvFormula(plain)) as ClvFormula;
}

/**
 * margin * r / (1 + d - r): margin per period, retention r and discount rate d per the same period. The present value of a customer
 * who is kept with the same probability at the end of every period, the first margin being earned after the first renewal.
 *
 * @throws {@link CustometryError} `invalid-option` for a retention outside 0 to 1, a discount rate below 0, and when both leave the
 *   value infinite.
 *
 * @example
 * ```js
 * import { clvRetention } from "custometry";
 *
 * console.log(clvRetention({ margin: 100, retention: 0.8, discountRate: 0.1 }).toFixed(2)); // 266.67
 * ```
 */
export function clvRetention(i: { margin: number; retention: number; discountRate: number }): number {
  ensureReady();
  const { margin, retention, discountRate } = plainOptions(i, "clvRetention");
  checkKeys(i, ["margin", "retention", "discountRate"], "clvRetention");
  const [earned, kept, rate] = [numberOf(margin, "margin"), numberOf(retention, "retention"), numberOf(discountRate, "discountRate")];
  return call((module) => module.clvRetention(earned, kept, rate));
}

/**
 * Lifetime value of a new customer who stays from each period to the next with probability 1 - churn: the sum over the periods k from 0 to
 * the horizon of m ((1 - churn) / (1 + d))^k, with the margin m of a period, averageOrderValue * purchaseFrequency * grossMargin, and
 * the discount rate d per period. Without a horizon that is m (1 + d) / (churn + d), and without discounting m / churn.
 *
 * Assumes that all customers are alike, that churn and margin stay as they are, and that the margin comes at the beginning of each
 * period, the first one for certain; without that one it is {@link clvRetention}. `warnings` say when churn is 0, when it looks further
 * ahead than the churn was observed (`observedPeriods`), when the margin is not given, and when the acquisition is not paid back.
 *
 * @throws {@link CustometryError} `invalid-option` for a number that is missing, negative or not finite, and a churn or margin above 1.
 *
 * Source: Berger & Nasr (1998), "Customer Lifetime Value: Marketing Models and Applications", Journal of Interactive Marketing 12(1).
 *
 * @example
 * ```js
 * import { clvFromChurn } from "custometry";
 *
 * const { margin, lifespan } = clvFromChurn({ averageOrderValue: 25, purchaseFrequency: 4, grossMargin: 1, churn: 0.2, discountRate: 0.1 });
 * console.log(margin.toFixed(2), lifespan); // 366.67 5
 * console.log(clvFromChurn({ averageOrderValue: 25, purchaseFrequency: 4, churn: 0 }).warnings[0]); // churn is 0: ...
 * ```
 */
export function clvFromChurn(i: ChurnInputs): ChurnValue {
  ensureReady();
  const plain = plainOptions(i, "clvFromChurn");
  return call((module) => module.clvFromChurn(plain)) as ChurnValue;
}

/**
 * What it costs to win a customer, beside what the customer is worth:
 *
 * - cac = (marketingCost + salesCost) / newCustomers; null without new customers
 * - ltvToCac = lifetimeValue / cac, the value being a margin; null without a value, and where nothing was spent
 * - paybackPeriods = cac / marginPerPeriod; null without a margin above 0
 *
 * Assumes that the customers were won by what was spent in the same time, and for the payback that nobody leaves until then.
 *
 * @throws {@link CustometryError} `invalid-option` for a number that is missing or not finite, and for negative costs and customers.
 *
 * @example
 * ```js
 * import { acquisitionCost } from "custometry";
 *
 * const { cac, ltvToCac, paybackPeriods } = acquisitionCost({ marketingCost: 8000, salesCost: 4000, newCustomers: 100, lifetimeValue: 360, marginPerPeriod: 20 });
 * console.log(cac, ltvToCac, paybackPeriods); // 120 3 6
 * ```
 */
export function acquisitionCost(i: { marketingCost: number; salesCost?: number; newCustomers: number; lifetimeValue?: number; marginPerPeriod?: number }): AcquisitionCost {
  ensureReady();
  const plain = plainOptions(i, "acquisitionCost");
  return call((module) => module.acquisitionCost(plain)) as AcquisitionCost;
}
