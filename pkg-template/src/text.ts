// Text on its way into wasm memory: cells joined with NUL in between and encoded to UTF-8 a chunk at a time. One join and one
// encodeInto for thousands of cells costs a fraction of a Map look-up or an encode for each.

import { failure } from "./error.js";

/** The length that stands for a null cell. */
export const NULL_LENGTH = 0xffffffff;

/** A chunk of text ends after this many UTF-16 units. */
export const CHUNK_UNITS = 1 << 20;

/** And, of a dictionary, after this many values. */
const CHUNK_VALUES = 8192;

const STAGING_BYTES = 1 << 18;
/** A staging buffer that long cells have made larger than this is let go of again. */
const STAGING_KEPT = 1 << 22;

const encoder = new TextEncoder();
let staging = new Uint8Array(STAGING_BYTES);

/** The text as UTF-8, valid until the next call. A lone surrogate becomes U+FFFD. */
export function encode(text: string): Uint8Array {
  let { read, written } = encoder.encodeInto(text, staging);
  while (read < text.length) {
    grow(written + 3 * (text.length - read), written);
    const more = encoder.encodeInto(text.slice(read), staging.subarray(written));
    read += more.read;
    written += more.written;
  }
  return staging.subarray(0, written);
}

/** Lets go of a staging buffer that has grown large. */
export function shrink(): void {
  if (staging.byteLength > STAGING_KEPT) staging = new Uint8Array(STAGING_BYTES);
}

function grow(bytes: number, kept: number): void {
  let larger: Uint8Array<ArrayBuffer>;
  try {
    larger = new Uint8Array(bytes);
  } catch (error) {
    throw failure("out-of-memory", `a text of ${Math.ceil(bytes / (1 << 20))} MB cannot be encoded`, {
      help: "Shorten the texts of the column, or leave it out.",
      cause: error,
    });
  }
  larger.set(staging.subarray(0, kept));
  staging = larger;
}

/** The values of a dictionary as the module takes them: UTF-16 lengths, and UTF-8 with a NUL after each. */
export function encodeDictionary(values: readonly string[]): { lengths: Uint32Array; bytes: Uint8Array } {
  const lengths = Uint32Array.from(values, (value) => value.length);
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (let from = 0; from < values.length; ) {
    let to = from;
    for (let units = 0; to < values.length && to - from < CHUNK_VALUES && units < CHUNK_UNITS; to++) units += lengths[to]!;
    const piece = encode(`${values.slice(from, to).join("\0")}\0`).slice();
    pieces.push(piece);
    total += piece.byteLength;
    from = to;
  }
  shrink();
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return { lengths, bytes };
}
