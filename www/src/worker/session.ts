// What the worker remembers between requests: the table that was read last and the result of its last analysis.
import { Table, segmentRfm } from "custometry";
import type { Analysis, CustomerPage, Dataset, Encoding, Export, Options, RequestOf, Segment } from "../messages";
import type { QualityExport } from "../messages-quality";
import type { CohortPage, CohortRequest, RepeatPage, RepeatRequest } from "../messages-retention";
import type { DuplicatesExport } from "../messages-duplicates";
import { CohortTables } from "./cohorts";
import { CustomerList } from "./customers";
import { Lifetime } from "./lifetime";
import { PageError } from "./page-error";
import { prepare } from "./prepare";
import { common, type Purchases } from "./purchases";
import { RepeatTimes } from "./repeat";
import { readSource, rowCells } from "./source";

/** The last analysis, and what has been made of it. */
interface Analysed extends Purchases {
  list: CustomerList;
  cohorts: CohortTables;
  repeat: RepeatTimes;
  lifetime: Lifetime;
}

export class Session {
  #table: Table | null = null;
  #analysed: Analysed | null = null;

  async read({ source, encoding }: RequestOf<"read">, note: (encoding: Encoding) => void): Promise<Dataset> {
    this.#forget();
    const { table, dataset } = await readSource(source, encoding, note);
    this.#table = table;
    return dataset;
  }

  analyse({ mapping, options, locale }: RequestOf<"analyse">): Analysis {
    const table = this.#readTable();
    const started = performance.now();
    if (table.numRows === 0) throw new PageError("no-rows", "The file has a header and no rows.");
    const { input, lastDay } = prepare(table, mapping, options);
    let kept = false;
    try {
      const asOf = options.asOf ?? lastDay;
      if (asOf === null) throw new PageError("no-dates", `No cell of the column "${mapping.date}" is a date.`);
      const result = segmentRfm(input, {
        ...common(mapping, options, asOf),
        ...(mapping.orderId === null ? {} : { orderId: mapping.orderId }),
        binning: options.binning,
        ...binsOf(options),
        monetary: options.monetary,
        segments: options.segments,
        locale,
      });
      this.#forgetResult();
      const purchases = { input, mapping, options, asOf, result };
      this.#analysed = { ...purchases, list: new CustomerList(result.customers), cohorts: new CohortTables(purchases), repeat: new RepeatTimes(purchases), lifetime: new Lifetime(purchases) };
      kept = true;
      const { segments, thresholds, grid, skipped } = result;
      return {
        segments,
        thresholds,
        grid,
        skipped,
        asOf,
        customers: result.customers.numRows,
        revenue: segments.reduce((sum, { revenue }) => sum + revenue, 0),
        rows: table.numRows - skipped.count,
        milliseconds: performance.now() - started,
      };
    } finally {
      if (!kept && input !== table) input.free();
    }
  }

  customers({ segment, sort, from, count }: RequestOf<"customers">): CustomerPage {
    return this.#result().list.page(segment, sort, from, count);
  }

  cohorts(request: CohortRequest): CohortPage {
    return this.#result().cohorts.page(request);
  }

  repeat(request: RepeatRequest): RepeatPage {
    return this.#result().repeat.page(request);
  }

  lifetime(): Lifetime {
    return this.#result().lifetime;
  }

  csv(what: Exclude<Export, "leads" | QualityExport | DuplicatesExport>): string {
    const { result, list, cohorts, repeat, lifetime } = this.#result();
    if (what === "customers") return result.customers.toCsv();
    if (what === "segments") return segmentsCsv(result.segments);
    if (what === "repeat") return repeat.csv();
    if (what === "lifetime") return lifetime.csv();
    return "cohorts" in what ? cohorts.csv(what.cohorts) : list.csv(what.segment);
  }

  /** One row of the table that was read, for the report of what is wrong in that column. */
  cells(row: number, column: string | undefined): { column: string; text: string }[] {
    return rowCells(this.#readTable(), row, column);
  }

  #readTable(): Table {
    if (this.#table === null) throw new Error("no table has been read");
    return this.#table;
  }

  #result(): Analysed {
    if (this.#analysed === null) throw new Error("nothing has been analysed");
    return this.#analysed;
  }

  #forgetResult(): void {
    if (this.#analysed === null) return;
    const { result, input, lifetime } = this.#analysed;
    lifetime.free();
    result.customers.free();
    if (input !== this.#table) input.free();
    this.#analysed = null;
  }

  #forget(): void {
    this.#forgetResult();
    this.#table?.free();
    this.#table = null;
  }
}

/** The mean makes two bins, and the eight classes need two. */
function binsOf({ binning, bins, segments }: Options): { bins?: number } {
  if (binning === "mean") return {};
  return { bins: segments === "eight-class" ? 2 : bins };
}

function segmentsCsv(segments: readonly Segment[]): string {
  const column = <Key extends keyof Segment>(key: Key) => segments.map((segment) => segment[key]);
  const table = Table.fromColumns({
    segment: column("segment"),
    label: column("label"),
    customers: column("customers"),
    customerShare: column("customerShare"),
    orders: column("orders"),
    revenue: column("revenue"),
    revenueShare: column("revenueShare"),
    averageOrderValue: column("averageOrderValue"),
    medianRecencyDays: column("medianRecencyDays"),
    medianFrequency: column("medianFrequency"),
    medianMonetary: column("medianMonetary"),
    action: column("action"),
  });
  try {
    return table.toCsv();
  } finally {
    table.free();
  }
}
