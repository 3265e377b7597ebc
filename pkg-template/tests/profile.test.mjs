// Profiles, suggested checks and comparisons: against plain JavaScript, with the checks run on the table that they were suggested
// for, and what the package adds to the module: inputs of all kinds, cells of several types, errors.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importPackage, root } from "./support/project.mjs";

const { Table, CustometryError, checkQuality, compareSnapshots, profileTable, suggestChecks } = await importPackage();

const code = (code) => (error) => error instanceof CustometryError && error.code === code;
const column = (found, name) => found.columns.find((column) => column.name === name);

/** Customers with faults of all kinds, the same every time. */
function customers(rows) {
  let state = 42;
  const next = (n) => Math.floor(((state = (state * 48271) % 2147483647) / 2147483647) * n);
  return Array.from({ length: rows }, (_, i) => ({
    customerId: i === 30 ? "CUST-00012" : `CUST-${String(i).padStart(5, "0")}`,
    name: ["Ann Miller", "Bo Chen", "Carla Ruiz", "王小明", "Dan O'Neil"][next(5)] + (i % 7 ? "" : ` ${i}`),
    email: i % 40 === 5 ? "not an address" : `user${i}@mail.com`,
    phone: i % 50 === 7 ? "123" : `+86 138${String(10000000 + next(9e7)).padStart(8, "0")}`,
    stage: i === 9 ? "Opne" : ["New", "Open", "Won ", "Lost"][next(4)].trim(),
    age: i === 11 ? -4 : 18 + next(60),
    revenue: i % 9 === 0 ? null : Math.round(Math.exp(3 + next(5000) / 1000) * 100) / 100,
    zip: String(10000 + next(80000)),
    joined: new Date(Date.UTC(2020, 0, 1 + next(1800))),
    renewed: next(3) ? new Date(Date.UTC(2026, 0, 1 + next(300))) : null,
    note: next(4) ? "" : `said ${"bla ".repeat(next(9))}`,
    score: i % 30 === 3 ? "n/a" : next(100) / 4,
    website: next(2) ? `https://example${next(900)}.com/about` : null,
  }));
}
const rows = customers(600);

test("a profile counts what is there", () => {
  const found = profileTable(rows);
  assert.equal(found.rows, 600);
  assert.deepEqual(found.columns.map(({ name }) => name), Object.keys(rows[0]));
  for (const { name, type, nulls, distinct, unique, min, max, top, ...rest } of found.columns) {
    // Cells of several types become text.
    const cells = rows.map((row) => row[name]).filter((cell) => cell !== null).map((cell) => (name === "score" ? String(cell) : cell instanceof Date ? cell.getTime() : cell));
    const counts = new Map();
    cells.forEach((cell) => counts.set(cell, (counts.get(cell) ?? 0) + 1));
    assert.equal(nulls, 600 - cells.length, name);
    assert.equal(distinct, counts.size, name);
    assert.equal(unique, [...counts.values()].filter((count) => count === 1).length, name);
    const plain = (value) => (value instanceof Date ? value.getTime() : value);
    const sorted = type === "string" ? [...counts.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))) : [...counts.keys()].sort((a, b) => a - b);
    assert.deepEqual([plain(min), plain(max)], [sorted[0], sorted.at(-1)], name);
    const expected = [...counts].sort(([, a], [, b]) => b - a).slice(0, 10);
    assert.deepEqual(top.map(({ value, count }) => [plain(value), count]), expected, name);
    if (type === "number") {
      const numbers = cells.sort((a, b) => a - b);
      const at = (level) => {
        const position = (numbers.length - 1) * level;
        const low = Math.floor(position);
        return numbers[low] + (numbers[Math.min(low + 1, numbers.length - 1)] - numbers[low]) * (position - low);
      };
      found.quantileLevels.forEach((level, i) => assert.ok(Math.abs(rest.quantiles[i] - at(level)) < 1e-9));
      const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
      assert.ok(Math.abs(rest.mean - mean) < 1e-9 * Math.abs(mean));
    } else {
      assert.equal(rest.mean, null);
      assert.equal(rest.quantiles, null);
    }
  }
  assert.equal(column(found, "joined").type, "date");
  assert.ok(column(found, "joined").min instanceof Date);
  assert.deepEqual(column(found, "customerId").patterns, [{ pattern: "AAAA-99999", count: 600 }]);
  assert.deepEqual(["email", "phone", "website"].map((name) => column(found, name).meaning.kind), ["email", "phone", "url"]);
  assert.equal(column(found, "email").meaning.share, 585 / 600);
  assert.deepEqual(column(found, "score").meaning, { kind: "number", share: 580 / 600 });
});

test("tables, columns and rows have the same profile", () => {
  const plain = rows.map(({ score, ...rest }) => rest);
  const table = Table.fromRows(plain);
  const columns = Object.fromEntries(Object.keys(plain[0]).map((name) => [name, plain.map((row) => row[name])]));
  assert.deepEqual(profileTable(table), profileTable(plain));
  assert.deepEqual(profileTable(columns), profileTable(plain));
  assert.deepEqual(suggestChecks(table), suggestChecks(plain));
  table.free();
  assert.throws(() => profileTable(table), code("bad-state"));
  const typed = profileTable({ a: Int32Array.of(1, 2, 2), b: Float64Array.of(1.5, NaN, 2.5), c: { codes: Int32Array.of(0, -1, 1), values: ["x", "y", "unused"] }, d: BigInt64Array.of(1n, 2n, 3n) });
  assert.deepEqual(typed.columns.map(({ type, nulls, distinct }) => [type, nulls, distinct]), [["number", 0, 2], ["number", 1, 2], ["string", 1, 2], ["number", 0, 3]]);
});

test("data as dirty as it comes is taken", () => {
  const found = profileTable([
    { a: 1, b: new Date(NaN), c: {}, d: 1n, e: "x" }, { a: "two", b: new Date(0), c: [1], d: 2, e: Symbol.iterator }, { a: true, c: 5, d: null, ["__proto__"]: 5 },
    { a: new Date(0), b: null }, { a: 2n ** 70n, late: 1 },
  ]);
  assert.deepEqual(found.columns.map(({ name, type, nulls, unreadable, distinct }) => [name, type, nulls, unreadable, distinct]), [
    ["a", "string", 0, 0, 5], ["b", "date", 4, 1, 1], ["c", "number", 4, 2, 1], ["d", "number", 3, 0, 2], ["e", "string", 4, 1, 1], ["__proto__", "number", 4, 0, 1], ["late", "number", 4, 0, 1],
  ]);
  assert.deepEqual(column(found, "a").top.map(({ value }) => value), ["1", "two", "true", "1970-01-01T00:00:00.000Z", String(2n ** 70n)]);
  const infinite = profileTable({ a: [Infinity, 1, 3, -Infinity] }).columns[0];
  assert.deepEqual([infinite.infinite, infinite.negatives, infinite.min, infinite.max, infinite.mean], [2, 1, 1, 3, 2]);
  assert.deepEqual(profileTable([]), { rows: 0, duplicateRows: 0, quantileLevels: [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1], columns: [] });
  assert.equal(profileTable([{ a: 1, b: "x" }, { b: "x", a: 1 }, { a: 1 }]).duplicateRows, 1);
  for (const wrong of [undefined, null, 5, "a", new Map()]) assert.throws(() => profileTable(wrong), code("wrong-type"));
  assert.throws(() => profileTable([1]), code("wrong-type"));
  assert.throws(() => profileTable({ a: [1], b: [] }), code("length-mismatch"));
});

test("what is suggested runs as it is, and its evidence is what the checks find", () => {
  const asOf = "2026-12-31";
  for (const options of [{}, { asOf }]) {
    const checks = suggestChecks(rows, options);
    const report = checkQuality(rows, checks, options);
    assert.equal(report.checks.length, checks.length);
    report.checks.forEach(({ id, error, passed, rows: tested, failed, warnings }, i) => {
      const { evidence, mostly } = checks[i];
      assert.equal(error, null, id);
      assert.equal(tested, evidence.rows, `${id}: ${evidence.sentence}`);
      assert.equal(tested - failed + warnings, evidence.passing, `${id}: ${evidence.sentence}`);
      // It passes but for what looks like faults.
      assert.equal(passed, evidence.passing === evidence.rows || mostly !== undefined, id);
      assert.ok(mostly === undefined || (mostly > 0 && mostly < 1));
    });
    report.failures.free();
    report.records.free();
  }
});

test("the checks are those that one would write", () => {
  const checks = suggestChecks(rows, { asOf: "2026-12-31" });
  const of = (name) => checks.filter(({ column, columns, left }) => (column ?? columns?.[0] ?? left) === name).map(({ evidence, ...check }) => check);
  assert.deepEqual(of("customerId"), [
    { check: "required", column: "customerId" },
    { check: "matches", column: "customerId", pattern: "^CUST-[0-9]{5}$", severity: "warning" },
    { check: "unique", columns: ["customerId"] },
  ]);
  assert.deepEqual(of("email").map(({ check }) => check).slice(0, 2), ["required", "email"]);
  assert.deepEqual(of("phone")[1], { check: "phone", column: "phone" });
  const stage = of("stage")[1];
  assert.deepEqual([...stage.values].sort(), ["Lost", "New", "Open", "Won"]);
  assert.deepEqual(of("age"), [
    { check: "required", column: "age" }, { check: "between", column: "age", min: 0, max: 120, severity: "warning" },
    { check: "outlier", column: "age", deviations: 3.5, severity: "warning" },
  ]);
  assert.ok(of("revenue").find(({ check }) => check === "required").mostly < 8 / 9);
  assert.deepEqual(of("score")[1], { check: "type", column: "score", type: "number" });
  assert.ok(!of("zip").some(({ check }) => check === "type"));
  assert.deepEqual(of("joined").at(-1), { check: "compare", left: "joined", operator: "<=", right: "renewed" });
  assert.ok(!of("note").some(({ check }) => check === "required" || check === "oneOf"));
  // They are plain JSON.
  assert.deepEqual(JSON.parse(JSON.stringify(checks)), checks);
  const { evidence } = checks.find(({ check }) => check === "email");
  assert.deepEqual(evidence.failing, ["not an address"]);
  assert.equal(evidence.sentence, "585 of 600 values are valid mail addresses. 15 fail, such as \"not an address\".");
  const chinese = suggestChecks(rows, { locale: "zh-CN" }).find(({ check }) => check === "email").evidence.sentence;
  assert.equal(chinese, "600 个值中有 585 个是有效的邮箱地址。其余 15 个不符，例如 \"not an address\"。");
});

test("too few rows, and options that cannot be used", () => {
  assert.deepEqual(suggestChecks([]), []);
  assert.deepEqual(suggestChecks(rows.slice(0, 9)), []);
  assert.ok(suggestChecks(rows.slice(0, 10)).length > 0);
  assert.throws(() => suggestChecks(rows, { asof: "2026-01-01" }), code("invalid-option"));
  assert.throws(() => suggestChecks(rows, { locale: "de" }), code("invalid-option"));
  assert.throws(() => suggestChecks(rows, { asOf: "yesterday" }), code("bad-date"));
  assert.throws(() => suggestChecks(), code("wrong-type"));
});

test("telephone numbers of a region are told by it", () => {
  const german = Array.from({ length: 60 }, (_, i) => ({ telephone: `${["030 2", "089 3", "0176 4", "0351 "][i % 4]}${2093000 + i * 977}` }));
  assert.equal(suggestChecks(german).find(({ check }) => check === "phone")?.region, "DE");
  // These are numbers of Germany, the United Kingdom and Italy alike.
  const any = Array.from({ length: 60 }, (_, i) => ({ telephone: `030 ${20930000 + i * 977}` }));
  assert.ok(!suggestChecks(any).some(({ check }) => check === "phone"));
  const mobiles = Array.from({ length: 60 }, (_, i) => ({ mobile: 13800000000 + i * 12345 }));
  assert.ok(suggestChecks(mobiles).some(({ check }) => check === "phone"));
});

test("snapshots are compared by plain JavaScript alike", () => {
  const after = rows.slice(20).map((row, i) => (i % 5 ? row : { ...row, stage: "Open", age: row.age + 1 }));
  after.push(...customers(640).slice(600), { customerId: null, email: "x@y.com" });
  after.forEach((row, i) => (after[i] = { ...row, owner: i % 2 ? "ann" : null }));
  after.reverse();
  const before = rows.map(({ name, ...row }) => ({ ...row, region: "x" }));
  const found = compareSnapshots(before, after, { key: "customerId" });
  const { changes } = found;
  const list = changes.toRows();
  changes.free();
  assert.deepEqual([found.rows, found.added, found.removed], [{ before: 600, after: 621 }, ["owner", "name"], ["region"]]);
  assert.deepEqual(found.withoutKey, { before: 0, after: 1 });
  assert.deepEqual(found.duplicateKeys, { before: 1, after: 0 });
  assert.equal(600 + found.rowsAdded - found.rowsRemoved, 620);
  assert.equal(list.filter(({ change }) => change === "added").length, found.rowsAdded);
  const shared = Object.keys(before[0]).filter((key) => key !== "customerId" && key !== "region");
  for (const { change, key, rowBefore, rowAfter, columns } of list) {
    if (change !== "added") assert.equal(before[rowBefore].customerId, key);
    if (change !== "removed") assert.equal(after[rowAfter].customerId, key);
    if (change !== "changed") continue;
    const different = shared.filter((name) => String(before[rowBefore][name]) !== String(after[rowAfter][name]));
    assert.deepEqual(columns.split(", ").sort(), different.sort());
  }
  const stage = column(found, "stage");
  const share = (table, value) => table.filter(({ stage }) => stage === value).length / table.filter(({ stage }) => stage).length || 1e-4;
  const expected = ["New", "Open", "Won", "Lost", "Opne"].reduce((sum, value) => {
    const [e, a] = [share(before, value), share(after, value)];
    return sum + (a - e) * Math.log(a / e);
  }, 0);
  assert.ok(Math.abs(stage.populationStabilityIndex - expected) < 1e-12);
  assert.equal(column(found, "email").populationStabilityIndex, null);
  assert.equal(column(found, "revenue").fillRateBefore, before.filter(({ revenue }) => revenue !== null).length / 600);
});

test("comparisons without a key, with tables, and with errors", () => {
  const before = Table.fromRows([{ a: 1, b: "x" }, { a: 2, b: "y" }]);
  const found = compareSnapshots(before, { a: [1, 2], b: ["x", null] });
  assert.deepEqual([found.rowsAdded, found.rowsRemoved, found.rowsChanged, found.changes], [null, null, null, null]);
  assert.equal(column(found, "b").fillRateAfter, 0.5);
  assert.throws(() => compareSnapshots(before, [], { key: "a" }), code("empty-input"));
  assert.throws(() => compareSnapshots(before, [{ b: 1 }], { key: "a" }), code("missing-column"));
  assert.throws(() => compareSnapshots(before, [{ a: "1" }], { key: "a" }), code("wrong-type"));
  assert.throws(() => compareSnapshots(before, before, { keys: "a" }), code("invalid-option"));
  assert.throws(() => compareSnapshots(before, before, { driftThreshold: 0 }), code("invalid-option"));
  assert.throws(() => compareSnapshots(before), code("wrong-type"));
  const same = compareSnapshots(before, before, { key: "a" });
  assert.deepEqual([same.rowsAdded, same.rowsRemoved, same.rowsChanged, same.changes.numRows], [0, 0, 0, 0]);
  same.changes.free();
  before.free();
});

// pandas 3.1.1: read_csv(dtype={"customer_id": str}), nunique, duplicated().sum(), mean, std, quantile
const EXPECTED = { counts: [6919, 2357, 21], mean: 35.27849978320567, std: 34.074376584331425, quantiles: [0.0, 9.98, 14.49, 25.99, 42.97, 94.43399999999998, 506.97] };

test("the CDNOW sample has the profile that pandas gives it", () => {
  const csv = readFileSync(join(root, "data", "cdnow-sample.csv"), "utf8");
  const table = Table.fromCsv(csv, { types: { customer_id: "string" } });
  const found = profileTable(table);
  table.free();
  const amount = column(found, "amount");
  assert.deepEqual([found.rows, column(found, "customer_id").distinct, found.duplicateRows], EXPECTED.counts);
  assert.ok(Math.abs(amount.mean - EXPECTED.mean) < 1e-11 && Math.abs(amount.standardDeviation - EXPECTED.std) < 1e-10);
  amount.quantiles.forEach((quantile, i) => assert.ok(Math.abs(quantile - EXPECTED.quantiles[i]) < 1e-12));
});
