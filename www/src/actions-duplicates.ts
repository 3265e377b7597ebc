// What the visitor can do with duplicates: search for them, look at one cluster after another, and decide.
import type { CustomersUser } from "./actions-customers";
import { textsFor } from "./i18n";
import type { Problem } from "./messages";
import type { Cluster, Decision, DuplicatesExport, DuplicatesTable, DuplicateSettings, MergeChoice } from "./messages-duplicates";
import type { Store } from "./state";
import { inOrder, keyOf, noDuplicates, noSearch, nothingMerged, openCluster, orderOf, quicklyMerged, quicklySearched, type ClusterOrder, type DuplicatesState } from "./state-duplicates";
import type { WorkerClient } from "./worker-client";

export class DuplicateActions implements CustomersUser {
  readonly #store: Store;
  readonly #worker: WorkerClient;
  readonly #lost: (problem: Problem) => void;

  /** `lost` is told when the worker is gone. */
  constructor(store: Store, worker: WorkerClient, lost: (problem: Problem) => void) {
    this.#store = store;
    this.#worker = worker;
    this.#lost = lost;
    // What was decided is in this page only.
    addEventListener("beforeunload", (event) => this.#duplicates.decisions.size > 0 && event.preventDefault());
  }

  /** Asks whether what was decided may go with the table that it is about. */
  mayForget(): boolean {
    const { decisions } = this.#duplicates;
    return decisions.size === 0 || confirm(textsFor(this.#store.state.locale).duplicates.replaces(String(decisions.size)));
  }

  forget(): void {
    for (const kind of ["guessFields", "findDuplicates", "cluster", "merged", "matchModel"] as const) this.#worker.supersede(kind);
    const { sort, onlyDiffering, keys, settings } = this.#duplicates;
    this.#store.set({ duplicates: { ...noDuplicates, sort, onlyDiffering, keys, settings: { ...noDuplicates.settings, threshold: settings.threshold } } });
  }

  refresh(): void {
    const { guessed, busy } = this.#duplicates;
    if (this.#store.state.tab === "duplicates" && !guessed && busy === null) void this.#guess();
  }

  setSettings(change: Partial<DuplicateSettings>): void {
    this.#set({ settings: { ...this.#duplicates.settings, ...change } });
  }

  /** Says what a column is; null: it is not compared. */
  setField(column: string, kind: DuplicateSettings["fields"][string] | null): void {
    const { [column]: _, ...others } = this.#duplicates.settings.fields;
    const fields: DuplicateSettings["fields"] = kind === null ? others : { ...others, [column]: kind };
    // In the order of the columns, whichever was said first.
    const columns = this.#store.state.customers.dataset?.columns ?? [];
    this.setSettings({ fields: Object.fromEntries(columns.flatMap(({ name }) => (fields[name] === undefined ? [] : [[name, fields[name]]]))) });
  }

  async find(): Promise<void> {
    const { settings } = this.#duplicates;
    if (Object.keys(settings.fields).length === 0) return;
    this.#worker.supersede("cluster");
    this.#worker.supersede("merged");
    this.#worker.supersede("matchModel");
    this.#set({ ...noSearch, busy: "searching", progress: null });
    const { locale } = this.#store.state;
    const outcome = await this.#worker.ask<"findDuplicates">({ kind: "findDuplicates", settings, locale }, () => {}, (progress) => this.#set({ progress }));
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#report(outcome.problem, (problem) => ({ busy: null, progress: null, problem }));
    const page = outcome.value;
    this.#set({ busy: null, progress: null, page, searched: settings, sorted: inOrder(page.clusters, this.#duplicates.sort) });
    const at = this.#undecidedFrom(0, 1);
    await this.look(at ?? 0);
    await this.#refreshMerged();
  }

  sort(sort: ClusterOrder): void {
    const { page } = this.#duplicates;
    if (page === null) return this.#set({ sort });
    this.#set({ sort, sorted: inOrder(page.clusters, sort) });
    void this.look(this.#undecidedFrom(0, 1) ?? 0);
  }

  /** Looks at the cluster at a place. */
  async look(at: number): Promise<void> {
    if (this.#duplicates.sorted[at] === undefined) return;
    this.#set({ at, review: { busy: true, page: null, problem: null, pair: null } });
    await this.#review();
  }

  step(by: 1 | -1): void {
    void this.look(this.#duplicates.at + by);
  }

  nextUndecided(): void {
    const at = this.#undecidedFrom(this.#duplicates.at + 1, 1) ?? this.#undecidedFrom(0, 1);
    if (at !== null) void this.look(at);
  }

  lookAt(cluster: Cluster): void {
    void this.look(this.#duplicates.sorted.indexOf(cluster));
  }

  setPair(pair: readonly [number, number]): void {
    this.#set({ review: { ...this.#duplicates.review, busy: true, pair } });
    void this.#review();
  }

  setOnlyDiffering(onlyDiffering: boolean): void {
    this.#set({ onlyDiffering });
  }

  setKeys(keys: boolean): void {
    this.#set({ keys });
  }

  /** Takes a value of a record or, without a column, makes the record survive. */
  choose(row: number, column?: string): void {
    this.#changeChoices((choices) => [...choices.filter((choice) => choice.column !== column), column === undefined ? { row } : { row, column }]);
  }

  /** Leaves the values to the rules again. */
  resetChoices(): void {
    this.#changeChoices(() => []);
  }

  /** Leaves a record out of the merge, or takes it in again. */
  setIncluded(row: number, included: boolean): void {
    const cluster = openCluster(this.#duplicates);
    if (cluster === null) return;
    const key = keyOf(cluster);
    const out = (this.#duplicates.excluded.get(key) ?? []).filter((other) => other !== row);
    this.#set({ excluded: changed(this.#duplicates.excluded, key, included ? out : [...out, row]) });
    this.#changed();
  }

  /** Decides about the cluster that is looked at, and goes on to the next one. */
  decide(decision: Decision): void {
    const cluster = openCluster(this.#duplicates);
    const { busy, review } = this.#duplicates;
    // What is not shown yet is not decided.
    if (cluster === null || busy !== null || (review.page === null && review.problem === null)) return;
    if (decision === "merge" && orderOf(this.#duplicates, cluster).rows.length < 2) return;
    const key = keyOf(cluster);
    const { decisions, past } = this.#duplicates;
    this.#set({ decisions: changed(decisions, key, decision), past: [...past, { key, before: decisions.get(key) }], last: { decision, label: cluster.label } });
    this.nextUndecided();
    void this.#refreshMerged();
  }

  /** Takes the last decision back, and shows what it was about. */
  undo(): void {
    const { past, decisions, sorted } = this.#duplicates;
    const last = past.at(-1);
    if (last === undefined) return;
    const restored = new Map(decisions);
    if (last.before === undefined) restored.delete(last.key);
    else restored.set(last.key, last.before);
    const at = sorted.findIndex((cluster) => keyOf(cluster) === last.key);
    this.#set({ decisions: restored, past: past.slice(0, -1), last: { decision: "undone", label: sorted[at]?.label ?? "" } });
    if (at >= 0) void this.look(at);
    void this.#refreshMerged();
  }

  turnDecided(decidedFrom: number): void {
    this.#set({ decidedFrom });
  }

  /** Shows what the table becomes. */
  async showMerged(): Promise<void> {
    this.#set({ merged: { ...this.#duplicates.merged, busy: true } });
    const orders = this.#decided().filter(({ decision }) => decision === "merge").map(({ order }) => order);
    const outcome = await this.#worker.ask<"merged">({ kind: "merged", orders, locale: this.#store.state.locale });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#report(outcome.problem, (problem) => ({ merged: { busy: false, page: null, problem } }));
    this.#set({ merged: { busy: false, page: outcome.value, problem: null } });
  }

  /** What is downloaded. */
  exported(duplicates: DuplicatesTable): DuplicatesExport {
    return { duplicates, decided: this.#decided(), locale: this.#store.state.locale };
  }

  /** A download failed. */
  failed(problem: Problem): void {
    this.#report(problem, (problem) => ({ merged: { busy: false, page: null, problem } }));
  }

  /** In another language levels and reasons are others. */
  translate(): void {
    if (this.#duplicates.page === null) return;
    this.#set({ review: { ...this.#duplicates.review, busy: true } });
    void this.#review();
    void this.#translateModel();
  }

  get #duplicates(): DuplicatesState {
    return this.#store.state.duplicates;
  }

  #set(change: Partial<DuplicatesState>): void {
    this.#store.set({ duplicates: { ...this.#duplicates, ...change } });
  }

  /** Finds out what the columns are, and searches if that is quick. */
  async #guess(): Promise<void> {
    this.#set({ busy: "guessing", guessed: true });
    const outcome = await this.#worker.ask<"guessFields">({ kind: "guessFields" });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#report(outcome.problem, (problem) => ({ busy: null, problem }));
    this.#set({ busy: null, settings: { ...this.#duplicates.settings, ...outcome.value } });
    if ((this.#store.state.customers.dataset?.rows ?? Infinity) <= quicklySearched) await this.find();
  }

  async #translateModel(): Promise<void> {
    const outcome = await this.#worker.ask<"matchModel">({ kind: "matchModel", locale: this.#store.state.locale });
    const { page } = this.#duplicates;
    if (outcome === "superseded" || page === null) return;
    if ("problem" in outcome) return this.#report(outcome.problem, (problem) => ({ problem }));
    this.#set({ page: { ...page, model: outcome.value } });
  }

  async #review(): Promise<void> {
    const cluster = openCluster(this.#duplicates);
    if (cluster === null) return;
    const [first = 0, second = 0] = cluster.rows;
    const pair = this.#duplicates.review.pair ?? ([first, second] as const);
    const outcome = await this.#worker.ask<"cluster">({ kind: "cluster", rows: cluster.rows, order: orderOf(this.#duplicates, cluster), pair, locale: this.#store.state.locale });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#report(outcome.problem, (problem) => ({ review: { busy: false, page: null, problem, pair: null } }));
    this.#set({ review: { busy: false, page: outcome.value, problem: null, pair } });
  }

  #changeChoices(change: (choices: readonly MergeChoice[]) => readonly MergeChoice[]): void {
    const cluster = openCluster(this.#duplicates);
    if (cluster === null) return;
    const key = keyOf(cluster);
    this.#set({ choices: changed(this.#duplicates.choices, key, change(this.#duplicates.choices.get(key) ?? [])) });
    this.#changed();
  }

  /** The cluster that is looked at would be merged otherwise. */
  #changed(): void {
    const cluster = openCluster(this.#duplicates);
    if (cluster === null) return;
    const key = keyOf(cluster);
    const { decisions } = this.#duplicates;
    // With one record left there is nothing to be merged.
    if (decisions.get(key) === "merge" && orderOf(this.#duplicates, cluster).rows.length < 2) {
      const without = new Map(decisions);
      without.delete(key);
      this.#set({ decisions: without, past: this.#duplicates.past.filter((one) => one.key !== key) });
    }
    this.#set({ review: { ...this.#duplicates.review, busy: true } });
    void this.#review();
    if (decisions.get(key) === "merge") void this.#refreshMerged();
  }

  #undecidedFrom(start: number, by: 1 | -1): number | null {
    const { sorted, decisions } = this.#duplicates;
    for (let at = start; at >= 0 && at < sorted.length; at += by) {
      const cluster = sorted[at];
      if (cluster !== undefined && !decisions.has(keyOf(cluster))) return at;
    }
    return null;
  }

  /** All clusters in the order of the search, with what was decided. */
  #decided(): DuplicatesExport["decided"] {
    const state = this.#duplicates;
    return (state.page?.clusters ?? []).map((cluster) => ({ rows: cluster.rows, order: orderOf(state, cluster), decision: state.decisions.get(keyOf(cluster)) ?? null, probability: cluster.probability }));
  }

  /** What was shown of the merged table is no longer so. */
  async #refreshMerged(): Promise<void> {
    if ((this.#store.state.customers.dataset?.rows ?? Infinity) <= quicklyMerged) return this.showMerged();
    this.#worker.supersede("merged");
    this.#set({ merged: nothingMerged });
  }

  #report(problem: Problem, change: (problem: Problem) => Partial<DuplicatesState>): void {
    if (problem.code === "worker-lost") this.#lost(problem);
    else this.#set(change(problem));
  }
}

/** A map with one entry changed. */
function changed<Value>(map: ReadonlyMap<string, Value>, key: string, value: Value): Map<string, Value> {
  return new Map(map).set(key, value);
}
