// Column names: which there are, and what to say when one is missing. Any text is a name, `__proto__` as well.

import { call } from "./runtime.js";

/** Sets a property that may be called `__proto__`. */
export function put<Value>(object: Record<string, Value>, key: string, value: Value): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  else object[key] = value;
}

/** The keys of all rows, in the order of first appearance. Most rows have the same keys in the same order, and cost no look-up. */
export function keysOf(rows: readonly object[]): string[] {
  const names: string[] = [];
  const known = new Set<string>();
  for (let row = 0; row < rows.length; row++) {
    if (!startsLike(rows[row]!, names)) addKeys(rows[row]!, names, known);
  }
  return names;
}

/** Whether all keys of the row are the first of the names, in order. */
function startsLike(row: object, names: readonly string[]): boolean {
  let expected = 0;
  for (const key in row) {
    if (key !== names[expected++]) return false;
  }
  return true;
}

function addKeys(row: object, names: string[], known: Set<string>): void {
  for (const key in row) {
    if (known.has(key) || !Object.hasOwn(row, key)) continue;
    known.add(key);
    names.push(key);
  }
}

/** Whether a row has the key; most often the first one has. Also what a getter of a class gives counts. */
export function hasKey(rows: readonly object[], key: string): boolean {
  if (key in Object.prototype) return rows.some((row) => Object.hasOwn(row, key));
  for (let row = 0; row < rows.length; row++) {
    if (key in rows[row]!) return true;
  }
  return false;
}

/** Throws the error for a column that is not there, with the names that are and the one that is nearest. */
export function throwMissing(name: string, existing: Iterable<string>): never {
  return call((module): never => {
    throw module.missingColumn(name, [...existing]);
  });
}
