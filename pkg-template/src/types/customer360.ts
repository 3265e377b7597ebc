// What customer 360 takes and returns.

import type { Table } from "../table.js";
import type { DateInput, Skipped, TableInput } from "./common.js";

/** A department: the columns that it is responsible for, and where they are. */
export interface Customer360Department {
  /**
   * The columns, or an object with the column of each field. Fields of the same name are the same field in all departments:
   * `{ phone: "mobile_no" }` compares the column mobile_no with the field phone of the others.
   */
  columns: readonly string[] | Readonly<Record<string, string>>;
  /** The table of the department, with any number of rows for a customer. Default: the columns are those of the customers. */
  table?: TableInput;
  /** The column of the customer in that table. Default: as in the customers. */
  key?: string;
  /** The column that says when the row was last updated. */
  updatedAt?: string;
  /** The most days that may have passed since then, for the department's `fresh`. */
  maxAgeDays?: number;
}

/** The contacts of all departments with the customers: one row is one event. */
export interface Customer360History {
  table: TableInput;
  /** The column of the customer. Default: as in the customers. */
  key?: string;
  /** The column of the date. Default `"date"`. */
  date?: string;
  /** The column of the department. Default `"department"`. */
  department?: string;
  /** The departments that every customer is expected to have had to do with. Default: those of `departments`. */
  expected?: readonly string[];
  /** How many days until `asOf` count. Default: all. */
  windowDays?: number;
}

/** A log of updates: one row is one update of a customer's data. */
export interface Customer360Updates {
  table: TableInput;
  /** The column of the customer. Default: as in the customers. */
  key?: string;
  /** The column of the date. Default `"date"`. */
  date?: string;
}

/** What {@link customer360} can be told. Unknown keys are errors. */
export interface Customer360Options {
  /** The column of the customer: text or numbers. Default `"customerId"`. */
  key?: string;
  /** The departments by name: who is responsible for what. */
  departments: Readonly<Record<string, Customer360Department>>;
  /** The day at whose end customers are looked at. Required where there are dates; nothing here reads the clock. */
  asOf?: DateInput;
  /** The contacts of all departments. */
  history?: Customer360History;
  /** The column, or the columns, of the customers that say when a row was last updated; the latest counts. */
  updatedAt?: string | readonly string[];
  /** A log of updates. Then its rows are the updates that are counted; otherwise each date in a column `updatedAt` is one. */
  updates?: Customer360Updates;
  /** Target of freshness: the most days that may have passed since the latest update. */
  maxAgeDays?: number;
  /** Target of freshness: at least so many updates in so many days until `asOf`. */
  updatesPerPeriod?: { updates: number; days: number };
  /** How many days until `asOf` the frequency of updates is taken over. Default 365. */
  windowDays?: number;
  /** The last day of each band of ages. Default [30, 90, 180, 365]. */
  ageBands?: readonly number[];
  /** The weights of fields. Default 1. */
  weights?: Readonly<Record<string, number>>;
  /** Texts that stand for nothing, beside blanks: ["N/A", "未知"]. Compared as "text". */
  missing?: readonly string[];
  /**
   * When two values of a field are the same. "text" (default): case, accents, width and white space are passed over, and so is whether
   * Chinese characters are traditional or simplified; "phone": as telephone numbers; "digits": only the digits are compared; "exact".
   */
  compare?: Readonly<Record<string, "text" | "phone" | "digits" | "exact">>;
  /** The region of telephone numbers without a country code. Default: mainland China, Taiwan, Hong Kong, Macao or North America, the first that fits. */
  region?: string;
  /** "+08:00": which calendar day a timestamp falls on; default "+00:00". */
  utcOffset?: string;
}

/** What {@link customer360} returns. Shares and means are null where there is nothing to take them of. */
export interface Customer360Result {
  /**
   * In the order of the input: the key, completeness, missingFields, completeness.<department> for each, departments, departmentCount,
   * conflicts; with a history historyCoverage, historyMissing, events, lastEvent; with dates of updates lastUpdated, ageDays, isFresh,
   * updates30, updates90, updatesPerMonth. Lists of names stand in one text, ", " between them.
   */
  customers: Table;
  /** The key, source ("department", "history" or "updates"), department, rows: customers whom the table of customers does not have. */
  unknownCustomers: Table;
  /** The key, column (the field), values, departments, distinctValues: every field whose sources disagree; " | " between values. */
  conflicts: Table;
  /** The most important figures. */
  summary: {
    customers: number;
    /** The mean of the customers' completeness. */
    completeness: number | null;
    /** The customers of whom every field is known. */
    complete: number;
    completeShare: number | null;
    /** How many customers are known to 0, 1, 2 ... departments. */
    knownTo: number[];
    /** The share of customers whom two departments or more know. */
    sharedShare: number | null;
    /** The fields of customers that are in conflict. */
    conflicts: number;
    /** 1 - conflicts / what could be compared. */
    consistency: number | null;
    /** The customers in other tables whom the table of customers does not have, each counted once. */
    unknownCustomers: number;
  };
  /** The departments, in the order given. */
  departments: {
    department: string;
    /** The rows that are about a customer. */
    records: number;
    /** The customers that it knows: those in its table, or without one those of whom it has filled any field. */
    customers: number;
    /** Their share of all customers. */
    coverage: number | null;
    /** The mean completeness in its fields, of all customers. */
    completeness: number | null;
    /** The same of the customers that it knows. */
    completenessOfKnown: number | null;
    columns: { column: string; field: string; filled: number; fillRate: number | null; fillRateOfKnown: number | null }[];
    /** The customers in its table whom the table of customers does not have. */
    unknownCustomers: number;
    /** The customers of whom a day of an update is known; null without `updatedAt`. */
    dated: number | null;
    medianAgeDays: number | null;
    /** How many of the customers that it knows meet its `maxAgeDays`; null without one. */
    fresh: number | null;
    freshShare: number | null;
    /** The rows that were left out, and the cells that cannot be used. */
    skipped: Skipped;
  }[];
  /** The fields, by whichever departments. `compared`: the customers of whom two sources or more have a value. */
  fields: {
    field: string;
    weight: number;
    departments: string[];
    filled: number;
    fillRate: number | null;
    compared: number;
    conflicts: number;
    consistency: number | null;
  }[];
  /** customers[i][j]: the customers whom departments i and j both know. */
  overlap: { departments: string[]; customers: number[][] };
  /** The history; null without one. */
  history: {
    /** The mean of the customers' coverage: expected departments with an event / expected departments. */
    coverage: number | null;
    /** The customers with an event of every expected department. */
    complete: number;
    withoutEvents: number;
    events: number;
    /** The expected departments, then the others by name. */
    departments: { department: string; expected: boolean; events: number; customers: number }[];
    skipped: Skipped;
  } | null;
  /** The freshness; null without dates of updates. */
  freshness: {
    dated: number;
    undated: number;
    /** The median age of the dated ones. */
    medianAgeDays: number | null;
    /** The customers that meet the targets; null without one. Without a date nobody meets `maxAgeDays`. */
    fresh: number | null;
    /** Their share of all customers. */
    freshShare: number | null;
    /** from and to (null: no end) in days, both included. */
    bands: { from: number; to: number | null; customers: number; share: number | null }[];
    windowDays: number;
    /** The updates in the window. */
    updates: number;
    /** Per month of 30.4375 days. */
    updatesPerCustomerMonth: number | null;
    updated30Share: number | null;
    updated90Share: number | null;
    /** The rows of the log that were left out. */
    skipped: Skipped;
  } | null;
  /** The rows of the customers that were left out, and the dates that cannot be used. */
  skipped: Skipped;
}
