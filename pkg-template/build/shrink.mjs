// Makes what wasm-bindgen wrote smaller before Binaryen optimises it: what panics no longer says why and where, which nobody gets to
// see, and what the module and its binding call each other by is short.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { joined, number, split, text, written } from "./module.mjs";

const [CUSTOM, IMPORT, EXPORT, CODE, DATA] = [0, 2, 7, 10, 11];

/** The standard library's ways into a panic. All end in a trap, before which nothing prints what they say: there is no standard error. */
const PANICS = [
  /^core::panicking::/, /^core::(option|result)::(unwrap|expect)_failed$/, /^core::slice::index::slice_index_fail$/,
  /^core::cell::panic_already_/, /^core::slice::sort::shared::smallsort::panic_on_ord_violation$/, /^__rustc::rust_begin_unwind$/,
  /^alloc::raw_vec::(handle_error|capacity_overflow)$/, /^alloc::alloc::handle_alloc_error$/, /^std::thread::local::panic_access_error$/,
];

/** A function's code: three bytes, which declare no variables, trap, and end. */
const TRAP = Buffer.from([3, 0x00, 0x00, 0x0b]);

/** The export that the facade itself asks for. */
const KEPT = "memory";

/** Reads the module and its binding from one folder, and writes them to another. */
export function shrink(from, to) {
  const sections = split(readFileSync(join(from, "custometry_bg.wasm")));
  const section = (wanted) => sections.find(({ id }) => id === wanted);
  const names = functionNames(sections.find(({ id, bytes }) => id === CUSTOM && text(bytes, 0)[0] === "name").bytes);
  const [imports, imported] = rename(section(IMPORT).bytes, 2, "i");
  const [exports, exported] = rename(section(EXPORT).bytes, 1, "e");
  section(IMPORT).bytes = imports;
  section(EXPORT).bytes = exports;
  section(CODE).bytes = trap(section(CODE).bytes, imported.size, names);
  section(DATA).bytes = withoutLocations(section(DATA).bytes);
  writeFileSync(join(to, "custometry_bg.wasm"), joined(sections));
  writeFileSync(join(to, "custometry.js"), rebind(readFileSync(join(from, "custometry.js"), "utf8"), imported, exported));
}

/** The names of functions by their index, without hashes. */
function functionNames(section) {
  const names = new Map();
  for (let at = text(section, 0)[1]; at < section.length;) {
    const kind = section[at];
    const [length, start] = number(section, at + 1);
    if (kind === 1) {
      let [count, next] = number(section, start);
      for (; count > 0; count--) {
        const [index, nameAt] = number(section, next);
        const [name, after] = text(section, nameAt);
        names.set(index, name.replace(/\[[0-9a-f]+\]/g, ""));
        next = after;
      }
    }
    at = start + length;
  }
  return names;
}

/** Gives short names to the imports or exports of a section, whose entries end in a kind and a number; returns the new ones by the old ones. */
function rename(section, texts, letter) {
  const short = new Map();
  let [count, at] = number(section, 0);
  const parts = [written(count)];
  for (; count > 0; count--) {
    const start = at;
    if (texts === 2) at = text(section, at)[1];
    parts.push(section.subarray(start, at));
    const [name, after] = text(section, at);
    const given = name === KEPT ? name : letter + short.size.toString(36);
    short.set(name, given);
    // A function's kind is 0, and that of a table, whose type takes more than a number, does not occur among the imports.
    if (letter === "i" && section[after] !== 0) throw new Error(`${name} is imported and is no function`);
    at = number(section, after + 1)[1];
    parts.push(written(given.length), Buffer.from(given), section.subarray(after, at));
  }
  return [Buffer.concat(parts), short];
}

/** The code with nothing but a trap in the functions that panic. */
function trap(section, firstIndex, names) {
  let [count, at] = number(section, 0);
  const parts = [written(count)];
  let found = 0;
  for (let index = firstIndex; index < firstIndex + count; index++) {
    const start = at;
    const [length, body] = number(section, at);
    at = body + length;
    const isPanic = PANICS.some((pattern) => pattern.test(names.get(index) ?? ""));
    found += Number(isPanic);
    parts.push(isPanic ? TRAP : section.subarray(start, at));
  }
  if (found < 5) throw new Error(`only ${found} functions that panic: does the module have the names of its functions?`);
  return Buffer.concat(parts);
}

/**
 * The data with zeros, which take no room, for the places in source files that panics name: of each the address and length of the
 * file's name, a line and a column, and the names themselves.
 */
function withoutLocations(section) {
  const data = Buffer.from(section);
  let [count, at] = number(data, 0);
  let found = 0;
  for (; count > 0; count--) {
    // An active segment of the one memory: 0, `i32.const`, an address, `end`, and the length of what follows.
    if (data[at] !== 0 || data[at + 1] !== 0x41) throw new Error("a segment of the data has no fixed address");
    const [address, afterAddress] = number(data, at + 2);
    const [length, start] = number(data, afterAddress + 1);
    at = start + length;
    const bytes = data.subarray(start, at);
    const names = new Map();
    for (let place = -address & 3; place + 16 <= length; place += 4) {
      const [name, size, line, column] = [0, 4, 8, 12].map((field) => bytes.readUInt32LE(place + field));
      const from = name - address;
      if (line === 0 || line > 1e5 || column === 0 || column > 1e3 || from < 0 || size > 200 || from + size > length) continue;
      if (!/^[\w./-]+\.rs$/.test(bytes.toString("latin1", from, from + size))) continue;
      bytes.fill(0, place, place + 16);
      names.set(from, size);
      found++;
    }
    for (const [from, size] of names) bytes.fill(0, from, from + size);
  }
  if (found < 20) throw new Error(`only ${found} places in source files: does the data look otherwise than is known here?`);
  return data;
}

/** The binding with the new names. Those that it does not have, though it names the old ones, would be missed when it runs. */
function rebind(code, imported, exported) {
  const unseen = new Set([...imported.keys(), ...exported.keys()]);
  const given = (names, name) => {
    unseen.delete(name);
    return names.get(name);
  };
  const bound = code
    .replace(/\bwasm\.(\w+)/g, (whole, name) => (exported.has(name) ? `wasm.${given(exported, name)}` : whole))
    .replace(/^( +)(\w+)(: )/gm, (whole, indent, name, colon) => (imported.has(name) ? indent + given(imported, name) + colon : whole));
  const missed = [...unseen].filter((name) => imported.has(name) || new RegExp(`\\b${name}\\b`).test(code.replace(/\/\*[^]*?\*\//g, "")));
  if (missed.length > 0) throw new Error(`the binding names ${missed.join(", ")} in a way that is not known here`);
  return bound;
}
