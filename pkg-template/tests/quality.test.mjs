// Data quality: what each check fails, compared with a plain implementation of its own; broken checks, scores, batches, states.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { Table, checkQuality, runningQuality, fromState, CustometryError } = await importPackage();

const fails = (work, expected, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error));
  const { code, column, row } = error;
  assert.deepEqual({ code, column, row }, { column: undefined, row: undefined, ...expected }, error.message);
  if (message !== undefined) assert.match(error.message, message);
  return true;
});

/** The report with its tables as rows. */
function plain({ failures, records, ...rest }) {
  const report = { ...rest, failures: failures.toRows(), records: records.toRows() };
  failures.free();
  records.free();
  return report;
}

const run = (...args) => plain(checkQuality(...args));
const asOf = "2026-06-15";

/** The rows that fail, of a column of cells. */
function failing(check, cells, options = { asOf }) {
  const { checks: [{ error, failed }], failures } = run({ x: cells }, [{ column: "x", ...check }], options);
  assert.equal(error, null, error ?? "");
  assert.equal(failed, failures.length);
  return failures.map(({ row }) => row);
}

test("what each check fails", () => {
  const day = (text) => new Date(`${text}T12:00:00Z`);
  for (const [check, cells, expected] of [
    [{ check: "required" }, ["a", "", " ", "\u3000\t", null, undefined, NaN, 0, false, "0"], [1, 2, 3, 4, 5, 6]],
    [{ check: "oneOf", values: ["a", "b"] }, ["a", "A", "b ", null, ""], [1, 2, 4]],
    [{ check: "oneOf", values: [1, 2.5] }, [1, 2, 2.5, "1", "x", null, true], [1, 4, 6]],
    [{ check: "oneOf", values: [true] }, [true, false, null], [1]],
    [{ check: "oneOf", values: [10n] }, [10, 11], [1]],
    [{ check: "oneOf", values: [day("2026-01-01")] }, [day("2026-01-01"), day("2026-01-02"), null], [1]],
    [{ check: "oneOf", values: [] }, ["a", null], [0]],
    [{ check: "matches", pattern: "^a+$", flags: "i" }, ["aa", "AA", "ab", null, ""], [2, 4]],
    [{ check: "matches", pattern: "^\\d{3}$" }, [123, 12, null], [1]],
    [{ check: "between", min: 0, max: 120 }, [0, 120, -1, 121, null, "7", "x", Infinity, 1e-9, -0], [2, 3, 6, 7]],
    [{ check: "between", min: 0, max: Infinity }, [-0.5, 5], [0]],
    [{ check: "between", min: "2026-01-01", max: "2026-01-31" }, ["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-02-30", null], [0, 3, 4]],
    [{ check: "between", min: "2026-01-01", max: day("2026-01-31") }, [day("2025-12-31"), day("2026-01-01"), day("2026-01-31"), new Date("2026-01-31T12:00:00.001Z")], [0, 3]],
    [{ check: "between", max: "2026-01-31" }, [new Date("2026-01-31T23:59:59.999Z"), new Date("2026-02-01T00:00:00Z")], [1]],
    [{ check: "length", min: 2, max: 3 }, ["a", "ab", "abc", "abcd", "😀", "😀😀", "", null, 123, 1234], [0, 3, 4, 6, 9]],
    [{ check: "type", type: "number" }, [1, "1", "1e3", "x", true, day("2026-01-01"), {}, [], null, ""], [3, 4, 5, 6, 7, 9]],
    [{ check: "type", type: "date" }, ["2026-01-01", "2026-02-30", day("2026-01-01"), new Date(NaN), 5, null], [1, 3, 4]],
    [{ check: "type", type: "boolean" }, [true, "true", "yes", 1, null], [2, 3]],
    [{ check: "type", type: "string" }, ["a", "1", 1, true, null], [2, 3]],
    [{ check: "notFuture" }, ["2026-06-15", "2026-06-16", day("2026-06-15"), "2026-06-15T23:59:59Z", "x", null], [1, 4]],
    [{ check: "notPast" }, ["2026-06-15", "2026-06-14", null], [1]],
    [{ check: "fresh", maxAgeDays: 30 }, ["2026-05-16", "2026-05-15", "2027-01-01", null], [1]],
    [{ check: "outlier" }, [1, 2, 3, 4, 5, 1000, null], [5]],
    [{ check: "outlier" }, [5, 5, 5, 5, null], []],
    [{ check: "outlier" }, [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 900], [19]],
    [{ check: "custom", test: (value) => value !== 2, reason: "is two" }, [1, 2, null, 2], [1, 3]],
    [{ check: "reference", table: [{ k: 1 }, { k: 2 }, { k: null }], key: "k" }, [1, 2, 3, null], [2]],
    [{ check: "reference", table: { k: ["a", "b"] }, key: "k" }, ["a", "c", null], [1]],
    [{ check: "reference", table: [{ k: "1" }], key: "k" }, [1, 2], [1]],
    [{ check: "reference", table: [], key: "k" }, [1, null], [0]],
    [{ check: "email" }, ["ann@example.com", "ann.example.com", null], [1]],
  ]) {
    const name = `${check.check} of ${cells.length}`;
    assert.deepEqual(failing(check, cells), expected, name);
    // The same as rows, and with the cells in two batches.
    const rows = cells.map((x) => ({ x }));
    const one = run(rows, [{ column: "x", ...check }], { asOf });
    assert.deepEqual(one.failures.map(({ row }) => row), expected, name);
    const running = runningQuality([{ column: "x", ...check }], { asOf }).update(rows.slice(0, 2)).update(rows.slice(2));
    assert.deepEqual(plain(running.result()), one, name);
  }
});

test("several columns: unique and compare", () => {
  const records = [
    { a: 1, b: "x", from: "2026-01-01", to: "2026-01-02" }, { a: 1, b: "y", from: "2026-01-03", to: "2026-01-02" },
    { a: 2, b: "x", from: null, to: "2026-01-02" }, { a: 1, b: "x", from: "2026-01-02", to: "2026-01-02" },
    { a: null, b: "x", from: "x", to: "2026-01-02" }, { a: null, b: "x", from: "2026-01-01", to: "2026-01-09" }, { a: 1, b: "x" },
  ];
  const { failures, checks } = run(records, [{ check: "unique", columns: ["a", "b"] }, { check: "unique", columns: ["a"] }, { check: "compare", left: "from", operator: "<", right: "to" }]);
  const of = (id) => failures.filter((failure) => failure.id === id).map(({ row, reason }) => [row, reason]);
  assert.deepEqual(of("unique:a,b"), [[0, "is the same as row 3 and 1 more"], [3, "is the same as row 0 and 1 more"], [6, "is the same as row 0 and 1 more"]]);
  assert.deepEqual(of("unique:a").map(([row]) => row), [0, 1, 3, 6]);
  assert.deepEqual(of("compare:from,to"), [
    [1, "is \"2026-01-03\", not less than to, which is \"2026-01-02\""], [3, "is \"2026-01-02\", not less than to, which is \"2026-01-02\""],
    [4, "\"x\" cannot be compared with to, which is \"2026-01-02\""],
  ]);
  assert.deepEqual(checks.map(({ rows }) => rows), [5, 5, 5]);
  assert.deepEqual(failures.find(({ id }) => id === "unique:a,b"), {
    row: 0, key: null, column: "a, b", check: "unique", severity: "error", value: "1, x", reason: "is the same as row 3 and 1 more", id: "unique:a,b",
  });
  const pairs = [[1, 2], [2, 2], [3, 2], [null, 2], [1, null]].map(([left, right]) => ({ left, right }));
  const compared = (operator) => run(pairs, [{ check: "compare", left: "left", operator, right: "right" }]).failures.map(({ row }) => row);
  assert.deepEqual(["<", "<=", "=", "!=", ">=", ">"].map(compared), [[1, 2], [2], [0, 2], [1], [0], [0, 1]]);
  const texts = [{ left: "a", right: "a" }, { left: "a", right: "b" }];
  assert.deepEqual(run(texts, [{ check: "compare", left: "left", operator: "=", right: "right" }]).failures.map(({ row }) => row), [1]);
});

test("a broken check says why, and the others are made", () => {
  const records = [{ id: 1, name: "ann", when: "2026-01-01" }, { id: 2, name: null, when: "2026-01-01" }];
  const broken = [
    [{ check: "required", column: "nope" }, /no column "nope"/], [{ check: "matches", column: "name", pattern: "(" }, /not a regular expression/],
    [{ check: "between", column: "name", min: 1 }, /holds string values where numbers/], [{ check: "between", column: "id" }, /min or max/],
    [{ check: "between", column: "id", min: 3, max: 1 }, /min is more than max/], [{ check: "between", column: "id", min: "someday" }, /not an ISO 8601 date/],
    [{ check: "email", column: "id" }, /holds number values/], [{ check: "notFuture", column: "when" }, /asOf/],
    [{ check: "custom", column: "id", test: () => { throw new RangeError("boom"); }, reason: "x" }, /the test threw: boom/],
    [{ check: "custom", column: "id", test: async () => true, reason: "x" }, /returned a promise/],
    [{ check: "reference", column: "id", table: [{ a: 1 }], key: "b" }, /no column "b"/], [{ check: "reference", column: "id", table: 5, key: "b" }, /not a table/],
    [{ check: "required", column: "id", where: { column: "nope", equals: 1 } }, /no column "nope"/],
    [{ check: "compare", left: "name", operator: "<", right: "when" }, /cannot be compared/], [{ check: "length", column: "name", min: 3, max: 2 }, /min is more than max/],
    [{ check: "outlier", column: "id", deviations: 0 }, /above 0/], [{ check: "unique", columns: [] }, /no column/],
  ];
  const good = { check: "required", column: "name" };
  const report = run(records, [...broken.map(([check]) => check), good]);
  report.checks.forEach(({ error, passed, rows, failed, passRate }, place) => {
    if (place === broken.length) return assert.deepEqual({ error, passed, rows, failed, passRate }, { error: null, passed: false, rows: 2, failed: 1, passRate: 0.5 });
    assert.match(error, broken[place][1]);
    assert.deepEqual({ passed, rows, failed, passRate }, { passed: false, rows: 0, failed: 0, passRate: null });
  });
  assert.equal(report.broken, broken.length);
  assert.equal(report.passed, false);
  assert.deepEqual([report.score, report.failures.length], [50, 1]);
  for (const [answer, message] of [[[true], /1 answers for 2 numbers/], [undefined, /not a list/], [["yes", true], /not true or false/]]) {
    const { checks: [{ error }] } = run({ p: ["1", "2", "2"] }, [{ check: "phone", column: "p" }], { phoneValidator: () => answer });
    assert.match(error, message);
  }
});

test("what is no check is an error that names the place", () => {
  const records = [{ a: 1 }];
  for (const [checks, message] of [
    [[{ check: "required", column: "a" }, { check: "emial", column: "a" }], /^checks\[1\]\.check: .*"emial"/], [[{ check: "matches", column: "a", patern: "x" }], /^checks\[0\]\.patern: /],
    [[{ check: "email" }], /^checks\[0\]\.column: /], [[{ column: "a" }], /^checks\[0\]: .*check/], [[null], /^checks\[0\]/], ["x", /list of checks/], [undefined, /list of checks/],
    [[{ check: "required", column: 5 }], /^checks\[0\]\.column: /], [[{ check: "required", column: "a", severity: "fatal" }], /^checks\[0\]\.severity: /],
    [[{ check: "required", column: "a", weight: -1 }], /^checks\[0\]\.weight: /], [[{ check: "required", column: "a", mostly: 2 }], /^checks\[0\]\.mostly: /],
    [[{ check: "custom", column: "a", test: true, reason: "x" }], /^checks\[0\]\.test: /], [[{ check: "custom", column: "a", reason: "x" }], /^checks\[0\]\.test: /],
    [[{ check: "required", column: "a", test: () => true }], /^checks\[0\]\.test: /], [[{ check: "required", column: "a", where: { column: "a" } }], /^checks\[0\]\.where: /],
    [[{ check: "required", column: "a", where: { column: "a", eqals: 1 } }], /eqals/], [[{ check: "length", column: "a", min: 1.5 }], /^checks\[0\]\.min: /],
  ]) fails(() => checkQuality(records, checks), { code: "invalid-option" }, message);
  fails(() => checkQuality(records, [], { kye: "a" }), { code: "invalid-option" }, /kye/);
  fails(() => checkQuality(records, [], { phoneValidator: 1 }), { code: "invalid-option" }, /phoneValidator/);
  fails(() => checkQuality(records, [], { key: "id" }), { code: "missing-column", column: "id" });
  fails(() => checkQuality(records, [], { asOf: "soon" }), { code: "bad-date" });
  fails(() => checkQuality(5, []), { code: "wrong-type" });
});

test("scores are 100 earned / worth", () => {
  const records = [
    { id: "a", owner: "zoe", department: "sales", name: "x", age: 5 }, { id: "b", owner: "ann", department: "sales", name: null, age: 200 },
    { id: "c", owner: null, department: "service", name: "", age: null },
  ];
  const checks = [
    { check: "required", column: "name", weight: 3 }, { check: "between", column: "age", max: 120, severity: "warning" },
    { id: "ages", check: "between", column: "age", min: 100, severity: "info" }, { check: "unique", columns: ["id"], mostly: 0.5 },
  ];
  const { score, grade, passed, dimensions, checks: results, fields, groups, records: rows, failures } = run(records, checks, { key: "id", owner: "owner", department: "department" });
  // Weights times factors: 3, 0.5, 0, 1. Worth 3 * 3 + 2 * 0.5 + 3 * 1; earned 3 + 0.5 + 3.
  assert.equal(score, 100 * 6.5 / 13);
  assert.deepEqual([grade, passed], ["F", false]);
  assert.deepEqual(Object.fromEntries(dimensions.map(({ dimension, score }) => [dimension, score])), {
    completeness: 100 * 3 / 9, validity: 50, uniqueness: 100, freshness: null, consistency: null, plausibility: null,
  });
  assert.deepEqual(results.map(({ id, rows, failed, passRate, passed }) => [id, rows, failed, passRate, passed]), [
    ["required:name", 3, 2, 1 / 3, false], ["between:age", 2, 1, 0.5, false], ["ages", 2, 1, 0.5, false], ["unique:id", 3, 0, 1, true],
  ]);
  assert.deepEqual(rows, [
    { row: 0, key: "a", score: 100 }, { row: 1, key: "b", score: 100 * 1 / 4.5 }, { row: 2, key: "c", score: 100 * 1 / 4 },
  ]);
  assert.deepEqual(groups, [
    { by: "owner", value: "ann", records: 1, score: 100 * 1 / 4.5 }, { by: "owner", value: "zoe", records: 1, score: 100 }, { by: "owner", value: null, records: 1, score: 25 },
    { by: "department", value: "sales", records: 2, score: 100 * 5.5 / 9 }, { by: "department", value: "service", records: 1, score: 25 },
  ]);
  assert.deepEqual(fields, [
    { column: "name", fillRate: 1 / 3, distinct: 2, score: 100 * 3 / 9 }, { column: "age", fillRate: 2 / 3, distinct: 2, score: 50 }, { column: "id", fillRate: 1, distinct: 3, score: 100 },
  ]);
  assert.deepEqual(failures.map(({ row, key, id, severity }) => [row, key, id, severity]), [
    [0, "a", "ages", "info"], [1, "b", "required:name", "error"], [1, "b", "between:age", "warning"], [2, "c", "required:name", "error"],
  ]);
  const grades = [0, 59, 60, 70, 80, 90, 100].map((passing) => run({ x: Array.from({ length: 100 }, (_, row) => (row < passing ? "x" : null)) }, [{ check: "required", column: "x" }]).grade);
  assert.deepEqual(grades, ["F", "F", "D", "C", "B", "A", "A"]);
  const nothing = run([], [{ check: "required", column: "x" }]);
  assert.deepEqual([nothing.score, nothing.grade, nothing.rows, nothing.broken, nothing.checks[0].passRate], [null, null, 0, 0, null]);
  assert.deepEqual(run([{ x: 1 }], []).score, null);
  const mostly = (share) => run({ x: [1, 2, 3, 4, 5, 6, 7, 8, 9, null] }, [{ check: "required", column: "x", mostly: share }]).checks[0].passed;
  assert.deepEqual([mostly(0.9), mostly(0.91)], [true, false]);
});

test("where, ids, and what else a check may say", () => {
  const records = { country: ["DE", "CN", null, "DE"], vat: [null, null, null, "x"], size: [1, 20, 300, 4000], since: ["2025-01-01", "2026-01-01", null, "2026-02-01"] };
  const rows = (where) => {
    const { checks: [{ error, rows, failed }] } = run(records, [{ check: "required", column: "vat", where }]);
    return error ?? [rows, failed];
  };
  assert.deepEqual(rows({ column: "country", equals: "DE" }), [2, 1]);
  assert.deepEqual(rows({ column: "country", equals: null }), [1, 1]);
  assert.deepEqual(rows({ column: "country", in: ["CN", null] }), [2, 2]);
  assert.deepEqual(rows({ column: "size", min: 20, below: 4000 }), [2, 2]);
  assert.deepEqual(rows({ column: "since", min: new Date("2026-01-01") }), [2, 1]);
  assert.deepEqual(rows({ column: "country", present: true }), [3, 2]);
  const twice = run(records, [{ check: "required", column: "vat" }, { check: "required", column: "vat", evidence: { rows: 4 } }, { id: "required:vat", check: "unique", columns: ["size"] }]);
  assert.deepEqual(twice.checks.map(({ id }) => id), ["required:vat", "required:vat#2", "required:vat#3"]);
  const asked = [];
  run(records, [{ check: "custom", column: "size", where: { column: "country", equals: "DE" }, test: (value) => asked.push(value) > 0, reason: "x" }]);
  assert.deepEqual(asked, [1, 4000]);
});

test("functions see each distinct value once, as JavaScript has it", () => {
  const date = new Date("2026-01-01T10:00:00Z");
  for (const [cells, expected] of [
    [["a", "b", "a", null], ["a", "b"]], [[1, 2, 1, NaN, 0.1], [1, 2, 0.1]], [[true, false, true], [true, false]], [[date, null, date], [date]],
    [[1, "1", true, "true", date, null, 1, {}], [1, "1", true, "true", date]],
  ]) {
    const asked = [];
    run({ x: cells }, [{ check: "custom", column: "x", test: (value) => asked.push(value) > 0, reason: "x" }]);
    assert.deepEqual(asked, expected);
  }
  const numbers = [];
  const { failures } = run({ p: ["+49 1", 8613, "+49 1", null].map((value) => value && String(value)) }, [{ check: "phone", column: "p" }], {
    phoneValidator: (values) => (numbers.push(values), values.map((value) => value.startsWith("+"))),
  });
  assert.deepEqual(numbers, [["+49 1", "8613"]]);
  assert.deepEqual(failures.map(({ row }) => row), [1]);
});

test("reasons in two languages, with and without raw values", () => {
  const records = { age: [150], mail: ["x"], note: ["secret text"] };
  const checks = [
    { check: "between", column: "age", max: 120 }, { check: "email", column: "mail" }, { check: "length", column: "note", max: 3 }, { check: "oneOf", column: "note", values: ["a"] },
    { check: "compare", left: "age", operator: "<", right: "age" }, { check: "matches", column: "note", pattern: "^z" },
  ];
  const reasons = (options) => run(records, checks, options).failures.map(({ reason }) => reason);
  assert.equal(reasons()[0], "is 150, more than 120");
  assert.equal(reasons({ locale: "zh-CN" })[0], "为 150，大于 120");
  const hidden = run(records, checks, { values: false });
  for (const { value, reason } of hidden.failures) {
    assert.equal(value, null);
    assert.doesNotMatch(reason, /150|secret/);
  }
  assert.equal(hidden.failures[0].reason, "is more than 120");
  assert.equal(hidden.score, run(records, checks).score);
  for (const reason of reasons({ locale: "zh-CN" })) assert.match(reason, /\p{Script=Han}/u);
  for (const reason of reasons()) assert.doesNotMatch(reason, /\p{Script=Han}/u);
});

function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Records with all sorts of faults. */
function messy(count, seed) {
  const next = random(seed);
  const pick = (...items) => items[Math.floor(next() * items.length)];
  return Array.from({ length: count }, () => ({
    id: pick(null, Math.floor(next() * count)),
    name: pick("ann", "ben", "", "  ", null, "a longer name", "名字"),
    age: pick(null, Math.floor(next() * 200) - 20, next() * 100),
    mixed: pick(1, "1", "x", true, null, new Date(1.7e12), 2.5, ""),
    country: pick("DE", "FR", "CN", "XX", null),
    from: pick(null, `2026-0${1 + Math.floor(next() * 9)}-15`),
    to: pick(null, `2026-0${1 + Math.floor(next() * 9)}-15`),
    owner: pick("o1", "o2", null),
  }));
}

/** Each check of the next test, and what it is by the plainest means. */
const definitions = [
  [{ check: "required", column: "name" }, (row) => row.name !== null && row.name.trim() !== "", () => true],
  [{ check: "unique", columns: ["id"] }, (row, rows) => rows.filter(({ id }) => id === row.id).length === 1, (row) => row.id !== null],
  [{ check: "unique", columns: ["name", "country"], severity: "warning" }, (row, rows) => rows.filter(({ name, country }) => name === row.name && country === row.country).length === 1, (row) => row.name !== null && row.country !== null],
  [{ check: "between", column: "age", min: 0, max: 99.5, weight: 2 }, (row) => row.age >= 0 && row.age <= 99.5, (row) => row.age !== null],
  [{ check: "oneOf", column: "country", values: ["DE", "FR", "CN"] }, (row) => row.country !== "XX", (row) => row.country !== null],
  [{ check: "length", column: "name", min: 2, max: 8 }, (row) => [...row.name].length >= 2 && [...row.name].length <= 8, (row) => row.name !== null],
  [{ check: "compare", left: "from", operator: "<=", right: "to" }, (row) => row.from <= row.to, (row) => row.from !== null && row.to !== null],
  [{ check: "notFuture", column: "to" }, (row) => row.to <= asOf, (row) => row.to !== null],
  [{ check: "type", column: "mixed", type: "number" }, (row) => typeof row.mixed === "number" || row.mixed === "1", (row) => row.mixed !== null],
  [{ check: "matches", column: "name", pattern: "n" }, (row) => row.name.includes("n"), (row) => row.name !== null],
  [{ check: "required", column: "age", where: { column: "country", equals: "DE" } }, (row) => row.age !== null, (row) => row.country === "DE"],
  [{ check: "custom", column: "mixed", test: (value) => value !== true, reason: "is true" }, (row) => row.mixed !== true, (row) => row.mixed !== null],
  [{ check: "reference", column: "country", table: [{ code: "DE" }, { code: "CN" }], key: "code", severity: "info" }, (row) => ["DE", "CN"].includes(row.country), (row) => row.country !== null],
  [{ check: "outlier", column: "age", deviations: 2 }, (row, rows) => {
    const median = (values) => (values.sort((a, b) => a - b), (values[(values.length - 1) >> 1] + values[values.length >> 1]) / 2);
    const ages = rows.map(({ age }) => age).filter((age) => age !== null);
    const middle = median(ages);
    return Math.abs(row.age - middle) <= 2 * 1.4826 * median(ages.map((age) => Math.abs(age - middle)));
  }, (row) => row.age !== null],
];

test("every cell is as a plain implementation has it, and every score", () => {
  for (const seed of [1, 2, 3]) {
    const records = messy(300, seed);
    const checks = definitions.map(([check]) => check);
    const report = run(records, checks, { asOf, key: "id", owner: "owner" });
    const expected = [];
    const earned = records.map(() => [0, 0]);
    records.forEach((row, place) => definitions.forEach(([check, passes, isTested], number) => {
      if (!isTested(row, records)) return;
      const worth = (check.weight ?? 1) * { error: 1, warning: 0.5, info: 0 }[check.severity ?? "error"];
      earned[place][1] += worth;
      if (passes(row, records)) earned[place][0] += worth;
      else expected.push([place, row.id, number]);
    }));
    const numbers = new Map(report.checks.map(({ id }, number) => [id, number]));
    assert.deepEqual(report.failures.map(({ row, key, id }) => [row, key, numbers.get(id)]), expected);
    assert.ok(expected.length > 500);
    assert.deepEqual(report.records, records.map(({ id }, row) => ({ row, key: id, score: 100 * earned[row][0] / earned[row][1] })));
    const total = earned.reduce(([a, b], [c, d]) => [a + c, b + d]);
    assert.equal(report.score, 100 * total[0] / total[1]);
    assert.deepEqual(report.groups.map(({ value, records: count, score }) => [value, count, score]), ["o1", "o2", null].map((owner) => {
      const own = earned.filter((_, row) => records[row].owner === owner);
      const [a, b] = own.reduce(([a, b], [c, d]) => [a + c, b + d]);
      return [owner, own.length, 100 * a / b];
    }));
  }
});

test("batches, merged parts and saved states give the same report to the bit", () => {
  const records = messy(400, 7);
  const checks = definitions.map(([check]) => check);
  const options = { asOf, key: "id", owner: "owner" };
  const whole = run(records, checks, options);
  const next = random(5);
  for (let round = 0; round < 6; round++) {
    const cuts = [0, ...Array.from({ length: 4 }, () => Math.floor(next() * 400)).sort((a, b) => a - b), 400];
    const parts = cuts.slice(1).map((to, place) => records.slice(cuts[place], to));
    const batched = runningQuality(checks, options);
    parts.forEach((part) => batched.update(part));
    assert.deepEqual(plain(batched.result()), whole);
    const merged = runningQuality(checks, options);
    for (const part of parts) {
      const saved = runningQuality(checks, options).update(part).toState();
      merged.merge(fromState("quality", saved));
    }
    assert.deepEqual(plain(merged.result()), whole);
    assert.deepEqual(plain(fromState("quality", merged.toState()).result()), whole);
  }
});

test("a saved state keeps patterns, asks for functions, and refuses damaged bytes", () => {
  const checks = [{ check: "matches", column: "x", pattern: "^a", flags: "i" }, { check: "between", column: "n", max: new Date("2026-01-01") }];
  const saved = runningQuality(checks).update([{ x: "Ab", n: "2025-01-01" }]).toState();
  const { checks: results } = plain(fromState("quality", saved).update([{ x: "b", n: "2026-01-02" }]).result());
  assert.deepEqual(results.map(({ rows, failed }) => [rows, failed]), [[2, 1], [2, 1]]);
  const custom = [{ check: "custom", column: "x", test: (value) => value > 1, reason: "small" }];
  const restored = fromState("quality", runningQuality(custom).update([{ x: 1 }]).toState());
  assert.equal(plain(restored.result()).failures.length, 1);
  fails(() => restored.update([{ x: 5 }]), { code: "invalid-option" }, /checks\[0\] needs its test/);
  assert.equal(plain(restored.result()).rows, 1);
  assert.equal(plain(runningQuality(custom).merge(restored).update([{ x: 0 }]).result()).failures.length, 2);
  fails(() => runningQuality(checks).merge(runningQuality([])), { code: "invalid-option" }, /different checks/);
  for (let place = 0; place < saved.length; place += 7) {
    const damaged = saved.slice();
    damaged[place] ^= 1 << (place % 8);
    fails(() => fromState("quality", damaged), { code: "bad-state" });
  }
  fails(() => fromState("quality", saved.slice(0, -3)), { code: "bad-state" });
  fails(() => fromState("rfm", saved), { code: "bad-state" });
});

test("a quarter of a million failing cells are all there", () => {
  const count = 250_000;
  const records = { id: Int32Array.from({ length: count }, (_, row) => row), x: Float64Array.from({ length: count }, (_, row) => -1 - row) };
  const { failures, records: rows, checks } = checkQuality(records, [{ check: "between", column: "x", min: 0 }, { check: "unique", columns: ["id"] }], { key: "id" });
  assert.equal(failures.numRows, count);
  assert.equal(checks[0].failed, count);
  assert.equal(rows.numRows, count);
  assert.deepEqual(failures.toRows({ from: count - 1 })[0], {
    row: count - 1, key: count - 1, column: "x", check: "between", severity: "error", value: String(-count), reason: `is -${count}, less than 0`, id: "between:x",
  });
  failures.free();
  rows.free();
});

test("a Table, rows, columns and columns by code are the same", () => {
  const records = [{ a: "x", n: 1 }, { a: null, n: null }, { a: "y", n: 3 }];
  const checks = [{ check: "required", column: "a" }, { check: "oneOf", column: "a", values: ["x"] }, { check: "between", column: "n", max: 2 }];
  const expected = run(records, checks);
  assert.equal(expected.failures.length, 3);
  const table = Table.fromRows(records);
  assert.deepEqual(run(table, checks), expected);
  table.free();
  assert.deepEqual(run({ a: ["x", null, "y"], n: Float64Array.of(1, NaN, 3) }, checks), expected);
  assert.deepEqual(run({ a: { codes: Int32Array.of(0, -1, 1), values: ["x", "y"] }, n: [1, null, 3] }, checks), expected);
  assert.deepEqual(run({ b: [1, 2] }, [{ check: "required", column: "a" }]).rows, 2);
});
