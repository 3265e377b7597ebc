// The cards of the package, and what is known of their columns.
import { bantScorecard, champScorecard, meddicScorecard, type Criterion, type Scorecard, type Table } from "custometry";
import { presets, type LeadChoices, type LeadsPage, type Preset } from "../messages-leads";

export type CardLocale = "en" | "zh-CN";

const cards: Record<Preset, typeof bantScorecard> = { bant: bantScorecard, meddic: meddicScorecard, champ: champScorecard };

/** What the page itself asks of leads, beside the criteria of the cards. */
const own = ["leadId", "createdAt", "lastActivityAt", "converted", "owner", "team", "source"] as const;

/** Of a column with more values than this, none can be chosen. */
const few = 40;

export const presetCard = (preset: Preset, locale: CardLocale): Scorecard => cards[preset](locale);

/** A card with the weights that the visitor gave its dimensions, and with what is to rule leads out. */
export function adjusted(card: Scorecard, { weights, disqualifier }: LeadChoices, input: Table): Scorecard {
  const dimensions = card.dimensions.map((dimension) => ({ ...dimension, weight: weights[dimension.name] ?? dimension.weight }));
  if (disqualifier === null) return { ...card, dimensions };
  const { column, value } = disqualifier;
  const type = input.columns.find(({ name }) => name === column)?.type;
  return { ...card, dimensions, disqualifiers: [{ column, equals: type === "boolean" ? value === "true" : value, reason: `${column}: ${value}` }] };
}

/** The values of the columns that have few. */
export function fewValues(input: Table): LeadsPage["fewValues"] {
  return input.columns.flatMap(({ name, type }) => {
    if (type === "boolean") return [{ column: name, values: ["true", "false"] }];
    if (type !== "string") return [];
    const values = [...new Set(input.column(name) as (string | null)[])].filter((value) => value !== null).sort();
    return values.length > few ? [] : [{ column: name, values }];
  });
}

export const criteriaOf = (card: Scorecard): Criterion[] => card.dimensions.flatMap(({ criteria }) => criteria);

/** The columns of each card. */
export const cardColumns = (): Record<Preset, string[]> => ({ bant: columnsOf("bant"), meddic: columnsOf("meddic"), champ: columnsOf("champ") });
const columnsOf = (preset: Preset): string[] => criteriaOf(presetCard(preset, "en")).map(({ column }) => column);

const all = (): Criterion[] => presets.flatMap((preset) => criteriaOf(presetCard(preset, "en")));

/** The columns that the page and the cards know, in the order in which they are shown. */
export const knownColumns = (): string[] => [...new Set([...own, ...all().map(({ column }) => column)])];

/** Those of them that hold dates. */
export const dateColumns = (): Set<string> =>
  new Set(["createdAt", "lastActivityAt", ...all().flatMap(({ kind, column }) => (kind === "daysUntil" || kind === "decay" ? [column] : []))]);
