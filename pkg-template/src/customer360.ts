// Customer 360: the view of each customer across departments.

import { invalidOption } from "./error.js";
import { withTable, type Need } from "./input.js";
import { checkKeys, columnName, columnNames, plainOptions } from "./options.js";
import { call, ensureReady, generation, release, type RawTable, type RawTables } from "./runtime.js";
import { takeResult, type Table } from "./table.js";
import type { Customer360Options, Customer360Result, TableInput } from "./types.js";

/** A table that is still to be read, and the columns that are needed of it. */
interface Wanted {
  readonly input: unknown;
  readonly needs: readonly Need[];
}

/**
 * How complete, consistent and fresh the view of each customer is across departments. With weights w of the fields:
 *
 * - completeness of a customer = sum of w over the fields that any department has filled / sum of w over all fields
 * - completeness.<department> = the same over the fields of that department, from its own source alone
 * - historyCoverage = expected departments with an event until `asOf` / expected departments
 * - ageDays = days from the latest update to `asOf`; isFresh = the targets `maxAgeDays` and `updatesPerPeriod` are met
 * - consistency of a field = 1 - customers whose departments disagree / customers of whom two sources or more have a value
 *
 * Means are of all customers: one whom a department does not know has completeness 0 there. Of a customer's several rows in the table of a
 * department, a field is taken from the one that was updated last, without `updatedAt` from the last one that has it. Nothing is left out in
 * silence: what cannot be used is listed in the `skipped` of its table, and customers of other tables only in `unknownCustomers`.
 *
 * @param customers - One row for each customer: rows, columns or a Table.
 * @param options - `departments` is required, and `asOf` where there are dates.
 * @returns Three tables, which have to be freed like any other, and reports.
 * @throws {@link CustometryError} `missing-column`, `wrong-type` (identifiers that are text in one table and numbers in another),
 *   `invalid-option`, each saying which department it is about.
 *
 * @example
 * ```js
 * import { customer360 } from "custometry";
 *
 * const customers = [{ customerId: "a", email: "ann@example.com", phone: "555-0100" }, { customerId: "b", email: null, phone: null }];
 * const tickets = [{ customerId: "a", phone: "555-0199" }, { customerId: "b", phone: "555-0101" }, { customerId: "z", phone: "555-0102" }];
 * const view = customer360(customers, {
 *   departments: { sales: { columns: ["email", "phone"] }, service: { columns: ["phone"], table: tickets } },
 * });
 * console.log(view.customers.toRows().map(({ completeness, departments }) => [completeness, departments])); // [ [ 1, "sales, service" ], [ 0.5, "service" ] ]
 * console.log(view.conflicts.toRows()[0].values); // 555-0100 | 555-0199
 * console.log(view.unknownCustomers.toRows()); // [ { customerId: "z", source: "department", department: "service", rows: 1 } ]
 * view.customers.free(); view.conflicts.free(); view.unknownCustomers.free();
 * ```
 */
export function customer360(customers: TableInput, options: Customer360Options): Customer360Result {
  ensureReady();
  const given = object(options, "customer360 needs an object of options", "Call customer360(customers, { departments: { ... } }).");
  const { departments, history, updates, updatedAt, ...rest } = given;
  const plain = plainOptions(rest, "customer360");
  const key = columnName(plain, "key") ?? "customerId";
  const dates = updatedAt === undefined ? [] : columnNames({ updatedAt: typeof updatedAt === "string" ? [updatedAt] : updatedAt }, "updatedAt");
  const master: Need[] = [{ name: key, role: "id" }, ...dates.map((name): Need => ({ name, role: "date" }))];
  const tables: Wanted[] = [];
  const settings = {
    ...plain,
    updatedAt: dates,
    departments: departmentList(departments, key, master, tables),
    history: extra(history, "history", key, [["date", "date"], ["department", "group"]], tables),
    updates: extra(updates, "updates", key, [["date", "date"]], tables),
  };
  return withTable(customers, master, true, (raw) => withTables(tables, (list) => {
    const { tables: [found, unknown, conflicts], report } = takeResult(call((module) => module.customer360(raw, list, settings)));
    return {
      customers: found as Table, unknownCustomers: unknown as Table, conflicts: conflicts as Table,
      ...(report as Omit<Customer360Result, "customers" | "unknownCustomers" | "conflicts">),
    };
  }));
}

/** The departments as the module takes them. What they need of the master table, and their own tables, are added to the lists. */
function departmentList(departments: unknown, masterKey: string, master: Need[], tables: Wanted[]): Record<string, unknown>[] {
  const help = "Give them as departments: { sales: { columns: [\"phone\"] } }.";
  return Object.entries(object(departments, "departments is not an object", help)).map(([name, department]) => {
    const of = `departments.${name}`;
    const { table, columns, ...rest } = object(department, `${of} is not an object`, help);
    checkKeys(department, ["columns", "table", "key", "updatedAt", "maxAgeDays"], of);
    const plain = plainOptions(rest, of);
    const fields = fieldList(columns, of);
    const updatedAt = columnName(plain, "updatedAt");
    const needs: Need[] = fields.map(({ column }) => ({ name: column, role: "feature" }));
    if (updatedAt !== undefined) needs.unshift({ name: updatedAt, role: "date" });
    if (table === undefined) {
      if (plain["key"] !== undefined) throw invalidOption(`${of} has a key but no table`, "Give the table, or leave out the key.");
      master.push(...needs);
      return { ...plain, name, columns: fields };
    }
    tables.push({ input: table, needs: [{ name: columnName(plain, "key") ?? masterKey, role: "id" }, ...needs] });
    return { ...plain, name, columns: fields, table: tables.length - 1 };
  });
}

function fieldList(columns: unknown, of: string): { field: string; column: string }[] {
  const pairs: [unknown, unknown][] = Array.isArray(columns)
    ? columns.map((name) => [name, name])
    : Object.entries(object(columns, `${of}.columns is neither a list nor an object`, "Give the names of the columns: columns: [\"phone\"]."));
  return pairs.map(([field, column]) => {
    if (typeof field === "string" && typeof column === "string") return { field, column };
    throw invalidOption(`${of}.columns has something that is not the name of a column`, "Give the names of the columns as text.");
  });
}

/** The history or the log of updates as the module takes it. Its table is added to the list. */
function extra(given: unknown, of: string, masterKey: string, columns: [string, Need["role"]][], tables: Wanted[]): object | undefined {
  if (given === undefined) return undefined;
  const { table, ...rest } = object(given, `${of} is not an object`, `Give it as ${of}: { table: ... }.`);
  if (table === undefined) throw invalidOption(`${of} has no table`, `Give it as ${of}: { table: ... }.`);
  const plain = plainOptions(rest, of);
  const needs = columns.map(([name, role]): Need => ({ name: columnName(plain, name) ?? name, role }));
  tables.push({ input: table, needs: [{ name: columnName(plain, "key") ?? masterKey, role: "id" }, ...needs] });
  return { ...plain, table: tables.length - 1 };
}

/** Runs `work` on all tables in wasm memory. */
function withTables<Result>(wanted: readonly Wanted[], work: (list: RawTables) => Result): Result {
  const from = generation();
  const list = call((module) => new module.RawTables());
  const next = (place: number): Result => {
    const one = wanted[place];
    if (one === undefined) return work(list);
    return withTable(one.input, one.needs, true, (table: RawTable) => {
      call(() => list.push(table));
      return next(place + 1);
    });
  };
  try {
    return next(0);
  } finally {
    release(list, from);
  }
}

function object(value: unknown, what: string, help: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalidOption(what, help);
  return value as Record<string, unknown>;
}
