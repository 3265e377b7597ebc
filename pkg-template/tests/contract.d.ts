// The part of the package's contract that this version delivers, word for word. The declarations that are published must
// equal it; contract-check.ts has the compiler compare them.

// ---------------------------------------------------------------- loading
/** Loads the module. Idempotent. Needed in browsers only; in Node and edge runtimes it resolves at once. */
export default function init(source?: WebAssembly.Module | BufferSource | Response | URL | string | Promise<unknown>): Promise<void>;
export const version: string;

// ---------------------------------------------------------------- errors
/** The only error that the package throws on purpose. `code` is stable; messages may be improved. */
export class CustometryError extends Error {
  readonly code: ErrorCode;
  readonly column?: string;
  readonly row?: number; // 0-based
  readonly help?: string; // what to do about it
}
export type ErrorCode =
  | "missing-column" | "wrong-type" | "bad-date" | "bad-number" | "empty-input" | "invalid-option"
  | "length-mismatch" | "not-converged" | "not-initialized" | "out-of-memory" | "bad-csv" | "bad-state" | "internal";

/** What was left out of an analysis, and why. `rows` holds the first 1,000; `count` is always complete. */
export interface Skipped { count: number; rows: { row: number; column: string; reason: string }[]; truncated: boolean }
/** "throw" (default): the first bad row raises an error that names it. "skip": it is left out and reported. */
export type OnInvalid = "throw" | "skip";

// ---------------------------------------------------------------- tables
export type Cell = string | number | boolean | bigint | Date | null | undefined;
export type Row = Readonly<Record<string, Cell>>;
/** codes[i] indexes into values; -1 is null. */
export interface DictionaryColumn { codes: Int32Array; values: readonly string[] }
export type ColumnData = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array
  | BigInt64Array | readonly Cell[] | DictionaryColumn;
export type Columns = Readonly<Record<string, ColumnData>>;
export type TableInput = Table | readonly Row[] | Columns;
/** Date, epoch milliseconds, or ISO 8601 ("2026-01-31", "2026-01-31T08:00:00+08:00"). Anything ambiguous is an error. */
export type DateInput = Date | number | string;
export type ColumnType = "number" | "string" | "boolean" | "date";

export class Table {
  static fromRows(rows: readonly Row[], options?: { types?: Record<string, ColumnType> }): Table;
  static fromColumns(columns: Columns): Table;
  static fromCsv(csv: string | Uint8Array, options?: { delimiter?: string; types?: Record<string, ColumnType> }): Table;
  /** An Apache Arrow JS table; its buffers are read directly. */
  static fromArrow(table: unknown): Table;
  readonly numRows: number;
  readonly columns: readonly { name: string; type: ColumnType; nulls: number }[];
  /** Numbers and dates (epoch ms) as typed arrays, strings and booleans as arrays; a null is NaN in a typed array. */
  column(name: string): Float64Array | Int32Array | Uint8Array | (string | null)[] | (boolean | null)[];
  toRows(range?: { from?: number; to?: number }): Row[];
  toColumns(): Record<string, ReturnType<Table["column"]>>;
  /** Cells that a spreadsheet would run as a formula are quoted with a leading apostrophe. */
  toCsv(): string;
  free(): void;
  // also [Symbol.dispose](), typed so that the declarations compile without "esnext.disposable"
}

// ---------------------------------------------------------------- RFM
export interface TransactionColumns { customerId?: string; date?: string; amount?: string; orderId?: string } // default: the names themselves; with orderId, lines of one order count once
export interface RfmOptions extends TransactionColumns {
  asOf: DateInput; // purchases on later calendar days are left out and counted in `skipped`
  bins?: number; // 2 to 10, default 5
  /**
   * "quantile" (default): cut points are the type-7 quantiles k/bins, and a value scores 1 + how many cut points it exceeds,
   *   so equal values always score the same. "ntile": equal-sized groups by rank, ties in order of first appearance.
   * "mean": two bins, cut at the mean. Or cut points of your own, e.g. last quarter's `thresholds`.
   */
  binning?: "quantile" | "ntile" | "mean" | RfmThresholds;
  monetary?: "total" | "average"; // default "total"
  /** "standard": the ten recency x frequency segments; "eight-class": the eight high/low classes; or rules, first match wins. */
  segments?: "standard" | "eight-class" | readonly SegmentRule[];
  utcOffset?: string; // "+08:00": which calendar day a timestamp falls on; default "+00:00"
  locale?: "en" | "zh-CN";
  onInvalid?: OnInvalid;
}
export interface RfmThresholds { recency: number[]; frequency: number[]; monetary: number[] }
export interface SegmentRule { segment: string; label?: string; r?: [number, number]; f?: [number, number]; m?: [number, number] } // inclusive
export interface RfmResult {
  /** customerId, recencyDays (whole calendar days), frequency, monetary, r, f, m, segment */
  customers: Table;
  segments: { segment: string; label: string; customers: number; customerShare: number; revenue: number; revenueShare: number;
    medianRecencyDays: number; medianFrequency: number; medianMonetary: number }[];
  thresholds: RfmThresholds;
  skipped: Skipped;
}
export function segmentRfm(transactions: TableInput, options: RfmOptions): RfmResult;
/** counts[i][j]: customers that moved from segments[i] to segments[j]; "(new)" and "(gone)" take those in one result only. */
export function rfmMigration(before: RfmResult, after: RfmResult): { segments: string[]; counts: number[][] };

