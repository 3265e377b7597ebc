// Fitted models as plain values: parameters, what is known of the fit, and the way to JSON and back. Nothing to free.

import { describe } from "./cells.js";
import { invalidOption } from "./error.js";
import { withTable, type Need } from "./input.js";
import { call, ensureReady, type RawModule, type RawTable } from "./runtime.js";
import type { FitReport, TableInput } from "./types.js";

/** Parameters by name. */
export type Params = Readonly<Record<string, number>>;

/** What every model holds. */
export interface Parts {
  readonly params: Params;
  readonly standardErrors: Params | null;
  readonly logLikelihood: number | null;
  readonly fit: FitReport | null;
}

/** A model as its parameters and what is known of its fit; all arithmetic is the module's. */
export abstract class Model implements Parts {
  readonly kind: string;
  readonly params: Params;
  readonly standardErrors: Params | null;
  readonly logLikelihood: number | null;
  readonly fit: FitReport | null;

  constructor(kind: string, { params, standardErrors, logLikelihood, fit }: Parts) {
    this.kind = kind;
    this.params = Object.freeze({ ...params });
    this.standardErrors = standardErrors === null ? null : Object.freeze({ ...standardErrors });
    this.logLikelihood = logLikelihood;
    this.fit = fit === null ? null : Object.freeze({ ...fit });
  }

  toJSON(): object {
    return { ...this };
  }
}

/** What is known of a fitted model of purchases or spend besides. */
export interface FittedParts extends Parts {
  readonly covariances: readonly (readonly number[])[] | null;
  readonly aic: number | null;
  readonly bic: number | null;
}

/** A model of purchases or spend. */
export abstract class FittedModel extends Model implements FittedParts {
  readonly covariances: readonly (readonly number[])[] | null;
  readonly aic: number | null;
  readonly bic: number | null;

  constructor(kind: string, parts: FittedParts) {
    super(kind, parts);
    this.covariances = parts.covariances === null ? null : Object.freeze(parts.covariances.map((row) => Object.freeze([...row])));
    this.aic = parts.aic;
    this.bic = parts.bic;
  }
}

/** What describes a model to the module. */
export interface Described {
  readonly kind: string;
  readonly params: Params;
  readonly covariances: FittedParts["covariances"];
}

/** What describes a model to the module. */
export function described({ kind, params, covariances }: FittedModel): Described {
  return { kind, params, covariances };
}

/** Has the module do something with a summary of purchases. */
export function ofSummary<Result>(summary: TableInput, needs: readonly Need[], work: (table: RawTable, module: RawModule) => Result): Result {
  ensureReady();
  return withTable(summary, needs, false, (table) => call((module) => work(table, module)));
}

/** A model of known parameters, or the one that `toJSON()` of another was. `names` are the parameters, unless the module knows. */
export function knownParts(model: unknown, kind: string, names?: readonly string[]): Parts {
  const help = `Give { ${names?.join(", ") ?? "the parameters by name"} }, or what toJSON() of such a model returned.`;
  const numbers = (values: Record<string, unknown>, of: string): Params => {
    const odd = Object.keys(values).find((key) => names !== undefined && !names.includes(key));
    if (odd !== undefined) throw invalidOption(`${of} has no ${JSON.stringify(odd)}`, help);
    return Object.fromEntries((names ?? Object.keys(values)).map((name) => [name, numberOf(values[name], name)]));
  };
  const given = record(model, `the ${kind} model`, help);
  if (!Object.hasOwn(given, "kind")) return { params: numbers(given, `the ${kind} model`), standardErrors: null, logLikelihood: null, fit: null };
  if (given["kind"] !== kind) throw invalidOption(`the kind of the model is ${describe(given["kind"])}, not "${kind}"`, help);
  const { params, standardErrors, logLikelihood, fit } = given;
  return {
    params: numbers(record(params, "params", help), `the ${kind} model`),
    standardErrors: standardErrors == null ? null : numbers(record(standardErrors, "standardErrors", help), "standardErrors"),
    logLikelihood: logLikelihood == null ? null : numberOf(logLikelihood, "logLikelihood"),
    fit: fit == null ? null : (record(fit, "fit", help) as unknown as FitReport),
  };
}

/** The same for a model of purchases or spend. What the covariances may be the module decides. */
export function knownFittedParts(model: unknown, kind: string): FittedParts {
  const parts = knownParts(model, kind);
  const { covariances = null, aic = null, bic = null } = parts.fit === null && parts.standardErrors === null ? {} : (model as Partial<FittedParts>);
  return {
    ...parts,
    covariances: covariances === null ? null : Array.from(covariances, (row) => Array.from(row)),
    aic: aic === null ? null : numberOf(aic, "aic"),
    bic: bic === null ? null : numberOf(bic, "bic"),
  };
}

function record(value: unknown, name: string, help: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalidOption(`${name} is ${describe(value)}, not an object`, help);
}

/** A number, whatever it is; what it may be the module decides. */
export function numberOf(value: unknown, name: string): number {
  if (typeof value === "number") return value;
  throw invalidOption(`${name} is ${describe(value)}`, "Give a number.");
}
