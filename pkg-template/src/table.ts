// class Table: columns in wasm memory, with a handle in JavaScript.

import { tableFromArrow } from "./arrow.js";
import { plainTypes, tableFromColumns, tableFromRows } from "./columns.js";
import { tableFromCsv } from "./csv.js";
import { failure, invalidOption } from "./error.js";
import { put, throwMissing } from "./names.js";
import { checkKeys } from "./options.js";
import { readColumn, readTexts, setCells, type Schema } from "./read.js";
import { call, ensureReady, generation, release, type RawResult, type RawTable } from "./runtime.js";
import type { Columns, ColumnType, Row } from "./types.js";

/** What a Table stands for. Kept apart from the object, so that the class has no members beyond the public ones. */
interface State {
  readonly raw: RawTable;
  readonly generation: number;
  readonly rows: number;
  readonly schema: readonly Schema[];
  /** The position of each column by its name. */
  readonly places: ReadonlyMap<string, number>;
  readonly columns: readonly { name: string; type: ColumnType; nulls: number }[];
  /** Dictionaries that have been read, by the position of their column. */
  readonly texts: Map<number, readonly string[]>;
}

const states = new WeakMap<Table, State>();

/**
 * Columns of numbers, texts, booleans and dates, with nulls, held in WebAssembly memory. Build a table once and give it to as
 * many analyses as you like. It cannot be changed.
 *
 * A table that is no longer referred to is freed in the end; `free()`, or `using table = ...` where the runtime has it, frees it
 * at once.
 *
 * @example
 * ```js
 * import { Table } from "custometry";
 *
 * const table = Table.fromCsv("customer,joined,visits\n007,2026-01-31,3\n008,2026-02-28,\n");
 * console.log(table.columns.map((column) => column.type)); // [ "string", "date", "number" ]
 * console.log(table.toRows()[1]); // { customer: "008", joined: 2026-02-28T00:00:00.000Z, visits: null }
 * table.free();
 * ```
 */
export class Table {
  /** @internal */
  constructor(raw?: RawTable) {
    if (raw === undefined) throw invalidOption("new Table() makes nothing", "Use Table.fromRows, fromColumns, fromCsv or fromArrow.");
    states.set(this, describeTable(raw));
  }

  /**
   * A table of all that the rows hold. Its columns are the keys of all rows, in the order of first appearance; a key that a row
   * lacks is null there. The type of a column follows from its cells, and a column of mixed types is an error, unless `types`
   * says what it is to be: its cells are then converted, and one that cannot be is an error.
   *
   * @example
   * ```js
   * import { Table } from "custometry";
   *
   * const table = Table.fromRows([{ id: 7, zip: "08001" }, { id: 8, zip: 8002 }], { types: { zip: "string" } });
   * console.log(table.column("zip")); // [ "08001", "8002" ]
   * table.free();
   * ```
   */
  static fromRows(rows: readonly Row[], options?: { types?: Record<string, ColumnType> }): Table {
    ensureReady();
    checkKeys(options, ["types"], "Table.fromRows");
    if (!Array.isArray(rows)) throw failure("wrong-type", "the rows are not an array", { help: "Give an array of objects." });
    return new Table(tableFromRows(rows, plainTypes(options?.types)));
  }

  /**
   * A table of the given columns, all of the same length. Typed arrays are copied once, and hold numbers: dates as epoch
   * milliseconds are numbers too. Arrays hold cells, as in rows.
   *
   * @example
   * ```js
   * import { Table } from "custometry";
   *
   * const table = Table.fromColumns({
   *   customerId: { codes: Int32Array.of(0, 1, 0), values: ["ann", "ben"] },
   *   amount: Float64Array.of(19.5, 8, NaN),
   * });
   * console.log(table.numRows, table.columns[1]); // 3 { name: "amount", type: "number", nulls: 1 }
   * table.free();
   * ```
   */
  static fromColumns(columns: Columns): Table {
    ensureReady();
    if (typeof columns !== "object" || columns === null || Array.isArray(columns)) {
      throw failure("wrong-type", "the columns are not an object", { help: "Give { name: array, ... }; for rows there is Table.fromRows." });
    }
    return new Table(tableFromColumns(columns));
  }

  /**
   * A table from CSV (RFC 4180) with a header, as text or as UTF-8 with or without a byte order mark. The delimiter is a comma,
   * semicolon or tab, whichever the header shows, unless `delimiter` says. A column is numbers, booleans or ISO 8601 dates if
   * all its cells are; otherwise it is text, as "007" is. An empty cell is null. `types` says what a column is to be.
   *
   * @example
   * ```js
   * import { Table } from "custometry";
   *
   * const table = Table.fromCsv("id;amount\n7;19.5\n8;", { types: { id: "string" } });
   * console.log(table.toRows()); // [ { id: "7", amount: 19.5 }, { id: "8", amount: null } ]
   * table.free();
   * ```
   */
  static fromCsv(csv: string | Uint8Array, options?: { delimiter?: string; types?: Record<string, ColumnType> }): Table {
    ensureReady();
    checkKeys(options, ["delimiter", "types"], "Table.fromCsv");
    return new Table(tableFromCsv(csv, options?.delimiter, plainTypes(options?.types)));
  }

  /**
   * An Apache Arrow JS table; its buffers are read directly. Integers, floats, decimals, booleans, text, dates, timestamps and
   * dictionaries of text are taken; nested and binary columns are errors. Times finer than a millisecond are cut off there.
   *
   * @example
   * ```js
   * import { tableFromArrays } from "apache-arrow";
   * import { Table } from "custometry";
   *
   * const table = Table.fromArrow(tableFromArrays({ customerId: ["ann", "ben"], amount: Float64Array.of(19.5, 8) }));
   * console.log(table.numRows); // 2
   * table.free();
   * ```
   */
  static fromArrow(table: unknown): Table {
    ensureReady();
    return new Table(tableFromArrow(table));
  }

  /** How many rows there are. */
  get numRows(): number {
    return stateOf(this).rows;
  }

  /** The columns in order: their names, types, and how many of their cells are null. */
  get columns(): readonly { name: string; type: ColumnType; nulls: number }[] {
    return stateOf(this).columns;
  }

  /** Numbers and dates (epoch ms) as typed arrays, strings and booleans as arrays; a null is NaN in a typed array. */
  column(name: string): Float64Array | Int32Array | Uint8Array | (string | null)[] | (boolean | null)[] {
    const state = stateOf(this);
    const index = state.places.get(name);
    if (index === undefined) throwMissing(String(name), state.places.keys());
    return read(state, index, 0, state.rows);
  }

  /**
   * The rows `from` to `to` (exclusive), as objects; dates as Date, nulls as null. Only these rows are read. Both ends are whole
   * numbers, by default 0 and `numRows`; an end beyond the last row means the last row.
   *
   * @example
   * ```js
   * import { Table } from "custometry";
   *
   * const table = Table.fromColumns({ n: [1, 2, 3] });
   * console.log(table.toRows({ from: 1 })); // [ { n: 2 }, { n: 3 } ]
   * table.free();
   * ```
   */
  toRows(range?: { from?: number; to?: number }): Row[] {
    const state = stateOf(this);
    checkKeys(range, ["from", "to"], "toRows");
    const to = Math.min(bound(range?.to ?? state.rows, "to"), state.rows);
    const from = Math.min(bound(range?.from ?? 0, "from"), state.rows);
    if (from > to) throw invalidOption(`from (${range?.from}) is greater than to (${range?.to})`, "Give a range such as { from: 0, to: 100 }.");
    const rows: Record<string, Row[string]>[] = Array.from({ length: to - from }, () => ({}));
    state.schema.forEach((column, index) => setCells(rows, column, read(state, index, from, to)));
    return rows;
  }

  /** Every column by its name, as `column` gives it. */
  toColumns(): Record<string, ReturnType<Table["column"]>> {
    const state = stateOf(this);
    const columns: Record<string, ReturnType<Table["column"]>> = {};
    state.schema.forEach(({ name }, index) => put(columns, name, read(state, index, 0, state.rows)));
    return columns;
  }

  /** Cells that a spreadsheet would run as a formula are quoted with a leading apostrophe. */
  toCsv(): string {
    const { raw } = stateOf(this);
    return call(() => raw.toCsv());
  }

  /** Gives the memory back. The table cannot be used any more; to free it again does nothing. */
  free(): void {
    const state = states.get(this);
    states.delete(this);
    if (state !== undefined) release(state.raw, state.generation);
  }

  static {
    // Symbol.dispose is younger than some runtimes; where it is missing, nobody can ask for it.
    if (typeof Symbol.dispose === "symbol") {
      Object.defineProperty(this.prototype, Symbol.dispose, { value: this.prototype.free, configurable: true, writable: true });
    }
  }
}

/** `[Symbol.dispose]()`, where the compiler's library or @types/node knows the symbol; otherwise nothing. */
export type Disposal = SymbolConstructor extends { readonly dispose: infer Dispose extends symbol } ? { [key in Dispose]: () => void } : {};

export interface Table extends Disposal {}

/**
 * Whether a value is a table of this copy of the package, freed or not.
 *
 * @internal
 */
export function isTable(value: unknown): value is Table {
  return value instanceof Table;
}

/**
 * The table in wasm memory.
 *
 * @internal
 */
export function rawOf(table: Table): RawTable {
  return stateOf(table).raw;
}

/**
 * The tables and the report of a result of the module.
 *
 * @internal
 */
export function takeResult(raw: RawResult): { tables: Table[]; report: unknown } {
  const from = generation();
  try {
    const tables = call(() => raw.takeTables());
    return { tables: tables.map((table) => new Table(table)), report: call(() => raw.report() as unknown) };
  } finally {
    release(raw, from);
  }
}

function stateOf(table: Table): State {
  const state = states.get(table);
  if (state === undefined) throw failure("bad-state", "the table has been freed", { help: "Use it before free(), or make it again." });
  if (state.generation !== generation()) {
    throw failure("bad-state", "the table was lost when the module had to be restarted", { help: "Make the table again." });
  }
  return state;
}

function describeTable(raw: RawTable): State {
  const schema = call(() => raw.schema()) as Schema[];
  return {
    raw,
    generation: generation(),
    rows: call(() => raw.numRows()),
    schema,
    places: new Map(schema.map(({ name }, index) => [name, index])),
    columns: Object.freeze(schema.map(({ name, type, nulls }) => Object.freeze({ name, type, nulls }))),
    texts: new Map(),
  };
}

function read(state: State, index: number, from: number, to: number): ReturnType<Table["column"]> {
  return readColumn(state.raw, state.schema[index]!, index, (at) => textsOf(state, at), from, to);
}

function textsOf({ raw, texts }: State, index: number): readonly string[] {
  let values = texts.get(index);
  if (values === undefined) texts.set(index, (values = readTexts(raw, index)));
  return values;
}

function bound(value: unknown, name: string): number {
  if (Number.isInteger(value) && (value as number) >= 0) return value as number;
  throw invalidOption(`${name} is ${String(value)}, not a whole number from 0 on`, "Give a range such as { from: 0, to: 100 }.");
}

