// Rows and columns made into tables: the type of each column follows from its cells, of the whole column, and a column of
// mixed types is an error.

import { buildTable, type Builder } from "./builder.js";
import { bigintsAreSafe, cellAt, describe, findKind, kindOf, listCells, rowCells, timeOf, type Cells, type Kind } from "./cells.js";
import { failure, type CustometryError } from "./error.js";
import { Keys, put } from "./names.js";
import type { RawTable } from "./runtime.js";
import { encodeDictionary } from "./text.js";
import { allocate, arrayName, bigNumbers, checkAttached } from "./typed-arrays.js";
import type { ColumnType } from "./types.js";
import { booleanColumn, dateColumn, numberColumn, textColumn, wholeColumn, writeColumns, type Odd, type Writer } from "./writers.js";

const PLURAL: Record<Exclude<Kind, "null" | "other">, string> = {
  string: "texts", number: "numbers", bigint: "numbers", boolean: "booleans", date: "dates",
};

/** Makes a column of cells. */
export type OfCells = (builder: Builder, name: string, cells: Cells) => Writer;

/** A table of all that the rows hold. */
export function tableFromRows(rows: readonly unknown[], types: Record<string, ColumnType> | undefined, ofCells: OfCells = inferred): RawTable {
  return buildTable(rows.length, (builder) => {
    const keys = new Keys();
    writeColumns(rows.length, [], (from, to) => {
      checkRows(rows, from, to);
      return keys.find(rows, from, to).map((name) => {
        const cells = rowCells(rows, name);
        return types !== undefined && Object.hasOwn(types, name) ? forCast(builder, name, cells) : ofCells(builder, name, cells);
      });
    });
    if (types !== undefined) builder.setTypes(types);
  });
}

/** A table of all columns. */
export function tableFromColumns(columns: Readonly<Record<string, unknown>>, ofCells: OfCells = inferred): RawTable {
  const names = Object.keys(columns);
  const rows = commonLength(names.map((name) => [name, columns[name]]));
  return buildTable(rows, (builder) => {
    writeColumns(rows, names.map((name) => dataColumn(builder, name, columns[name], ofCells)));
  });
}

/** Throws unless the rows `from` to `to` are objects. */
export function checkRows(rows: readonly unknown[], from: number, to: number): void {
  for (let row = from; row < to; row++) {
    const value = rows[row];
    if (typeof value === "object" && value !== null) continue;
    throw failure("wrong-type", `the row is ${describe(value)}`, {
      row,
      help: "Rows are objects such as { customerId: \"a\", date: \"2026-01-31\", amount: 10 }.",
    });
  }
}

/** How many values the columns have, which has to be the same for all. */
export function commonLength(columns: readonly (readonly [name: string, data: unknown])[]): number {
  let rows: number | undefined;
  for (const [name, data] of columns) {
    const length = lengthOf(name, data);
    rows ??= length;
    if (length !== rows) {
      throw failure("length-mismatch", `the column has ${length} values where the table has ${rows} rows`, {
        column: name,
        help: "Give all columns the same length; use null (or NaN) for what is missing.",
      });
    }
  }
  return rows ?? 0;
}

function lengthOf(name: string, data: unknown): number {
  if (Array.isArray(data)) return data.length;
  const typed = arrayName(data) !== undefined ? (data as Float64Array) : isDictionary(data) ? data.codes : undefined;
  if (typed !== undefined) {
    checkAttached(typed, `the column ${JSON.stringify(name)}`);
    return typed.length;
  }
  throw noColumn(name, data);
}

/** A column given as an array of any kind; `ofCells` makes one that is given cell by cell. */
export function dataColumn(builder: Builder, name: string, data: unknown, ofCells: OfCells): Writer {
  if (Array.isArray(data)) return ofCells(builder, name, listCells(data));
  switch (arrayName(data)) {
    case "Float64Array":
      return wholeColumn(() => builder.addNumbers(name, data as Float64Array));
    case "Int32Array":
      return wholeColumn(() => builder.addIntegers(name, data as Int32Array));
    case "Int8Array":
    case "Uint8Array":
    case "Uint8ClampedArray":
    case "Int16Array":
    case "Uint16Array":
      return wholeColumn(() => builder.addIntegers(name, converted(Int32Array, data as Int16Array)));
    case "Uint32Array":
    case "Float32Array":
      return wholeColumn(() => builder.addNumbers(name, converted(Float64Array, data as Float32Array)));
    case "BigInt64Array":
    case "BigUint64Array": {
      const numbers = bigNumbers(data as BigInt64Array | BigUint64Array);
      return numbers === undefined ? ofCells(builder, name, listCells(data as BigInt64Array)) : wholeColumn(() => builder.addNumbers(name, numbers));
    }
  }
  if (!isDictionary(data)) throw noColumn(name, data);
  const { codes, values } = data;
  return wholeColumn(() => {
    const { lengths, bytes } = encodeDictionary(checkTexts(name, values));
    builder.addDictionary(name, codes, lengths, bytes);
  });
}

function converted<Values extends Int32Array | Float64Array>(Values: new (length: number) => Values, data: ArrayLike<number>): Values {
  const values = allocate(Values, data.length);
  values.set(data);
  return values;
}

/** A column whose type follows from its cells. */
export function inferred(builder: Builder, name: string, cells: Cells): Writer {
  const first = findKind(cells, ["string", "number", "boolean", "bigint", "date", "other"]);
  if (first < 0) return wholeColumn(() => builder.addNulls(name));
  const kind = kindOf(cellAt(cells, first));
  const odd: Odd = (row, cell) => {
    throw misfit(name, kind, row, cell);
  };
  switch (kind) {
    case "string":
      return textColumn(builder, name, cells, odd);
    case "number":
      return numberColumn(builder, name, cells, odd);
    case "bigint":
      return bigintsAreSafe(cells) ? numberColumn(builder, name, cells, odd) : textColumn(builder, name, cells, odd, true);
    case "boolean":
      return booleanColumn(builder, name, cells, odd);
    case "date":
      return dateColumn(builder, name, cells, odd);
    default:
      throw misfit(name, kind, first, cellAt(cells, first));
  }
}

/**
 * A column of whatever the cells are: where they are of several types, they become text; a cell that no table can hold is null, with
 * what was found there.
 */
export function lenient(builder: Builder, name: string, cells: Cells): Writer {
  const kinds = new Set<Kind>();
  for (let row = 0; row < cells.count; row++) kinds.add(kindOf(cellAt(cells, row)));
  kinds.delete("null");
  kinds.delete("other");
  if (kinds.has("bigint") && bigintsAreSafe(cells)) kinds.delete("bigint"), kinds.add("number");
  const marks: [row: number, found: string][] = [];
  const odd: Odd = (row, cell) => void marks.push([row, describe(cell)]);
  const writer = ofKinds(builder, name, cells, [...kinds], odd);
  return {
    ...writer,
    finish: () => {
      writer.finish();
      for (const [row, found] of marks) builder.markInvalid(name, row, found);
    },
  };
}

function ofKinds(builder: Builder, name: string, cells: Cells, kinds: readonly Kind[], odd: Odd): Writer {
  switch (kinds.length > 1 ? "mixed" : kinds[0]) {
    case "date":
      return dateColumn(builder, name, cells, odd);
    case "boolean":
      return booleanColumn(builder, name, cells, odd);
    case "string":
    case "bigint":
      return textColumn(builder, name, cells, odd, true);
    case "mixed": {
      const text = (cell: unknown) => (kindOf(cell) === "date" ? (Number.isNaN(timeOf(cell)) ? cell : (cell as Date).toISOString()) : String(cell));
      const texts = Array.from({ length: cells.count }, (_, row) => {
        const cell = cellAt(cells, row);
        return kindOf(cell) === "null" || kindOf(cell) === "other" ? cell : text(cell);
      });
      return textColumn(builder, name, listCells(texts), odd);
    }
    default:
      return numberColumn(builder, name, cells, odd);
  }
}

/** A column that is to be converted to a type asked for: mixed types are all right, as the text that is converted. */
function forCast(builder: Builder, name: string, cells: Cells): Writer {
  const kinds = new Set<Kind>();
  for (let row = 0; row < cells.count; row++) kinds.add(kindOf(cellAt(cells, row)));
  kinds.delete("null");
  if (kinds.size <= 1 || kinds.has("other")) return inferred(builder, name, cells);
  const texts: (string | null)[] = [];
  for (let row = 0; row < cells.count; row++) texts.push(asText(name, row, cellAt(cells, row)));
  return inferred(builder, name, listCells(texts));
}

function asText(name: string, row: number, cell: unknown): string | null {
  switch (kindOf(cell)) {
    case "null":
      return null;
    case "date":
      if (Number.isNaN(timeOf(cell))) throw badDate(name, row);
      return (cell as Date).toISOString();
    default:
      return String(cell);
  }
}

/** Turns `types` of the caller's into an object without a prototype's surprises. */
export function plainTypes(types: unknown): Record<string, ColumnType> | undefined {
  if (types === undefined || types === null) return undefined;
  if (typeof types !== "object" || Array.isArray(types)) {
    throw failure("invalid-option", "types is not an object", { help: "Give types as { column: \"string\" }." });
  }
  const plain: Record<string, ColumnType> = {};
  for (const [name, type] of Object.entries(types)) put(plain, name, type);
  return plain;
}

function isDictionary(data: unknown): data is { codes: Int32Array; values: readonly unknown[] } {
  if (typeof data !== "object" || data === null) return false;
  const { codes, values } = data as { codes?: unknown; values?: unknown };
  return arrayName(codes) === "Int32Array" && Array.isArray(values);
}

function checkTexts(name: string, values: readonly unknown[]): readonly string[] {
  values.forEach((value, code) => {
    if (typeof value === "string") return;
    throw failure("wrong-type", `value ${code} of the dictionary is ${describe(value)}, not a text`, {
      column: name,
      help: "The values of a dictionary are texts; a null is the code -1.",
    });
  });
  return values as readonly string[];
}

function noColumn(name: string, data: unknown): CustometryError {
  return failure("wrong-type", `the column is ${describe(data)}, not an array`, {
    column: name,
    help: "A column is an array, a typed array, or { codes: Int32Array, values: string[] }.",
  });
}

/** The error for a cell that its column cannot hold. */
function misfit(name: string, column: Kind, row: number, cell: unknown): CustometryError {
  const kind = kindOf(cell);
  if (kind === "date" && column === "date") return badDate(name, row);
  if (kind === "other" || column === "other" || column === "null") {
    return failure("wrong-type", `the cell is ${describe(cell)}`, {
      column: name,
      row,
      help: "A cell is a text, number, boolean, bigint, Date or null. Leave the column out, or turn its values into one of these.",
    });
  }
  return failure("wrong-type", `the column holds ${PLURAL[column]}, but here is ${describe(cell)}`, {
    column: name,
    row,
    help: `Give the column one type, or have Table.fromRows convert it: types: { ${JSON.stringify(name)}: "string" }.`,
  });
}

function badDate(name: string, row: number): CustometryError {
  return failure("bad-date", "the cell is an invalid Date", { column: name, row, help: "Use null where there is no date." });
}
