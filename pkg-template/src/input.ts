// What analyses take: a Table as it is, or rows or columns of which only the needed columns are converted, each by its role.
//
// The role says which cells will do. A cell of another type is stored as null with what was found there, and the analysis
// decides by `onInvalid` whether that is an error or a row to leave out.

import { buildTable, type Builder } from "./builder.js";
import { bigintsAreSafe, cellAt, describe, findKind, kindOf, listCells, rowCells, timeOf, type Cells, type Kind } from "./cells.js";
import { checkRows, commonLength, dataColumn, inferred, lenient, tableFromColumns, tableFromRows } from "./columns.js";
import { failure } from "./error.js";
import { Keys, hasKey, throwMissing } from "./names.js";
import { generation, release, type RawTable } from "./runtime.js";
import { isTable, rawOf } from "./table.js";
import { arrayName } from "./typed-arrays.js";
import { booleanColumn, dateColumn, numberColumn, textColumn, wholeColumn, writeColumns, type Odd, type Writer } from "./writers.js";

/**
 * What a column is for: an identifier (text or numbers), a date (dates, numbers or text), numbers (or text of numbers), a flag
 * (booleans, numbers 0 and 1, or text of these), the name of a group (text, numbers or booleans), a feature of a model (any
 * one of these), anything, to be carried along, or anything that becomes text where its types are mixed. As "cell", cells of different types may stand in one column: those of the type that comes
 * first go by its name, each further type goes by a name of its own (`moreTypes`).
 */
export type Role = "id" | "date" | "number" | "flag" | "group" | "feature" | "any" | "mixed" | "cell";

/** A column that an analysis needs, or takes if it is there. */
export interface Need {
  readonly name: string;
  readonly role: Role;
  readonly optional?: boolean;
}

/** Runs `work` on the input as a table in wasm memory. A table made for the purpose is freed at once. */
export function withTable<Result>(input: unknown, needs: readonly Need[], allMarks: boolean, work: (table: RawTable) => Result): Result {
  const isEmpty = isTable(input) && input.numRows === 0 && input.columns.length === 0;
  if (isTable(input) && !isEmpty) return work(rawOf(input));
  const from = generation();
  // A table made of no rows has no columns either. What is wrong with it is that it is empty, as with the rows themselves.
  const table = convert(isEmpty ? [] : input, distinct(needs), allMarks);
  try {
    return work(table);
  } finally {
    release(table, from);
  }
}

/** Runs `work` on a table of all that the input holds, whatever that is. */
export function withWholeTable<Result>(input: unknown, work: (table: RawTable) => Result): Result {
  if (isTable(input)) return work(rawOf(input));
  const from = generation();
  const table = Array.isArray(input) ? tableFromRows(input, undefined, lenient) : tableFromColumns(checkColumns(input), lenient);
  try {
    return work(table);
  } finally {
    release(table, from);
  }
}

function convert(input: unknown, needs: readonly Need[], allMarks: boolean): RawTable {
  const late: (() => void)[] = [];
  if (Array.isArray(input)) {
    return buildTable(input.length, (builder) => {
      const column = (need: Need) => neededColumn(builder, need, rowCells(input, need.name), allMarks, late);
      const required = needs.filter(({ optional }) => !optional);
      let optional = needs.filter(({ optional }) => optional);
      required.forEach(({ name }) => checkPresent(input, name));
      writeColumns(input.length, required.map(column), (from, to) => {
        checkRows(input, from, to);
        const found = optional.filter(({ name }) => hasKey(input, name, from, to));
        if (found.length > 0) optional = optional.filter((need) => !found.includes(need));
        return found.map(column);
      });
      late.forEach((add) => add());
    });
  }
  const columns = checkColumns(input);
  const given = needs.filter(({ name, optional }) => {
    if (Object.hasOwn(columns, name)) return true;
    return optional ? false : throwMissing(name, Object.keys(columns));
  }).map((need) => ({ need, data: columns[need.name] }));
  const sized = given.length > 0 ? given.map(({ need, data }) => [need.name, data] as const) : Object.entries(columns);
  const rows = commonLength(sized);
  return buildTable(rows, (builder) => {
    const ofCells = (need: Need) => (_: Builder, __: string, cells: Cells) => neededColumn(builder, need, cells, allMarks, late);
    writeColumns(rows, given.map(({ need, data }) => dataColumn(builder, need.name, data, ofCells(need))));
    late.forEach((add) => add());
  });
}

/** One column may play two roles; the first decides how it is read. */
function distinct(needs: readonly Need[]): Need[] {
  return needs.filter(({ name }, i) => needs.findIndex((other) => other.name === name) === i);
}

/** Throws if no row has the column. Most often the first one has. */
function checkPresent(rows: readonly unknown[], name: string): void {
  if (rows.length === 0 || hasKey(rows, name, 0, rows.length)) return;
  checkRows(rows, 0, rows.length);
  const keys = new Keys();
  keys.find(rows, 0, rows.length);
  throwMissing(name, keys.names);
}

function checkColumns(input: unknown): Readonly<Record<string, unknown>> {
  const help = "Give a Table, an array of rows, or an object of columns.";
  if (typeof input !== "object" || input === null || arrayName(input) !== undefined || input instanceof Map) {
    throw failure("wrong-type", `the input is ${describe(input)}, not a table`, { help });
  }
  if ("batches" in input && "schema" in input) {
    throw failure("wrong-type", "the input is an Apache Arrow table", { help: "Make it a Table first: Table.fromArrow(table)." });
  }
  if ("numRows" in input && "toColumns" in input && typeof input.toColumns === "function") {
    throw failure("wrong-type", "the table belongs to another copy of the package", {
      help: "Make and use a table with the same import of custometry, in the same thread.",
    });
  }
  return input as Record<string, unknown>;
}

function neededColumn(builder: Builder, { name, role }: Need, cells: Cells, allMarks: boolean, late: (() => void)[]): Writer {
  if (role === "any") return inferred(builder, name, cells);
  if (role === "cell") return cellColumn(builder, name, cells, late);
  if (role === "mixed") return lenient(builder, name, cells);
  const marks: [row: number, found: string][] = [];
  const odd: Odd = (row, cell) => {
    if (allMarks || marks.length === 0) marks.push([row, describe(cell)]);
  };
  const kind = columnKind(role, cells);
  const make = kind === "number" ? numberColumn : kind === "date" ? dateColumn : kind === "boolean" ? booleanColumn : textColumn;
  const writer = make(builder, name, cells, odd, kind === "digits");
  return {
    ...writer,
    finish: () => {
      writer.finish();
      for (const [row, found] of marks) builder.markInvalid(name, row, found);
    },
  };
}

/** The cells of the type that comes first. If there are others, these are added when all columns are written, since one text is written at a time. */
function cellColumn(builder: Builder, name: string, cells: Cells, late: (() => void)[]): Writer {
  const first = findKind(cells, ["string", "number", "boolean", "bigint", "date"]);
  const kind = first < 0 ? "null" : kindOf(cellAt(cells, first));
  const type = kind !== "bigint" ? kind : bigintsAreSafe(cells) ? "number" : "string";
  let isMixed = type === "null";
  const odd: Odd = () => void (isMixed = true);
  const writer = type === "null" ? wholeColumn(() => builder.addNulls(name)) : typeWriters[type as keyof typeof typeWriters](builder, name, cells, odd);
  late.push(() => {
    if (isMixed) moreTypes(builder, name, cells, type);
  });
  return writer;
}

const typeWriters = {
  string: (builder: Builder, name: string, cells: Cells, odd: Odd) => textColumn(builder, name, cells, odd, !bigintsAreSafe(cells)),
  number: numberColumn,
  boolean: booleanColumn,
  date: dateColumn,
};

/** Adds the cells of a column that are not of its type: as `name`, a zero byte, and the type. What no table can hold is there in words. */
function moreTypes(builder: Builder, name: string, cells: Cells, type: Kind): void {
  const isOther = (cell: unknown) => kindOf(cell) === "other" || (kindOf(cell) === "date" && Number.isNaN(timeOf(cell)));
  const write = (writer: Writer) => writeColumns(cells.count, [writer]);
  const kinds = { string: "text", number: "number", boolean: "boolean", date: "date" } as const;
  for (const kind of ["string", "number", "boolean", "date"] as const) {
    const has = findKind(cells, kind === "number" ? ["number", "bigint"] : [kind]) >= 0;
    if (kind !== type && has) write(typeWriters[kind](builder, `${name}\0${kinds[kind]}`, cells, () => {}));
  }
  const others: (string | null)[] = [];
  for (let row = 0; row < cells.count; row++) others.push(isOther(cellAt(cells, row)) ? describe(cellAt(cells, row)) : null);
  if (others.some((other) => other !== null)) write(textColumn(builder, `${name}\0other`, listCells(others), () => {}));
}

const ACCEPTED = {
  id: ["string", "number", "bigint"],
  date: ["date", "number", "string"],
  flag: ["boolean", "number", "bigint", "string"],
  group: ["string", "number", "bigint", "boolean"],
  feature: ["string", "number", "bigint", "boolean", "date"],
} as const satisfies Partial<Record<Role, readonly Kind[]>>;

/** How a column is stored. For numbers a number decides, wherever it is; otherwise the first cell that will do. */
function columnKind(role: Exclude<Role, "any" | "mixed" | "cell">, cells: Cells): "string" | "digits" | "date" | "number" | "boolean" {
  if (role === "number") {
    if (findKind(cells, ["number", "bigint"]) >= 0) return "number";
    return findKind(cells, ["string"]) >= 0 ? "string" : "number";
  }
  const first = findKind(cells, ACCEPTED[role]);
  const kind = first < 0 ? "null" : kindOf(cellAt(cells, first));
  if (kind === "string" || kind === "date" || kind === "boolean") return kind;
  return kind === "bigint" && !bigintsAreSafe(cells) ? "digits" : "number";
}
