// Purchase summaries, and models of purchases.

import type { Table } from "../table.js";
import type { DateInput, OnInvalid, RefundSummary, Refunds, Skipped, TableInput, TransactionColumns } from "./common.js";
import type { FitReport } from "./contracts.js";

/** What {@link summarizePurchases} can be told. Unknown keys are errors. */
export interface PurchaseSummaryOptions extends TransactionColumns {
  /** The last day of the observation; purchases on later calendar days are the holdout, or are left out and counted. */
  observationEnd: DateInput;
  /** The unit of recency and T: a week is seven days, and both are fractional. */
  timeUnit: "day" | "week";
  /** The last day of the holdout, if there is to be one. */
  holdoutEnd?: DateInput;
  /** "+08:00": which calendar day a timestamp falls on; default "+00:00". */
  utcOffset?: string;
  /** What a negative amount means. Default "count". */
  refunds?: Refunds;
  /** What to do with a row that cannot be used. Default "throw". */
  onInvalid?: OnInvalid;
}

/** The purchases of each customer, and what was left out. */
export interface PurchaseSummary extends Table {
  /** The rows with a negative amount, and what became of them. */
  readonly refunds: RefundSummary;
  /** The rows that were left out: those that cannot be used, those after the last day, and those of customers who came after observationEnd. */
  readonly skipped: Skipped;
}

/** What {@link clvFormula} finds. */
export interface ClvFormula {
  revenue: number;
  margin: number;
  net: number;
  ltvToCac: number | null;
  paybackPeriods: number | null;
  /** What to keep in mind about these numbers. */
  warnings: string[];
}

/** What a fit can be told. Unknown keys are errors. */
export interface FitOptions {
  /** A ridge penalty on the parameters, as in other packages: the log-likelihood per customer is reduced by penalty times the sum of their squares. Default 0. */
  penalty?: number;
  /** Where the search begins, besides its own starts: a value for each parameter. */
  start?: Record<string, number>;
}

/** A model of how often customers buy, and until when. There is nothing to free. */
export interface PurchaseModel {
  readonly kind: "bg-nbd" | "mbg-nbd" | "pareto-nbd" | "bg-bb";
  /** r, alpha, a, b; for Pareto/NBD r, alpha, s, beta; for BG/BB alpha, beta, gamma, delta. */
  readonly params: Readonly<Record<string, number>>;
  /** From the observed information; null unless the model was fitted and the fit converged. */
  readonly standardErrors: Readonly<Record<string, number>> | null;
  /** The sum over customers, all constants kept; null for a model of known parameters. */
  readonly logLikelihood: number | null;
  readonly fit: FitReport | null;
  /** Per customer, within the next `horizon` units. Summary columns: frequency, recency, T (and weight, for fits on grouped data). */
  expectedPurchases(summary: TableInput, horizon: number): Float64Array;
  /** Per customer, the probability of not having left for good. */
  probabilityAlive(summary: TableInput): Float64Array;
  /** For a customer just acquired, within t units. */
  expectedPurchasesNewCustomer(t: number): number;
  /** P(X(t) = n) for a customer just acquired. */
  purchaseCountProbability(t: number, n: number): number;
  /** Plain data, from which {@link purchaseModel} makes the model again. */
  toJSON(): object;
}

/** A model of how much customers spend at a purchase. There is nothing to free. */
export interface SpendModel {
  readonly kind: "gamma-gamma";
  readonly params: { p: number; q: number; v: number };
  /** From the observed information; null unless the model was fitted and the fit converged. */
  readonly standardErrors: { p: number; q: number; v: number } | null;
  readonly logLikelihood: number | null;
  readonly fit: FitReport | null;
  /** Per customer, the expected mean spend; summary columns: frequency, monetary. */
  expectedSpend(summary: TableInput): Float64Array;
  /** p v / (q - 1), the mean over all customers; null where q <= 1, and it is infinite. */
  readonly populationMean: number | null;
  /** Plain data, from which {@link spendModel} makes the model again. */
  toJSON(): object;
}

/** What {@link lifetimeValue} can be told. Unknown keys are errors. */
export interface LifetimeValueOptions {
  /** How far to look ahead, in units of time. */
  horizon: number;
  /** The unit of the summary that the model of purchases was fitted to. */
  timeUnit: "day" | "week";
  /** The discount rate per year, whatever the unit: 0.1 is 10 %. */
  annualDiscountRate: number;
  /** The share of the spend that is earned. Default 1. */
  margin?: number;
}

/** How far a forecast is from what was bought. */
export interface ForecastError {
  /** The purchases that it expects in all. */
  total: number;
  /** The mean over customers of |expected - actual|. */
  meanAbsolute: number;
  /** The root of the mean over customers of (expected - actual)². */
  rootMeanSquare: number;
  /** The mean over customers of expected - actual: above 0 when too much is expected. */
  bias: number;
  /** The correlation of expected and actual; null when either is the same for all customers. */
  correlation: number | null;
}

/** What {@link validateHoldout} finds. Averages are per customer. */
export interface HoldoutValidation {
  customers: number;
  /** The length of the holdout. */
  horizon: number;
  /** What all customers bought in the holdout. */
  actual: number;
  model: ForecastError;
  naive: ForecastError;
  /** By repeat purchases in calibration; the last class is open. The averages are null in a class without customers. */
  byFrequency: { frequency: number; open: boolean; customers: number; actual: number | null; expected: number | null; naive: number | null }[];
  /** Groups of equal size, those of whom most is expected first, from 1. Nulls when nobody bought anything. */
  lift: { group: number; customers: number; actual: number; expected: number; lift: number | null; cumulativeShare: number | null }[];
}

/** What {@link frequencyFit} finds. */
export interface FrequencyFit {
  /** Customers by repeat purchases; the last class is open. */
  classes: { frequency: number; open: boolean; actual: number; expected: number }[];
  /** Null when no degree of freedom is left. */
  chiSquare: number | null;
  degreesOfFreedom: number | null;
  pValue: number | null;
}

/** What {@link trackPurchases} finds. */
export interface Tracking {
  /**
   * A row for each unit of time: endsOn (its last day), time (units up to its end), actual and expected (repeat purchases in it),
   * cumulativeActual, cumulativeExpected. It has to be freed.
   */
  periods: Table;
  /** The time until observationEnd, as `time` is counted: a model fitted up to there did not know what comes later. */
  observed: number;
  customers: number;
  refunds: RefundSummary;
  skipped: Skipped;
}

/** What {@link purchaseMatrix} can be told. */
export interface PurchaseMatrixOptions {
  /** How long the customers have been known. */
  T: number;
  /** How far to look ahead. */
  horizon: number;
  /** Default 0 to 20. */
  frequencies?: readonly number[];
  /** Up to T; default whole units of time from 0 on, or as many of them as make 100 steps, and T. */
  recencies?: readonly number[];
}

/** What {@link purchaseMatrix} returns. */
export interface PurchaseMatrix {
  frequency: number[];
  recency: number[];
  probabilityAlive: (number | null)[][];
  expectedPurchases: (number | null)[][];
}
