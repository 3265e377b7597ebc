// A file as a table, and what the page is shown of it.
import { type Cell, type Table } from "custometry";
import { previewColumns, type Dataset, type Encoding, type Source } from "../messages";
import { PageError } from "./page-error";
import { readCsv } from "./read";

/** How many rows and characters of a cell the page is shown: enough to know the table by. */
const previewRows = 5;
const previewText = 200;

export async function readSource(source: Source, encoding: Encoding | null, note: (encoding: Encoding) => void): Promise<{ table: Table; dataset: Dataset }> {
  const read = readCsv(await load(source), encoding, note);
  const { table } = read;
  const columns = table.columns.map(({ name, type }) => ({ name, type }));
  const preview = table.toRows({ to: previewRows }).map((row) => columns.slice(0, previewColumns).map(({ name }) => cellText(row[name])));
  return { table, dataset: { name: source.name, rows: table.numRows, columns, preview, encoding: read.encoding, encodingGuessed: encoding === null && read.encoding !== "utf-8" } };
}

/** The cells of a row for the page: of a very wide table the first ones, and that of one column. */
export function rowCells(table: Table, row: number, column: string | undefined): { column: string; text: string }[] {
  const [cells] = table.toRows({ from: row, to: row + 1 });
  if (cells === undefined) return [];
  return table.columns.filter(({ name }, i) => i < previewColumns || name === column).map(({ name }) => ({ column: name, text: cellText(cells[name]) }));
}

async function load(source: Source): Promise<Uint8Array> {
  try {
    if (source instanceof File) return new Uint8Array(await source.arrayBuffer());
    const response = await fetch(source.url);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new PageError("unreadable", error instanceof Error ? error.message : String(error));
  }
}

export function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  const text = cell instanceof Date ? cell.toISOString().replace(/T00:00:00\.000Z$/, "") : String(cell);
  return text.length > previewText ? `${text.slice(0, previewText)}…` : text;
}
