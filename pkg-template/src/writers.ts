// Copying cells into columns: a tight loop for each type, run over a block of rows at a time.
//
// Several columns are filled block by block, so that the objects of a block are fetched from memory once and not once for each
// column, and so that the engine compiles the loops early. A writer takes the cells of its type and nulls (NaN among them, hence
// `cell === cell`); `odd` is told of every other cell, which is stored as null if `odd` returns.

import type { Builder } from "./builder.js";
import { isSafe, timeOf, type Cells } from "./cells.js";
import { CHUNK_UNITS, NULL_LENGTH, encode, shrink } from "./text.js";
import { allocate } from "./typed-arrays.js";

/** Rows in a block: enough to make up for the calls, few enough for their objects to stay in the processor's cache. */
const BLOCK = 4096;

/** The longest text that is copied character by character. */
const SHORT = 24;

/** Columns filled together. Each holds its values outside wasm memory until it is finished, so there should not be many. */
const TOGETHER = 8;

/** Told of a cell that does not fit its column. */
export type Odd = (row: number, cell: unknown) => void;

/** A column in the making. `finish` adds it to the builder. */
export interface Writer {
  /** Whether its values go to the builder as they come: one such column can be filled at a time. */
  readonly streams: boolean;
  begin(): void;
  fill(from: number, to: number): void;
  finish(): void;
}

/** Fills the columns and adds them to the builder, in order. */
export function writeColumns(rows: number, writers: readonly Writer[]): void {
  for (let first = 0; first < writers.length; ) {
    const group = nextGroup(writers, first);
    for (const writer of group) writer.begin();
    for (let from = 0; from < rows; from += BLOCK) {
      for (const writer of group) writer.fill(from, Math.min(from + BLOCK, rows));
    }
    for (const writer of group) writer.finish();
    first += group.length;
  }
}

/** The columns from `first` on that can be filled together. */
function nextGroup(writers: readonly Writer[], first: number): readonly Writer[] {
  const group: Writer[] = [];
  for (const writer of writers.slice(first, first + TOGETHER)) {
    if (writer.streams && group.some(({ streams }) => streams)) break;
    group.push(writer);
  }
  return group;
}

/** A column that is added as a whole. */
export function wholeColumn(add: () => void): Writer {
  return { streams: false, begin() {}, fill() {}, finish: add };
}

/** Numbers, and bigints that are exact as numbers. */
export function numberColumn(builder: Builder, name: string, cells: Cells, odd: Odd): Writer {
  let values: Float64Array;
  return {
    streams: false,
    begin: () => void (values = allocate(Float64Array, cells.count)),
    fill: (from, to) => copyNumbers(cells, from, to, values, odd),
    finish: () => builder.addNumbers(name, values),
  };
}

/** Dates as points in time. An invalid Date is odd. */
export function dateColumn(builder: Builder, name: string, cells: Cells, odd: Odd): Writer {
  let values: Float64Array;
  return {
    streams: false,
    begin: () => void (values = allocate(Float64Array, cells.count)),
    fill: (from, to) => copyDates(cells, from, to, values, odd),
    finish: () => builder.addDates(name, values),
  };
}

/** Booleans. */
export function booleanColumn(builder: Builder, name: string, cells: Cells, odd: Odd): Writer {
  let values: Uint8Array;
  return {
    streams: false,
    begin: () => void (values = allocate(Uint8Array, cells.count)),
    fill: (from, to) => copyBooleans(cells, from, to, values, odd),
    finish: () => builder.addBooleans(name, values),
  };
}

/** Texts; with `digits`, also bigints as their digits. */
export function textColumn(builder: Builder, name: string, cells: Cells, odd: Odd, digits = false): Writer {
  const lengths = new Uint32Array(BLOCK);
  const bytes = new Uint8Array(BLOCK * (SHORT + 1));
  const texts: string[] = [];
  let areShort = true;
  return {
    streams: true,
    begin: () => builder.beginText(name),
    fill: (from, to) => {
      const length = areShort ? copyShort(cells, from, to, lengths, bytes) : -1;
      if (length >= 0) return builder.pushText(lengths.subarray(0, to - from), bytes.subarray(0, length));
      areShort = false;
      while (from < to) from = pushTexts(builder, cells, from, to, lengths, texts, odd, digits);
    },
    finish: () => {
      shrink();
      builder.endText();
    },
  };
}

function copyNumbers({ from: source, key }: Cells, from: number, to: number, values: Float64Array, odd: Odd): void {
  for (let row = from; row < to; row++) {
    const cell = key === undefined ? source[row] : source[row][key];
    if (typeof cell === "number") {
      values[row] = cell;
    } else {
      values[row] = NaN;
      if (cell === null || cell === undefined) continue;
      if (typeof cell === "bigint" && isSafe(cell)) values[row] = Number(cell);
      else odd(row, cell);
    }
  }
}

function copyDates({ from: source, key }: Cells, from: number, to: number, values: Float64Array, odd: Odd): void {
  for (let row = from; row < to; row++) {
    const cell = key === undefined ? source[row] : source[row][key];
    const time = typeof cell === "object" && cell !== null ? timeOf(cell) : NaN;
    values[row] = time;
    if (time !== time && cell !== null && cell !== undefined && cell === cell) odd(row, cell);
  }
}

function copyBooleans({ from: source, key }: Cells, from: number, to: number, values: Uint8Array, odd: Odd): void {
  for (let row = from; row < to; row++) {
    const cell = key === undefined ? source[row] : source[row][key];
    if (typeof cell === "boolean") {
      values[row] = cell ? 1 : 0;
    } else {
      values[row] = 2;
      if (cell !== null && cell !== undefined && cell === cell) odd(row, cell);
    }
  }
}

/**
 * Copies the texts of the rows as long as they are short and ASCII, as most identifiers are: character by character, which is
 * faster than to join and encode them. Returns how many bytes that made, or -1 if a text was another.
 */
function copyShort({ from: source, key }: Cells, from: number, to: number, lengths: Uint32Array, bytes: Uint8Array): number {
  let at = 0;
  for (let row = from; row < to; row++) {
    const cell = key === undefined ? source[row] : source[row][key];
    if (typeof cell === "string") {
      const length = cell.length;
      if (length > SHORT) return -1;
      lengths[row - from] = length;
      let all = 0;
      for (let i = 0; i < length; i++) {
        const unit = cell.charCodeAt(i);
        all |= unit;
        bytes[at++] = unit;
      }
      if (all > 127) return -1;
      bytes[at++] = 0;
    } else if (cell === null || cell === undefined) {
      lengths[row - from] = NULL_LENGTH;
    } else {
      return -1;
    }
  }
  return at;
}

/** Pushes the texts of the rows, or of the first of them when they are long, and returns where it ended. */
function pushTexts(
  builder: Builder, { from: source, key }: Cells, from: number, to: number, lengths: Uint32Array, texts: string[], odd: Odd, digits: boolean,
): number {
  let used = 0;
  let units = 0;
  let row = from;
  for (; row < to && units < CHUNK_UNITS; row++) {
    let cell = key === undefined ? source[row] : source[row][key];
    if (digits && typeof cell === "bigint") cell = String(cell);
    if (typeof cell === "string") {
      lengths[row - from] = cell.length;
      units += cell.length;
      texts[used++] = cell;
    } else {
      lengths[row - from] = NULL_LENGTH;
      if (cell !== null && cell !== undefined && cell === cell) odd(row, cell);
    }
  }
  if (used > 0) texts[used++] = ""; // so that the last text is followed by a NUL as well
  texts.length = used;
  builder.pushText(lengths.subarray(0, row - from), encode(texts.join("\0")));
  return row;
}
