// Tables from rows, columns and CSV, and back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { importPackage } from "./support/project.mjs";

const { Table, CustometryError } = await importPackage();

/** The error that `work` throws, which has to be one of the package's. */
function fault(work) {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof CustometryError, String(error?.stack ?? error));
    const { code, column, row } = error;
    if (code !== "invalid-option") assert.ok(error.help?.length > 0, `${error.message} has no help`);
    return { code, column, row };
  }
  assert.fail("nothing was thrown");
}

const types = (table) => Object.fromEntries(table.columns.map(({ name, type, nulls }) => [name, `${type} ${nulls}`]));

test("rows make a round trip", () => {
  const rows = [
    { id: 7, name: "Ann", vip: true, joined: new Date("2026-01-31T08:30:00.123Z"), note: null },
    { id: 8.5, name: "", vip: false, joined: new Date(-1), note: "a,\"b\"\n中文 🙂 \0 end" },
    { id: null, name: null, vip: null, joined: null, note: "x".repeat(100_000) },
  ];
  const table = Table.fromRows(rows);
  assert.equal(table.numRows, 3);
  assert.deepEqual(types(table), { id: "number 1", name: "string 1", vip: "boolean 1", joined: "date 1", note: "string 1" });
  assert.deepEqual(table.toRows(), rows);
  assert.deepEqual(Table.fromRows(table.toRows()).toRows(), rows);
  const columns = table.toColumns();
  assert.deepEqual(columns.id, Float64Array.of(7, 8.5, NaN));
  assert.deepEqual(columns.joined, Float64Array.of(rows[0].joined.getTime(), -1, NaN));
  assert.deepEqual(columns.vip, [true, false, null]);
  assert.deepEqual(table.column("name"), ["Ann", "", null]);
  assert.deepEqual(Table.fromColumns(columns).column("note"), table.column("note"));
});

test("columns are the keys of all rows, in the order of first appearance", () => {
  const table = Table.fromRows([{ b: 1 }, { a: 2, b: 3, c: 1 }, {}, { c: 4, d: 5 }, { d: 6, c: 7, b: 8, a: 9 }]);
  assert.deepEqual(table.columns.map(({ name }) => name), ["b", "a", "c", "d"]);
  assert.deepEqual(table.toRows()[2], { b: null, a: null, c: null, d: null });
  assert.deepEqual([...table.column("c")], [NaN, 1, NaN, 4, 7]);
});

test("any text is a column name", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "", "a b", "名前", "0"];
  const row = Object.fromEntries(names.map((name, i) => [name, `value ${i}`]));
  assert.ok(Object.hasOwn(row, "__proto__"));
  const rows = [row, { "a b": "only this" }];
  for (const table of [Table.fromRows(rows), Table.fromColumns(Object.fromEntries(names.map((name, i) => [name, [`value ${i}`, null]])))]) {
    assert.deepEqual(new Set(table.columns.map(({ name }) => name)), new Set(names));
    const [first, second] = table.toRows();
    assert.deepEqual(Object.getOwnPropertyNames(first).sort(), [...names].sort());
    assert.equal(Object.getPrototypeOf(first), Object.prototype);
    for (const [i, name] of names.entries()) {
      assert.equal(Object.getOwnPropertyDescriptor(first, name).value, `value ${i}`);
      assert.deepEqual(table.column(name)[0], `value ${i}`);
      assert.equal(Object.getOwnPropertyDescriptor(table.toColumns(), name).value[0], `value ${i}`);
    }
    assert.equal(Object.getOwnPropertyDescriptor(second, "constructor").value, null);
  }
  const typed = Table.fromRows([JSON.parse('{"__proto__": 7, "constructor": 8}')], { types: JSON.parse('{"__proto__": "string"}') });
  assert.deepEqual(typed.columns.map(({ type }) => type), ["string", "number"]);
  assert.deepEqual(typed.column("__proto__"), ["7"]);
  const csv = Table.fromCsv("__proto__,constructor\n1,2\n");
  assert.deepEqual(Object.entries(csv.toRows()[0]), [["__proto__", 1], ["constructor", 2]]);
});

test("a row need not be a plain object", () => {
  class Customer {
    #id = 7;
    amount = 3;
    get customerId() { return this.#id; }
  }
  assert.deepEqual(Table.fromRows([new Customer(), Object.assign(Object.create(null), { amount: 4 })]).toRows(), [{ amount: 3 }, { amount: 4 }]);
});

test("the type of a column is that of all its cells", () => {
  const type = (cells) => Table.fromColumns({ a: cells }).columns[0].type;
  assert.equal(type(["007", "8"]), "string");
  assert.equal(type(["1", "2"]), "string");
  assert.equal(type([null, undefined, 1]), "number");
  assert.equal(type([NaN, "a"]), "string");
  assert.equal(type([NaN, null]), "string");
  assert.equal(type([null, undefined]), "string");
  assert.equal(type([]), "string");
  assert.equal(type([true, null]), "boolean");
  assert.equal(type([new Date(0)]), "date");
  assert.equal(type(runInNewContext("[new Date(5)]")), "date");
  assert.equal(Table.fromRows(runInNewContext("[{ a: new Date(5) }]")).toRows()[0].a.getTime(), 5);
  class Day extends Date {}
  assert.equal(type([new Date(0), new Day(1)]), "date");
});

test("bigints are numbers while all are exact, and digits otherwise", () => {
  const read = (cells) => [...Table.fromColumns({ a: cells }).column("a")];
  assert.deepEqual(read([1n, -9007199254740991n, null, 2]), [1, -9007199254740991, NaN, 2]);
  assert.deepEqual(read([1n, 9007199254740993n, null]), ["1", "9007199254740993", null]);
  assert.deepEqual(read(BigInt64Array.of(0n, -1n, 2n ** 52n + 1n, -(2n ** 53n) + 1n)), [0, -1, 2 ** 52 + 1, -(2 ** 53) + 1]);
  assert.deepEqual(read(BigInt64Array.of(1n, -(2n ** 63n))), ["1", "-9223372036854775808"]);
  assert.deepEqual(fault(() => read([1, 9007199254740993n])), { code: "wrong-type", column: "a", row: 1 });
  assert.deepEqual(fault(() => read([9007199254740993n, 1])), { code: "wrong-type", column: "a", row: 1 });
});

test("a column of mixed types is an error that names the first row that differs", () => {
  const at = (cells) => fault(() => Table.fromRows(cells.map((a) => ({ a }))));
  for (const [cells, row] of [[[1, null, "2", true], 2], [["a", 1], 1], [[null, true, 0], 2], [[new Date(0), 0], 1], [[1, new Date(0)], 1], [["a", true], 1], [[true, 1n], 1]]) {
    assert.deepEqual(at(cells), { code: "wrong-type", column: "a", row });
  }
  for (const odd of [{}, [], () => 1, Symbol("s"), new Map(), runInNewContext("({})"), Object.create(Date.prototype)]) {
    assert.deepEqual(at([1, odd]), { code: "wrong-type", column: "a", row: 1 });
    assert.deepEqual(at([odd, 1]), { code: "wrong-type", column: "a", row: 0 });
  }
  assert.deepEqual(at([new Date(0), new Date(NaN)]), { code: "bad-date", column: "a", row: 1 });
  assert.deepEqual(at([new Date(NaN)]), { code: "bad-date", column: "a", row: 0 });
});

test("types convert a column, mixed or not", () => {
  const read = (cells, type) => [...Table.fromRows(cells.map((a) => ({ a })), { types: { a: type } }).column("a")];
  assert.deepEqual(read(["08001", 8002, null, 5n, NaN], "string"), ["08001", "8002", null, "5", null]);
  assert.deepEqual(read(["1.5", 2, null], "number"), [1.5, 2, NaN]);
  assert.deepEqual(read(["true", false], "boolean"), [true, false]);
  assert.deepEqual(read(["2026-01-31T00:00:00+08:00", new Date("2026-02-01T12:00:00Z")], "date"), [Date.UTC(2026, 0, 30, 16), Date.UTC(2026, 1, 1, 12)]);
  assert.deepEqual(read([1, 2], "string"), ["1", "2"]);
  assert.deepEqual(fault(() => read(["1", "x"], "number")), { code: "bad-number", column: "a", row: 1 });
  assert.deepEqual(fault(() => read(["2025-02-28", "2025-02-30"], "date")), { code: "bad-date", column: "a", row: 1 });
  assert.equal(fault(() => Table.fromRows([{ a: 1 }], { types: { b: "string" } })).code, "missing-column");
  assert.equal(fault(() => Table.fromRows([{ a: 1 }], { types: { a: "text" } })).code, "invalid-option");
  assert.equal(fault(() => Table.fromRows([{ a: 1 }], { types: "string" })).code, "invalid-option");
  assert.equal(fault(() => Table.fromRows([{ a: 1 }], { type: {} })).code, "invalid-option");
});

test("typed arrays are numbers of the same value", () => {
  const numbers = [0, 1, 2, 100];
  for (const Values of [Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array]) {
    const table = Table.fromColumns({ a: Values.from(numbers) });
    assert.deepEqual(types(table), { a: "number 0" }, Values.name);
    assert.deepEqual([...table.column("a")], numbers, Values.name);
  }
  assert.deepEqual([...Table.fromColumns({ a: Uint32Array.of(4294967295) }).column("a")], [4294967295]);
  assert.deepEqual([...Table.fromColumns({ a: runInNewContext("Float64Array.of(1.5, NaN)") }).column("a")], [1.5, NaN]);
  const source = Float64Array.of(1, 2, 3);
  const table = Table.fromColumns({ a: source });
  source[0] = 99;
  assert.deepEqual([...table.column("a")], [1, 2, 3]);
});

test("dictionaries are taken as they are", () => {
  const values = ["ann", "", "bén 🙂", "ann", "zero \0 inside"];
  const table = Table.fromColumns({ a: { codes: Int32Array.of(0, 4, -1, 2, 3, 1), values } });
  assert.deepEqual(table.column("a"), ["ann", "zero \0 inside", null, "bén 🙂", "ann", ""]);
  assert.deepEqual(types(table), { a: "string 1" });
  const many = Array.from({ length: 20_000 }, (_, i) => `value ${i}${i % 1000 === 0 ? "é".repeat(i) : ""}`);
  assert.deepEqual(Table.fromColumns({ a: { codes: Int32Array.from(many.keys()), values: many } }).column("a"), many);
  assert.equal(fault(() => Table.fromColumns({ a: { codes: Int32Array.of(5), values } })).code, "invalid-option");
  assert.equal(fault(() => Table.fromColumns({ a: { codes: Int32Array.of(-2), values } })).code, "invalid-option");
  assert.deepEqual(fault(() => Table.fromColumns({ a: { codes: Int32Array.of(0), values: ["a", 1] } })), { code: "wrong-type", column: "a", row: undefined });
});

test("texts arrive as they were, whatever is in them", () => {
  const texts = ["", "\0", "\0\0a\0", "é", "中文", "🙂", "a🙂b", "\uFEFF", "'=1+1", "\r\n", "x".repeat(3_000_000), "é".repeat(2_000_000), null, "end"];
  assert.deepEqual(Table.fromColumns({ a: texts }).column("a"), texts);
  const many = Array.from({ length: 30_000 }, (_, i) => (i % 7 === 0 ? null : i % 11 === 0 ? "" : `中${i % 5000}\0🙂`));
  assert.deepEqual(Table.fromRows(many.map((a) => ({ a }))).column("a"), many);
});

test("a lone surrogate becomes U+FFFD and pairs with nothing in the next cell", () => {
  assert.deepEqual(Table.fromColumns({ a: ["a\ud83d", "\ude42b", "\ud83d", "\ude42"] }).column("a"), ["a\ufffd", "\ufffdb", "\ufffd", "\ufffd"]);
  assert.equal(Table.fromCsv(`a\n"${"x".repeat((1 << 20) - 4)}🙂"\n`).column("a")[0].slice(-3), "x🙂");
});

test("toRows reads a range", () => {
  const table = Table.fromColumns({ n: [0, 1, 2, 3, 4], s: ["a", "b", "a", null, "c"] });
  assert.deepEqual(table.toRows({ from: 3 }), [{ n: 3, s: null }, { n: 4, s: "c" }]);
  assert.deepEqual(table.toRows({ to: 1 }), [{ n: 0, s: "a" }]);
  assert.deepEqual(table.toRows({ from: 1, to: 2 }), [{ n: 1, s: "b" }]);
  assert.deepEqual(table.toRows({ from: 4, to: 100 }), [{ n: 4, s: "c" }]);
  assert.deepEqual(table.toRows({ from: 2, to: 2 }), []);
  assert.deepEqual(table.toRows({ from: 50 }), []);
  assert.deepEqual(table.toRows({}), table.toRows());
  for (const range of [{ from: -1 }, { to: -1 }, { from: 0.5 }, { to: NaN }, { from: "1" }, { to: Infinity }, { from: 3, to: 1 }, { start: 1 }, 3]) {
    assert.equal(fault(() => table.toRows(range)).code, "invalid-option", JSON.stringify(range));
  }
});

test("CSV: quotes, line breaks, byte order mark, delimiters, nulls and types", () => {
  const text = "\uFEFFid;name;paid;when\r\n007;\"a \"\"b\"\";\r\nc\";1.5;2026-01-31\r\n008;;;\r\n";
  for (const csv of [text, new TextEncoder().encode(text)]) {
    const table = Table.fromCsv(csv);
    assert.deepEqual(types(table), { id: "string 0", name: "string 1", paid: "number 1", when: "date 1" });
    assert.deepEqual(table.toRows(), [
      { id: "007", name: "a \"b\";\r\nc", paid: 1.5, when: new Date("2026-01-31") },
      { id: "008", name: null, paid: null, when: null },
    ]);
  }
  assert.deepEqual(Table.fromCsv("a\tb\n1\t2\n").toRows(), [{ a: 1, b: 2 }]);
  assert.deepEqual(Table.fromCsv("a|b\n1|2\n", { delimiter: "|" }).toRows(), [{ a: 1, b: 2 }]);
  assert.deepEqual(Table.fromCsv("a,b\n1,2\n", { types: { a: "string" } }).toRows(), [{ a: "1", b: 2 }]);
  assert.equal(Table.fromCsv("a,b\n").numRows, 0);
  assert.deepEqual(fault(() => Table.fromCsv("a,b\n1,2\n3\n")), { code: "bad-csv", column: undefined, row: 1 });
  assert.equal(fault(() => Table.fromCsv("a,a\n1,2\n")).code, "bad-csv");
  assert.equal(fault(() => Table.fromCsv("a\n\"1\n")).code, "bad-csv");
  assert.equal(fault(() => Table.fromCsv(Uint8Array.of(97, 10, 0xff, 10))).code, "bad-csv");
  assert.equal(fault(() => Table.fromCsv("a\n1", { delimiter: ";;" })).code, "invalid-option");
  assert.equal(fault(() => Table.fromCsv("a\n1", { delimiter: 1 })).code, "invalid-option");
  assert.equal(fault(() => Table.fromCsv("a\n1", { delimeter: ";" })).code, "invalid-option");
  for (const csv of [undefined, null, 1, {}, new ArrayBuffer(3), new Uint16Array(3), ["a"]]) assert.equal(fault(() => Table.fromCsv(csv)).code, "wrong-type");
});

test("toCsv can be read again, and cells that a spreadsheet would run are defused", () => {
  const table = Table.fromRows([{ a: "x,\"y\"\n", b: 1.5, c: true, d: new Date("2026-01-31T01:02:03Z") }, { a: "=1+1", b: null, c: null, d: null }]);
  const csv = table.toCsv();
  assert.match(csv, /'=1\+1/);
  const [first, second] = Table.fromCsv(csv).toRows();
  assert.deepEqual(first, table.toRows()[0]);
  assert.deepEqual(second, { a: "'=1+1", b: null, c: null, d: null });
});

test("10,000 columns", () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `column ${i}`);
  const rows = Array.from({ length: 3 }, (_, row) => Object.fromEntries(names.map((name, i) => [name, i % 2 === 0 ? i + row : `${name} ${row}`])));
  const table = Table.fromRows(rows);
  assert.equal(table.columns.length, 10_000);
  assert.deepEqual(table.toRows(), rows);
  assert.deepEqual(Table.fromCsv(table.toCsv()).toRows(), rows);
  assert.deepEqual(Table.fromColumns(table.toColumns()).toRows(), rows);
});

test("an empty table is a table", () => {
  for (const table of [Table.fromRows([]), Table.fromColumns({})]) {
    assert.equal(table.numRows, 0);
    assert.deepEqual(table.columns, []);
    assert.deepEqual(table.toRows(), []);
    assert.deepEqual(table.toColumns(), {});
  }
  assert.deepEqual(types(Table.fromColumns({ a: [], b: new Float64Array() })), { a: "string 0", b: "number 0" });
  assert.deepEqual(Table.fromRows([{}, {}]).toRows(), [{}, {}]);
});

test("what is no table of rows or columns is an error that says so", () => {
  for (const rows of [undefined, null, "a", {}, new Set(), Table.fromRows([])]) assert.equal(fault(() => Table.fromRows(rows)).code, "wrong-type");
  for (const row of [null, undefined, 1, "a"]) assert.deepEqual(fault(() => Table.fromRows([{ a: 1 }, row])), { code: "wrong-type", column: undefined, row: 1 });
  for (const columns of [undefined, null, "a", [{ a: 1 }]]) assert.equal(fault(() => Table.fromColumns(columns)).code, "wrong-type");
  for (const column of [null, 1, "abc", {}, new Set(), { codes: [0], values: ["a"] }, new DataView(new ArrayBuffer(8))]) {
    assert.deepEqual(fault(() => Table.fromColumns({ a: [1], b: column })), { code: "wrong-type", column: "b", row: undefined });
  }
  assert.deepEqual(fault(() => Table.fromColumns({ a: [1, 2], b: [1] })), { code: "length-mismatch", column: "b", row: undefined });
  assert.deepEqual(fault(() => Table.fromColumns({ a: ["x", "y"], b: ["x", "y", "z"] })), { code: "length-mismatch", column: "b", row: undefined });
  assert.equal(fault(() => new Table()).code, "invalid-option");
  assert.equal(fault(() => Table.fromColumns({ amount: [1] }).column("Amount")).code, "missing-column");
});

test("a table can be freed, twice, and is of no use afterwards", () => {
  const table = Table.fromColumns({ a: ["x"] });
  const columns = table.columns;
  table.free();
  table.free();
  for (const use of [() => table.numRows, () => table.columns, () => table.column("a"), () => table.toRows(), () => table.toColumns(), () => table.toCsv()]) {
    assert.equal(fault(use).code, "bad-state");
  }
  assert.deepEqual(columns, [{ name: "a", type: "string", nulls: 0 }]);
  assert.throws(() => { columns[0].name = "b"; }, TypeError);
  const disposed = Table.fromColumns({ a: [1] });
  disposed[Symbol.dispose]();
  assert.equal(fault(() => disposed.numRows).code, "bad-state");
  disposed.free();
});

test("tables that nobody holds are given back, and freeing before does no harm", async () => {
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  for (let round = 0; round < 6; round++) {
    for (let i = 0; i < 200; i++) {
      const table = Table.fromColumns({ a: new Float64Array(100_000) });
      if (i % 2 === 0) table.free();
    }
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // 6 rounds of 100 tables of 0.8 MB that were not freed: far below that, if finalisers ran.
  const kept = Table.fromColumns({ a: ["still works"] });
  assert.deepEqual(kept.column("a"), ["still works"]);
});

test("an exception of the caller's own passes through, and nothing is left behind", () => {
  const own = new Error("mine");
  const rows = [{ a: 1, b: "x" }, { get a() { throw own; }, b: "y" }];
  for (let i = 0; i < 3; i++) assert.throws(() => Table.fromRows(rows), (error) => error === own);
  assert.deepEqual(Table.fromRows([{ a: 1 }]).toRows(), [{ a: 1 }]);
});
