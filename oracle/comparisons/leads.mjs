// What custometry makes of the cases of leads.py.

import { tableOf } from "../tables.mjs";

const COLUMNS = ["score", "tier", "rank", "disqualified", "completeness"];

export function compute(custometry, { card, input, options, explained, rounded }) {
  const result = custometry.scoreLeads(tableOf(custometry, input), card, options);
  const columns = cells(result.leads);
  const scores = {
    ...Object.fromEntries(COLUMNS.map((name) => [name, columns[name]])),
    dimensions: Object.fromEntries(card.dimensions.map(({ name }) => [name, columns[name]])),
    tiers: Object.fromEntries(result.tiers.map(({ tier, leads }) => [tier, leads])),
  };
  const explanations = explained.map((row) => explanation(result, row));
  result.free();
  return { [rounded ? "rounded" : "exact"]: scores, explained: explanations };
}

/** Contributions that are not 0, and what they add up to. */
function explanation(result, row) {
  const { contributions } = result.explain(row);
  const named = contributions.filter(({ contribution }) => contribution !== 0);
  return {
    sum: contributions.reduce((sum, { contribution }) => sum + contribution, 0),
    contributions: Object.fromEntries(named.map(({ dimension, column, contribution }) => [`${dimension} / ${column}`, contribution])),
  };
}

/** The cells of a table by column, null where there is none. */
function cells(table) {
  const plain = (value) => (Number.isNaN(value) ? null : value);
  return Object.fromEntries(Object.entries(table.toColumns()).map(([name, values]) => [name, Array.from(values, plain)]));
}
