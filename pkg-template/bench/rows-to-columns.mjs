// How long rows take to become columns, beside a careful hand-written loop (a Map of identifiers, typed arrays for the rest).
//
//   node bench/rows-to-columns.mjs [package folder]
//
// "shared": the rows of one customer share one string object, as after a join or a lookup. "fresh": every row has a string of
// its own, as after parsing a file by hand. "json": the rows come from JSON.parse. Medians of 15, the two taken in turns.

import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2] ?? resolve(here, "../../pkg"));
const { Table, segmentRfm } = await import(pathToFileURL(resolve(folder, "node.js")));

const ROWS = 1_000_000;
const CUSTOMERS = 100_000;
const ROUNDS = 15;

function makeRows(kind) {
  let state = 12345;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  const id = (n) => `C${String(n).padStart(6, "0")}`;
  const ids = Array.from({ length: CUSTOMERS }, (_, n) => id(n));
  const rows = Array.from({ length: ROWS }, () => {
    const customer = Math.floor(random() * CUSTOMERS);
    return {
      customerId: kind === "fresh" ? id(customer) : ids[customer],
      date: new Date(1.6e12 + Math.floor(random() * 6e10)),
      amount: Math.floor(random() * 10000) / 100,
    };
  });
  if (kind !== "json") return rows;
  return JSON.parse(JSON.stringify(rows)).map((row) => ({ ...row, date: new Date(row.date) }));
}

function byHand(rows) {
  const codes = new Map();
  const customer = new Int32Array(rows.length);
  const date = new Float64Array(rows.length);
  const amount = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let code = codes.get(row.customerId);
    if (code === undefined) {
      code = codes.size;
      codes.set(row.customerId, code);
    }
    customer[i] = code;
    date[i] = row.date.getTime();
    amount[i] = row.amount;
  }
  return { codes, customer, date, amount };
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const timed = (times, work) => {
  const start = performance.now();
  const result = work();
  times.push(performance.now() - start);
  return result;
};

for (const kind of ["shared", "fresh", "json"]) {
  const rows = makeRows(kind);
  const hand = [], table = [], rfm = [], rfmOfTable = [];
  const made = Table.fromRows(rows);
  for (let round = 0; round < ROUNDS; round++) {
    timed(hand, () => byHand(rows));
    timed(table, () => Table.fromRows(rows)).free();
    timed(rfm, () => segmentRfm(rows, { asOf: 1.67e12 })).customers.free();
    timed(rfmOfTable, () => segmentRfm(made, { asOf: 1.67e12 })).customers.free();
  }
  made.free();
  const [byHandMs, tableMs, rfmMs, rfmOfTableMs] = [hand, table, rfm, rfmOfTable].map(median);
  const convertMs = rfmMs - rfmOfTableMs;
  console.log(
    `${kind.padEnd(6)}  by hand ${byHandMs.toFixed(0)} ms` +
    `   Table.fromRows ${tableMs.toFixed(0)} ms (${(tableMs / byHandMs).toFixed(2)})` +
    `   segmentRfm of rows ${rfmMs.toFixed(0)} ms, of a table ${rfmOfTableMs.toFixed(0)} ms: conversion ${convertMs.toFixed(0)} ms (${(convertMs / byHandMs).toFixed(2)})`,
  );
}
