// The tarball: what is in it, how it is found, and what its code may not do.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { build, transform } from "esbuild";
import { run } from "../build/run.mjs";
import { importPackage, project, root, runScript, template } from "./support/project.mjs";

const installed = join(project(), "node_modules", "custometry");
const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
const packed = JSON.parse(readFileSync(join(project(), "packed.json"), "utf8"));
const code = packed.files.filter((file) => /\.c?js$/.test(file));
const declared = readFileSync(join(installed, "index.d.ts"), "utf8").matchAll(/^export declare (?:class|const|function) (\w+)/gm);
const PUBLIC = [...new Set(["default", ...Array.from(declared, ([, name]) => name)])].sort();

test("holds one module, the code, the declarations, the README and both licences, and nothing of the build", () => {
  assert.deepEqual(packed.files.filter((file) => file.endsWith(".wasm")), ["custometry_bg.wasm"]);
  for (const file of ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "index.d.ts", "index.d.cts"]) assert.ok(packed.files.includes(file), file);
  assert.equal(manifest.scripts, undefined);
  assert.equal(manifest.devDependencies, undefined);
  assert.equal(manifest.dependencies, undefined);
  assert.match(readFileSync(join(root, "Cargo.toml"), "utf8"), new RegExp(`^version = "${manifest.version.replaceAll(".", "\\.")}"$`, "m"));
});

test("every file that package.json names is there", () => {
  const named = [];
  const walk = (value) => {
    if (typeof value === "string") named.push(value);
    else Object.values(value).forEach(walk);
  };
  walk(manifest.exports);
  walk(manifest.sideEffects);
  walk([manifest.main, manifest.types]);
  for (const file of named) assert.ok(packed.files.includes(file.replace("./", "")), file);
});

test("import and require work, and share one instance", async () => {
  const esm = await importPackage();
  const cjs = createRequire(join(project(), "main.mjs"))("custometry");
  assert.deepEqual(Object.keys(esm).sort(), PUBLIC);
  assert.deepEqual(Object.keys(cjs).sort(), PUBLIC);
  assert.equal(esm.version, manifest.version);
  for (const name of PUBLIC.filter((name) => name !== "default")) assert.equal(esm[name], cjs[name], name);
  const table = esm.Table.fromColumns({ customerId: ["a", "b"], date: ["2026-01-01", "2026-01-02"], amount: [1, 2] });
  assert.equal(cjs.segmentRfm(table, { asOf: "2026-01-31" }).customers.numRows, 2);
  assert.equal(await esm.default(), undefined);
  assert.equal(await cjs.default(), undefined);
});

test("every entry exports all that is declared", async () => {
  for (const entry of ["browser", "edge-light", "inline", "slim", "workerd"]) {
    const { metafile } = await build({
      entryPoints: [join(installed, `${entry}.js`)], bundle: true, write: false, metafile: true, format: "esm", platform: "node", external: ["*.wasm", "*.wasm?module"],
    });
    const [{ exports }] = Object.values(metafile.outputs);
    assert.deepEqual(exports.sort(), PUBLIC, entry);
  }
});

test("inline and slim are found by import and by require, and share the instance too", () => {
  const printed = runScript(`
    import { createRequire } from "node:module";
    import init, { Table } from "custometry/slim";
    import { readFileSync } from "node:fs";
    const require = createRequire(import.meta.url);
    await init(readFileSync(require.resolve("custometry/custometry_bg.wasm")));
    const table = Table.fromColumns({ a: [1, 2] });
    const others = [await import("custometry"), await import("custometry/inline"), require("custometry"), require("custometry/inline"), require("custometry/slim")];
    console.log(table.numRows, others.every((other) => other.Table === Table), require("custometry/package.json").name);
  `);
  assert.equal(printed.trim(), "2 true custometry");
});

test("each runtime gets its entry", () => {
  const resolve = (conditions, specifier = "custometry") => runScript(`console.log(import.meta.resolve("${specifier}"))`, {
    nodeArgs: conditions.flatMap((condition) => ["--conditions", condition]),
  }).trim().split("/").at(-1);
  assert.equal(resolve([]), "node.js");
  assert.equal(resolve(["workerd"]), "workerd.js");
  assert.equal(resolve(["edge-light"]), "edge-light.js");
  assert.equal(resolve([], "custometry/inline"), "inline.node.js");
  assert.equal(manifest.exports["."].import.default, "./browser.js");
  assert.equal(manifest.exports["./inline"].import.default, "./inline.js");
});

test("the code neither evaluates text, nor waits at the top level, nor blocks on a request", async () => {
  for (const file of code) {
    const text = readFileSync(join(installed, file), "utf8").replace(/"[A-Za-z0-9+/=]{10000,}"/, '""');
    assert.doesNotMatch(text, /\beval\s*\(|new Function|\bFunction\s*\((?!\$\{)|XMLHttpRequest|importScripts/, file);
    // esbuild refuses to put a top-level await into a script.
    await transform(text, { format: "iife", logLevel: "silent" });
  }
});

test("is as small as it has to be", () => {
  const sizes = Object.fromEntries(["custometry_bg.wasm", "core.js", "browser.js"].map((file) => {
    const bytes = readFileSync(join(installed, file));
    return [file, { raw: bytes.length, brotli: brotliCompressSync(bytes).length }];
  }));
  const total = Object.values(sizes).reduce((sum, { brotli }) => sum + brotli, 0);
  console.log(`a browser loads ${(total / 1024).toFixed(1)} KB of Brotli (of 560 allowed); the tarball is ${(packed.size / 1024).toFixed(0)} KB`);
  assert.ok(total < 560 * 1024, JSON.stringify(sizes));
  assert.equal(statSync(join(installed, "custometry_bg.wasm")).size, sizes["custometry_bg.wasm"].raw);
});

test("publint has nothing to say", () => {
  const printed = run(process.execPath, [join(template, "node_modules", "publint", "src", "cli.js"), installed, "--strict"]);
  assert.match(printed, /All good/);
});

test("the types are right for every kind of import (are-the-types-wrong)", () => {
  const attw = join(template, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  const printed = run(process.execPath, [attw, "--pack", installed, "--exclude-entrypoints", "custometry_bg.wasm", "--format", "ascii", "--no-emoji"]);
  assert.match(printed, /No problems found/);
});

test("starts fast in Node", () => {
  const printed = runScript(`
    const start = performance.now();
    const { Table } = await import("custometry");
    const loaded = performance.now();
    Table.fromColumns({ a: [1] }).free();
    console.log(loaded - start, performance.now() - loaded);
  `);
  const [load, first] = printed.trim().split(" ").map(Number);
  console.log(`cold start in Node: import ${load.toFixed(1)} ms, first call ${first.toFixed(1)} ms`);
  assert.ok(load + first < 1000, printed);
});
