// Makes what wasm-bindgen wrote smaller, before Binaryen optimises it: what panics no longer says why, which nobody gets to see,
// and what the module and its binding call each other by is short.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The sections of a module that are read here. */
const CUSTOM = 0, IMPORT = 2, EXPORT = 7, CODE = 10;

/**
 * Where panics of the standard library end up, which end in a trap. Nothing prints what they say: a module has no standard error.
 */
const PANICS = new RegExp(`^(?:${[
  "core::panicking::.*", "core::(?:option|result)::(?:unwrap|expect)_failed", "core::slice::index::slice_index_fail",
  "core::cell::panic_already_.*", "core::slice::sort::shared::smallsort::panic_on_ord_violation", "__rustc::rust_begin_unwind",
  "alloc::raw_vec::(?:handle_error|capacity_overflow)", "alloc::alloc::handle_alloc_error", "std::thread::local::panic_access_error",
].join("|")})$`);

/** A body of two instructions: unreachable, end. */
const TRAP = [3, 0, 0x00, 0x0b];

/** The one export that the facade reaches without the binding. */
const KEPT = "memory";

/** Reads custometry_bg.wasm and custometry.js in the folder, and writes them shrunk as files of those names in another one. */
export function shrink(from, to) {
  const sections = split(readFileSync(join(from, "custometry_bg.wasm")));
  const short = new Map();
  const imported = sections.find(({ id }) => id === IMPORT);
  imported.bytes = renamed(imported.bytes, 2, short);
  const exported = sections.find(({ id }) => id === EXPORT);
  exported.bytes = renamed(exported.bytes, 1, short);
  const code = sections.find(({ id }) => id === CODE);
  code.bytes = withoutPanics(code.bytes, functionNames(sections));
  writeFileSync(join(to, "custometry_bg.wasm"), join_(sections));
  writeFileSync(join(to, "custometry.js"), rebound(readFileSync(join(from, "custometry.js"), "utf8"), short));
}
