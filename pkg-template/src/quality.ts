// Data quality: every failing cell with its reason, and what that makes of records and of the whole.

import { withTable } from "./input.js";
import { feedQuality, planQuality } from "./quality-plan.js";
import { call, ensureReady, generation, release, type RawResult } from "./runtime.js";
import { takeResult, type Table } from "./table.js";
import type { Check, QualityOptions, QualityReport, TableInput } from "./types.js";

/**
 * Checks a table: which cells fail which checks, each with its reason, and what that makes of every record and of the whole.
 *
 * A check that cannot be made, since its column is missing or of the wrong type, its pattern is no regular expression, or its function
 * throws, says so in its `error`, and the others are made all the same.
 *
 * @param records - Rows, columns or a Table. Columns of several types are taken as they are: "type" finds what does not belong.
 * @returns Two tables, which have to be freed like any other, and reports.
 * @throws {@link CustometryError} `invalid-option` for what is no check, with its place: `checks[3].patern`; `missing-column` for the
 *   columns of `key`, `owner` and `department`.
 *
 * @example
 * ```js
 * import { checkQuality } from "custometry";
 *
 * const records = [{ id: 1, email: "ann@example.com", age: 34 }, { id: 2, email: "ben.example.com", age: 150 }, { id: 1, email: null, age: 28 }];
 * const { score, grade, failures } = checkQuality(records, [
 *   { check: "unique", columns: ["id"] },
 *   { check: "required", column: "email" },
 *   { check: "email", column: "email" },
 *   { check: "between", column: "age", max: 120 },
 * ]);
 * console.log(Math.round(score), grade); // 55 F
 * console.log(failures.toRows().map(({ row, column, reason }) => `${row} ${column} ${reason}`)[2]); // 1 age is 150, more than 120
 * failures.free();
 * ```
 */
export function checkQuality(records: TableInput, checks: readonly Check[], options?: QualityOptions): QualityReport {
  ensureReady();
  const plan = planQuality(checks, options, "checkQuality");
  const from = generation();
  const raw = call((module) => new module.RawQuality(plan.checks, plan.options));
  try {
    withTable(records, plan.needs, false, (table) => feedQuality(raw, table, plan));
    return takeQuality(call(() => raw.result()));
  } finally {
    release(raw, from);
  }
}

/**
 * The report from what the module returned.
 *
 * @internal
 */
export function takeQuality(raw: RawResult): QualityReport {
  const { tables: [failures, records], report } = takeResult(raw);
  return { ...(report as Omit<QualityReport, "failures" | "records">), failures: failures as Table, records: records as Table };
}
