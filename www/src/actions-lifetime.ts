// What the visitor can do with lifetime value. It is computed when it is first looked at; the list of customers and the history
// of one of them follow from it.
import type { Problem, Sort } from "./messages";
import type { LifetimeChoices, TimeUnit, ValueKey } from "./messages-lifetime";
import { pageSize, type Store } from "./state";
import { withUnit, type LifetimeState } from "./state-lifetime";
import type { WorkerClient } from "./worker-client";

/** How many identifiers are suggested. */
const mostSuggestions = 20;

export class LifetimeActions {
  readonly #store: Store;
  readonly #worker: WorkerClient;
  readonly #fail: (problem: Problem) => void;

  /** `fail` is told of failures after which there is nothing left to show. */
  constructor(store: Store, worker: WorkerClient, fail: (problem: Problem) => void) {
    this.#store = store;
    this.#worker = worker;
    this.#fail = fail;
  }

  /** Asks for what is looked at, unless it is there. */
  refresh(): void {
    const { tab, analysis, lifetime } = this.#store.state;
    if (analysis !== null && tab === "lifetime" && lifetime.of !== analysis) void this.#ask(lifetime.choices);
  }

  choose(change: Partial<Omit<LifetimeChoices, "timeUnit">>): void {
    void this.#ask({ ...this.#store.state.lifetime.choices, ...change });
  }

  setUnit(timeUnit: TimeUnit): void {
    void this.#ask(withUnit(this.#store.state.lifetime.choices, timeUnit));
  }

  sortValues(sort: Sort<ValueKey>): void {
    void this.#list({ sort, from: 0 });
  }

  turnPage(from: number): void {
    void this.#list({ from });
  }

  async showCustomer(customer: string): Promise<void> {
    const { alive } = this.#store.state.lifetime;
    this.#set({ alive: { ...alive, customer, busy: true } });
    const outcome = await this.#worker.ask<"alive">({ kind: "alive", customer });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#report(outcome.problem, { alive: { customer, busy: false, page: null } });
    this.#set({ alive: { customer, busy: false, page: outcome.value } });
  }

  async askInterval(): Promise<void> {
    this.#set({ interval: { busy: true, value: null } });
    const outcome = await this.#worker.ask<"interval">({ kind: "interval" });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#report(outcome.problem, { interval: { busy: false, value: null } });
    this.#set({ interval: { busy: false, value: outcome.value } });
  }

  async suggest(start: string): Promise<void> {
    const outcome = await this.#worker.ask<"ids">({ kind: "ids", start, count: mostSuggestions });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#report(outcome.problem, {});
    this.#set({ suggestions: outcome.value });
  }

  async #ask(choices: LifetimeChoices): Promise<void> {
    const { state } = this.#store;
    // The customer that is looked at stays the same unless the data are others.
    const customer = state.lifetime.alive.customer;
    this.#set({ choices, of: state.analysis, busy: true, interval: { busy: false, value: null } });
    const outcome = await this.#worker.ask<"lifetime">({ kind: "lifetime", choices });
    if (outcome === "superseded") return;
    if ("problem" in outcome) {
      if (outcome.problem.code === "worker-lost") return this.#fail(outcome.problem);
      const { list } = this.#store.state.lifetime;
      return this.#set({ problem: outcome.problem, page: null, busy: false, list: { ...list, page: null }, alive: { customer, busy: false, page: null } });
    }
    const page = outcome.value;
    this.#set({ problem: null, partProblem: null, page, busy: false, ...(page.forecast === null ? { alive: { customer, busy: false, page: null } } : {}) });
    if (page.forecast === null) return;
    await Promise.all([this.#list({ from: 0 }), this.#look(customer, page.customer)]);
  }

  /** Shows the customer that was looked at before or, when there is no such customer any more, another one. */
  async #look(before: string | null, other: string | null): Promise<void> {
    if (before !== null) await this.showCustomer(before);
    const { customer, busy, page } = this.#store.state.lifetime.alive;
    const gone = before === null || (!busy && customer === before && page?.history === null);
    if (gone && other !== null) await this.showCustomer(other);
  }

  async #list(change: Partial<LifetimeState["list"]>): Promise<void> {
    const list = { ...this.#store.state.lifetime.list, ...change };
    this.#set({ list });
    const { sort, from } = list;
    const outcome = await this.#worker.ask<"values">({ kind: "values", sort, from, count: pageSize });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#report(outcome.problem, { list: { ...list, page: null } });
    this.#set({ list: { ...this.#store.state.lifetime.list, page: outcome.value } });
  }

  /** A part of the result failed; the rest is still there, unless the worker is not. */
  #report(problem: Problem, change: Partial<LifetimeState>): void {
    if (problem.code === "worker-lost") this.#fail(problem);
    else this.#set({ ...change, partProblem: problem });
  }

  #set(change: Partial<LifetimeState>): void {
    this.#store.set({ lifetime: { ...this.#store.state.lifetime, ...change } });
  }
}
