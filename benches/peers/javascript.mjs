// Hand-written JavaScript over typed arrays: what a careful engineer would write for this task and nothing else. Ids
// that are integers in a small range index the arrays directly; a Map is used only for ids that come as texts.

import { LAST_MONTH, monthName, monthOf, withRates } from "../cohorts.mjs";
import { AS_OF_DAY, AS_OF_END, MS_PER_DAY } from "../data.mjs";
import { SEGMENT_CODES, SEGMENTS } from "../segments.mjs";
import { contenders as ofLeads } from "./javascript-leads.mjs";
import { contenders as ofQuality } from "./javascript-quality.mjs";

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
    {
      case: "cohorts-int",
      label,
      normalise: (result) => result,
      run: ({ customerId, date, amount }) => cohortsOfIntegers(customerId, date, amount),
    },
    {
      case: "cohorts-dict",
      label,
      normalise: (result) => result,
      run: ({ dictionary: { codes, values }, date, amount }) => cohorts(codes, 0, values.length, date, amount),
    },
    { case: "rows", label, normalise, run: (rows) => fromRows(rows, instant) },
    { case: "json", label, normalise, run: (rows) => fromRows(rows, parsed) },
    { case: "rows-to-columns", label, normalise: normaliseColumns, run: (rows) => toColumns(rows, instant) },
    { case: "rows-to-columns-again", label, normalise: normaliseColumns, run: (rows) => toColumns(rows, instant) },
    { case: "json-to-columns", label, normalise: normaliseColumns, run: (rows) => toColumns(rows, parsed) },
    ...ofLeads(),
    ...ofQuality(),
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
  const [min, max] = range(ids);
  return segmentRfm(ids, min, max - min + 1, date, amount, (slot) => slot + min);
}

function cohortsOfIntegers(ids, date, amount) {
  const [min, max] = range(ids);
  return cohorts(ids, min, max - min + 1, date, amount);
}

function range(values) {
  let min = values[0];
  let max = values[0];
  for (let i = 1; i < values.length; i++) {
    const value = values[i];
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return [min, max];
}

/**
 * Cohorts by month. The month of a day is looked up in a table; a byte for each customer and month tells whether the
 * customer was seen in it.
 */
function cohorts(ids, min, slots, date, amount) {
  const [earliest] = range(date);
  const firstDay = Math.floor(earliest / MS_PER_DAY);
  const firstMonth = monthOf(earliest);
  const months = LAST_MONTH - firstMonth + 1;
  const monthOfDay = new Int32Array(AS_OF_DAY - firstDay + 1);
  for (let day = 0; day < monthOfDay.length; day++) monthOfDay[day] = monthOf((firstDay + day) * MS_PER_DAY) - firstMonth;

  const NEVER = 0x7fffffff;
  const monthOfRow = new Int32Array(ids.length);
  const first = new Int32Array(slots).fill(NEVER);
  const last = new Int32Array(slots).fill(-1);
  let skipped = 0;
  for (let i = 0; i < ids.length; i++) {
    const at = date[i];
    if (!(at < AS_OF_END) || Number.isNaN(amount[i])) {
      monthOfRow[i] = -1;
      skipped++;
      continue;
    }
    const month = monthOfDay[Math.floor(at / MS_PER_DAY) - firstDay];
    const slot = ids[i] - min;
    monthOfRow[i] = month;
    if (month < first[slot]) first[slot] = month;
    if (month > last[slot]) last[slot] = month;
  }

  const seen = new Uint8Array(slots * months);
  const active = new Int32Array(months * months);
  const spent = new Float64Array(months * months);
  const lasts = new Int32Array(months * months);
  for (let i = 0; i < ids.length; i++) {
    const month = monthOfRow[i];
    if (month < 0) continue;
    const slot = ids[i] - min;
    const cohort = first[slot];
    const cell = cohort * months + month - cohort;
    spent[cell] += amount[i];
    const mark = slot * months + month;
    if (seen[mark] === 0) {
      seen[mark] = 1;
      active[cell]++;
    }
  }
  for (let slot = 0; slot < slots; slot++)
    if (last[slot] >= 0) lasts[first[slot] * months + last[slot] - first[slot]]++;

  const result = { cohorts: [], sizes: [], customers: [], revenue: [], rollingCustomers: [], skipped };
  for (let cohort = 0; cohort < months; cohort++) {
    const from = cohort * months;
    if (active[from] === 0) continue;
    const to = from + months - cohort;
    for (let cell = to - 2; cell >= from; cell--) lasts[cell] += lasts[cell + 1];
    result.cohorts.push(monthName(firstMonth + cohort));
    result.sizes.push(active[from]);
    result.customers.push(Array.from(active.subarray(from, to)));
    result.revenue.push(Array.from(spent.subarray(from, to)));
    result.rollingCustomers.push(Array.from(lasts.subarray(from, to)));
  }
  return withRates(result);
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
