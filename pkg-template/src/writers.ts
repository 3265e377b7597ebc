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

/** The longest text that is copied character by character, and how many of these go to the module at a time. */
const SHORT = 24;
const PUSH = 16 * BLOCK;

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

/**
 * Fills the columns and adds them to the builder, in order. Before each block is read for the first time, `find` looks at its
 * rows and may bring further columns.
 */
export function writeColumns(rows: number, writers: readonly Writer[], find?: (from: number, to: number) => readonly Writer[]): void {
  const waiting = [...writers];
  do {
    const group: Writer[] = [];
    const join = () => {
      while (waiting.length > 0 && canJoin(group, waiting[0]!)) {
        group.push(waiting.shift()!);
        group.at(-1)!.begin();
      }
    };
    join();
    for (let from = 0; from < rows; from += BLOCK) {
      const to = Math.min(from + BLOCK, rows);
      const found = find?.(from, to) ?? [];
      if (found.length > 0) {
        const joined = group.length;
        waiting.push(...found);
        join();
        for (const late of group.slice(joined)) fillBlocks(late, 0, from);
      }
      for (const writer of group) writer.fill(from, to);
    }
    for (const writer of group) writer.finish();
    find = undefined;
  } while (waiting.length > 0);
}

function canJoin(group: readonly Writer[], writer: Writer): boolean {
  return group.length < TOGETHER && !(writer.streams && group.some(({ streams }) => streams));
}

function fillBlocks(writer: Writer, from: number, to: number): void {
  for (; from < to; from += BLOCK) writer.fill(from, Math.min(from + BLOCK, to));
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
  const room = Math.min(PUSH, cells.count);
  const texts: string[] = [];
  let lengths: Uint32Array;
  let bytes: Uint8Array;
  let areShort = true;
  let held = 0;
  let heldBytes = 0;
  const push = () => {
    if (held > 0) builder.pushText(lengths.subarray(0, held), bytes.subarray(0, heldBytes));
    held = heldBytes = 0;
  };
  return {
    streams: true,
    begin: () => {
      lengths = new Uint32Array(room);
      bytes = new Uint8Array(room * (SHORT + 1));
      builder.beginText(name);
    },
    fill: (from, to) => {
      if (held + to - from > room) push();
      const end = areShort ? copyShort(cells, from, to, lengths, held, bytes, heldBytes) : -1;
      if (end >= 0) {
        held += to - from;
        heldBytes = end;
        return;
      }
      areShort = false;
      push();
      while (from < to) from = pushTexts(builder, cells, from, to, lengths, texts, odd, digits);
    },
    finish: () => {
      push();
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
 * Copies the texts of the rows behind those that are held, if they are short and ASCII, as most identifiers are: character by
 * character, which is faster than to join and encode them. Returns where the bytes end, or -1 if a cell was something else.
 */
function copyShort(
  { from: source, key }: Cells, from: number, to: number, lengths: Uint32Array, held: number, bytes: Uint8Array, at: number,
): number {
  for (let row = from; row < to; row++) {
    const cell = key === undefined ? source[row] : source[row][key];
    if (typeof cell === "string") {
      const length = cell.length;
      if (length > SHORT) return -1;
      lengths[held++] = length;
      let all = 0;
      for (let i = 0; i < length; i++) {
        const unit = cell.charCodeAt(i);
        all |= unit;
        bytes[at++] = unit;
      }
      if (all > 127) return -1;
      bytes[at++] = 0;
    } else if (cell === null || cell === undefined) {
      lengths[held++] = NULL_LENGTH;
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
