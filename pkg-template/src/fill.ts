// The loops that copy cells into columns: one tight loop for each type, without a closure or an allocation for a cell.
//
// Each takes the cells of its type and nulls (NaN among them, hence `cell === cell`); `odd` is told of every other cell, which
// is stored as null if `odd` returns.

import type { Builder } from "./builder.js";
import { isSafe, timeOf, type Cells } from "./cells.js";
import { CHUNK_CELLS, CHUNK_UNITS, NULL_LENGTH, encode, shrink } from "./text.js";

/** Told of a cell that does not fit its column. */
export type Odd = (row: number, cell: unknown) => void;

/** Numbers, and bigints that are exact as numbers. */
export function fillNumbers(builder: Builder, name: string, { from, key, count }: Cells, odd: Odd): void {
  const values = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const cell = key === undefined ? from[row] : from[row][key];
    if (typeof cell === "number") {
      values[row] = cell;
    } else {
      values[row] = NaN;
      if (cell === null || cell === undefined) continue;
      if (typeof cell === "bigint" && isSafe(cell)) values[row] = Number(cell);
      else odd(row, cell);
    }
  }
  builder.addNumbers(name, values);
}

/** Dates as points in time. An invalid Date is odd. */
export function fillDates(builder: Builder, name: string, { from, key, count }: Cells, odd: Odd): void {
  const values = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const cell = key === undefined ? from[row] : from[row][key];
    const time = typeof cell === "object" && cell !== null ? timeOf(cell) : NaN;
    values[row] = time;
    if (time !== time && cell !== null && cell !== undefined && cell === cell) odd(row, cell);
  }
  builder.addDates(name, values);
}

/** Booleans. */
export function fillBooleans(builder: Builder, name: string, { from, key, count }: Cells, odd: Odd): void {
  const values = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const cell = key === undefined ? from[row] : from[row][key];
    if (typeof cell === "boolean") {
      values[row] = cell ? 1 : 0;
    } else {
      values[row] = 2;
      if (cell !== null && cell !== undefined && cell === cell) odd(row, cell);
    }
  }
  builder.addBooleans(name, values);
}

/** Texts; with `digits`, also bigints as their digits. */
export function fillTexts(builder: Builder, name: string, { from, key, count }: Cells, odd: Odd, digits = false): void {
  const lengths = new Uint32Array(CHUNK_CELLS);
  const texts: string[] = [];
  let cells = 0;
  let used = 0;
  let units = 0;
  builder.beginText(name);
  for (let row = 0; row < count; row++) {
    let cell = key === undefined ? from[row] : from[row][key];
    if (digits && typeof cell === "bigint") cell = String(cell);
    if (typeof cell === "string") {
      lengths[cells] = cell.length;
      units += cell.length;
      texts[used++] = cell;
    } else {
      lengths[cells] = NULL_LENGTH;
      if (cell !== null && cell !== undefined && cell === cell) odd(row, cell);
    }
    if (++cells === CHUNK_CELLS || units >= CHUNK_UNITS) {
      pushChunk(builder, lengths, cells, texts, used);
      cells = used = units = 0;
    }
  }
  pushChunk(builder, lengths, cells, texts, used);
  shrink();
  builder.endText();
}

function pushChunk(builder: Builder, lengths: Uint32Array, cells: number, texts: string[], used: number): void {
  if (used > 0) texts[used++] = ""; // so that the last text is followed by a NUL as well
  texts.length = used;
  builder.pushText(lengths.subarray(0, cells), encode(texts.join("\0")));
}
