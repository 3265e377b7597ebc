// What custometry makes of the cases of leads.py.

import { tableOf } from "../tables.mjs";

const COLUMNS = ["score", "tier", "disqualified", "completeness"];

export function compute(custometry, { card, input, options, explained, ranks, least, rounded }) {
  const result = custometry.scoreLeads(tableOf(custometry, input), card, options);
  const columns = cells(result.leads);
  const { score, rank } = columns;
  const isExpected = (place, row) => ranks[row] !== null && ranks[row][0] <= place && place <= ranks[row][1];
  const scores = {
    ...Object.fromEntries(COLUMNS.map((name) => [name, columns[name]])),
    rank: rank.map((place, row) => (isExpected(place, row) ? "as expected" : place)),
    ranksFollowScores: ordered(score).every((row, place) => rank[row] === place + 1),
    dimensions: Object.fromEntries(card.dimensions.map(({ name }) => [name, columns[name]])),
    tiers: Object.fromEntries(result.tiers.map(({ tier, leads }) => [tier, leads])),
  };
  const explanations = explained.map((row) => explanation(result.explain(row), score[row], least));
  result.free();
  return { [rounded ? "rounded" : "exact"]: scores, explained: explanations };
}

/** The rows that have a score, the highest first, equal ones in their order. */
function ordered(score) {
  const rows = Array.from(score.keys()).filter((row) => score[row] !== null);
  return rows.sort((a, b) => score[b] - score[a] || a - b);
}

function explanation({ contributions }, score, least) {
  const shown = contributions.filter(({ contribution }) => contribution > least);
  return {
    addUp: contributions.reduce((sum, { contribution }) => sum + contribution, 0) === score,
    contributions: Object.fromEntries(shown.map(({ dimension, column, contribution }) => [`${dimension} / ${column}`, contribution])),
  };
}

/** The cells of a table by column, null where there is none. */
function cells(table) {
  const plain = (value) => (Number.isNaN(value) ? null : value);
  return Object.fromEntries(Object.entries(table.toColumns()).map(([name, values]) => [name, Array.from(values, plain)]));
}
