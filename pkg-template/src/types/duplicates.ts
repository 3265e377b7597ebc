// What the search for duplicates, linkage and merging take and return.

import type { Disposal, Table } from "../table.js";
import type { Cell, TableInput } from "./common.js";

/** What a column is: it decides how values are compared. */
export type FieldKind = "givenName" | "surname" | "fullName" | "company" | "email" | "phone" | "date" | "address" | "city" | "code" | "identifier";

/** What {@link findDuplicates} can be told. Unknown keys are errors. */
export interface DuplicateOptions {
  /** What each column is, e.g. {given_name: "givenName", surname: "surname", date_of_birth: "date", postcode: "code", phone: "phone"} */
  fields: Record<string, FieldKind>;
  /** The column of the record's identifier, which is carried into `clusters`; without it, `key` is the number of the row. */
  key?: string;
  /** The least probability of a pair, above 0 and below 1. Default 0.5. */
  threshold?: number;
  /** The most pairs to be returned, those with the greatest match weight first; how many are left out stands in `pairsDropped`. Default 10,000,000. */
  maxPairs?: number;
  /**
   * Records are compared when they agree on all columns of one of these lists, such as [["email"], ["surname", "postcode"]]. Default: several
   * that follow from what the columns are.
   */
  blocking?: readonly (readonly string[])[];
  /** The language of labels and levels. Default "en". */
  locale?: "en" | "zh-CN";
  /**
   * Is told how much is done, a hundred times or so. What it throws ends the search, and is thrown from there. Nothing of this package can be called
   * from within.
   */
  onProgress?: (done: number, total: number) => void;
}

/** What {@link findDuplicates} returns. */
export interface DuplicateResult extends Disposal {
  /** rowA, rowB (rowA < rowB), probability, matchWeight */
  pairs: Table;
  /** row, key, cluster (of two or more records) */
  clusters: Table;
  /** How many pairs of records were compared. */
  candidatePairs: number;
  /** How many pairs at or above the threshold were left out because there are more than `maxPairs`. */
  pairsDropped: number;
  /** Groups of records that were too large to compare all of them with each other: `value` is what they have in common. */
  blocksSkipped: { rule: string; value: string; rows: number }[];
  /** What was learned from the records. */
  model: MatchModel;
  /**
   * Why two records have their match weight; any two, whether they are in `pairs` or not. `prior` and the contributions, added one after
   * another, are the match weight.
   */
  explain(rowA: number, rowB: number): PairExplanation;
  /** Frees what explanations need, not the tables. What is no longer referred to is freed in the end. */
  free(): void;
}

/** The model of Fellegi and Sunter, as estimated from the records. */
export interface MatchModel {
  /** The share of all pairs of records that match. */
  matchShare: number;
  /** log2 of the odds that two records taken at random match. */
  prior: number;
  /** Rounds of estimation. */
  iterations: number;
  /** For each column its levels of agreement: m, the share of matches that agree so far, u the same of other pairs, and log2(m / u), which is no more than that of the level that says most. */
  fields: { field: string; label: string; levels: { level: string; m: number; u: number; matchWeight: number }[] }[];
}

/** How a match weight comes about, as a waterfall: it begins with the prior, and each column adds to it. */
export interface PairExplanation {
  /** log2 of the odds that two records taken at random match. */
  prior: number;
  /**
   * For each column what the values agree on and what that adds; 0 where a value is missing. `label` says what the column is, `frequencyAdjustment` is
   * the part of `matchWeight` that is there because the value is rare or frequent, `total` is the sum so far.
   */
  contributions: {
    field: string; label: string; level: string; valueA: string | null; valueB: string | null; matchWeight: number; frequencyAdjustment: number;
    total: number;
  }[];
  /** log2 of the odds that the two match. */
  matchWeight: number;
  /** 1 / (1 + 2^-matchWeight) */
  probability: number;
}

/** What {@link linkRecords} can be told. Unknown keys are errors. */
export interface LinkOptions extends DuplicateOptions {
  /** The names of columns that are called otherwise in the right table: { email: "contact_email" }. */
  rightColumns?: Record<string, string>;
  /** The column of the identifier in the right table; with it the pairs have a column `keyB`, and with `key` a column `keyA`. */
  rightKey?: string;
  /** Each record in one pair at most: the best pairs first. Default false. */
  oneToOne?: boolean;
}

/** What {@link linkRecords} returns. */
export interface LinkResult extends Omit<DuplicateResult, "clusters"> {
  /** rowA (of the left table), rowB (of the right table), keyA and keyB if there are identifiers, probability, matchWeight */
  pairs: Table;
  /** row, key: the records of the left table that are in no pair. */
  unmatched: Table;
}

/**
 * How one of several values is chosen: by the `priority` of sources, of the record changed last ("recent") or first ("oldest"), the value
 * that most records have ("frequent"), the longest text, that of the surviving or the first record, the least or greatest number or date (of
 * booleans, true is the greatest); "sum" adds numbers up, "join" lists all texts, parted by semicolons.
 */
export type MergeRule = "priority" | "recent" | "oldest" | "frequent" | "longest" | "survivor" | "first" | "min" | "max" | "sum" | "join";

/** What {@link suggestMerge} can be told. Unknown keys are errors. */
export interface MergeOptions {
  /** The column of the record's identifier: that of the surviving record is kept. Without it, `key` in the results is the number of the row. */
  key?: string;
  /** The column of the date of the last change. Default `"updatedAt"` if there is such a column. */
  updatedAt?: string;
  /** Which source is believed first, such as { column: "source", values: ["ERP", "CRM"] }; others come after these. */
  priority?: { column: string; values: readonly Cell[] };
  /** What columns are, as in {@link DuplicateOptions}: mail addresses and telephone numbers that are not valid yield to valid ones. Default: by their names. */
  fields?: Record<string, FieldKind>;
  /** The rules of single columns: one, or several of which the next decides what those before leave open. */
  rules?: Record<string, MergeRule | readonly MergeRule[]>;
  /** The rules of all other columns. Default ["priority", "recent", "frequent", "longest"], as far as there is something for them. */
  defaultRules?: readonly MergeRule[];
  /** By which rules the surviving record is chosen. Default ["priority", "longest", "recent"], where "longest" means the most columns filled. */
  survivor?: readonly ("priority" | "recent" | "oldest" | "longest" | "first")[];
  /** Columns that are taken from one record together, such as [["street", "postcode", "city"]]. */
  together?: readonly (readonly string[])[];
  /** Decisions that go before all rules: the record whose value is taken or, without a column, which survives. */
  choices?: readonly { row: number; column?: string }[];
  /** Where telephone numbers without a country code are from, such as "CN" or "US". */
  region?: string;
  /** The language of the reasons. Default "en". */
  locale?: "en" | "zh-CN";
}

/** What {@link suggestMerge} returns. */
export interface MergeResult extends Disposal {
  /** One row for each cluster, in the order of their first appearance, with the columns of the records: what would survive. */
  preview: Table;
  /** All records with those of each cluster merged into one, which stands where the surviving record stood. */
  merged: Table;
  /** One row for each cluster, as in `preview`: cluster, row and key of the surviving record, records, conflicts, rule, reason */
  survivors: Table;
  /** One row for each record: row, key, cluster, survivor (a row; its own if it is in no cluster), survivorKey, mergedRow (its place in `merged`) */
  mapping: Table;
  /** One row for each value that would be given up: cluster, row, key, column, value, kept, keptRow, records (that have it), kind ("different", "spelling", "invalid" or "placeholder"), rule, reason */
  conflicts: Table;
  /** How much would be merged; `conflicts` counts different values only, `filled` the empty cells of surviving records that others fill. */
  summary: { records: number; merged: number; clusters: number; absorbed: number; conflicts: number; filled: number };
  /** What would become of one cluster, and why. */
  suggestion(cluster: number | string): MergeSuggestion;
  /** Frees what single suggestions need, not the tables. What is no longer referred to is freed in the end. */
  free(): void;
}

/** What would become of one cluster. */
export interface MergeSuggestion {
  /** Its records. */
  rows: number[];
  /** The surviving record, and why it survives. */
  survivor: number;
  reason: string;
  /**
   * The columns, in the order of the records. `row` is the record that the value is from, null when there is none or the value is made of several;
   * `rule` is what decided: a rule, or "only", "same", "spelling", "valid" (the others are not), "chosen", "empty". `others` are the values given up.
   */
  fields: {
    column: string; value: Cell; row: number | null; rule: MergeRule | "only" | "same" | "spelling" | "valid" | "chosen" | "empty"; reason: string;
    others: { value: Cell; row: number; records: number; kind: "different" | "spelling" | "invalid" | "placeholder" }[];
  }[];
}

/**
 * Which records belong together: a table with the columns row and cluster, as {@link findDuplicates} makes it; a table of pairs, rowA and rowB, which join
 * records also by way of others; or a list of rows for each cluster.
 */
export type ClusterInput = TableInput | readonly (readonly number[])[];
