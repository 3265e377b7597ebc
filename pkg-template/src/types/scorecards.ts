// What scoring leads by a scorecard takes and returns.

import type { Disposal, Table } from "../table.js";
import type { Cell, DateInput, OnInvalid, Row, Skipped } from "./common.js";

/**
 * How leads are scored. Points run 0 to 100. A dimension is the weighted mean of its criteria, the score the weighted mean of the
 * dimensions. A card is plain JSON; `custometry/scorecard.schema.json` is its JSON Schema.
 */
export interface Scorecard {
  /** What the card is called. */
  name: string;
  /** What is looked at. A name is also that of a column of the result. At most 64 criteria in all. */
  dimensions: { name: string; /** What people see; default the name. */ label?: string; weight: number; criteria: Criterion[] }[];
  /** The names of the scores from `min` on, such as hot 75, warm 50, cold 0. A score below all of them has no tier. */
  tiers: { name: string; label?: string; min: number }[];
  /** What rules a lead out, beside the score, never mixed into it. The first that holds gives the reason. */
  disqualifiers?: Disqualifier[];
  /** "neutral": a missing value takes no part and the other weights are rescaled; "zero": it scores 0. Default "neutral". */
  missing?: "neutral" | "zero";
}

/** A condition on a column; of the parts that are given all have to hold. `equals: null` asks for what is missing; a date counts in milliseconds. */
export interface Disqualifier { column: string; equals?: Cell; in?: Cell[]; min?: number; below?: number; present?: boolean; reason: string }

/** The values from `min` up to but not `below`; an end that is left out is open. */
export interface Band { min?: number; below?: number; points: number }

/**
 * What one column says about a lead. `weight` within the dimension is 1 by default. With `optional` a table may lack the column, which
 * then is missing in every row. A null, NaN or blank text is missing.
 */
export type Criterion = { column: string; label?: string; weight?: number; optional?: boolean } & (
  /** Points by value: as it is written or, where that is not listed, without regard to case (of ASCII letters), spaces, underscores,
   *  and hyphens that are no signs and not between digits. A number is compared as a number. Values not
   *  listed have the points `other` or, without it, 0, and are counted in `unmatched`. `unknown` values count as missing. */
  | { kind: "category"; points: Record<string, number>; other?: number; unknown?: string[] }
  /** Points by range: min <= v < below. Bands must not overlap or leave a gap; values outside all of them score 0 and are counted in `unmatched`. */
  | { kind: "bands"; bands: Band[] }
  /** Points on the lines between pairs, in increasing order of value; flat outside. */
  | { kind: "linear"; points: [value: number, points: number][] }
  /** A date, in calendar days from asOf: tomorrow is 1, yesterday -1. */
  | { kind: "daysUntil"; bands: Band[] }
  /** A date: full * 2^(-age / halfLifeDays), with the age in calendar days before asOf; later dates have all points. */
  | { kind: "decay"; halfLifeDays: number; full: number }
);

/** What {@link scoreLeads} can be told. Unknown keys are errors. */
export interface LeadOptions {
  /** The day to count days from. Required when the card looks at dates. */
  asOf?: DateInput;
  /** "+08:00": which calendar day a timestamp falls on; default "+00:00". */
  utcOffset?: string;
  /** Columns whose values are counted as groups, such as owner, team and source. */
  groupBy?: readonly string[];
  /** Columns to carry into `leads`, such as the identifier. */
  keep?: readonly string[];
  /** The language of explanations. Default "en". */
  locale?: "en" | "zh-CN";
  /** What to do with a row that has a value which cannot be used. Default "throw". */
  onInvalid?: OnInvalid;
}

/** What {@link scoreLeads} returns. */
export interface LeadScores extends Disposal {
  /**
   * The rows in input order: score, tier, rank, one column per dimension, disqualified (reason or null), completeness (share of criteria present).
   * There is one for each row of the input, the columns to keep come first, the score is null when nothing is known that counts, rank 1 is the
   * highest score, and equal scores rank in the order of the rows. A row that was left out is null in all but what is kept. Has to be freed like
   * any other table.
   */
  leads: Table;
  /** In the order of the card. share: of all leads that were not left out; null when there are none. */
  tiers: { tier: string; label: string; leads: number; share: number }[];
  /** Leads of which nothing is known that counts. */
  unscored: number;
  /** Values that the card does not list, and that therefore score 0. value: null for numbers and dates outside the bands, and for all texts beyond the 1,000 most frequent ones. */
  unmatched: { dimension: string; column: string; value: string | null; leads: number }[];
  /** The leads of each value of the columns in `groupBy`; value null: those without one. */
  groups: LeadGroup[];
  /** Why a lead has its score or, with `changes`, why it would have another. */
  explain(row: number, changes?: Row): LeadExplanation;
  /** What-if: the score with some values changed. Null when nothing would be known that counts. */
  whatIf(row: number, changes: Row): number | null;
  /** The rows that were left out. */
  skipped: Skipped;
  /** Frees what explanations need, not the table of leads. What is no longer referred to is freed in the end. */
  free(): void;
}

/** The leads that have one value in a column. */
export interface LeadGroup {
  /** The column. */
  by: string;
  value: string | null;
  leads: number;
  /** Leads with a score, over which mean and median are taken. */
  scored: number;
  meanScore: number | null;
  medianScore: number | null;
  tiers: { tier: string; leads: number }[];
  disqualified: number;
  meanCompleteness: number | null;
}

/** Why a lead has its score. */
export interface LeadExplanation {
  /** Null when nothing is known that counts. */
  score: number | null;
  tier: string | null;
  disqualified: string | null;
  /** Contributions of every criterion; they add up to the score exactly. Those that are missing have none; the others are in the order of the card, and any order adds up. */
  contributions: { dimension: string; column: string; label: string; value: Cell; points: number; contribution: number }[];
  /** The columns of the criteria that are missing. */
  missing: string[];
  /** What would raise the score by itself, the most first: value and points of the best, the gain, and all in words: "authority unknown: up to +15". */
  improvements: { dimension: string; column: string; current: Cell; best: string; points: number; gain: number; text: string }[];
  /** Why, in words: the disqualification if there is one, then the contributions, the largest first. */
  reasons: string[];
}
