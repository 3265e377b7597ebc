// Scored leads: sorted, a page at a time, or as CSV.
import { Table, type ColumnData, type LeadScores, type Scorecard } from "custometry";
import type { Sort } from "../messages";
import type { LeadKey, LeadListPage, LeadRow } from "../messages-leads";

type Numbers = Float64Array | Int32Array;
type Texts = (string | null)[];

export class LeadList {
  readonly #ids: ArrayLike<unknown> | null;
  readonly #labels: ReadonlyMap<string, string>;
  readonly #dimensions: { name: string; scores: Numbers }[];
  readonly #columns: Record<"score" | "rank" | "completeness", Numbers>;
  readonly #texts: Record<"tier" | "disqualified", Texts>;
  readonly #leads: Table;
  /** By tier, a number that orders them from the highest on. */
  readonly #tierOrder: ReadonlyMap<string, number>;
  #probabilities: Float64Array | null = null;
  #sorted: { key: LeadKey; descending: boolean; rows: Uint32Array } | null = null;

  constructor({ leads }: LeadScores, { dimensions, tiers }: Scorecard, ids: ArrayLike<unknown> | null) {
    this.#leads = leads;
    this.#ids = ids;
    this.#labels = new Map(tiers.map(({ name, label }) => [name, label ?? name]));
    this.#tierOrder = new Map(tiers.map(({ name, min }) => [name, -min]));
    this.#dimensions = dimensions.map(({ name }) => ({ name, scores: leads.column(name) as Numbers }));
    this.#columns = { score: leads.column("score") as Numbers, rank: leads.column("rank") as Numbers, completeness: leads.column("completeness") as Numbers };
    this.#texts = { tier: leads.column("tier") as Texts, disqualified: leads.column("disqualified") as Texts };
  }

  /** The probability of each row, once a model was learned. */
  predict(probabilities: Float64Array | null): void {
    this.#probabilities = probabilities;
    this.#sorted = null;
  }

  page(sort: Sort<LeadKey>, from: number, count: number): LeadListPage {
    const rows = this.#order(sort);
    return { total: rows.length, from, rows: Array.from(rows.subarray(from, from + count), (row) => this.row(row)), predicted: this.#probabilities !== null };
  }

  row(row: number): LeadRow {
    const tier = this.#texts.tier[row] ?? null;
    return {
      row,
      lead: this.#name(row),
      rank: number(this.#columns.rank[row]),
      score: number(this.#columns.score[row]),
      tier: tier === null ? null : this.label(tier),
      dimensions: this.#dimensions.map(({ scores }) => number(scores[row])),
      completeness: number(this.#columns.completeness[row]),
      disqualified: this.#texts.disqualified[row] ?? null,
      probability: number(this.#probabilities?.[row]),
    };
  }

  label(tier: string): string {
    return this.#labels.get(tier) ?? tier;
  }

  worthALook(): number | null {
    const { rank, completeness } = this.#columns;
    const highest = Math.min(...this.#tierOrder.values());
    let best: number | null = null;
    for (let row = 0; row < rank.length; row++) {
      const order = this.#tierOrder.get(this.#texts.tier[row] ?? "") ?? highest;
      if (order > highest && (completeness[row] ?? 1) < 1 && (best === null || (rank[row] ?? NaN) < (rank[best] ?? NaN))) best = row;
    }
    return best;
  }

  /** How many are disqualified, and the mean share of what is known of a lead. */
  totals(): { disqualified: number; completeness: number | null } {
    const known = Array.from(this.#columns.completeness).filter((value) => !Number.isNaN(value));
    return {
      disqualified: this.#texts.disqualified.reduce((count, reason) => count + (reason === null ? 0 : 1), 0),
      completeness: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length,
    };
  }

  csv(): string {
    const rows = this.#leads.numRows;
    const columns: [string, ColumnData][] = [["leadId", Array.from({ length: rows }, (_, row) => this.#name(row))]];
    for (const { name } of this.#leads.columns) if (name !== "leadId") columns.push([name, this.#leads.column(name)]);
    if (this.#probabilities !== null) columns.push(["probability", this.#probabilities]);
    const table = Table.fromColumns(Object.fromEntries(columns));
    try {
      return table.toCsv();
    } finally {
      table.free();
    }
  }

  /** What the lead is called; without identifiers, its row in a spreadsheet. */
  #name(row: number): string {
    const id = this.#ids?.[row] ?? null;
    return id === null ? `#${row + 2}` : String(id);
  }

  /** Rows in order; those without a value last, whichever way the others are sorted. */
  #order({ key, descending }: Sort<LeadKey>): Uint32Array {
    if (this.#sorted?.key === key && this.#sorted.descending === descending) return this.#sorted.rows;
    const rows = Uint32Array.from({ length: this.#leads.numRows }, (_, row) => row);
    const sign = descending ? -1 : 1;
    if (key === "disqualified" || (key === "lead" && this.#ids !== null)) {
      const text = key === "lead" ? (row: number) => this.#name(row) : (row: number) => this.#texts.disqualified[row] ?? null;
      rows.sort((a, b) => byText(text(a), text(b), sign) || a - b);
    } else if (key === "lead") {
      rows.sort((a, b) => sign * (a - b));
    } else {
      const values = this.#numbers(key);
      rows.sort((a, b) => byNumber(values?.[a] ?? NaN, values?.[b] ?? NaN, sign) || a - b);
    }
    this.#sorted = { key, descending, rows };
    return rows;
  }

  #numbers(key: Exclude<LeadKey, "lead" | "disqualified">): Numbers | null {
    if (key === "tier") return Float64Array.from(this.#texts.tier, (tier) => (tier === null ? NaN : (this.#tierOrder.get(tier) ?? NaN)));
    if (key === "probability") return this.#probabilities;
    if (key === "rank" || key === "score" || key === "completeness") return this.#columns[key];
    return this.#dimensions.find(({ name }) => key === `dimension:${name}`)?.scores ?? null;
  }
}

const number = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

function byNumber(a: number, b: number, sign: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return sign * (a - b);
}

function byText(a: string | null, b: string | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a === b ? 0 : a < b ? -sign : sign;
}
