// Lead scoring by a scorecard.

import { describe } from "./cells.js";
import { invalidOption } from "./error.js";
import { Handle } from "./handle.js";
import { withTable, type Need, type Role } from "./input.js";
import { columnNames, plainCard, plainOptions } from "./options.js";
import { call, ensureReady, type RawLeadScores, type RawTable } from "./runtime.js";
import { Table, type Disposal } from "./table.js";
import type { LeadExplanation, LeadOptions, LeadScores, Row, Scorecard, TableInput } from "./types.js";

/** What a criterion of each kind reads. */
const ROLES: Record<string, Role> = { category: "group", bands: "number", linear: "number", daysUntil: "date", decay: "date" };

/**
 * Budget, authority, need, timeline, equal weights, over documented default columns. All of these are optional, so that the BANT card works
 * with what there is:
 *
 * - budget: `budgetStatus` (will-buy, can-buy, may-buy, no-committed-budget, also approved, planned), `budget` (an amount; points change at
 *   1,000, 10,000 and 50,000)
 * - authority: `decisionMaker` (true, false, yes, no), `buyingRole` (decision-maker, budget-holder, executive-sponsor, champion, influencer,
 *   end-user, blocker ...)
 * - need: `need` (must-have, should-have, good-to-have, no-need, also high, medium, low)
 * - timeline: `timeframe` (immediate, this-quarter, next-quarter, this-year ...), `expectedCloseDate` (days from asOf; a date that has passed
 *   scores 0)
 *
 * Values in Chinese are listed beside the English ones. Tiers: hot 75, warm 50, cold 0. It is plain data: change what you like.
 *
 * @param locale - The language of the labels. Names of columns, dimensions and tiers stay the same.
 *
 * @example
 * ```js
 * import { bantScorecard, scoreLeads } from "custometry";
 *
 * const card = bantScorecard();
 * card.dimensions.find(({ name }) => name === "need").weight = 2;
 * const { leads } = scoreLeads([{ budgetStatus: "Will buy", decisionMaker: true, need: "should-have" }], card, { asOf: "2026-01-31" });
 * console.log(leads.toRows()[0].score); // 85
 * leads.free();
 * ```
 */
export function bantScorecard(locale?: "en" | "zh-CN"): Scorecard {
  return preset("bant", locale);
}

/**
 * The MEDDIC card: metrics, economic buyer, decision criteria, decision process, identified pain, champion, equal weights, each over a
 * column of its own (`metrics`, `economicBuyer`, `decisionCriteria`, `decisionProcess`, `identifiedPain`, `champion`) that says confirmed, partial
 * or none, green, yellow or red, or yes or no.
 */
export function meddicScorecard(locale?: "en" | "zh-CN"): Scorecard {
  return preset("meddic", locale);
}

/**
 * The CHAMP card: challenges (`need`), authority (`decisionMaker`, `buyingRole`), money (`budgetStatus`, `budget`), prioritization (`priority`,
 * `timeframe`, `expectedCloseDate`), equal weights. The values are those of {@link bantScorecard}.
 */
export function champScorecard(locale?: "en" | "zh-CN"): Scorecard {
  return preset("champ", locale);
}

function preset(name: string, locale: unknown): Scorecard {
  ensureReady();
  return call((module) => module.presetScorecard(name, locale ?? null)) as Scorecard;
}

/**
 * Scores leads by a card. With points p from 0 to 100 and weights w, over the criteria that are present:
 *
 * - dimension = sum of w p / sum of w, over its criteria
 * - score = sum of W D / sum of W, over the dimensions D of which something is present
 * - contribution of a criterion = (W / sum of W) (w / sum of w) p; contributions add up to the score exactly
 *
 * The score is the exact mean, rounded once, so a lead on the edge of a tier is in it. A lead of which nothing is known that counts
 * has the score null, never 0. Disqualified leads keep their score.
 *
 * @param leads - Rows, columns or a Table. Of rows and columns only those that the card and the options name are looked at.
 * @param scorecard - A card of your own, or {@link bantScorecard}. It is checked before use.
 * @throws {@link CustometryError} `invalid-option` for a card that cannot be used, naming the place on it, such as
 *   `dimensions[0].criteria[2].bands[1]`; `missing-column`, `wrong-type`, `bad-number`, `bad-date`, each with the column and the row. With
 *   `onInvalid: "skip"`, rows that cannot be used are counted in `skipped` instead.
 *
 * @example
 * ```js
 * import { scoreLeads } from "custometry";
 *
 * const card = {
 *   name: "fit",
 *   dimensions: [
 *     { name: "company", weight: 2, criteria: [{ column: "employees", kind: "bands", bands: [{ below: 50, points: 20 }, { min: 50, points: 100 }] }] },
 *     { name: "interest", weight: 1, criteria: [{ column: "source", kind: "category", points: { webinar: 80, referral: 100 }, other: 40 }] },
 *   ],
 *   tiers: [{ name: "hot", min: 75 }, { name: "cold", min: 0 }],
 *   disqualifiers: [{ column: "country", equals: "XX", reason: "not served" }],
 * };
 * const scores = scoreLeads([{ employees: 80, source: "ads", country: "DE" }, { employees: null, source: "webinar", country: "XX" }], card);
 * console.log(scores.leads.toRows().map(({ score, tier, disqualified }) => [score, tier, disqualified])); // [ [ 80, "hot", null ], [ 80, "hot", "not served" ] ]
 * console.log(scores.explain(1).improvements[0].text); // employees unknown: up to +13.3
 * console.log(scores.whatIf(0, { source: "referral" })); // 100
 * scores.leads.free();
 * scores.free();
 * ```
 */
export function scoreLeads(leads: TableInput, scorecard: Scorecard, options: LeadOptions = {}): LeadScores {
  ensureReady();
  const card = plainCard(scorecard, "scoreLeads", "scorecard", "bantScorecard");
  const plain = plainOptions(options, "scoreLeads");
  call((module) => module.checkScorecard(card));
  const needs = cardNeeds(card);
  const more = [...columnNames(plain, "groupBy").map((name): Need => ({ name, role: "group" })), ...columnNames(plain, "keep").map((name): Need => ({ name, role: "any" }))];
  return withTable(leads, [...needs, ...more], plain["onInvalid"] === "skip", (table) => {
    return new Scores(call((module) => module.scoreLeads(table, card, plain)), needs);
  });
}

type Report = Pick<LeadScores, "tiers" | "unscored" | "unmatched" | "groups" | "skipped">;

class Scores implements LeadScores {
  readonly leads: Table;
  readonly tiers: LeadScores["tiers"];
  readonly unscored: number;
  readonly unmatched: LeadScores["unmatched"];
  readonly groups: LeadScores["groups"];
  readonly skipped: LeadScores["skipped"];
  readonly #handle: Handle<RawLeadScores>;
  readonly #needs: readonly Need[];

  constructor(raw: RawLeadScores, needs: readonly Need[]) {
    this.#handle = new Handle(raw, "the scores have");
    this.#needs = needs;
    const { tiers, unscored, unmatched, groups, skipped } = call(() => raw.report()) as Report;
    this.leads = new Table(call(() => raw.leads()));
    this.tiers = tiers;
    this.unscored = unscored;
    this.unmatched = unmatched;
    this.groups = groups;
    this.skipped = skipped;
  }

  explain(row: number, changes?: Row): LeadExplanation {
    const raw = this.#handle.get();
    const place = rowNumber(row);
    if (changes === undefined) return call(() => raw.explain(place)) as LeadExplanation;
    return this.#changed(changes, (table) => call(() => raw.explainChanged(place, table))) as LeadExplanation;
  }

  whatIf(row: number, changes: Row): number | null {
    const raw = this.#handle.get();
    const place = rowNumber(row);
    return this.#changed(changes, (table) => call(() => raw.whatIf(place, table))) ?? null;
  }

  free(): void {
    this.#handle.free();
  }

  /** Runs `work` on a table of the one row of changes, of which a null is a change, too. */
  #changed<Result>(changes: Row, work: (table: RawTable) => Result): Result {
    if (typeof changes !== "object" || changes === null || Array.isArray(changes)) {
      throw invalidOption("the changes are not an object", "Give the values that change: { budget: 50000 }.");
    }
    const needs = Object.keys(changes).map((name): Need => this.#needs.find((need) => need.name === name) ?? { name, role: "any" });
    return withTable([changes], needs.map(({ name, role }) => ({ name, role })), true, work);
  }

  static {
    if (typeof Symbol.dispose === "symbol") {
      Object.defineProperty(this.prototype, Symbol.dispose, { value: this.prototype.free, configurable: true, writable: true });
    }
  }
}

interface Scores extends Disposal {}

/** The module takes numbers only. Which rows there are, it knows. */
function rowNumber(row: unknown): number {
  if (typeof row === "number") return row;
  throw invalidOption(`row is ${describe(row)}, not a number`, "Give the number of the row, counted from 0.");
}

/** The columns that a card looks at. What is no card the module says. */
function cardNeeds(card: Record<string, unknown>): Need[] {
  const lists = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : []);
  const need = (item: Record<string, unknown>, role: Role, optional: boolean): Need[] => (typeof item["column"] === "string" ? [{ name: item["column"], role, optional }] : []);
  const criteria = lists(card["dimensions"]).flatMap((dimension) => lists(dimension["criteria"]));
  return [
    ...criteria.flatMap((criterion) => need(criterion, ROLES[String(criterion["kind"])] ?? "any", criterion["optional"] === true)),
    ...lists(card["disqualifiers"]).flatMap((item) => need(item, "any", false)),
  ];
}
