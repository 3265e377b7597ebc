// Puts functions of the module that are alike beside each other, which makes the compressed module smaller: Brotli says where in the
// module the same bytes stood before, in fewer bits if that is near. The module does what it did.
//
// Each function is followed by the one that shares most of its short sequences of bytes, of all that are left (a greedy chain over
// Jaccard similarities). Binaryen does the reordering, by names that say where a function is to stand.

import { readFileSync, writeFileSync } from "node:fs";
import { joined, number, split, written } from "./module.mjs";

const [CUSTOM, IMPORT, CODE] = [0, 2, 10];

/** Functions that are called most come first, since calls of the first 128 take a byte less; among them are those that are imported. */
const SHORT = 128;

/** Longer functions are known by a quarter of their sequences. */
const LONG = 200;

/** A sequence that so many functions have says nothing. */
const COMMON = 1000;

/** Names the functions of the module in the file by the order that they are to have. */
export function nameByOrder(file) {
  const sections = split(readFileSync(file));
  const imports = number(sections.find(({ id }) => id === IMPORT).bytes, 0)[0];
  const order = arranged(functions(sections.find(({ id }) => id === CODE).bytes), SHORT - imports);
  const places = [];
  order.forEach((index, place) => (places[index] = Buffer.from(String(place).padStart(6, "0"))));
  const names = places.flatMap((name, index) => [written(imports + index), written(name.length), name]);
  const functionNames = Buffer.concat([written(places.length), ...names]);
  const section = Buffer.concat([Buffer.from("\x04name\x01"), written(functionNames.length), functionNames]);
  writeFileSync(file, joined([...sections.filter(({ id }) => id !== CUSTOM), { id: CUSTOM, bytes: section }]));
}

/** The code of each function. */
function functions(section) {
  const codes = [];
  let [count, at] = number(section, 0);
  for (; count > 0; count--) {
    const [length, start] = number(section, at);
    at = start + length;
    codes.push(section.subarray(start, at));
  }
  return codes;
}

/** Where the functions stand in the order that they are to have; the first ones stay. */
function arranged(codes, first) {
  const order = [...codes.keys()];
  const byCode = order.slice(first).sort((a, b) => Buffer.compare(codes[a], codes[b]) || a - b);
  const left = new Set(byCode);
  const parts = codes.map(sequences);
  const having = new Map();
  for (const index of byCode) {
    for (const part of parts[index]) {
      if (having.has(part)) having.get(part).push(index);
      else having.set(part, [index]);
    }
  }

  const chain = [];
  for (let last, next = 0; left.size > 0; chain.push(last), left.delete(last)) {
    last = last === undefined ? undefined : mostAlike(last, parts, having, left);
    for (; last === undefined; next++) if (left.has(byCode[next])) last = byCode[next];
  }
  return [...order.slice(0, first), ...chain];
}

/** Of the functions that are left, the one that is most like another, if any is like it. */
function mostAlike(index, parts, having, left) {
  const shared = new Map();
  for (const part of parts[index]) {
    const others = having.get(part);
    if (others.length > COMMON) continue;
    for (const other of others) if (left.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  let [best, most] = [undefined, 0];
  for (const [other, count] of shared) {
    const similarity = count / (parts[index].size + parts[other].size - count);
    if (similarity > most) [best, most] = [other, similarity];
  }
  return best;
}

/** The sequences of four bytes that a function consists of, as numbers that are spread evenly. */
function sequences(code) {
  const found = new Set();
  for (let at = 0; at + 4 <= code.length; at++) {
    const hash = Math.imul(code.readUInt32LE(at), 0x9e3779b1) >>> 0;
    if (code.length < LONG || hash % 4 === 0) found.add(hash);
  }
  return found;
}
