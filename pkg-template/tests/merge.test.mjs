// Merging: what survives and why, in every kind of input; nothing is lost in silence; errors that say where.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { Table, suggestMerge, CustometryError } = await importPackage();

const fails = (work, expected, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error));
  const { code, column, row } = error;
  assert.deepEqual({ code, column, row }, { column: undefined, row: undefined, ...expected }, error.message);
  if (message !== undefined) assert.match(error.message, message);
  return true;
});

const records = [
  { id: "a", name: "ann lee", email: "ann@x.com", city: null, since: "2020-01-01", active: false, updatedAt: "2025-03-01" },
  { id: "b", name: "王芳", email: "wf@x.cn", city: "上海", since: "2021-01-01", active: true, updatedAt: "2025-03-01" },
  { id: "c", name: "Ann Lee", email: "a.lee@y.com", city: "Bonn", since: "2019-06-01", active: true, updatedAt: "2026-01-05" },
  { id: "d", name: "Ann Lee", email: "ann@x.com", city: "Köln", since: "2022-01-01", active: false, updatedAt: "2024-01-05" },
];
const clusters = [[0, 2, 3]];

/** All of a result, with the tables as rows. */
function run(...args) {
  const { preview, merged, survivors, mapping, conflicts, summary, ...rest } = suggestMerge(...args);
  const tables = { preview, merged, survivors, mapping, conflicts };
  const rows = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.toRows()]));
  Object.values(tables).forEach((table) => table.free());
  return { ...rows, summary, ...rest };
}

test("the best value of each column, in every kind of input", () => {
  const columns = Object.fromEntries(Object.keys(records[0]).map((name) => [name, records.map((record) => record[name])]));
  const names = [...new Set(columns.name)];
  const inputs = {
    rows: records,
    columns,
    "a dictionary": { ...columns, name: { codes: Int32Array.from(columns.name, (name) => names.indexOf(name)), values: names } },
    "dates as Date": records.map((record) => ({ ...record, updatedAt: new Date(record.updatedAt) })),
    "a table": Table.fromRows(records),
  };
  for (const [name, input] of Object.entries(inputs)) {
    const found = run(input, clusters, { key: "id" });
    const [{ updatedAt, ...merged }] = found.preview;
    assert.deepEqual(merged, { id: "c", name: "Ann Lee", email: "a.lee@y.com", city: "Bonn", since: "2019-06-01", active: true }, name);
    assert.equal(new Date(updatedAt).toISOString().slice(0, 10), "2026-01-05", name);
    assert.deepEqual(found.merged.map(({ id }) => id), ["b", "c"], name);
    assert.deepEqual(found.mapping.map(({ key, cluster, survivorKey, mergedRow }) => [key, cluster, survivorKey, mergedRow]), [
      ["a", 0, "c", 1], ["b", null, "b", 0], ["c", 0, "c", 1], ["d", 0, "c", 1],
    ], name);
    assert.deepEqual(found.summary, { records: 4, merged: 2, clusters: 1, absorbed: 2, conflicts: 5, filled: 0 }, name);
    assert.deepEqual(found.conflicts.map(({ row, column, value, kept, kind }) => [row, column, value, kept, kind]), [
      [0, "name", "ann lee", "Ann Lee", "spelling"],
      [0, "email", "ann@x.com", "a.lee@y.com", "different"],
      [3, "city", "Köln", "Bonn", "different"],
      [0, "since", "2020-01-01", "2019-06-01", "different"], [3, "since", "2022-01-01", "2019-06-01", "different"],
      [0, "active", "false", "true", "different"],
    ], name);
  }
});

test("clusters in every kind", () => {
  const expected = run(records, clusters, { key: "id" }).merged;
  const kinds = {
    rows: [{ row: 3, cluster: 0 }, { row: 0, cluster: 0 }, { row: 2, cluster: 0 }],
    columns: { row: Int32Array.of(0, 2, 3), cluster: ["x", "x", "x"], more: [1, 2, 3] },
    "all records": { row: [0, 1, 2, 3], cluster: ["x", null, "x", "x"] },
    "typed lists": [Int32Array.of(0, 2, 3)],
    pairs: [{ rowA: 0, rowB: 3, probability: 0.9 }, { rowA: 2, rowB: 3, probability: 0.8 }],
    "columns of pairs": { rowA: Int32Array.of(3, 2), rowB: Int32Array.of(2, 0) },
    "a table": Table.fromRows([{ row: 0, key: "a", cluster: 7 }, { row: 2, key: "c", cluster: 7 }, { row: 3, key: "d", cluster: 7 }]),
  };
  for (const [name, kind] of Object.entries(kinds)) assert.deepEqual(run(records, kind, { key: "id" }).merged, expected, name);
  for (const none of [[], [[]], Table.fromRows([]), { row: [], cluster: [] }, Table.fromColumns({ row: new Int32Array(0), cluster: new Int32Array(0) })]) {
    const { merged, preview, conflicts, summary } = run(records, none);
    assert.deepEqual([merged, preview, conflicts, summary.absorbed], [records, [], [], 0]);
  }
  assert.deepEqual(run([], [], {}).merged, []);
  assert.deepEqual(run([{ n: 1 }], [[0]]).preview, [{ n: 1 }]);
});

test("rules, sources, parts of one address, and decisions by hand", () => {
  const rules = { since: "min", active: "max", name: ["longest", "first"], email: "join", city: "survivor" };
  const [merged] = run(records, clusters, { key: "id", rules }).preview;
  assert.deepEqual(merged, { id: "c", name: "Ann Lee", email: "ann@x.com; a.lee@y.com", city: "Bonn", since: "2019-06-01", active: true, updatedAt: "2026-01-05" });
  const priority = { column: "id", values: ["d", "a"] };
  const bySource = run(records, clusters, { priority });
  assert.deepEqual([bySource.preview[0].city, bySource.survivors[0].row, bySource.survivors[0].reason], ["Köln", 3, 'source "d" comes first']);
  const together = [["email", "city"]];
  assert.deepEqual(run(records, clusters, { together, priority: { column: "id", values: ["a"] } }).preview[0].email, "a.lee@y.com");
  const chosen = run(records, clusters, { choices: [{ row: 3, column: "city" }, { row: 0 }], locale: "zh-CN" });
  assert.deepEqual([chosen.preview[0].city, chosen.survivors[0].row, chosen.survivors[0].reason], ["Köln", 0, "人工选定"]);
});

test("a single suggestion says why", () => {
  const merge = suggestMerge(records.map((record) => ({ ...record, updatedAt: new Date(record.updatedAt) })), clusters, { key: "id" });
  const { rows, survivor, reason, fields } = merge.suggestion(0);
  assert.deepEqual([rows, survivor, reason], [[0, 2, 3], 2, "the most recent, of 2026-01-05T00:00:00.000Z"]);
  assert.deepEqual(fields.map(({ column }) => column), Object.keys(records[0]));
  assert.deepEqual(fields[3], {
    column: "city", value: "Bonn", row: 2, rule: "recent", reason: "the most recent, of 2026-01-05T00:00:00.000Z",
    others: [{ value: "Köln", row: 3, records: 1, kind: "different" }],
  });
  assert.deepEqual(fields[6].value, new Date("2026-01-05"));
  fails(() => merge.suggestion(1), { code: "invalid-option" }, /no cluster 1/);
  fails(() => merge.suggestion({}), { code: "invalid-option" });
  merge.free();
  merge.free();
  fails(() => merge.suggestion(0), { code: "bad-state" });
  assert.equal(merge.merged.numRows, 2);
});

test("columns of mixed types become text, and foreign keys can be rewritten", () => {
  const mixed = [{ id: 1, phone: 13812345678, zip: "01067" }, { id: 2, phone: "13812345678", zip: 1067 }, { id: 3, phone: null, zip: null }];
  const { preview, mapping, conflicts } = run(mixed, [[0, 1, 2]], { key: "id" });
  assert.deepEqual(preview, [{ id: 1, phone: "13812345678", zip: "01067" }]);
  assert.deepEqual(conflicts.map(({ column, value }) => [column, value]), [["zip", "1067"]]);
  const now = new Map(mapping.map(({ key, survivorKey }) => [key, survivorKey]));
  assert.deepEqual([{ order: 1, customer: 2 }].map((order) => ({ ...order, customer: now.get(order.customer) })), [{ order: 1, customer: 1 }]);
});

test("errors say where", () => {
  fails(() => suggestMerge(records, [[0, 2], [2, 3]]), { code: "invalid-option", column: "row", row: 2 }, /record 2 is in two clusters/);
  fails(() => suggestMerge(records, [[0, 4]]), { code: "invalid-option", column: "row", row: 1 }, /no record 4/);
  fails(() => suggestMerge(records, [[0, "1"]]), { code: "wrong-type" }, /clusters\[0\]/);
  fails(() => suggestMerge(records, [[0], 1]), { code: "wrong-type" }, /clusters\[1\]/);
  fails(() => suggestMerge(records, [{ row: 0 }]), { code: "missing-column", column: "cluster" });
  fails(() => suggestMerge(records, [{ rowA: 0, rowB: 9 }]), { code: "invalid-option", column: "rowB", row: 0 });
  fails(() => suggestMerge(records), { code: "wrong-type" });
  fails(() => suggestMerge(null, []), { code: "wrong-type" });
  fails(() => suggestMerge(records, clusters, { keys: "id" }), { code: "invalid-option" }, /keys/);
  fails(() => suggestMerge(records, clusters, { key: "ID" }), { code: "missing-column", column: "ID" });
  fails(() => suggestMerge(records, clusters, { rules: { name: "newest" } }), { code: "invalid-option" }, /rules\.name.*"recent"/s);
  fails(() => suggestMerge(records, clusters, { rules: { nope: "first" } }), { code: "missing-column", column: "nope" });
  fails(() => suggestMerge(records, clusters, { fields: { name: "person" } }), { code: "invalid-option" }, /fields\.name/);
  fails(() => suggestMerge(records, clusters, { rules: { email: "max" } }), { code: "wrong-type", column: "email", row: 0 }, /neither a number nor a date/);
  fails(() => suggestMerge(records, clusters, { updatedAt: "name" }), { code: "bad-date", column: "name", row: 0 });
});
