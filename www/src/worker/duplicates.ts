// What the worker remembers of duplicates: the result of the last search in the table of customers. Clusters are explained, and merged
// as the visitor decides.
import { findDuplicates, suggestMerge, Table, type DuplicateOptions, type DuplicateResult, type MatchModel, type MergeOptions, type MergeResult, type MergeSuggestion, type PairExplanation } from "custometry";
import type { Locale } from "../messages";
import type { CellKind, Cluster, ClusterField, ClusterPage, ClusterRequest, DuplicateSettings, DuplicatesExport, DuplicatesPage, FieldGuess, FindDuplicatesRequest, MergedPage, MergedRequest, MergeOrder, ModelRequest } from "../messages-duplicates";
import type { CustomerTable } from "./customer-table";
import { guessFields } from "./duplicates-guess";
import { cellText } from "./source";

/** So many merged records the page is shown. */
const shownMerged = 10;

interface Searched {
  settings: DuplicateSettings;
  locale: Locale;
  result: DuplicateResult;
  /** By language, the model with its words in it: the levels stand in the same order. */
  words: Map<Locale, MatchModel>;
}

export class Duplicates {
  readonly #customers: CustomerTable;
  #searched: Searched | null = null;

  constructor(customers: CustomerTable) {
    this.#customers = customers;
    customers.onForget(() => this.#forget());
  }

  guess(): FieldGuess {
    return guessFields(this.#customers.table);
  }

  find({ settings, locale }: FindDuplicatesRequest, progress: (share: number) => void): DuplicatesPage {
    const started = performance.now();
    const { table } = this.#customers;
    const { fields, key, threshold } = settings;
    this.#forget();
    const result = findDuplicates(table, {
      fields, threshold, locale, ...(key === null ? {} : { key }),
      onProgress: (done, total) => progress(total === 0 ? 1 : done / total),
    });
    this.#searched = { settings, locale, result, words: new Map([[locale, result.model]]) };
    const clusters = this.#clusters(result);
    const { candidatePairs, pairsDropped, blocksSkipped, model } = result;
    return {
      clusters, candidatePairs, pairsDropped, blocksSkipped, model,
      records: result.clusters.numRows, pairs: result.pairs.numRows, milliseconds: performance.now() - started,
    };
  }

  cluster({ rows, order, pair, locale }: ClusterRequest): ClusterPage {
    const { settings } = this.#result();
    const records = rows.flatMap((row) => this.#customers.table.toRows({ from: row, to: row + 1 }));
    const suggestion = this.#suggestion(rows, order, locale);
    const names = rows.map((row, i) => (settings.key === null ? `#${row + 2}` : cellText(records[i]?.[settings.key]) || `#${row + 2}`));
    const fields = this.#customers.table.columns.map(({ name }): ClusterField => {
      const texts = records.map((record) => cellText(record[name]));
      const own = suggestion?.fields.find(({ column }) => column === name) ?? null;
      const value = own === null ? null : cellText(own.value);
      const others = new Map(own?.others.map((other) => [cellText(other.value), other.kind]));
      const kindOf = (text: string, row: number): CellKind => {
        if (!order.rows.includes(row)) return "alone";
        if (text.trim() === "") return "empty";
        return text === value ? "kept" : (others.get(text) ?? "kept");
      };
      const cells = texts.map((text, i) => ({ text, kind: kindOf(text, rows[i] ?? -1) }));
      const differs = own === null ? new Set(texts.filter((text) => text !== "")).size > 1 : own.others.some(({ kind }) => kind !== "spelling");
      return { column: name, compared: Object.hasOwn(settings.fields, name), differs, cells, merged: own === null || value === null ? null : { value, row: own.row, reason: days(own.reason) } };
    });
    const survivor = suggestion === null ? null : { row: suggestion.survivor, reason: days(suggestion.reason) };
    return { rows, names, fields, survivor, pair, explanation: this.#explain(pair, locale) };
  }

  model({ locale }: ModelRequest): MatchModel {
    const { result: { model } } = this.#result();
    const { fields } = this.#words(locale);
    return {
      ...model,
      fields: model.fields.map((field, i) => ({ ...field, label: fields[i]?.label ?? field.label, levels: field.levels.map((level, j) => ({ ...level, level: fields[i]?.levels[j]?.level ?? level.level })) })),
    };
  }

  merged({ orders, locale }: MergedRequest): MergedPage {
    return this.#merge(orders, locale, (merge) => ({
      summary: merge.summary,
      columns: merge.preview.columns.map(({ name }) => name),
      rows: merge.preview.toRows({ to: Math.min(shownMerged, merge.preview.numRows) }).map((row) => merge.preview.columns.map(({ name }) => cellText(row[name]))),
    }));
  }

  csv({ duplicates, decided, locale }: DuplicatesExport): string {
    if (duplicates === "decisions") return this.#decisions(decided);
    const orders = decided.filter(({ decision }) => decision === "merge").map(({ order }) => order);
    return this.#merge(orders, locale, (merge) => merge[duplicates].toCsv());
  }

  /** One row for each record of a cluster. */
  #decisions(decided: DuplicatesExport["decided"]): string {
    const { key } = this.#result().settings;
    const keys = key === null ? null : this.#customers.table.column(key);
    const listed = decided.flatMap(({ rows, order, decision, probability }, cluster) =>
      rows.map((row) => ({ cluster, row, key: keys === null ? row : (keys[row] ?? null), decision: decision ?? "undecided", included: order.rows.includes(row), probability })));
    const columns = {
      cluster: listed.map(({ cluster }) => cluster), row: listed.map(({ row }) => row), key: listed.map(({ key }) => key),
      decision: listed.map(({ decision }) => decision), included: listed.map(({ included }) => included), probability: listed.map(({ probability }) => probability),
    };
    const table = Table.fromColumns(columns as Parameters<typeof Table.fromColumns>[0]);
    try {
      return table.toCsv();
    } finally {
      table.free();
    }
  }

  #clusters({ clusters, pairs }: DuplicateResult): Cluster[] {
    const rows = clusters.column("row") as Float64Array;
    const numbers = clusters.column("cluster") as Float64Array;
    const found = new Map<number, Cluster>();
    const clusterOf = new Map<number, number>();
    for (let i = 0; i < rows.length; i++) {
      const [row, number] = [rows[i] ?? 0, numbers[i] ?? 0];
      clusterOf.set(row, number);
      const cluster = found.get(number);
      if (cluster === undefined) found.set(number, { rows: [row], label: "", probability: 1 });
      else cluster.rows.push(row);
    }
    const [a, b, probability] = [pairs.column("rowA") as Float64Array, pairs.column("rowB") as Float64Array, pairs.column("probability") as Float64Array];
    for (let i = 0; i < a.length; i++) {
      const number = clusterOf.get(a[i] ?? -1);
      const cluster = number === undefined || number !== clusterOf.get(b[i] ?? -1) ? undefined : found.get(number);
      if (cluster !== undefined) cluster.probability = Math.min(cluster.probability, probability[i] ?? 1);
    }
    const label = this.#labels();
    return Array.from(found.values(), (cluster) => ({ ...cluster, rows: cluster.rows.sort((one, other) => one - other), label: label(cluster.rows) }));
  }

  /** What clusters are called: by the columns that say who or what a record is about, best first. */
  #labels(): (rows: readonly number[]) => string {
    const { settings: { fields, key } } = this.#result();
    const named = (kind: string) => Object.keys(fields).filter((column) => fields[column] === kind).slice(0, 1);
    const ways = [named("fullName"), [...named("givenName"), ...named("surname")], named("company"), named("email"), named("phone"), key === null ? [] : [key]]
      .filter((columns) => columns.length > 0).map((columns) => columns.map((column) => this.#customers.table.column(column)));
    return (rows) => {
      for (const columns of ways) for (const row of rows) {
        const text = columns.map((column) => cellText(column[row] ?? null)).filter((part) => part !== "").join(" ");
        if (text !== "") return text;
      }
      return `#${(rows[0] ?? 0) + 2}`;
    };
  }

  /** What would become of one cluster; null: there are no two records to be merged. Only its own records are looked at. */
  #suggestion(rows: readonly number[], order: MergeOrder, locale: Locale): MergeSuggestion | null {
    if (order.rows.length < 2) return null;
    const { table } = this.#customers;
    const own = [...order.rows];
    const types = Object.fromEntries(table.columns.map(({ name, type }) => [name, type]));
    const records = Table.fromRows(own.flatMap((row) => table.toRows({ from: row, to: row + 1 })), { types });
    try {
      const places = own.map((_, place) => place);
      const choices = order.choices.filter(({ row }) => own.includes(row)).map((choice) => ({ ...choice, row: own.indexOf(choice.row) }));
      const merge = suggestMerge(records, [places], { ...this.#options(locale), choices });
      const suggestion = merge.suggestion(0);
      freeMerge(merge);
      const rowOf = (place: number) => own[place] ?? rows[0] ?? 0;
      return {
        ...suggestion, rows: own, survivor: rowOf(suggestion.survivor),
        fields: suggestion.fields.map((field) => ({ ...field, row: field.row === null ? null : rowOf(field.row), others: field.others.map((other) => ({ ...other, row: rowOf(other.row) })) })),
      };
    } catch (error) {
      // Of the whole table it says which row of it is meant.
      this.#merge([order], locale, () => null);
      throw error;
    } finally {
      records.free();
    }
  }

  #merge<Made>(orders: readonly MergeOrder[], locale: Locale, make: (merge: MergeResult) => Made): Made {
    const merging = orders.filter(({ rows }) => rows.length > 1);
    const merge = suggestMerge(this.#customers.table, merging.map(({ rows }) => [...rows]), {
      ...this.#options(locale), choices: merging.flatMap(({ rows, choices }) => choices.filter(({ row }) => rows.includes(row))),
    });
    try {
      return make(merge);
    } finally {
      freeMerge(merge);
    }
  }

  #options(locale: Locale): MergeOptions {
    const { fields, key, updatedAt } = this.#result().settings;
    return { locale, fields: { ...fields }, ...(key === null ? {} : { key }), ...(updatedAt === null ? {} : { updatedAt }) };
  }

  #explain([a, b]: readonly [number, number], locale: Locale): PairExplanation {
    const searched = this.#result();
    const explanation = searched.result.explain(a, b);
    if (locale === searched.locale) return explanation;
    const [from, to] = [searched.result.model.fields, this.#words(locale).fields];
    const contributions = explanation.contributions.map((one) => {
      const place = from.findIndex(({ field }) => field === one.field);
      const level = from[place]?.levels.findIndex(({ level }) => level === one.level) ?? -1;
      return { ...one, label: to[place]?.label ?? one.label, level: to[place]?.levels[level]?.level ?? one.level };
    });
    return { ...explanation, contributions };
  }

  /** The words of another language for what was learned, from a search in next to nothing. */
  #words(locale: Locale): MatchModel {
    const { settings: { fields }, words } = this.#result();
    const known = words.get(locale);
    if (known !== undefined) return known;
    const nothing = Object.fromEntries(Object.keys(fields).map((column) => [column, ["", ""]]));
    const options: DuplicateOptions = { fields: { ...fields }, locale };
    const { model, pairs, clusters, ...rest } = findDuplicates(nothing, options);
    pairs.free();
    clusters.free();
    void rest;
    words.set(locale, model);
    return model;
  }

  #result(): Searched {
    if (this.#searched === null) throw new Error("no duplicates have been searched for");
    return this.#searched;
  }

  #forget(): void {
    if (this.#searched === null) return;
    const { result } = this.#searched;
    result.pairs.free();
    result.clusters.free();
    result.free();
    this.#searched = null;
  }
}

/** Days as they are written in the file: a table that is made of rows takes them for moments. */
const days = (text: string) => text.replaceAll("T00:00:00.000Z", "");

function freeMerge(merge: MergeResult): void {
  for (const table of [merge.preview, merge.merged, merge.survivors, merge.mapping, merge.conflicts]) table.free();
  merge.free();
}
