// Models of how much customers spend at a purchase.

import { invalidOption } from "./error.js";
import type { Need } from "./input.js";
import { FittedModel, described, knownFittedParts, ofSummary, type Described, type FittedParts } from "./models.js";
import { plainOptions } from "./options.js";
import { call, ensureReady } from "./runtime.js";
import type { FitOptions, SpendModel, TableInput } from "./types.js";

const SPEND: readonly Need[] = [{ name: "frequency", role: "number" }, { name: "monetary", role: "number" }];
const WEIGHT: Need = { name: "weight", role: "number", optional: true };

/** A model of spend. */
class Spend extends FittedModel {
  declare readonly kind: "gamma-gamma";

  constructor(parts: FittedParts) {
    super("gamma-gamma", parts);
    // Throws unless there is such a model.
    const populationMean = call((module) => module.spendPopulationMean(described(this))) ?? null;
    Object.freeze(Object.assign(this, { populationMean }));
  }

  expectedSpend(summary: TableInput): Float64Array {
    return ofSummary(summary, SPEND, (table, module) => module.expectedSpend(described(this), table));
  }
}

/**
 * Fits the Gamma-Gamma model of spend on the customers with frequency > 0, by maximum likelihood: the amounts of a customer are
 * gamma-distributed (shape p) around a mean of their own, the means differ between customers (q, v), and spend does not depend on how
 * often they buy.
 *
 * - expected spend of a customer = p (v + x m) / (p x + q - 1), with x purchases of the mean m
 * - population mean = p v / (q - 1); there is none for q <= 1
 *
 * Look at `fit` before using the estimates.
 *
 * @param summary - Columns frequency and monetary, as {@link summarizePurchases} makes them, and for grouped data weight.
 * @throws {@link CustometryError} `bad-number` for a repeat customer whose monetary value is not positive (`onNonPositive: "skip"` leaves
 *   such customers out of the fit; expected spend and lifetime value take 0 as it is); `missing-column`,
 *   `wrong-type`, each with the column and the row; `empty-input` when nobody bought again; `invalid-option`.
 *
 * Source: Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value", brucehardie.com.
 *
 * @example
 * ```js
 * import { fitGammaGamma } from "custometry";
 *
 * const summary = { frequency: [1, 1, 1, 1, 8, 8, 8, 8, 0], monetary: [12, 9, 60, 25, 22, 17, 31, 48, 0] };
 * const model = fitGammaGamma(summary);
 * console.log(model.fit.message, model.fit.observations); // converged 8
 * console.log(model.expectedSpend(summary)); // between the mean of their own and that of all; the latter for who never came back
 * ```
 */
export function fitGammaGamma(summary: TableInput, options?: FitOptions): SpendModel {
  const plain = plainOptions(options ?? {}, "fitGammaGamma");
  return new Spend(ofSummary(summary, [...SPEND, WEIGHT], (table, module) => module.fitSpend(table, plain)) as FittedParts) as unknown as SpendModel;
}

/**
 * A Gamma-Gamma model of known parameters. Also accepts toJSON().
 *
 * @throws {@link CustometryError} `invalid-option` unless all parameters are positive and finite.
 *
 * @example
 * ```js
 * import { spendModel } from "custometry";
 *
 * const model = spendModel({ p: 6.25, q: 3.74, v: 15.44 }); // CDNOW, in dollars
 * console.log(model.populationMean.toFixed(1)); // 35.2
 * ```
 */
export function spendModel(params: { p: number; q: number; v: number } | object): SpendModel {
  ensureReady();
  return new Spend(knownFittedParts(params, "gamma-gamma")) as unknown as SpendModel;
}

/**
 * What describes a model of spend to the module.
 *
 * @internal
 */
export function describedSpend(model: unknown): Described {
  if (model instanceof Spend) return described(model);
  throw invalidOption("the model of spend is none of this package", "Give what fitGammaGamma or spendModel returned.");
}
