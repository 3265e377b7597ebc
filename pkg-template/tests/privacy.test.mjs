// Pseudonyms and masks from JavaScript: the values of Node's own HMAC, keys that are not touched, and nothing that leaks.

import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { CustometryError, Table, maskTable, pseudonymize } = await importPackage();

const key = new Uint8Array(randomBytes(32));
const hmac = (secret, text) => createHmac("sha256", secret).update(text, "utf8");

function column(table, name) {
  const values = table.column(name);
  table.free();
  return Array.from(values);
}

const fails = (work, code, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error?.stack ?? error));
  assert.equal(error.code, code, error.message);
  if (message !== undefined) assert.match(error.message, message);
  assert.ok(error.help.length > 0);
  return true;
});

test("pseudonyms are those of Node, in rows, columns and tables", () => {
  const values = ["ann@example.com", "张三", "", " x ", "😀", "ann@example.com", null, "a".repeat(1000)];
  const expected = values.map((value) => value === null ? null : hmac(key, value).digest("hex"));
  const rows = values.map((id, n) => ({ id, n }));
  const dictionary = { codes: Int32Array.of(0, 1, -1), values: ["ann@example.com", "张三", "not used"] };
  for (const input of [rows, { id: values, n: values.map((_, n) => n) }, Table.fromRows(rows)]) {
    const shared = pseudonymize(input, { columns: ["id"], key });
    assert.deepEqual(shared.columns.map(({ name }) => name), ["id", "n"]);
    assert.deepEqual(Array.from(shared.column("n")), values.map((_, n) => n));
    assert.deepEqual(column(shared, "id"), expected);
  }
  assert.deepEqual(column(pseudonymize({ id: dictionary }, { columns: ["id"], key }), "id"), [expected[0], expected[1], null]);
  const context = hmac(hmac(key, "study").digest(), "张三").digest("hex");
  assert.equal(column(pseudonymize(rows, { columns: ["id"], key, context: "study" }), "id")[1], context);
});

test("the first vector of RFC 4231", () => {
  const vector = new Uint8Array(20).fill(0x0b);
  assert.deepEqual(column(pseudonymize([{ id: "Hi There" }], { columns: ["id"], key: vector }), "id"), ["b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"]);
});

test("values of every type: as they stand in CSV", () => {
  const day = new Date("2026-01-31T08:00:00Z");
  for (const [cell, text] of [[42, "42"], [-0, "0"], [1.5, "1.5"], [true, "true"], [12345678901n, "12345678901"], [day, "2026-01-31T08:00:00.000Z"], [NaN, null]]) {
    const expected = text === null ? null : hmac(key, text).digest("hex");
    assert.deepEqual(column(pseudonymize([{ id: cell }, { id: null }], { columns: ["id"], key }), "id"), [expected, null], String(cell));
  }
  const mixed = column(pseudonymize([{ id: 42 }, { id: "42" }, { id: null }], { columns: ["id"], key }), "id");
  assert.deepEqual(mixed, [hmac(key, "42").digest("hex"), hmac(key, "42").digest("hex"), null]);
});

test("the key stays as it is, and is in no error", () => {
  const own = new Uint8Array(32).fill(171);
  const view = new Uint8Array(own.buffer, 4, 20);
  pseudonymize([{ id: 1 }], { columns: ["id"], key: own }).free();
  pseudonymize([{ id: 1 }], { columns: ["id"], key: view }).free();
  pseudonymize([{ id: 1 }], { columns: ["id"], key: Buffer.from(own) }).free();
  assert.ok(own.every((byte) => byte === 171));
  const thrown = [];
  for (const options of [{ columns: ["id"], key: own.subarray(0, 15) }, { columns: ["no"], key: own }, { columns: [], key: own }, { columns: ["id"], key: own, salt: 1 }]) {
    try {
      pseudonymize([{ id: 1 }], options);
      assert.fail("nothing was thrown");
    } catch (error) {
      assert.ok(error instanceof CustometryError, String(error));
      thrown.push(`${error.code}: ${error.message} ${error.help}`);
    }
  }
  assert.deepEqual(thrown.map((text) => text.split(":")[0]), ["invalid-option", "missing-column", "invalid-option", "invalid-option"]);
  assert.ok(thrown.every((text) => !/171|abab/i.test(text)));
  assert.match(thrown[0], /15 bytes/);
});

test("keys, columns and rules that cannot be used", () => {
  const rows = [{ id: 1 }];
  for (const bad of ["secret secret secret secret", undefined, null, 5, [1, 2, 3], new ArrayBuffer(32), new Uint16Array(32)]) {
    fails(() => pseudonymize(rows, { columns: ["id"], key: bad }), "invalid-option", /Uint8Array/);
  }
  fails(() => pseudonymize(rows, undefined), "invalid-option");
  fails(() => pseudonymize(rows, { columns: "id", key }), "invalid-option");
  fails(() => pseudonymize(rows, { columns: ["id"], key, context: 5 }), "invalid-option", /context/);
  fails(() => pseudonymize(5, { columns: ["id"], key }), "wrong-type");
  fails(() => maskTable(rows, undefined), "invalid-option");
  fails(() => maskTable(rows, {}), "invalid-option");
  fails(() => maskTable(rows, { id: "hash" }), "invalid-option", /id: .*"identifier"/);
  fails(() => maskTable(rows, { mail: "email" }), "missing-column", /mail/);
});

test("masks", () => {
  const rows = [
    { name: "张三", mail: "zhang@example.com", phone: "13812345678", card: "110101199003072316", note: "x", n: 1 },
    { name: "欧阳娜娜", mail: "13812345678", phone: "+49 170 1234567", card: null, note: null, n: 2 },
    { name: "Anna Schmidt", mail: "a@example.com", phone: 13912345678, card: "C-001", note: "y", n: 3 },
    { name: null, mail: null, phone: "call Anna", card: "", note: "", n: 4 },
  ];
  const masked = maskTable(rows, { name: "name", mail: "email", phone: "phone", card: "identifier", note: "remove" });
  assert.deepEqual(masked.toRows(), [
    { name: "张*", mail: "z***@example.com", phone: "138****5678", card: "****2316", n: 1 },
    { name: "欧阳**", mail: "***", phone: "+49 *** ***4567", card: null, n: 2 },
    { name: "A*** S******", mail: "***@example.com", phone: "139****5678", card: "****01", n: 3 },
    { name: null, mail: null, phone: "***", card: "", n: 4 },
  ]);
  masked.free();
  // A table outlives what is made of it, and the other way round.
  const table = Table.fromRows(rows.map(({ name, n }) => ({ name, n })));
  const names = maskTable(table, { name: "name" });
  assert.equal(table.column("name")[0], "张三");
  table.free();
  assert.deepEqual(names.column("name"), ["张*", "欧阳**", "A*** S******", null]);
  assert.deepEqual(Array.from(names.column("n")), [1, 2, 3, 4]);
  names.free();
});

test("no rows, and many", () => {
  const none = maskTable({ name: [], mail: [] }, { mail: "remove" });
  assert.deepEqual([none.numRows, none.columns.map(({ name }) => name)], [0, ["name"]]);
  none.free();
  const n = 200_000;
  const codes = Int32Array.from({ length: n }, (_, i) => i % 1000);
  const values = Array.from({ length: 1000 }, (_, i) => `person${i}@example.com`);
  const shared = pseudonymize({ mail: { codes, values } }, { columns: ["mail"], key });
  const found = shared.column("mail");
  assert.equal(new Set(found).size, 1000);
  assert.equal(found[n - 1], hmac(key, values[999]).digest("hex"));
  shared.free();
});
