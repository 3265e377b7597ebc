// What the visitor can do about data quality. Checks are suggested when a table has been read and the tab is shown; the report follows
// from them and from what the visitor makes of them, and from it the list of failing cells and the record that is looked at.
import type { Severity } from "custometry";
import type { CustomersUser } from "./actions-customers";
import type { Problem } from "./messages";
import type { FailureFilter, QualityColumns, Rule, SuggestedRule } from "./messages-quality";
import { guessColumns, idOf } from "./quality-rules";
import { isSample, type Store } from "./state";
import { everyFailure, failurePageSize, noQuality, type ItemFilter, type QualityItem, type QualityState } from "./state-quality";
import type { WorkerClient } from "./worker-client";

/** The day on which the sample was taken. */
const sampleDay = "2026-10-31";

/** Today on the visitor's calendar. */
function today(): string {
  const now = new Date();
  return [String(now.getFullYear()).padStart(4, "0"), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
}

export class QualityActions implements CustomersUser {
  readonly #store: Store;
  readonly #worker: WorkerClient;
  readonly #lost: (problem: Problem) => void;

  /** `lost` is told when the worker is gone. */
  constructor(store: Store, worker: WorkerClient, lost: (problem: Problem) => void) {
    this.#store = store;
    this.#worker = worker;
    this.#lost = lost;
  }

  forget(): void {
    this.#worker.supersede("suggestQuality");
    this.#worker.supersede("profileCustomers");
    this.#worker.supersede("compareCustomers");
    this.#store.set({ quality: noQuality });
  }

  refresh(): void {
    const { busy, page, problem } = this.#quality;
    if (this.#store.state.tab === "quality" && busy === null && page === null && problem === null) void this.#start();
  }

  /** In another language evidence and reasons are others. */
  translate(): void {
    if (this.#quality.page !== null || this.#quality.busy !== null) void this.#start();
  }

  /** The day that dates are compared with unless the visitor says otherwise. */
  get ownDay(): string {
    return isSample(this.#store.state.customers.source) ? sampleDay : today();
  }

  setAsOf(asOf: string | null): void {
    this.#set({ asOf });
    void this.#start();
  }

  setColumns(change: Partial<QualityColumns>): void {
    const { columns, list } = this.#quality;
    if (columns === null) return;
    this.#set({ columns: { ...columns, ...change }, list: { ...list, filter: { ...list.filter, owner: null, department: null }, from: 0 } });
    void this.#check();
  }

  show(shown: ItemFilter): void {
    this.#set({ shown });
  }

  /** Changes how a check is made, or whether. */
  change(id: string, change: Partial<Pick<QualityItem, "on" | "severity" | "mostly">>): void {
    void this.#choose(this.#quality.items.map((item) => (item.id === id ? { ...item, ...change, changed: true } : item)));
  }

  /** Switches all checks on or off. */
  changeAll(on: boolean): void {
    void this.#choose(this.#quality.items.map((item) => (item.on === on ? item : { ...item, on, changed: true })));
  }

  add(rule: Rule, severity: Severity, mostly: number): void {
    const { items } = this.#quality;
    const id = idOf(rule, new Set(items.map((item) => item.id)));
    void this.#choose([{ id, rule, severity, mostly, on: true, evidence: null, changed: true }, ...items]);
  }

  remove(id: string): void {
    void this.#choose(this.#quality.items.filter((item) => item.id !== id));
  }

  filter(change: Partial<FailureFilter>): Promise<void> {
    return this.#list({ filter: { ...this.#quality.list.filter, ...change }, from: 0 });
  }

  /** Lists nothing but what these choices leave. */
  only(filter: Partial<FailureFilter>): Promise<void> {
    return this.#list({ filter: { ...everyFailure, ...filter }, from: 0 });
  }

  turnPage(from: number): void {
    void this.#list({ from });
  }

  async look(row: number): Promise<void> {
    const { open } = this.#quality;
    this.#set({ open: { row, busy: true, page: open?.row === row ? open.page : null } });
    const outcome = await this.#worker.ask<"qualityRow">({ kind: "qualityRow", row });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.report(outcome.problem, { open: null });
    this.#set({ open: { row, busy: false, page: outcome.value } });
  }

  close(): void {
    this.#worker.supersede("qualityRow");
    this.#set({ open: null });
  }

  /** Shows what a column holds; null: no longer. */
  async profile(column: string | null): Promise<void> {
    const { page } = this.#quality.profile;
    this.#set({ profile: { column, busy: column !== null && page === null, page, problem: null } });
    if (column === null || page !== null) return;
    const outcome = await this.#worker.ask<"profileCustomers">({ kind: "profileCustomers" });
    if (outcome === "superseded") return;
    const { profile } = this.#quality;
    if ("problem" in outcome) return this.#part(outcome.problem, { profile: { ...profile, busy: false, problem: outcome.problem } });
    this.#set({ profile: { ...profile, busy: false, page: outcome.value } });
  }

  async compare(source: File): Promise<void> {
    this.#set({ comparison: { busy: true, page: null, problem: null } });
    const outcome = await this.#worker.ask<"compareCustomers">({ kind: "compareCustomers", source, encoding: null, key: this.#quality.columns?.key ?? null });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#part(outcome.problem, { comparison: { busy: false, page: null, problem: outcome.problem } });
    this.#set({ comparison: { busy: false, page: outcome.value, problem: null } });
  }

  /** A part of the result failed; the rest is still there, unless the worker is not. */
  report(problem: Problem, change: Partial<QualityState> = {}): void {
    this.#part(problem, { ...change, list: { ...this.#quality.list, busy: false, problem } });
  }

  get #quality(): QualityState {
    return this.#store.state.quality;
  }

  #set(change: Partial<QualityState>): void {
    this.#store.set({ quality: { ...this.#quality, ...change } });
  }

  #part(problem: Problem, change: Partial<QualityState>): void {
    if (problem.code === "worker-lost") this.#lost(problem);
    else this.#set(change);
  }

  /** Suggests checks, and makes them. What the visitor has changed stays as it is. */
  async #start(): Promise<void> {
    const { dataset } = this.#store.state.customers;
    if (dataset === null) return;
    const { locale } = this.#store.state;
    this.#set({ busy: this.#quality.page === null ? "suggesting" : "rechecking", problem: null, columns: this.#quality.columns ?? guessColumns(dataset) });
    const outcome = await this.#worker.ask<"suggestQuality">({ kind: "suggestQuality", asOf: this.#day, locale });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#fail(outcome.problem);
    this.#set({ items: merged(outcome.value, this.#quality.items) });
    await this.#check();
  }

  get #day(): string {
    return this.#quality.asOf ?? this.ownDay;
  }

  async #choose(items: QualityItem[]): Promise<void> {
    const otherwise = this.#quality.items;
    this.#set({ items });
    await this.#check(otherwise);
  }

  /** `otherwise` are the checks that stand if these cannot be made. */
  async #check(otherwise: QualityItem[] | null = null): Promise<void> {
    const { items, columns, page } = this.#quality;
    if (columns === null) return;
    this.#set({ busy: page === null ? "checking" : "rechecking" });
    const checks = items.filter(({ on }) => on).map(({ id, rule, severity, mostly }) => ({ id, rule, severity, mostly }));
    const outcome = await this.#worker.ask<"checkQuality">({ kind: "checkQuality", checks, columns, asOf: this.#day, locale: this.#store.state.locale });
    if (outcome === "superseded") return;
    if ("problem" in outcome) {
      if (outcome.problem.code === "worker-lost" || otherwise === null || this.#quality.page === null) return this.#fail(outcome.problem);
      return this.#set({ busy: null, items: otherwise, choiceProblem: outcome.problem });
    }
    const { list, open } = this.#quality;
    const id = outcome.value.checks.some((check) => check.id === list.filter.id) ? list.filter.id : null;
    this.#set({ busy: null, problem: null, choiceProblem: null, page: outcome.value, list: { ...list, filter: { ...list.filter, id } } });
    await this.#list({ from: 0 });
    if (open !== null && this.#quality.open?.row === open.row) await this.look(open.row);
  }

  async #list(change: Partial<QualityState["list"]>): Promise<void> {
    const list = { ...this.#quality.list, ...change, busy: true };
    this.#set({ list });
    const { filter, from } = list;
    const outcome = await this.#worker.ask<"qualityFailures">({ kind: "qualityFailures", filter, from, count: failurePageSize });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.report(outcome.problem);
    this.#set({ list: { ...this.#quality.list, busy: false, problem: null, page: outcome.value } });
  }

  /** There is no result. */
  #fail(problem: Problem): void {
    if (problem.code === "worker-lost") this.#lost(problem);
    else this.#set({ busy: null, page: null, problem });
  }
}

/** Suggestions as the list has them. The visitor's own checks come first; those that were changed are no longer suggestions only. */
function merged(suggested: readonly SuggestedRule[], before: readonly QualityItem[]): QualityItem[] {
  const changed = new Map(before.filter((item) => item.changed && item.evidence !== null).map((item) => [item.id, item]));
  const own = before.filter((item) => item.evidence === null);
  const taken = new Set(own.map(({ id }) => id));
  const items = suggested.map(({ rule, severity, mostly, evidence }): QualityItem => {
    const id = idOf(rule, taken);
    taken.add(id);
    const kept = changed.get(id);
    changed.delete(id);
    return kept === undefined ? { id, rule, severity, mostly, evidence, on: true, changed: false } : { ...kept, rule, evidence };
  });
  return [...own, ...changed.values(), ...items];
}
