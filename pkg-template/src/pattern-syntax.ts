// Regular expressions taken apart: JavaScript's syntax, Annex B of ECMA-262 included, as a tree. Whether a pattern is right has been
// decided by `new RegExp` before; which characters a class, an escape or a dot stands for is left to RegExp, one character at a time.

import { invalidOption } from "./error.js";

export type Tree =
  | { kind: "set"; set: number }
  | { kind: "condition"; condition: number; negated: boolean }
  | { kind: "sequence" | "choice"; of: Tree[] }
  | { kind: "repeat"; of: Tree; min: number; max: number };

/** A set of characters: one of them, or those that a RegExp matches. */
export type CharacterSet = number | RegExp;

/** What has to hold between two characters. */
export type Condition =
  | { kind: "start" | "end"; lines: boolean }
  | { kind: "boundary"; word: number }
  | { kind: "ahead" | "behind"; of: Tree };

export interface Syntax { tree: Tree; sets: CharacterSet[]; conditions: Condition[]; newline: number }

/** The conditions of a pattern are bits of one number. */
const MOST_CONDITIONS = 30;
const DEEPEST = 200;

/** Names of properties that are of strings instead of characters, and strings within classes. */
const OF_STRINGS = /\\p\{(?:Basic_Emoji|Emoji_Keycap_Sequence|RGI_\w+)\}|\\q\{/;
const GROUP = /\((?:\?(?:(<?[=!])|<[^>]*>|([a-z]*)(?:-([a-z]*))?:))?/y;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y;
const ESCAPE = /\\(?:u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|c[A-Za-z]|[0-3][0-7]{0,2}|[4-7][0-7]?|[^])/y;
const UNICODE_ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[\dA-Fa-f]+\}|u[Dd][89ABab][\dA-Fa-f]{2}\\u[Dd][C-Fc-f][\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|c[A-Za-z]|[^])/uy;

export function parsePattern(source: string, flags: string): Syntax {
  const unicode = /[uv]/.test(flags);
  const sets: CharacterSet[] = [];
  const conditions: Condition[] = [];
  const numbers = new Map<string, number>();
  let at = 0;
  let depth = 0;
  let groups: { count: number; named: boolean } | undefined;
  /** Of i, m and s, those in force: (?i:...) changes them inside a pattern. */
  let modes = flags;
  const newline = setOf("[\\n\\r\\u2028\\u2029]");

  const tree = choice();
  return { tree, sets, conditions, newline };

  function choice(): Tree {
    if (++depth > DEEPEST) throw invalidOption(`a pattern is nested more than ${DEEPEST} deep`, "Take away parentheses that are not needed.");
    const of = [sequence()];
    while (source[at] === "|") {
      at++;
      of.push(sequence());
    }
    depth--;
    return of.length === 1 ? of[0]! : { kind: "choice", of };
  }

  function sequence(): Tree {
    const of: Tree[] = [];
    while (at < source.length && source[at] !== "|" && source[at] !== ")") of.push(quantified(atom()));
    return { kind: "sequence", of };
  }

  function quantified(of: Tree): Tree {
    const found = take(QUANTIFIER);
    if (!found) return of;
    const [, sign, from, comma, to] = found;
    if (sign) return { kind: "repeat", of, min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : Infinity };
    const min = Number(from);
    return { kind: "repeat", of, min, max: comma === undefined ? min : to ? Number(to) : Infinity };
  }

  function atom(): Tree {
    switch (source[at]) {
      case "(": return group();
      case "[": return set(characterClass());
      case "\\": return escape();
      case ".": return at++, set(".");
      case "^": return at++, condition({ kind: "start", lines: modes.includes("m") });
      case "$": return at++, condition({ kind: "end", lines: modes.includes("m") });
      default: return literal(unicode ? source.codePointAt(at)! : source.charCodeAt(at));
    }
  }

  function group(): Tree {
    const [, look, on, off] = take(GROUP)!;
    const before = modes;
    if (on !== undefined) modes = modes.replace(new RegExp(`[${off ?? ""}-]`, "g"), "") + on;
    const of = choice();
    modes = before;
    at++;
    return look ? condition({ kind: look.length === 1 ? "ahead" : "behind", of }, look.endsWith("!")) : of;
  }

  /** The source of a class, up to the bracket that closes it. */
  function characterClass(): string {
    const from = at;
    let open = 0;
    do {
      const sign = source[at++];
      if (sign === "\\") at++;
      else if (sign === "[" && (open === 0 || flags.includes("v"))) open++;
      else if (sign === "]") open--;
    } while (open > 0);
    return source.slice(from, at);
  }

  function escape(): Tree {
    const sign = source[at + 1]!;
    if (sign === "b" || sign === "B") return at += 2, condition({ kind: "boundary", word: setOf("\\w") }, sign === "B");
    if (!unicode && sign === "c" && !/[A-Za-z]/.test(source[at + 2] ?? "")) return literal(0x5c);
    if (sign === "k" && (unicode || capturing().named)) throw backreference();
    if (sign >= "1" && sign <= "9") {
      if (unicode || parseInt(source.slice(at + 1), 10) <= capturing().count) throw backreference();
    }
    return set(take(unicode ? UNICODE_ESCAPE : ESCAPE)![0]);
  }

  function capturing(): { count: number; named: boolean } {
    if (!groups) {
      groups = { count: 0, named: false };
      for (const [found] of source.matchAll(/\\[^]|\[(?:\\[^]|[^\]\\])*\]|\((?!\?)|\(\?<(?![=!])/g)) {
        if (found[0] !== "(") continue;
        groups.count++;
        if (found !== "(") groups.named = true;
      }
    }
    return groups;
  }

  function literal(code: number): Tree {
    at += code > 0xffff ? 2 : 1;
    return set(unicode ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`, code);
  }

  function set(characters: string, code?: number): Tree {
    return { kind: "set", set: setOf(characters, code) };
  }

  function setOf(characters: string, code?: number): number {
    if (flags.includes("v") && OF_STRINGS.test(characters)) {
      throw invalidOption(`${characters} in a pattern stands for several characters at once`, "Use classes of single characters only.");
    }
    const mode = flags.replace(/[^uv]/g, "") + modes.replace(/[^is]/g, "");
    return numbered(`${mode} ${characters}`, () => {
      return sets.push(code === undefined || mode.includes("i") ? new RegExp(`^(?:${characters})$`, unique(mode)) : code) - 1;
    });
  }

  function condition(what: Condition, negated = false): Tree {
    const add = (): number => conditions.push(what) - 1;
    const number = "of" in what ? add() : numbered(JSON.stringify(what), add);
    if (number < MOST_CONDITIONS) return { kind: "condition", condition: number, negated };
    throw invalidOption(`a pattern has more than ${MOST_CONDITIONS} lookarounds and anchors`, "Split it into several checks.");
  }

  function numbered(key: string, add: () => number): number {
    const known = numbers.get(key) ?? add();
    numbers.set(key, known);
    return known;
  }

  function take(what: RegExp): RegExpExecArray | null {
    what.lastIndex = at;
    const found = what.exec(source);
    if (found) at = what.lastIndex;
    return found;
  }
}

function unique(letters: string): string {
  return [...new Set(letters)].join("");
}

function backreference(): Error {
  return invalidOption(
    "a pattern refers back to a group (\\1, \\k<name>), which cannot be decided in linear time",
    "Write out what may stand there, or use a check of kind \"custom\".",
  );
}
