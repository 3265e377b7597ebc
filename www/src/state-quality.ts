// What the page shows of the quality of the table of customers.
import type { CheckEvidence, Severity, TableProfile } from "custometry";
import type { Problem } from "./messages";
import type { ComparisonPage, FailureFilter, FailureListPage, QualityColumns, QualityPage, QualityRowPage, Rule } from "./messages-quality";

/** A check of the list: suggested, with what speaks for it, or the visitor's own. */
export interface QualityItem {
  id: string;
  rule: Rule;
  on: boolean;
  severity: Severity;
  mostly: number;
  evidence: CheckEvidence | null;
  /** Whether the visitor has changed it, so that it outlives suggestions made anew. */
  changed: boolean;
}

/** Which checks of the list are shown. */
export type ItemFilter = "all" | "failing" | "off";

export interface QualityState {
  /** "suggesting" and "checking": there is no result yet; "rechecking": the last one still stands. */
  busy: "suggesting" | "checking" | "rechecking" | null;
  /** The visitor's day, null: today, or the day that the sample is of. */
  asOf: string | null;
  /** null: there is no table yet. */
  columns: QualityColumns | null;
  items: QualityItem[];
  shown: ItemFilter;
  page: QualityPage | null;
  /** Why there is no result. */
  problem: Problem | null;
  /** Why a change could not be made; the last result still stands. */
  choiceProblem: Problem | null;
  list: { filter: FailureFilter; from: number; busy: boolean; page: FailureListPage | null; problem: Problem | null };
  /** The record that is looked at. */
  open: { row: number; busy: boolean; page: QualityRowPage | null } | null;
  profile: { column: string | null; busy: boolean; page: TableProfile | null; problem: Problem | null };
  comparison: { busy: boolean; page: ComparisonPage | null; problem: Problem | null };
}

export const failurePageSize = 15;
export const everyFailure: FailureFilter = { id: null, column: null, severity: null, owner: null, department: null };

export const noQuality: QualityState = {
  busy: null, asOf: null, columns: null, items: [], shown: "all", page: null, problem: null, choiceProblem: null, open: null,
  list: { filter: everyFailure, from: 0, busy: false, page: null, problem: null },
  profile: { column: null, busy: false, page: null, problem: null },
  comparison: { busy: false, page: null, problem: null },
};
