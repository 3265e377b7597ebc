// The table of customers: read when a tab that is about it is first looked at, and then told to each part of the page that uses it.
import type { Encoding, Problem, Source } from "./messages";
import { dataOf, isSample, type Store } from "./state";
import { untouched, type CustomersState } from "./state-customers";
import type { WorkerClient } from "./worker-client";

/** A part of the page that uses the table. */
export interface CustomersUser {
  /** There is no table, or another one is being read: nothing is left of the last one's results. */
  forget(): void;
  /** The tab is shown, or a table has been read: asks for what is to be shown, unless it is there. */
  refresh(): void;
  /** Whether what was made of the table may go with it: the visitor is asked. */
  mayForget?(): boolean;
}

export class CustomersActions {
  readonly #store: Store;
  readonly #worker: WorkerClient;
  readonly #sample: Source;
  readonly #lost: (problem: Problem) => void;
  readonly #users: CustomersUser[] = [];

  /** `lost` is told when the worker is gone. */
  constructor(store: Store, worker: WorkerClient, sample: Source, lost: (problem: Problem) => void) {
    this.#store = store;
    this.#worker = worker;
    this.#sample = sample;
    this.#lost = lost;
  }

  tell(user: CustomersUser): void {
    this.#users.push(user);
  }

  /** Reads the sample when the table is first needed, and again if it could not be read. */
  refresh(): void {
    if (dataOf(this.#store.state.tab) !== "customers") return;
    const { source, problem, dataset } = this.#customers;
    if (untouched(this.#customers) || (isSample(source) && problem?.code === "unreadable")) this.useSample();
    else if (dataset !== null) this.#users.forEach((user) => user.refresh());
  }

  useSample(): void {
    this.openSource(this.#sample);
  }

  openSource(source: Source): void {
    if (this.#mayForget()) void this.#read({ source, encoding: null });
  }

  setEncoding(encoding: Encoding): void {
    if (this.#mayForget()) void this.#read({ encoding });
    else if (this.#customers.dataset !== null) this.#set({ dataset: { ...this.#customers.dataset } }); // the field shows again what is
  }

  /** The worker is gone, and the table with it. */
  forget(problem: Problem): void {
    if (untouched(this.#customers)) return;
    this.#users.forEach((user) => user.forget());
    this.#set({ busy: null, decoding: null, dataset: null, problem });
  }

  #mayForget(): boolean {
    return this.#users.every((user) => user.mayForget?.() ?? true);
  }

  get #customers(): CustomersState {
    return this.#store.state.customers;
  }

  #set(change: Partial<CustomersState>): void {
    this.#store.set({ customers: { ...this.#customers, ...change } });
  }

  async #read(change: Partial<CustomersState>): Promise<void> {
    this.#users.forEach((user) => user.forget());
    this.#set({ ...change, busy: "reading", decoding: null, dataset: null, problem: null });
    const { source, encoding } = this.#customers;
    const outcome = await this.#worker.ask<"readCustomers">({ kind: "readCustomers", source, encoding }, (decoding) => this.#set({ decoding }));
    if (outcome === "superseded") return;
    if ("problem" in outcome) {
      if (outcome.problem.code === "worker-lost") return this.#lost(outcome.problem);
      return this.#set({ busy: null, decoding: null, problem: outcome.problem });
    }
    this.#set({ busy: null, decoding: null, dataset: outcome.value });
    this.refresh();
  }
}
