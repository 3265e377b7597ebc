// Purchase summaries, and models of purchases.

import type { DateInput, OnInvalid, Refunds, TableInput, TransactionColumns } from "./common.js";
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
