// What a table holds, which checks fit it, and what has changed since the last one.

import { withWholeTable } from "./input.js";
import { plainOptions } from "./options.js";
import { call, ensureReady } from "./runtime.js";
import { takeResult } from "./table.js";
import type { SnapshotComparison, SnapshotOptions, SuggestedCheck, SuggestOptions, TableInput, TableProfile } from "./types.js";

/**
 * Describes every column of a table: type, nulls, distinct values, range, mean, quantiles, most frequent values, patterns of texts, and
 * what the texts are. Everything is exact and over all rows; nothing is sampled.
 *
 * - mean = sum of x / n; standardDeviation = root of (sum of (x - mean)² / (n - 1)); both of finite numbers
 * - a quantile at level p lies at position (n - 1) p among the sorted numbers, linearly interpolated (type 7)
 *
 * Data as dirty as it comes is taken: a column whose cells are of several types is profiled as text, and a cell that is no value, such
 * as an invalid Date, is a null that `unreadable` counts.
 *
 * @param table - Rows, columns or a Table; all of its columns are looked at.
 * @throws {@link CustometryError} `wrong-type` when it is no table; `length-mismatch`; `out-of-memory`.
 *
 * @example
 * ```js
 * import { profileTable } from "custometry";
 *
 * const { columns } = profileTable([{ code: "AB-12", visits: 3 }, { code: "CD-34", visits: null }, { code: "x1", visits: 4 }]);
 * console.log(columns[0].patterns); // [ { pattern: "AA-99", count: 2 }, { pattern: "a9", count: 1 } ]
 * console.log(columns[1].nulls, columns[1].mean); // 1 3.5
 * ```
 *
 * Quantiles: Hyndman & Fan (1996), "Sample Quantiles in Statistical Packages".
 */
export function profileTable(table: TableInput): TableProfile {
  ensureReady();
  return withWholeTable(table, (raw) => call((module) => module.profileTable(raw)) as TableProfile);
}

/**
 * Suggests checks that fit a table, each with the evidence for it. `checkQuality(records, suggestChecks(records))` runs as it is; better, read
 * them, keep those that you mean, and store them as JSON.
 *
 * A column with fewer than 10 values is left alone. Where at most 5 % of the values fail, a check asks for all of them, since the
 * few look like faults; otherwise `mostly` is the share that passes, rounded down to whole percent, so that the table passes. For
 * `required` it is the lower end of the 95 % Wilson interval of the fill rate. `oneOf`, `matches`, `between`, `length` and `outlier` are learned
 * from this table alone, and warnings.
 *
 * @param records - Rows, columns or a Table; all of its columns are looked at.
 * @throws {@link CustometryError} `invalid-option`, `bad-date`; `wrong-type` when it is no table.
 *
 * @example
 * ```js
 * import { suggestChecks } from "custometry";
 *
 * const records = Array.from({ length: 40 }, (_, i) => ({ code: `C-${100 + i}`, stage: ["new", "won", "lost"][i % 3] }));
 * const checks = suggestChecks(records);
 * console.log(checks.map(({ check }) => check)); // [ "required", "matches", "unique", "required", "oneOf" ]
 * console.log(checks[1].pattern, checks[1].evidence.sentence); // ^C-[0-9]{3}$ 40 of 40 values have the pattern A-999.
 * ```
 *
 * Source of the idea: Schelter et al. (2018), "Automating Large-Scale Data Quality Verification".
 */
export function suggestChecks(records: TableInput, options: SuggestOptions = {}): SuggestedCheck[] {
  ensureReady();
  const plain = plainOptions(options, "suggestChecks");
  return withWholeTable(records, (raw) => call((module) => module.suggestChecks(raw, plain)) as SuggestedCheck[]);
}

/**
 * Compares two snapshots of a table: which rows came, went and changed, how well columns are filled, and which have drifted.
 *
 * populationStabilityIndex = sum over bins of (a - e) ln(a / e), with e and a the shares of the values before and after, and 0.0001 for
 * a share of 0; a bin that is empty in both takes no part. Bins of numbers lie between the deciles of the values before (type 7, equal
 * ones once), each with its upper end, the first and last open; at most 10 different numbers are a bin each. Texts and booleans are
 * a bin each; of more than 50 different texts the 50 most frequent before, and one for all others. Nulls and blank texts take no part.
 *
 * Rows are found by `key`. Rows with the same key are matched in their order; rows without one are left out and counted. So rows.before
 * - withoutKey.before + rowsAdded - rowsRemoved = rows.after - withoutKey.after.
 *
 * @param before - The earlier one: rows, columns or a Table.
 * @param after - The later one.
 * @throws {@link CustometryError} `empty-input` when one of them has no rows; `missing-column` and `wrong-type` for the key; `invalid-option`.
 *
 * @example
 * ```js
 * import { compareSnapshots } from "custometry";
 *
 * const before = [{ id: "a", stage: "new" }, { id: "b", stage: "new" }, { id: "c", stage: "won" }];
 * const after = [{ id: "a", stage: "new", owner: "ann" }, { id: "b", stage: "lost", owner: "ann" }, { id: "d", stage: "new", owner: null }];
 * const { rowsAdded, rowsRemoved, rowsChanged, added, changes } = compareSnapshots(before, after, { key: "id" });
 * console.log(rowsAdded, rowsRemoved, rowsChanged, added); // 1 1 1 [ "owner" ]
 * console.log(changes.toRows()[0]); // { change: "changed", key: "b", rowBefore: 1, rowAfter: 1, columns: "stage" }
 * changes.free();
 * ```
 *
 * Index: Siddiqi (2006), "Credit Risk Scorecards".
 */
export function compareSnapshots(before: TableInput, after: TableInput, options: SnapshotOptions = {}): SnapshotComparison {
  ensureReady();
  const plain = plainOptions(options, "compareSnapshots");
  return withWholeTable(before, (old) => withWholeTable(after, (table) => {
    const { tables, report } = takeResult(call((module) => module.compareSnapshots(old, table, plain)));
    return { ...(report as Omit<SnapshotComparison, "changes">), changes: tables[0] ?? null };
  }));
}
