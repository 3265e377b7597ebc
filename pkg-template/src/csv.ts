// CSV on its way into wasm memory, a piece at a time, so that a large file is not held twice.

import { needRoom } from "./builder.js";
import { describe } from "./cells.js";
import { failure, invalidOption } from "./error.js";
import { call, generation, release, type RawTable } from "./runtime.js";
import { encode, shrink } from "./text.js";
import { arrayName } from "./typed-arrays.js";
import type { ColumnType } from "./types.js";

const PIECE = 1 << 20;

/** A table from CSV as text or as UTF-8. */
export function tableFromCsv(csv: unknown, delimiter: unknown, types: Record<string, ColumnType> | undefined): RawTable {
  if (delimiter !== undefined && typeof delimiter !== "string") {
    throw invalidOption(`the delimiter is ${describe(delimiter)}`, 'Give one character, such as ";".');
  }
  if (typeof csv !== "string" && arrayName(csv) !== "Uint8Array") {
    throw failure("wrong-type", `the CSV is ${describe(csv)}, not text or a Uint8Array`, {
      help: "Give the content of the file: its text, or its bytes as a Uint8Array.",
    });
  }
  const data = csv as string | Uint8Array;
  needRoom(data.length);
  const from = generation();
  const raw = call((module) => new module.RawCsv(data.length));
  let consumed = false;
  try {
    if (typeof data === "string") pushText(data, (bytes) => call(() => raw.push(bytes)));
    else for (let at = 0; at < data.length; at += PIECE) call(() => raw.push(data.subarray(at, at + PIECE)));
    return call(() => {
      consumed = true; // also when it fails
      return raw.finish(delimiter, types);
    });
  } finally {
    if (!consumed) release(raw, from);
  }
}

function pushText(text: string, push: (bytes: Uint8Array) => void): void {
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + PIECE, text.length);
    if (to < text.length && (text.charCodeAt(to - 1) & 0xfc00) === 0xd800) to--; // keep a surrogate pair together
    push(encode(text.slice(from, to)));
    from = to;
  }
  shrink();
}
