// Data quality: functions of the caller's that misbehave, values that must not be told, arrays that are gone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { Table, checkQuality, runningQuality, fromState, pseudonymize, CustometryError } = await importPackage();

const custom = (check) => [{ check: "custom", column: "x", test: check, reason: "no" }];

test("a running analysis is not changed by functions that it calls", () => {
  const errors = [];
  let running;
  const attempt = (work) => {
    try {
      work();
    } catch (error) {
      errors.push(error instanceof CustometryError ? error.code : String(error));
    }
    return true;
  };
  running = runningQuality(custom(() => attempt(() => running.update([{ x: 2 }])) && attempt(() => running.merge(runningQuality([]))) && attempt(() => running.free())));
  const kept = Table.fromRows([{ x: 1 }]);
  running.update([{ x: 1 }]);
  assert.deepEqual(errors, ["bad-state", "bad-state", "bad-state"]);
  assert.equal(running.result().checks[0].rows, 1);
  assert.equal(kept.toRows()[0].x, 1, "nothing was restarted");
  running.free();
});

test("without values, what functions throw and return is not told", () => {
  const rows = [{ x: "secret" }];
  const error = (check, options) => checkQuality(rows, custom(check), options).checks[0].error;
  const throwing = (value) => {
    throw new Error(`bad ${value}`);
  };
  assert.match(error(throwing), /secret/);
  for (const check of [throwing, (value) => value]) {
    const told = error(check, { values: false });
    assert.match(told, /^the test (threw an error|returned a value of type string)/);
    assert.doesNotMatch(told, /secret/);
  }
  for (const phoneValidator of [([value]) => throwing(value), (values) => values, ([value]) => value]) {
    const { checks } = checkQuality(rows, [{ check: "phone", column: "x" }], { values: false, phoneValidator });
    assert.match(checks[0].error, /^phoneValidator/);
    assert.doesNotMatch(checks[0].error, /secret/);
  }
});

test("objects fail, whatever is asked of them", () => {
  const { checks, failures } = checkQuality([{ x: {} }, { x: "an object" }, { x: [] }], [
    { check: "matches", column: "x", pattern: "object" },
    { check: "reference", column: "x", table: [{ id: "an object" }, { id: "an array" }], key: "id" },
  ], { locale: "zh-CN" });
  assert.deepEqual(checks.map(({ failed }) => failed), [2, 2]);
  assert.deepEqual(failures.toRows().map(({ row, reason }) => `${row} ${reason}`).slice(0, 1), ["0 是对象，不是可用的值"]);
});

test("-0 is 0, whichever batch it is in", () => {
  const checks = [{ check: "matches", column: "x", pattern: "^\\d+$" }, { check: "length", column: "x", max: 1 }];
  const running = runningQuality(checks);
  for (const x of [0, -0, 2]) running.update([{ x }]);
  const whole = checkQuality({ x: [0, -0, 2] }, checks);
  assert.deepEqual(whole.checks.map(({ failed }) => failed), [0, 0]);
  assert.deepEqual(running.result().checks, whole.checks);
});

test("arrays that were transferred are refused by name, and nothing is restarted", () => {
  const kept = Table.fromRows([{ x: 1 }]);
  const gone = (Type) => {
    const array = new Type(32);
    structuredClone(array.buffer, { transfer: [array.buffer] });
    return array;
  };
  for (const work of [
    () => checkQuality({ x: gone(Float64Array) }, []),
    () => Table.fromColumns({ x: gone(Int8Array) }),
    () => Table.fromColumns({ x: { codes: gone(Int32Array), values: ["a"] } }),
    () => fromState("quality", gone(Uint8Array)),
    () => pseudonymize([{ x: "a" }], { columns: ["x"], key: gone(Uint8Array) }),
  ]) {
    assert.throws(work, (error) => error instanceof CustometryError && error.code === "wrong-type" && /transferred/.test(error.message));
  }
  assert.equal(Table.fromColumns({ x: new Float64Array(0) }).numRows, 0);
  assert.equal(kept.toRows()[0].x, 1);
});
