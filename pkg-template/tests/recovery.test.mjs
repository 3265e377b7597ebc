// The module breaks: a trap, and memory that runs out within a call. The call fails with an error that says so, a new instance
// takes over at once, and tables of the old one can neither be used nor do harm.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { setFlagsFromString } from "node:v8";
import { importPackage } from "./support/project.mjs";

/** The code of an imported function that copies numbers out of the module's memory. Its name says nothing. */
const MAKES_ARRAY = /\bnew \w+Array\(getArray/;

// Notes every instance that is made, and lets a test make one of the functions that it imports throw.
const instances = [];
let throwNext;
const Instance = WebAssembly.Instance;
WebAssembly.Instance = function (module, imports) {
  const wrapped = {};
  for (const [space, functions] of Object.entries(imports)) {
    wrapped[space] = {};
    for (const [name, value] of Object.entries(functions)) {
      wrapped[space][name] = typeof value !== "function" ? value : (...args) => {
        if (throwNext !== undefined && MAKES_ARRAY.test(String(value))) {
          const thrown = throwNext;
          throwNext = undefined;
          throw thrown;
        }
        return value(...args);
      };
    }
  }
  const instance = new Instance(module, wrapped);
  instances.push(instance);
  return instance;
};

const { Table, segmentRfm, CustometryError } = await importPackage();

const rows = Array.from({ length: 1000 }, (_, i) => ({ customerId: `c${i % 100}`, date: "2026-01-01", amount: i }));
const works = () => segmentRfm(rows, { asOf: "2026-01-31" }).customers.numRows === 100;

/** Overwrites the memory of the running instance, so that the next call runs into the void. */
function corrupt() {
  new Uint8Array(instances.at(-1).exports.memory.buffer).fill(0xff);
}

function code(work) {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof CustometryError, String(error?.stack ?? error));
    return error;
  }
  assert.fail("nothing was thrown");
}

test("after a trap the next call works, and old tables say that they are lost", () => {
  assert.ok(works());
  const before = instances.length;
  const old = [Table.fromRows(rows), Table.fromRows(rows), segmentRfm(rows, { asOf: "2026-01-31" }).customers];
  corrupt();
  const error = code(() => segmentRfm(rows, { asOf: "2026-01-31" }));
  assert.equal(error.code, "internal");
  assert.ok(error.cause instanceof WebAssembly.RuntimeError);
  assert.match(error.help, /report/);
  assert.equal(instances.length, before + 1);
  assert.ok(works());
  for (const table of old) {
    for (const use of [() => table.toRows(), () => table.numRows, () => table.toCsv(), () => segmentRfm(table, { asOf: "2026-01-31" })]) {
      assert.equal(code(use).code, "bad-state");
    }
  }
  const fresh = Table.fromRows(rows);
  old[0].free();
  old[0].free();
  old[1].free();
  assert.deepEqual(fresh.toRows({ to: 1 }), [{ customerId: "c0", date: "2026-01-01", amount: 0 }]);
  assert.equal(instances.length, before + 1);
});

test("tables of a lost instance that are collected do not free memory of the new one", async () => {
  setFlagsFromString("--expose-gc");
  let lost = Array.from({ length: 200 }, () => Table.fromRows(rows));
  corrupt();
  assert.equal(code(() => lost[0].toCsv()).code, "internal");
  const kept = Array.from({ length: 200 }, (_, i) => Table.fromColumns({ a: [i], b: [`text ${i}`] }));
  lost = undefined;
  for (let i = 0; i < 5; i++) {
    runInNewContext("gc")();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  kept.forEach((table, i) => assert.deepEqual(table.toRows(), [{ a: i, b: `text ${i}` }]));
  assert.ok(works());
});

test("memory that runs out within a call is out-of-memory, and the next call works", () => {
  const table = Table.fromColumns({ a: Float64Array.of(1, 2) });
  throwNext = new RangeError("Array buffer allocation failed");
  assert.equal(code(() => table.column("a")).code, "out-of-memory");
  assert.equal(throwNext, undefined);
  assert.equal(code(() => table.column("a")).code, "bad-state");
  assert.ok(works());
});

test("memory that the module cannot have is out-of-memory, and the next call works", () => {
  const { memory } = instances.at(-1).exports;
  memory.grow(65536 - memory.buffer.byteLength / 65536);
  const error = code(() => {
    for (let i = 0, kept = []; i < 100; i++) kept.push(Table.fromColumns({ a: new Float64Array(1_000_000) }));
  });
  assert.equal(error.code, "out-of-memory");
  assert.ok(works());
});

test("a getter that breaks the module while rows are read is noticed", () => {
  const victim = Table.fromRows(rows);
  const nasty = [{ a: 1 }, { get a() {
    corrupt();
    assert.equal(code(() => victim.toCsv()).code, "internal");
    return 2;
  } }];
  assert.equal(code(() => Table.fromRows(nasty)).code, "bad-state");
  assert.ok(works());
});
