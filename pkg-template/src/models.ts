// Fitted models as plain values: parameters, what is known of the fit, and the way to JSON and back. Nothing to free.

import { describe } from "./cells.js";
import { invalidOption } from "./error.js";
import type { FitReport } from "./types.js";

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
  readonly params: Params;
  readonly standardErrors: Params | null;
  readonly logLikelihood: number | null;
  readonly fit: FitReport | null;

  constructor({ params, standardErrors, logLikelihood, fit }: Parts) {
    this.params = Object.freeze({ ...params });
    this.standardErrors = standardErrors === null ? null : Object.freeze({ ...standardErrors });
    this.logLikelihood = logLikelihood;
    this.fit = fit === null ? null : Object.freeze({ ...fit });
  }
}

/** What `toJSON()` of a model returns. */
export function modelJson(kind: string, { params, standardErrors, logLikelihood, fit }: Parts): { kind: string } & Parts {
  return { kind, params, standardErrors, logLikelihood, fit };
}

/** A model of known parameters, or the one that `toJSON()` of another was; `names` are all the parameters that it has. */
export function knownParts(model: unknown, kind: string, names: readonly string[]): Parts {
  const help = `Give { ${names.join(", ")} }, or what toJSON() of such a model returned.`;
  const given = record(model, `the ${kind} model`, help);
  const saved = Object.hasOwn(given, "kind");
  if (saved && given["kind"] !== kind) throw invalidOption(`the model is of the kind ${describe(given["kind"])}, not "${kind}"`, help);
  const read = (from: Record<string, unknown>, of: string): Params => {
    const odd = Object.keys(from).find((key) => !names.includes(key));
    if (odd !== undefined) throw invalidOption(`${of} has no ${JSON.stringify(odd)}`, help);
    return Object.fromEntries(names.map((name) => [name, numberOf(from[name], name)]));
  };
  const params = read(saved ? record(given["params"], "params", help) : given, `the ${kind} model`);
  if (!saved) return { params, standardErrors: null, logLikelihood: null, fit: null };
  const { standardErrors, logLikelihood, fit } = given;
  return {
    params,
    standardErrors: standardErrors == null ? null : read(record(standardErrors, "standardErrors", help), "standardErrors"),
    logLikelihood: logLikelihood == null ? null : numberOf(logLikelihood, "logLikelihood"),
    fit: fit == null ? null : (record(fit, "fit", help) as unknown as FitReport),
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
