// Merging duplicates: which values survive, why, and what would be given up.

import { describe } from "./cells.js";
import { failure, invalidOption } from "./error.js";
import { Handle } from "./handle.js";
import { withTable, withWholeTable, type Need } from "./input.js";
import { plainOptions } from "./options.js";
import { call, ensureReady, type RawMerge } from "./runtime.js";
import { isTable, Table, type Disposal } from "./table.js";
import type { ClusterInput, MergeOptions, MergeResult, MergeSuggestion, TableInput } from "./types.js";

/**
 * Suggests what duplicates become when they are merged: one record for each cluster, with the best value of each column and the reason
 * for it. Nothing is changed, and nothing is lost in silence: `conflicts` lists every value that would be given up.
 *
 * For each column, of the values that there are:
 *
 * 1. Placeholders (`n/a`, `未知`) yield to anything else, mail addresses and telephone numbers that are not valid to those that are.
 * 2. Values that differ in case, spaces, accents or width only are one value in several spellings.
 * 3. If several values are left, the rules decide one after another: by default the priority of sources, the most recent, the most frequent,
 *    the longest; then the surviving record, then the first.
 * 4. Of the spellings the one is taken that most records have.
 *
 * @param records - Rows, columns or a Table: all columns are merged.
 * @param clusters - `clusters` of {@link findDuplicates} or any table with row and cluster; the `pairs` that you believe; or a list of rows for each cluster.
 * @returns Tables, which have to be freed like any other, and a report.
 * @throws {@link CustometryError} `invalid-option` for a record that is in two clusters or is not there, and for rules that do not fit;
 *   `missing-column`, `wrong-type`, `bad-date`, each with the column and the row.
 *
 * @example
 * ```js
 * import { suggestMerge } from "custometry";
 *
 * const records = [
 *   { id: 1, name: "ann lee", email: "ann@example.com", phone: null, updatedAt: "2025-03-01" },
 *   { id: 2, name: "Bo Ek", email: "bo@example.com", phone: null, updatedAt: "2025-03-01" },
 *   { id: 3, name: "Ann Lee", email: "a.lee@example.org", phone: "+1 212 555 0142", updatedAt: "2026-01-05" },
 * ];
 * const merge = suggestMerge(records, [[0, 2]], { key: "id" });
 * console.log(merge.merged.toRows().map(({ id, name, email }) => [id, name, email]));
 * // [ [ 2, "Bo Ek", "bo@example.com" ], [ 3, "Ann Lee", "a.lee@example.org" ] ]
 * console.log(merge.conflicts.toRows()[0].value, merge.conflicts.toRows()[0].kind); // ann lee spelling
 * console.log(merge.suggestion(0).fields[2].reason); // the most recent, of 2026-01-05
 * console.log(merge.mapping.toRows()[0].survivorKey); // 3
 * ```
 */
export function suggestMerge(records: TableInput, clusters: ClusterInput, options: MergeOptions = {}): MergeResult {
  ensureReady();
  const plain = plainOptions(options, "suggestMerge");
  const members = lists(clusters) ?? clusters;
  const isOptional = members === clusters;
  const clusterNeeds: Need[] = [
    { name: "row", role: "number", optional: isOptional }, { name: "cluster", role: "id", optional: isOptional },
    { name: "rowA", role: "number", optional: true }, { name: "rowB", role: "number", optional: true },
  ];
  return withWholeTable(records, (table) => withTable(members, clusterNeeds, false, (listed) => {
    return new Suggested(call((module) => module.suggestMerge(table, listed, plain)));
  }));
}

/** Clusters given as lists of rows, as columns. */
function lists(clusters: unknown): { row: number[]; cluster: Int32Array } | undefined {
  if (isTable(clusters) || !Array.isArray(clusters)) return undefined;
  const listed = clusters.length === 0 || isList(clusters[0]);
  if (!listed) return undefined;
  const row: number[] = [];
  const cluster: number[] = [];
  clusters.forEach((rows: unknown, place) => {
    if (!isList(rows)) throw failure("wrong-type", `clusters[${place}] is ${describe(rows)}, not a list of rows`, { help: "Give [[0, 4], [1, 2, 7]]." });
    for (const one of rows) {
      if (typeof one !== "number") throw failure("wrong-type", `clusters[${place}] holds ${describe(one)}, not the number of a row`, { help: "Give [[0, 4], [1, 2, 7]]." });
      row.push(one);
      cluster.push(place);
    }
  });
  return { row, cluster: Int32Array.from(cluster) };
}

function isList(value: unknown): value is ArrayLike<unknown> & Iterable<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

const TABLES = ["preview", "merged", "survivors", "mapping", "conflicts"] as const;

class Suggested {
  readonly #handle: Handle<RawMerge>;
  declare readonly summary: MergeResult["summary"];

  constructor(raw: RawMerge) {
    this.#handle = new Handle(raw, "the suggestion has");
    const tables = call(() => raw.tables()).map((table) => new Table(table));
    Object.assign(this, Object.fromEntries(TABLES.map((name, i) => [name, tables[i]])), { summary: call(() => raw.report() as unknown) });
  }

  suggestion(cluster: number | string): MergeSuggestion {
    const raw = this.#handle.get();
    if (typeof cluster !== "number" && typeof cluster !== "string") {
      throw invalidOption(`the cluster is ${describe(cluster)}`, "Name it as the column cluster does; of a list of clusters, the first is 0.");
    }
    return call(() => raw.suggestion(cluster)) as MergeSuggestion;
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

interface Suggested extends MergeResult, Disposal {}
