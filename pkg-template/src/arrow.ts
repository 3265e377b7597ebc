// Apache Arrow JS tables: their buffers read directly. The library itself is not needed: what it lays out is known by its shape.
//
// A column is a vector of chunks. A chunk's values and offsets begin at its first cell, also when it is a slice of a larger one;
// its null bitmap, and the bits of booleans, begin `offset` bits before it.

import { buildTable, type Builder } from "./builder.js";
import { listCells } from "./cells.js";
import { inferred } from "./columns.js";
import { failure, type CustometryError } from "./error.js";
import type { RawTable } from "./runtime.js";
import { encodeDictionary } from "./text.js";
import { allocate, bigNumbers, milliseconds } from "./typed-arrays.js";
import { writeColumns } from "./writers.js";

/** Type ids of the Arrow format, as apache-arrow numbers them. */
const NULL = 1, INT = 2, FLOAT = 3, UTF8 = 5, BOOL = 6, DECIMAL = 7, DATE = 8, TIMESTAMP = 10, LARGE_UTF8 = 20, UTF8_VIEW = 24, DICTIONARY = -1;

/** A push of text ends after this many cells or bytes, whichever comes first. */
const PUSH_CELLS = 1 << 16;
const PUSH_BYTES = 1 << 22;

interface ArrowType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: number;
}

interface ArrowData {
  readonly length: number;
  readonly offset: number;
  readonly nullCount: number;
  readonly stride: number;
  readonly values: any;
  readonly valueOffsets?: Int32Array | BigInt64Array;
  readonly nullBitmap?: Uint8Array;
  readonly dictionary?: ArrowVector;
}

interface ArrowVector {
  readonly type: ArrowType;
  readonly length: number;
  readonly data: readonly ArrowData[];
  get(index: number): unknown;
}

interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type: ArrowType }[] };
  getChildAt(index: number): ArrowVector | null;
}

/** A table of all columns of an Arrow table. */
export function tableFromArrow(input: unknown): RawTable {
  const table = input as ArrowTable;
  if (typeof table !== "object" || table === null || !Array.isArray(table.schema?.fields) || typeof table.getChildAt !== "function") {
    throw failure("wrong-type", "the input is not an Apache Arrow table", {
      help: "Give a Table of apache-arrow; Arrow IPC bytes are made one by its tableFromIPC(bytes).",
    });
  }
  return buildTable(table.numRows, (builder) => {
    table.schema.fields.forEach(({ name, type }, index) => {
      const data = table.getChildAt(index)?.data ?? [];
      addColumn(builder, String(name), type, data, () => table.getChildAt(index)!);
    });
  });
}

function addColumn(builder: Builder, name: string, type: ArrowType, data: readonly ArrowData[], vector: () => ArrowVector): void {
  switch (type.typeId) {
    case NULL:
      return builder.addNulls(name);
    case INT:
      return type.bitWidth === 64 ? addBigIntegers(builder, name, type, data) : addIntegers(builder, name, type, data);
    case FLOAT:
      // Half floats lie in memory as their bits; the vector knows what they mean.
      return type.precision === 0 ? addHalfFloats(builder, name, vector()) : builder.addNumbers(name, floats(data, nullsOf(data)));
    case BOOL:
      return builder.addBooleans(name, booleans(data));
    case DECIMAL: {
      const stride = data[0]?.stride ?? 4;
      return builder.addDecimals(name, joined(data, Uint32Array, stride), stride, type.scale ?? 0, nullsOf(data));
    }
    case DATE:
      return type.unit === 0 ? builder.addDays(name, joined(data, Int32Array, 1), nullsOf(data)) : addTimes(builder, name, 1, data);
    case TIMESTAMP:
      return addTimes(builder, name, type.unit ?? 1, data);
    case UTF8:
    case LARGE_UTF8:
      return addTexts(builder, name, data);
    case UTF8_VIEW:
      return addCells(builder, name, Array.from({ length: vector().length }, (_, i) => vector().get(i)));
    case DICTIONARY:
      return addDictionary(builder, name, type, data);
    default:
      throw unsupported(name, type);
  }
}

function addIntegers(builder: Builder, name: string, { bitWidth, isSigned }: ArrowType, data: readonly ArrowData[]): void {
  const nulls = nullsOf(data);
  if (nulls === undefined && !(bitWidth === 32 && !isSigned)) builder.addIntegers(name, joined(data, Int32Array, 1));
  else builder.addNumbers(name, floats(data, nulls));
}

function addBigIntegers(builder: Builder, name: string, { isSigned }: ArrowType, data: readonly ArrowData[]): void {
  const nulls = nullsOf(data);
  const values = wide(data, isSigned === false);
  const numbers = bigNumbers(values, nulls);
  if (numbers !== undefined) return builder.addNumbers(name, numbers);
  addCells(builder, name, Array.from(values as BigInt64Array, (value, i) => (nulls?.[i] ? null : value)));
}

function addHalfFloats(builder: Builder, name: string, vector: ArrowVector): void {
  builder.addNumbers(name, Float64Array.from({ length: vector.length }, (_, i) => (vector.get(i) as number | null) ?? NaN));
}

function addCells(builder: Builder, name: string, cells: readonly unknown[]): void {
  writeColumns(builder.rows, [inferred(builder, name, listCells(cells))]);
}

function addTimes(builder: Builder, name: string, unit: number, data: readonly ArrowData[]): void {
  const values = milliseconds(wide(data, false) as BigInt64Array, unit);
  nullsOf(data)?.forEach((isNull, i) => {
    if (isNull) values[i] = NaN;
  });
  builder.addDates(name, values);
}

function addTexts(builder: Builder, name: string, data: readonly ArrowData[]): void {
  const nulls = nullsOf(data);
  let row = 0;
  builder.beginText(name);
  for (const { length, valueOffsets, values } of data) {
    const offsets = valueOffsets ?? new Int32Array(1);
    for (let from = 0; from < length; ) {
      const start = Number(offsets[from]);
      let to = from;
      while (to < length && to - from < PUSH_CELLS && Number(offsets[to]) - start < PUSH_BYTES) to++;
      const rebased = Int32Array.from({ length: to - from + 1 }, (_, i) => Number(offsets[from + i]) - start);
      builder.pushUtf8(rebased, (values as Uint8Array).subarray(start, Number(offsets[to])), nulls?.subarray(row, row + to - from));
      row += to - from;
      from = to;
    }
  }
  builder.endText();
}

/** Chunks may have dictionaries of their own; their values are put one after the other. */
function addDictionary(builder: Builder, name: string, type: ArrowType, data: readonly ArrowData[]): void {
  const nulls = nullsOf(data);
  const codes = allocate(Int32Array, builder.rows);
  const values: unknown[] = [];
  const bases = new Map<ArrowVector, number>();
  let row = 0;
  for (const chunk of data) {
    const dictionary = chunk.dictionary;
    if (dictionary === undefined) throw unsupported(name, type);
    let base = bases.get(dictionary);
    if (base === undefined) {
      if (![INT, FLOAT, BOOL, UTF8, LARGE_UTF8, UTF8_VIEW].includes(dictionary.type.typeId)) throw unsupported(name, type);
      bases.set(dictionary, (base = values.length));
      for (let code = 0; code < dictionary.length; code++) values.push(dictionary.get(code));
    }
    for (let i = 0; i < chunk.length; i++, row++) {
      const code = nulls?.[row] ? -1 : Number(chunk.values[i]);
      if (code >= dictionary.length) throw failure("wrong-type", `the code ${code} is not in the dictionary`, { column: name, row });
      codes[row] = code < 0 || values[base + code] === null ? -1 : base + code;
    }
  }
  if (values.every((value) => typeof value === "string" || value === null)) {
    const { lengths, bytes } = encodeDictionary(values.map((value) => value ?? ""));
    builder.addDictionary(name, codes, lengths, bytes);
  } else {
    addCells(builder, name, Array.from(codes, (code) => (code < 0 ? null : values[code])));
  }
}

function booleans(data: readonly ArrowData[]): Uint8Array {
  const nulls = nullsOf(data);
  const flags = allocate(Uint8Array, rowsOf(data));
  let row = 0;
  for (const { length, offset, values } of data) {
    for (let bit = offset; bit < offset + length; bit++, row++) {
      flags[row] = nulls?.[row] ? 2 : (values[bit >> 3] >> (bit & 7)) & 1;
    }
  }
  return flags;
}

function floats(data: readonly ArrowData[], nulls: Uint8Array | undefined): Float64Array {
  const values = joined(data, Float64Array, 1);
  nulls?.forEach((isNull, i) => {
    if (isNull) values[i] = NaN;
  });
  return values;
}

/** 1 for each null, or nothing if there is none. */
function nullsOf(data: readonly ArrowData[]): Uint8Array | undefined {
  if (data.every(({ nullCount }) => nullCount === 0)) return undefined;
  const nulls = allocate(Uint8Array, rowsOf(data));
  let row = 0;
  for (const { length, offset, nullCount, nullBitmap } of data) {
    if (nullCount > 0 && nullBitmap !== undefined) {
      for (let i = 0, bit = offset; i < length; i++, bit++) nulls[row + i] = ((nullBitmap[bit >> 3]! >> (bit & 7)) & 1) ^ 1;
    }
    row += length;
  }
  return nulls;
}

/** The values of all chunks as one new array of the given kind. */
function joined<Values extends Float64Array | Int32Array | Uint32Array>(
  data: readonly ArrowData[], Values: new (length: number) => Values, stride: number,
): Values {
  const all = allocate(Values, rowsOf(data) * stride);
  let at = 0;
  for (const { length, values } of data) {
    all.set(values.subarray(0, length * stride), at);
    at += length * stride;
  }
  return all;
}

/** 64-bit values of all chunks. Older versions of apache-arrow hold some of them as pairs of 32-bit halves. */
function wide(data: readonly ArrowData[], unsigned: boolean): BigInt64Array | BigUint64Array {
  const all = allocate(BigInt64Array, rowsOf(data));
  const bytes = new Uint8Array(all.buffer);
  let at = 0;
  for (const { length, values } of data) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, length * 8), at);
    at += length * 8;
  }
  return unsigned ? new BigUint64Array(all.buffer) : all;
}

function rowsOf(data: readonly ArrowData[]): number {
  return data.reduce((rows, { length }) => rows + length, 0);
}

function unsupported(name: string, type: ArrowType): CustometryError {
  return failure("wrong-type", `the Arrow column is of type ${String(type)}`, {
    column: name,
    help: "Leave the column out, for example by table.select([...]), or turn it into text, numbers, booleans or timestamps first.",
  });
}
