// Survival: how long customers stay, when many of them have not left yet.

import { invalidOption } from "./error.js";
import { withTable, type Need } from "./input.js";
import { columnName, columnNames, plainOptions } from "./options.js";
import { call, ensureReady, generation, release } from "./runtime.js";
import { Table } from "./table.js";
import type { SurvivalCurve, SurvivalDurationOptions, SurvivalDurations, SurvivalOptions, SurvivalResult, TableInput } from "./types.js";

/** What a curve has one value of for each of its times. */
const COLUMNS = ["time", "atRisk", "events", "censored", "survival", "standardError", "lower", "upper", "cumulativeHazard"] as const;

type Column = (typeof COLUMNS)[number];
type Report = Omit<SurvivalResult, "curves"> & { curves: (Omit<SurvivalCurve, Column> & { times: number })[] };

/**
 * Survival curves by the product-limit estimator of Kaplan and Meier, and the log-rank test of whether they differ.
 *
 * One row is one customer: how long it stayed (`duration`, 0 or more, in any unit), and whether the end was `observed` or the
 * row is censored, that is, still there when last seen. {@link survivalDurations} makes both from dates. With d(t) ends among
 * n(t) at risk, those with entry < t <= duration:
 *
 * - survival S(t) = product of 1 - d(u) / n(u) over the times u <= t, the share that stays longer than t
 * - limits: log-log, exp(-exp(log(-log S) -+ z sqrt(V) / log S)) with Greenwood's V = sum of d / (n (n - d))
 * - median: the least time at which survival is at most one half; null if it stays above
 * - restrictedMean: the area under the curve up to `restrictedTo`, in the unit of the durations
 *
 * Curves come sorted by group: numbers ascending, texts by code point.
 *
 * @param table - Rows, columns or a Table. Of rows and columns only those that are needed are looked at.
 * @param options - `duration` and `observed` name columns and are required.
 * @throws {@link CustometryError} `missing-column`, `wrong-type`, `bad-number`, each with the column and the row; `empty-input`,
 *   `invalid-option`, `length-mismatch`. With `onInvalid: "skip"`, rows that cannot be used are counted in `skipped` instead.
 *
 * @example
 * ```js
 * import { kaplanMeier } from "custometry";
 *
 * const customers = [
 *   { months: 2, left: true, plan: "basic" },
 *   { months: 5, left: true, plan: "basic" },
 *   { months: 9, left: false, plan: "basic" },
 *   { months: 6, left: true, plan: "plus" },
 *   { months: 12, left: false, plan: "plus" },
 *   { months: 12, left: false, plan: "plus" },
 * ];
 * const { curves, logRank } = kaplanMeier(customers, { duration: "months", observed: "left", group: "plan" });
 * console.log(curves[0].time, curves[0].survival); // [2, 5, 9], [0.667, 0.333, 0.333]
 * console.log(curves[0].group, curves[0].median); // basic 5
 * console.log(logRank.statistic, logRank.pValue);
 * ```
 *
 * Kaplan and Meier (1958); Klein and Moeschberger (2003), Survival Analysis, chapters 4 and 7.
 */
export function kaplanMeier(table: TableInput, options: SurvivalOptions): SurvivalResult {
  ensureReady();
  const plain = plainOptions(options, "kaplanMeier");
  const needs: Need[] = [{ name: required(plain, "duration"), role: "number" }, { name: required(plain, "observed"), role: "flag" }];
  for (const [key, role] of [["entry", "number"], ["weight", "number"], ["group", "group"]] as const) {
    const name = columnName(plain, key);
    if (name !== undefined) needs.push({ name, role });
  }
  return withTable(table, needs, plain["onInvalid"] === "skip", (raw) => {
    const result = call((module) => module.kaplanMeier(raw, plain));
    const from = generation();
    try {
      const { curves, logRank, skipped } = call(() => result.report()) as Report;
      const columns = COLUMNS.map((name) => [name, call(() => result.column(name))] as const);
      let begin = 0;
      const whole = curves.map(({ group, times, ...summary }) => {
        const end = begin + times;
        const own = Object.fromEntries(columns.map(([name, values]) => [name, Array.from(values.subarray(begin, end))]));
        begin = end;
        return { group, ...(own as Record<Column, number[]>), ...summary };
      });
      return { curves: whole, logRank, skipped };
    } finally {
      release(result, from);
    }
  });
}

/**
 * Durations for {@link kaplanMeier}, made from dates of start and end, one row a customer.
 *
 * duration = (end - start) in whole calendar days, divided by the length of the unit: 1, 7, 30.436875 (month) or 365.2425
 * (year) days. A customer without an end, or with one after `asOf`, is censored: its duration is (asOf - start). With
 * `observationStart`, the column `entry` holds (observationStart - start), or 0 for those that started later.
 *
 * Left out and counted in `skipped` are customers that start after `asOf`, and those that started before `observationStart` and
 * ended until then, on that very day among them.
 *
 * @param table - Rows, columns or a Table. Of rows and columns only those that are needed are looked at.
 * @param options - `start`, `end` and `asOf` are required; nothing here reads the clock.
 * @returns A table with the columns duration, observed, with `observationStart` entry, and those to keep. It has to be freed
 *   like any other.
 * @throws {@link CustometryError} `missing-column`, `bad-date`, `wrong-type`, each with the column and the row; `empty-input`,
 *   `invalid-option`, `length-mismatch`. With `onInvalid: "skip"`, rows that cannot be used are counted in `skipped` instead.
 *
 * @example
 * ```js
 * import { kaplanMeier, survivalDurations } from "custometry";
 *
 * const contracts = [
 *   { plan: "basic", from: "2025-01-10", to: "2025-04-10" },
 *   { plan: "basic", from: "2025-03-01", to: null },
 *   { plan: "plus", from: "2025-02-15", to: "2026-02-01" },
 * ];
 * const { durations, skipped } = survivalDurations(contracts, { start: "from", end: "to", asOf: "2025-12-31", keep: ["plan"] });
 * console.log(durations.toRows()[0], skipped.count); // { duration: 90, observed: true, plan: "basic" } 0
 * const { curves } = kaplanMeier(durations, { duration: "duration", observed: "observed", group: "plan" });
 * console.log(curves.length, curves[0].median); // 2 90
 * durations.free();
 * ```
 */
export function survivalDurations(table: TableInput, options: SurvivalDurationOptions): SurvivalDurations {
  ensureReady();
  const plain = plainOptions(options, "survivalDurations");
  const needs: Need[] = [{ name: required(plain, "start"), role: "date" }, { name: required(plain, "end"), role: "date" }];
  needs.push(...columnNames(plain, "keep").map((name): Need => ({ name, role: "any" })));
  return withTable(table, needs, plain["onInvalid"] === "skip", (raw) => {
    const result = call((module) => module.survivalDurations(raw, plain));
    const from = generation();
    try {
      const skipped = call(() => result.skipped()) as SurvivalDurations["skipped"];
      return { durations: new Table(call(() => result.takeDurations())), skipped };
    } finally {
      release(result, from);
    }
  });
}

/** The name of a column that the options have to give. */
function required(options: Record<string, unknown>, key: string): string {
  const name = columnName(options, key);
  if (name === undefined) throw invalidOption(`${key} is missing`, `Name the column: ${key}: "...".`);
  return name;
}
