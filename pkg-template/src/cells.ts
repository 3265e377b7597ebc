// Cells as JavaScript has them: where a column's cells come from, and what kind of thing each one is.

/** The cells of one column: `from[row]`, or `from[row][key]` when `from` holds rows. */
export interface Cells {
  readonly from: ArrayLike<any>;
  readonly key: string | undefined;
  readonly count: number;
}

/** What a cell is. "other" is nothing that a table can hold. */
export type Kind = "null" | "string" | "number" | "boolean" | "bigint" | "date" | "other";

const getTime = Date.prototype.getTime;

/** The cells of a list. */
export function listCells(cells: ArrayLike<unknown>): Cells {
  return { from: cells, key: undefined, count: cells.length };
}

/** The cells that the rows have under a name. */
export function rowCells(rows: readonly unknown[], key: string): Cells {
  // What every object inherits under a name such as "constructor" or "__proto__" is not a cell.
  if (key in Object.prototype) return listCells(rows.map((row: any) => (row !== null && typeof row === "object" && Object.hasOwn(row, key) ? row[key] : undefined)));
  return { from: rows, key, count: rows.length };
}

/** One cell. What is no row has none. */
export function cellAt({ from, key }: Cells, row: number): unknown {
  return key === undefined ? from[row] : from[row]?.[key];
}

/** The first row whose cell is one of the kinds, or -1. */
export function findKind(cells: Cells, kinds: readonly Kind[]): number {
  for (let row = 0; row < cells.count; row++) {
    if (kinds.includes(kindOf(cellAt(cells, row)))) return row;
  }
  return -1;
}

/** What a cell is. NaN is null; a Date counts as one whichever realm it is from. */
export function kindOf(cell: unknown): Kind {
  switch (typeof cell) {
    case "number":
      return Number.isNaN(cell) ? "null" : "number";
    case "string":
    case "boolean":
    case "bigint":
      return typeof cell as Kind;
    case "undefined":
      return "null";
    case "object":
      return cell === null ? "null" : isDate(cell) ? "date" : "other";
    default:
      return "other";
  }
}

/** Whether a value is a Date, of this realm or another: only a true one has a time. */
export function isDate(value: unknown): value is Date {
  try {
    getTime.call(value as Date);
    return true;
  } catch {
    return false;
  }
}

/** Whether every bigint among the cells is exact as a number. */
export function bigintsAreSafe(cells: Cells): boolean {
  for (let row = 0; row < cells.count; row++) {
    const cell = cellAt(cells, row);
    if (typeof cell === "bigint" && !isSafe(cell)) return false;
  }
  return true;
}

/** Whether a bigint is exact as a number. */
export function isSafe(value: bigint): boolean {
  return value >= -9007199254740991n && value <= 9007199254740991n;
}

/** A cell in words, for messages: `the text "abc"`. */
export function describe(cell: unknown): string {
  switch (typeof cell) {
    case "string":
      return `the text ${JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell)}`;
    case "number":
      return `the number ${cell}`;
    case "bigint":
      return isSafe(cell) ? `the bigint ${cell}` : "a bigint beyond 2^53";
    case "boolean":
      return "a boolean";
    case "undefined":
      return "nothing";
    case "object":
      if (cell === null) return "nothing";
      if (isDate(cell)) return Number.isNaN(timeOf(cell)) ? "an invalid Date" : "a Date";
      return Array.isArray(cell) ? "an array" : "an object";
    default:
      return `a ${typeof cell}`;
  }
}

/** Milliseconds since 1970 of a Date of any realm; NaN when it is invalid, or not a Date at all. */
export function timeOf(value: unknown): number {
  try {
    return getTime.call(value as Date);
  } catch {
    return NaN;
  }
}
