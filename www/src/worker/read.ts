// From the bytes of a file to a Table: finds out the encoding, and says no to what is not text.
import { CustometryError, Table } from "custometry";
import type { Encoding } from "../messages";
import { PageError } from "./page-error";

/** `encoding` is what the visitor chose, or null to find out; `note` is told before bytes that are not UTF-8 are decoded. */
export function readCsv(bytes: Uint8Array, encoding: Encoding | null, note: (encoding: Encoding) => void): { table: Table; encoding: Encoding } {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    throw new PageError("spreadsheet-file", "The file is a workbook or an archive, not CSV text.");
  const chosen = encoding ?? byteOrderMark(bytes);
  if (chosen !== null && chosen !== "utf-8") return decoded(bytes, chosen);
  try {
    return { table: Table.fromCsv(bytes), encoding: "utf-8" };
  } catch (error) {
    const undecided = encoding === null && error instanceof CustometryError && error.code === "bad-csv";
    if (!undecided || decodes(bytes, "utf-8")) throw error;
    const guess = decodes(bytes, "gbk") ? "gbk" : "windows-1252";
    note(guess);
    return decoded(bytes, guess);
  }
}

function decoded(bytes: Uint8Array, encoding: Encoding): { table: Table; encoding: Encoding } {
  let text: string;
  try {
    text = new TextDecoder(encoding).decode(bytes);
  } catch {
    throw new PageError("too-long", "The text is longer than a string of this browser can be.");
  }
  return { table: Table.fromCsv(text), encoding };
}

/** Whether every byte is valid in that encoding, a piece at a time so that no copy of the file is made. */
function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const piece = 1 << 20;
  try {
    for (let from = 0; from < bytes.length; from += piece) decoder.decode(bytes.subarray(from, from + piece), { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

function byteOrderMark(bytes: Uint8Array): Encoding | null {
  if (startsWith(bytes, [0xff, 0xfe])) return "utf-16le";
  if (startsWith(bytes, [0xfe, 0xff])) return "utf-16be";
  return null;
}

const startsWith = (bytes: Uint8Array, prefix: number[]) => prefix.every((byte, i) => bytes[i] === byte);
