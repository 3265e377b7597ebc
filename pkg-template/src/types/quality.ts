// What checks of data quality take and return.

import type { Table } from "../table.js";
import type { Cell, ColumnType, DateInput, TableInput } from "./common.js";

/** How much a check counts for the score: an error once, a warning half, an information not at all. */
export type Severity = "error" | "warning" | "info";

/** Which rows a check is for: those with the value `equals`, or that meet a condition as in {@link KpiFilter}. Null asks for what is missing. */
export type CheckCondition = { column: string; equals: Cell }
  | { column: string; is?: Cell; in?: readonly Cell[]; min?: DateInput; below?: DateInput; present?: boolean };

/**
 * One check of a column, or of several. Only "required" fails a value that is missing; the others have no opinion of it.
 *
 * | check | a cell fails when |
 * |---|---|
 * | `required` | it is missing, or text of nothing but white space |
 * | `unique` | another row has the same values in all `columns` (each of these rows fails) |
 * | `oneOf` | it is none of `values` |
 * | `matches` | it has no match of the regular expression, as in JavaScript, in linear time |
 * | `between` | it is less than `min` or more than `max`: numbers or dates, both ends included |
 * | `length` | it has fewer than `min` or more than `max` characters (Unicode code points) |
 * | `type` | it is not of that type, nor text that reads as one |
 * | `email`, `phone`, `url` | it is not valid as such; `region` says which country's numbers come without a country code |
 * | `socialCreditCode`, `residentId` | it is no Chinese unified social credit code, no resident identity number |
 * | `countryCode`, `currencyCode` | it is no code of ISO 3166-1, of ISO 4217 |
 * | `notFuture`, `notPast` | its day is after, before that of `asOf` |
 * | `fresh` | its day is more than `maxAgeDays` days before that of `asOf` |
 * | `compare` | `left` does not compare with `right` in that way; rows without one of them are not tested |
 * | `reference` | it is not in the column `key` of `table` |
 * | `notJunk` | it looks typed to get past a form; `as` says what it is, by default the name of the column does |
 * | `outlier` | it is more than `deviations` (3.5) robust standard deviations from the median |
 * | `custom` | `test` returns false for it; asked once for each distinct value that is not null |
 */
export type Check = {
  /** What it is known by. Default: its kind and columns, as "email:contact". */
  id?: string;
  /** How much it counts. Default "error". */
  severity?: Severity;
  /** What it counts beside the others. Default 1. */
  weight?: number;
  /** share of rows that must pass; default 1 */
  mostly?: number;
  /** Which rows it is for. Default: all. */
  where?: CheckCondition;
  /** Why it was suggested; of no effect. */
  evidence?: unknown;
} & (
  | { check: "required"; column: string } | { check: "unique"; columns: readonly string[] } | { check: "oneOf"; column: string; values: readonly Cell[] }
  | { check: "matches"; column: string; pattern: string; flags?: string } | { check: "between"; column: string; min?: number | DateInput; max?: number | DateInput }
  | { check: "length"; column: string; min?: number; max?: number } | { check: "type"; column: string; type: ColumnType }
  | { check: "email"; column: string } | { check: "phone"; column: string; region?: string } | { check: "url"; column: string }
  | { check: "socialCreditCode" | "residentId" | "countryCode" | "currencyCode"; column: string }
  | { check: "notFuture" | "notPast"; column: string } | { check: "fresh"; column: string; maxAgeDays: number }
  | { check: "compare"; left: string; operator: "<" | "<=" | "=" | "!=" | ">=" | ">"; right: string }
  | { check: "reference"; column: string; table: TableInput; key: string }
  | { check: "notJunk"; column: string; as?: "person" | "company" | "email" | "phone" | "text" } | { check: "outlier"; column: string; deviations?: number }
  | { check: "custom"; column: string; test: (value: Cell) => boolean; reason: string });

/** What {@link checkQuality} can be told. Unknown keys are errors. */
export interface QualityOptions {
  /** The column that identifies a record; it is in both tables of the report. */
  key?: string;
  /** The column of who owns a record, for `groups`. */
  owner?: string;
  /** The column of the department that a record belongs to, for `groups`. */
  department?: string;
  /** Today, for the checks of dates. Nothing here reads the clock. */
  asOf?: DateInput;
  /** "+08:00": which calendar day a timestamp falls on; default "+00:00". */
  utcOffset?: string;
  /** Decides all checks of the kind "phone" instead of the rules of the package; given every distinct value once. */
  phoneValidator?: (values: string[]) => boolean[];
  /** What "notJunk" finds beyond what it knows: mailboxes such as `info@`, as a warning; addresses at domains that are thrown away after use. */
  junk?: { roleMailboxes?: boolean; throwAwayDomains?: readonly string[] };
  /** false leaves raw values out of the report: `value` is null, and reasons do not quote it. Default true. */
  values?: boolean;
  /** The language of the reasons. Default "en". */
  locale?: "en" | "zh-CN";
}

/**
 * What {@link checkQuality} finds. A tested cell is worth the weight of its check times 1 (error), 0.5 (warning) or 0 (info); one that
 * passes earns that, one that is only warned about half of it. Every score is 100 earned / worth, null where nothing was tested that counts.
 */
export interface QualityReport {
  /** 0 to 100. Checks that could not be made take no part: look at `broken`. */
  score: number | null;
  /** A from 90, B from 80, C from 70, D from 60, otherwise F. */
  grade: "A" | "B" | "C" | "D" | "F" | null;
  /** Whether every check of severity "error" passed. */
  passed: boolean;
  /** How many rows there are. */
  rows: number;
  /** How many checks could not be made: their `error` says why. */
  broken: number;
  /** All six, in this order. */
  dimensions: { dimension: "completeness" | "validity" | "uniqueness" | "freshness" | "consistency" | "plausibility"; score: number | null }[];
  /**
   * The checks, in their order. `rows`: how many were tested. `failed`: how many of these do not pass, of which `warnings` are only
   * unlikely. `passRate`: 1 - failed / rows. `passed`: whether the share of `mostly` passes, warnings not held against it.
   */
  checks: { id: string; check: string; columns: string[]; severity: Severity; passed: boolean; rows: number; failed: number; warnings: number; passRate: number | null; error: string | null }[];
  /** The columns that are checked. `fillRate`: the share that is neither null nor blank; `distinct`: how many distinct values. */
  fields: { column: string; fillRate: number | null; distinct: number; score: number | null }[];
  /** By name; `value` is null for the records without one, which come last. */
  groups: { by: "owner" | "department"; value: string | null; records: number; score: number | null }[];
  /**
   * row, key, column, check, severity, value, reason: every failing cell, none left out
   *
   * In the order of the rows, those of a row in the order of the checks. `check` is the kind; another column, `id`, has the id.
   */
  failures: Table;
  /** row, key, score */
  records: Table;
}
