// What the worker remembers of the quality of the table of customers: the report of the checks that were made last, the profile, and
// the rows that differ from an older file.
import { checkQuality, compareSnapshots, profileTable, suggestChecks, type Check, type QualityReport, type Severity, type Table, type TableProfile } from "custometry";
import type { Encoding } from "../messages";
import type { CheckQualityRequest, CheckResult, CompareCustomersRequest, ComparisonPage, FailureListPage, FailureListRequest, PlannedCheck, ProfileCustomersRequest, QualityExport, QualityPage, QualityRowPage, QualityRowRequest, Rule, SuggestedRule, SuggestQualityRequest } from "../messages-quality";
import type { CustomerTable } from "./customer-table";
import { FailureList } from "./quality-failures";
import { readSource } from "./source";

interface Made {
  report: QualityReport;
  list: FailureList;
}

const weights: Record<Severity, number> = { error: 1, warning: 0.5, info: 0 };

export class Quality {
  readonly #customers: CustomerTable;
  #made: Made | null = null;
  #profile: TableProfile | null = null;
  #changes: Table | null = null;

  constructor(customers: CustomerTable) {
    this.#customers = customers;
    customers.onForget(() => this.#forget());
  }

  suggest({ asOf, locale }: SuggestQualityRequest): SuggestedRule[] {
    return suggestChecks(this.#customers.table, { asOf, locale }).map(({ severity, mostly, evidence, ...rule }) => ({ rule: rule as Rule, severity: severity ?? "error", mostly: mostly ?? 1, evidence }));
  }

  check({ checks, columns: { key, owner, department }, asOf, locale }: CheckQualityRequest): QualityPage {
    const started = performance.now();
    const { table } = this.#customers;
    const report = checkQuality(table, checks.map(toCheck), {
      asOf, locale, ...(key === null ? {} : { key }), ...(owner === null ? {} : { owner }), ...(department === null ? {} : { department }),
    });
    this.#freeReport();
    const list = new FailureList(table, report, { key, owner, department });
    this.#made = { report, list };
    const { score, grade, passed, rows, broken, dimensions, fields, groups } = report;
    return {
      score, grade, passed, rows, broken, dimensions, fields, groups, ...list.totals(),
      checks: report.checks.map((check): CheckResult => {
        const weight = weights[check.severity];
        return { ...check, worth: weight * check.rows, earned: weight * (check.rows - check.failed + check.warnings / 2) };
      }),
      milliseconds: performance.now() - started,
    };
  }

  failures({ filter, from, count }: FailureListRequest): FailureListPage {
    return this.#result().list.page(filter, from, count);
  }

  row({ row }: QualityRowRequest): QualityRowPage {
    return this.#result().list.record(row);
  }

  profile(_: ProfileCustomersRequest): TableProfile {
    return (this.#profile ??= profileTable(this.#customers.table));
  }

  async compare({ source, encoding, key }: CompareCustomersRequest, note: (encoding: Encoding) => void): Promise<ComparisonPage> {
    const { table } = this.#customers;
    this.#freeChanges();
    const older = await readSource(source, encoding, note);
    try {
      const has = key !== null && older.table.columns.some(({ name }) => name === key);
      const { changes, ...comparison } = compareSnapshots(older.table, table, has ? { key } : {});
      this.#changes = changes;
      return { ...comparison, name: source.name, changes: changes?.numRows ?? null };
    } finally {
      older.table.free();
    }
  }

  csv(what: QualityExport): string {
    if (what === "quality-records") return this.#result().list.recordsCsv();
    if (what === "quality-failures") return this.#result().report.failures.toCsv();
    if (this.#changes === null) throw new Error("no files have been compared");
    return this.#changes.toCsv();
  }

  #result(): Made {
    if (this.#made === null) throw new Error("no checks have been made");
    return this.#made;
  }

  #freeReport(): void {
    this.#made?.report.failures.free();
    this.#made?.report.records.free();
    this.#made = null;
  }

  #freeChanges(): void {
    this.#changes?.free();
    this.#changes = null;
  }

  #forget(): void {
    this.#freeReport();
    this.#freeChanges();
    this.#profile = null;
  }
}

const toCheck = ({ id, rule, severity, mostly }: PlannedCheck): Check => ({ ...rule, id, severity, mostly });
