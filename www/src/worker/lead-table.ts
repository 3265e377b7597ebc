// Gets a table of leads ready: the columns under the names that the cards know them by, dates as dates whatever way the file
// writes them, and the last day on which a lead was created or active.
import { Table, type ColumnData } from "custometry";
import type { LeadMapping, LeadOptions } from "../messages-leads";
import { compactDates, isoColumn, lastDayOfInstants, lastDayOfText, type IsoColumn } from "./dates";
import { dateColumns } from "./lead-cards";
import { PageError } from "./page-error";

const utcOffset = "+00:00";
/** The dates that say how far the data reach; others, such as the expected day of closing, lie ahead. */
const happened = ["createdAt", "lastActivityAt"];

export interface PreparedLeads {
  input: Table;
  lastDay: string | null;
}

export function prepareLeads(table: Table, mapping: LeadMapping, { dateOrder }: Pick<LeadOptions, "dateOrder">): PreparedLeads {
  const dates = dateColumns();
  const knownAs = new Map(Object.entries(mapping).map(([known, name]) => [name, known]));
  const columns: [string, ColumnData][] = [];
  let lastDay: string | null = null;
  for (const { name, type } of table.columns) {
    const known = knownAs.get(name);
    const own = known ?? (!Object.hasOwn(mapping, name) ? name : unused(name, table)); // another column was given that name
    const cells = table.column(name);
    if (known === undefined || !dates.has(known) || type === "boolean") {
      columns.push([own, type === "date" ? asDates(cells as Float64Array) : cells]);
      continue;
    }
    const texts = type === "string" ? (cells as (string | null)[]) : type === "number" ? compactDates(cells as Float64Array | Int32Array) : null;
    if (type === "number" && texts === null) throw new PageError("date-numbers", `The column "${name}" holds numbers.`);
    const iso = texts === null ? null : isoColumn(texts, dateOrder, utcOffset);
    const last = iso === null ? lastDayOfInstants(cells as Float64Array, utcOffset) : lastDayOfText(iso.values, utcOffset);
    if (happened.includes(known) && last !== null && (lastDay === null || last > lastDay)) lastDay = last;
    columns.push([own, iso === null ? asDates(cells as Float64Array) : (parsed(iso) ?? iso)]);
  }
  return { input: Table.fromColumns(Object.fromEntries(columns)), lastDay };
}

const asDates = (instants: Float64Array): (Date | null)[] => Array.from(instants, (ms) => (Number.isNaN(ms) ? null : new Date(ms)));

/** Texts as dates, if every one of them is one; else the package is to name the row. */
function parsed({ codes, values }: IsoColumn): (Date | null)[] | null {
  const dates = values.map((value) => (/^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(value) ? new Date(value) : null));
  const real = dates.every((date, i) => date !== null && !Number.isNaN(date.getTime()) && (values[i]?.length !== 10 || date.toISOString().startsWith(values[i] ?? "")));
  return real ? Array.from(codes, (code) => dates[code] ?? null) : null;
}

/** A name that no column has. */
function unused(name: string, table: Table): string {
  const taken = new Set(table.columns.map((column) => column.name));
  let other = `${name} (file)`;
  while (taken.has(other)) other += "'";
  return other;
}
