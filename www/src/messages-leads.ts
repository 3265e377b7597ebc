// What the page and its worker say to each other about leads.
import type { ModelMetrics, OnInvalid, Skipped } from "custometry";
import type { Dataset, DateOrder, Encoding, Sort, Source } from "./messages";

/** The cards that the package brings. */
export const presets = ["bant", "meddic", "champ"] as const;
export type Preset = (typeof presets)[number];

/** What leads are grouped by, where there are such columns. */
export const groupings = ["owner", "team", "source"] as const;
export type LeadGrouping = (typeof groupings)[number];

export interface ReadLeadsRequest {
  kind: "readLeads";
  source: Source;
  encoding: Encoding | null;
}

/** By the name of a column that the page or a card knows, the column of the file that is meant. */
export type LeadMapping = Readonly<Record<string, string>>;

export interface LeadDataset extends Dataset {
  /** The columns that the page and the cards know, in their order. */
  known: string[];
  /** Those of each card. */
  cards: Record<Preset, string[]>;
}

export interface LeadOptions {
  /** null: the last day on which a lead was created or active. */
  asOf: string | null;
  dateOrder: DateOrder;
  onInvalid: OnInvalid;
}

export interface LeadChoices {
  preset: Preset;
  /** Whether the weights of the card are those that were learned. */
  learned: boolean;
  /** By dimension, weights that the visitor gave instead. */
  weights: Readonly<Record<string, number>>;
  /** What rules a lead out. */
  disqualifier: { column: string; value: string } | null;
}

export interface ScoreLeadsRequest {
  kind: "scoreLeads";
  mapping: LeadMapping;
  options: LeadOptions;
  choices: LeadChoices;
  locale: "en" | "zh-CN";
}

export interface LeadTier {
  tier: string;
  label: string;
  min: number;
  leads: number;
  share: number | null;
}
export interface LeadGroup {
  value: string | null;
  leads: number;
  meanScore: number | null;
  /** In the order of the tiers. */
  tiers: number[];
  disqualified: number;
}

export interface LeadsPage {
  asOf: string | null;
  /** The card as it was applied. */
  dimensions: { name: string; label: string; weight: number }[];
  tiers: LeadTier[];
  leads: number;
  disqualified: number;
  /** Leads of which nothing is known that counts. */
  unscored: number;
  /** The mean share of criteria that are known. */
  completeness: number | null;
  /** Columns of the card that the file does not have. */
  absent: string[];
  /** Values that the card does not know; null stands for numbers and dates outside the bands. */
  unmatched: { column: string; value: string | null; leads: number }[];
  groups: { by: LeadGrouping; groups: LeadGroup[] }[];
  /** The columns of few values, one of which can rule leads out. */
  fewValues: { column: string; values: string[] }[];
  /** A lead worth a look: the best below the highest tier of which something is unknown. */
  worthALook: number | null;
  /** Whether there are outcomes to learn from. */
  trainable: boolean;
  skipped: Skipped;
  milliseconds: number;
}

/** A dimension is named "dimension:" and its name, so that it cannot be taken for another column. */
export type LeadKey = "rank" | "lead" | "score" | "tier" | "completeness" | "disqualified" | "probability" | `dimension:${string}`;

export interface LeadListRequest {
  kind: "leadList";
  sort: Sort<LeadKey>;
  from: number;
  count: number;
}

export interface LeadRow {
  row: number;
  lead: string;
  rank: number | null;
  score: number | null;
  /** The label of the tier. */
  tier: string | null;
  dimensions: (number | null)[];
  completeness: number | null;
  disqualified: string | null;
  probability: number | null;
}
export interface LeadListPage {
  total: number;
  from: number;
  rows: LeadRow[];
  /** Whether a model has given probabilities. */
  predicted: boolean;
}

export interface LeadRequest {
  kind: "lead";
  row: number;
}

/** What a criterion adds to the score of a lead; null where its value is missing. */
export interface LeadStep {
  dimension: string;
  column: string;
  label: string;
  value: string | null;
  points: number | null;
  contribution: number | null;
  /** What the best value would add to the score; 0 where there is nothing to gain. */
  gain: number;
}

/** What a value can be changed to: one of several values, a number or a date. */
export interface LeadControl {
  column: string;
  label: string;
  kind: "choice" | "number" | "date";
  choices: string[];
  /** The value of the lead as the control shows it; "" where it is missing. */
  value: string;
}

export interface LogOddsStep {
  feature: string;
  value: string | null;
  logOdds: number;
}
export interface LeadPrediction {
  probability: number;
  intercept: number;
  logOdds: number;
  contributions: LogOddsStep[];
}

export interface LeadPage {
  row: number;
  lead: LeadRow;
  steps: LeadStep[];
  reasons: string[];
  improvements: string[];
  controls: LeadControl[];
  prediction: LeadPrediction | null;
}

/** By column, the text of the control; "" is a missing value. */
export type LeadChanges = Readonly<Record<string, string>>;
export interface WhatIfRequest {
  kind: "whatIf";
  row: number;
  changes: LeadChanges;
}
export interface WhatIfPage {
  row: number;
  score: number | null;
  tier: string | null;
  difference: number | null;
}

export interface TrainLeadsRequest {
  kind: "trainLeads";
  features: string[] | null;
}

export interface LeadModelPage {
  features: string[];
  /** Columns that the model could learn from. */
  candidates: string[];
  train: ModelMetrics;
  test: ModelMetrics;
  calibration: { predicted: number; observed: number; rows: number }[];
  weights: { feature: string; level: string | null; weight: number }[];
  warnings: { code: string; message: string }[];
  /** Leads without an outcome, and others that could not be learned from. */
  skipped: number;
  penalty: number | null;
  milliseconds: number;
}
