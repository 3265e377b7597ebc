// Regular expressions of users, in JavaScript's own syntax and meaning, but in time linear in the text: RegExp goes back and tries
// again, and `(a+)+$` over forty letters would hang the page. Here all ways through the pattern are followed at once (Thompson,
// Communications of the ACM 11, 1968), sets of places in the pattern being kept as states of an automaton that is built on the way
// (Cox, "Regular Expression Matching Can Be Simple And Fast", 2007). Lookarounds are decided for every place of the text beforehand,
// what lies ahead from the end backwards (Barrière and Pit-Claudel, "Linear Matching of JavaScript Regexes", PLDI 2024).

import { invalidOption } from "./error.js";
import { parsePattern, type CharacterSet, type Condition, type Tree } from "./pattern-syntax.js";

/** Steps of a pattern with its repetitions written out; the work per character is at most this. */
const MOST_STEPS = 10_000;
/** What is remembered is thrown away beyond this many numbers. */
const MOST_REMEMBERED = 500_000;

const enum Op { Set, Split, Condition, Match }

/**
 * A function that says whether a text has a match of the pattern somewhere, as `new RegExp(pattern, flags).test(text)` does, in time
 * linear in the length of the text. The flag g makes no difference; with y the match has to begin where the text does.
 *
 * @throws `invalid-option` for what is no regular expression; for backreferences and properties of strings, which are not supported; and
 *   for a pattern that is longer than 10,000 steps once `{2,5}` and the like are written out.
 */
export function compilePattern(pattern: string, flags = ""): (text: string) => boolean {
  if (typeof pattern !== "string" || typeof flags !== "string") {
    throw invalidOption("a pattern is not text", "Give the source of the regular expression: pattern: \"^[A-Z]{2}\\\\d+$\", flags: \"i\".");
  }
  try {
    new RegExp(pattern, flags);
  } catch (error) {
    throw invalidOption(`not a regular expression: ${(error as Error).message.slice(0, 300)}`, "Write it as for new RegExp(pattern, flags).");
  }
  const { tree, sets, conditions, newline } = parsePattern(pattern, flags);
  const budget = { steps: MOST_STEPS };
  const alphabet = new Alphabet(sets, conditions, newline, /[uv]/.test(flags));
  const main = new Automaton(compile(tree, false, budget), alphabet, !flags.includes("y") && !isAnchored(tree, conditions));
  const looks = conditions.map((condition) => {
    return "of" in condition ? new Automaton(compile(condition.of, condition.kind === "ahead", budget), alphabet, true) : undefined;
  });

  return (text) => {
    if (alphabet.size > MOST_REMEMBERED) {
      for (const automaton of [alphabet, main, ...looks]) automaton?.forget();
    }
    const length = alphabet.read(text);
    looks.forEach((look, number) => {
      if (look) alphabet.holds[number] = decide(look, alphabet, length, number, (conditions[number] as Condition).kind === "ahead");
    });
    let state = main.begin();
    for (let at = 0; at <= length; at++) {
      state = main.after(state, alphabet.symbol(at, at, conditions.length));
      if (state.matched) return true;
      if (state.steps.length === 0) return false;
    }
    return false;
  };
}

/** For every place of the text, whether what the automaton looks for ends there, or, read backwards, begins there. */
function decide(automaton: Automaton, alphabet: Alphabet, length: number, known: number, backwards: boolean): Uint8Array {
  const holds = new Uint8Array(length + 1);
  let state = automaton.begin();
  for (let i = 0; i <= length; i++) {
    const at = backwards ? length - i : i;
    state = automaton.after(state, alphabet.symbol(at, backwards ? at - 1 : at, known));
    holds[at] = Number(state.matched);
  }
  return holds;
}

/** Whether the pattern begins with ^, so that a match can begin at the first place only. */
function isAnchored(tree: Tree, conditions: Condition[]): boolean {
  const first = tree.kind === "sequence" ? tree.of[0] : undefined;
  if (first?.kind !== "condition") return false;
  const condition = conditions[first.condition]!;
  return condition.kind === "start" && !condition.lines;
}

interface Program { ops: Op[]; first: number[]; second: number[] }

/** The steps of a tree, which follow each other; backwards, the last character first. */
function compile(tree: Tree, backwards: boolean, budget: { steps: number }): Program {
  const ops: Op[] = [];
  const first: number[] = [];
  const second: number[] = [];
  add(tree);
  emit(Op.Match);
  return { ops, first, second };

  function emit(op: Op, a = 0, b = -1): number {
    if (--budget.steps < 0) {
      throw invalidOption(`a pattern is longer than ${MOST_STEPS} steps with its repetitions written out`, "Use smaller numbers in {...}, or a check of kind \"length\" beside it.");
    }
    first.push(a);
    second.push(b);
    return ops.push(op) - 1;
  }

  function add(tree: Tree): void {
    switch (tree.kind) {
      case "set": emit(Op.Set, tree.set); break;
      case "condition": emit(Op.Condition, tree.condition, Number(tree.negated)); break;
      case "sequence": (backwards ? [...tree.of].reverse() : tree.of).forEach(add); break;
      case "choice": addChoice(tree.of); break;
      case "repeat": addRepeat(tree.of, tree.min, tree.max);
    }
  }

  function addChoice(of: Tree[]): void {
    const jumps: number[] = [];
    of.forEach((tree, i) => {
      const split = i < of.length - 1 ? emit(Op.Split) : -1;
      if (split >= 0) first[split] = ops.length;
      add(tree);
      if (split < 0) return;
      jumps.push(emit(Op.Split));
      second[split] = ops.length;
    });
    for (const jump of jumps) first[jump] = ops.length;
  }

  function addRepeat(of: Tree, min: number, max: number): void {
    const from = ops.length;
    for (let i = 0; i < min; i++) {
      add(of);
      if (ops.length === from) return; // nothing, however often
    }
    if (max === Infinity) {
      const split = emit(Op.Split, ops.length + 1);
      add(of);
      emit(Op.Split, split);
      second[split] = ops.length;
      return;
    }
    const splits: number[] = [];
    for (let i = min; i < max; i++) {
      splits.push(emit(Op.Split, ops.length + 1));
      const before = ops.length;
      add(of);
      if (ops.length === before) break;
    }
    for (const split of splits) second[split] = ops.length;
  }
}

/** What is read: characters, told apart as far as the sets of a pattern do, each with the conditions that hold at the place. */
class Alphabet {
  /** For each condition that is a lookaround, whether it holds at each place of the text. */
  readonly holds: Uint8Array[] = [];
  /** Of every symbol, the kind of character that follows, 0 for none, and the conditions. */
  kinds: number[] = [];
  conditionsOf: number[] = [];
  /** The bits of the sets that characters of a kind are in. */
  private members: Uint16Array[] = [new Uint16Array()];
  private kindOfMembers = new Map<string, number>();
  private kindOfCode = new Map<number, number>();
  private kindOfAscii = new Int32Array(128);
  private symbols: number[] = [];
  private readonly combinations: number;
  /** Whether any condition can hold inside the text. */
  private readonly isLocal: boolean;
  private text = new Int32Array(64);
  private length = 0;
  private readonly literals = new Map<number, number>();

  constructor(private readonly sets: CharacterSet[], private readonly conditions: Condition[], private readonly newline: number, private readonly unicode: boolean) {
    sets.forEach((set, number) => {
      if (typeof set === "number") this.literals.set(set, number);
    });
    this.combinations = 2 ** conditions.length;
    this.isLocal = conditions.some((condition) => !("lines" in condition) || condition.lines);
  }

  get size(): number {
    return this.kinds.length + this.kindOfCode.size + this.members.length * (1 + (this.sets.length >> 4));
  }

  forget(): void {
    [this.kinds, this.conditionsOf, this.symbols, this.members] = [[], [], [], [new Uint16Array()]];
    this.kindOfAscii.fill(0);
    for (const map of [this.kindOfMembers, this.kindOfCode]) map.clear();
  }

  /** Takes a text, and gives its length in characters. */
  read(text: string): number {
    if (this.text.length < text.length) this.text = new Int32Array(2 * text.length);
    let length = 0;
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i);
      if (this.unicode && code >= 0xd800 && code < 0xdc00) {
        code = text.codePointAt(i)!;
        if (code > 0xffff) i++;
      }
      this.text[length++] = (code < 128 ? this.kindOfAscii[code] : this.kindOfCode.get(code)) || this.kindOf(code);
    }
    return (this.length = length);
  }

  /** The symbol at a place: the kind of the character there that is to be read, and which of the first conditions hold. */
  symbol(at: number, read: number, known: number): number {
    const kind = this.kindAt(read);
    let bits = 0;
    if (this.isLocal || at === 0 || at === this.length) {
      for (let i = 0; i < known; i++) if (this.isMet(this.conditions[i]!, i, at)) bits |= 1 << i;
    }
    const key = kind * this.combinations + bits;
    const symbol = this.symbols[key];
    if (symbol !== undefined) return symbol;
    this.conditionsOf.push(bits);
    return (this.symbols[key] = this.kinds.push(kind) - 1);
  }

  isIn(kind: number, set: number): boolean {
    return ((this.members[kind]![set >> 4]! >> (set & 15)) & 1) === 1;
  }

  private isMet(condition: Condition, number: number, at: number): boolean {
    switch (condition.kind) {
      case "start": return at === 0 || (condition.lines && this.isIn(this.kindAt(at - 1), this.newline));
      case "end": return at === this.length || (condition.lines && this.isIn(this.kindAt(at), this.newline));
      case "boundary": return this.isIn(this.kindAt(at - 1), condition.word) !== this.isIn(this.kindAt(at), condition.word);
      default: return this.holds[number]![at] === 1;
    }
  }

  private kindAt(at: number): number {
    return at >= 0 && at < this.length ? this.text[at]! : 0;
  }

  private kindOf(code: number): number {
    const bits = new Uint16Array((this.sets.length + 15) >> 4);
    const character = String.fromCodePoint(code);
    const literal = this.literals.get(code);
    this.sets.forEach((set, i) => {
      if (typeof set === "number" ? i === literal : set.test(character)) bits[i >> 4]! |= 1 << (i & 15);
    });
    const members = String.fromCharCode(...bits);
    const kind = this.kindOfMembers.get(members) ?? this.members.push(bits) - 1;
    this.kindOfMembers.set(members, kind);
    if (code < 128) this.kindOfAscii[code] = kind;
    else this.kindOfCode.set(code, kind);
    return kind;
  }
}

/** Where in the program one may be, and whether its end was reached just before the last character. */
interface State { steps: Int32Array; matched: boolean; next: State[] }

class Automaton {
  private states = new Map<number, State[]>();
  private first: State | undefined;
  private size = 0;
  private round = 0;
  /** For every step, in which round it was put among those to follow, and among those found. */
  private readonly seen: Int32Array;
  private readonly taken: Int32Array;
  private readonly open: Int32Array;
  private readonly found: Int32Array;

  /** `anywhere`: a match may begin at every place, not only at the first. */
  constructor(private readonly program: Program, private readonly alphabet: Alphabet, private readonly anywhere: boolean) {
    const steps = (): Int32Array => new Int32Array(program.ops.length + 1);
    [this.seen, this.taken, this.open, this.found] = [steps(), steps(), steps(), steps()];
  }

  forget(): void {
    this.states.clear();
    this.first = undefined;
    this.size = 0;
  }

  begin(): State {
    return (this.first ??= { steps: Int32Array.of(0), matched: false, next: [] });
  }

  after(state: State, symbol: number): State {
    return state.next[symbol] ?? (state.next[symbol] = this.find(state, symbol));
  }

  /** Follows the program from each of the steps up to those that read a character, and past these if they read that of the symbol. */
  private find(state: State, symbol: number): State {
    const { ops, first, second } = this.program;
    const { alphabet, seen, open } = this;
    const kind = alphabet.kinds[symbol]!;
    const conditions = alphabet.conditionsOf[symbol]!;
    const round = ++this.round;
    let left = 0;
    let count = 0;
    let hash = 0;
    let matched = false;
    const follow = (step: number): void => {
      if (seen[step] === round) return;
      seen[step] = round;
      open[left++] = step;
    };
    const take = (step: number): void => {
      this.taken[step] = round;
      this.found[count++] = step;
      hash = (hash + Math.imul(step ^ 0x5bd1e995, 0x01000193 + 2 * step)) | 0;
    };
    state.steps.forEach(follow);
    if (this.anywhere) take(0);
    while (left > 0) {
      const step = open[--left]!;
      switch (ops[step]) {
        case Op.Set:
          if (alphabet.isIn(kind, first[step]!)) take(step + 1);
          break;
        case Op.Split:
          follow(first[step]!);
          if (second[step]! >= 0) follow(second[step]!);
          break;
        case Op.Condition:
          if (((conditions >> first[step]!) & 1) !== second[step]) follow(step + 1);
          break;
        default:
          matched = true;
      }
    }
    return this.known(hash, count, matched);
  }

  /** The state of the steps found, the same each time. */
  private known(hash: number, count: number, matched: boolean): State {
    const isSame = (state: State): boolean => {
      return state.matched === matched && state.steps.length === count && state.steps.every((step) => this.taken[step] === this.round);
    };
    const known = this.states.get(hash)?.find(isSame);
    if (known) return known;
    this.size += count + this.alphabet.kinds.length + 16;
    if (this.size > MOST_REMEMBERED) this.forget();
    const state = { steps: this.found.slice(0, count), matched, next: [] };
    this.states.set(hash, [...(this.states.get(hash) ?? []), state]);
    return state;
  }
}
