// Running analyses: fed batch by batch, merged, saved and read at any time.

import { cohortNeeds, takeCohorts } from "./cohorts.js";
import { describe } from "./cells.js";
import { failure, invalidOption } from "./error.js";
import { Handle } from "./handle.js";
import { withTable, type Need } from "./input.js";
import { plainOptions } from "./options.js";
import { feedQuality, planQuality, savedPlan, type QualityPlan, type RawQuality } from "./quality-plan.js";
import { takeQuality } from "./quality.js";
import { rfmNeeds, takeRfm } from "./rfm.js";
import { call, ensureReady, type RawTable } from "./runtime.js";
import type { Disposal } from "./table.js";
import { arrayName, checkAttached } from "./typed-arrays.js";
import type { Check, CohortOptions, CohortResult, QualityOptions, QualityReport, RfmOptions, RfmResult, TableInput } from "./types.js";

/** A running analysis: feed it batches as they arrive, merge it with others, save it, and read the result at any time. */
export interface RunningAnalysis<Result> extends Disposal {
  /** Takes in one more batch. After an error it is as it was before. */
  update(batch: TableInput): this;
  /** Takes in all that another one of the same kind and options has seen, which stays as it is. Any order of merging gives the same result. */
  merge(other: RunningAnalysis<Result>): this;
  /** The result over all batches so far. */
  result(): Result;
  /** All that it has seen, with its options, as bytes for {@link fromState}. */
  toState(): Uint8Array;
  /** Frees its memory. One that is no longer referred to is freed in the end. */
  free(): void;
}

/** The kinds of running analyses, and what each results in. */
export interface RunningResults {
  rfm: RfmResult;
  cohorts: CohortResult;
  quality: QualityReport;
}

/** What the module does for a kind of analysis. */
interface Raw {
  free(): void;
  update(table: RawTable): void;
  merge(other: Raw): void;
  result(): unknown;
  toState(note: string): Uint8Array;
}

type Options = Record<string, unknown>;

interface Kind<Result> {
  readonly name: string;
  needs(options: Options): Need[];
  make(options: Options): Raw;
  restore(options: Options, bytes: Uint8Array): Raw;
  /** The result from what the module returned. */
  result(raw: unknown): Result;
  /** Takes in a batch, where that is more than one call. */
  feed?(raw: Raw, table: RawTable, options: Options): void;
}

const rfm: Kind<RfmResult> = {
  name: "rfm",
  needs: rfmNeeds,
  make: (options) => call((module) => new module.RawRunningRfm(options)) as Raw,
  restore: (options, bytes) => call((module) => module.RawRunningRfm.fromState(options, bytes)) as Raw,
  result: (raw) => takeRfm(raw as Parameters<typeof takeRfm>[0]),
};

const cohorts: Kind<CohortResult> = {
  name: "cohorts",
  needs: cohortNeeds,
  make: (options) => call((module) => new module.RawRunningCohorts(options)) as Raw,
  restore: (options, bytes) => call((module) => module.RawRunningCohorts.fromState(options, bytes)) as Raw,
  result: (raw) => takeCohorts(raw as Parameters<typeof takeCohorts>[0]),
};

/** What is kept of checks of quality is their plan; of what they were made from, checks and options. */
const quality: Kind<QualityReport> = {
  name: "quality",
  needs: (options) => [...planOf(options).needs],
  make: (options) => call((module) => new module.RawQuality(options["checks"], options["options"])) as unknown as Raw,
  restore: ({ checks, options }, bytes) => call((module) => module.RawQuality.fromState(checks, options, bytes)) as unknown as Raw,
  result: (raw) => takeQuality(raw as Parameters<typeof takeQuality>[0]),
  feed: (raw, table, options) => feedQuality(raw as unknown as RawQuality, table, planOf(options)),
};

/** The plans of checks that are not restored, by their options. */
const plans = new WeakMap<Options, QualityPlan>();

function planOf(options: Options): QualityPlan {
  let plan = plans.get(options);
  if (plan === undefined) plans.set(options, (plan = savedPlan(options["checks"] as Options[], options["options"] as Options)));
  return plan;
}

const kinds: { readonly [Name in keyof RunningResults]: Kind<RunningResults[Name]> } = { rfm, cohorts, quality };

/** The one class of all kinds. Not public: what it promises is {@link RunningAnalysis}. */
class Running<Result> implements RunningAnalysis<Result> {
  readonly #kind: Kind<Result>;
  readonly #options: Options;
  readonly #needs: readonly Need[];
  readonly #handle: Handle<Raw>;
  /** Whether a batch is on its way in, during which functions of the caller's may be called. */
  #isFed = false;

  constructor(kind: Kind<Result>, options: Options, make: () => Raw) {
    this.#kind = kind;
    this.#options = options;
    this.#needs = kind.needs(options);
    this.#handle = new Handle(make(), "the running analysis has", "Make it again, from the last toState() if there is one.");
  }

  update(batch: TableInput): this {
    this.#toChange();
    this.#isFed = true;
    try {
      withTable(batch, this.#needs, this.#options["onInvalid"] === "skip", (table) => {
        const raw = this.#handle.get();
        if (this.#kind.feed === undefined) call(() => raw.update(table));
        else this.#kind.feed(raw, table, this.#options);
      });
    } finally {
      this.#isFed = false;
    }
    return this;
  }

  #toChange(): Raw {
    if (this.#isFed) {
      throw failure("bad-state", "the running analysis is taking in a batch", { help: "Do not feed, merge or free it in functions that it calls." });
    }
    return this.#handle.get();
  }

  merge(other: RunningAnalysis<Result>): this {
    const raw = this.#toChange();
    if (!(#kind in Object(other)) || (other as Running<Result>).#kind !== this.#kind) {
      throw failure("wrong-type", `only another running analysis of the kind "${this.#kind.name}" can be merged`, {
        help: "Give what runningRfm, runningCohorts, runningQuality or fromState returned. Analyses in other threads come over as toState().",
      });
    }
    if (other === (this as RunningAnalysis<Result>)) {
      throw invalidOption("a running analysis cannot be merged with itself", "Every row would count twice.");
    }
    const from = (other as Running<Result>).#handle.get();
    call(() => raw.merge(from));
    return this;
  }

  result(): Result {
    const raw = this.#handle.get();
    return this.#kind.result(call(() => raw.result()));
  }

  toState(): Uint8Array {
    const raw = this.#handle.get();
    const note = JSON.stringify(this.#options, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value));
    return call(() => raw.toState(note));
  }

  free(): void {
    if (this.#isFed) this.#toChange();
    this.#handle.free();
  }

  static {
    if (typeof Symbol.dispose === "symbol") {
      Object.defineProperty(this.prototype, Symbol.dispose, { value: this.prototype.free, configurable: true, writable: true });
    }
  }
}

interface Running<Result> extends Disposal {}

/**
 * {@link segmentRfm} in parts: the same options and, over all batches, the same result to the bit. A batch is a table of
 * purchases; an order may have its lines in several. With binning "ntile" ties are broken by the order of the batches.
 *
 * @throws {@link CustometryError} as segmentRfm: `invalid-option` and `bad-date` here, the others from `update` and `result`.
 *
 * @example
 * ```js
 * import { runningRfm } from "custometry";
 *
 * const running = runningRfm({ asOf: "2026-01-31" });
 * running.update([{ customerId: "ann", date: "2026-01-28", amount: 120 }]);
 * running.update([{ customerId: "ben", date: "2025-11-14", amount: 35 }, { customerId: "ann", date: "2026-01-03", amount: 80 }]);
 * console.log(running.result().customers.toRows().map(({ customerId, monetary }) => [customerId, monetary])); // [ [ "ann", 200 ], [ "ben", 35 ] ]
 * running.free();
 * ```
 */
export function runningRfm(options: RfmOptions): RunningAnalysis<RfmResult> {
  return start(rfm, options, "runningRfm");
}

/**
 * {@link cohortRetention} in parts: the same options and, over all batches, the same result to the bit.
 *
 * @throws {@link CustometryError} as cohortRetention: `invalid-option` and `bad-date` here, the others from `update` and `result`.
 *
 * @example
 * ```js
 * import { runningCohorts } from "custometry";
 *
 * const options = { period: "month", asOf: "2026-02-28" };
 * const january = runningCohorts(options).update([{ customerId: "ann", date: "2026-01-28", amount: 120 }]);
 * const february = runningCohorts(options).update([{ customerId: "ann", date: "2026-02-03", amount: 80 }]);
 * console.log(january.merge(february).result().customers); // [ [ 1, 1 ] ]
 * ```
 */
export function runningCohorts(options: CohortOptions): RunningAnalysis<CohortResult> {
  return start(cohorts, options, "runningCohorts");
}

/**
 * {@link checkQuality} in parts: the same checks and options and, over all batches, the same report to the bit. Rows are counted on from
 * batch to batch, and from one analysis to the one that is merged into it. Functions and tables of the checks are asked as batches come
 * in. They are no part of a saved state: one that was saved with them can be read and merged, but takes no further batches; merge it into
 * a new one, which has them.
 *
 * @throws {@link CustometryError} as checkQuality.
 *
 * @example
 * ```js
 * import { runningQuality } from "custometry";
 *
 * const running = runningQuality([{ check: "unique", columns: ["id"] }]);
 * running.update([{ id: 1 }, { id: 2 }]).update([{ id: 1 }]);
 * console.log(running.result().failures.toRows().map(({ row, reason }) => `${row} ${reason}`)); // [ "0 is the same as row 2", "2 is the same as row 0" ]
 * running.free();
 * ```
 */
export function runningQuality(checks: readonly Check[], options?: QualityOptions): RunningAnalysis<QualityReport> {
  ensureReady();
  const plan = planQuality(checks, options, "runningQuality");
  const kept: Options = { checks: plan.checks, options: plan.options };
  plans.set(kept, plan);
  return new Running(quality, kept, () => quality.make(kept));
}

function start<Result>(kind: Kind<Result>, given: unknown, of: string): RunningAnalysis<Result> {
  ensureReady();
  const options = plainOptions(given, of);
  return new Running(kind, options, () => kind.make(options));
}

/**
 * The running analysis that `toState()` saved, options and all, ready for further batches. The bytes may come from another
 * thread, another computer or an earlier day. Refuses, with code "bad-state", bytes that are damaged or of another version.
 *
 * @throws {@link CustometryError} `bad-state`, also for bytes of another kind of analysis.
 *
 * @example
 * ```js
 * import { fromState, runningRfm } from "custometry";
 *
 * const saved = runningRfm({ asOf: "2026-01-31" }).update([{ customerId: "ann", date: "2026-01-28", amount: 120 }]).toState();
 * const again = fromState("rfm", saved).update([{ customerId: "ann", date: "2026-01-30", amount: 5 }]);
 * console.log(again.result().customers.toRows()[0].monetary); // 125
 * ```
 */
export function fromState<Name extends keyof RunningResults>(kind: Name, bytes: Uint8Array): RunningAnalysis<RunningResults[Name]> {
  ensureReady();
  const known = Object.hasOwn(kinds, kind) ? (kinds[kind] as Kind<RunningResults[Name]>) : undefined;
  if (known === undefined) {
    throw invalidOption(`there is no kind of analysis ${JSON.stringify(String(kind))}`, `The kinds are ${Object.keys(kinds).map((name) => `"${name}"`).join(", ")}.`);
  }
  if (arrayName(bytes) !== "Uint8Array") {
    throw failure("wrong-type", `the state is ${describe(bytes)}, not a Uint8Array`, { help: "Give what toState() returned." });
  }
  checkAttached(bytes, "the state");
  if (!call((module) => module.canAllocate(2 * bytes.length))) {
    throw failure("out-of-memory", "there is no room for the state", { help: "Free tables and analyses that are no longer needed." });
  }
  const options = savedOptions(call((module) => module.stateNote(known.name, bytes)), known.name);
  return new Running(known, options, () => known.restore(options, bytes));
}

function savedOptions(note: string, kind: string): Options {
  try {
    const options = plainOptions(JSON.parse(note), "fromState");
    if (kind === "quality" && !(Array.isArray(options["checks"]) && options["checks"].every((check) => typeof check === "object" && check !== null))) throw new Error("no checks");
    if (kind === "quality" && (typeof options["options"] !== "object" || options["options"] === null)) throw new Error("no options");
    return options;
  } catch (error) {
    throw failure("bad-state", "the state does not hold the options that it was made with", {
      help: "Give the bytes of a toState() of this package.",
      cause: error,
    });
  }
}
