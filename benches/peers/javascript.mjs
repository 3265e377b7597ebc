// Hand-written JavaScript over typed arrays: what a careful engineer would write for this task and nothing else. Ids
// that are integers in a small range index the arrays directly; a Map is used only for ids that come as texts.

import { AS_OF_DAY, AS_OF_END, MS_PER_DAY } from "../data.mjs";
import { SEGMENT_CODES, SEGMENTS } from "../segments.mjs";

const instant = (row) => row.date.getTime();
const parsed = (row) => Date.parse(row.date);

export function contenders() {
  const label = "JavaScript";
  return [
    {
      case: "columns-int",
      label,
      normalise,
      run: ({ customerId, date, amount }) => fromIntegers(customerId, date, amount),
    },
    {
      case: "columns-dict",
      label,
      normalise,
      run: ({ dictionary, date, amount }) => fromDictionary(dictionary, date, amount),
    },
    { case: "rows", label, normalise, run: (rows) => fromRows(rows, instant) },
    { case: "json", label, normalise, run: (rows) => fromRows(rows, parsed) },
    { case: "rows-to-columns", label, normalise: normaliseColumns, run: (rows) => toColumns(rows, instant) },
    { case: "rows-to-columns-again", label, normalise: normaliseColumns, run: (rows) => toColumns(rows, instant) },
    { case: "json-to-columns", label, normalise: normaliseColumns, run: (rows) => toColumns(rows, parsed) },
  ];
}

/** Rows to typed arrays, customers numbered in the order of their first appearance. */
export function toColumns(rows, epochMs) {
  const n = rows.length;
  const codes = new Int32Array(n);
  const date = new Float64Array(n);
  const amount = new Float64Array(n);
  const codeOf = new Map();
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    let code = codeOf.get(row.customerId);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(row.customerId, code);
    }
    codes[i] = code;
    date[i] = epochMs(row);
    amount[i] = row.amount;
  }
  return { dictionary: { codes, values: [...codeOf.keys()] }, date, amount };
}

function fromRows(rows, epochMs) {
  const { dictionary, date, amount } = toColumns(rows, epochMs);
  return fromDictionary(dictionary, date, amount);
}

function fromDictionary({ codes, values }, date, amount) {
  return segmentRfm(codes, 0, values.length, date, amount, (slot) => values[slot]);
}

export function fromIntegers(ids, date, amount) {
  let min = ids[0];
  let max = ids[0];
  for (let i = 1; i < ids.length; i++) {
    const id = ids[i];
    if (id < min) min = id;
    else if (id > max) max = id;
  }
  return segmentRfm(ids, min, max - min + 1, date, amount, (slot) => slot + min);
}

function segmentRfm(ids, min, slots, date, amount, idOf) {
  const last = new Float64Array(slots).fill(-Infinity);
  const count = new Int32Array(slots);
  const total = new Float64Array(slots);
  let skipped = 0;
  for (let i = 0; i < ids.length; i++) {
    const at = date[i];
    const value = amount[i];
    if (!(at < AS_OF_END) || Number.isNaN(value)) {
      skipped++;
      continue;
    }
    const slot = ids[i] - min;
    if (at > last[slot]) last[slot] = at;
    count[slot]++;
    total[slot] += value;
  }

  let n = 0;
  const present = new Int32Array(slots);
  for (let slot = 0; slot < slots; slot++) if (count[slot] > 0) present[n++] = slot;
  const customerId = new Array(n);
  const recencyDays = new Int32Array(n);
  const frequency = new Int32Array(n);
  const monetary = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const slot = present[i];
    customerId[i] = idOf(slot);
    recencyDays[i] = AS_OF_DAY - Math.floor(last[slot] / MS_PER_DAY);
    frequency[i] = count[slot];
    monetary[i] = total[slot];
  }

  const thresholds = {
    recency: cutPoints(recencyDays),
    frequency: cutPoints(frequency),
    monetary: cutPoints(monetary),
  };
  const r = score(recencyDays, thresholds.recency);
  const f = score(frequency, thresholds.frequency);
  const m = score(monetary, thresholds.monetary);
  const segment = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    r[i] = 6 - r[i]; // the fewer days, the better
    segment[i] = SEGMENT_CODES[(r[i] - 1) * 5 + f[i] - 1];
  }
  return {
    customers: { customerId, recencyDays, frequency, monetary, r, f, m, segment },
    segments: summarise(segment, recencyDays, frequency, monetary),
    thresholds,
    skipped,
  };
}

/** Type-7 quantile of sorted values. */
function quantile(sorted, p) {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

function cutPoints(values) {
  const sorted = values.slice().sort();
  return [0.2, 0.4, 0.6, 0.8].map((p) => quantile(sorted, p));
}

function score(values, [a, b, c, d]) {
  const scores = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    scores[i] = 1 + (value > a) + (value > b) + (value > c) + (value > d);
  }
  return scores;
}

function summarise(segment, recencyDays, frequency, monetary) {
  const n = segment.length;
  const ends = new Int32Array(SEGMENTS.length);
  for (let i = 0; i < n; i++) ends[segment[i]]++;
  for (let s = 1; s < ends.length; s++) ends[s] += ends[s - 1];
  const starts = new Int32Array(ends.length);
  starts.set(ends.subarray(0, -1), 1);
  const next = starts.slice();
  const recencies = new Int32Array(n);
  const frequencies = new Int32Array(n);
  const monetaries = new Float64Array(n);
  let revenueOfAll = 0;
  for (let i = 0; i < n; i++) {
    const at = next[segment[i]]++;
    recencies[at] = recencyDays[i];
    frequencies[at] = frequency[i];
    monetaries[at] = monetary[i];
    revenueOfAll += monetary[i];
  }

  const segments = [];
  for (let s = 0; s < SEGMENTS.length; s++) {
    const customers = ends[s] - starts[s];
    if (customers === 0) continue;
    const median = (values) => quantile(values.subarray(starts[s], ends[s]).sort(), 0.5);
    let revenue = 0;
    for (let i = starts[s]; i < ends[s]; i++) revenue += monetaries[i];
    segments.push({
      segment: SEGMENTS[s],
      customers,
      customerShare: customers / n,
      revenue,
      revenueShare: revenue / revenueOfAll,
      medianRecencyDays: median(recencies),
      medianFrequency: median(frequencies),
      medianMonetary: median(monetaries),
    });
  }
  return segments;
}

function normalise({ customers, segments, thresholds }) {
  return {
    customers: { ...customers, segment: Array.from(customers.segment, (code) => SEGMENTS[code]) },
    segments,
    thresholds,
  };
}

function normaliseColumns({ dictionary, date, amount }) {
  return { customerId: Array.from(dictionary.codes, (code) => dictionary.values[code]), date, amount };
}
