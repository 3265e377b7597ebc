// Privacy: pseudonyms that keep equal values equal, and masks for the eye.

import { describe, findKind, rowCells } from "./cells.js";
import { tableFromColumns, tableFromRows } from "./columns.js";
import { failure, invalidOption } from "./error.js";
import { put } from "./names.js";
import { columnNames, plainOptions } from "./options.js";
import { call, ensureReady, generation, release, type RawTable } from "./runtime.js";
import { isTable, rawOf, Table } from "./table.js";
import { arrayName, checkAttached } from "./typed-arrays.js";
import type { ColumnType, Mask, PseudonymOptions, TableInput } from "./types.js";

/**
 * Keyed HMAC-SHA-256: without the key the identifiers can be neither reversed nor guessed by trying.
 *
 * The pseudonym of a value is HMAC-SHA-256(key, value) in 64 hexadecimal digits; with a `context`, HMAC-SHA-256(k, value) where
 * k = HMAC-SHA-256(key, context), 32 bytes. The value is its UTF-8, as it is: nothing is trimmed, folded or normalised. Numbers, dates and booleans are
 * taken as {@link Table.toCsv} writes them, so that the number 42 and the text "42" have the same pseudonym. Equal values have equal pseudonyms,
 * in all columns and tables of the same key and context, so that tables can still be joined; null stays null. Other columns pass through.
 *
 * Who has the key can find out by trying whose pseudonym it is, and that equal values are equal, and how often they occur, can be seen by everybody.
 *
 * @param table - Rows, columns or a Table.
 * @returns A table, which has to be freed like any other.
 * @throws {@link CustometryError} `missing-column`; `invalid-option` for a key that is no Uint8Array or has fewer than 16 bytes, and when no
 *   columns are named.
 *
 * @example
 * ```js
 * import { pseudonymize } from "custometry";
 *
 * const key = new Uint8Array(32).fill(7); // for real: crypto.getRandomValues(new Uint8Array(32)), kept in a safe place
 * const orders = [{ email: "ann@example.com", amount: 5 }, { email: "ben@example.com", amount: 7 }, { email: "ann@example.com", amount: 2 }];
 * const shared = pseudonymize(orders, { columns: ["email"], key });
 * const [first, second, third] = shared.column("email");
 * console.log(first.length, first === third, first === second, shared.column("amount")); // 64 true false Int32Array(3) [ 5, 7, 2 ]
 * shared.free();
 * ```
 *
 * HMAC is that of RFC 2104, SHA-256 that of FIPS 180-4; `openssl dgst -sha256 -mac HMAC -macopt hexkey:...` computes the same.
 */
export function pseudonymize(table: TableInput, options: PseudonymOptions): Table {
  ensureReady();
  const help = "Call pseudonymize(table, { columns: [\"email\"], key: crypto.getRandomValues(new Uint8Array(32)) }), and keep the key.";
  if (typeof options !== "object" || options === null || Array.isArray(options)) throw invalidOption("pseudonymize needs an object of options", help);
  const { key, ...rest } = options;
  if (arrayName(key) !== "Uint8Array") throw invalidOption("the key is no Uint8Array", help);
  checkAttached(key as Uint8Array, "the key");
  const plain = plainOptions(rest, "pseudonymize");
  return withWholeTable(table, columnNames(plain, "columns"), (raw) => new Table(call((module) => module.pseudonymize(raw, plain, key))));
}

/**
 * Masks columns for the eye of somebody who should recognise a record and not read it. Other columns pass through.
 *
 * - `"name"`: of each word the first letter stays, every other becomes a star; of a Chinese name the surname stays, of two characters where the name has
 *   three or more and begins with a compound surname. A word of one letter becomes a star.
 * - `"email"`: the first character, three stars, and the domain; of an address with one character before the @ the domain alone
 * - `"phone"`: every digit becomes a star but the last four (the last two of numbers with fewer than ten digits), a country code after + or 00, and
 *   the first three of a Chinese mobile number. Spaces, hyphens, dots, slashes and parentheses stay.
 * - `"identifier"`: four stars and the last four letters or digits, at most half of those there are; separators are left out
 * - `"remove"`: the column is left out
 *
 * What does not look like a value of its kind, and any date or boolean, becomes `***`: a telephone number that somebody typed in among mail
 * addresses is not seen. Null stays null, and empty text empty.
 *
 * A mask is no anonymity: how long names are can be seen, and a rare surname or a domain of one's own says who it is. Tables that leave the house
 * should have pseudonyms ({@link pseudonymize}) there, or nothing.
 *
 * @param table - Rows, columns or a Table.
 * @param rules - For each column to be masked, how.
 * @returns A table, which has to be freed like any other.
 * @throws {@link CustometryError} `missing-column`; `invalid-option` for a mask that there is not, and when there are no rules.
 *
 * @example
 * ```js
 * import { maskTable } from "custometry";
 *
 * const customers = [{ name: "张三", phone: "13812345678", note: "VIP" }, { name: "Anna Schmidt", phone: "+49 170 1234567", note: null }];
 * const masked = maskTable(customers, { name: "name", phone: "phone", note: "remove" });
 * console.log(masked.toRows()[0]); // { name: "张*", phone: "138****5678" }
 * console.log(masked.toRows()[1]); // { name: "A*** S******", phone: "+49 *** ***4567" }
 * masked.free();
 * ```
 */
export function maskTable(table: TableInput, rules: Record<string, Mask>): Table {
  ensureReady();
  if (typeof rules !== "object" || rules === null || Array.isArray(rules)) {
    throw invalidOption("maskTable needs rules", "Give them as { name: \"name\", email: \"email\", note: \"remove\" }.");
  }
  return withWholeTable(table, Object.keys(rules), (raw) => new Table(call((module) => module.maskTable(raw, rules))));
}

/** Runs `work` on all columns of the input. Of rows, the columns named may hold texts and numbers side by side: they are read as text. */
function withWholeTable<Result>(input: TableInput, names: readonly string[], work: (table: RawTable) => Result): Result {
  if (isTable(input)) return work(rawOf(input));
  const from = generation();
  const table = Array.isArray(input) ? tableFromRows(input, textual(input, names)) : wholeColumns(input);
  try {
    return work(table);
  } finally {
    release(table, from);
  }
}

function textual(rows: readonly unknown[], names: readonly string[]): Record<string, ColumnType> | undefined {
  const types: Record<string, ColumnType> = {};
  for (const name of names) {
    const cells = rowCells(rows, name);
    const isMixed = findKind(cells, ["string"]) >= 0 && findKind(cells, ["number", "bigint", "boolean", "date"]) >= 0;
    if (isMixed) put(types, name, "string");
  }
  return types;
}

function wholeColumns(input: unknown): RawTable {
  if (typeof input === "object" && input !== null) return tableFromColumns(input as Record<string, unknown>);
  throw failure("wrong-type", `the input is ${describe(input)}, not a table`, { help: "Give a Table, an array of rows, or an object of columns." });
}
