// Saved lead models, read with care: the shape of the report is checked here, the model itself in the module.

import { describe } from "./cells.js";
import { failure, type ErrorDetail } from "./error.js";
import { put } from "./names.js";

/** A shape: a kind of value, a list of items of one shape, or an object of exactly these fields. "?" allows null. */
type Shape = "number" | "number?" | "text" | "text?" | "flag" | "any" | readonly [Shape] | { readonly [key: string]: Shape } | { readonly [NULLABLE]: Shape };
const NULLABLE = Symbol();

const nullable = (shape: Shape): Shape => ({ [NULLABLE]: shape });

const METRICS: Shape = {
  rows: "number", positives: "number", baseRate: "number?", auc: "number?", logLoss: "number?", brier: "number?", baseLogLoss: "number?",
  baseBrier: "number?", skill: "number?", calibrationError: "number?", liftTopDecile: "number?", threshold: "number", precision: "number?",
  recall: "number?", f1: "number?", accuracy: "number?",
  confusion: { truePositives: "number", falsePositives: "number", trueNegatives: "number", falseNegatives: "number" },
};

const SAVED: Shape = {
  format: "text",
  version: "number",
  model: "any",
  report: {
    metrics: { train: METRICS, test: METRICS },
    calibration: [{ predicted: "number", observed: "number", rows: "number" }],
    penalty: "number?",
    binned: "flag",
    crossValidation: nullable([{ penalty: "number", binned: "flag", logLoss: "number" }]),
    calibrated: nullable({ slope: "number", intercept: "number" }),
    segments: [{ segment: "text", rows: "number", positives: "number", model: "text", metrics: nullable(METRICS), message: "text" }],
    warnings: [{ code: "text", feature: "text?", message: "text" }],
    skipped: { count: "number", rows: [{ row: "number", column: "text", reason: "text" }], truncated: "flag" },
  },
};

/** No list of a model is longer, and none lies deeper. */
const LONGEST = 5000;
const DEEPEST = 8;

/** A copy of what was saved, if it has the shape, the format and the version. */
export function conforming(json: unknown, format: string, version: number): { model: unknown; report: unknown } {
  if (typeof json === "string") throw damaged("", "it is a text", "Parse it first: loadLeadModel(JSON.parse(text)).");
  if (isObject(json) && json["format"] === format && json["version"] !== version) {
    throw damaged("version", `it is ${describe(json["version"])}, and this version of custometry reads ${version}`, "Train the model again, or use the version of custometry that saved it.");
  }
  const saved = copy(json, SAVED, "", 0) as { format: string; model: unknown; report: unknown };
  if (saved.format !== format) throw damaged("format", `it is ${describe(saved.format)}, not "${format}"`);
  return saved;
}

function copy(value: unknown, shape: Shape, place: string, depth: number): unknown {
  if (depth > DEEPEST) throw damaged(place, "it lies too deep");
  if (Array.isArray(value) && value.length > LONGEST) throw damaged(place, `it has ${value.length} items`);
  if (shape === "any") return anything(value, place, depth);
  if (typeof shape === "string") {
    const [kind, optional] = [shape.replace("?", ""), shape.endsWith("?")];
    const fits = (optional && value === null) || typeof value === ({ number: "number", text: "string", flag: "boolean" } as Record<string, string>)[kind];
    if (!fits || (typeof value === "number" && !Number.isFinite(value))) throw damaged(place, `it is ${describe(value)}, not a ${kind}`);
    return value;
  }
  if (NULLABLE in shape) return value === null ? null : copy(value, (shape as { readonly [NULLABLE]: Shape })[NULLABLE], place, depth);
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) throw damaged(place, `it is ${describe(value)}, not a list`);
    return Array.from(value, (item, i) => copy(item, shape[0] as Shape, `${place}[${i}]`, depth + 1));
  }
  if (!isObject(value)) throw damaged(place, `it is ${describe(value)}, not an object`);
  const fields = shape as { readonly [key: string]: Shape };
  const odd = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
  if (odd !== undefined) throw damaged(inside(place, odd), "there is no such field");
  return Object.fromEntries(Object.entries(fields).map(([key, own]) => {
    if (!Object.hasOwn(value, key)) throw damaged(inside(place, key), "it is missing");
    return [key, copy(value[key], own, inside(place, key), depth + 1)];
  }));
}

/** Plain data of any shape. What it is to be the module knows. */
function anything(value: unknown, place: string, depth: number): unknown {
  if (Array.isArray(value)) return Array.from(value, (item, i) => copy(item, "any", `${place}[${i}]`, depth + 1));
  if (isObject(value)) {
    const plain: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) put(plain, key, copy(item, "any", inside(place, key), depth + 1));
    return plain;
  }
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  throw damaged(place, `it is ${describe(value)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const inside = (place: string, key: string) => (place === "" ? key : `${place}.${key}`);

function damaged(place: string, what: string, help = "Give what toJSON() of a model returned, as it was."): Error {
  const detail: ErrorDetail = { help };
  return failure("bad-state", `this is no saved lead model${place === "" ? "" : `: ${place}`}: ${what}`, detail);
}
