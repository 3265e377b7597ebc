// The cells that fail: filtered, a page at a time, with the whole record that they are in; and the records that fail, as CSV.
import { Table, type ColumnData, type QualityReport, type Severity } from "custometry";
import type { FailingCell, FailureFilter, FailureListPage, QualityColumns, QualityPage, QualityRowPage } from "../messages-quality";
import { cellText } from "./source";

type Texts = readonly (string | null)[];

const severities: Severity[] = ["error", "warning", "info"];

export class FailureList {
  readonly #table: Table;
  readonly #failures: Table;
  readonly #scores: ArrayLike<number>;
  /** The row, check, column and severity of each failure, in the order of the rows. */
  readonly #rows: ArrayLike<number>;
  readonly #ids: Texts;
  readonly #columns: Texts;
  readonly #severities: Texts;
  readonly #by: Record<"owner" | "department", ArrayLike<unknown> | null>;
  readonly #keys: ArrayLike<unknown> | null;
  #filtered: { of: string; failures: Uint32Array } | null = null;

  constructor(table: Table, { failures, records }: QualityReport, { key, owner, department }: QualityColumns) {
    const texts = (name: string) => failures.column(name) as Texts;
    this.#table = table;
    this.#failures = failures;
    this.#scores = records.column("score") as ArrayLike<number>;
    this.#rows = failures.column("row") as ArrayLike<number>;
    [this.#ids, this.#columns, this.#severities] = [texts("id"), texts("column"), texts("severity")];
    const cells = (name: string | null) => (name === null ? null : (table.column(name) as ArrayLike<unknown>));
    this.#by = { owner: cells(owner), department: cells(department) };
    this.#keys = table.columns.find(({ name }) => name === key)?.type === "date" ? null : cells(key);
  }

  totals(): Pick<QualityPage, "failures" | "records" | "byColumn" | "bySeverity"> {
    const columns = counts(this.#columns);
    const bySeverity = counts(this.#severities);
    let records = 0;
    for (let i = 0, last = -1; i < this.#rows.length; i++) {
      const row = this.#rows[i] ?? -1;
      if (row !== last) records++;
      last = row;
    }
    return {
      failures: this.#rows.length,
      records,
      byColumn: this.#table.columns.flatMap(({ name }) => (columns.has(name) ? [{ column: name, failures: columns.get(name) ?? 0 }] : [])),
      bySeverity: severities.flatMap((severity) => (bySeverity.has(severity) ? [{ severity, failures: bySeverity.get(severity) ?? 0 }] : [])),
    };
  }

  page(filter: FailureFilter, from: number, count: number): FailureListPage {
    const found = this.#find(filter);
    return { total: found.length, from, rows: Array.from(found.subarray(from, from + count), (failure) => this.#cell(failure)) };
  }

  /** A whole record, each cell with what is wrong with it. */
  record(row: number): QualityRowPage {
    const cells = this.#table.toRows({ from: row, to: row + 1 })[0] ?? {};
    const wrong = this.#failuresOf(row).map((failure) => this.#cell(failure));
    const score = this.#scores[row] ?? NaN;
    return {
      row,
      record: this.#name(row),
      score: Number.isNaN(score) ? null : score,
      cells: this.#table.columns.map(({ name }) => ({
        column: name,
        text: cellText(cells[name]),
        failures: wrong.filter(({ column }) => column === name).map(({ id, severity, reason }) => ({ id, severity, reason })),
      })),
    };
  }

  /** The rows of the file one of whose cells fails, with their score and all reasons. */
  recordsCsv(): string {
    const rows: number[] = [];
    const problems: string[] = [];
    const reasons = this.#failures.column("reason") as Texts;
    for (let i = 0; i < this.#rows.length; i++) {
      const row = this.#rows[i] ?? 0;
      const problem = `${this.#columns[i] ?? ""}: ${reasons[i] ?? ""}`;
      if (rows.at(-1) === row) problems[problems.length - 1] += `; ${problem}`;
      else {
        rows.push(row);
        problems.push(problem);
      }
    }
    const taken = new Set(this.#table.columns.map(({ name }) => name));
    const columns: [string, ColumnData][] = this.#table.columns.map(({ name, type }) => [name, pick(this.#table.column(name) as ArrayLike<unknown>, rows, type === "date")]);
    columns.push([unused("qualityScore", taken), Float64Array.from(rows, (row) => this.#scores[row] ?? NaN)], [unused("problems", taken), problems]);
    const table = Table.fromColumns(Object.fromEntries(columns));
    try {
      return table.toCsv();
    } finally {
      table.free();
    }
  }

  #cell(failure: number): FailingCell {
    const [cell = {}] = this.#failures.toRows({ from: failure, to: failure + 1 });
    const row = this.#rows[failure] ?? 0;
    return {
      row,
      record: this.#name(row),
      column: this.#columns[failure] ?? "",
      id: this.#ids[failure] ?? "",
      severity: (this.#severities[failure] ?? "error") as Severity,
      value: cellText(cell["value"]),
      reason: cellText(cell["reason"]),
    };
  }

  /** What the record is called; without a key, its row in a spreadsheet. */
  #name(row: number): string {
    const key = this.#keys?.[row] ?? null;
    return key === null || Number.isNaN(key) ? `#${row + 2}` : String(key);
  }

  /** Failures are in the order of the rows, so that those of a row are found by halving. */
  #failuresOf(row: number): number[] {
    let [low, high] = [0, this.#rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (; this.#rows[low] === row; low++) found.push(low);
    return found;
  }

  #find(filter: FailureFilter): Uint32Array {
    const of = JSON.stringify(filter);
    if (this.#filtered?.of === of) return this.#filtered.failures;
    const { id, column, severity, owner, department } = filter;
    const [owners, departments] = [this.#by.owner, this.#by.department];
    const found = new Uint32Array(this.#rows.length);
    let count = 0;
    for (let i = 0; i < found.length; i++) {
      if (id !== null && this.#ids[i] !== id) continue;
      if (column !== null && this.#columns[i] !== column) continue;
      if (severity !== null && this.#severities[i] !== severity) continue;
      const row = this.#rows[i] ?? 0;
      if (owner !== null && owners !== null && String(owners[row] ?? "") !== owner) continue;
      if (department !== null && departments !== null && String(departments[row] ?? "") !== department) continue;
      found[count++] = i;
    }
    const failures = found.slice(0, count);
    this.#filtered = { of, failures };
    return failures;
  }
}

function counts(texts: Texts): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** The cells of those rows; a date is a Date, so that the CSV has it as one. */
function pick(cells: ArrayLike<unknown>, rows: readonly number[], date: boolean): ColumnData {
  if (!date && !Array.isArray(cells)) return Float64Array.from(rows, (row) => cells[row] as number);
  return rows.map((row) => {
    const cell = cells[row] ?? null;
    return !date ? (cell as string | boolean | null) : Number.isNaN(cell) || cell === null ? null : new Date(cell as number);
  });
}

function unused(name: string, taken: ReadonlySet<string>): string {
  let other = name;
  while (taken.has(other)) other += "'";
  return other;
}
