// What the page shows of cohorts and of the time to the next purchase.
import type { Analysis, Problem } from "./messages";
import type { CohortCorner, CohortPage, CohortTable, Grouping, RepeatPage } from "./messages-retention";

/** A result that is asked for when it is first looked at; `of` is the analysis that it was last asked for. */
export interface OnDemand<Page> {
  of: Analysis | null;
  busy: boolean;
  page: Page | null;
  problem: Problem | null;
}

/** Whether what is to be shown is not there yet. */
export const pending = ({ busy, page, problem }: OnDemand<unknown>): boolean => busy || (page === null && problem === null);

export interface CohortState extends OnDemand<CohortPage> {
  table: CohortTable;
  from: CohortCorner;
}

export interface RepeatState extends OnDemand<RepeatPage> {
  grouping: Grouping | null;
  /** The curves that are drawn, by group, and the number of the line that each is drawn with. */
  lines: ReadonlyMap<string, number>;
}

/** How much of a large table of cohorts is shown at once. */
export const cohortWindow = { cohorts: 30, ages: 60 };
/** How many curves are drawn at first, and how many can be told apart. */
export const firstLines = 5;
export const mostLines = 8;

export const nothing = { of: null, busy: false, page: null, problem: null };
export const noCohorts: CohortState = { ...nothing, table: { period: null, measure: "rate", retention: "classic" }, from: { cohort: null, age: 0 } };
export const noRepeat: RepeatState = { ...nothing, grouping: null, lines: new Map() };
