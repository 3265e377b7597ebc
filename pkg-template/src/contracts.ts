// Contract models: how long customers stay when a contract is renewed period by period (sBG and BdW).

import { describe } from "./cells.js";
import { invalidOption } from "./error.js";
import { Model, knownParts, numberOf, type Parts } from "./models.js";
import { call, ensureReady } from "./runtime.js";
import { arrayName } from "./typed-arrays.js";
import type { BdwJson, BdwModel, KnownBdwModel, KnownSbgModel, SbgJson, SbgModel, Survivors } from "./types.js";

type ContractParams = { readonly alpha: number; readonly beta: number; readonly c?: number };

class ContractModel extends Model {
  readonly #own: ContractParams;

  constructor(parts: Parts) {
    super("c" in parts.params ? "bdw" : "sbg", parts);
    this.#own = this.params as ContractParams;
    Object.freeze(this);
  }

  survival(t: number): number {
    const { alpha, beta, c } = this.#own;
    const made = numberOf(t, "t");
    return call((module) => module.contractSurvival(alpha, beta, c, made));
  }

  retention(t: number): number {
    const { alpha, beta, c } = this.#own;
    const made = numberOf(t, "t");
    return call((module) => module.contractRetention(alpha, beta, c, made));
  }

  discountedExpectedLifetime(discountRate: number): number {
    const { alpha, beta, c } = this.#own;
    const rate = numberOf(discountRate, "the discount rate");
    return call((module) => module.contractLifetime(alpha, beta, c, rate));
  }

  discountedResidualLifetime(renewals: number, discountRate: number): number {
    const { alpha, beta, c } = this.#own;
    const [made, rate] = [numberOf(renewals, "renewals"), numberOf(discountRate, "the discount rate")];
    return call((module) => module.contractResidual(alpha, beta, c, made, rate));
  }
}

/**
 * Fits the shifted-beta-geometric model (sBG) to the survivors of a cohort, or of several, by maximum likelihood.
 *
 * survivors[t]: customers still there after t renewals; survivors[0] is the cohort. Each customer leaves at a renewal with a chance
 * of their own, which is beta-distributed over the customers:
 *
 * - S(t) = B(alpha, beta + t) / B(alpha, beta), the share that is still there after t renewals
 * - log-likelihood = sum over renewals of kept * ln(retention) + lost * ln(1 - retention)
 *
 * Look at `fit` before using the estimates: a cohort that loses nobody, or everybody at once, or whose retention does not rise has
 * its optimum at zero or infinity, and says so (`fit.boundary`, `fit.message`).
 *
 * @param survivors - Counts that never increase (fractions are allowed), at least two; or an array of such arrays, one a cohort.
 * @throws {@link CustometryError} `invalid-option`, naming the entry that cannot be.
 *
 * @example
 * ```js
 * import { fitSbg } from "custometry";
 *
 * const model = fitSbg([1000, 631, 468, 382, 326]); // of 1,000 customers 326 are left after four renewals
 * console.log(model.fit.message); // converged
 * console.log(model.params.alpha.toFixed(3), model.params.beta.toFixed(3)); // 0.764 1.296
 * console.log(model.survival(12).toFixed(3)); // 0.160
 * console.log(model.discountedExpectedLifetime(0.1).toFixed(2)); // 3.62
 * ```
 *
 * Source: Fader & Hardie (2007), "How to Project Customer Retention", Journal of Interactive Marketing 21(1); lifetimes: Fader & Hardie
 * (2010), "Customer-Base Valuation in a Contractual Setting", Marketing Science 29(1).
 */
export function fitSbg(survivors: Survivors): SbgModel {
  ensureReady();
  const { values, lengths } = flat(survivors);
  return new ContractModel(call((module) => module.fitSbg(values, lengths)) as Parts) as unknown as SbgModel;
}

/**
 * Fits the beta-discrete-Weibull model (BdW): the sBG with a third parameter c, by which the chance of each customer to leave
 * rises (c > 1) or falls (c < 1) with time: S(t) = B(alpha, beta + t^c) / B(alpha, beta). It takes three renewals or more.
 *
 * @param survivors - As {@link fitSbg} takes them.
 * @throws {@link CustometryError} `invalid-option`, naming the entry that cannot be.
 *
 * @example
 * ```js
 * import { fitBdw } from "custometry";
 *
 * const model = fitBdw([1000, 869, 743, 653, 593]);
 * console.log(model.params.c.toFixed(3), model.fit.converged); // 1.584 true
 * ```
 *
 * Source: Fader, Hardie, Liu, Davin & Steenburgh (2018), "'How to Project Customer Retention' Revisited: The Role of Duration
 * Dependence", Journal of Interactive Marketing 43.
 */
export function fitBdw(survivors: Survivors): BdwModel {
  ensureReady();
  const { values, lengths } = flat(survivors);
  return new ContractModel(call((module) => module.fitBdw(values, lengths)) as Parts) as unknown as BdwModel;
}

/**
 * An sBG model of known parameters, or the one that `toJSON()` of another was.
 *
 * @throws {@link CustometryError} `invalid-option` unless both parameters are positive and finite.
 *
 * @example
 * ```js
 * import { fitSbg, sbgModel } from "custometry";
 *
 * console.log(sbgModel({ alpha: 1, beta: 3 }).retention(1)); // 0.75
 * const saved = JSON.stringify(fitSbg([1000, 631, 468, 382]));
 * console.log(sbgModel(JSON.parse(saved)).fit.converged); // true
 * ```
 */
export function sbgModel(model: { alpha: number; beta: number } | SbgJson): KnownSbgModel {
  return known(model, "sbg", ["alpha", "beta"]) as unknown as KnownSbgModel;
}

/**
 * A BdW model of known parameters, or the one that `toJSON()` of another was.
 *
 * @throws {@link CustometryError} `invalid-option` unless all parameters are positive and finite.
 *
 * @example
 * ```js
 * import { bdwModel } from "custometry";
 *
 * console.log(bdwModel({ alpha: 1, beta: 3, c: 1 }).survival(1).toFixed(2)); // 0.75
 * ```
 */
export function bdwModel(model: { alpha: number; beta: number; c: number } | BdwJson): KnownBdwModel {
  return known(model, "bdw", ["alpha", "beta", "c"]) as unknown as KnownBdwModel;
}

function known(model: unknown, kind: string, names: readonly string[]): ContractModel {
  ensureReady();
  const parts = knownParts(model, kind, names);
  const { alpha, beta, c } = parts.params as ContractParams;
  call((module) => module.contractCheck(alpha, beta, c));
  return new ContractModel(parts);
}

/** The survivors of all cohorts in one array, and how many of them each has. */
function flat(survivors: unknown): { values: Float64Array; lengths: Uint32Array } {
  const help = "Give the customers of a cohort after 0, 1, 2, ... renewals, such as [1000, 631, 468]; or an array of such arrays.";
  if (!isList(survivors)) throw invalidOption(`survivors is ${describe(survivors)}, not an array`, help);
  const several = isList(survivors[0]);
  const cohorts = several ? Array.from(survivors) : [survivors];
  const all: number[] = [];
  const lengths = cohorts.map((cohort, i) => {
    const name = several ? `survivors[${i}]` : "survivors";
    if (!isList(cohort)) throw invalidOption(`${name} is ${describe(cohort)}, not an array as the one before it`, help);
    for (let t = 0; t < cohort.length; t++) all.push(numberOf(cohort[t], `${name}[${t}]`));
    return cohort.length;
  });
  return { values: Float64Array.from(all), lengths: Uint32Array.from(lengths) };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || arrayName(value) !== undefined;
}
