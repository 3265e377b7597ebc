// The part of the package's contract that this version delivers, word for word but for what can be null. The declarations that are
// published must equal it; contract-check.ts has the compiler compare them.

// ---------------------------------------------------------------- loading
/** Loads the module. Idempotent. Needed in browsers only; in Node and edge runtimes it resolves at once. */
export default function init(source?: WebAssembly.Module | BufferSource | Response | URL | string | Promise<unknown>): Promise<void>;
export const version: string;

// ---------------------------------------------------------------- errors
/** The only error that the package throws on purpose. `code` is stable; messages may be improved. */
export class CustometryError extends Error {
  readonly code: ErrorCode;
  readonly column?: string;
  readonly row?: number; // 0-based
  readonly help?: string; // what to do about it
}
export type ErrorCode =
  | "missing-column" | "wrong-type" | "bad-date" | "bad-number" | "empty-input" | "invalid-option"
  | "length-mismatch" | "not-converged" | "not-initialized" | "out-of-memory" | "bad-csv" | "bad-state" | "internal";

/** What was left out of an analysis, and why. `rows` holds the first 1,000; `count` is always complete. */
export interface Skipped { count: number; rows: { row: number; column: string; reason: string }[]; truncated: boolean }
/** "throw" (default): the first bad row raises an error that names it. "skip": it is left out and reported. */
export type OnInvalid = "throw" | "skip";

// ---------------------------------------------------------------- tables
export type Cell = string | number | boolean | bigint | Date | null | undefined;
export type Row = Readonly<Record<string, Cell>>;
/** codes[i] indexes into values; -1 is null. */
export interface DictionaryColumn { codes: Int32Array; values: readonly string[] }
export type ColumnData = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array
  | BigInt64Array | readonly Cell[] | DictionaryColumn;
export type Columns = Readonly<Record<string, ColumnData>>;
export type TableInput = Table | readonly Row[] | Columns;
/** Date, epoch milliseconds, or ISO 8601 ("2026-01-31", "2026-01-31T08:00:00+08:00"). Anything ambiguous is an error. */
export type DateInput = Date | number | string;
export type ColumnType = "number" | "string" | "boolean" | "date";

export class Table {
  static fromRows(rows: readonly Row[], options?: { types?: Record<string, ColumnType> }): Table;
  static fromColumns(columns: Columns): Table;
  static fromCsv(csv: string | Uint8Array, options?: { delimiter?: string; types?: Record<string, ColumnType> }): Table;
  /** An Apache Arrow JS table; its buffers are read directly. */
  static fromArrow(table: unknown): Table;
  readonly numRows: number;
  readonly columns: readonly { name: string; type: ColumnType; nulls: number }[];
  /** Numbers and dates (epoch ms) as typed arrays, strings and booleans as arrays; a null is NaN in a typed array. */
  column(name: string): Float64Array | Int32Array | Uint8Array | (string | null)[] | (boolean | null)[];
  toRows(range?: { from?: number; to?: number }): Row[];
  toColumns(): Record<string, ReturnType<Table["column"]>>;
  /** Cells that a spreadsheet would run as a formula are quoted with a leading apostrophe. */
  toCsv(): string;
  free(): void;
  // also [Symbol.dispose](), typed so that the declarations compile without "esnext.disposable"
}

// ---------------------------------------------------------------- RFM
export interface TransactionColumns { customerId?: string; date?: string; amount?: string; orderId?: string } // default: the names themselves; with orderId, lines of one order count once
export interface RfmOptions extends TransactionColumns {
  asOf: DateInput; // purchases on later calendar days are left out and counted in `skipped`
  bins?: number; // 2 to 10, default 5
  /**
   * "quantile" (default): cut points are the type-7 quantiles k/bins, and a value scores 1 + how many cut points it exceeds,
   *   so equal values always score the same. "ntile": equal-sized groups by rank, ties in order of first appearance.
   * "mean": two bins, cut at the mean. Or cut points of your own, e.g. last quarter's `thresholds`.
   */
  binning?: "quantile" | "ntile" | "mean" | RfmThresholds;
  monetary?: "total" | "average"; // default "total"
  /** "standard": the ten recency x frequency segments; "eight-class": the eight high/low classes; or rules, first match wins. */
  segments?: "standard" | "eight-class" | readonly SegmentRule[];
  utcOffset?: string; // "+08:00": which calendar day a timestamp falls on; default "+00:00"
  locale?: "en" | "zh-CN";
  onInvalid?: OnInvalid;
}
export interface RfmThresholds { recency: number[]; frequency: number[]; monetary: number[] }
export interface SegmentRule { segment: string; label?: string; r?: [number, number]; f?: [number, number]; m?: [number, number] } // inclusive
export interface RfmResult {
  /** customerId, recencyDays (whole calendar days), frequency, monetary, r, f, m, segment */
  customers: Table;
  segments: { segment: string; label: string; customers: number; customerShare: number; revenue: number; revenueShare: number;
    medianRecencyDays: number; medianFrequency: number; medianMonetary: number }[];
  thresholds: RfmThresholds;
  skipped: Skipped;
}
export function segmentRfm(transactions: TableInput, options: RfmOptions): RfmResult;
/** counts[i][j]: customers that moved from segments[i] to segments[j]; "(new)" and "(gone)" take those in one result only. */
export function rfmMigration(before: RfmResult, after: RfmResult): { segments: string[]; counts: number[][] };

// ---------------------------------------------------------------- retention
/** retention = (end - new) / start; churn = 1 - retention; endBased = (end - new) / end, which some texts print as retention. */
export function retentionRate(c: { start: number; end: number; new: number }): { retention: number | null; churn: number | null; endBased: number | null };
export type Period = "day" | "week" | "month" | "quarter" | "year";
export interface CohortOptions extends TransactionColumns { period: Period; asOf: DateInput; utcOffset?: string; onInvalid?: OnInvalid }
export interface CohortResult {
  cohorts: string[]; // "1997-01", "1997-W05", "1997-Q1", ...
  sizes: number[];
  customers: number[][]; // [cohort][age]: active customers; age 0 is the first period; rows end at asOf
  rates: number[][];
  revenue: number[][] | null;
  skipped: Skipped;
}
export function cohortRetention(transactions: TableInput, options: CohortOptions): CohortResult;
/** Monthly recurring revenue by customer at two dates: gross retention never counts expansion and never exceeds 1. */
export function revenueRetention(table: TableInput, options: { customerId?: string; start: string; end: string }):
  { grossRetention: number | null; netRetention: number | null; logoRetention: number | null; contraction: number; churned: number; expansion: number; new: number };
export interface SurvivalOptions { duration: string; observed: string; entry?: string; weight?: string; group?: string; confidence?: number }
export interface SurvivalCurve { group: string | null; time: number[]; atRisk: number[]; events: number[]; survival: number[]; lower: number[]; upper: number[]; median: number | null; restrictedMean: number }
export function kaplanMeier(table: TableInput, options: SurvivalOptions): { curves: SurvivalCurve[]; logRank: { statistic: number; degreesOfFreedom: number; pValue: number } | null };
/** survivors[t]: customers still there after t renewals; survivors[0] is the cohort. */
export function fitSbg(survivors: readonly number[]): SbgModel;
export interface SbgModel { readonly params: { alpha: number; beta: number }; readonly logLikelihood: number; readonly fit: FitReport;
  survival(t: number): number; retention(t: number): number;
  discountedExpectedLifetime(discountRate: number): number; discountedResidualLifetime(renewals: number, discountRate: number): number }

// ---------------------------------------------------------------- customer lifetime value
export function clvFormula(i: { averageOrderValue: number; purchaseFrequency: number; lifespan: number; grossMargin?: number; acquisitionCost?: number }):
  { revenue: number; margin: number; net: number; ltvToCac: number | null; paybackPeriods: number | null };
/** margin * r / (1 + d - r): margin per period, retention r and discount rate d per the same period. */
export function clvRetention(i: { margin: number; retention: number; discountRate: number }): number;
export interface PurchaseSummaryOptions extends TransactionColumns { observationEnd: DateInput; timeUnit: "day" | "week"; holdoutEnd?: DateInput; utcOffset?: string; onInvalid?: OnInvalid }
/** customerId, frequency (repeat purchase days), recency, T, monetary (mean of the repeat days' totals; 0 when none), and with
 *  holdoutEnd also holdoutFrequency, holdoutMonetary, holdoutT. Times are fractional in `timeUnit`. */
export function summarizePurchases(transactions: TableInput, options: PurchaseSummaryOptions): Table;

export interface FitReport { converged: boolean; /** the optimum lies at infinity or zero: estimates are not usable as they stand */ boundary: boolean; gradientNorm: number; iterations: number; observations: number; distinctPatterns: number; message: string }
export interface FitOptions { penalty?: number; start?: Record<string, number> }
export interface PurchaseModel {
  readonly kind: "bg-nbd" | "mbg-nbd" | "pareto-nbd" | "bg-bb";
  readonly params: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>> | null;
  readonly logLikelihood: number | null; // the sum over customers, all constants kept
  readonly fit: FitReport | null;
  /** Per customer, within the next `horizon` units. Summary columns: frequency, recency, T (and weight, for fits on grouped data). */
  expectedPurchases(summary: TableInput, horizon: number): Float64Array;
  probabilityAlive(summary: TableInput): Float64Array;
  /** For a customer just acquired, within t units. */
  expectedPurchasesNewCustomer(t: number): number;
  /** P(X(t) = n) for a customer just acquired. */
  purchaseCountProbability(t: number, n: number): number;
  toJSON(): object;
}
export function fitBgNbd(summary: TableInput, options?: FitOptions): PurchaseModel;
export function fitMbgNbd(summary: TableInput, options?: FitOptions): PurchaseModel;
export function fitParetoNbd(summary: TableInput, options?: FitOptions): PurchaseModel;
export function fitBgBb(summary: TableInput, options?: FitOptions): PurchaseModel; // discrete: T is the number of opportunities
/** A model of known parameters: {r, alpha, a, b}, {r, alpha, s, beta} or {alpha, beta, gamma, delta}. Also accepts toJSON(). */
export function purchaseModel(kind: PurchaseModel["kind"], params: Record<string, number>): PurchaseModel;
export interface SpendModel { readonly kind: "gamma-gamma"; readonly params: { p: number; q: number; v: number }; readonly standardErrors: { p: number; q: number; v: number } | null;
  readonly logLikelihood: number | null; readonly fit: FitReport | null; expectedSpend(summary: TableInput): Float64Array; readonly populationMean: number | null; toJSON(): object }
export function fitGammaGamma(summary: TableInput, options?: FitOptions): SpendModel; // on the customers with frequency > 0
export function spendModel(params: { p: number; q: number; v: number }): SpendModel;
export interface LifetimeValueOptions { horizon: number; timeUnit: "day" | "week"; annualDiscountRate: number; margin?: number }
/** customerId, probabilityAlive, expectedPurchases, expectedSpend, lifetimeValue */
export function lifetimeValue(summary: TableInput, purchases: PurchaseModel, spend: SpendModel, options: LifetimeValueOptions): Table;

// ---------------------------------------------------------------- lead scoring
/** Points run 0 to 100. A dimension is the weighted mean of its criteria, the score the weighted mean of the dimensions. */
export interface Scorecard {
  name: string;
  dimensions: { name: string; weight: number; criteria: Criterion[] }[];
  tiers: { name: string; min: number }[]; // e.g. hot 75, warm 50, cold 0
  disqualifiers?: { column: string; equals?: Cell; below?: number; reason: string }[]; // beside the score, never mixed into it
  /** "neutral": a missing value takes no part and the other weights are rescaled; "zero": it scores 0. Default "neutral". */
  missing?: "neutral" | "zero";
}
export type Criterion = { column: string; weight?: number } & (
  | { kind: "category"; points: Record<string, number>; other?: number }
  | { kind: "bands"; bands: { min?: number; below?: number; points: number }[] } // min <= v < below
  | { kind: "linear"; points: [value: number, points: number][] } // piecewise, flat outside
  | { kind: "daysUntil"; bands: { min?: number; below?: number; points: number }[] } // a date column, in days from asOf
  | { kind: "decay"; halfLifeDays: number; full: number } // a date column: points halve every halfLifeDays before asOf
);
/** Budget, authority, need, timeline, equal weights, over documented default columns. */
export function bantScorecard(): Scorecard;
export interface LeadScores {
  /** The rows in input order: score, tier, rank, one column per dimension, disqualified (reason or null), completeness (share of criteria present) */
  leads: Table;
  tiers: { tier: string; leads: number; share: number }[];
  /** Contributions of every criterion; they add up to the score exactly. */
  explain(row: number): { score: number | null; contributions: { dimension: string; column: string; value: Cell; points: number; contribution: number }[]; missing: string[] };
  /** What-if: the score with some values changed. */
  whatIf(row: number, changes: Row): number | null;
  skipped: Skipped;
}
export function scoreLeads(leads: TableInput, scorecard: Scorecard, options?: { asOf?: DateInput; onInvalid?: OnInvalid }): LeadScores;
export interface TrainOptions { target: string; features: readonly string[]; createdAt?: string; method?: "logistic" | "naive-bayes"; testShare?: number; penalty?: number; seed?: number }
export interface ModelMetrics { rows: number; positives: number; auc: number | null; logLoss: number | null; brier: number | null; calibrationError: number | null; liftTopDecile: number | null; threshold: number; f1: number | null; baseRate: number | null }
export interface LeadModel {
  readonly method: string;
  /** Validated on the newest testShare of rows (by createdAt), never on rows that it was trained on. */
  readonly metrics: { train: ModelMetrics; test: ModelMetrics };
  readonly calibration: { predicted: number; observed: number; rows: number }[];
  readonly weights: { feature: string; level: string | null; weight: number }[];
  predict(leads: TableInput): Float64Array; // probability
  explain(lead: Row): { probability: number; contributions: { feature: string; value: Cell; logOdds: number }[] };
  /** The learned importance of each dimension, to be put into a scorecard. */
  suggestWeights(scorecard: Scorecard): Scorecard;
  toJSON(): object;
}
export function trainLeadModel(leads: TableInput, options: TrainOptions): LeadModel;
export function loadLeadModel(json: object): LeadModel;

// ---------------------------------------------------------------- data quality
export type Severity = "error" | "warning" | "info";
export type Check = { id?: string; severity?: Severity; weight?: number; /** share of rows that must pass; default 1 */ mostly?: number; where?: { column: string; equals: Cell } } & (
  | { check: "required"; column: string } | { check: "unique"; columns: string[] } | { check: "oneOf"; column: string; values: Cell[] }
  | { check: "matches"; column: string; pattern: string; flags?: string } | { check: "between"; column: string; min?: number | DateInput; max?: number | DateInput }
  | { check: "length"; column: string; min?: number; max?: number } | { check: "type"; column: string; type: ColumnType }
  | { check: "email"; column: string } | { check: "phone"; column: string; region?: string } | { check: "url"; column: string }
  | { check: "notFuture"; column: string } | { check: "fresh"; column: string; maxAgeDays: number } | { check: "compare"; left: string; operator: "<" | "<=" | "=" | "!=" | ">=" | ">"; right: string }
  | { check: "reference"; column: string; table: TableInput; key: string } | { check: "notJunk"; column: string } | { check: "outlier"; column: string; deviations?: number }
  | { check: "custom"; column: string; test: (value: Cell) => boolean; reason: string });
export interface QualityOptions { key?: string; owner?: string; department?: string; asOf?: DateInput; phoneValidator?: (values: string[]) => boolean[] }
export interface QualityReport {
  score: number | null; // 0 to 100
  grade: "A" | "B" | "C" | "D" | "F" | null;
  dimensions: { dimension: "completeness" | "validity" | "uniqueness" | "freshness" | "consistency" | "plausibility"; score: number | null }[];
  checks: { id: string; check: string; columns: string[]; severity: Severity; passed: boolean; rows: number; failed: number; passRate: number | null; error: string | null }[];
  fields: { column: string; fillRate: number | null; distinct: number; score: number | null }[];
  groups: { by: "owner" | "department"; value: string | null; records: number; score: number | null }[];
  /** row, key, column, check, severity, value, reason: every failing cell, none left out */
  failures: Table;
  /** row, key, score */
  records: Table;
}
export function checkQuality(records: TableInput, checks: readonly Check[], options?: QualityOptions): QualityReport;
export function suggestChecks(records: TableInput): Check[];
export function profileTable(table: TableInput): { rows: number; columns: { name: string; type: ColumnType; nulls: number; distinct: number; min: Cell; max: Cell; mean: number | null; quantiles: number[] | null; top: { value: Cell; count: number }[]; patterns: { pattern: string; count: number }[] }[] };
export function compareSnapshots(before: TableInput, after: TableInput, options?: { key?: string }): { rowsAdded: number | null; rowsRemoved: number | null; rowsChanged: number | null;
  columns: { name: string; fillRateBefore: number; fillRateAfter: number; populationStabilityIndex: number | null; drifted: boolean }[]; added: string[]; removed: string[] };
export interface DuplicateOptions {
  /** What each column is, e.g. {given_name: "givenName", surname: "surname", date_of_birth: "date", postcode: "code", phone: "phone"} */
  fields: Record<string, "givenName" | "surname" | "fullName" | "company" | "email" | "phone" | "date" | "address" | "city" | "code" | "identifier">;
  key?: string; threshold?: number; // probability, default 0.5 unless the issue says otherwise
  maxPairs?: number; onProgress?: (done: number, total: number) => void;
}
export interface DuplicateResult {
  /** rowA, rowB (rowA < rowB), probability, matchWeight */
  pairs: Table;
  /** row, key, cluster (of two or more records) */
  clusters: Table;
  candidatePairs: number;
  blocksSkipped: { rule: string; value: string; rows: number }[];
  explain(rowA: number, rowB: number): { prior: number; contributions: { field: string; level: string; matchWeight: number }[]; matchWeight: number; probability: number };
}
export function findDuplicates(records: TableInput, options: DuplicateOptions): DuplicateResult;

// ---------------------------------------------------------------- privacy
/** Keyed HMAC-SHA-256: without the key the identifiers can be neither reversed nor guessed by trying. */
export function pseudonymize(table: TableInput, options: { columns: readonly string[]; key: Uint8Array }): Table;
export function maskTable(table: TableInput, rules: Record<string, "name" | "email" | "phone" | "identifier" | "remove">): Table;

// ---------------------------------------------------------------- incremental, parallel, distributed
/** A running analysis: feed it batches as they arrive, merge it with others, save it, and read the result at any time. */
export interface RunningAnalysis<Result> { update(batch: TableInput): this; merge(other: RunningAnalysis<Result>): this; result(): Result; toState(): Uint8Array; free(): void }
export function runningRfm(options: RfmOptions): RunningAnalysis<RfmResult>;
export function runningCohorts(options: CohortOptions): RunningAnalysis<CohortResult>;
export function runningQuality(checks: readonly Check[], options?: QualityOptions): RunningAnalysis<QualityReport>;
/** Refuses, with code "bad-state", bytes that are damaged or of another version. */
export function fromState(kind: "rfm" | "cohorts" | "quality", bytes: Uint8Array): RunningAnalysis<unknown>;
