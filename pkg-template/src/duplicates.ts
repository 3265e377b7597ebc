// Records that are one and the same: within a table, and across two.

import { describe } from "./cells.js";
import { invalidOption } from "./error.js";
import { Handle } from "./handle.js";
import { withTable, type Need } from "./input.js";
import { columnName, plainOptions } from "./options.js";
import { call, callWith, ensureReady, type RawDuplicates, type RawModule } from "./runtime.js";
import { Table, type Disposal } from "./table.js";
import type { DuplicateOptions, DuplicateResult, LinkOptions, LinkResult, PairExplanation, TableInput } from "./types.js";

/**
 * Finds records that are one and the same although they are written differently. Nothing has to be labelled: how much the agreement or
 * disagreement of each column says is learned from the records (Fellegi and Sunter (1969)).
 *
 * - match weight of a pair = prior + sum over the columns of log2(m / u) of their level of agreement, adjusted for how frequent the value is
 * - probability = 1 / (1 + 2^-matchWeight)
 *
 * Not all pairs are compared, only those that agree on something, such as the mail address, or the surname and the postcode.
 *
 * @param records - Rows, columns or a Table. Of rows and columns only those that the options name are looked at.
 * @param options - `fields` is required: what each column is.
 * @returns Tables, which have to be freed like any other, and reports.
 * @throws {@link CustometryError} `invalid-option`, `missing-column`, `wrong-type`, each with the column; and whatever `onProgress` throws.
 *
 * @example
 * ```js
 * import { findDuplicates } from "custometry";
 *
 * const records = [
 *   { id: 1, first: "Katherine", last: "Jones", email: "kjones@example.com", phone: "+1 212 555 0142" },
 *   { id: 2, first: "Liu", last: "Wei", email: "liu.wei@example.cn", phone: "138 1234 5678" },
 *   { id: 3, first: "Kathrine", last: "Jones", email: "kjones@example.com", phone: "2125550142" },
 * ];
 * const result = findDuplicates(records, {
 *   fields: { first: "givenName", last: "surname", email: "email", phone: "phone" },
 *   key: "id",
 * });
 * console.log(result.clusters.toRows()); // [ { row: 0, key: 1, cluster: 0 }, { row: 2, key: 3, cluster: 0 } ]
 * console.log(result.explain(0, 2).contributions.map(({ field }) => field)); // [ "first", "last", "email", "phone" ]
 * result.pairs.free();
 * result.clusters.free();
 * result.free();
 * ```
 */
export function findDuplicates(records: TableInput, options: DuplicateOptions): DuplicateResult {
  ensureReady();
  const { plain, onProgress } = given(options, "findDuplicates");
  return withTable(records, needs(plain, (name) => name, "key"), false, (table) => {
    const raw = search(onProgress, (module, progress) => module.findDuplicates(table, plain, progress));
    return new Found(raw, { pairs: new Table(call(() => raw.pairs())), clusters: new Table(call(() => raw.clusters())) }) as unknown as DuplicateResult;
  });
}

/**
 * Finds the records of one table in another: new leads among the customers, one system's contacts in those of another. Works as
 * {@link findDuplicates} does, but compares records of the left table with those of the right table only.
 *
 * @param left - The records to be found, such as new leads.
 * @param right - Where they are looked for.
 * @throws {@link CustometryError} as {@link findDuplicates}.
 *
 * @example
 * ```js
 * import { linkRecords } from "custometry";
 *
 * const leads = [{ lead: "L1", name: "Jon Smith", mail: "jon@example.com" }, { lead: "L2", name: "Wang Fang", mail: "wf@example.cn" }];
 * const customers = [{ id: 7, name: "Smith, John", email: "jon@example.com" }, { id: 8, name: "Ann Lee", email: "ann@example.com" }];
 * const links = linkRecords(leads, customers, {
 *   fields: { name: "fullName", mail: "email" }, rightColumns: { mail: "email" }, key: "lead", rightKey: "id", oneToOne: true,
 * });
 * console.log(links.pairs.toRows().map(({ keyA, keyB }) => [keyA, keyB])); // [ [ "L1", 7 ] ]
 * console.log(links.unmatched.toRows()); // [ { row: 1, key: "L2" } ]
 * links.pairs.free();
 * links.unmatched.free();
 * links.free();
 * ```
 */
export function linkRecords(left: TableInput, right: TableInput, options: LinkOptions): LinkResult {
  ensureReady();
  const { plain, onProgress } = given(options, "linkRecords");
  const renamed = plain["rightColumns"];
  const inRight = (name: string): string => {
    const other = typeof renamed === "object" && renamed !== null && Object.hasOwn(renamed, name) ? (renamed as Record<string, unknown>)[name] : name;
    return typeof other === "string" ? other : name;
  };
  return withTable(left, needs(plain, (name) => name, "key"), false, (leftTable) => withTable(right, needs(plain, inRight, "rightKey"), false, (rightTable) => {
    const raw = search(onProgress, (module, progress) => module.linkRecords(leftTable, rightTable, plain, progress));
    const unmatched = call(() => raw.unmatched());
    return new Found(raw, { pairs: new Table(call(() => raw.pairs())), unmatched: new Table(unmatched) }) as unknown as LinkResult;
  }));
}

type Progress = NonNullable<DuplicateOptions["onProgress"]>;

/** The options without the function among them, which the module cannot read. */
function given(options: unknown, of: string): { plain: Record<string, unknown>; onProgress: Progress | undefined } {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw invalidOption(`${of} needs an object of options`, `Call ${of}(records, { fields: { email: "email", surname: "surname" } }).`);
  }
  const { onProgress, ...rest } = options as Record<string, unknown>;
  if (onProgress !== undefined && onProgress !== null && typeof onProgress !== "function") {
    throw invalidOption(`onProgress is ${describe(onProgress)}, not a function`, "Give a function: (done, total) => { ... }.");
  }
  return { plain: plainOptions(rest, of), onProgress: (onProgress ?? undefined) as Progress | undefined };
}

/** The columns that are looked at. What is not right about the fields, the module says. */
function needs(options: Record<string, unknown>, nameOf: (name: string) => string, keyOption: string): Need[] {
  const { fields } = options;
  const names = typeof fields === "object" && fields !== null && !Array.isArray(fields) ? Object.keys(fields) : [];
  const key = columnName(options, keyOption);
  return [
    ...names.map((name): Need => ({ name: nameOf(name), role: "mixed" })),
    ...(key === undefined ? [] : [{ name: key, role: "mixed" } as const]),
  ];
}

function search(onProgress: Progress | undefined, work: (module: RawModule, progress: Progress | undefined) => RawDuplicates): RawDuplicates {
  return onProgress === undefined ? call((module) => work(module, undefined)) : callWith(onProgress, work);
}

type Report = Pick<DuplicateResult, "candidatePairs" | "pairsDropped" | "blocksSkipped" | "model">;

class Found {
  readonly #handle: Handle<RawDuplicates>;

  constructor(raw: RawDuplicates, tables: Record<string, Table>) {
    this.#handle = new Handle(raw, "the result has");
    Object.assign(this, tables, call(() => raw.report()) as Report);
  }

  explain(rowA: number, rowB: number): PairExplanation {
    const raw = this.#handle.get();
    for (const [name, row] of [["rowA", rowA], ["rowB", rowB]] as const) {
      if (typeof row !== "number") throw invalidOption(`${name} is ${describe(row)}, not a number`, "Give the numbers of two rows, counted from 0.");
    }
    return call(() => raw.explain(rowA, rowB)) as PairExplanation;
  }

  free(): void {
    this.#handle.free();
  }

  static {
    if (typeof Symbol.dispose === "symbol") {
      Object.defineProperty(this.prototype, Symbol.dispose, { value: this.prototype.free, configurable: true, writable: true });
    }
  }
}

interface Found extends Disposal {}
