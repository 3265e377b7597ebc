// What the page shows of leads. They come from a file of their own.
import type { Encoding, Problem, Sort, Source } from "./messages";
import type { LeadChanges, LeadChoices, LeadDataset, LeadGrouping, LeadKey, LeadListPage, LeadMapping, LeadModelPage, LeadOptions, LeadPage, LeadsPage, WhatIfPage } from "./messages-leads";

export interface LeadsState {
  source: Source;
  encoding: Encoding | null;
  /** "reading" and "scoring": there is no result yet; "rescoring": the last one still stands. */
  busy: "reading" | "scoring" | "rescoring" | null;
  decoding: Encoding | null;
  dataset: LeadDataset | null;
  mapping: LeadMapping;
  options: LeadOptions;
  choices: LeadChoices;
  page: LeadsPage | null;
  problem: Problem | null;
  list: { sort: Sort<LeadKey>; from: number; busy: boolean; page: LeadListPage | null };
  /** The lead that is looked at. */
  open: { row: number; busy: boolean; page: LeadPage | null } | null;
  whatIf: { changes: LeadChanges; busy: boolean; page: WhatIfPage | null };
  model: { features: string[] | null; busy: boolean; page: LeadModelPage | null; problem: Problem | null };
  grouping: LeadGrouping | null;
  /** Why the card cannot be used as it was chosen; the last result still stands. */
  choiceProblem: Problem | null;
  /** What went wrong with the list, the lead or the what-if. */
  partProblem: Problem | null;
}

/** Of so many leads a model is learned without being asked for. */
export const quicklyLearned = 20_000;

/** So few are listed at once that the lead which is looked at stands near. */
export const leadPageSize = 10;

export const noWhatIf: LeadsState["whatIf"] = { changes: {}, busy: false, page: null };
export const noLeadModel: LeadsState["model"] = { features: null, busy: false, page: null, problem: null };
/** What goes with a file. */
export const noLeadResult = {
  dataset: null, mapping: {}, page: null, problem: null, choiceProblem: null, partProblem: null, open: null, whatIf: noWhatIf, model: noLeadModel,
  list: { sort: { key: "rank", descending: false }, from: 0, busy: false, page: null },
} satisfies Partial<LeadsState>;

export const noLeads = (source: Source): LeadsState => ({
  source, encoding: null, busy: null, decoding: null, grouping: null, ...noLeadResult,
  options: { asOf: null, dateOrder: "year-first", onInvalid: "throw" },
  choices: { preset: "bant", learned: false, weights: {}, disqualifier: null },
});

/** Whether no lead has been read and none is being read. */
export const untouched = ({ busy, dataset, problem }: LeadsState): boolean => busy === null && dataset === null && problem === null;
