// The checks of records.mjs by hand: loops over typed arrays, texts decided once for every value of their dictionary, one pass over the
// rows to collect failures and scores.

import { AS_OF_END } from "../data.mjs";
import { CHECKS, RECORDS } from "../records.mjs";

const EMAIL = /^[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/;
const PHONE = /^1[3-9]\d{9}$/;
const POSTCODE = /^\d{6}$/;

const UNTESTED = 0;
const PASSED = 1;
const FAILED = 2;

export function contenders() {
  const normalise = ({ score, records, failures: { row, column, value }, tested, failed }) => ({ quality: { score: [score], records, row, column, value, tested, failed } });
  return [{ case: "quality", label: "JavaScript", normalise, run: checkRecords }];
}

function checkRecords(records) {
  const states = CHECKS.map((check) => stateOf(check, records));
  const rows = [];
  const checks = [];
  const score = new Float64Array(RECORDS);
  const tested = new Float64Array(CHECKS.length);
  const failed = new Float64Array(CHECKS.length);
  let earned = 0;
  let worth = 0;
  for (let row = 0; row < RECORDS; row++) {
    let passes = 0;
    let tests = 0;
    for (let check = 0; check < states.length; check++) {
      const state = states[check][row];
      if (state === UNTESTED) continue;
      tests++;
      if (state === PASSED) passes++;
      else {
        failed[check]++;
        rows.push(row);
        checks.push(check);
      }
      tested[check]++;
    }
    earned += passes;
    worth += tests;
    score[row] = tests > 0 ? (100 * passes) / tests : NaN;
  }
  const failures = {
    row: Int32Array.from(rows),
    column: checks.map((check) => columnOf(CHECKS[check])),
    value: rows.map((row, i) => textOf(records[columnOf(CHECKS[checks[i]])], row)),
    reason: [],
  };
  for (let i = 0; i < rows.length; i++) failures.reason.push(reasonOf(CHECKS[checks[i]], failures.value[i]));
  return { score: (100 * earned) / worth, records: score, failures, tested, failed };
}

const columnOf = ({ column, columns, left }) => column ?? columns?.[0] ?? left;

function textOf(column, row) {
  if (column.codes === undefined) return Number.isNaN(column[row]) ? null : String(column[row]);
  return column.codes[row] < 0 ? null : column.values[column.codes[row]];
}

function stateOf(check, records) {
  switch (check.check) {
    case "unique": return unique(records.id);
    case "required": return Uint8Array.from(records.email.codes, (code) => (code < 0 ? FAILED : PASSED));
    case "email": return ofTexts(records.email, (text) => EMAIL.test(text));
    case "phone": return ofTexts(records.phone, (text) => PHONE.test(text));
    case "length": return ofTexts(records.name, (text) => text.length >= check.min && text.length <= check.max);
    case "oneOf": return ofTexts(records.segment, (text) => check.values.includes(text));
    case "matches": return ofTexts(records.postcode, (text) => POSTCODE.test(text));
    case "between": return ofNumbers(records.age, (age) => age >= check.min && age <= check.max);
    case "notFuture": return ofNumbers(records.updatedAt, (at) => at < AS_OF_END);
    default: return Uint8Array.from(records.createdAt, (at, row) => {
      const other = records.updatedAt[row];
      return Number.isNaN(at) || Number.isNaN(other) ? UNTESTED : at <= other ? PASSED : FAILED;
    });
  }
}

function ofTexts({ codes, values }, isRight) {
  const states = Uint8Array.from(values, (text) => (isRight(text) ? PASSED : FAILED));
  return Uint8Array.from(codes, (code) => (code < 0 ? UNTESTED : states[code]));
}

function ofNumbers(numbers, isRight) {
  return Uint8Array.from(numbers, (number) => (Number.isNaN(number) ? UNTESTED : isRight(number) ? PASSED : FAILED));
}

function unique(ids) {
  const first = new Map();
  const states = new Uint8Array(ids.length);
  for (let row = 0; row < ids.length; row++) {
    const other = first.get(ids[row]);
    states[row] = PASSED;
    if (other === undefined) first.set(ids[row], row);
    else states[row] = states[other] = FAILED;
  }
  return states;
}

function reasonOf(check, value) {
  switch (check.check) {
    case "unique": return `${value} is there more than once`;
    case "required": return "is missing";
    case "email": return `${value} is no mail address`;
    case "phone": return `${value} is no telephone number`;
    case "length": return `has ${value.length} characters, not ${check.min} to ${check.max}`;
    case "oneOf": return `${value} is none of ${check.values.join(", ")}`;
    case "between": return `is ${value}, not ${check.min} to ${check.max}`;
    case "matches": return `${value} does not match ${check.pattern}`;
    case "compare": return `is after ${check.right}`;
    default: return `is after ${AS_OF_END}`;
  }
}
