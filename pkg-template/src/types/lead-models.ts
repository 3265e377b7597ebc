// Types of learned lead models.

import type { Cell, DateInput, OnInvalid, Row, Skipped, TableInput } from "./common.js";
import type { Table } from "../table.js";

/** How {@link trainLeadModel} learns. */
export interface TrainOptions {
  /** The column of the outcome: true or 1 for leads that converted, false or 0 for those that did not. Open leads have none. */
  target: string;
  /** The columns to learn from: numbers, texts, booleans and dates. */
  features: readonly string[];
  /** The column of the dates on which leads came in. With it the newest leads are the test part, and dates count back from it. */
  createdAt?: string;
  /** Default "logistic". */
  method?: "logistic" | "naive-bayes";
  /** The share of the rows that is kept for the test, 0 to 0.9; default 0.2. */
  testShare?: number;
  /** The L2 penalty of the logistic regression, 1 / C in scikit-learn's terms; default chosen by cross-validation. */
  penalty?: number;
  /** Whether numbers get bins besides their linear term; default chosen by cross-validation, or true with a `penalty`. */
  bins?: boolean;
  /** Whether probabilities are calibrated when that helps; default true. */
  calibrate?: boolean;
  /** The seed of the split and of the folds where there is no `createdAt`; default 0. */
  seed?: number;
  /** The day that dates among the features count back from, instead of `createdAt`. */
  asOf?: DateInput;
  /** A column whose values get models of their own where the training part has 40 leads or more of either class. */
  segmentBy?: string;
  /** "+08:00": which calendar day a timestamp falls on; default "+00:00". */
  utcOffset?: string;
  /** What to do with a row that has a value which cannot be used; default "throw". */
  onInvalid?: OnInvalid;
}

/** How good probabilities are. Null where a number is undefined: without rows, or without one of the classes. */
export interface ModelMetrics {
  rows: number;
  /** How many of them converted. */
  positives: number;
  /** positives / rows */
  baseRate: number | null;
  /** The chance that of two leads, one that converted and one that did not, the first has the higher probability; ties count half. */
  auc: number | null;
  /** The mean of -ln(probability of what happened). */
  logLoss: number | null;
  /** The mean of (probability - outcome)². */
  brier: number | null;
  /** The log loss of the base rate for all. */
  baseLogLoss: number | null;
  /** The Brier score of the base rate for all. */
  baseBrier: number | null;
  /** 1 - logLoss / baseLogLoss: 0 is no better than the base rate, 1 is perfect. */
  skill: number | null;
  /** The mean of |predicted - observed| over the calibration table, weighted by rows. */
  calibrationError: number | null;
  /** The rate of conversion in the tenth with the highest probabilities, over the base rate. */
  liftTopDecile: number | null;
  /** The probability from which on a lead counts as converting: the one with the best F1 on the training part. */
  threshold: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  accuracy: number | null;
  confusion: { truePositives: number; falsePositives: number; trueNegatives: number; falseNegatives: number };
}

/** A tenth of the rows, by probability: what was predicted on average, and what came. */
export interface CalibrationGroup {
  predicted: number;
  observed: number;
  rows: number;
}

/** Something to know before a model is used. */
export interface LeadModelWarning {
  /**
   * | code | meaning |
   * |---|---|
   * | `too-few` | fewer than 40 training rows of either class |
   * | `one-class` | the test part lacks one of the classes |
   * | `constant` | the column has one value throughout and was dropped |
   * | `rare-levels` | rare values are pooled as (other) |
   * | `leakage` | the feature alone has an AUC above 0.98: it may have been filled in afterwards |
   * | `separation` | a level, or all features together, separate the classes perfectly |
   */
  code: "too-few" | "one-class" | "constant" | "rare-levels" | "leakage" | "separation";
  feature: string | null;
  message: string;
}

/** A segment, and which model it has. */
export interface LeadModelSegment {
  segment: string;
  /** Rows of the training part. */
  rows: number;
  positives: number;
  model: "own" | "global";
  /** How good that model is on the segment's rows of the test part. */
  metrics: ModelMetrics | null;
  message: string;
}

/** Why a lead has its probability: intercept + sum of the contributions = logOdds; probability = 1 / (1 + exp(-logOdds)). */
export interface LeadModelExplanation {
  probability: number;
  logOdds: number;
  /** The log-odds of a lead that is average in every feature. */
  intercept: number;
  /** One a feature, in their order. `level` is the level that the value is in; null for a number without bins. */
  contributions: { feature: string; value: Cell; level: string | null; logOdds: number }[];
  /** The segment whose model it is, or "global". */
  model: string;
}

/** How good a model is on other leads. */
export interface LeadModelEvaluation {
  metrics: ModelMetrics;
  calibration: CalibrationGroup[];
  /** By each value of each column of `groupBy`. */
  groups: { by: string; value: string; metrics: ModelMetrics }[];
  /** The leads without an outcome. */
  skipped: Skipped;
}

/** As much of a scorecard as has weights. */
export interface WeightedCard {
  readonly dimensions: readonly { readonly weight: number; readonly criteria: readonly { readonly column: string; readonly weight?: number }[] }[];
}

/** A trained model: plain, frozen data, with nothing to free. */
export interface LeadModel {
  readonly method: "logistic" | "naive-bayes";
  readonly target: string;
  /** The columns that it has learned from; those without information are not among them. */
  readonly features: readonly string[];
  /** Validated on the newest testShare of rows (by createdAt), never on rows that it was trained on. */
  readonly metrics: { train: ModelMetrics; test: ModelMetrics };
  /** Of the test part: ten groups of equal size by probability. */
  readonly calibration: CalibrationGroup[];
  /**
   * What each level adds to the log-odds, and, with `level` null, what one standard deviation of a number adds. Centred: over the
   * training part the contributions of each feature have mean 0, so that 0 is the average.
   */
  readonly weights: { feature: string; level: string | null; weight: number; model: string }[];
  /** For each feature the standard deviation of its contributions over the training part. */
  readonly importance: readonly { readonly feature: string; readonly importance: number }[];
  /** Null for naive Bayes. */
  readonly penalty: number | null;
  /** Whether numbers have bins. */
  readonly binned: boolean;
  /** The models that were compared; null if there was nothing to choose. */
  readonly crossValidation: readonly { readonly penalty: number; readonly binned: boolean; readonly logLoss: number }[] | null;
  /** The calibration that is folded into the weights, log-odds becoming intercept + slope × log-odds; null if none was needed. */
  readonly calibrated: { readonly slope: number; readonly intercept: number } | null;
  readonly segments: readonly LeadModelSegment[];
  readonly warnings: readonly LeadModelWarning[];
  /** Open leads, and with `onInvalid: "skip"` rows that cannot be used. */
  readonly skipped: Skipped;
  /** The probability of each lead. Every row has one: missing values are a level of their own, unseen ones add nothing. */
  predict(leads: TableInput, options?: { asOf?: DateInput }): Float64Array;
  /** probability; grade (A from 0.75, B from 0.5, C from 0.25, D); model (the segment, or "global"); and the columns to keep. */
  predictTable(leads: TableInput, options?: { asOf?: DateInput; keep?: readonly string[] }): Table;
  /** Why a lead has its probability. A column that the lead lacks counts as missing. */
  explain(lead: Row, options?: { asOf?: DateInput }): LeadModelExplanation;
  /** The metrics on other leads, in all and by group. */
  evaluate(leads: TableInput, options?: { target?: string; groupBy?: readonly string[]; asOf?: DateInput }): LeadModelEvaluation;
  /** The learned importance of each dimension, to be put into a scorecard. It comes back with weights that are whole numbers and add up to 100, over the dimensions and within each. */
  suggestWeights<Card extends WeightedCard>(scorecard: Card): Card;
  toJSON(): object;
}
