// What the page and its worker say to each other about lifetime value.
import type { PurchaseModel } from "custometry";
import type { Problem, Sort } from "./messages";

/** The models of purchases at any time; a model of opportunities needs other data. */
export const modelKinds = ["bg-nbd", "mbg-nbd", "pareto-nbd"] as const satisfies readonly PurchaseModel["kind"][];
export type ModelKind = (typeof modelKinds)[number];
export const timeUnits = ["week", "day"] as const;
export type TimeUnit = (typeof timeUnits)[number];
export const unitDays: Record<TimeUnit, number> = { week: 7, day: 1 };

export interface LifetimeChoices {
  model: ModelKind;
  timeUnit: TimeUnit;
  /** The last day that the checked fit knows; null: the middle of the observed days. */
  calibrationEnd: string | null;
  /** How far to look ahead, in units of time. */
  horizon: number;
  /** As shares: 0.1 is 10 %. */
  annualDiscountRate: number;
  margin: number;
}

export interface LifetimeRequest {
  kind: "lifetime";
  choices: LifetimeChoices;
}

/** An estimate, and its standard error where there is one. */
export interface Estimate {
  name: string;
  value: number;
  standardError: number | null;
}

/** A fit. Where it cannot be used, there are no estimates, but a message that says why not. */
export interface Fit {
  usable: boolean;
  boundary: boolean;
  message: string;
  estimates: Estimate[];
  logLikelihood: number | null;
  aic: number | null;
  bic: number | null;
  customers: number;
}
export interface SpendFit extends Fit {
  populationMean: number | null;
}

/** What was fitted to the purchases up to a day; a fit that could not even be tried has a problem instead. */
export interface FittedUntil {
  until: string;
  purchases: Fit | Problem;
  spend: SpendFit | Problem;
}

export type Interval = [lower: number, upper: number];

/** All customers together, over the horizon. The value is null where the model of spend cannot be used. */
export interface Forecast {
  customers: number;
  meanAlive: number;
  expectedPurchases: number;
  value: number | null;
  /** Null when there is none; "on-request" when there are so many different histories that it takes its time. */
  interval: Interval | "on-request" | null;
}

/** Repeat purchases week by week. What happens in a last week that is not whole is null; the sums include it. */
export interface Tracking {
  /** The last day of each week. */
  endsOn: string[];
  actual: (number | null)[];
  expected: (number | null)[];
  cumulativeActual: number[];
  cumulativeExpected: number[];
}

/** Means per customer in the holdout. */
export interface Compared {
  customers: number;
  actual: number | null;
  expected: number | null;
}
export interface FrequencyClass extends Compared {
  frequency: number;
  orMore: boolean;
}
export interface Decile extends Compared {
  decile: number;
  /** The actual purchases against the mean of all customers, and the share of all purchases up to here. */
  lift: number | null;
  cumulativeShare: number | null;
}
export interface ForecastError {
  total: number;
  meanAbsolute: number;
  rootMeanSquare: number;
  correlation: number | null;
}

/** The calibration fit against what was bought after it. */
export interface HoldoutCheck {
  customers: number;
  /** The length of the holdout, in units of time. */
  length: number;
  actual: number;
  model: ForecastError;
  naive: ForecastError;
  tracking: Tracking;
  byFrequency: FrequencyClass[];
  deciles: Decile[];
}

/** `[i][j]` is for frequency i and recency j; null where there can be no such customer. */
export interface Matrix {
  age: number;
  frequency: number[];
  recency: number[];
  probabilityAlive: (number | null)[][];
  expectedPurchases: (number | null)[][];
}

export interface LifetimePage {
  /** The choices, with the day that was found for "automatic". */
  choices: LifetimeChoices & { calibrationEnd: string };
  /** The first and the last observed day, and how many units of time apart they are. */
  range: { first: string; last: string; length: number };
  calibration: FittedUntil;
  all: FittedUntil;
  forecast: Forecast | null;
  /** Null without a holdout, and when the calibration fit cannot be used. */
  check: HoldoutCheck | null;
  matrix: Matrix | null;
  /** A customer worth a look. */
  customer: string | null;
}

export type ValueKey = "customerId" | "frequency" | "idle" | "probabilityAlive" | "expectedPurchases" | "expectedSpend" | "lifetimeValue";

export interface ValuesRequest {
  kind: "values";
  sort: Sort<ValueKey>;
  from: number;
  count: number;
}

/** A customer at the end of the data. `idle` is the time since the last purchase; spend and value are NaN where unknown. */
export interface ValueRow {
  customerId: string;
  frequency: number;
  idle: number;
  probabilityAlive: number;
  expectedPurchases: number;
  expectedSpend: number;
  lifetimeValue: number;
}
export interface ValuesPage {
  total: number;
  from: number;
  rows: ValueRow[];
}

export interface AliveRequest {
  kind: "alive";
  customer: string;
}

/** Day by day from the first purchase on. */
export interface AliveHistory {
  row: ValueRow;
  first: string;
  probabilityAlive: number[];
  /** The days with a purchase, counted from the first. */
  purchases: number[];
}
/** `history` is null when there is no such customer. */
export interface AlivePage {
  customer: string;
  history: AliveHistory | null;
}

/** The interval of the value of all customers. */
export interface IntervalRequest {
  kind: "interval";
}

export interface IdsRequest {
  kind: "ids";
  /** How the identifiers begin. */
  start: string;
  count: number;
}

export const isProblem = (fit: Fit | Problem): fit is Problem => !("usable" in fit);
/** The fit, if its estimates can be used. */
export const usable = <AFit extends Fit>(fit: AFit | Problem): AFit | null => (!isProblem(fit) && fit.usable ? fit : null);
