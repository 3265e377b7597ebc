// RFM: the embedded purchases recomputed by plain JavaScript for every customer, and the same result whatever the input is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tableFromIPC, tableFromArrays, tableToIPC, vectorFromArray, Dictionary, Int32, Utf8 } from "apache-arrow";
import { importPackage, root } from "./support/project.mjs";

const { Table, segmentRfm, rfmMigration, CustometryError } = await importPackage();

const csv = readFileSync(join(root, "data", "cdnow-sample.csv"), "utf8");
const rows = csv.trim().split("\n").slice(1).map((line) => {
  const [customerId, date, , amount] = line.split(",");
  return { customerId, date, amount: Number(amount) };
});
const names = { customerId: "customer_id" };
const asOf = "1998-06-30";

/** Recency, frequency and monetary value by the definition, with integers of cents and days so that nothing is rounded. */
function recompute(purchases, until) {
  const day = (text) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
  const customers = new Map();
  for (const { customerId, date, amount } of purchases) {
    if (day(date) > day(until)) continue;
    const customer = customers.get(customerId) ?? { customerId, last: -Infinity, frequency: 0, cents: 0 };
    customer.last = Math.max(customer.last, day(date));
    customer.frequency++;
    customer.cents += Math.round(amount * 100);
    customers.set(customerId, customer);
  }
  const byId = (a, b) => (a.customerId < b.customerId ? -1 : 1);
  return [...customers.values()].sort(byId).map(({ customerId, last, frequency, cents }) => ({
    customerId, recencyDays: day(until) - last, frequency, cents,
  }));
}

/** Type-7 quantiles k/5 of numbers (Hyndman and Fan 1996): linear between the two nearest of the sorted values. */
function cutPoints(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return [1, 2, 3, 4].map((k) => {
    const position = ((sorted.length - 1) * k) / 5;
    const below = Math.floor(position);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  });
}

/** The ten segments by recency and frequency score. */
function segmentOf(r, f) {
  if (r <= 2) return f <= 2 ? "hibernating" : f <= 4 ? "at-risk" : "cant-lose";
  if (r === 3) return f <= 2 ? "about-to-sleep" : f === 3 ? "need-attention" : "loyal";
  if (f === 1) return r === 4 ? "promising" : "new";
  if (f <= 3) return "potential-loyalist";
  return r === 4 ? "loyal" : "champions";
}

test("agrees with an independent calculation for all 2,357 customers", () => {
  const expected = recompute(rows, asOf);
  assert.equal(expected.length, 2357);
  const cuts = {
    recency: cutPoints(expected.map(({ recencyDays }) => recencyDays)),
    frequency: cutPoints(expected.map(({ frequency }) => frequency)),
    monetary: cutPoints(expected.map(({ cents }) => cents / 100)),
  };
  const { customers, segments, thresholds, skipped } = segmentRfm(rows, { asOf });
  const actual = customers.toRows();
  assert.deepEqual(customers.columns.map(({ name }) => name), ["customerId", "recencyDays", "frequency", "monetary", "r", "f", "m", "segment"]);
  assert.equal(actual.length, 2357);
  const exceeded = (value, points) => points.filter((point) => value > point).length;
  const counts = new Map();
  for (const [i, { customerId, recencyDays, frequency, cents }] of expected.entries()) {
    const customer = actual[i];
    assert.equal(customer.customerId, customerId);
    assert.equal(customer.recencyDays, recencyDays, customerId);
    assert.equal(customer.frequency, frequency, customerId);
    assert.ok(Math.abs(customer.monetary - cents / 100) < 1e-9 * Math.max(1, cents), customerId);
    assert.equal(customer.r, 5 - exceeded(recencyDays, cuts.recency), customerId);
    assert.equal(customer.f, 1 + exceeded(frequency, cuts.frequency), customerId);
    assert.equal(customer.m, 1 + exceeded(customer.monetary, thresholds.monetary), customerId);
    assert.equal(customer.segment, segmentOf(customer.r, customer.f), customerId);
    const count = counts.get(customer.segment) ?? { customers: 0, cents: 0 };
    counts.set(customer.segment, { customers: count.customers + 1, cents: count.cents + cents });
  }
  assert.deepEqual(thresholds.recency, cuts.recency);
  assert.deepEqual(thresholds.frequency, cuts.frequency);
  cuts.monetary.forEach((cut, i) => assert.ok(Math.abs(thresholds.monetary[i] - cut) < 1e-9 * cut));
  assert.deepEqual(skipped, { count: 0, rows: [], truncated: false });

  const total = expected.reduce((sum, { cents }) => sum + cents, 0);
  assert.equal(segments.reduce((sum, { customers }) => sum + customers, 0), 2357);
  for (const segment of segments) {
    const count = counts.get(segment.segment) ?? { customers: 0, cents: 0 };
    assert.equal(segment.customers, count.customers, segment.segment);
    assert.ok(Math.abs(segment.customerShare - count.customers / 2357) < 1e-12);
    assert.ok(Math.abs(segment.revenue - count.cents / 100) < 1e-6);
    assert.ok(Math.abs(segment.revenueShare - count.cents / total) < 1e-12);
  }
  assert.deepEqual(new Set(counts.keys()), new Set(segments.filter(({ customers }) => customers > 0).map(({ segment }) => segment)));
});

test("rows, columns, CSV and Arrow give the same result, to the bit", () => {
  const columns = { customerId: rows.map((row) => row.customerId), date: rows.map((row) => row.date), amount: Float64Array.from(rows, (row) => row.amount) };
  const ids = [...new Set(columns.customerId)];
  const codes = Int32Array.from(columns.customerId, (id) => ids.indexOf(id));
  const day = (text) => new Date(`${text}T00:00:00Z`);
  const arrow = tableFromArrays({ ...columns, amount: columns.amount });
  const coded = tableFromArrays({
    customerId: vectorFromArray(columns.customerId, new Dictionary(new Utf8(), new Int32())), date: columns.date.map(day), amount: columns.amount,
  });
  const bytes = new TextEncoder().encode(csv);
  const inputs = {
    rows: [rows, {}],
    "rows with Dates": [rows.map((row) => ({ ...row, date: day(row.date) })), {}],
    "rows with epoch milliseconds": [rows.map((row) => ({ ...row, date: day(row.date).getTime() })), {}],
    "rows with text amounts": [rows.map((row) => ({ ...row, amount: String(row.amount) })), {}],
    "rows with more columns": [rows.map((row, i) => ({ i, ...row, mixed: i % 2 ? "a" : i, odd: [] })), {}],
    columns: [columns, {}],
    "columns with a dictionary": [{ ...columns, customerId: { codes, values: ids } }, {}],
    "a table of rows": [Table.fromRows(rows), {}],
    "a table of columns": [Table.fromColumns(columns), {}],
    "CSV text": [Table.fromCsv(csv), names],
    "CSV bytes": [Table.fromCsv(bytes), names],
    "Arrow": [Table.fromArrow(arrow), {}],
    "Arrow, over IPC": [Table.fromArrow(tableFromIPC(tableToIPC(arrow))), {}],
    "Arrow, coded": [Table.fromArrow(coded), {}],
  };
  const result = ([input, options]) => {
    const { customers, ...reports } = segmentRfm(input, { asOf, ...options });
    const all = { columns: customers.toColumns(), ...reports };
    customers.free();
    return all;
  };
  const expected = result(inputs.rows);
  for (const [name, input] of Object.entries(inputs)) assert.deepEqual(result(input), expected, name);
});

test("takes the options of the contract", () => {
  const table = Table.fromCsv(csv);
  const run = (options) => segmentRfm(table, { ...names, asOf, ...options });
  const standard = run({});
  assert.deepEqual(run({ binning: standard.thresholds }).customers.toColumns(), standard.customers.toColumns());
  assert.deepEqual(run({ asOf: new Date("1998-06-30T10:00:00Z") }).customers.toColumns(), standard.customers.toColumns());
  assert.deepEqual(run({ asOf: Date.UTC(1998, 5, 30) }).customers.toColumns(), standard.customers.toColumns());
  assert.deepEqual(run({ bins: undefined, utcOffset: undefined }).customers.toColumns(), standard.customers.toColumns());
  assert.equal(run({ locale: "zh-CN" }).segments.some(({ label }) => /\p{Script=Han}/u.test(label)), true);
  assert.equal(run({ binning: "mean", segments: "eight-class" }).thresholds.recency.length, 1);
  assert.ok(run({ binning: "ntile", bins: 10 }).customers.column("r").every((score) => score >= 1 && score <= 10));
  const own = run({ segments: [{ segment: "best", label: "Best", r: [4, 5], f: [4, 5] }, { segment: "rest" }] });
  assert.deepEqual(own.segments.map(({ segment }) => segment), ["best", "rest"]);
  assert.equal(own.segments[0].label, "Best");
  const average = run({ monetary: "average" });
  assert.ok(Math.abs(average.customers.column("monetary")[0] * average.customers.column("frequency")[0] - standard.customers.column("monetary")[0]) < 1e-9);
});

test("lines of one order count once", () => {
  const lines = [
    { customerId: 1, date: "2026-01-01", amount: 5, orderId: "x" },
    { customerId: 1, date: "2026-01-01", amount: 7, orderId: "x" },
    { customerId: 1, date: "2026-01-02", amount: 1, orderId: "y" },
  ];
  const other = lines.map(({ orderId, ...line }, i) => ({ ...line, ...(i > 0 && { order: orderId }) }));
  const columns = Object.fromEntries(Object.keys(lines[0]).map((name) => [name, lines.map((line) => line[name])]));
  const frequency = (input, options) => segmentRfm(input, { asOf: "2026-01-31", ...options }).customers.column("frequency")[0];
  for (const input of [lines, columns, Table.fromRows(lines)]) {
    assert.equal(frequency(input, {}), 2);
    assert.equal(frequency(input, { orderId: "orderId" }), 2);
  }
  for (const input of [other, Table.fromRows(other)]) {
    assert.equal(frequency(input, {}), 3);
    assert.equal(frequency(input, { orderId: "order" }), 3); // x alone, y, and a line without an order
    assert.throws(() => frequency(input, { orderId: "orderId" }), (error) => error.code === "missing-column");
  }
});

test("identifiers may be numbers, text or bigints, and stay what they are", () => {
  const ids = (values) => segmentRfm(values.map((customerId) => ({ customerId, date: "2026-01-01", amount: 1 })), { asOf: "2026-01-31" }).customers.column("customerId");
  assert.deepEqual([...ids([10, 9, 10, -1])], [-1, 9, 10]);
  assert.deepEqual(ids(["10", "9", "007"]), ["007", "10", "9"]);
  assert.deepEqual([...ids([3n, 2n])], [2, 3]);
  assert.deepEqual(ids([9007199254740993n, 9007199254740992n]), ["9007199254740992", "9007199254740993"]);
  assert.deepEqual(ids(["b", "中", "a", "é", "Z"]), ["Z", "a", "b", "é", "中"]);
});

test("the day of a purchase is that of utcOffset", () => {
  const rows = [{ customerId: "a", date: new Date("2026-01-30T20:00:00Z"), amount: 1 }];
  const days = (utcOffset) => segmentRfm(rows, { asOf: "2026-01-31", utcOffset }).customers.column("recencyDays")[0];
  assert.equal(days("+00:00"), 1);
  assert.equal(days("+08:00"), 0);
});

test("only the needed columns are looked at", () => {
  const row = { customerId: "a", date: "2026-01-01", amount: 1, get other() { throw new Error("looked at"); } };
  assert.equal(segmentRfm([row], { asOf: "2026-01-31" }).customers.numRows, 1);
  const columns = { customerId: ["a"], date: ["2026-01-01"], amount: [1], get other() { throw new Error("looked at"); } };
  assert.equal(segmentRfm(columns, { asOf: "2026-01-31" }).customers.numRows, 1);
});

test("customers that moved between segments are counted", () => {
  const table = Table.fromCsv(csv);
  const before = segmentRfm(table, { ...names, asOf: "1997-03-31", onInvalid: "skip" });
  const after = segmentRfm(table, { ...names, asOf });
  const { segments, counts } = rfmMigration(before, after);
  const segmentsOf = ({ customers }) => new Map(customers.toRows().map(({ customerId, segment }) => [customerId, segment]));
  const [from, to] = [segmentsOf(before), segmentsOf(after)];
  const expected = segments.map(() => segments.map(() => 0));
  for (const id of new Set([...from.keys(), ...to.keys()])) {
    expected[segments.indexOf(from.get(id) ?? "(new)")][segments.indexOf(to.get(id) ?? "(gone)")]++;
  }
  assert.deepEqual(counts, expected);
  assert.equal(counts.flat().reduce((sum, count) => sum + count), 2357);
  for (const wrong of [[before, {}], [undefined, after], [before, { ...after, customers: [] }]]) {
    assert.throws(() => rfmMigration(...wrong), (error) => error instanceof CustometryError && error.code === "wrong-type");
  }
});
