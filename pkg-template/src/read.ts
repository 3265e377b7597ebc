// Columns on their way out of wasm memory: typed arrays copied once, texts cut from one string.

import { put } from "./names.js";
import { call, type RawTable } from "./runtime.js";
import type { ColumnType, Row } from "./types.js";

/** A column as the module describes it. */
export interface Schema {
  name: string;
  type: ColumnType;
  nulls: number;
  storage: "f64" | "i32" | "dictionary" | "bool";
}

/** The texts of a dictionary, by code. */
export type Texts = (index: number) => readonly string[];

/** All of one column. */
export type ColumnValues = Float64Array | Int32Array | Uint8Array | (string | null)[] | (boolean | null)[];

/** The rows `from` to `to` (exclusive) of the column at `index`. */
export function readColumn(raw: RawTable, { storage }: Schema, index: number, texts: Texts, from: number, to: number): ColumnValues {
  switch (storage) {
    case "f64":
      return call(() => raw.floats(index, from, to));
    case "i32":
      return call(() => raw.integers(index, from, to));
    case "bool":
      return Array.from(call(() => raw.flags(index, from, to)), (flag) => (flag === 2 ? null : flag === 1));
    case "dictionary": {
      const codes = call(() => raw.codes(index, from, to));
      const values = texts(index);
      const cells: (string | null)[] = new Array(codes.length);
      for (let i = 0; i < codes.length; i++) cells[i] = codes[i]! < 0 ? null : values[codes[i]!]!;
      return cells;
    }
  }
}

/** The texts of the dictionary of the column at `index`. */
export function readTexts(raw: RawTable, index: number): string[] {
  const lengths = call(() => raw.dictionaryLengths(index));
  const text = call(() => raw.dictionaryText(index));
  const values: string[] = new Array(lengths.length);
  let at = 0;
  for (let code = 0; code < lengths.length; code++) {
    values[code] = text.slice(at, (at += lengths[code]!));
  }
  return values;
}

/** Sets one column of the rows: numbers, texts and booleans as they are, dates as Date, nulls as null. */
export function setCells(rows: Record<string, Row[string]>[], { name, type }: Schema, values: ColumnValues): void {
  for (let i = 0; i < rows.length; i++) {
    const value = values[i]!;
    put(rows[i]!, name, Number.isNaN(value) ? null : type === "date" ? new Date(value as number) : value);
  }
}
