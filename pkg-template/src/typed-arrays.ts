// Typed arrays: telling them apart in any realm, making them, and 64-bit integers as numbers.

import { failure } from "./error.js";

const nameOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)!.get!;

/** "Float64Array" and so on, of this realm or another; nothing for what is not a typed array. */
export function arrayName(value: unknown): string | undefined {
  return nameOf.call(value);
}

/** Throws for an array whose memory was handed over to another thread. */
export function checkAttached(array: { readonly buffer: ArrayBufferLike; readonly length: number }, what: string): void {
  if (array.length > 0) return;
  try {
    new Uint8Array(array.buffer);
  } catch (cause) {
    throw failure("wrong-type", `${what} has been transferred to another thread`, { help: "Give a copy to one of the two: postMessage without the list of what to transfer.", cause });
  }
}

/** A new typed array, or an error of the package's own when there is no memory for it. */
export function allocate<Values>(Values: new (length: number) => Values, length: number): Values {
  try {
    return new Values(length);
  } catch (cause) {
    throw failure("out-of-memory", `there is no memory for ${length} values`, { help: "Give fewer rows or columns at a time.", cause });
  }
}

/** 64-bit integers as numbers, or nothing if one of them is not exact as a number. Where `nulls` is not 0, NaN. */
export function bigNumbers(values: BigInt64Array | BigUint64Array, nulls?: Uint8Array): Float64Array | undefined {
  const signed = arrayName(values) === "BigInt64Array";
  const { low, high } = halves(values);
  const numbers = allocate(Float64Array, values.length);
  for (let i = 0; i < numbers.length; i++) {
    const number = (signed ? high[2 * i + 1]! : low[2 * i + 1]!) * 4294967296 + low[2 * i]!;
    if (nulls?.[i]) numbers[i] = NaN;
    else if (Number.isSafeInteger(number)) numbers[i] = number;
    else return undefined;
  }
  return numbers;
}

/** Times since 1970 in seconds (unit 0), milliseconds (1), microseconds (2) or nanoseconds (3) as milliseconds, finer parts cut off. */
export function milliseconds(values: BigInt64Array, unit: number): Float64Array {
  const { low, high } = halves(values);
  const times = allocate(Float64Array, values.length);
  // Dividing the halves one after the other keeps every step exact; as numbers, nanoseconds would not be.
  const divisor = unit === 3 ? 1e6 : unit === 2 ? 1e3 : 1;
  const factor = unit === 0 ? 1e3 : 1;
  for (let i = 0; i < times.length; i++) {
    const upper = Math.floor(high[2 * i + 1]! / divisor);
    const rest = (high[2 * i + 1]! - upper * divisor) * 4294967296 + low[2 * i]!;
    times[i] = (upper * 4294967296 + Math.floor(rest / divisor)) * factor;
  }
  return times;
}

/** Low halves at even and high halves at odd places, as they lie in memory: little-endian wherever WebAssembly runs. */
function halves(values: BigInt64Array | BigUint64Array): { low: Uint32Array; high: Int32Array } {
  const { buffer, byteOffset, length } = values;
  return { low: new Uint32Array(buffer, byteOffset, 2 * length), high: new Int32Array(buffer, byteOffset, 2 * length) };
}
