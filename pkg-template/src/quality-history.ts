// Quality over time: scores that are kept, and alerts when one of them changes.

import { isDate, timeOf } from "./cells.js";
import { failure, invalidOption } from "./error.js";
import { withTable } from "./input.js";
import { checkKeys, columnName, plainOptions } from "./options.js";
import { call, ensureReady } from "./runtime.js";
import { Table } from "./table.js";
import type { AlertOptions, AlertRule, DateInput, HistoryPoint, HistoryScores, QualityAlerts, TableInput } from "./types.js";

/**
 * Adds the scores of a report of quality to a history, and returns the new history; the one given stays as it is.
 *
 * The metrics are `score`, `dimension.<name>`, `check.<id>.passRate`, `field.<column>.fillRate` and `group.<by>.<value>.score`, in which (none) stands for
 * what has no group. Points of the
 * same time and metric are replaced: when data were corrected and checked again, the earlier scores do not stay as something to compare with.
 *
 * @param history - The points so far, such as read from JSON; at first [].
 * @param report - A QualityReport, or any object with some of its scores.
 * @param options - `at`: the time of the scores. Nothing here reads the clock.
 * @throws {@link CustometryError} `bad-date`, `invalid-option`.
 *
 * @example
 * ```js
 * import { addToHistory } from "custometry";
 *
 * const report = { score: 91.5, dimensions: [{ dimension: "completeness", score: 88 }] };
 * const history = addToHistory([], report, { at: "2026-01-31" });
 * console.log(history[1]); // { at: "2026-01-31", metric: "dimension.completeness", value: 88 }
 * ```
 */
export function addToHistory(history: readonly HistoryPoint[], report: HistoryScores, options: { at: DateInput }): HistoryPoint[] {
  ensureReady();
  if (!Array.isArray(history)) throw invalidOption("the history is not a list", "Begin with []: addToHistory([], report, { at }).");
  if (typeof report !== "object" || report === null) throw invalidOption("the report is not an object", "Give what checkQuality returned.");
  if (options === undefined) throw invalidOption("at is missing", "Give the time of the scores: { at: \"2026-01-31\" }.");
  checkKeys(options, ["at"], "addToHistory");
  const at = timeText(options.at);
  const points: HistoryPoint[] = [];
  const add = (metric: string, value: number | null): void => void points.push({ at, metric, value });
  const list = <Item>(items: readonly Item[] | undefined): readonly Item[] => items ?? [];
  if (report.score !== undefined) add("score", report.score);
  for (const { dimension, score } of list(report.dimensions)) add(`dimension.${dimension}`, score);
  for (const { id, passRate } of list(report.checks)) add(`check.${id}.passRate`, passRate);
  for (const { column, fillRate } of list(report.fields)) add(`field.${column}.fillRate`, fillRate);
  for (const { by, value, score } of list(report.groups)) add(`group.${by}.${value ?? "(none)"}.score`, score);
  const added = new Set(points.map(({ metric }) => metric));
  return [...history.filter((point) => point.at !== at || !added.has(point.metric)), ...points];
}

/**
 * Holds rules against a history, and returns the values that are beyond their limits, each with its reason. The values that a rule looks
 * back on are the `window` last ones before the point, which itself is never among them; r is their mean and s their standard deviation:
 *
 * - "relative": r - maxChange |r| to r + maxChange |r|
 * - "absolute": r - maxChange to r + maxChange
 * - "threeSigma": r - d to r + d, with d = max(deviations s, minChange). When all values are the same, s is 0 and any other is an alert
 * - "threshold": min to max
 *
 * What cannot be judged, such as for want of points, is listed in `notChecked`.
 *
 * @param history - A row for each point: at, metric, value, in any order; as {@link addToHistory} makes it, or of your own.
 * @throws {@link CustometryError} `invalid-option`, with the place in the rules; `missing-column`, `wrong-type`.
 *
 * @example
 * ```js
 * import { qualityAlerts } from "custometry";
 *
 * const history = [{ at: "2026-01-01", metric: "score", value: 95 }, { at: "2026-01-02", metric: "score", value: 60 }];
 * const { alerts } = qualityAlerts(history, [{ metric: "score", kind: "relative", maxChange: 0.1, direction: "down" }]);
 * console.log(alerts[0].reason); // score fell from 95 to 60, by 36.84 %; 10 % is allowed
 * ```
 */
export function qualityAlerts(history: TableInput, rules: readonly AlertRule[], options: AlertOptions = {}): QualityAlerts {
  ensureReady();
  if (!Array.isArray(rules)) throw invalidOption("the rules are not a list", "Call qualityAlerts(history, [{ metric, kind, ... }]).");
  const plain = plainOptions(options, "qualityAlerts");
  const plainRules = plainOptions({ rules }, "qualityAlerts")["rules"];
  const name = (key: string): string => columnName(plain, key) ?? key;
  const empty = Array.isArray(history) && history.length === 0;
  const given = empty ? { [name("at")]: [], [name("metric")]: [], [name("value")]: [] } : history;
  return withTable(given, [
    { name: name("at"), role: "date" }, { name: name("metric"), role: "group" }, { name: name("value"), role: "number" },
  ], true, (raw) => call((module) => module.qualityAlerts(raw, plainRules, plain)) as QualityAlerts);
}

/** The time as ISO 8601. */
function timeText(at: unknown): string {
  const ms = isDate(at) ? timeOf(at) : at;
  if (typeof ms === "number") {
    const date = new Date(ms);
    if (!Number.isNaN(date.getTime())) return date.toISOString();
    throw failure("bad-date", "at is not a date", { help: "Give a Date, milliseconds since 1970, or ISO 8601 text." });
  }
  if (typeof ms !== "string") throw invalidOption("at is missing", "Give the time of the scores: { at: \"2026-01-31\" }.");
  Table.fromRows([{ at: ms }], { types: { at: "date" } }).free();
  return ms;
}
