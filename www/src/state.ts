// What the page shows, in one object, and the few rules that hold it together. Views read it and never write it.
import type { Analysis, CompleteMapping, CustomerPage, Dataset, Encoding, Locale, Mapping, Options, Problem, Role, Segment, Skipped, Sort, SortKey, Source } from "./messages";
import type { CustomersState } from "./state-customers";
import type { DuplicatesState } from "./state-duplicates";
import type { LifetimeState } from "./state-lifetime";
import type { QualityState } from "./state-quality";
import type { LeadsState } from "./state-leads";
import type { CohortState, RepeatState } from "./state-retention";

/** The parts of the page, one of which is shown at a time. */
export const tabs = ["segments", "cohorts", "repeat", "lifetime", "leads", "quality", "duplicates"] as const;
export type Tab = (typeof tabs)[number];

/** Which data a part is about: each kind has a file of its own. */
export type Data = "purchases" | "leads" | "customers";
export const dataOf = (tab: Tab): Data => (tab === "leads" ? "leads" : tab === "quality" || tab === "duplicates" ? "customers" : "purchases");
export type Measure = "customers" | "revenue";
/** What the table of segments shows, and sorts by. */
export type SegmentKey = Exclude<keyof Segment, "segment" | "orders" | "averageOrderValue" | "action">;

export interface State {
  locale: Locale;
  source: Source;
  /** What the visitor chose; null: found out from the bytes. */
  encoding: Encoding | null;
  busy: "reading" | "analysing" | null;
  /** The encoding that a file which is not UTF-8 is being read as. */
  decoding: Encoding | null;
  dataset: Dataset | null;
  mapping: Mapping;
  options: Options;
  analysis: Analysis | null;
  problem: Problem | null;
  tab: Tab;
  area: Measure;
  segmentSort: Sort<SegmentKey>;
  open: OpenSegment | null;
  cohorts: CohortState;
  repeat: RepeatState;
  lifetime: LifetimeState;
  leads: LeadsState;
  customers: CustomersState;
  quality: QualityState;
  duplicates: DuplicatesState;
}

/** The segment whose customers are listed. */
export interface OpenSegment {
  segment: string;
  sort: Sort<SortKey>;
  from: number;
  page: CustomerPage | null;
}

export const pageSize = 25;
export const emptyMapping: Mapping = { customerId: null, date: null, amount: null, orderId: null };
const requiredRoles = ["customerId", "date", "amount"] as const satisfies readonly Role[];

export const defaultOptions: Options = {
  asOf: null,
  dateOrder: "year-first",
  segments: "standard",
  binning: "quantile",
  bins: 5,
  monetary: "total",
  utcOffset: "+00:00",
  refunds: "count",
  onInvalid: "throw",
};

/** The eight classes divide at the mean and the ten segments by quintiles, unless the visitor then says otherwise. */
export function withSegments(options: Options, segments: Options["segments"]): Options {
  return { ...options, segments, binning: segments === "eight-class" ? "mean" : "quantile", bins: 5 };
}

/** The roles that the visitor has yet to give a column; none while there is no file. */
export function unmappedRoles({ dataset, mapping, busy }: Pick<State, "dataset" | "mapping" | "busy">): Role[] {
  return dataset === null || busy !== null ? [] : requiredRoles.filter((role) => mapping[role] === null);
}

export function complete({ customerId, date, amount, orderId }: Mapping): CompleteMapping | null {
  return customerId === null || date === null || amount === null ? null : { customerId, date, amount, orderId };
}

/** The data of the tab that is shown, how far they are, and what is wrong with them. */
export interface Input extends Pick<State, "source" | "busy" | "decoding" | "dataset" | "problem"> {
  skipped: Skipped | null;
}

export function inputOf(state: State): Input {
  const { leads, customers, quality } = state;
  const about = dataOf(state.tab);
  if (about === "purchases") return { ...state, skipped: state.analysis?.skipped ?? null };
  if (about === "customers") return { ...customers, problem: customers.problem ?? (state.tab === "quality" ? quality.problem : null), skipped: null };
  return { ...leads, busy: leads.busy === "reading" ? "reading" : leads.busy === "scoring" ? "analysing" : null, skipped: leads.page?.skipped ?? null };
}

export const isSample = (source: Source): boolean => !(source instanceof File);

export class Store {
  #state: State;
  readonly #changed: (state: State) => void;

  constructor(initial: State, changed: (state: State) => void) {
    this.#state = initial;
    this.#changed = changed;
  }

  get state(): State {
    return this.#state;
  }

  set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed(this.#state);
  }
}
