// The cards of the package, and what is known of their columns.
import { bantScorecard, champScorecard, meddicScorecard, type Criterion, type Scorecard } from "custometry";
import { presets, type LeadChoices, type Preset } from "../messages-leads";

export type CardLocale = "en" | "zh-CN";

const cards: Record<Preset, typeof bantScorecard> = { bant: bantScorecard, meddic: meddicScorecard, champ: champScorecard };

/** What the page itself asks of leads, beside the criteria of the cards. */
const own = ["leadId", "createdAt", "lastActivityAt", "converted", "owner", "team", "source"] as const;

export const presetCard = (preset: Preset, locale: CardLocale): Scorecard => cards[preset]({ locale });

/** A card with the weights that the visitor gave its dimensions. */
export function weighted(card: Scorecard, weights: LeadChoices["weights"]): Scorecard {
  return { ...card, dimensions: card.dimensions.map((dimension) => ({ ...dimension, weight: weights[dimension.name] ?? dimension.weight })) };
}

export const criteriaOf = (card: Scorecard): Criterion[] => card.dimensions.flatMap(({ criteria }) => criteria);

const all = (): Criterion[] => presets.flatMap((preset) => criteriaOf(presetCard(preset, "en")));

/** The columns that the page and the cards know, in the order in which they are shown. */
export const knownColumns = (): string[] => [...new Set([...own, ...all().map(({ column }) => column)])];

/** Those of them that hold dates. */
export const dateColumns = (): Set<string> =>
  new Set(["createdAt", "lastActivityAt", ...all().flatMap(({ kind, column }) => (kind === "daysUntil" || kind === "decay" ? [column] : []))]);
