// The one instance of the wasm module: how it comes to life, how calls into it are guarded, and how it is replaced after
// it broke. Every call into the module goes through `call`.

import * as raw from "#raw";
import { CustometryError, failure, fromRaw } from "./error.js";
import { buildId } from "./version.js";

export type { RawCohorts, RawDuplicates, RawLeadScores, RawMerge, RawResult, RawRfm, RawTable, RawTableBuilder, RawTables } from "#raw";
/** What the module exports. */
export type RawModule = typeof raw;

/** A module that breaks with this much of its 4 GB in use has most likely run out of it. */
const NEARLY_ALL = 0xf0000000;

/** The module, or its bytes, to be had at once. */
export type SyncSource = () => WebAssembly.Module | BufferSource;

let state: "absent" | "loading" | "ready" | "broken" = "absent";
let generations = 0;
let source: SyncSource | undefined;
/** Whether the module waits for a function of the caller's to return, and what is to be freed after that. */
let isCallingBack = false;
const waiting: (() => void)[] = [];

/** Says where the module is to be had without waiting, so that the first call loads it. */
export function provide(from: SyncSource): void {
  source = from;
}

/** Which instance is running. Whatever an earlier one handed out is gone. */
export function generation(): number {
  return generations;
}

/** Whether the module is running. */
export function isReady(): boolean {
  return state === "ready";
}

/** Whether the module can be had without waiting. */
export function isProvided(): boolean {
  return source !== undefined;
}

/** Starts the module, if it is not running, from what `load` brings. */
export async function start(load: () => Promise<WebAssembly.Module>): Promise<void> {
  if (state !== "absent") return ensureReady();
  state = "loading";
  try {
    await raw.default({ module_or_path: checked(await load()) });
    state = "ready";
  } catch (error) {
    state = "absent";
    throw error instanceof CustometryError ? error : notStarted(error);
  }
}

/** Makes sure that the module is running. */
export function ensureReady(): void {
  if (isCallingBack) {
    throw failure("bad-state", "the module is at work", { help: "From within onProgress nothing of custometry can be called: note what it says, and call afterwards." });
  }
  if (state === "ready") return;
  if (state === "broken") return restart();
  if (state === "loading") {
    throw failure("not-initialized", "init() has not finished", { help: "Wait for it: `await init()`, then call." });
  }
  if (source === undefined) {
    throw failure("not-initialized", "the module is not loaded", {
      help: "Call `await init()` once before anything else: import init from \"custometry\".",
    });
  }
  try {
    const given = source();
    raw.initSync({ module: checked(given instanceof WebAssembly.Module ? given : new WebAssembly.Module(given)) });
  } catch (error) {
    throw error instanceof CustometryError ? error : notStarted(error);
  }
  state = "ready";
}

/**
 * Runs `work`, which calls into the module and into nothing else. What the module reports becomes a CustometryError;
 * anything else that it throws means that the instance can no longer be trusted, and a new one takes its place.
 */
export function call<Result>(work: (module: RawModule) => Result): Result {
  ensureReady();
  try {
    return work(raw);
  } catch (thrown) {
    throw fromRaw(thrown) ?? lost(thrown);
  }
}

/**
 * Runs `work`, which calls `callback` from within the module. What the callback throws ends the work and is thrown, as it is.
 */
export function callWith<Arguments extends unknown[], Result>(
  callback: (...given: Arguments) => unknown,
  work: (module: RawModule, callback: (...given: Arguments) => void) => Result,
): Result {
  let thrown: { error: unknown } | undefined;
  const guarded = (...given: Arguments) => {
    isCallingBack = true;
    try {
      callback(...given);
    } catch (error) {
      thrown ??= { error };
      throw error;
    } finally {
      isCallingBack = false;
    }
  };
  try {
    return call((module) => work(module, guarded));
  } catch (error) {
    throw thrown === undefined ? error : thrown.error;
  } finally {
    for (const free of waiting.splice(0)) free();
  }
}

/** Throws unless the module is the one that this code was made with. What binds the two assumes that it is. */
function checked(module: WebAssembly.Module): WebAssembly.Module {
  const [section] = WebAssembly.Module.customSections(module, "custometry");
  const id = section && new TextDecoder().decode(section);
  if (id === buildId) return module;
  const found = id === undefined ? "no module of custometry" : `the module of custometry ${id}`;
  throw failure("not-initialized", `the source is ${found}; this code needs that of ${buildId}`, {
    help: "Serve the custometry_bg.wasm of the very package that the code is from; a cache may hold an older one.",
  });
}

/** Frees what the module handed out, unless the instance that it belonged to is gone. */
export function release(owned: { free(): void }, from: number): void {
  if (isCallingBack) return void waiting.push(() => release(owned, from));
  if (from === generations && state === "ready") call(() => owned.free());
}

function lost(thrown: unknown): CustometryError {
  generations++;
  state = "broken";
  const error = ranOut(thrown)
    ? failure("out-of-memory", "memory ran out", {
        help: "Give fewer rows at a time, or free() tables that are no longer needed. Tables made before this have to be made again.",
        cause: thrown,
      })
    : failure("internal", `the module broke: ${String((thrown as Error)?.message ?? thrown)}`, {
        help: "This is a fault of custometry: please report it with the call that led to it. The module has been restarted; tables made before have to be made again.",
        cause: thrown,
      });
  try {
    restart();
  } catch (again) {
    // The error at hand is the one to report; the next call tries to restart again, and says so if it cannot.
    error.cause = new AggregateError([thrown, again]);
  }
  return error;
}

function restart(): void {
  try {
    raw.__wbg_reset_state();
  } catch (error) {
    throw failure(error instanceof RangeError ? "out-of-memory" : "internal", "the module could not be restarted", {
      help: "If memory is short, let go of large objects; otherwise start the program, or load the page, again.",
      cause: error,
    });
  }
  state = "ready";
}

/** Whether it was for want of memory: JavaScript says so, and the module aborts when its memory cannot grow any more. */
function ranOut(thrown: unknown): boolean {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof WebAssembly.RuntimeError) return raw.initSync(undefined as never).memory.buffer.byteLength >= NEARLY_ALL;
  return (thrown instanceof RangeError && !/call stack/i.test(message)) || /out of memory|string longer|string length/i.test(message);
}

function notStarted(error: unknown): CustometryError {
  const message = error instanceof Error ? error.message : String(error);
  if (/unsafe-eval|content security policy/i.test(message)) {
    return failure("not-initialized", "the page's Content Security Policy forbids WebAssembly", {
      help: "Add 'wasm-unsafe-eval' to script-src.",
      cause: error,
    });
  }
  if (error instanceof RangeError || /out of memory/i.test(message)) {
    return failure("out-of-memory", `the module could not be started: ${message}`, {
      help: "Memory is short, or the module is too large to be compiled at once here: use `await init()`.",
      cause: error,
    });
  }
  return failure("not-initialized", `the module could not be started: ${message}`, {
    help: "Check that the source is the whole custometry_bg.wasm of the package, and that this runtime has WebAssembly with SIMD.",
    cause: error,
  });
}
