// What the worker remembers of leads: the table that was read last, its scores, and the model that was learned from it.
import { scoreLeads, type LeadScores, type Scorecard, type Table } from "custometry";
import type { Encoding } from "../messages";
import { groupings, type LeadDataset, type LeadListPage, type LeadListRequest, type LeadModelPage, type LeadPage, type LeadRequest, type LeadsPage, type ReadLeadsRequest, type ScoreLeadsRequest, type TrainLeadsRequest, type WhatIfPage, type WhatIfRequest } from "../messages-leads";
import { adjusted, cardColumns, criteriaOf, fewValues, knownColumns, presetCard } from "./lead-cards";
import { changesOf, controlsOf, stepsOf } from "./lead-detail";
import { LeadList } from "./lead-list";
import { LearnedLeads } from "./lead-model";
import { prepareLeads, type PreparedLeads } from "./lead-table";
import { PageError } from "./page-error";
import { readSource, rowCells } from "./source";

interface Prepared extends PreparedLeads {
  /** What it was prepared from: the same choices give the same table. */
  key: string;
  fewValues: LeadsPage["fewValues"];
}

interface Scored {
  card: Scorecard;
  locale: ScoreLeadsRequest["locale"];
  asOf: string | null;
  scores: LeadScores;
  list: LeadList;
}

export class Leads {
  #table: Table | null = null;
  #prepared: Prepared | null = null;
  #scored: Scored | null = null;
  #learned: LearnedLeads | null = null;

  async read({ source, encoding }: ReadLeadsRequest, note: (encoding: Encoding) => void): Promise<LeadDataset> {
    this.#forget();
    const { table, dataset } = await readSource(source, encoding, note);
    this.#table = table;
    return { ...dataset, known: knownColumns(), cards: cardColumns() };
  }

  score({ mapping, options, choices, locale }: ScoreLeadsRequest): LeadsPage {
    const started = performance.now();
    const { input, lastDay, fewValues } = this.#prepare(mapping, options);
    const asOf = options.asOf ?? lastDay;
    const preset = presetCard(choices.preset, locale);
    const card = adjusted(choices.learned && this.#learned !== null ? this.#learned.model.suggestWeights(preset) : preset, choices, input);
    const has = (name: string) => input.columns.some((column) => column.name === name);
    if (!Object.values(cardColumns()).some((columns) => columns.some(has))) throw new PageError("no-criteria", "No column has a name that the cards know.");
    const groupBy = groupings.filter(has);
    const scores = scoreLeads(input, card, { ...(asOf === null ? {} : { asOf }), onInvalid: options.onInvalid, groupBy, locale });
    this.#freeScores();
    const list = new LeadList(scores, card, has("leadId") ? (input.column("leadId") as ArrayLike<unknown>) : null);
    list.predict(this.#learned?.probabilities ?? null);
    this.#scored = { card, locale, asOf, scores, list };
    const { tiers, unscored, unmatched, groups, skipped } = scores;
    return {
      asOf,
      dimensions: card.dimensions.map(({ name, label, weight }) => ({ name, label: label ?? name, weight })),
      tiers: tiers.map(({ tier, label, leads, share }) => ({ tier, label, leads, share, min: card.tiers.find(({ name }) => name === tier)?.min ?? 0 })),
      leads: input.numRows - skipped.count,
      ...list.totals(),
      unscored,
      absent: [...new Set(criteriaOf(card).map(({ column }) => column))].filter((column) => !has(column)),
      unmatched: unmatched.map(({ column, value, leads }) => ({ column, value, leads })),
      groups: groupBy.map((by) => ({
        by,
        groups: groups.filter((group) => group.by === by).map(({ value, leads, meanScore, tiers, disqualified }) => ({ value, leads, meanScore, tiers: tiers.map(({ leads }) => leads), disqualified })),
      })),
      fewValues,
      worthALook: list.worthALook(),
      trainable: has("converted"),
      skipped,
      milliseconds: performance.now() - started,
    };
  }

  list({ sort, from, count }: LeadListRequest): LeadListPage {
    return this.#result().list.page(sort, from, count);
  }

  lead({ row }: LeadRequest): LeadPage {
    const { card, locale, scores, list } = this.#result();
    const { input } = this.#input();
    const lead = list.row(row);
    // A row that was left out has nothing to explain.
    if (lead.completeness === null) return { row, lead, steps: [], reasons: [], improvements: [], controls: [], prediction: null };
    const prediction = this.#learned?.explain(row) ?? null;
    const explanation = scores.explain(row);
    return {
      row,
      lead,
      steps: stepsOf(explanation, card, input, row),
      reasons: [...explanation.reasons],
      improvements: explanation.improvements.map(({ text }) => text),
      controls: controlsOf(card, input, row, locale),
      prediction,
    };
  }

  whatIf({ row, changes }: WhatIfRequest): WhatIfPage {
    const { card, scores, list } = this.#result();
    const { score, tier } = scores.explain(row, changesOf(changes, card, this.#input().input));
    const before = list.row(row).score;
    return { row, score, tier: tier === null ? null : list.label(tier), difference: score === null || before === null ? null : score - before };
  }

  train({ features }: TrainLeadsRequest): LeadModelPage {
    const { asOf, list } = this.#result();
    this.#learned = null;
    list.predict(null);
    this.#learned = new LearnedLeads(this.#input().input, features, asOf);
    list.predict(this.#learned.probabilities);
    return this.#learned.page;
  }

  csv(): string {
    return this.#result().list.csv();
  }

  /** One row of the table that was read, for the report of what is wrong in that column. */
  cells(row: number, column: string | undefined): { column: string; text: string }[] {
    return this.#prepared === null ? [] : rowCells(this.#prepared.input, row, column);
  }

  #prepare(mapping: ScoreLeadsRequest["mapping"], options: ScoreLeadsRequest["options"]): Prepared {
    const table = this.#table;
    if (table === null) throw new Error("no leads have been read");
    if (table.numRows === 0) throw new PageError("no-rows", "The file has a header and no rows.");
    const { dateOrder } = options;
    const key = JSON.stringify([mapping, dateOrder, options.asOf, options.onInvalid]);
    if (this.#prepared?.key === key) return this.#prepared;
    this.#forgetPrepared();
    const prepared = prepareLeads(table, mapping, { dateOrder });
    return (this.#prepared = { ...prepared, key, fewValues: fewValues(prepared.input) });
  }

  #input(): Prepared {
    if (this.#prepared === null) throw new Error("no leads have been scored");
    return this.#prepared;
  }

  #result(): Scored {
    if (this.#scored === null) throw new Error("no leads have been scored");
    return this.#scored;
  }

  #freeScores(): void {
    this.#scored?.scores.leads.free();
    this.#scored?.scores.free();
  }

  #forgetPrepared(): void {
    this.#freeScores();
    this.#prepared?.input.free();
    this.#scored = this.#prepared = this.#learned = null;
  }

  #forget(): void {
    this.#forgetPrepared();
    this.#table?.free();
    this.#table = null;
  }
}
