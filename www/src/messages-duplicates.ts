// What the page and its worker say to each other about duplicates in the table of customers.
import type { DuplicateResult, FieldKind, MergeResult, MergeSuggestion, PairExplanation } from "custometry";
import type { Locale } from "./messages";

export const fieldKinds = ["fullName", "givenName", "surname", "company", "email", "phone", "date", "address", "city", "code", "identifier"] as const satisfies readonly FieldKind[];

/** What the search goes by. */
export interface DuplicateSettings {
  /** By column, what it is; columns that are not named are not compared. */
  fields: Readonly<Record<string, FieldKind>>;
  /** The columns of the identifier and of the day of the last change; null: none. */
  key: string | null;
  updatedAt: string | null;
  threshold: number;
}

export interface GuessFieldsRequest {
  kind: "guessFields";
}
export type FieldGuess = Omit<DuplicateSettings, "threshold">;

export interface FindDuplicatesRequest {
  kind: "findDuplicates";
  settings: DuplicateSettings;
  locale: Locale;
}

export interface Cluster {
  /** Its records, ascending. */
  rows: number[];
  /** What it is called: the first name that one of its records has. */
  label: string;
  /** Of its pairs that were found, the least sure. */
  probability: number;
}

export interface DuplicatesPage extends Pick<DuplicateResult, "candidatePairs" | "pairsDropped" | "blocksSkipped" | "model"> {
  clusters: Cluster[];
  /** How many records are in clusters. */
  records: number;
  pairs: number;
  milliseconds: number;
}

/** What was learned, in another language. */
export interface ModelRequest {
  kind: "matchModel";
  locale: Locale;
}

/** A cluster as it is to be merged: the records that belong together, and the values that were chosen by hand. */
export interface MergeOrder {
  rows: readonly number[];
  /** The record whose value is taken or, without a column, which survives. */
  choices: readonly MergeChoice[];
}
export interface MergeChoice {
  row: number;
  column?: string;
}

export interface ClusterRequest {
  kind: "cluster";
  /** All records, also those that are left out. */
  rows: readonly number[];
  order: MergeOrder;
  pair: readonly [number, number];
  locale: Locale;
}

/** How a value stands to the one that would survive. */
export type CellKind = "kept" | "empty" | "alone" | MergeSuggestion["fields"][number]["others"][number]["kind"];
export interface ClusterField {
  column: string;
  /** As in the search; null: it was not compared. */
  compared: boolean;
  /** Whether the records have several values, other than in spelling alone. */
  differs: boolean;
  /** In the order of the records. */
  cells: { text: string; kind: CellKind }[];
  /** What would survive, from which record, and why; null while there is nothing to merge. */
  merged: { value: string; row: number | null; reason: string } | null;
}

export interface ClusterPage {
  rows: readonly number[];
  names: string[];
  fields: ClusterField[];
  /** The record that would survive, and why; null while there is nothing to merge. */
  survivor: { row: number; reason: string } | null;
  pair: readonly [number, number];
  explanation: PairExplanation;
}

export interface MergedRequest {
  kind: "merged";
  orders: readonly MergeOrder[];
  locale: Locale;
}
export interface MergedPage {
  summary: MergeResult["summary"];
  columns: string[];
  /** The first records that were made of several. */
  rows: string[][];
}

export type Decision = "merge" | "distinct" | "later";

/** What can be downloaded: what was decided, and what it makes of the table. */
export type DuplicatesTable = "decisions" | "merged" | "mapping" | "conflicts";
export interface DuplicatesExport {
  duplicates: DuplicatesTable;
  /** All clusters, in the order of the search. */
  decided: readonly { order: MergeOrder; rows: readonly number[]; decision: Decision | null; probability: number }[];
  locale: Locale;
}
