// Apache Arrow tables: every type, in several chunks, sliced, with nulls.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as arrow from "apache-arrow";
import { importPackage } from "./support/project.mjs";

const { Table, CustometryError } = await importPackage();

const vector = (values, type) => arrow.vectorFromArray(values, type);
const tableOf = (columns) => new arrow.Table(columns);

/** The column of a table of one column, as it arrives, and as it arrives in chunks, sliced, and by way of IPC. */
function read(values, type) {
  const whole = vector(values, type);
  const parts = [vector(values.slice(0, 2), type), vector(values.slice(2, 3), type), vector(values.slice(3), type)];
  const chunked = tableOf({ a: new arrow.Vector(parts.flatMap(({ data }) => data)) });
  const around = tableOf({ a: vector([...values, ...values, ...values], type) });
  const forms = {
    whole: tableOf({ a: whole }),
    chunked,
    sliced: around.slice(values.length, 2 * values.length),
    "sliced chunks": new arrow.Table({ a: chunked.getChildAt(0).concat(whole) }).slice(values.length, 2 * values.length),
    "over IPC": arrow.tableFromIPC(arrow.tableToIPC(tableOf({ a: whole }))),
    "over IPC, in batches": arrow.tableFromIPC(arrow.tableToIPC(chunked)),
  };
  let expected;
  for (const [name, form] of Object.entries(forms)) {
    const table = Table.fromArrow(form);
    const result = { ...table.columns[0], values: [...table.column("a")] };
    table.free();
    expected ??= result;
    assert.deepEqual(result, expected, name);
  }
  return { type: expected.type, nulls: expected.nulls, values: expected.values };
}

test("integers and floats of every width", () => {
  for (const [type, values] of [
    [new arrow.Int8(), [-128, 0, 127, 5, 6]], [new arrow.Int16(), [-32768, 0, 32767, 5, 6]], [new arrow.Int32(), [-2147483648, 0, 2147483647, 5, 6]],
    [new arrow.Uint8(), [0, 255, 1, 5, 6]], [new arrow.Uint16(), [0, 65535, 1, 5, 6]], [new arrow.Uint32(), [0, 4294967295, 1, 5, 6]],
    [new arrow.Float32(), [0.5, -1.25, 3, 5, 6]], [new arrow.Float64(), [0.1, -1e300, 3, 5, 6]], [new arrow.Float16(), [0.5, -2, 3, 5, 6]],
  ]) {
    assert.deepEqual(read(values, type), { type: "number", nulls: 0, values }, String(type));
    const some = values.map((value, i) => (i % 2 === 1 ? null : value));
    assert.deepEqual(read(some, type), { type: "number", nulls: 2, values: some.map((value) => value ?? NaN) }, `${type} with nulls`);
  }
});

test("64-bit integers are numbers while all are exact, and digits otherwise", () => {
  const exact = [-9007199254740991n, 0n, 9007199254740991n, 1n, -4294967297n];
  assert.deepEqual(read(exact, new arrow.Int64()), { type: "number", nulls: 0, values: exact.map(Number) });
  assert.deepEqual(read([1n, null, 4294967296n, null, 2n], new arrow.Uint64()), { type: "number", nulls: 2, values: [1, NaN, 4294967296, NaN, 2] });
  assert.deepEqual(read([1n, null, 2n ** 64n - 1n, 3n], new arrow.Uint64()), { type: "string", nulls: 1, values: ["1", null, "18446744073709551615", "3"] });
});

test("booleans, which are bits", () => {
  const values = Array.from({ length: 21 }, (_, i) => i % 3 === 0);
  assert.deepEqual(read(values, new arrow.Bool()), { type: "boolean", nulls: 0, values });
  const some = values.map((value, i) => (i % 5 === 2 ? null : value));
  assert.deepEqual(read(some, new arrow.Bool()), { type: "boolean", nulls: 4, values: some });
});

test("text", () => {
  const values = ["ann", null, "", "bén 🙂", null, "zero \0 inside", "x".repeat(1000)];
  for (const type of [new arrow.Utf8(), new arrow.LargeUtf8()]) {
    assert.deepEqual(read(values, type), { type: "string", nulls: 2, values }, String(type));
  }
  const many = Array.from({ length: 200_000 }, (_, i) => (i % 13 === 0 ? null : `value ${i % 777} ${"é".repeat(i % 50)}`));
  const table = Table.fromArrow(tableOf({ a: vector(many, new arrow.Utf8()) }).slice(5, 199_990));
  assert.deepEqual(table.column("a"), many.slice(5, 199_990));
});

test("views of text", () => {
  const values = ["short", null, "longer than twelve bytes", "", "中文"];
  const type = new arrow.Utf8View();
  const bytes = new TextEncoder().encode(values[2]);
  const views = new Uint8Array(5 * 16);
  const at = new DataView(views.buffer);
  values.forEach((value, i) => {
    const text = new TextEncoder().encode(value ?? "");
    at.setInt32(i * 16, text.length, true);
    if (text.length <= 12) views.set(text, i * 16 + 4);
    else views.set(text.subarray(0, 4), i * 16 + 4); // buffer 0, offset 0 follow as zeros
  });
  const data = arrow.makeData({ type, length: 5, nullBitmap: Uint8Array.of(0b11101), views, variadicBuffers: [bytes] });
  assert.deepEqual(Table.fromArrow(tableOf({ a: new arrow.Vector([data]) })).column("a"), values);
});

test("dictionaries, with any width of index, with nulls, and another one in each chunk", () => {
  const values = ["ann", "ben", null, "ann", "", "cho"];
  for (const index of [new arrow.Int8(), new arrow.Int16(), new arrow.Int32(), new arrow.Uint8(), new arrow.Uint16(), new arrow.Uint32()]) {
    assert.deepEqual(read(values, new arrow.Dictionary(new arrow.Utf8(), index)), { type: "string", nulls: 1, values }, String(index));
  }
  const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int64());
  const chunk = (indices, texts) => arrow.makeData({ type, data: BigInt64Array.from(indices), dictionary: vector(texts, new arrow.Utf8()) });
  const table = Table.fromArrow(tableOf({ a: new arrow.Vector([chunk([1n, 0n, 1n], ["x", "y"]), chunk([0n, 1n, 2n], ["y", null, "z"])]) }));
  assert.deepEqual(table.column("a"), ["y", "x", "y", "y", null, "z"]);
  assert.equal(table.columns[0].nulls, 1);
  const numbers = new arrow.Dictionary(new arrow.Float64(), new arrow.Int32());
  assert.deepEqual(read([1.5, 2, null, 1.5], numbers), { type: "number", nulls: 1, values: [1.5, 2, NaN, 1.5] });
});

test("days, milliseconds and timestamps of every unit, also before 1970", () => {
  const days = [new Date("2026-01-31"), null, new Date("1969-12-31"), new Date("0100-03-01")];
  const times = (values) => values.map((value) => value?.getTime() ?? NaN);
  assert.deepEqual(read(days, new arrow.DateDay()), { type: "date", nulls: 1, values: times(days) });
  const instants = [new Date("2026-01-31T08:30:00Z"), null, new Date("1969-12-31T23:59:59Z"), new Date("2200-01-01")];
  assert.deepEqual(read(instants, new arrow.DateMillisecond()), { type: "date", nulls: 1, values: times(instants) });
  const stamps = (type, values) => {
    const data = arrow.makeData({ type, data: BigInt64Array.from(values) });
    return [...Table.fromArrow(tableOf({ a: new arrow.Vector([data]) })).column("a")];
  };
  assert.deepEqual(stamps(new arrow.TimestampSecond(), [1n, -1n, 4102444800n]), [1000, -1000, 4102444800000]);
  assert.deepEqual(stamps(new arrow.TimestampMillisecond(), [1n, -1n, 4102444800123n]), [1, -1, 4102444800123]);
  assert.deepEqual(stamps(new arrow.TimestampMicrosecond(), [1999n, -1n, -1000n, 4102444800123999n]), [1, -1, -1, 4102444800123]);
  assert.deepEqual(stamps(new arrow.TimestampNanosecond(), [1999999n, -1n, -1000000n, 1769848200123999999n, 1769848200124000000n, -(2n ** 62n)]),
    [1, -1, -1, 1769848200123, 1769848200124, Number((-(2n ** 62n) - 999999n) / 1000000n)]);
  const withZone = vector([instants[0], null, instants[2]], new arrow.TimestampMillisecond("Asia/Shanghai"));
  assert.deepEqual([...Table.fromArrow(tableOf({ a: withZone })).column("a")], times([instants[0], null, instants[2]]));
});

test("decimals, correctly rounded", () => {
  const decimal = (type, values, nullBitmap) => {
    const words = type.bitWidth / 32;
    const data = new Uint32Array(values.length * words);
    values.forEach((value, i) => {
      for (let word = 0; word < words; word++) data[i * words + word] = Number(BigInt.asUintN(32, value >> BigInt(32 * word)));
    });
    const built = arrow.makeData({ type, length: values.length, nullBitmap, data });
    const table = tableOf({ a: new arrow.Vector([built]) });
    const sliced = tableOf({ a: new arrow.Vector([built, built]) }).slice(1, values.length + 1);
    assert.deepEqual([...Table.fromArrow(sliced).column("a")].slice(-1), [...Table.fromArrow(table).column("a")].slice(0, 1));
    return [...Table.fromArrow(table).column("a")];
  };
  assert.deepEqual(decimal(new arrow.Decimal(2, 38, 128), [1999n, -1n, 0n, 12345678901234567890123n]), [19.99, -0.01, 0, 123456789012345678901.23]);
  assert.deepEqual(decimal(new arrow.Decimal(1, 76, 256), [15n, -25n, 5n], Uint8Array.of(0b101)), [1.5, NaN, 0.5]);
});

test("a column without any value, and a table without rows", () => {
  assert.deepEqual(Table.fromArrow(tableOf({ a: vector([null, null], new arrow.Null()) })).column("a"), [null, null]);
  const empty = Table.fromArrow(arrow.tableFromArrays({ a: ["x"], b: [1], c: Float64Array.of(1) }).slice(0, 0));
  assert.equal(empty.numRows, 0);
  assert.deepEqual(empty.columns.map(({ name }) => name), ["a", "b", "c"]);
  const none = new arrow.Table(new arrow.Schema([new arrow.Field("a", new arrow.Utf8()), new arrow.Field("b", new arrow.Decimal(2, 10, 128))]));
  assert.deepEqual(Table.fromArrow(none).toColumns(), { a: [], b: new Float64Array() });
});

test("columns that a table cannot hold are errors that name them", () => {
  const columns = {
    list: vector([[1], [2]], new arrow.List(new arrow.Field("item", new arrow.Int32()))),
    struct: vector([{ x: 1 }, { x: 2 }], new arrow.Struct([new arrow.Field("x", new arrow.Int32())])),
    binary: vector([Uint8Array.of(1), Uint8Array.of(2)], new arrow.Binary()),
    time: vector([1, 2], new arrow.TimeSecond()),
    dates: vector([new Date(0), new Date(1)], new arrow.Dictionary(new arrow.DateMillisecond(), new arrow.Int32())),
  };
  for (const [name, column] of Object.entries(columns)) {
    assert.throws(() => Table.fromArrow(tableOf({ fine: vector([1, 2], new arrow.Int32()), [name]: column })), (error) => {
      assert.ok(error instanceof CustometryError, String(error?.stack));
      assert.deepEqual([error.code, error.column], ["wrong-type", name]);
      assert.match(error.help, /select/);
      return true;
    });
  }
  for (const input of [undefined, null, {}, [], "a", Uint8Array.of(1), Table.fromRows([]), vector([1], new arrow.Int32())]) {
    assert.throws(() => Table.fromArrow(input), (error) => error instanceof CustometryError && error.code === "wrong-type");
  }
});
