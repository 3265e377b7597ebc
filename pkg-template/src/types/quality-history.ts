// What alerts on a history of scores take and return.

import type { Skipped } from "./common.js";

/** A point of a history. Plain data: a history can be kept as JSON. */
export type HistoryPoint = {
  /** When: ISO 8601. */
  at: string;
  /** What: "score", "dimension.completeness", "check.<id>.passRate", "field.<column>.fillRate" ... */
  metric: string;
  value: number | null;
};

/** The scores of a report that are kept. A QualityReport is one; any of the lists may be missing. */
export interface HistoryScores {
  score?: number | null;
  dimensions?: readonly { readonly dimension: string; readonly score: number | null }[];
  checks?: readonly { readonly id: string; readonly passRate: number | null }[];
  fields?: readonly { readonly column: string; readonly fillRate: number | null }[];
  groups?: readonly { readonly by: string; readonly value: string | null; readonly score: number | null }[];
}

/** A rule for alerts. Unknown keys are errors, and so are those that mean nothing to its kind. */
export type AlertRule = {
  /** The name. Default: metric and kind. */
  id?: string;
  /** The metric; with "*" at the end all whose names begin so: "dimension.*". */
  metric: string;
  /** How serious an alert is; handed on. Default "warning". */
  severity?: string;
  /** Which changes matter. Default "both". */
  direction?: "both" | "down" | "up";
  /** Whether points that the rule gave an alert for are not looked back on. Default: only for "threeSigma". */
  excludeAlerted?: boolean;
} & (
  | {
    /** "relative": maxChange 0.1 is a tenth of the reference; "absolute": in the unit of the metric. */
    kind: "relative" | "absolute";
    maxChange: number;
    /** The reference is the mean of so many points before. Default 1. */
    window?: number;
    /** How many of them there have to be. Default: all. */
    minPoints?: number;
    /** A value to compare with instead. */
    baseline?: number;
  }
  | {
    /** Further from the mean of the points before than `deviations` of their standard deviations. */
    kind: "threeSigma";
    /** Default 3. */
    deviations?: number;
    /** The change, in the unit of the metric, up to which nothing is an alert. Default 0. */
    minChange?: number;
    /** "standardDeviation" (default): of the sample; "movingRange": mean difference of neighbours / 1.128. */
    spread?: "standardDeviation" | "movingRange";
    /** How many points before are looked back on. Default 30. */
    window?: number;
    /** How many of them there have to be, 2 or more. Default 7. */
    minPoints?: number;
  }
  | { kind: "threshold"; min?: number; max?: number }
);

/** What {@link qualityAlerts} can be told. Unknown keys are errors. */
export interface AlertOptions {
  /** The column of the time. Default `"at"`. */
  at?: string;
  /** The column of the metric. Default `"metric"`. */
  metric?: string;
  /** The column of the value. Default `"value"`. */
  value?: string;
  /** Which points are checked. Default "latest": the latest of each metric. */
  check?: "latest" | "all";
  /** The language of the reasons. */
  locale?: "en" | "zh-CN";
}

/** What {@link qualityAlerts} returns. */
export interface QualityAlerts {
  /** Values beyond their limits, by rule, metric and time. */
  alerts: {
    rule: string;
    metric: string;
    kind: "relative" | "absolute" | "threeSigma" | "threshold";
    severity: string;
    /** As it stands in the history. */
    at: string;
    /** The row of the history. */
    row: number;
    value: number;
    /** The value before, the mean of those before, or the baseline; null for a threshold. */
    reference: number | null;
    /** How many values the reference is of. */
    points: number;
    /** What is allowed: null on a side that does not matter. */
    lower: number | null;
    upper: number | null;
    /** The limit that was crossed. */
    limit: number;
    /**
     * relative: (value - reference) / |reference|; absolute: value - reference; threeSigma: in standard deviations, null when that is 0;
     * threshold: value - limit.
     */
    change: number | null;
    direction: "down" | "up";
    reason: string;
  }[];
  /** How many points were checked, each counted once for every rule. */
  checked: number;
  /** What could not be checked: too few points before it, no value, no relative change from 0, a metric that is not there (at: null). */
  notChecked: { rule: string; metric: string; at: string | null; points: number; needed: number; reason: string }[];
  /** The rows of the history that cannot be used, and those that a later row of the same metric and time replaces. */
  skipped: Skipped;
}
