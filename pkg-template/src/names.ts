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
  const places = new Map<string, number>();
  for (const row of rows) {
    let expected = 0;
    for (const key in row) {
      if (key === names[expected]) {
        expected++;
        continue;
      }
      let place = places.get(key);
      if (place === undefined) {
        if (!Object.hasOwn(row, key)) continue;
        place = names.push(key) - 1;
        places.set(key, place);
      }
      expected = place + 1;
    }
  }
  return names;
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
