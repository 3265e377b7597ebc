// Options on their way into wasm: plain data, read once. What they mean, and whether they are right, the module decides.

import { isDate, timeOf } from "./cells.js";
import { failure, invalidOption } from "./error.js";
import { put } from "./names.js";

/** Deep enough for every option there is; a cycle ends here. */
const DEEPEST = 8;

/** A copy of the options with each Date as milliseconds since 1970 and without what is undefined. */
export function plainOptions(options: unknown, of: string): Record<string, unknown> {
  if (typeof options !== "object" || options === null || Array.isArray(options) || isDate(options)) {
    throw invalidOption(`${of} needs an object of options`, `Call ${of}(data, { ... }).`);
  }
  return plain(options, 0) as Record<string, unknown>;
}

/** Throws if there is an option whose name is none of these. */
export function checkKeys(options: unknown, known: readonly string[], of: string): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null) throw invalidOption(`the options of ${of} are not an object`, `Give them as { ${known[0]}: ... }.`);
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw invalidOption(`${of} has no option ${JSON.stringify(key)}`, `The options are ${known.join(", ")}.`);
  }
}

/** The name of a column, if the options give one. */
export function columnName(options: Record<string, unknown>, key: string): string | undefined {
  const name = Object.hasOwn(options, key) ? options[key] : undefined;
  if (name === undefined || typeof name === "string") return name;
  throw invalidOption(`${key} is not the name of a column`, `Give the name of the column as text: ${key}: "...".`);
}

/** The names of columns that the options list under a key; none if they do not. */
export function columnNames(options: Record<string, unknown>, key: string): string[] {
  const names = options[key] ?? [];
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  throw invalidOption(`${key} is not a list of column names`, `Give them as ${key}: ["source", "country"].`);
}

/** A copy of the card that a function takes as its second argument. `example` makes one. */
export function plainCard(card: unknown, of: string, what: string, example: string): Record<string, unknown> {
  if (typeof card === "object" && card !== null && !Array.isArray(card)) return plainOptions(card, of);
  throw invalidOption(`${of} needs a ${what}`, `Give it as the second argument: ${example}() is one to begin with.`);
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isDate(value)) {
    const time = timeOf(value);
    if (Number.isNaN(time)) throw failure("bad-date", "a date in the options is an invalid Date", { help: "Check how the Date was made." });
    return time;
  }
  if (depth === DEEPEST) throw invalidOption("the options are nested too deeply", "Give plain values, as the documentation shows them.");
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (ArrayBuffer.isView(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) put(copy, key, plain(item, depth + 1));
  }
  return copy;
}
