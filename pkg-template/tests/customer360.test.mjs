// Customer 360: every kind of input, tables of several departments, and errors that say which.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { CustometryError, Table, customer360 } = await importPackage();

const fails = (work, code, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  return true;
});

const customers = [
  { customerId: "a", email: "ann@example.com", phone: "555 0100", updated: new Date("2026-01-20") },
  { customerId: "b", email: " ", phone: null, updated: null },
  { customerId: "c", email: "cho@example.com", phone: "555 0101", updated: new Date("2025-06-01") },
];
const tickets = [
  { customer: "a", mobile: "5550100", changed: "2026-01-01" }, { customer: "c", mobile: "5550199", changed: "2025-12-30" }, { customer: "z", mobile: "1", changed: null },
];
const contacts = [
  { customerId: "a", date: "2026-01-01", department: "sales" }, { customerId: "a", date: "2026-01-02", department: "service" },
  { customerId: "c", date: "2026-01-02", department: "sales" }, { customerId: "c", date: "2026-02-02", department: "service" },
];
const options = (given = {}) => ({
  asOf: "2026-01-31",
  departments: {
    sales: { columns: ["email", "phone"] },
    service: { columns: { phone: "mobile" }, table: given.tickets ?? tickets, key: "customer", updatedAt: "changed", maxAgeDays: 30 },
  },
  history: { table: given.contacts ?? contacts },
  updatedAt: "updated", maxAgeDays: 60, compare: { phone: "digits" },
});

/** All of a result, with the tables as rows. */
function run(table, given) {
  const result = customer360(table, given);
  const rows = ["customers", "unknownCustomers", "conflicts"].map((name) => {
    const found = result[name].toRows();
    result[name].free();
    return [name, found];
  });
  return { ...result, ...Object.fromEntries(rows) };
}

const columnsOf = (rows) => Object.fromEntries(Object.keys(rows[0]).map((name) => [name, rows.map((row) => row[name])]));

test("the view of every customer, and of all", () => {
  const { customers: rows, unknownCustomers, conflicts, summary, departments, overlap, history, freshness, skipped } = run(customers, options());
  assert.deepEqual(rows.map(({ customerId, completeness, departments, historyCoverage, isFresh }) => [customerId, completeness, departments, historyCoverage, isFresh]), [
    ["a", 1, "sales, service", 1, true], ["b", 0, null, 0, false], ["c", 1, "sales, service", 0.5, true],
  ]);
  assert.deepEqual(Object.keys(rows[0]), [
    "customerId", "completeness", "missingFields", "completeness.sales", "completeness.service", "departments", "departmentCount", "conflicts",
    "historyCoverage", "historyMissing", "events", "lastEvent", "lastUpdated", "ageDays", "isFresh", "updates30", "updates90", "updatesPerMonth",
  ]);
  assert.deepEqual(unknownCustomers, [{ customerId: "z", source: "department", department: "service", rows: 1 }]);
  assert.deepEqual(conflicts, [{ customerId: "c", column: "phone", values: "555 0101 | 5550199", departments: "sales | service", distinctValues: 2 }]);
  assert.deepEqual(summary, {
    customers: 3, completeness: 2 / 3, complete: 2, completeShare: 2 / 3, knownTo: [1, 0, 2], sharedShare: 2 / 3, conflicts: 1, consistency: 0.5, unknownCustomers: 1,
  });
  assert.deepEqual(overlap, { departments: ["sales", "service"], customers: [[2, 2], [2, 2]] });
  assert.deepEqual([departments[1].medianAgeDays, departments[1].fresh, departments[1].freshShare], [31, 1, 0.5]);
  assert.deepEqual([history.coverage, history.skipped.count, freshness.undated, freshness.medianAgeDays], [0.5, 1, 1, 21.5]);
  assert.equal(skipped.count, 0);
});

test("tables, columns and rows give the same", () => {
  const expected = run(customers, options());
  const tables = [customers, tickets, contacts].map((rows) => Table.fromRows(rows));
  assert.deepEqual(run(tables[0], options({ tickets: tables[1], contacts: tables[2] })), expected);
  assert.deepEqual(run(columnsOf(customers), options({ tickets: columnsOf(tickets), contacts: columnsOf(contacts) })), expected);
  assert.equal(tables[1].numRows, 3, "tables that are given are not freed");
  tables.forEach((table) => table.free());
});

test("without dates there is neither history nor freshness", () => {
  const { customers: rows, history, freshness } = run(customers, { departments: { sales: { columns: ["email"] } } });
  assert.deepEqual([history, freshness, "lastUpdated" in rows[0], "events" in rows[0]], [null, null, false, false]);
});

test("errors say which department or table it is", () => {
  const sales = { columns: ["email"] };
  fails(() => customer360(customers), "invalid-option", /object of options/);
  fails(() => customer360(customers, {}), "invalid-option", /departments/);
  fails(() => customer360(customers, { departments: [] }), "invalid-option", /departments/);
  fails(() => customer360(customers, { departments: { sales: {} } }), "invalid-option", /departments\.sales\.columns/);
  fails(() => customer360(customers, { departments: { sales: { columns: [1] } } }), "invalid-option", /departments\.sales\.columns/);
  fails(() => customer360(customers, { departments: { sales: { ...sales, age: 1 } } }), "invalid-option", /departments\.sales.*"age"/);
  fails(() => customer360(customers, { departments: { sales: { ...sales, key: "id" } } }), "invalid-option", /no table/);
  fails(() => customer360(customers, { departments: { sales }, unknown: 1 }), "invalid-option", /`unknown`/);
  fails(() => customer360(customers, { departments: { sales }, history: {} }), "invalid-option", /history has no table/);
  fails(() => customer360(customers, { departments: { sales }, history: { table: contacts } }), "invalid-option", /asOf/);
  fails(() => customer360(customers, { departments: { sales: { columns: ["mail"] } } }), "missing-column", /"mail"/);
  fails(() => customer360(customers, { departments: { sales: { ...sales, table: Table.fromRows(tickets), key: "customer" } } }), "missing-column", /departments\.sales.*"email"/);
  fails(() => customer360(customers, { departments: { sales }, weights: { email: 0 } }), "invalid-option", /weights\.email/);
  fails(() => customer360(customers, { departments: { sales }, compare: { email: "near" } }), "invalid-option", /compare\.email/);
});
