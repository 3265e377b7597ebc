// Engagement: scoring leads by what they do, and grading them by that and by how well they fit.

import { withTable, type Need } from "./input.js";
import { invalidOption } from "./error.js";
import { columnName, plainCard, plainOptions } from "./options.js";
import { call, ensureReady } from "./runtime.js";
import { takeResult, type Table } from "./table.js";
import type {
  EngagementCard, EngagementExplanation, EngagementOptions, EngagementScores, ExplainEngagementOptions, GradedLeads, GradeOptions,
  TableInput,
} from "./types.js";

/**
 * A card to begin with: visits, emails, content and sales activities in groups of 30, 20, 40 and 60 points, of which half is left
 * after 30 days; unsubscribing costs 20 points. The numbers are a proposal and no measurement; change them freely.
 *
 * @param locale - The language of the labels, default "en".
 *
 * @example
 * ```js
 * import { engagementCard } from "custometry";
 *
 * const card = engagementCard();
 * console.log(card.activities.find(({ kind }) => kind === "demo").points, card.decay); // 30 { halfLifeDays: 30 }
 * ```
 */
export function engagementCard(locale?: "en" | "zh-CN"): EngagementCard {
  ensureReady();
  return call((module) => module.engagementCard(locale)) as EngagementCard;
}

/**
 * Scores leads by what they did: one row of `events` is one activity of a lead.
 *
 * Of n events of a kind on one calendar day, worth p points each, d days before `asOf`, in this order:
 *
 * 1. limit per day: l = n p, kept within -maxPerDay and maxPerDay
 * 2. decay: l 2^-(d / halfLifeDays), or l max(0, 1 - d / linearDays), added up over the days
 * 3. limit of the kind: the sum is kept within -maxTotal and maxTotal
 * 4. limit of the group: the sum of its kinds is at most its `max`
 * 5. limits of the card: the sum of the groups, and of the kinds without one, is kept within 0 and `max`
 *
 * Sums are exact, so the order of the events makes no difference. With a list of days in `asOf` there is a row for each lead and day, the
 * earliest first, each as a call with that day alone would have it. Leads come in the order of `leads`, otherwise sorted by identifier.
 *
 * @param events - Rows, columns or a Table. Events after the last day are left out and counted in `skipped`.
 * @param card - See {@link engagementCard} for one to begin with.
 * @param options - `asOf` is required; nothing here reads the clock.
 * @returns A table, which has to be freed like any other, and reports.
 * @throws {@link CustometryError} `missing-column`, `wrong-type`, `bad-date`, each with the column and the row; `invalid-option`, for cards
 *   with the place; `length-mismatch`. With `onInvalid: "skip"`, events that cannot be used are counted in `skipped` instead.
 *
 * @example
 * ```js
 * import { scoreEngagement } from "custometry";
 *
 * const card = { name: "Web", decay: { halfLifeDays: 30 }, activities: [{ kind: "visit", points: 8, maxPerDay: 20 }, { kind: "demo", points: 30 }] };
 * const events = [
 *   { leadId: "ann", kind: "visit", date: "2026-01-01" }, { leadId: "ann", kind: "visit", date: "2026-01-01" },
 *   { leadId: "ann", kind: "visit", date: "2026-01-01" }, { leadId: "ben", kind: "demo", date: "2026-01-31" },
 * ];
 * const { leads } = scoreEngagement(events, card, { asOf: ["2026-01-01", "2026-01-31"] });
 * console.log(leads.toRows().map(({ leadId, engagement }) => [leadId, engagement])); // [ [ "ann", 20 ], [ "ann", 10 ], [ "ben", 0 ], [ "ben", 30 ] ]
 * leads.free();
 * ```
 *
 * The limit per activity and day is as in Marketo, linear decay and limits of groups as in HubSpot.
 */
export function scoreEngagement(events: TableInput, card: EngagementCard, options: EngagementOptions): EngagementScores {
  ensureReady();
  const { leads, ...rest } = given(options, "scoreEngagement");
  const plain = plainOptions(rest, "scoreEngagement");
  const ownCard = plainCard(card, "scoreEngagement", "card", "engagementCard");
  const allMarks = plain["onInvalid"] === "skip";
  return withTable(events, activityNeeds(plain), allMarks, (raw) => {
    const score = (listed: typeof raw, isListed: boolean): EngagementScores => {
      const { tables: [found], report } = takeResult(call((module) => module.scoreEngagement(raw, listed, isListed, ownCard, plain)));
      return { leads: found as Table, ...(report as Omit<EngagementScores, "leads">) };
    };
    if (leads === undefined) return score(raw, false);
    return withTable(leads, [leadNeed(plain)], false, (listed) => score(listed, true));
  });
}

/**
 * Explains one score of {@link scoreEngagement}: what each kind contributes, and what every limit takes away.
 *
 * `points` of all contributions, and `limitedBy` of all groups and of the whole, add up to `engagement`.
 *
 * @param lead - The identifier, as it stands in the column. A lead without events scores 0.
 * @throws {@link CustometryError} as {@link scoreEngagement}; `wrong-type` for an identifier of another type than the column.
 *
 * @example
 * ```js
 * import { engagementCard, explainEngagement } from "custometry";
 *
 * const events = [{ leadId: "ann", kind: "demo", date: "2026-01-01" }, { leadId: "ann", kind: "demo", date: "2026-01-31" }];
 * const { engagement, contributions } = explainEngagement(events, engagementCard(), "ann", { asOf: "2026-01-31" });
 * const [{ label, events: count, counted, fadedBy, points }] = contributions;
 * console.log(engagement, label, count, counted, fadedBy, points); // 45 Demo 2 60 -15 45
 * ```
 */
export function explainEngagement(events: TableInput, card: EngagementCard, lead: string | number, options: ExplainEngagementOptions): EngagementExplanation {
  ensureReady();
  const plain = plainOptions(options, "explainEngagement");
  const ownCard = plainCard(card, "explainEngagement", "card", "engagementCard");
  if (typeof lead !== "string" && typeof lead !== "number") {
    throw invalidOption("the lead is neither text nor a number", "Give the identifier: explainEngagement(events, card, \"...\", { asOf: ... }).");
  }
  return withTable(events, activityNeeds(plain), plain["onInvalid"] === "skip", (raw) => {
    return call((module) => module.explainEngagement(raw, ownCard, lead, plain)) as EngagementExplanation;
  });
}

/**
 * Grades leads on two axes: A to D for how well they fit, 1 to 4 for how engaged they are. A1 is the best, D4 the last.
 *
 * A lead has grade A when its fit is at least the first of `fitCuts`, B at least the second, C at least the third, otherwise D; and
 * likewise 1 to 4 for engagement. A fit that is null, as of leads about which nothing is known, has no grade and counts in `ungraded`.
 *
 * @param fit - A row for each lead with leadId and score.
 * @param engagement - A row for each lead with leadId and engagement, as {@link scoreEngagement} makes them for one day.
 * @throws {@link CustometryError} `missing-column`, `wrong-type` (also for a lead that occurs twice), `bad-number`, each with the column and
 *   the row; `invalid-option`.
 *
 * @example
 * ```js
 * import { gradeLeads } from "custometry";
 *
 * const fit = [{ leadId: "ann", score: 80 }, { leadId: "ben", score: 50 }, { leadId: "cho", score: null }];
 * const engagement = { leadId: ["ann", "ben", "cho"], engagement: [60, 10, 90] };
 * const { leads, grid, ungraded } = gradeLeads(fit, engagement);
 * console.log(leads.toRows().map(({ grade }) => grade), grid[0], ungraded); // [ "A2", "B4", null ] [ 0, 1, 0, 0 ] 1
 * leads.free();
 * ```
 *
 * The grid is that of Oracle Eloqua.
 */
export function gradeLeads(fit: TableInput, engagement: TableInput, options?: GradeOptions): GradedLeads {
  ensureReady();
  const plain = plainOptions(options ?? {}, "gradeLeads");
  const needs = (key: string, name: string): Need[] => [leadNeed(plain), { name: columnName(plain, key) ?? name, role: "number" }];
  return withTable(fit, needs("score", "score"), false, (fits) => withTable(engagement, needs("engagement", "engagement"), false, (engagements) => {
    const { tables: [leads], report } = takeResult(call((module) => module.gradeLeads(fits, engagements, plain)));
    return { leads: leads as Table, ...(report as Omit<GradedLeads, "leads">) };
  }));
}

function activityNeeds(options: Record<string, unknown>): Need[] {
  return [
    leadNeed(options),
    { name: columnName(options, "kind") ?? "kind", role: "group" },
    { name: columnName(options, "date") ?? "date", role: "date" },
  ];
}

function leadNeed(options: Record<string, unknown>): Need {
  return { name: columnName(options, "leadId") ?? "leadId", role: "id" };
}

/** The options, which hold a table and so cannot be copied before that is taken out. */
function given(options: unknown, of: string): Record<string, unknown> {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw invalidOption(`${of} needs an object of options`, `Call ${of}(data, card, { asOf: ... }).`);
  }
  return options as Record<string, unknown>;
}
