// What the visitor can do. Each action changes the state and asks the worker for what the new state needs.
import { guessMapping } from "./mapping";
import type { Encoding, Export, Locale, Mapping, Options, Problem, Sort, SortKey, Source } from "./messages";
import type { QualityExport } from "./messages-quality";
import { complete, emptyMapping, pageSize, type Measure, type OpenSegment, type SegmentKey, type State, type Store, type Tab, dataOf } from "./state";
import { CustomersActions } from "./actions-customers";
import { DuplicateActions } from "./actions-duplicates";
import { LeadActions } from "./actions-leads";
import { LifetimeActions } from "./actions-lifetime";
import { QualityActions } from "./actions-quality";
import { RetentionActions } from "./actions-retention";
import { noLifetime } from "./state-lifetime";
import { noCohorts, noRepeat } from "./state-retention";
import type { WorkerClient } from "./worker-client";

export class Actions {
  readonly #store: Store;
  readonly #worker: WorkerClient;
  readonly #sample: Source;
  readonly retention: RetentionActions;
  readonly lifetime: LifetimeActions;
  readonly leads: LeadActions;
  readonly customers: CustomersActions;
  readonly quality: QualityActions;
  readonly duplicates: DuplicateActions;

  constructor(store: Store, worker: WorkerClient, sample: Source, sampleLeads: Source, sampleCustomers: Source) {
    this.#store = store;
    this.#worker = worker;
    this.#sample = sample;
    this.retention = new RetentionActions(store, worker, (problem) => this.#fail(problem));
    this.lifetime = new LifetimeActions(store, worker, (problem) => this.#fail(problem));
    this.leads = new LeadActions(store, worker, sampleLeads, (problem) => this.#fail(problem));
    this.customers = new CustomersActions(store, worker, sampleCustomers, (problem) => this.#fail(problem));
    this.quality = new QualityActions(store, worker, (problem) => this.#fail(problem));
    this.customers.tell(this.quality);
    this.duplicates = new DuplicateActions(store, worker, (problem) => this.#fail(problem));
    this.customers.tell(this.duplicates);
  }

  /** Begins with the samples. */
  start(): void {
    this.leads.refresh();
    this.customers.refresh();
    this.#open(this.#sample);
  }

  // What is said about a file is about the one of the tab that is shown.

  useSample(): void {
    const other = this.#otherData;
    if (other !== null) other.useSample();
    else this.#open(this.#sample);
  }

  openSource(source: Source): void {
    const other = this.#otherData;
    if (other !== null) other.openSource(source);
    else this.#open(source);
  }

  setEncoding(encoding: Encoding): void {
    const other = this.#otherData;
    if (other !== null) other.setEncoding(encoding);
    else void this.#read({ encoding });
  }

  skipBadRows(): void {
    if (dataOf(this.#store.state.tab) === "leads") this.leads.setOptions({ onInvalid: "skip" });
    else this.setOptions({ onInvalid: "skip" });
  }

  /** What reads the data of the tab that is shown; null: the purchases, which are read here. */
  get #otherData(): LeadActions | CustomersActions | null {
    const about = dataOf(this.#store.state.tab);
    return about === "leads" ? this.leads : about === "customers" ? this.customers : null;
  }

  /** Reads a file, guesses its columns and, when nothing is missing, analyses it. */
  #open(source: Source): void {
    void this.#read({ source, encoding: null, mapping: emptyMapping, options: { ...this.#store.state.options, asOf: null }, cohorts: noCohorts, repeat: noRepeat, lifetime: noLifetime });
  }

  setMapping(change: Partial<Mapping>): void {
    this.#store.set({ mapping: { ...this.#store.state.mapping, ...change } });
    void this.#analyse();
  }

  setOptions(change: Partial<Options>): void {
    this.#store.set({ options: { ...this.#store.state.options, ...change } });
    void this.#analyse();
  }

  setLocale(locale: Locale): void {
    this.#store.set({ locale });
    const { analysis, busy } = this.#store.state;
    if (analysis !== null || busy === "analysing") void this.#analyse();
    this.leads.translate();
    this.quality.translate();
    this.duplicates.translate();
  }

  showTab(tab: Tab): void {
    this.#store.set({ tab });
    this.#refresh();
  }

  setArea(area: Measure): void {
    this.#store.set({ area });
  }

  sortSegments(segmentSort: Sort<SegmentKey>): void {
    this.#store.set({ segmentSort });
  }

  async openSegment(segment: string): Promise<void> {
    await this.#list({ segment, sort: { key: "monetary", descending: true }, from: 0, page: null });
  }

  closeSegment(): void {
    this.#worker.supersede("customers");
    this.#store.set({ open: null });
  }

  sortCustomers(sort: Sort<SortKey>): void {
    const { open } = this.#store.state;
    if (open !== null) void this.#list({ ...open, sort, from: 0 });
  }

  turnPage(from: number): void {
    const { open } = this.#store.state;
    if (open !== null) void this.#list({ ...open, from });
  }

  async download(what: Export): Promise<void> {
    const outcome = await this.#worker.ask<"export">({ kind: "export", what });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#undownloaded(what, outcome.problem);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(outcome.value);
    link.download = `${fileName(what)}.csv`;
    link.click();
    // The download has taken its reference by the time that the next task runs; a second is ample.
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  #undownloaded(what: Export, problem: Problem): void {
    if (what === "leads") this.leads.report(problem);
    else if (isQuality(what)) this.quality.report(problem);
    else if (typeof what === "object" && "duplicates" in what) this.duplicates.failed(problem);
    else this.#report(problem);
  }

  async #read(change: Partial<State>): Promise<void> {
    this.#store.set({ ...change, busy: "reading", decoding: null, problem: null, dataset: null, analysis: null, open: null });
    const { source, encoding } = this.#store.state;
    const outcome = await this.#worker.ask<"read">({ kind: "read", source, encoding }, (decoding) => this.#store.set({ decoding }));
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#fail(outcome.problem);
    this.#store.set({ busy: null, decoding: null, dataset: outcome.value, mapping: guessMapping(outcome.value) });
    await this.#analyse();
  }

  async #analyse(): Promise<void> {
    const { dataset, mapping, options, locale } = this.#store.state;
    const columns = complete(mapping);
    if (dataset === null) return; // it is still being read, or could not be
    if (columns === null) {
      this.#worker.supersede("analyse");
      this.#store.set({ busy: null, problem: null, analysis: null, open: null });
      return;
    }
    this.#store.set({ busy: "analysing" });
    const outcome = await this.#worker.ask<"analyse">({ kind: "analyse", mapping: columns, options, locale });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#fail(outcome.problem);
    const { open } = this.#store.state;
    this.#store.set({ busy: null, problem: null, analysis: outcome.value });
    this.#refresh();
    if (open === null) return;
    if (outcome.value.segments.some(({ segment }) => segment === open.segment)) await this.#list({ ...open, from: 0 });
    else this.closeSegment();
  }

  /** Asks for what is looked at, unless it is there. */
  #refresh(): void {
    this.retention.refresh();
    this.lifetime.refresh();
    this.leads.refresh();
    this.customers.refresh();
  }

  async #list(open: OpenSegment): Promise<void> {
    this.#store.set({ open });
    const { segment, sort, from } = open;
    const outcome = await this.#worker.ask<"customers">({ kind: "customers", segment, sort, from, count: pageSize });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#report(outcome.problem);
    this.#store.set({ open: { ...open, page: outcome.value } });
  }

  /** There is no result. */
  #fail(problem: Problem): void {
    // A lost worker has lost the tables, too.
    const lost = problem.code === "worker-lost";
    const dataset = lost ? null : this.#store.state.dataset;
    if (lost) {
      this.leads.forget(problem);
      this.customers.forget(problem);
    }
    this.#store.set({ busy: null, decoding: null, problem, dataset, analysis: null, open: null });
  }

  /** Something about the result failed; the result is still there, unless the worker is not. */
  #report(problem: Problem): void {
    if (problem.code === "worker-lost") this.#fail(problem);
    else this.#store.set({ problem });
  }
}

const isQuality = (what: Export): what is QualityExport => typeof what === "string" && what.startsWith("quality-");

function fileName(what: Export): string {
  if (typeof what === "string") return what;
  if ("segment" in what) return what.segment;
  if ("duplicates" in what) return `duplicates-${what.duplicates}`;
  const { period, measure, retention } = what.cohorts;
  return ["cohorts", period, measure, measure === "revenue" ? null : retention].filter((part) => part !== null).join("-");
}
