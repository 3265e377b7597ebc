// What the visitor can do with leads. A file is read when the leads are first looked at; scores follow from it, and from them the
// list, the lead that is looked at, and the model.
import { guessLeadMapping } from "./lead-mapping";
import type { Encoding, Problem, Sort, Source } from "./messages";
import { presets, type LeadChoices, type LeadGrouping, type LeadKey, type LeadOptions, type Preset } from "./messages-leads";
import { isSample, type Store } from "./state";
import { leadPageSize, noLeadModel, noLeadResult, noWhatIf, quicklyLearned, untouched, type LeadsState } from "./state-leads";
import type { WorkerClient } from "./worker-client";

export class LeadActions {
  readonly #store: Store;
  readonly #worker: WorkerClient;
  readonly #sample: Source;
  readonly #lost: (problem: Problem) => void;

  /** `lost` is told when the worker is gone. */
  constructor(store: Store, worker: WorkerClient, sample: Source, lost: (problem: Problem) => void) {
    this.#store = store;
    this.#worker = worker;
    this.#sample = sample;
    this.#lost = lost;
  }

  /** Reads the sample when leads are first looked at, and again if it could not be read. */
  refresh(): void {
    const { source, problem } = this.#leads;
    const unread = isSample(source) && problem?.code === "unreadable";
    if (this.#store.state.tab === "leads" && (untouched(this.#leads) || unread)) this.useSample();
  }

  useSample(): void {
    this.openSource(this.#sample);
  }

  openSource(source: Source): void {
    void this.#read({ source, encoding: null, options: { ...this.#leads.options, asOf: null }, choices: { ...this.#leads.choices, learned: false, weights: {}, disqualifier: null } });
  }

  setEncoding(encoding: Encoding): void {
    void this.#read({ encoding });
  }

  /** Says which column of the file is meant; null: none. */
  setMapping(known: string, column: string | null): void {
    const { [known]: _, ...others } = this.#leads.mapping;
    this.#set({ mapping: column === null ? others : { ...others, [known]: column } });
    void this.#start();
  }

  setOptions(change: Partial<LeadOptions>): void {
    this.#set({ options: { ...this.#leads.options, ...change } });
    void this.#start();
  }

  setPreset(preset: Preset): void {
    const { choices } = this.#leads;
    void this.#choose({ ...choices, preset, learned: false, weights: {} }, choices);
  }

  setWeight(dimension: string, weight: number): void {
    const { choices, page } = this.#leads;
    // What the fields show stays, apart from the one that was changed.
    const shown = Object.fromEntries(page?.dimensions.map(({ name, weight }) => [name, weight]) ?? []);
    void this.#choose({ ...choices, weights: { ...shown, ...choices.weights, [dimension]: weight } });
  }

  setLearned(learned: boolean): void {
    void this.#choose({ ...this.#leads.choices, learned, weights: {} });
  }

  setDisqualifier(disqualifier: LeadChoices["disqualifier"]): void {
    void this.#choose({ ...this.#leads.choices, disqualifier });
  }

  setGrouping(grouping: LeadGrouping): void {
    this.#set({ grouping });
  }

  /** In another language labels and reasons are others. */
  translate(): void {
    if (this.#leads.page !== null || this.#leads.busy === "scoring") void this.#choose(this.#leads.choices);
  }

  sort(sort: Sort<LeadKey>): void {
    void this.#list({ sort, from: 0 });
  }

  turnPage(from: number): void {
    void this.#list({ from });
  }

  async look(row: number): Promise<void> {
    const { open } = this.#leads;
    const same = open?.row === row;
    this.#set({ open: { row, busy: true, page: same ? open.page : null }, ...(same ? {} : { whatIf: noWhatIf }) });
    const outcome = await this.#worker.ask<"lead">({ kind: "lead", row });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.report(outcome.problem, { open: { row, busy: false, page: null } });
    this.#set({ open: { row, busy: false, page: outcome.value } });
  }

  /** Changes a value of the lead that is looked at; what it has again leaves nothing changed. */
  async change(column: string, value: string): Promise<void> {
    const { open, whatIf } = this.#leads;
    if (open === null) return;
    const { [column]: _, ...others } = whatIf.changes;
    const own = open.page?.controls.find((control) => control.column === column)?.value;
    await this.#whatIf(value === own ? others : { ...others, [column]: value });
  }

  resetChanges(): void {
    this.#worker.supersede("whatIf");
    this.#set({ whatIf: noWhatIf });
  }

  async train(features: string[] | null): Promise<void> {
    this.#set({ model: { ...this.#leads.model, features, busy: true } });
    const outcome = await this.#worker.ask<"trainLeads">({ kind: "trainLeads", features });
    if (outcome === "superseded") return;
    if ("problem" in outcome && outcome.problem.code === "worker-lost") return this.#lost(outcome.problem);
    const result = "problem" in outcome ? { problem: outcome.problem, page: null } : { problem: null, page: outcome.value };
    this.#set({ model: { features, busy: false, ...result } });
    if (result.page === null) this.#set({ choices: { ...this.#leads.choices, learned: false } });
    // Probabilities are others, and so may be weights that were learned.
    if (this.#leads.choices.learned) await this.#choose(this.#leads.choices);
    else await this.#followUp();
  }

  /** The worker is gone, and the leads with it. */
  forget(problem: Problem): void {
    if (!untouched(this.#leads)) this.#set({ ...noLeadResult, busy: null, decoding: null, problem });
  }

  /** A part of the result failed; the rest is still there, unless the worker is not. */
  report(problem: Problem, change: Partial<LeadsState> = {}): void {
    if (problem.code === "worker-lost") this.#lost(problem);
    else this.#set({ ...change, partProblem: problem });
  }

  get #leads(): LeadsState {
    return this.#store.state.leads;
  }

  #set(change: Partial<LeadsState>): void {
    this.#store.set({ leads: { ...this.#leads, ...change } });
  }

  async #read(change: Partial<LeadsState>): Promise<void> {
    this.#set({ ...noLeadResult, ...change, busy: "reading", decoding: null });
    const { source, encoding } = this.#leads;
    const outcome = await this.#worker.ask<"readLeads">({ kind: "readLeads", source, encoding }, (decoding) => this.#set({ decoding }));
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.#fail(outcome.problem);
    const mapping = guessLeadMapping(outcome.value);
    // A card of which the file has nothing gives way to one of which it has something.
    const { cards } = outcome.value;
    const usable = (preset: Preset) => cards[preset].some((column) => mapping[column] !== undefined);
    const { choices } = this.#leads;
    const preset = usable(choices.preset) ? choices.preset : (presets.find(usable) ?? choices.preset);
    this.#set({ decoding: null, dataset: outcome.value, mapping, choices: { ...choices, preset } });
    await this.#start();
  }

  /** Scores anew after a change of the data, and learns anew. */
  async #start(): Promise<void> {
    const { dataset, choices } = this.#leads;
    if (dataset === null) return; // it is still being read, or could not be
    this.#worker.supersede("trainLeads");
    this.#set({ busy: "scoring", problem: null, model: noLeadModel, whatIf: noWhatIf, choices: { ...choices, learned: false } });
    await this.#score();
  }

  /** `otherwise` is what stands if the choice cannot be used. */
  async #choose(choices: LeadChoices, otherwise = choices): Promise<void> {
    this.#set({ choices });
    if (this.#leads.dataset === null) return;
    if (this.#leads.busy === null) this.#set({ busy: this.#leads.page === null ? "scoring" : "rescoring" });
    await this.#score(otherwise);
  }

  async #score(otherwise = this.#leads.choices): Promise<void> {
    const { mapping, options, choices } = this.#leads;
    const outcome = await this.#worker.ask<"scoreLeads">({ kind: "scoreLeads", mapping, options, choices, locale: this.#store.state.locale });
    if (outcome === "superseded") return;
    if ("problem" in outcome) {
      // What was chosen last can be chosen otherwise, as long as its fields are shown.
      if (this.#leads.busy !== "rescoring" || outcome.problem.code === "worker-lost") return this.#fail(outcome.problem);
      return this.#set({ busy: null, choices: otherwise, choiceProblem: outcome.problem });
    }
    const page = outcome.value;
    const { grouping } = this.#leads;
    const known = page.groups.map(({ by }) => by);
    this.#set({ busy: null, problem: null, choiceProblem: null, partProblem: null, page, grouping: grouping !== null && known.includes(grouping) ? grouping : (known[0] ?? null) });
    await this.#followUp();
    const { model, dataset } = this.#leads;
    const learned = model.busy || model.page !== null || model.problem !== null;
    if (!learned && page.trainable && dataset !== null && dataset.rows <= quicklyLearned) await this.train(null);
  }

  /** The list, and the lead that is looked at: the same as before, or one worth a look. */
  async #followUp(): Promise<void> {
    if (this.#leads.page === null) return;
    await this.#list({});
    if (this.#leads.page === null) return; // a new file has been chosen
    const { open, page, list } = this.#leads;
    const row = open?.row ?? page.worthALook ?? list.page?.rows[0]?.row;
    if (row === undefined) return;
    await this.look(row);
    const { changes } = this.#leads.whatIf;
    if (Object.keys(changes).length > 0) await this.#whatIf(changes);
  }

  async #list(change: Partial<LeadsState["list"]>): Promise<void> {
    const list = { ...this.#leads.list, ...change, busy: true };
    this.#set({ list });
    const { sort, from } = list;
    const outcome = await this.#worker.ask<"leadList">({ kind: "leadList", sort, from, count: leadPageSize });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.report(outcome.problem, { list: { ...list, busy: false, page: null } });
    this.#set({ list: { ...this.#leads.list, busy: false, page: outcome.value } });
  }

  async #whatIf(changes: LeadsState["whatIf"]["changes"]): Promise<void> {
    const { open, whatIf } = this.#leads;
    if (open === null) return;
    if (Object.keys(changes).length === 0) return this.resetChanges();
    this.#set({ whatIf: { ...whatIf, changes, busy: true } });
    const outcome = await this.#worker.ask<"whatIf">({ kind: "whatIf", row: open.row, changes });
    if (outcome === "superseded") return;
    if ("problem" in outcome) return this.report(outcome.problem, { whatIf: { changes, busy: false, page: null } });
    this.#set({ partProblem: null, whatIf: { changes, busy: false, page: outcome.value } });
  }

  /** There is no result. */
  #fail(problem: Problem): void {
    if (problem.code === "worker-lost") return this.#lost(problem);
    const { dataset, mapping } = this.#leads;
    this.#set({ ...noLeadResult, busy: null, decoding: null, dataset, mapping, problem });
  }
}
