// Purchase summaries, and models of purchases.

import type { Table } from "../table.js";
import type { DateInput, OnInvalid, Period, RefundSummary, Refunds, Skipped, TableInput, TransactionColumns } from "./common.js";
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

/** What {@link clvFromChurn} is given. All rates are per the same period. */
export interface ChurnInputs {
  averageOrderValue: number;
  /** Purchases in a period. */
  purchaseFrequency: number;
  /** The share of customers who leave from one period to the next. */
  churn: number;
  /** The share of revenue that is earned. Default 1. */
  grossMargin?: number;
  /** Per period. Default 0. */
  discountRate?: number;
  /** How many periods to look ahead, the present one included. Default without end. */
  horizon?: number;
  acquisitionCost?: number;
  /** Over how many periods the churn was observed. */
  observedPeriods?: number;
}

/** What {@link clvFromChurn} finds. */
export interface ChurnValue {
  /** 1 / churn; null when nobody leaves. */
  lifespan: number | null;
  marginPerPeriod: number;
  /** The margin of all periods up to the horizon; null when it has no limit. */
  margin: number | null;
  net: number | null;
  ltvToCac: number | null;
  /** The periods after which the expected margin has paid for the acquisition, not discounted; null when it never does. */
  paybackPeriods: number | null;
  warnings: string[];
}

/** What {@link acquisitionCost} finds. */
export interface AcquisitionCost {
  cac: number | null;
  ltvToCac: number | null;
  paybackPeriods: number | null;
  warnings: string[];
}

/** What {@link historicValue} can be told. Unknown keys are errors. */
export interface HistoricValueOptions extends TransactionColumns {
  /** The day to look back from; purchases on later calendar days are left out and counted. */
  asOf: DateInput;
  /** The column of what each row cost. */
  cost?: string;
  /** The share of revenue that is margin before the costs of the column. Default 1. */
  margin?: number;
  /** The periods of the cohorts. Default "month". */
  period?: Period;
  utcOffset?: string;
  refunds?: Refunds;
  onInvalid?: OnInvalid;
}

/** What {@link historicValue} finds. The tables have to be freed. */
export interface HistoricValue {
  /** By identifier: customerId, firstPurchase, lastPurchase, orders, revenue, cost (with a column of costs), value. */
  customers: Table;
  /** By cohort and age: cohort, age, customers, value (at that age), cumulativePerCustomer. */
  cohorts: Table;
  totals: { customers: number; orders: number; revenue: number; cost: number; value: number };
  /** Whether asOf is the last day of its period. */
  lastPeriodComplete: boolean;
  warnings: string[];
  refunds: RefundSummary;
  skipped: Skipped;
}

/** What {@link valueContribution} can be told. */
export interface ValueContributionOptions {
  /** Default "value". */
  value?: string;
  /** Default "customerId", if there is such a column. */
  customerId?: string;
  onInvalid?: OnInvalid;
}

/** What {@link valueContribution} finds. */
export interface ValueContribution {
  /** Those of the greatest value first: customerId, rank, value, share, cumulativeShare. It has to be freed. */
  customers: Table;
  summary: {
    customers: number;
    total: number;
    gini: number | null;
    /** The share of the total that the best 20 % of customers bring. */
    top20Share: number | null;
    /** The share that the best 0 %, 1 %, ... 100 % bring. */
    curve: number[] | null;
    warnings: string[];
  };
  skipped: Skipped;
}

/** What a fit can be told. Unknown keys are errors. */
export interface FitOptions {
  /** A ridge penalty on the parameters, as in other packages: the log-likelihood per customer is reduced by penalty times the sum of their squares. Default 0. */
  penalty?: number;
  /** Where the search begins, besides its own starts: a value for each parameter. */
  start?: Record<string, number>;
  /**
   * Columns of the summary that the rate of purchases and the lifetime depend on: numbers, or true and false. For a category, make a
   * column of 0 and 1 for each value but one. Not for bg-bb and gamma-gamma.
   */
  covariates?: { purchases?: string[]; lifetime?: string[] };
  /** For fitGammaGamma: what to do with repeat customers whose mean amount is 0 or negative. Default "throw". */
  onNonPositive?: OnInvalid;
}

/** A customer's covariates, by column. */
export type Covariates = Readonly<Record<string, number>>;

/** How what is expected later counts today. */
export interface DiscountOptions {
  /** The discount rate per year, whatever the unit: 0.1 is 10 %. */
  annualDiscountRate: number;
  /** The unit of the summary that the model was fitted to; for bg-bb, how often an opportunity comes. */
  timeUnit: "day" | "week" | "month" | "quarter" | "year";
}

/** A model of how often customers buy, and until when. There is nothing to free. */
export interface PurchaseModel {
  readonly kind: "bg-nbd" | "mbg-nbd" | "pareto-nbd" | "bg-bb";
  /**
   * r, alpha, a, b; for Pareto/NBD r, alpha, s, beta; for BG/BB alpha, beta, gamma, delta. With covariates also their coefficients,
   * "purchases.<column>" and "lifetime.<column>"; the others are then those of a customer whose covariates are all 0.
   */
  readonly params: Readonly<Record<string, number>>;
  /** From the observed information; null unless the model was fitted and the fit converged. */
  readonly standardErrors: Readonly<Record<string, number>> | null;
  /** Of the parameters, in their order; null like the standard errors, which are the roots of the diagonal. */
  readonly covariances: readonly (readonly number[])[] | null;
  /** The sum over customers, all constants kept; null for a model of known parameters. */
  readonly logLikelihood: number | null;
  /** 2 k - 2 ln L, with k parameters. */
  readonly aic: number | null;
  /** k ln n - 2 ln L, with n customers. */
  readonly bic: number | null;
  readonly fit: FitReport | null;
  /**
   * Per customer, within the next `horizon` units. Summary columns: frequency, recency, T (and weight, for fits on grouped data).
   * Besides, the covariates of the model.
   */
  expectedPurchases(summary: TableInput, horizon: number): Float64Array;
  /** Per customer, the probability of not having left for good. */
  probabilityAlive(summary: TableInput): Float64Array;
  /** Per customer, P(X(T, T + horizon) = n) given the history. */
  conditionalCountProbability(summary: TableInput, horizon: number, n: number): Float64Array;
  /** The same for n = 0. */
  noPurchaseProbability(summary: TableInput, horizon: number): Float64Array;
  /** Per customer, the expected time within the horizon until leaving, 0 for those who have left; NaN where it is infinite. Default without end. */
  expectedLifetime(summary: TableInput, horizon?: number): Float64Array;
  /** Per customer, the expected purchases to come without end, each discounted (DERT). */
  discountedResidualTransactions(summary: TableInput, options: DiscountOptions): Float64Array;
  /** For a customer just acquired, within t units. With covariates give theirs. */
  expectedPurchasesNewCustomer(t: number, covariates?: Covariates): number;
  /** P(X(t) = n) for a customer just acquired. */
  purchaseCountProbability(t: number, n: number, covariates?: Covariates): number;
  /** P(X(from, to) = n) between two times after the acquisition. */
  intervalCountProbability(from: number, to: number, n: number, covariates?: Covariates): number;
  /** For a customer just acquired, the expected time within the horizon until leaving; null where it is infinite. Default without end. */
  expectedLifetimeNewCustomer(horizon?: number, covariates?: Covariates): number | null;
  /** Plain data, from which {@link purchaseModel} makes the model again. */
  toJSON(): object;
}

/** A model of how much customers spend at a purchase. There is nothing to free. */
export interface SpendModel {
  readonly kind: "gamma-gamma";
  readonly params: { p: number; q: number; v: number };
  /** From the observed information; null unless the model was fitted and the fit converged. */
  readonly standardErrors: { p: number; q: number; v: number } | null;
  /** Of the parameters, in their order. */
  readonly covariances: readonly (readonly number[])[] | null;
  readonly logLikelihood: number | null;
  readonly aic: number | null;
  readonly bic: number | null;
  readonly fit: FitReport | null;
  /** Per customer, the expected mean spend; summary columns: frequency, monetary. */
  expectedSpend(summary: TableInput): Float64Array;
  /** p v / (q - 1), the mean over all customers; null where q <= 1, and it is infinite. */
  readonly populationMean: number | null;
  /** Plain data, from which {@link spendModel} makes the model again. */
  toJSON(): object;
}

/** What {@link lifetimeValue} can be told. Unknown keys are errors. */
export interface LifetimeValueOptions extends DiscountOptions {
  /** How far to look ahead, in units of time. */
  horizon: number;
  /** The share of the spend that is earned. Default 1. */
  margin?: number;
  /** Of intervals, between 0 and 1, for fitted models. Default none. */
  confidence?: number;
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

/** What {@link simulateSummaries} can be told. */
export interface SimulateSummariesOptions {
  /** How many, up to 10 million. */
  customers: number;
  /** The time from the first purchase to the end of the observation, or the least and the most, between which it is drawn. */
  T: number | readonly [number, number];
  /** The length of a holdout. */
  horizon?: number;
  /** Where the random numbers begin: a whole number up to 2^53. */
  seed: number;
}

/** What {@link simulateTransactions} can be told. */
export interface SimulateTransactionsOptions {
  /** How many, up to 10 million. */
  customers: number;
  /** The first day. */
  start: DateInput;
  /** In how many days from start on customers make their first purchase, evenly. Default 1. */
  acquisitionDays?: number;
  /** The last day. */
  end: DateInput;
  /** The unit of time of the model. */
  timeUnit: "day" | "week";
  /** Where the random numbers begin: a whole number up to 2^53. */
  seed: number;
}

/** What {@link portfolioValue} finds. */
export interface PortfolioValue {
  customers: number;
  /** Within the horizon. */
  expectedPurchases: number;
  /** Null where the model of spend has no finite mean. */
  lifetimeValue: number | null;
  /** How far this may be off because the parameters are estimates; null unless both models were fitted. */
  standardError: number | null;
  /** What `confidence` asks for. */
  interval: [number, number] | null;
}
