// Large input: a CSV file of 300 MB as text and as bytes, and a million rows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { Table, segmentRfm } = await importPackage();

const MB = 1 << 20;
const HEADER = "customerId,date,amount,note\n";
const ROWS_PER_BLOCK = 5000;

/** Rows of a little over 300 bytes, so that there are about a million of them. */
function block() {
  const note = "x".repeat(270);
  return Array.from({ length: ROWS_PER_BLOCK }, (_, i) => `C${String(i).padStart(6, "0")},2026-01-${String((i % 28) + 1).padStart(2, "0")},${i}.25,${note}\n`).join("");
}

const text = block();
const blocks = Math.ceil((300 * MB) / text.length);

function check(table) {
  assert.equal(table.numRows, blocks * ROWS_PER_BLOCK);
  assert.deepEqual(table.columns.map(({ name, type, nulls }) => [name, type, nulls]), [["customerId", "string", 0], ["date", "date", 0], ["amount", "number", 0], ["note", "string", 0]]);
  const [last] = table.toRows({ from: table.numRows - 1 });
  assert.deepEqual({ ...last, note: last.note.length }, { customerId: "C004999", date: new Date("2026-01-16"), amount: 4999.25, note: 270 });
  const { customers } = segmentRfm(table, { asOf: "2026-01-31" });
  assert.equal(customers.numRows, ROWS_PER_BLOCK);
  assert.ok(customers.column("frequency").every((frequency) => frequency === blocks));
  customers.free();
  table.free();
}

test("300 MB of CSV as bytes", () => {
  const head = new TextEncoder().encode(HEADER);
  const body = new TextEncoder().encode(text);
  const bytes = new Uint8Array(head.length + blocks * body.length);
  bytes.set(head);
  for (let i = 0; i < blocks; i++) bytes.set(body, head.length + i * body.length);
  assert.ok(bytes.length >= 300 * MB);
  const start = performance.now();
  const table = Table.fromCsv(bytes);
  console.log(`300 MB of CSV as bytes: ${(performance.now() - start).toFixed(0)} ms`);
  check(table);
});

test("300 MB of CSV as text", () => {
  const csv = HEADER + text.repeat(blocks);
  assert.ok(csv.length >= 300 * MB);
  const start = performance.now();
  const table = Table.fromCsv(csv);
  console.log(`300 MB of CSV as text: ${(performance.now() - start).toFixed(0)} ms`);
  check(table);
});

test("a million rows, there and back", () => {
  const rows = Array.from({ length: 1_000_000 }, (_, i) => ({ customerId: `C${i % 100_000}`, date: new Date(1.6e12 + i * 1000), amount: i / 4 }));
  const table = Table.fromRows(rows);
  assert.deepEqual(table.toRows({ from: 999_999 }), [rows[999_999]]);
  const back = table.toRows();
  for (let i = 0; i < rows.length; i += 997) assert.deepEqual(back[i], rows[i]);
  const { customers } = segmentRfm(rows, { asOf: new Date(1.7e12) });
  assert.equal(customers.numRows, 100_000);
  assert.ok(customers.column("frequency").every((frequency) => frequency === 10));
  assert.equal(customers.column("monetary").reduce((sum, value) => sum + value, 0), (999_999 * 1_000_000) / 8);
  customers.free();
  table.free();
});
