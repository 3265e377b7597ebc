// The customers of a result, by segment: sorted, a page at a time, or as CSV.
import { Table, type ColumnData } from "custometry";
import type { CustomerPage, CustomerRow, Sort, SortKey } from "../messages";

const measures = ["recencyDays", "frequency", "monetary", "r", "f", "m"] as const;
type Measure = (typeof measures)[number];
type Numbers = Float64Array | Int32Array | Uint8Array;

export class CustomerList {
  readonly #ids: ArrayLike<string | number | null>;
  readonly #columns: Record<Measure, Numbers>;
  /** Row numbers of each segment's customers, in the order of the result: by customerId. */
  readonly #rows = new Map<string, Uint32Array>();
  #sorted: { segment: string; key: SortKey; rows: Uint32Array } | null = null;

  constructor(customers: Table) {
    this.#ids = customers.column("customerId") as ArrayLike<string | number | null>;
    this.#columns = Object.fromEntries(measures.map((name) => [name, customers.column(name) as Numbers])) as Record<Measure, Numbers>;
    const rows = new Map<string, number[]>();
    (customers.column("segment") as string[]).forEach((segment, row) => {
      const list = rows.get(segment);
      if (list === undefined) rows.set(segment, [row]);
      else list.push(row);
    });
    for (const [segment, list] of rows) this.#rows.set(segment, Uint32Array.from(list));
  }

  page(segment: string, { key, descending }: Sort<SortKey>, from: number, count: number): CustomerPage {
    const rows = this.#ascending(segment, key);
    const total = rows.length;
    const shown = Math.max(0, Math.min(count, total - from));
    return {
      segment,
      total,
      from,
      rows: Array.from({ length: shown }, (_, i) => this.#row(rows[descending ? total - 1 - from - i : from + i] ?? 0)),
    };
  }

  csv(segment: string): string {
    const rows = this.#of(segment);
    const columns: [string, ColumnData][] = [["customerId", pick(this.#ids, rows)]];
    for (const name of measures) columns.push([name, pick(this.#columns[name], rows)]);
    columns.push(["segment", { codes: new Int32Array(rows.length), values: [segment] }]);
    const table = Table.fromColumns(Object.fromEntries(columns));
    try {
      return table.toCsv();
    } finally {
      table.free();
    }
  }

  #of(segment: string): Uint32Array {
    return this.#rows.get(segment) ?? new Uint32Array();
  }

  #ascending(segment: string, key: SortKey): Uint32Array {
    if (key === "customerId") return this.#of(segment);
    if (this.#sorted?.segment === segment && this.#sorted.key === key) return this.#sorted.rows;
    const values = this.#columns[key];
    const rows = this.#of(segment).slice();
    rows.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
    this.#sorted = { segment, key, rows };
    return rows;
  }

  #row(row: number): CustomerRow {
    const measure = (name: Measure) => this.#columns[name][row] ?? NaN;
    return {
      customerId: String(this.#ids[row]),
      recencyDays: measure("recencyDays"),
      frequency: measure("frequency"),
      monetary: measure("monetary"),
      r: measure("r"),
      f: measure("f"),
      m: measure("m"),
    };
  }
}

function pick(values: ArrayLike<string | number | null>, rows: Uint32Array): ColumnData {
  if (values instanceof Int32Array) return Int32Array.from(rows, (row) => values[row] ?? 0);
  if (values instanceof Float64Array) return Float64Array.from(rows, (row) => values[row] ?? NaN);
  return Array.from(rows, (row) => values[row] ?? null);
}
