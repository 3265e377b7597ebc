// Types that all analyses share.

import type { Table } from "../table.js";

/**
 * What kind of error a {@link CustometryError} is. Stable: match on it, not on the message.
 *
 * | code | meaning |
 * |---|---|
 * | `missing-column` | a column that the analysis needs is not there |
 * | `wrong-type` | a column, or one cell of it, is of another type than the one that is needed |
 * | `bad-date` | a value is no date, is an impossible date, or could be read in several ways |
 * | `bad-number` | a number is missing or not finite where one is needed |
 * | `empty-input` | there is nothing to analyse |
 * | `invalid-option` | an option or argument is unknown, missing or out of range |
 * | `length-mismatch` | the columns of one table have different lengths |
 * | `not-converged` | an estimate did not settle |
 * | `not-initialized` | the module is not loaded: `await init()` first |
 * | `out-of-memory` | memory ran out; the module works on afterwards |
 * | `bad-csv` | the text is not a CSV file |
 * | `bad-state` | a table or running analysis is used after `free()`, or after the module had to be restarted; a saved state is damaged or of another version |
 * | `internal` | a fault of the package itself |
 */
export type ErrorCode =
  | "missing-column" | "wrong-type" | "bad-date" | "bad-number" | "empty-input" | "invalid-option"
  | "length-mismatch" | "not-converged" | "not-initialized" | "out-of-memory" | "bad-csv" | "bad-state" | "internal";

/** What was left out of an analysis, and why. `rows` holds the first 1,000; `count` is always complete. */
export interface Skipped {
  /** How many rows were left out. */
  count: number;
  /** The first 1,000 of them; `row` counts from 0. */
  rows: { row: number; column: string; reason: string }[];
  /** Whether there are more than `rows` holds. */
  truncated: boolean;
}

/** "throw" (default): the first bad row raises an error that names it. "skip": it is left out and reported. */
export type OnInvalid = "throw" | "skip";

/** One value. `NaN`, `null` and `undefined` are all null; a bigint is a number while the whole column is exact as numbers, else text. */
export type Cell = string | number | boolean | bigint | Date | null | undefined;

/** One record: cells by column name. */
export type Row = Readonly<Record<string, Cell>>;

/** codes[i] indexes into values; -1 is null. */
export interface DictionaryColumn {
  codes: Int32Array;
  values: readonly string[];
}

/** The values of one column. A typed array is copied once; a {@link DictionaryColumn} is taken as it is. */
export type ColumnData = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array
  | BigInt64Array | readonly Cell[] | DictionaryColumn;

/** Columns by name, all of the same length. */
export type Columns = Readonly<Record<string, ColumnData>>;

/**
 * What every analysis takes: a {@link Table} built once, or rows, or columns, converted on the fly. Only the columns that the
 * analysis needs are converted.
 */
export type TableInput = Table | readonly Row[] | Columns;

/** Date, epoch milliseconds, or ISO 8601 ("2026-01-31", "2026-01-31T08:00:00+08:00"). Anything ambiguous is an error. */
export type DateInput = Date | number | string;

/** The type of a whole column. */
export type ColumnType = "number" | "string" | "boolean" | "date";

/**
 * Which columns hold what. Default: the names themselves. With `orderId`, lines of one order count once.
 */
export interface TransactionColumns {
  /** The column of the customer: text or numbers. Default `"customerId"`. */
  customerId?: string;
  /** The column of the date: dates, epoch milliseconds or ISO 8601 text. Default `"date"`. */
  date?: string;
  /** The column of the amount: numbers. Default `"amount"`. */
  amount?: string;
  /** The column of the order: lines with the same order count as one purchase. Default `"orderId"` if there is such a column. */
  orderId?: string;
}

/**
 * What a negative amount means. "count" (default): a row like any other, which counts as a purchase and lowers the revenue.
 * "net": it lowers the revenue and is no purchase. "exclude": it is left out.
 */
export type Refunds = "count" | "net" | "exclude";

/** What refunds there were: rows with a negative amount, not after `asOf`. */
export interface RefundSummary {
  /** How many rows. */
  rows: number;
  /** The sum of their amounts: 0 or negative. */
  amount: number;
  /** The part of `amount` that belongs to nothing in the result: with "net" that of customers who have not bought, with "exclude" all of it. */
  unassigned: number;
}

/** How time is cut: calendar days, ISO 8601 weeks, calendar months, quarters or years. */
export type Period = "day" | "week" | "month" | "quarter" | "year";

/**
 * A condition on a column; of the parts that are given all have to hold, and a value that is missing has only `present: false` and null
 * among `is` and `in`. Texts are compared exactly; `min` and `below` are numbers, or dates for a column of dates, and read a column of
 * text as such.
 */
export type KpiFilter = {
  /** The column. */
  column: string;
  /** The value that is wanted; null asks for what is missing. */
  is?: Cell;
  /** The values of which one is wanted. */
  in?: readonly Cell[];
  /** The least value. */
  min?: DateInput;
  /** What the value has to be below. */
  below?: DateInput;
  /** Whether there has to be a value, or none. */
  present?: boolean;
};
