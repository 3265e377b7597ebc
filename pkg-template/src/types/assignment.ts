// What the assignment of leads takes and returns.

import type { Table } from "../table.js";
import type { KpiFilter } from "./common.js";

/** A rule: leads that meet all conditions go to one of the owners, or to the queue. */
export interface AssignmentRule {
  /** The name. */
  name: string;
  /** The conditions. Default: none, which all leads meet. */
  when?: readonly KpiFilter[];
  /**
   * The owners. One is full when the load reaches `capacity`; `weight` (a whole number, default 1) is the share of the leads with
   * method "weighted". A rule needs owners or a queue; one with both uses the queue when all owners are full.
   */
  owners?: readonly { owner: string; capacity?: number; weight?: number }[];
  /** The queue. */
  queue?: string;
  /** How an owner is chosen among those with room. Default "round-robin". */
  method?: "first" | "round-robin" | "least-loaded" | "weighted";
}

/** Whose turn it is. Plain data, to be kept as JSON and given to the next call. */
export interface AssignmentState {
  /** The version of the format. */
  version: number;
  /** The rules that take turns: the owner who was chosen last, and with weights the current value of each owner. */
  rules: { rule: string; last: string | null; current: { owner: string; value: number }[] }[];
}

/** What {@link assignLeads} can be told. Unknown keys are errors. */
export interface AssignmentOptions {
  /** The column of the lead, which is carried along. Default `"leadId"` if there is such a column. */
  leadId?: string;
  /**
   * The column by which leads take their turn: numbers, the highest first, or dates, the latest first. Equal ones in the order of the
   * input, those without a value last. Default: the order of the input.
   */
  order?: string;
  /** How many leads each owner has. Default 0. */
  loads?: Readonly<Record<string, number>>;
  /** What an earlier call returned as `state`: turns go on where they stopped. */
  state?: AssignmentState;
  /** The queue of leads that no rule takes. Default: none, and they stay unassigned. */
  fallback?: string;
  /** The column of owners that leads have already: they keep them. They count in no load but that of `loads`. */
  skip?: string;
  /** "+08:00": which calendar day a timestamp falls on, for conditions on days; default "+00:00". */
  utcOffset?: string;
  /** The language of the reasons. Default "en". */
  locale?: "en" | "zh-CN";
}

/** What {@link assignLeads} returns. */
export interface AssignmentResult {
  /** A row for each lead, in the order of the input: leadId, if there is one, owner, queue, rule, reason. */
  leads: Table;
  /** The owners of the rules in the order in which they first occur, then others that have a load. `load` is that after the assignment. */
  owners: { owner: string; assigned: number; load: number; capacity: number | null }[];
  /** The queues in the order of the rules, the fallback last. */
  queues: { queue: string; leads: number }[];
  /** Of each rule: the leads that met its conditions, those it gave to an owner or its queue, those that went on as it was full. */
  rules: { rule: string; matched: number; assigned: number; overflowed: number }[];
  /** How many leads keep the owner they have. */
  kept: number;
  /** How many leads have neither owner nor queue. */
  unassigned: number;
  /** For the next call. */
  state: AssignmentState;
}
