// Checks of quality on their way into wasm: as plain data, and with what cannot be that. What functions of the caller's decide is asked
// once for each distinct value.

import { isDate, kindOf, timeOf } from "./cells.js";
import { CustometryError, failure, invalidOption } from "./error.js";
import { withTable, type Need } from "./input.js";
import { columnName, plainOptions } from "./options.js";
import { compilePattern } from "./regular-expression.js";
import { call, generation, release, type RawModule, type RawTable } from "./runtime.js";
import { Table } from "./table.js";
import type { Cell } from "./types.js";

/** A check of quality in wasm memory. */
export type RawQuality = InstanceType<RawModule["RawQuality"]>;
type RawBatch = ReturnType<RawQuality["batch"]>;
type Plain = Record<string, unknown>;

/** Checks made ready: as plain data, and with what cannot be that. */
export interface QualityPlan {
  readonly checks: readonly Plain[];
  readonly options: Plain;
  readonly needs: readonly Need[];
  /** By the place of a check, what decides it about a batch. */
  readonly deciders: ReadonlyMap<number, Decider>;
}

type Decider = (batch: RawBatch, place: number) => void;

/** Feeds a table to a check of quality. */
export function feedQuality(raw: RawQuality, table: RawTable, plan: QualityPlan): void {
  const from = generation();
  const batch = call(() => raw.batch(table));
  let isUsed = false;
  try {
    for (const [place, decide] of plan.deciders) {
      try {
        decide(batch, place);
      } catch (error) {
        if (error instanceof Lost || from !== generation()) throw error;
        call(() => batch.fail(place, error instanceof Error ? error.message : String(error)));
      }
    }
    isUsed = true;
    call(() => raw.update(batch));
  } finally {
    if (!isUsed) release(batch, from);
  }
}

/** Takes checks and options apart. */
export function planQuality(checks: unknown, options: unknown, of: string): QualityPlan {
  if (!Array.isArray(checks)) throw invalidOption(`${of} needs a list of checks`, `Give them as the second argument: [{ check: "required", column: "email" }].`);
  const { phoneValidator, ...rest } = given(options, of);
  if (phoneValidator !== undefined && typeof phoneValidator !== "function") {
    throw invalidOption("phoneValidator is not a function", "Give a function from a list of numbers to a list of true or false.");
  }
  const plain = plainOptions(rest, of);
  if (phoneValidator !== undefined) plain["phoneValidator"] = true;
  const mayQuote = plain["values"] !== false;
  const deciders = new Map<number, Decider>();
  const plainChecks = checks.map((check: unknown, place) => {
    if (typeof check !== "object" || check === null || Array.isArray(check)) {
      throw invalidOption(`checks[${place}] is not an object`, `Checks are objects such as { check: "required", column: "email" }.`);
    }
    const { evidence, test, table, ...data } = check as Plain;
    const kind = data["check"];
    if (kind === "custom") {
      if (test !== undefined && typeof test !== "function") throw invalidOption(`checks[${place}].test: expected a function`, "Give test: (value) => true or false.");
      if (test !== undefined) deciders.set(place, customDecider(test as (value: Cell) => unknown, mayQuote));
    } else if (kind === "reference" && table !== undefined) {
      deciders.set(place, referenceDecider(table, data["key"]));
    } else if (kind === "matches") {
      deciders.set(place, patternDecider(data["pattern"], data["flags"]));
    } else if (kind === "phone" && phoneValidator !== undefined) {
      deciders.set(place, phoneDecider(phoneValidator as (values: string[]) => unknown, mayQuote));
    }
    const copy = plainOptions(readable(data, 0), of);
    // That they are there is all that the module has to know.
    if (test !== undefined) copy["test"] = true;
    if (table !== undefined) copy["table"] = true;
    return copy;
  });
  return { ...needsOf(plainChecks, plain), deciders };
}

/** The plan of checks that were saved. Functions and tables cannot be. */
export function savedPlan(checks: readonly Plain[], options: Plain): QualityPlan {
  const deciders = new Map<number, Decider>();
  checks.forEach((check, place) => {
    if (check["check"] === "matches") deciders.set(place, patternDecider(check["pattern"], check["flags"]));
    const lost = check["test"] === true ? "test" : check["table"] === true ? "table" : check["check"] === "phone" && options["phoneValidator"] === true ? "phoneValidator" : undefined;
    if (lost !== undefined) {
      deciders.set(place, () => {
        throw new Lost(`checks[${place}] needs its ${lost}, which a saved state cannot have`);
      });
    }
  });
  return { ...needsOf(checks, options), deciders };
}

/** Functions and tables that a saved state has lost. */
class Lost extends CustometryError {
  constructor(message: string) {
    super("invalid-option", message, { help: "Make a new one by runningQuality, with the same checks and options, and merge this one into it." });
  }
}

function needsOf(checks: readonly Plain[], options: Plain): Omit<QualityPlan, "deciders"> {
  const needs: Need[] = [];
  for (const key of ["key", "owner", "department"]) {
    const name = columnName(options, key);
    if (name !== undefined) needs.push({ name, role: "cell" });
  }
  for (const check of checks) {
    const columns = Array.isArray(check["columns"]) ? (check["columns"] as unknown[]) : [];
    const where = (check["where"] ?? {}) as Plain;
    for (const name of [check["column"], ...columns, check["left"], check["right"], where["column"]]) {
      if (typeof name === "string") needs.push({ name, role: "cell", optional: true });
    }
  }
  return { checks, options, needs };
}

/** A copy of a check that can be kept as JSON: dates as ISO 8601, no bigints, no bounds at infinity. */
function readable(value: unknown, depth: number): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== "object" || value === null || depth > 4) return value;
  if (isDate(value)) {
    const time = timeOf(value);
    if (Number.isNaN(time)) throw failure("bad-date", "a date in the checks is an invalid Date", { help: "Check how the Date was made." });
    return new Date(time).toISOString();
  }
  if (Array.isArray(value)) return value.map((item) => readable(item, depth + 1));
  const entries = Object.entries(value).filter(([key, item]) => !((key === "min" && item === -Infinity) || (key === "max" && item === Infinity)));
  return Object.fromEntries(entries.map(([key, item]) => [key, readable(item, depth + 1)]));
}

function given(options: unknown, of: string): Plain {
  if (options === undefined || options === null) return {};
  if (typeof options === "object" && !Array.isArray(options)) return options as Plain;
  throw invalidOption(`the options of ${of} are not an object`, `Give them as { key: ... }.`);
}

/** Reads the values that a check is to decide about, and hands in the answers. */
function decide(batch: RawBatch, place: number, answers: (values: Table) => Uint8Array): void {
  const values = new Table(call(() => batch.values(place)));
  try {
    const bytes = answers(values);
    call(() => batch.answer(place, bytes));
  } finally {
    values.free();
  }
}

/** `mayQuote`: whether messages may say what was thrown and returned, in which raw values may be. */
function customDecider(test: (value: Cell) => unknown, mayQuote: boolean): Decider {
  return (batch, place) => decide(batch, place, (values) => Uint8Array.from(values.toRows(), ({ value, kind }) => {
    const cell = kind === undefined ? value : ofKind(value as string, kind as number);
    if (cell === undefined) return 0;
    let passes: unknown;
    try {
      passes = test(cell);
    } catch (error) {
      throw new Error(`the test threw${thrown(error, mayQuote)}`);
    }
    if (typeof passes !== "boolean") throw new Error(`the test returned ${inWords(passes, mayQuote)}, not true or false`);
    return Number(passes);
  }));
}

/** A cell of a column of several types, from its text; nothing for what no table can hold. */
function ofKind(text: string, kind: number): Cell {
  switch (kind) {
    case 0:
      return text;
    case 1:
      return text.endsWith("inf") ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
    case 2:
      return text === "true";
    case 3:
    case 4:
      return new Date(text);
    default:
      return undefined;
  }
}

function patternDecider(pattern: unknown, flags: unknown): Decider {
  return (batch, place) => {
    const matches = compilePattern(pattern as string, flags as string | undefined);
    decide(batch, place, (values) => Uint8Array.from(values.column("value") as string[], (text) => Number(matches(text))));
  };
}

function phoneDecider(validator: (values: string[]) => unknown, mayQuote: boolean): Decider {
  return (batch, place) => decide(batch, place, (values) => {
    const numbers = [...(values.column("value") as string[])];
    const count = numbers.length;
    let answers: unknown;
    try {
      answers = validator(numbers);
    } catch (error) {
      throw new Error(`phoneValidator threw${thrown(error, mayQuote)}`);
    }
    if (!Array.isArray(answers)) throw new Error(`phoneValidator returned ${inWords(answers, mayQuote)}, not a list`);
    if (answers.length !== count) throw new Error(`phoneValidator returned ${answers.length} answers for ${count} numbers`);
    const wrong = answers.findIndex((answer) => typeof answer !== "boolean");
    if (wrong >= 0) throw new Error(`phoneValidator returned ${inWords(answers[wrong], mayQuote)}, not true or false`);
    return Uint8Array.from(answers as boolean[], Number);
  });
}

function referenceDecider(table: unknown, key: unknown): Decider {
  return (batch, place) => {
    if (typeof key !== "string") return;
    withTable(table, [{ name: key, role: "cell", optional: true }], false, (other) => call(() => batch.refer(place, other)));
  };
}

function inWords(value: unknown, mayQuote: boolean): string {
  if (value instanceof Promise) return "a promise";
  if (Array.isArray(value)) return "a list";
  const mayBeSaid = kindOf(value) === "null" || (mayQuote && kindOf(value) !== "other");
  return mayBeSaid ? String(value) : `a value of type ${typeof value}`;
}

function thrown(error: unknown, mayQuote: boolean): string {
  if (!mayQuote) return " an error";
  return `: ${error instanceof Error ? error.message : String(error)}`;
}
