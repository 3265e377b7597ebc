// Rows and columns made into tables: the type of each column follows from its cells, of the whole column, and a column of
// mixed types is an error.

import { buildTable, type Builder } from "./builder.js";
import { bigintsAreSafe, cellAt, describe, findKind, kindOf, listCells, rowCells, timeOf, type Cells, type Kind } from "./cells.js";
import { failure, type CustometryError } from "./error.js";
import { fillBooleans, fillDates, fillNumbers, fillTexts, type Odd } from "./fill.js";
import { keysOf, put } from "./names.js";
import type { RawTable } from "./runtime.js";
import { encodeDictionary } from "./text.js";
import { arrayName, bigNumbers } from "./typed-arrays.js";
import type { ColumnType } from "./types.js";

const PLURAL: Record<Exclude<Kind, "null" | "other">, string> = {
  string: "texts", number: "numbers", bigint: "numbers", boolean: "booleans", date: "dates",
};

/** A table of all that the rows hold. */
export function tableFromRows(rows: readonly object[], types: Record<string, ColumnType> | undefined): RawTable {
  checkRows(rows);
  return buildTable(rows.length, (builder) => {
    for (const name of keysOf(rows)) {
      const cells = rowCells(rows, name);
      if (types !== undefined && Object.hasOwn(types, name)) addForCast(builder, name, cells);
      else addInferred(builder, name, cells);
    }
    if (types !== undefined) builder.setTypes(types);
  });
}

/** A table of all columns. */
export function tableFromColumns(columns: Readonly<Record<string, unknown>>): RawTable {
  const names = Object.keys(columns);
  const rows = names.length === 0 ? 0 : lengthOf(names[0]!, columns[names[0]!]);
  return buildTable(rows, (builder) => {
    for (const name of names) addData(builder, name, columns[name], addInferred);
  });
}

/** Throws unless every row is an object. */
export function checkRows(rows: readonly unknown[]): asserts rows is readonly object[] {
  for (let row = 0; row < rows.length; row++) {
    const value = rows[row];
    if (typeof value !== "object" || value === null) {
      throw failure("wrong-type", `row ${row} is ${describe(value)}`, {
        row,
        help: "Rows are objects such as { customerId: \"a\", date: \"2026-01-31\", amount: 10 }.",
      });
    }
  }
}

/** How many values a column has, whatever it is given as. */
export function lengthOf(name: string, data: unknown): number {
  if (Array.isArray(data)) return data.length;
  if (arrayName(data) !== undefined) return (data as ArrayLike<unknown>).length;
  if (isDictionary(data)) return data.codes.length;
  throw noColumn(name, data);
}

/** Adds a column given as an array of any kind; `addCells` adds one that is given cell by cell. */
export function addData(builder: Builder, name: string, data: unknown, addCells: (builder: Builder, name: string, cells: Cells) => void): void {
  if (Array.isArray(data)) return addCells(builder, name, listCells(data));
  switch (arrayName(data)) {
    case "Float64Array":
      return builder.addNumbers(name, data as Float64Array);
    case "Int32Array":
      return builder.addIntegers(name, data as Int32Array);
    case "Int8Array":
    case "Uint8Array":
    case "Uint8ClampedArray":
    case "Int16Array":
    case "Uint16Array":
      return builder.addIntegers(name, Int32Array.from(data as Int16Array));
    case "Uint32Array":
    case "Float32Array":
      return builder.addNumbers(name, Float64Array.from(data as Float32Array));
    case "BigInt64Array":
    case "BigUint64Array": {
      const numbers = bigNumbers(data as BigInt64Array | BigUint64Array);
      return numbers === undefined ? addCells(builder, name, listCells(data as BigInt64Array)) : builder.addNumbers(name, numbers);
    }
  }
  if (!isDictionary(data)) throw noColumn(name, data);
  const { lengths, bytes } = encodeDictionary(checkTexts(name, data.values));
  builder.addDictionary(name, data.codes, lengths, bytes);
}

/** Adds a column whose type follows from its cells. */
export function addInferred(builder: Builder, name: string, cells: Cells): void {
  const first = findKind(cells, ["string", "number", "boolean", "bigint", "date", "other"]);
  if (first < 0) return builder.addNulls(name);
  const kind = kindOf(cellAt(cells, first));
  const odd: Odd = (row, cell) => {
    throw misfit(name, kind, row, cell);
  };
  switch (kind) {
    case "string":
      return fillTexts(builder, name, cells, odd);
    case "number":
      return fillNumbers(builder, name, cells, odd);
    case "bigint":
      return bigintsAreSafe(cells) ? fillNumbers(builder, name, cells, odd) : fillTexts(builder, name, cells, odd, true);
    case "boolean":
      return fillBooleans(builder, name, cells, odd);
    case "date":
      return fillDates(builder, name, cells, odd);
    default:
      odd(first, cellAt(cells, first));
  }
}

/** Adds a column that is to be converted to a type asked for: mixed types are all right, as the text that is converted. */
function addForCast(builder: Builder, name: string, cells: Cells): void {
  const kinds = new Set<Kind>();
  for (let row = 0; row < cells.count; row++) kinds.add(kindOf(cellAt(cells, row)));
  kinds.delete("null");
  if (kinds.size <= 1 || kinds.has("other")) return addInferred(builder, name, cells);
  const texts: (string | null)[] = [];
  for (let row = 0; row < cells.count; row++) texts.push(asText(name, row, cellAt(cells, row)));
  addInferred(builder, name, listCells(texts));
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
