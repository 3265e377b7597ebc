// A million generated customer records as columns, of which a few in a hundred have a fault, and the checks that find these.

import { AS_OF_END, MS_PER_DAY, uniforms } from "./data.mjs";

export const RECORDS = 1_000_000;
const SEED = 20_261_128;
const SEGMENTS = ["private", "business", "partner", "public"];

export const CHECKS = [
  { check: "unique", columns: ["id"] },
  { check: "required", column: "email" },
  { check: "email", column: "email" },
  { check: "phone", column: "phone", region: "CN" },
  { check: "length", column: "name", min: 2, max: 20 },
  { check: "oneOf", column: "segment", values: SEGMENTS },
  { check: "between", column: "age", min: 0, max: 120 },
  { check: "matches", column: "postcode", pattern: "^\\d{6}$" },
  { check: "compare", left: "createdAt", operator: "<=", right: "updatedAt" },
  { check: "notFuture", column: "updatedAt" },
];

/** Texts as dictionaries in order of first appearance, numbers with NaN for what is missing, dates as milliseconds. */
export function generateRecords() {
  const uniform = uniforms(SEED);
  const below = (n) => Math.floor(uniform() * n);
  const chance = (p) => uniform() < p;
  const texts = (make, missing) => {
    const codes = new Int32Array(RECORDS);
    const values = [];
    const known = new Map();
    for (let row = 0; row < RECORDS; row++) {
      if (chance(missing)) {
        codes[row] = -1;
        continue;
      }
      const text = make(row);
      let code = known.get(text);
      if (code === undefined) known.set(text, (code = values.push(text) - 1));
      codes[row] = code;
    }
    return { codes, values };
  };
  const numbers = (make, missing) => Float64Array.from({ length: RECORDS }, () => (chance(missing) ? NaN : make()));
  const letters = (n) => Array.from({ length: n }, () => String.fromCharCode(97 + below(26))).join("");
  const digits = (n) => String(below(10 ** n)).padStart(n, "0");
  const prefixes = ["138", "139", "150", "186", "188"];

  const createdAt = numbers(() => AS_OF_END - 1 - below(1_500) * MS_PER_DAY - below(MS_PER_DAY), 0.001);
  return {
    id: Int32Array.from({ length: RECORDS }, (_, row) => (chance(0.001) ? 7 + 3 * below(RECORDS) : 7 + 3 * row)),
    name: texts(() => (chance(0.005) ? "x" : letters(3) + " " + letters(2 + below(2))), 0.01),
    email: texts((row) => (chance(0.01) ? `user${row}.example.com` : `${letters(4)}.${row}@example${below(50)}.com`), 0.05),
    phone: texts(() => (chance(0.02) ? `ext. ${digits(4)}` : prefixes[below(5)] + digits(8)), 0.1),
    segment: texts(() => (chance(0.01) ? "Busines" : SEGMENTS[below(4)]), 0.02),
    age: numbers(() => (chance(0.005) ? 150 + below(50) : 18 + below(70)), 0.1),
    amount: numbers(() => below(100_000) / 100, 0.02),
    postcode: texts(() => (chance(0.01) ? digits(5) : `${1 + below(8)}${digits(5)}`), 0.05),
    createdAt,
    updatedAt: Float64Array.from(createdAt, (at) => (chance(0.002) ? at - below(30) * MS_PER_DAY - 1 : at + below(400) * 6 * 3_600_000)),
  };
}
