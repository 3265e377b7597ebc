// A table under construction in wasm memory: the raw builder with its calls guarded, freed whatever happens.

import { failure } from "./error.js";
import { call, generation, release, type RawTable, type RawTableBuilder } from "./runtime.js";
import type { ColumnType } from "./types.js";

/** Copies above this size are tried first, so that a lack of memory is an error and not a broken module. */
const LARGE = 16 << 20;

/** Throws when `bytes` more do not fit into wasm memory. */
export function needRoom(bytes: number): void {
  if (bytes > LARGE && !call((module) => module.canAllocate(bytes))) {
    throw failure("out-of-memory", `there is no room for ${Math.ceil(bytes / (1 << 20))} MB more`, {
      help: "WebAssembly has at most 4 GB: give fewer rows or columns at a time, or free() tables that are no longer needed.",
    });
  }
}

/** Builds a table of `rows` rows: `fill` adds the columns. */
export function buildTable(rows: number, fill: (builder: Builder) => void): RawTable {
  const builder = new Builder(rows);
  try {
    fill(builder);
    return builder.finish();
  } finally {
    builder.free();
  }
}

/** A table under construction. Columns are added one after the other. */
export class Builder {
  readonly rows: number;
  readonly #generation: number;
  #raw: RawTableBuilder | undefined;

  constructor(rows: number) {
    this.rows = rows;
    this.#raw = call((module) => new module.RawTableBuilder(rows));
    this.#generation = generation();
  }

  addNumbers(name: string, values: Float64Array): void {
    needRoom(values.byteLength);
    this.#run((raw) => raw.addNumbers(name, values));
  }

  addIntegers(name: string, values: Int32Array): void {
    needRoom(values.byteLength);
    this.#run((raw) => raw.addIntegers(name, values));
  }

  addDates(name: string, values: Float64Array): void {
    needRoom(values.byteLength);
    this.#run((raw) => raw.addDates(name, values));
  }

  addDays(name: string, values: Int32Array, nulls: Uint8Array | undefined): void {
    needRoom(2 * values.byteLength);
    this.#run((raw) => raw.addDays(name, values, nulls));
  }

  addBooleans(name: string, values: Uint8Array): void {
    needRoom(values.byteLength);
    this.#run((raw) => raw.addBooleans(name, values));
  }

  addDecimals(name: string, words: Uint32Array, wordsPerValue: number, scale: number, nulls: Uint8Array | undefined): void {
    needRoom(2 * words.byteLength);
    this.#run((raw) => raw.addDecimals(name, words, wordsPerValue, scale, nulls));
  }

  addDictionary(name: string, codes: Int32Array, lengths: Uint32Array, bytes: Uint8Array): void {
    needRoom(codes.byteLength + lengths.byteLength + bytes.byteLength);
    this.#run((raw) => raw.addDictionary(name, codes, lengths, bytes));
  }

  /** A column without any value, which is text. */
  addNulls(name: string): void {
    this.addDictionary(name, new Int32Array(this.rows).fill(-1), new Uint32Array(), new Uint8Array());
  }

  beginText(name: string): void {
    this.#run((raw) => raw.beginText(name));
  }

  pushText(lengths: Uint32Array, bytes: Uint8Array): void {
    needRoom(bytes.byteLength);
    this.#run((raw) => raw.pushText(lengths, bytes));
  }

  pushUtf8(offsets: Int32Array, bytes: Uint8Array, nulls: Uint8Array | undefined): void {
    needRoom(bytes.byteLength);
    this.#run((raw) => raw.pushUtf8(offsets, bytes, nulls));
  }

  endText(): void {
    this.#run((raw) => raw.endText());
  }

  markInvalid(name: string, row: number, found: string): void {
    this.#run((raw) => raw.markInvalid(name, row, found));
  }

  setTypes(types: Record<string, ColumnType>): void {
    this.#run((raw) => raw.setTypes(types));
  }

  finish(): RawTable {
    return this.#run((raw) => {
      this.#raw = undefined; // consumed, also when it fails
      return raw.finish();
    });
  }

  free(): void {
    const raw = this.#raw;
    this.#raw = undefined;
    if (raw !== undefined) release(raw, this.#generation);
  }

  /** A getter of the caller's may have run code that broke the module while cells were read: look before every call. */
  #run<Result>(work: (raw: RawTableBuilder) => Result): Result {
    const raw = this.#raw;
    if (raw === undefined || this.#generation !== generation()) {
      throw failure("bad-state", "the module was restarted while a table was being built", { help: "Build the table again." });
    }
    return call(() => work(raw));
  }
}
