// Throws unless two peers computed the same: customer by customer, segment by segment, cut point by cut point; cohort by cohort;
// lead by lead; failing cell by failing cell.
// Counts, days, scores, sums of whole cents and conversions are compared exactly; values that were divided or
// interpolated may differ in the last bits, as the peers write those formulas differently.

const TOLERANCE = 1e-12;
const CUSTOMER_COLUMNS = ["recencyDays", "frequency", "monetary", "r", "f", "m", "segment"];
const SEGMENT_FIELDS = [
  "customers",
  "customerShare",
  "revenue",
  "revenueShare",
  "medianRecencyDays",
  "medianFrequency",
  "medianMonetary",
];

const close = (a, b) => Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));

function differ(where, what, expected, got) {
  throw new Error(`${where} disagrees on ${what}: ${got} where ${expected} was expected`);
}

export function assertSame(where, expected, got) {
  if (expected.cohorts !== undefined) assertSameCohorts(where, expected, got);
  else if (expected.scores !== undefined) assertSameScores(where, expected, got);
  else if (expected.explanations !== undefined) assertSameExplanations(where, expected.explanations, got.explanations);
  else if (expected.quality !== undefined) assertSameQuality(where, expected.quality, got.quality);
  else if (expected.customers === undefined) assertSameColumns(where, expected, got);
  else assertSameRfm(where, expected, got);
}

/** Columns from rows: the same values in the same order. */
function assertSameColumns(where, expected, got) {
  for (const name of ["customerId", "date", "amount"]) {
    if (got[name].length !== expected[name].length)
      differ(where, `the length of ${name}`, expected[name].length, got[name].length);
    for (let row = 0; row < expected[name].length; row++)
      if (got[name][row] !== expected[name][row])
        differ(where, `${name} of row ${row}`, expected[name][row], got[name][row]);
  }
}

/** Cohort by cohort, age by age. */
function assertSameCohorts(where, expected, got) {
  for (const [name, same] of Object.entries({ cohorts: Object.is, sizes: Object.is, customers: Object.is, rollingCustomers: Object.is, revenue: Object.is, rates: close, rollingRates: close })) {
    const [ours, theirs] = [expected[name].flat(), got[name].flat()];
    if (ours.length !== theirs.length) differ(where, `the number of ${name}`, ours.length, theirs.length);
    ours.forEach((value, at) => same(value, theirs[at]) || differ(where, `value ${at} of ${name}`, value, theirs[at]));
  }
}

/** Sums of points may differ in the last bits, and so may the ranks of leads whose scores do not differ otherwise. */
function assertSameScores(where, { scores, tiers }, got) {
  const rows = scores.score.length;
  const closeOrNone = (a, b) => close(a, b) || (Number.isNaN(a) && Number.isNaN(b));
  const columns = { ...scores, ...scores.dimensions };
  const theirs = { ...got.scores, ...got.scores.dimensions };
  const leadOfRank = new Int32Array(rows + 1).fill(-1);
  for (let row = 0; row < rows; row++) if (theirs.rank[row] > 0) leadOfRank[theirs.rank[row]] = row;
  const sameRank = (rank, other) => rank === other || (rank > 0 && other > 0 && close(scores.score[leadOfRank[rank]], scores.score[leadOfRank[other]]));
  const same = { tier: Object.is, disqualified: Object.is, rank: (a, b) => sameRank(a || null, b || null) };
  for (const name of Object.keys(columns)) {
    if (name === "dimensions") continue;
    const [ours, others] = [columns[name], theirs[name]];
    if (others?.length !== rows) differ(where, `the length of ${name}`, rows, others?.length);
    const agrees = same[name] ?? closeOrNone;
    for (let row = 0; row < rows; row++) if (!agrees(ours[row], others[row])) differ(where, `${name} of row ${row}`, ours[row], others[row]);
  }
  const counts = (list) => list.map(({ tier, leads }) => `${tier}: ${leads}`).join(", ");
  if (counts(tiers) !== counts(got.tiers)) differ(where, "the sizes of tiers", counts(tiers), counts(got.tiers));
}

/** The same criteria with the same points, and what they add. */
function assertSameExplanations(where, expected, got) {
  expected.forEach((explanation, at) => {
    const theirs = got[at];
    const of = new Map(theirs.contributions.map((part) => [part.column, part]));
    if (!close(explanation.score, theirs.score)) differ(where, `score of explanation ${at}`, explanation.score, theirs.score);
    for (const { column, points, contribution } of explanation.contributions) {
      const part = of.get(column);
      if (!(close(points, part?.points) && close(contribution, part.contribution)))
        differ(where, `${column} of explanation ${at}`, `${points}, ${contribution}`, `${part?.points}, ${part?.contribution}`);
    }
    if (theirs.missing.join() !== explanation.missing.join()) differ(where, `what is missing in explanation ${at}`, explanation.missing, theirs.missing);
  });
}

/** The same cells fail, in the same order, and the scores are the same. */
function assertSameQuality(where, expected, got) {
  for (const [name, values] of Object.entries(expected)) {
    const theirs = got[name];
    if (theirs.length !== values.length) differ(where, `the number of ${name}`, values.length, theirs.length);
    for (let i = 0; i < values.length; i++) {
      const [a, b] = [values[i], theirs[i]];
      if (typeof a === "number" ? !(close(a, b) || (Number.isNaN(a) && Number.isNaN(b))) : a !== b) differ(where, `${name} ${i}`, a, b);
    }
  }
}

/** Customers and segments may come in any order. */
function assertSameRfm(where, expected, got) {
  const rowOf = new Map(Array.from(got.customers.customerId, (id, row) => [id, row]));
  const ids = expected.customers.customerId;
  const rows = got.customers.customerId.length;
  if (rowOf.size !== ids.length || rows !== ids.length)
    differ(where, "the number of customers", ids.length, `${rows} rows of ${rowOf.size}`);
  for (let row = 0; row < ids.length; row++) {
    const theirs = rowOf.get(ids[row]);
    for (const column of CUSTOMER_COLUMNS)
      if (got.customers[column][theirs] !== expected.customers[column][row])
        differ(
          where,
          `${column} of customer ${ids[row]}`,
          expected.customers[column][row],
          got.customers[column][theirs],
        );
  }

  const filled = got.segments.filter((segment) => segment.customers > 0);
  if (filled.length !== expected.segments.length)
    differ(where, "the number of segments", expected.segments.length, filled.length);
  for (const segment of expected.segments) {
    const theirs = filled.find((candidate) => candidate.segment === segment.segment) ?? {};
    for (const field of SEGMENT_FIELDS)
      if (!close(segment[field], theirs[field]))
        differ(where, `${field} of segment ${segment.segment}`, segment[field], theirs[field]);
  }

  for (const [name, points] of Object.entries(expected.thresholds))
    if (
      points.length !== got.thresholds[name].length ||
      !points.every((point, k) => close(point, got.thresholds[name][k]))
    )
      differ(where, `the thresholds of ${name}`, points, got.thresholds[name]);
}
