// Lifetime value by plain formulas.

import { numberOf } from "./models.js";
import { plainOptions } from "./options.js";
import { call, ensureReady } from "./runtime.js";
import type { ClvFormula } from "./types.js";

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
 * purchaseFrequency is purchases per period, and lifespan in the same periods. It assumes that every customer stays for the mean
 * lifespan, and does not discount.
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
export function clvFormula(i: { averageOrderValue: number; purchaseFrequency: number; lifespan: number; grossMargin?: number; acquisitionCost?: number }): ClvFormula {
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
  const [earned, kept, rate] = [numberOf(margin, "margin"), numberOf(retention, "retention"), numberOf(discountRate, "discountRate")];
  return call((module) => module.clvRetention(earned, kept, rate));
}
