// Models of how much customers spend at a purchase.

import type { Need } from "./input.js";
import { Model, fittedParts, inOrder, knownParts, modelJson, ofSummary, type Parts } from "./models.js";
import { plainOptions } from "./options.js";
import { call, ensureReady } from "./runtime.js";
import type { FitOptions, SpendModel, TableInput } from "./types.js";

const PARAMETERS = ["p", "q", "v"];

const SPEND: readonly Need[] = [{ name: "frequency", role: "number" }, { name: "monetary", role: "number" }];
const WEIGHT: Need = { name: "weight", role: "number", optional: true };

/** A model of spend. */
class Spend extends Model {
  readonly kind = "gamma-gamma";
  readonly populationMean: number | null;
  readonly #params: Float64Array;

  constructor(parts: Parts) {
    super(parts);
    this.#params = inOrder(parts.params, PARAMETERS);
    this.populationMean = call((module) => module.spendPopulationMean(this.#params)) ?? null;
    Object.freeze(this);
  }

  expectedSpend(summary: TableInput): Float64Array {
    return ofSummary(summary, SPEND, (table, module) => module.expectedSpend(this.#params, table));
  }

  toJSON(): object {
    return modelJson(this.kind, this);
  }
}

/**
 * Fits the Gamma-Gamma model of spend (Fader & Hardie 2013) on the customers with frequency > 0: what a customer spends at a purchase
 * is gamma-distributed (p, nu), and nu over the customers (q, v); spend does not depend on how often they buy.
 *
 * @param summary - Columns frequency and monetary, as {@link summarizePurchases} makes them, and for grouped data weight.
 * @throws {@link CustometryError} `bad-number` for a repeat customer whose monetary value is not positive; otherwise as {@link fitBgNbd}.
 */
export function fitGammaGamma(summary: TableInput, options?: FitOptions): SpendModel {
  const plain = plainOptions(options ?? {}, "fitGammaGamma");
  const raw = ofSummary(summary, [...SPEND, WEIGHT], (table, module) => module.fitSpend(table, plain));
  return new Spend(fittedParts(raw, PARAMETERS)) as unknown as SpendModel;
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
  const known = knownParts(params, "gamma-gamma", PARAMETERS);
  call((module) => module.checkSpendModel(inOrder(known.params, PARAMETERS)));
  return new Spend(known) as unknown as SpendModel;
}
