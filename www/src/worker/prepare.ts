// Gets a table ready for the analysis: its dates as ISO 8601, whatever way the file writes them, and the last day in it.
import { Table, type ColumnData } from "custometry";
import type { CompleteMapping, Options } from "../messages";
import { compactDates, isoColumn, lastDayOfInstants, lastDayOfText, onClock } from "./dates";
import { PageError } from "./page-error";

export interface Prepared {
  /** The table itself, or one of just the mapped columns, which the caller frees. */
  input: Table;
  lastDay: string | null;
}

export function prepare(table: Table, mapping: CompleteMapping, { dateOrder, utcOffset }: Options): Prepared {
  // The package takes a column named orderId for orders unless told another; the visitor has said that there are none.
  const strayOrders = mapping.orderId === null && table.columns.some(({ name }) => name === "orderId");
  const type = table.columns.find(({ name }) => name === mapping.date)?.type;
  const dates = table.column(mapping.date);

  const cells = type === "string" ? (dates as (string | null)[]) : type === "number" ? compactDates(dates as Float64Array | Int32Array) : null;
  if (cells !== null) {
    const iso = isoColumn(cells, dateOrder, utcOffset);
    const lastDay = lastDayOfText(iso.values, utcOffset);
    return { input: iso.rewritten || strayOrders ? mapped(table, mapping, iso) : table, lastDay };
  }
  if (type !== "date" && type !== "number") return { input: table, lastDay: null };

  const instants = dates as Float64Array | Int32Array;
  const lastDay = lastDayOfInstants(instants, utcOffset);
  // Days since 1900 or seconds since 1970 would pass for milliseconds and put every purchase into the same few days.
  if (type === "number" && lastDay !== null && lastDay < "1975") throw new PageError("date-numbers", `The column "${mapping.date}" holds numbers.`);
  return { input: strayOrders ? mapped(table, mapping, onClock(instants, utcOffset)) : table, lastDay };
}

/** A table of the mapped columns alone, with other dates. */
function mapped(table: Table, mapping: CompleteMapping, dates: ColumnData): Table {
  const columns: [string, ColumnData][] = [];
  for (const name of [mapping.customerId, mapping.amount, mapping.orderId]) if (name !== null && name !== mapping.date) columns.push([name, table.column(name)]);
  columns.push([mapping.date, dates]);
  return Table.fromColumns(Object.fromEntries(columns));
}
