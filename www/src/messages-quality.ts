// What the page and its worker say to each other about the quality of a table: suggested checks, the report, the cells that fail,
// profiles of the columns, and the comparison with an older file.
import type { Check, CheckEvidence, QualityReport, Severity, SnapshotComparison, TableProfile } from "custometry";
import type { Encoding, Source } from "./messages";

/** What is done to each member of a union. */
type Without<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
type DataCheck = Exclude<Check, { check: "custom" | "reference" }>;
/** A check as the page makes it, apart from how much it counts: those that need neither code nor another table. */
export type Rule = Without<DataCheck, "id" | "severity" | "weight" | "mostly" | "where" | "evidence">;
export type RuleKind = Rule["check"];

/** A check to be made. */
export interface PlannedCheck {
  id: string;
  rule: Rule;
  severity: Severity;
  mostly: number;
}

export interface SuggestedRule {
  rule: Rule;
  severity: Severity;
  mostly: number;
  evidence: CheckEvidence;
}

export interface SuggestQualityRequest {
  kind: "suggestQuality";
  asOf: string;
  locale: "en" | "zh-CN";
}

/** The columns that the report is by; null: none. */
export interface QualityColumns {
  key: string | null;
  owner: string | null;
  department: string | null;
}

export interface CheckQualityRequest {
  kind: "checkQuality";
  checks: PlannedCheck[];
  columns: QualityColumns;
  asOf: string;
  locale: "en" | "zh-CN";
}

/** A check and what it costs: the points that its tested cells are worth, and those that they earn. */
export type CheckResult = QualityReport["checks"][number] & { worth: number; earned: number };

export interface QualityPage extends Pick<QualityReport, "score" | "grade" | "passed" | "rows" | "broken" | "dimensions" | "fields" | "groups"> {
  checks: CheckResult[];
  /** How many cells fail, and how many records one of whose cells fails. */
  failures: number;
  records: number;
  /** By column, and by severity, how many cells fail. */
  byColumn: { column: string; failures: number }[];
  bySeverity: { severity: Severity; failures: number }[];
  milliseconds: number;
}

/** Which cells are listed; null: all. A record without an owner has the owner "". */
export interface FailureFilter {
  id: string | null;
  column: string | null;
  severity: Severity | null;
  owner: string | null;
  department: string | null;
}

export interface FailureListRequest {
  kind: "qualityFailures";
  filter: FailureFilter;
  from: number;
  count: number;
}

export interface FailingCell {
  row: number;
  /** What the record is called: its key, or its row in a spreadsheet. */
  record: string;
  column: string;
  id: string;
  severity: Severity;
  value: string;
  reason: string;
}
export interface FailureListPage {
  total: number;
  from: number;
  rows: FailingCell[];
}

export interface QualityRowRequest {
  kind: "qualityRow";
  row: number;
}
export interface QualityRowPage {
  row: number;
  record: string;
  score: number | null;
  cells: { column: string; text: string; failures: { id: string; severity: Severity; reason: string }[] }[];
}

export interface ProfileCustomersRequest {
  kind: "profileCustomers";
}

export interface CompareCustomersRequest {
  kind: "compareCustomers";
  source: Source;
  encoding: Encoding | null;
  key: string | null;
}
export type ComparisonPage = Omit<SnapshotComparison, "changes"> & {
  name: string;
  /** Whether rows were compared, so that the changes can be downloaded. */
  changes: number | null;
};

export type QualityRequest = SuggestQualityRequest | CheckQualityRequest | FailureListRequest | QualityRowRequest | ProfileCustomersRequest | CompareCustomersRequest;

export interface QualityReplies {
  suggestQuality: SuggestedRule[];
  checkQuality: QualityPage;
  qualityFailures: FailureListPage;
  qualityRow: QualityRowPage;
  profileCustomers: TableProfile;
  compareCustomers: ComparisonPage;
}

/** What can be downloaded: every failing cell, the records that fail with their reasons, and the rows that changed. */
export type QualityExport = "quality-failures" | "quality-records" | "quality-changes";
