// The package's one error class, and what the wasm module throws turned into it.

import type { ErrorCode } from "./types.js";

/**
 * Where an error is and what to do about it.
 *
 * @internal
 */
export interface ErrorDetail {
  column?: string | null | undefined;
  row?: number | null | undefined;
  help?: string | null | undefined;
  cause?: unknown;
}

/**
 * The only error that the package throws on purpose. `code` is stable; messages may be improved.
 *
 * @example
 * ```js
 * import { CustometryError, segmentRfm } from "custometry";
 *
 * try {
 *   segmentRfm([{ customerId: "a", date: "2025-02-30", amount: 10 }], { asOf: "2025-03-31" });
 * } catch (error) {
 *   if (!(error instanceof CustometryError)) throw error;
 *   console.log(error.code, error.column, error.row); // bad-date date 0
 *   console.log(error.help);
 * }
 * ```
 */
export class CustometryError extends Error {
  /** What kind of error it is. */
  readonly code: ErrorCode;
  /** The column that it is about. */
  declare readonly column?: string;
  /** The row that it is about, counted from 0. */
  declare readonly row?: number;
  /** What to do about it. */
  declare readonly help?: string;

  /** @internal */
  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    if (typeof detail.column === "string") this.column = detail.column;
    if (typeof detail.row === "number") this.row = detail.row;
    if (typeof detail.help === "string") this.help = detail.help;
  }

  static {
    Object.defineProperty(this.prototype, "name", { value: "CustometryError", configurable: true, writable: true });
  }
}

/**
 * An error of the facade's own, worded as the module words its errors: the place first.
 *
 * @internal
 */
export function failure(code: ErrorCode, message: string, detail: ErrorDetail = {}): CustometryError {
  const place = [
    ...(typeof detail.row === "number" ? [`row ${detail.row}`] : []),
    ...(typeof detail.column === "string" ? [`column ${JSON.stringify(detail.column)}`] : []),
  ].join(", ");
  return new CustometryError(code, place === "" ? message : `${place}: ${message}`, detail);
}

/**
 * An option or argument that cannot be used.
 *
 * @internal
 */
export function invalidOption(message: string, help?: string): CustometryError {
  return failure("invalid-option", message, { help });
}

/**
 * The error that the wasm module meant to throw, or nothing if it broke.
 *
 * @internal
 */
export function fromRaw(thrown: unknown): CustometryError | undefined {
  if (typeof thrown !== "object" || thrown === null || thrown instanceof Error) return undefined;
  const raw = thrown as { code: ErrorCode; message: string } & ErrorDetail;
  return typeof raw.code === "string" && typeof raw.message === "string" ? new CustometryError(raw.code, raw.message, raw) : undefined;
}
