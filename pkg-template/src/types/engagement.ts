// What engagement and grades take and return.

import type { Table } from "../table.js";
import type { DateInput, OnInvalid, Skipped, TableInput } from "./common.js";

/** How points fade with the age of an activity in days: by half in every `halfLifeDays`, evenly to nothing in `linearDays`, or not. */
export type Decay = { halfLifeDays: number } | { linearDays: number } | "none";

/** What engagement is scored by. Plain data: it can be kept as JSON. */
export interface EngagementCard {
  /** The name. */
  name: string;
  /** The kinds of activities, 1 to 1,000. */
  activities: {
    /** The kind, as the events have it. */
    kind: string;
    /** The points of one event; negative for what speaks against the lead. */
    points: number;
    /** What people see. Default: the kind. */
    label?: string;
    /** The most points, without their sign, that the events of one lead, kind and day count for, before they fade. Marketo's rule is 20. */
    maxPerDay?: number;
    /** The most points, without their sign, that all events of a lead and kind count for, after they have faded. */
    maxTotal?: number;
    /** The group that limits the kind together with others. */
    group?: string;
    /** How the points fade. Default: as the card says. */
    decay?: Decay;
  }[];
  /** How points fade where the activity does not say. Default "none". */
  decay?: Decay;
  /** Kinds that are limited together: at most `max` points. Each becomes a column of the result. */
  groups?: { name: string; max: number }[];
  /** The highest score; the lowest is 0. Default 100. */
  max?: number;
  /** The points of an event whose kind is not listed. Default 0. */
  other?: number;
}

/** Which columns hold what in a table of activities, and how dates are read. */
export interface ActivityColumns {
  /** The column of the lead: text or numbers. Default `"leadId"`. */
  leadId?: string;
  /** The column of the kind. Default `"kind"`. */
  kind?: string;
  /** The column of the date: dates, epoch milliseconds or ISO 8601 text. Default `"date"`. */
  date?: string;
  /** "+08:00": which calendar day a timestamp falls on; default "+00:00". */
  utcOffset?: string;
  /** What to do with an event that cannot be used. Default "throw". */
  onInvalid?: OnInvalid;
}

/** What {@link scoreEngagement} can be told. Unknown keys are errors. */
export interface EngagementOptions extends ActivityColumns {
  /** The day at whose end leads are looked at, or a list of days for a history. Required; nothing here reads the clock. */
  asOf: DateInput | readonly DateInput[];
  /** All leads, in the column `leadId`: the result has a row for each, and those without events score 0. Default: those with events. */
  leads?: TableInput;
}

/** What {@link scoreEngagement} returns. */
export interface EngagementScores {
  /** leadId, with a list of days asOf, engagement, one column for each group, events, lastActivityDays (null without events). */
  leads: Table;
  /** The kinds that the card does not list, by name. */
  unknownKinds: { kind: string; events: number }[];
  /** The events that were left out: after the last day, of leads that are not listed, or not to be used. */
  skipped: Skipped;
}

/** What {@link explainEngagement} can be told. Unknown keys are errors. */
export interface ExplainEngagementOptions extends ActivityColumns {
  /** The day at whose end the lead is looked at. Required. */
  asOf: DateInput;
}

/** One score and what it is made of: `points` of all contributions, and `limitedBy` of all groups and of the whole, add up to it. */
export interface EngagementExplanation {
  /** The day it is the score of. */
  asOf: string;
  /** The score. */
  engagement: number;
  /** How many events there are until then. */
  events: number;
  /** The days since the latest; null without any. */
  lastActivityDays: number | null;
  /** The kinds with events, in the order of the card. counted + limitedPerDayBy + fadedBy + limitedBy = points. */
  contributions: {
    /** The kind; null stands for those that the card does not list. */
    kind: string | null;
    /** What people see. */
    label: string | null;
    /** The group. */
    group: string | null;
    /** How many events there are. */
    events: number;
    /** The days since the latest. */
    lastActivityDays: number;
    /** Events times points. */
    counted: number;
    /** What the limit per day takes. */
    limitedPerDayBy: number;
    /** What has faded. */
    fadedBy: number;
    /** What the limit of the kind takes. */
    limitedBy: number;
    /** What is left, and counts. */
    points: number;
  }[];
  /** The groups of the card: `sum` of the points of its kinds, what the limit of the group takes, and what is left. */
  groups: { group: string; sum: number; limitedBy: number; points: number }[];
  /** The sum of the groups and of the kinds without one. */
  sum: number;
  /** What the limits of the card, 0 and `max`, take from the sum or add to it. */
  limitedBy: number;
}

/** What {@link gradeLeads} can be told. Unknown keys are errors. */
export interface GradeOptions {
  /** The column of the lead in both tables. Default `"leadId"`. */
  leadId?: string;
  /** The column of the fit. Default `"score"`. */
  score?: string;
  /** The column of the engagement. Default `"engagement"`. */
  engagement?: string;
  /** The least fit of the grades A, B and C. Default [75, 50, 25]. */
  fitCuts?: readonly [number, number, number];
  /** The least engagement of the grades 1, 2 and 3. Default [75, 50, 25]. */
  engagementCuts?: readonly [number, number, number];
}

/** What {@link gradeLeads} returns. */
export interface GradedLeads {
  /** leadId, fit, engagement, fitGrade ("A" to "D"), engagementGrade (1 to 4), grade ("A1" to "D4"); in the order of the table of fits. */
  leads: Table;
  /** How many leads have each grade: grid[0] are those of A, in it the first number those of 1. */
  grid: number[][];
  /** How many leads have no grade, since their fit or their engagement is null. */
  ungraded: number;
  /** The leads that are in one table only: in `fit` those without engagement, in `engagement` those without fit. */
  unmatched: { fit: Skipped; engagement: Skipped };
}
