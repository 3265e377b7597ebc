// What the page and its worker say to each other. The page asks one thing at a time; every request has one reply.
import type { ColumnType, ErrorCode, MatchModel, OnInvalid, Refunds, RfmOptions, RfmResult, RfmThresholds, Skipped } from "custometry";
import type { AlivePage, AliveRequest, IdsRequest, Interval, IntervalRequest, LifetimePage, LifetimeRequest, ValuesPage, ValuesRequest } from "./messages-lifetime";
import type { ReadCustomersRequest } from "./messages-customers";
import type { ClusterPage, ClusterRequest, DuplicatesExport, DuplicatesPage, FieldGuess, FindDuplicatesRequest, GuessFieldsRequest, MergedPage, MergedRequest, ModelRequest } from "./messages-duplicates";
import type { LeadDataset, LeadListPage, LeadListRequest, LeadModelPage, LeadPage, LeadRequest, LeadsPage, ReadLeadsRequest, ScoreLeadsRequest, TrainLeadsRequest, WhatIfPage, WhatIfRequest } from "./messages-leads";
import type { QualityExport, QualityReplies, QualityRequest } from "./messages-quality";
import type { CohortPage, CohortRequest, CohortTable, RepeatPage, RepeatRequest } from "./messages-retention";

export type Locale = NonNullable<RfmOptions["locale"]>;
export type { Skipped };
export type Segment = RfmResult["segments"][number];

/** Encodings that the page offers, by their names in the Encoding Standard. */
export const encodings = ["utf-8", "gbk", "big5", "windows-1252", "utf-16le", "utf-16be"] as const;
export type Encoding = (typeof encodings)[number];

/** A file of the visitor's, or a CSV that the page serves. */
export type Source = File | { url: string; name: string };

/** Which column plays which role; null is "not chosen". */
export type Role = "customerId" | "date" | "amount" | "orderId";
export type Mapping = Record<Role, string | null>;
export type CompleteMapping = { customerId: string; date: string; amount: string; orderId: string | null };

/** How dates are written that are not ISO 8601: year first is unambiguous, for the others the visitor must say. */
export const dateOrders = ["year-first", "day-first", "month-first"] as const;
export type DateOrder = (typeof dateOrders)[number];

export interface Options {
  /** null: the last date in the data. */
  asOf: string | null;
  dateOrder: DateOrder;
  segments: "standard" | "eight-class";
  binning: "quantile" | "ntile" | "mean";
  bins: number;
  monetary: "total" | "average";
  utcOffset: string;
  refunds: Refunds;
  onInvalid: OnInvalid;
}

export type SortKey = "customerId" | "recencyDays" | "frequency" | "monetary" | "r" | "f" | "m";
export interface Sort<Key extends string> {
  key: Key;
  descending: boolean;
}

export type Request =
  | { kind: "read"; source: Source; encoding: Encoding | null }
  | { kind: "analyse"; mapping: CompleteMapping; options: Options; locale: Locale }
  | { kind: "customers"; segment: string; sort: Sort<SortKey>; from: number; count: number }
  | CohortRequest
  | RepeatRequest
  | LifetimeRequest
  | ValuesRequest
  | AliveRequest
  | IdsRequest
  | IntervalRequest
  | ReadLeadsRequest
  | ScoreLeadsRequest
  | LeadListRequest
  | LeadRequest
  | WhatIfRequest
  | TrainLeadsRequest
  | ReadCustomersRequest
  | QualityRequest
  | GuessFieldsRequest
  | FindDuplicatesRequest
  | ClusterRequest
  | MergedRequest
  | ModelRequest
  | { kind: "export"; what: Export };

/** What can be downloaded as CSV. */
export type Export = { segment: string } | { cohorts: CohortTable } | "customers" | "segments" | "repeat" | "lifetime" | "leads" | QualityExport | DuplicatesExport;

/** How many columns the page shows of a table: no more than it can lay out at once. */
export const previewColumns = 50;

export interface Dataset {
  name: string;
  rows: number;
  columns: { name: string; type: ColumnType }[];
  /** The first cells of the first rows, as text, in the order of `columns`. */
  preview: string[][];
  encoding: Encoding;
  /** True when the page had to guess the encoding because the file is not UTF-8. */
  encodingGuessed: boolean;
}

export interface Analysis {
  segments: Segment[];
  thresholds: RfmThresholds;
  grid: RfmResult["grid"];
  skipped: Skipped;
  asOf: string;
  customers: number;
  revenue: number;
  /** Rows that took part: all rows but the skipped ones. */
  rows: number;
  milliseconds: number;
}

export interface CustomerRow {
  customerId: string;
  recencyDays: number;
  frequency: number;
  monetary: number;
  r: number;
  f: number;
  m: number;
}
export interface CustomerPage {
  segment: string;
  total: number;
  from: number;
  rows: CustomerRow[];
}

/** What the page finds wrong by itself; all other codes are the package's. */
export type PageCode = "spreadsheet-file" | "too-long" | "date-order" | "date-numbers" | "no-dates" | "no-rows" | "no-criteria" | "unreadable" | "worker-lost";

/** What went wrong, in a form that survives postMessage */
export interface Problem {
  code: PageCode | ErrorCode;
  message: string;
  column?: string;
  row?: number;
  help?: string;
  /** The cells of that row, where the table could be read; of a very wide table the first ones and that column's. */
  cells?: { column: string; text: string }[];
}

export interface Replies extends QualityReplies {
  read: Dataset;
  analyse: Analysis;
  customers: CustomerPage;
  cohorts: CohortPage;
  repeat: RepeatPage;
  lifetime: LifetimePage;
  values: ValuesPage;
  alive: AlivePage;
  ids: string[];
  interval: Interval | null;
  readLeads: LeadDataset;
  scoreLeads: LeadsPage;
  leadList: LeadListPage;
  lead: LeadPage;
  whatIf: WhatIfPage;
  trainLeads: LeadModelPage;
  readCustomers: Dataset;
  guessFields: FieldGuess;
  findDuplicates: DuplicatesPage;
  cluster: ClusterPage;
  merged: MergedPage;
  matchModel: MatchModel;
  export: Blob;
}
export type Kind = keyof Replies;
export type RequestOf<K extends Kind> = Extract<Request, { kind: K }>;

export interface ToWorker {
  id: number;
  request: Request;
}
export type FromWorker =
  | { id: number; note: Encoding } // the file is not UTF-8; it is about to be read as this instead
  | { id: number; progress: number } // the share of the work that is done
  | { id: number; value: Replies[Kind] }
  | { id: number; problem: Problem };
