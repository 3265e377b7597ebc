// The customers with what is expected of them: sorted, a page at a time, in total, or as CSV.
import { Table, lifetimeValue, portfolioValue, type ColumnData, type PurchaseModel, type SpendModel } from "custometry";
import type { Sort } from "../messages";
import type { Forecast, Interval, LifetimeChoices, ValueKey, ValueRow, ValuesPage } from "../messages-lifetime";

type Numbers = Float64Array | Int32Array;
type Measure = Exclude<ValueKey, "customerId">;

/** Of the interval for the value of all customers. */
const confidence = 0.95;
/** Every history is valued anew for each parameter: with more than this, the visitor must ask for the interval. */
const fewHistories = 5_000;
/** A customer worth a look has bought so often, if there is one. */
const several = 5;

export class ValueList {
  readonly forecast: Forecast;
  readonly #summary: Table;
  readonly #models: { model: PurchaseModel; spend: SpendModel | null; choices: LifetimeChoices };
  readonly #ids: ArrayLike<string | number | null>;
  readonly #columns: Record<Measure, Numbers>;
  readonly #hasValue: boolean;
  #sorted: { key: ValueKey; rows: Uint32Array } | null = null;

  constructor(summary: Table, model: PurchaseModel, spend: SpendModel | null, choices: LifetimeChoices) {
    this.#summary = summary;
    this.#models = { model, spend, choices };
    this.#hasValue = spend !== null;
    this.#ids = summary.column("customerId") as ArrayLike<string | number | null>;
    const [recency, ages] = [summary.column("recency") as Float64Array, summary.column("T") as Float64Array];
    this.#columns = { frequency: summary.column("frequency") as Numbers, idle: ages.map((age, row) => age - (recency[row] ?? 0)), ...expectations(summary, model, spend, choices) };
    const { probabilityAlive, expectedPurchases, lifetimeValue } = this.#columns;
    const customers = this.#ids.length;
    const quick = (model.fit?.distinctPatterns ?? customers) <= fewHistories;
    this.forecast = {
      customers,
      meanAlive: sum(probabilityAlive) / customers,
      expectedPurchases: sum(expectedPurchases),
      value: spend === null ? null : sum(lifetimeValue),
      interval: spend === null ? null : quick ? this.interval() : "on-request",
    };
  }

  /** How far the value of all customers may be off because parameters are estimates; null where their covariances are unknown. */
  interval(): Interval | null {
    const { model, spend, choices } = this.#models;
    if (spend === null || model.covariances === null || spend.covariances === null) return null;
    return portfolioValue(this.#summary, model, spend, { ...terms(choices), confidence }).interval;
  }

  page({ key, descending }: Sort<ValueKey>, from: number, count: number): ValuesPage {
    const rows = this.#ascending(key);
    const total = rows.length;
    const shown = Math.max(0, Math.min(count, total - from));
    return { total, from, rows: Array.from({ length: shown }, (_, i) => this.#row(rows[descending ? total - 1 - from - i : from + i] ?? 0)) };
  }

  rowOf(customer: string): ValueRow | null {
    const wanted = customer.trim();
    for (let row = 0; row < this.#ids.length; row++) if (String(this.#ids[row]) === wanted) return this.#row(row);
    return null;
  }

  /** Identifiers that begin so, or else those that contain it. */
  ids(start: string, count: number): string[] {
    const wanted = start.trim().toLowerCase();
    const find = (matches: (id: string) => boolean) => {
      const found: string[] = [];
      for (let row = 0; row < this.#ids.length && found.length < count; row++) {
        const id = String(this.#ids[row]);
        if (matches(id.toLowerCase())) found.push(id);
      }
      return found;
    };
    const first = find((id) => id.startsWith(wanted));
    return first.length > 0 ? first : find((id) => id.includes(wanted));
  }

  /** Of the customers who bought several times the one of whom it is least certain whether they are still there. */
  worthALook(): string | null {
    const { frequency, probabilityAlive } = this.#columns;
    let best: { row: number; enough: boolean; score: number } | null = null;
    for (let row = 0; row < this.#ids.length; row++) {
      const [often, alive] = [frequency[row] ?? 0, probabilityAlive[row] ?? 0];
      const enough = often >= several;
      const score = enough ? -Math.abs(alive - 0.5) : often;
      if (best === null || (enough && !best.enough) || (enough === best.enough && score > best.score)) best = { row, enough, score };
    }
    return best === null ? null : String(this.#ids[best.row]);
  }

  csv(): string {
    const { idle, frequency, ...expected } = this.#columns;
    const column = (name: string): [string, ColumnData] => [name, this.#summary.column(name)];
    const columns: [string, ColumnData][] = [column("customerId"), ["frequency", frequency], column("recency"), column("T"), column("monetary"), ["probabilityAlive", expected.probabilityAlive], ["expectedPurchases", expected.expectedPurchases]];
    if (this.#hasValue) columns.push(["expectedSpend", expected.expectedSpend], ["lifetimeValue", expected.lifetimeValue]);
    const table = Table.fromColumns(Object.fromEntries(columns));
    try {
      return table.toCsv();
    } finally {
      table.free();
    }
  }

  #ascending(key: ValueKey): Uint32Array {
    if (this.#sorted?.key === key) return this.#sorted.rows;
    const rows = Uint32Array.from({ length: this.#ids.length }, (_, row) => row);
    if (key !== "customerId") {
      const values = this.#columns[key];
      rows.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
    }
    this.#sorted = { key, rows };
    return rows;
  }

  #row(row: number): ValueRow {
    const measure = (name: Measure) => this.#columns[name][row] ?? NaN;
    return {
      customerId: String(this.#ids[row]),
      frequency: measure("frequency"),
      idle: measure("idle"),
      probabilityAlive: measure("probabilityAlive"),
      expectedPurchases: measure("expectedPurchases"),
      expectedSpend: measure("expectedSpend"),
      lifetimeValue: measure("lifetimeValue"),
    };
  }
}

const terms = ({ horizon, timeUnit, annualDiscountRate, margin }: LifetimeChoices) => ({ horizon, timeUnit, annualDiscountRate, margin });

/** Without a model of spend, what is known without one. */
function expectations(summary: Table, model: PurchaseModel, spend: SpendModel | null, choices: LifetimeChoices) {
  if (spend === null) {
    const unknown = new Float64Array(summary.numRows).fill(NaN);
    return { probabilityAlive: model.probabilityAlive(summary), expectedPurchases: model.expectedPurchases(summary, choices.horizon), expectedSpend: unknown, lifetimeValue: unknown };
  }
  const values = lifetimeValue(summary, model, spend, terms(choices));
  try {
    const column = (name: string) => values.column(name) as Float64Array;
    return { probabilityAlive: column("probabilityAlive"), expectedPurchases: column("expectedPurchases"), expectedSpend: column("expectedSpend"), lifetimeValue: column("lifetimeValue") };
  } finally {
    values.free();
  }
}

function sum(values: Numbers): number {
  let total = 0;
  for (let row = 0; row < values.length; row++) total += values[row] ?? 0;
  return total;
}
