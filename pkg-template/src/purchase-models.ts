// Models of how often customers buy and until when.

import { invalidOption } from "./error.js";
import type { Need } from "./input.js";
import { FittedModel, described, knownFittedParts, numberOf, ofSummary, type Described, type FittedParts } from "./models.js";
import { plainOptions } from "./options.js";
import { call, ensureReady } from "./runtime.js";
import type { Covariates, DiscountOptions, FitOptions, PurchaseModel, TableInput } from "./types.js";

/**
 * A column of numbers.
 *
 * @internal
 */
export const number = (name: string, optional = false): Need => ({ name, role: "number", optional });
/**
 * What models of purchases read of a summary.
 *
 * @internal
 */
export const HISTORY: readonly Need[] = [number("frequency"), number("recency"), number("T")];
/**
 * For how many customers a row stands.
 *
 * @internal
 */
export const WEIGHT = number("weight", true);

/** A model of purchases. */
class Purchases extends FittedModel implements PurchaseModel {
  declare readonly kind: PurchaseModel["kind"];

  constructor(kind: PurchaseModel["kind"], parts: FittedParts) {
    super(kind, parts);
    Object.freeze(this);
  }

  expectedPurchases(summary: TableInput, horizon: number): Float64Array {
    const ahead = numberOf(horizon, "horizon");
    return ofSummary(summary, needsOf(this), (table, module) => module.expectedPurchases(described(this), table, ahead));
  }

  probabilityAlive(summary: TableInput): Float64Array {
    return ofSummary(summary, needsOf(this), (table, module) => module.probabilityAlive(described(this), table));
  }

  conditionalCountProbability(summary: TableInput, horizon: number, n: number): Float64Array {
    const [ahead, count] = [numberOf(horizon, "horizon"), numberOf(n, "n")];
    return ofSummary(summary, needsOf(this), (table, module) => module.conditionalCountProbability(described(this), table, ahead, count));
  }

  noPurchaseProbability(summary: TableInput, horizon: number): Float64Array {
    const ahead = numberOf(horizon, "horizon");
    return ofSummary(summary, needsOf(this), (table, module) => module.noPurchaseProbability(described(this), table, ahead));
  }

  expectedLifetime(summary: TableInput, horizon: number = Infinity): Float64Array {
    const ahead = numberOf(horizon, "horizon");
    return ofSummary(summary, needsOf(this), (table, module) => module.expectedLifetime(described(this), table, ahead));
  }

  discountedResidualTransactions(summary: TableInput, options: DiscountOptions): Float64Array {
    const plain = plainOptions(options, "discountedResidualTransactions");
    return ofSummary(summary, needsOf(this), (table, module) => module.discountedResidualTransactions(described(this), table, plain));
  }

  expectedPurchasesNewCustomer(t: number, covariates?: Covariates): number {
    const within = numberOf(t, "t");
    return call((module) => module.expectedPurchasesNewCustomer(described(this), covariates, within));
  }

  purchaseCountProbability(t: number, n: number, covariates?: Covariates): number {
    const [within, count] = [numberOf(t, "t"), numberOf(n, "n")];
    return call((module) => module.purchaseCountProbability(described(this), covariates, within, count));
  }

  intervalCountProbability(from: number, to: number, n: number, covariates?: Covariates): number {
    const [begin, end, count] = [numberOf(from, "from"), numberOf(to, "to"), numberOf(n, "n")];
    return call((module) => module.intervalCountProbability(described(this), covariates, begin, end, count));
  }

  expectedLifetimeNewCustomer(horizon: number = Infinity, covariates?: Covariates): number | null {
    const ahead = numberOf(horizon, "horizon");
    return call((module) => module.expectedLifetimeNewCustomer(described(this), covariates, ahead)) ?? null;
  }
}

/**
 * The columns of a summary that a model reads: the history, and its covariates.
 *
 * @internal
 */
export function needsOf({ params }: PurchaseModel): Need[] {
  const covariates = Object.keys(params).map((name) => /^(?:purchases|lifetime)\.(.+)$/s.exec(name)?.[1]);
  return [...HISTORY, ...covariates.filter((name) => name !== undefined).map((name) => covariate(name))];
}

/** Numbers or booleans: the module decides. */
function covariate(name: string): Need {
  return { name, role: "flag" };
}

function fitPurchases(kind: PurchaseModel["kind"], summary: TableInput, options: FitOptions | undefined, of: string): PurchaseModel {
  const plain = plainOptions(options ?? {}, of);
  const { purchases = [], lifetime = [] } = (plain["covariates"] ?? {}) as NonNullable<FitOptions["covariates"]>;
  const covariates = [purchases, lifetime].flatMap((names) => (Array.isArray(names) ? names.filter((name) => typeof name === "string") : []));
  const needs = [...HISTORY, WEIGHT, ...covariates.map(covariate)];
  return new Purchases(kind, ofSummary(summary, needs, (table, module) => module.fitPurchases(kind, table, plain)) as FittedParts);
}

/**
 * Fits the BG/NBD model (Fader, Hardie & Lee 2005) to a summary of purchases, by maximum likelihood: customers buy at rates that are
 * gamma-distributed (r, alpha), and after each repeat purchase leave with a chance that is beta-distributed (a, b).
 *
 * Look at `fit` before using the estimates: data that drive a parameter to zero or infinity say so (`fit.boundary`, `fit.message`).
 *
 * @param summary - Columns frequency, recency and T, as {@link summarizePurchases} makes them, and for grouped data weight.
 * @throws {@link CustometryError} `missing-column`, `wrong-type`, `bad-number` (a history that cannot be, such as a recency beyond T),
 *   each with the column and the row; `empty-input`, `invalid-option`.
 *
 * @example
 * ```js
 * import { fitBgNbd } from "custometry";
 *
 * const summary = { frequency: [2, 0, 5, 1, 0, 3], recency: [20, 0, 35, 6, 0, 30], T: [38.9, 38.9, 38, 37, 36, 35], weight: [9, 60, 2, 25, 50, 6] };
 * const model = fitBgNbd(summary);
 * console.log(model.fit.message, Object.keys(model.params)); // converged
 * console.log(model.probabilityAlive(summary), model.expectedPurchases(summary, 52));
 * ```
 */
export function fitBgNbd(summary: TableInput, options?: FitOptions): PurchaseModel {
  return fitPurchases("bg-nbd", summary, options, "fitBgNbd");
}

/**
 * Fits the MBG/NBD model (Batislam, Denizel & Filiztekin 2007): the BG/NBD in which customers can leave right after their first
 * purchase as well, so that P(alive) of one-time buyers is not 1.
 *
 * @param summary - As {@link fitBgNbd} takes it.
 * @throws {@link CustometryError} as {@link fitBgNbd}.
 */
export function fitMbgNbd(summary: TableInput, options?: FitOptions): PurchaseModel {
  return fitPurchases("mbg-nbd", summary, options, "fitMbgNbd");
}

/**
 * Fits the Pareto/NBD model (Schmittlein, Morrison & Colombo 1987): rates of purchase are gamma-distributed (r, alpha), and so are
 * rates of leaving (s, beta), which can happen at any time.
 *
 * @param summary - As {@link fitBgNbd} takes it.
 * @throws {@link CustometryError} as {@link fitBgNbd}.
 */
export function fitParetoNbd(summary: TableInput, options?: FitOptions): PurchaseModel {
  return fitPurchases("pareto-nbd", summary, options, "fitParetoNbd");
}

/**
 * Fits the BG/BB model (Fader, Hardie & Shang 2010) of purchases at given opportunities, such as one a year: T is the number of
 * opportunities, frequency how many were taken, and recency the last that was.
 *
 * @param summary - Columns frequency, recency and T, whole numbers, and for grouped data weight.
 * @throws {@link CustometryError} as {@link fitBgNbd}.
 *
 * @example
 * ```js
 * import { fitBgBb } from "custometry";
 *
 * const donors = { frequency: [0, 1, 1, 1, 2, 2, 3], recency: [0, 1, 2, 3, 2, 3, 3], T: [3, 3, 3, 3, 3, 3, 3], weight: [400, 150, 50, 60, 90, 100, 150] };
 * const { fit } = fitBgBb(donors);
 * console.log(fit.message, fit.observations); // converged 1000
 * ```
 */
export function fitBgBb(summary: TableInput, options?: FitOptions): PurchaseModel {
  return fitPurchases("bg-bb", summary, options, "fitBgBb");
}

/**
 * A model of known parameters: {r, alpha, a, b}, {r, alpha, s, beta} or {alpha, beta, gamma, delta}. Also accepts toJSON().
 *
 * @throws {@link CustometryError} `invalid-option` unless all parameters are positive and finite.
 *
 * @example
 * ```js
 * import { purchaseModel } from "custometry";
 *
 * const model = purchaseModel("bg-nbd", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }); // CDNOW, in weeks
 * const customer = { frequency: [2], recency: [30.43], T: [38.86] };
 * console.log(model.expectedPurchases(customer, 39)[0].toFixed(3)); // 1.226
 * console.log(model.probabilityAlive(customer)[0].toFixed(4)); // 0.7266
 * ```
 */
export function purchaseModel(kind: PurchaseModel["kind"], params: Record<string, number> | object): PurchaseModel {
  ensureReady();
  const model = new Purchases(kind, knownFittedParts(params, kind));
  call((module) => module.checkPurchaseModel(described(model)));
  return model;
}

/**
 * What describes a model of purchases to the module.
 *
 * @internal
 */
export function describedPurchases(model: unknown): Described {
  if (model instanceof Purchases) return described(model);
  throw invalidOption("the model of purchases is none of this package", "Give what fitBgNbd, another fit or purchaseModel returned.");
}
