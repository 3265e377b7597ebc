// Hand-written JavaScript that scores leads: one pass over typed arrays, without an object or a closure per row. Points of
// texts are looked up by code and points of whole days by day, so that no text is compared and no power is taken per row.

import { AS_OF_DAY, MS_PER_DAY } from "../data.mjs";
import { CARD, explainedRows } from "../leads.mjs";

const DIMENSIONS = CARD.dimensions.length;
const TIERS = CARD.tiers.length;
const UNKNOWN = 255;

/** Days beyond the table are so old that the rest of their points does not show. */
const DECAY_DAYS = 4_096;

export function contenders() {
  const scored = (label, ranksOf) => ({ case: "leads", label, normalise, run: (leads) => scoreLeads(leads, ranksOf) });
  return [
    scored("JavaScript", ranksBySorting),
    scored("JavaScript, ranks by counting", ranksByCounting),
    {
      case: "leads-explain",
      label: "JavaScript",
      normalise: (explanations) => ({ explanations }),
      run: (leads) => Array.from(explainedRows(), (row) => explain(leads, row)),
    },
  ];
}

function scoreLeads(leads, ranksOf) {
  const n = leads.budget.length;
  const [[budgetStatus, budget], [buyingRole, employees], [need, pagesViewed], [expectedClose, lastActivity]] = CARD.dimensions.map(
    ({ criteria }) => criteria,
  );
  const [wBudget, wAuthority, wNeed, wTimeline] = CARD.dimensions.map(({ weight }) => weight);
  const { codes: budgetStatusCodes } = leads.budgetStatus;
  const { codes: buyingRoleCodes } = leads.buyingRole;
  const { codes: needCodes } = leads.need;
  const budgetCells = leads.budget;
  const employeeCells = leads.employees;
  const pageCells = leads.pagesViewed;
  const closeCells = leads.expectedCloseDate;
  const activityCells = leads.lastActivityAt;
  const budgetStatusPoints = pointsByCode(budgetStatus, leads.budgetStatus.values);
  const buyingRolePoints = pointsByCode(buyingRole, leads.buyingRole.values);
  const needPoints = pointsByCode(need, leads.need.values);
  const [employeeEdges, employeePoints] = bandsOf(employees);
  const [pageEdges, pagePoints] = bandsOf(pagesViewed);
  const [closeEdges, closePoints] = bandsOf(expectedClose);
  const lineX = Float64Array.from(budget.points, ([x]) => x);
  const lineY = Float64Array.from(budget.points, ([, y]) => y);
  const decayed = Float64Array.from({ length: DECAY_DAYS }, (_, days) => lastActivity.full * 2 ** (-days / lastActivity.halfLifeDays));
  const [{ equals }, { below }] = CARD.disqualifiers;
  const blocker = leads.buyingRole.values.indexOf(equals);

  const score = new Float64Array(n);
  const dimensions = Array.from({ length: DIMENSIONS }, () => new Float64Array(n));
  const [budgetScore, authorityScore, needScore, timelineScore] = dimensions;
  const completeness = new Float64Array(n);
  const disqualified = new Int8Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    let known = 0;
    let sum = 0;
    let weight = 0;

    let points = 0;
    let of = 0;
    let code = budgetStatusCodes[i];
    if (code >= 0) {
      points += budgetStatus.weight * budgetStatusPoints[code];
      of += budgetStatus.weight;
      known++;
    }
    let value = budgetCells[i];
    if (value === value) {
      points += budget.weight * onLine(lineX, lineY, value);
      of += budget.weight;
      known++;
    }
    let mean = points / of; // NaN where nothing is known
    budgetScore[i] = mean;
    if (of > 0) {
      sum += wBudget * mean;
      weight += wBudget;
    }

    points = 0;
    of = 0;
    code = buyingRoleCodes[i];
    if (code >= 0) {
      points += buyingRole.weight * buyingRolePoints[code];
      of += buyingRole.weight;
      known++;
      if (code === blocker) disqualified[i] = 0;
    }
    value = employeeCells[i];
    if (value === value) {
      points += employees.weight * employeePoints[bandOf(employeeEdges, value)];
      of += employees.weight;
      known++;
      if (value < below && disqualified[i] < 0) disqualified[i] = 1;
    }
    mean = points / of;
    authorityScore[i] = mean;
    if (of > 0) {
      sum += wAuthority * mean;
      weight += wAuthority;
    }

    points = 0;
    of = 0;
    code = needCodes[i];
    if (code >= 0) {
      points += need.weight * needPoints[code];
      of += need.weight;
      known++;
    }
    value = pageCells[i];
    if (value === value) {
      points += pagesViewed.weight * pagePoints[bandOf(pageEdges, value)];
      of += pagesViewed.weight;
      known++;
    }
    mean = points / of;
    needScore[i] = mean;
    if (of > 0) {
      sum += wNeed * mean;
      weight += wNeed;
    }

    points = 0;
    of = 0;
    value = closeCells[i];
    if (value === value) {
      points += expectedClose.weight * closePoints[bandOf(closeEdges, Math.floor(value / MS_PER_DAY) - AS_OF_DAY)];
      of += expectedClose.weight;
      known++;
    }
    value = activityCells[i];
    if (value === value) {
      const days = AS_OF_DAY - Math.floor(value / MS_PER_DAY);
      points += lastActivity.weight * (days < 0 ? lastActivity.full : days < DECAY_DAYS ? decayed[days] : 0);
      of += lastActivity.weight;
      known++;
    }
    mean = points / of;
    timelineScore[i] = mean;
    if (of > 0) {
      sum += wTimeline * mean;
      weight += wTimeline;
    }

    score[i] = sum / weight;
    completeness[i] = known / 8;
  }

  const { tier, tiers } = tiersOf(score);
  return { score, tier, rank: ranksOf(score), dimensions, disqualified, completeness, tiers };
}

function pointsByCode({ points, other = 0 }, values) {
  return Float64Array.from(values, (value) => points[value] ?? other);
}

/** Where each band begins, but the first, and the points of all: the bands have no gaps. */
function bandsOf({ bands }) {
  return [Float64Array.from(bands.slice(1), ({ min }) => min), Float64Array.from(bands, ({ points }) => points)];
}

function bandOf(edges, value) {
  let at = 0;
  while (at < edges.length && value >= edges[at]) at++;
  return at;
}

function onLine(x, y, value) {
  const last = x.length - 1;
  if (value <= x[0]) return y[0];
  if (value >= x[last]) return y[last];
  let at = 1;
  while (value > x[at]) at++;
  return y[at - 1] + ((value - x[at - 1]) / (x[at] - x[at - 1])) * (y[at] - y[at - 1]);
}

/** The tier of each lead as its place in the card, and how many leads each has. */
function tiersOf(score) {
  const tier = new Uint8Array(score.length).fill(UNKNOWN);
  const counts = new Int32Array(TIERS);
  const edges = Float64Array.from(CARD.tiers, ({ min }) => min);
  for (let i = 0; i < score.length; i++) {
    const value = score[i];
    let at = 0;
    while (at < TIERS && !(value >= edges[at])) at++;
    if (at === TIERS) continue;
    tier[i] = at;
    counts[at]++;
  }
  return { tier, tiers: CARD.tiers.map(({ name }, at) => ({ tier: name, leads: counts[at] })) };
}

/**
 * Ranks from 1 for the highest score, the earlier of equal rows first, and 0 for what has no score: by sorting row numbers. Sorting
 * the numbers themselves, which is quick, and then looking each up in them takes as long, because each search misses the cache.
 */
function ranksBySorting(score) {
  const order = new Uint32Array(score.length);
  let scored = 0;
  for (let i = 0; i < score.length; i++) if (score[i] === score[i]) order[scored++] = i;
  const sorted = order.subarray(0, scored).sort((a, b) => score[b] - score[a] || a - b);
  const rank = new Int32Array(score.length);
  for (let place = 0; place < scored; place++) rank[sorted[place]] = place + 1;
  return rank;
}

/**
 * The same by counting: scores are from 0 to 100 and spread, so that each of many narrow bins holds a few of them, which are put in
 * order by insertion. This is as quick as it gets in JavaScript, and slow where many scores are nearly equal.
 */
function ranksByCounting(score) {
  const n = score.length;
  const bins = 65_536;
  const binOf = new Int32Array(n);
  const start = new Int32Array(bins + 2);
  for (let i = 0; i < n; i++) {
    const value = score[i];
    const bin = value === value ? Math.floor(((100 - value) / 100) * (bins - 1)) : bins;
    binOf[i] = bin;
    start[bin + 1]++;
  }
  for (let bin = 0; bin <= bins; bin++) start[bin + 1] += start[bin];
  const order = new Int32Array(n);
  const next = start.slice();
  for (let i = 0; i < n; i++) order[next[binOf[i]]++] = i;

  const rank = new Int32Array(n);
  for (let bin = 0; bin < bins; bin++) {
    const end = start[bin + 1];
    for (let at = start[bin] + 1; at < end; at++) {
      const row = order[at];
      let to = at;
      for (; to > start[bin] && score[order[to - 1]] < score[row]; to--) order[to] = order[to - 1];
      order[to] = row;
    }
    for (let at = start[bin]; at < end; at++) rank[order[at]] = at + 1;
  }
  return rank;
}

/** What each criterion adds to the score of a lead, and which say nothing. */
function explain(leads, row) {
  const contributions = [];
  const missing = [];
  let weight = 0;
  for (const dimension of CARD.dimensions) {
    let of = 0;
    const own = [];
    for (const criterion of dimension.criteria) {
      const value = cellOf(leads[criterion.column], row);
      if (value === null) missing.push(criterion.column);
      else {
        own.push({ dimension: dimension.name, column: criterion.column, value, points: pointsOf(criterion, value), contribution: criterion.weight });
        of += criterion.weight;
      }
    }
    if (of === 0) continue;
    weight += dimension.weight;
    for (const part of own) part.contribution *= (part.points * dimension.weight) / of;
    contributions.push(...own);
  }
  let score = 0;
  for (const part of contributions) score += part.contribution /= weight;
  return { score: weight > 0 ? score : null, contributions, missing };
}

function cellOf(column, row) {
  if (column.codes === undefined) return Number.isNaN(column[row]) ? null : column[row];
  return column.codes[row] < 0 ? null : column.values[column.codes[row]];
}

function pointsOf(criterion, value) {
  const banded = (value) => criterion.bands.find(({ below }) => below === undefined || value < below).points;
  switch (criterion.kind) {
    case "category":
      return criterion.points[value] ?? criterion.other ?? 0;
    case "bands":
      return banded(value);
    case "linear":
      return onLine(criterion.points.map(([x]) => x), criterion.points.map(([, y]) => y), value);
    case "daysUntil":
      return banded(Math.floor(value / MS_PER_DAY) - AS_OF_DAY);
    default:
      return criterion.full * 2 ** (-Math.max(0, AS_OF_DAY - Math.floor(value / MS_PER_DAY)) / criterion.halfLifeDays);
  }
}

function normalise({ score, tier, rank, dimensions, disqualified, completeness, tiers }) {
  return {
    scores: {
      score,
      rank: Array.from(rank, (place) => place || null),
      tier: Array.from(tier, (place) => CARD.tiers[place]?.name ?? null),
      disqualified: Array.from(disqualified, (place) => CARD.disqualifiers[place]?.reason ?? null),
      completeness,
      dimensions: Object.fromEntries(CARD.dimensions.map(({ name }, at) => [name, dimensions[at]])),
    },
    tiers,
  };
}
