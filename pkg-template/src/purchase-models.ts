// Purchase summaries, and models of how often customers buy and until when.

import { describe } from "./cells.js";
import { invalidOption } from "./error.js";
import { withTable, type Need } from "./input.js";
import { Model, knownParts, modelJson, numberOf, type Params, type Parts } from "./models.js";
import { plainOptions } from "./options.js";
import { purchaseNeeds } from "./purchases.js";
import { call, ensureReady } from "./runtime.js";
import { Table } from "./table.js";
import type { FitOptions, PurchaseModel, PurchaseSummaryOptions, TableInput } from "./types.js";

/** The parameters of each model of purchases, in the module's order. */
const PARAMETERS: Readonly<Record<PurchaseModel["kind"], readonly string[]>> = {
  "bg-nbd": ["r", "alpha", "a", "b"],
  "mbg-nbd": ["r", "alpha", "a", "b"],
  "pareto-nbd": ["r", "alpha", "s", "beta"],
  "bg-bb": ["alpha", "beta", "gamma", "delta"],
};

const number = (name: string, optional = false): Need => ({ name, role: "number", optional });
const HISTORY: readonly Need[] = [number("frequency"), number("recency"), number("T")];
const WEIGHT = number("weight", true);

/** A model of purchases. */
class Purchases extends Model implements PurchaseModel {
  readonly kind: PurchaseModel["kind"];
  readonly #params: Float64Array;

  constructor(kind: PurchaseModel["kind"], parts: Parts) {
    super(parts);
    this.kind = kind;
    this.#params = inOrder(parts.params, PARAMETERS[kind]);
    Object.freeze(this);
  }

  expectedPurchases(summary: TableInput, horizon: number): Float64Array {
    const ahead = numberOf(horizon, "horizon");
    return ofSummary(summary, HISTORY, (table, module) => module.expectedPurchases(this.kind, this.#params, table, ahead));
  }

  probabilityAlive(summary: TableInput): Float64Array {
    return ofSummary(summary, HISTORY, (table, module) => module.probabilityAlive(this.kind, this.#params, table));
  }

  expectedPurchasesNewCustomer(t: number): number {
    const within = numberOf(t, "t");
    return call((module) => module.expectedPurchasesNewCustomer(this.kind, this.#params, within));
  }

  purchaseCountProbability(t: number, n: number): number {
    const [within, count] = [numberOf(t, "t"), numberOf(n, "n")];
    return call((module) => module.purchaseCountProbability(this.kind, this.#params, within, count));
  }

  toJSON(): object {
    return modelJson(this.kind, this);
  }
}

type Module = Parameters<Parameters<typeof call>[0]>[0];
type Raw = Parameters<Parameters<typeof withTable>[3]>[0];

function ofSummary<Result>(summary: TableInput, needs: readonly Need[], work: (table: Raw, module: Module) => Result): Result {
  ensureReady();
  return withTable(summary, needs, false, (table) => call((module) => work(table, module)));
}

function inOrder(params: Params, names: readonly string[]): Float64Array {
  return Float64Array.from(names, (name) => params[name] ?? NaN);
}

/** What the module says of a fit, with the parameters by name. */
function parts(raw: unknown, names: readonly string[]): Parts {
  const { params, standardErrors, logLikelihood, fit } = raw as { params: number[]; standardErrors: number[] | null } & Pick<Parts, "logLikelihood" | "fit">;
  const named = (values: readonly number[]): Params => Object.fromEntries(names.map((name, i) => [name, values[i] ?? NaN]));
  return { params: named(params), standardErrors: standardErrors === null ? null : named(standardErrors), logLikelihood, fit };
}

function fitPurchases(kind: PurchaseModel["kind"], summary: TableInput, options: FitOptions | undefined, of: string): PurchaseModel {
  const plain = plainOptions(options ?? {}, of);
  const raw = ofSummary(summary, [...HISTORY, WEIGHT], (table, module) => module.fitPurchases(kind, table, plain));
  return new Purchases(kind, parts(raw, PARAMETERS[kind]));
}

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
 * @returns A table with one row a customer, sorted by customerId, which has to be freed like any other.
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
export function summarizePurchases(transactions: TableInput, options: PurchaseSummaryOptions): Table {
  ensureReady();
  const plain = plainOptions(options, "summarizePurchases");
  return withTable(transactions, purchaseNeeds(plain, { amount: "optional", orderId: false }), plain["onInvalid"] === "skip", (table) => {
    return new Table(call((module) => module.summarizePurchases(table, plain)));
  });
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
 * const summary = { frequency: [2, 0, 5, 1, 0, 3], recency: [30.4, 0, 35, 10, 0, 20], T: [38.9, 38.9, 38, 37, 36, 35], weight: [9, 60, 4, 20, 50, 6] };
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
 * const donors = { frequency: [2, 1, 1, 0], recency: [2, 1, 2, 0], T: [2, 2, 2, 2], weight: [200, 100, 150, 550] };
 * console.log(fitBgBb(donors).fit.observations); // 1000
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
  const names = Object.hasOwn(PARAMETERS, kind) ? PARAMETERS[kind] : undefined;
  if (names === undefined) {
    throw invalidOption(`there is no model of the kind ${describe(kind)}`, `The kinds are ${Object.keys(PARAMETERS).map((name) => `"${name}"`).join(", ")}.`);
  }
  const known = knownParts(params, kind, names);
  call((module) => module.checkPurchaseModel(kind, inOrder(known.params, names)));
  return new Purchases(kind, known);
}
