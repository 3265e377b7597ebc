// Types of profiles, suggested checks and comparisons of snapshots.

import type { Table } from "../table.js";
import type { Cell, ColumnType, DateInput } from "./common.js";

/** What a table holds. */
export interface TableProfile {
  /** How many rows there are. */
  rows: number;
  /** How many rows are the same as an earlier one in every column. */
  duplicateRows: number;
  /** The levels of the quantiles: 0, 0.05, 0.25, 0.5, 0.75, 0.95, 1. */
  quantileLevels: number[];
  /** The columns, in order. */
  columns: ColumnProfile[];
}

/** What a column holds. Counts are of rows. What does not apply to its type is null. */
export interface ColumnProfile {
  name: string;
  /** The type. A column whose cells are of several types is text. */
  type: ColumnType;
  /** Cells without a value. */
  nulls: number;
  /** Those of them that held something that is no value, such as an invalid Date or an object. */
  unreadable: number;
  /** How many different values there are. Null is none. */
  distinct: number;
  /** How many of them occur once. */
  unique: number;
  /** The least value: numbers and dates by size, texts by code point, false before true. Infinite numbers are left out. */
  min: Cell;
  /** The greatest value. */
  max: Cell;
  /** The mean of the finite numbers. */
  mean: number | null;
  /** Their standard deviation, with n - 1. */
  standardDeviation: number | null;
  /** Their quantiles at `quantileLevels`, by type 7, the default of R and NumPy. The first is the least number, the last the greatest. */
  quantiles: number[] | null;
  /** Numbers that are 0. */
  zeros: number | null;
  /** Numbers below 0. */
  negatives: number | null;
  /** Numbers that are infinite. */
  infinite: number | null;
  /** Texts that are empty or only white space. */
  blanks: number | null;
  /** Other texts with white space at an end. */
  padded: number | null;
  /** How many characters (code points) the texts have. */
  lengths: { min: number; max: number; mean: number } | null;
  /** The most frequent values, at most ten; equally frequent ones in the order of first appearance. */
  top: { value: Cell; count: number }[];
  /**
   * The most frequent patterns of texts, at most ten. A letter is `a` or `A`, a digit `9`, a Chinese character `汉`; all else stands for
   * itself: "AB-1234" has the pattern `AA-9999`. Where ten patterns leave out more than a tenth of the texts, runs are written as
   * one: `a+`, `A+`, `9+`, and `Aa+` for a word with a capital letter.
   */
  patterns: { pattern: string; count: number }[];
  /** How many more patterns there are. */
  otherPatterns: number;
  /**
   * What most of the texts are, and the share of those that are not blank: `email`, `url`, `uuid`, `date` (ISO 8601), `localDate` (31.01.2026,
   * 1/31/26, 2026年1月31日), `residentId`, `socialCreditCode`, `phone`, `number` or `boolean`. Null below one half.
   */
  meaning: { kind: string; share: number } | null;
}

/** What suggestions depend on. */
export interface SuggestOptions {
  /** Today. With it, dates that do not lie in the future are to stay so (`notFuture`), which `checkQuality` then needs `asOf` for. */
  asOf?: DateInput;
  /** Which calendar day an instant falls on: "+08:00". Default UTC. */
  utcOffset?: string;
  /** The language of the evidence. */
  locale?: "en" | "zh-CN";
}

/** What speaks for a check. */
export interface CheckEvidence {
  /** The same in words. */
  sentence: string;
  /** How many values were looked at: rows for `required`, rows with both dates for `compare`, otherwise values that are not null. */
  rows: number;
  /** How many of them pass. */
  passing: number;
  /** The share that passes. */
  share: number;
  /** The most frequent values that pass, at most three. */
  examples: string[];
  /** The most frequent values that fail, at most five. */
  failing: string[];
}

/** A check that fits a table, to be given to `checkQuality`, and what speaks for it. */
export type SuggestedCheck = {
  /** `warning` for what was learned from this table alone. */
  severity?: "warning";
  /** The share of values that must pass. */
  mostly?: number;
  evidence: CheckEvidence;
} & (
  | { check: "required" | "email" | "url" | "notFuture"; column: string }
  | { check: "unique"; columns: string[] }
  | { check: "oneOf"; column: string; values: Cell[] }
  | { check: "matches"; column: string; pattern: string }
  | { check: "between"; column: string; min?: number | string; max?: number | string }
  | { check: "length"; column: string; min: number; max: number }
  | { check: "type"; column: string; type: "number" | "date" }
  | { check: "phone"; column: string; region?: string }
  | { check: "compare"; left: string; operator: "<="; right: string }
  | { check: "notJunk"; column: string; as?: "person" | "company" | "email" | "phone" }
  | { check: "outlier"; column: string; deviations: number }
);

/** How to compare snapshots. */
export interface SnapshotOptions {
  /** The column by which the rows of the one are found in the other. Without it rows are not compared. */
  key?: string;
  /** The population stability index from which on a column counts as drifted. Default 0.25; 0.1 tells sooner. */
  driftThreshold?: number;
}

/** What has changed between two snapshots. */
export interface SnapshotComparison {
  /** How many rows each has. */
  rows: { before: number; after: number };
  /** Rows whose key is new. Null without `key`, as are the others. */
  rowsAdded: number | null;
  /** Rows whose key is gone. */
  rowsRemoved: number | null;
  /** Rows of which a cell is another, in a column that both have. */
  rowsChanged: number | null;
  /** Rows with a key that an earlier row of the same snapshot has. They are matched in order: the first with the first. */
  duplicateKeys: { before: number; after: number } | null;
  /** Rows without a key. They are not compared. */
  withoutKey: { before: number; after: number } | null;
  /** The columns that both have, in the order of the later one. */
  columns: ColumnComparison[];
  /** Columns that are new. */
  added: string[];
  /** Columns that are gone. */
  removed: string[];
  /** change ("added", "changed", "removed"), key, rowBefore, rowAfter, columns (those that changed): every such row. Null without `key`. */
  changes: Table | null;
}

/** What became of a column. */
export interface ColumnComparison {
  name: string;
  /** What its values were; null when there were none. */
  typeBefore: ColumnType | null;
  typeAfter: ColumnType | null;
  /** The share of rows that had a value. Blank text is none. */
  fillRateBefore: number;
  fillRateAfter: number;
  /**
   * How far the values have drifted: below 0.1 nothing to speak of, from 0.25 on it is another population. Null for dates, for texts that
   * hardly ever come twice, for another type, and without values on one side.
   */
  populationStabilityIndex: number | null;
  /** Whether the index is at least `driftThreshold`, or the type another. */
  drifted: boolean;
  /** What the index was computed from: a value, an interval, or "(other)", and how many values lie there. */
  bins: { label: string; before: number; after: number }[];
  /** Texts that are new: how many, and the twenty that most rows have. Null where texts are no categories. */
  newCategories: { count: number; values: { value: string; rows: number }[] } | null;
  /** Texts that are gone. */
  lostCategories: { count: number; values: { value: string; rows: number }[] } | null;
  /** Of the rows that both have, how many have another cell here. Null without `key`. */
  changed: number | null;
}
