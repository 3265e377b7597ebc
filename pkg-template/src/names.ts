// Column names: which there are, and what to say when one is missing. Any text is a name, `__proto__` as well.

import { call } from "./runtime.js";

/** Sets a property that may be called `__proto__`. */
export function put<Value>(object: Record<string, Value>, key: string, value: Value): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  else object[key] = value;
}

/** The keys of rows, in the order of first appearance. Most rows have the same keys in the same order, and cost no look-up. */
export class Keys {
  readonly names: string[] = [];
  readonly #known = new Set<string>();

  /** Looks at the rows `from` to `to`, and returns the keys that are new. */
  find(rows: readonly unknown[], from: number, to: number): string[] {
    const before = this.names.length;
    for (let row = from; row < to; row++) {
      if (!startsLike(rows[row] as object, this.names)) this.#add(rows[row] as object);
    }
    return this.names.slice(before);
  }

  #add(row: object): void {
    for (const key in row) {
      if (this.#known.has(key) || !Object.hasOwn(row, key)) continue;
      this.#known.add(key);
      this.names.push(key);
    }
  }
}

/** Whether all keys of the row are the first of the names, in order. */
function startsLike(row: object, names: readonly string[]): boolean {
  let expected = 0;
  for (const key in row) {
    if (key !== names[expected++]) return false;
  }
  return true;
}

/** Whether one of the rows `from` to `to` has the key. Also what a getter of a class gives counts. */
export function hasKey(rows: readonly unknown[], key: string, from: number, to: number): boolean {
  const inherited = key in Object.prototype;
  for (let row = from; row < to; row++) {
    const value = rows[row];
    if (typeof value === "object" && value !== null && key in value && (!inherited || Object.hasOwn(value, key))) return true;
  }
  return false;
}

/** Throws the error for a column that is not there, with the names that are and the one that is nearest. */
export function throwMissing(name: string, existing: Iterable<string>): never {
  return call((module): never => {
    throw module.missingColumn(name, [...existing]);
  });
}
