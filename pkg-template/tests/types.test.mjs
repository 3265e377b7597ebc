// The declarations: they compile in every set-up without skipLibCheck, equal the contract, and their examples run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { run } from "../build/run.mjs";
import { project, runScript, template, write } from "./support/project.mjs";

const read = (file) => readFileSync(join(template, "tests", file), "utf8");
const declarations = readFileSync(join(project(), "node_modules", "custometry", "index.d.ts"), "utf8");

const CONSUMER = `
import init, { CustometryError, rfmMigration, segmentRfm, Table, version, type Row, type RfmOptions, type TableInput } from "custometry";
import inline from "custometry/inline";
import slim, { Table as SlimTable } from "custometry/slim";

await init();
await init(new URL("https://example.org/custometry_bg.wasm"));
await inline();
await slim(fetch("/custometry_bg.wasm"));
// @ts-expect-error: slim has no module of its own
await slim();

const rows: Row[] = [{ customerId: "a", date: new Date(0), amount: 1 }, { customerId: null, date: "2026-01-01", amount: 2n }];
const columns = { customerId: { codes: new Int32Array(1), values: ["a"] }, date: ["2026-01-01"], amount: new Float64Array(1) };
const inputs: TableInput[] = [rows, columns, Table.fromRows(rows), Table.fromCsv("a,b\\n1,2"), Table.fromArrow({})];
const options: RfmOptions = { asOf: new Date(0), binning: { recency: [1], frequency: [1], monetary: [1] }, onInvalid: "skip" };
const result = segmentRfm(inputs[0]!, options);
const share: number = result.segments[0]!.revenueShare;
const counts: number[][] = rfmMigration(result, result).counts;
const table: SlimTable = result.customers;
const first: Row | undefined = table.toRows({ from: 0, to: 1 })[0];
// @ts-expect-error: asOf is needed
segmentRfm(rows, {});
// @ts-expect-error: not an option
segmentRfm(rows, { asOf: 0, bin: 5 });
// @ts-expect-error: cannot be changed
table.numRows = 1;
try {
  table.free();
} catch (error) {
  if (error instanceof CustometryError) console.log(error.code, error.column, error.row, error.help, share, counts, first, version);
}
`;

const DISPOSES = `
import { Table } from "custometry";
{
  using table = Table.fromRows([]);
  const dispose: () => void = table[Symbol.dispose];
  console.log(table.numRows, dispose);
}
`;

function compile(files, compilerOptions) {
  const folder = write({
    ...files,
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false,
        target: "es2022", lib: ["es2022", "dom"], module: "nodenext", types: [], ...compilerOptions,
      },
    }),
  });
  try {
    run(process.execPath, [join(template, "node_modules", "typescript", "bin", "tsc"), "-p", folder]);
    return "";
  } catch (error) {
    return error.message;
  }
}

const node = { types: ["node"], typeRoots: [join(template, "node_modules", "@types")] };
const disposable = { lib: ["es2022", "dom", "esnext.disposable"] };

for (const [name, options, uses] of [
  ["es2022 and dom", {}, false],
  ["es2022, dom and esnext.disposable", disposable, true],
  ["es2022 and dom with @types/node", node, true],
  ["es2022, dom and esnext.disposable with @types/node", { ...disposable, ...node }, true],
  ["a bundler's resolution", { module: "esnext", moduleResolution: "bundler" }, false],
]) {
  test(`a consumer compiles with ${name}`, () => {
    assert.equal(compile({ "consumer.mts": CONSUMER }, options), "");
    const disposing = compile({ "disposing.mts": DISPOSES }, options);
    if (uses) assert.equal(disposing, "");
    else assert.match(disposing, /dispose/);
  });
}

test("a CommonJS consumer compiles", () => {
  const text = `
    import init = require("custometry");
    import { Table } from "custometry";
    import slim = require("custometry/slim");
    const table: Table = init.Table.fromRows([]);
    export const done: Promise<void>[] = [init.default(), slim.default("x")];
    console.log(table.numRows);
  `;
  assert.equal(compile({ "consumer.cts": text }, {}), "");
});

test("the declarations keep the contract", () => {
  const files = { "contract.d.ts": read("contract.d.ts"), "check.ts": read("contract-check.ts"), "package.json": '{ "type": "module" }' };
  assert.equal(compile(files, {}), "");
  const names = (text) => [...text.matchAll(/^export (?:declare )?(?:default function|class|interface|type|const|function) (\w+)/gm)].map(([, name]) => name);
  const declared = new Set(names(declarations));
  assert.deepEqual(names(files["contract.d.ts"]).filter((name) => !declared.has(name)), []);
  // The check can fail: a member that is missing or of another type is noticed, in options, results and functions.
  for (const [from, to] of [
    ["monetary?: \"total\"", "monetry?: \"total\""], ["bins?: number", "bins?: string"], ["sizes: number[]", "sizes: string[]"],
    ["thresholds: RfmThresholds;", "thresholds: RfmThresholds; more: number;"], ["options: CohortOptions)", "options: string)"],
    ["horizon: number): Float64Array", "horizon: number): string[]"], ["{ penalty?: number; start", "{ penalti?: number; start"],
    ["points: Record<string, number>", "points: Record<string, string>"], ["missing: string[] }", "missing: string[]; more: number }"],
    ["testShare?: number", "testShare?: string"], ["calibration: { predicted: number", "calibration: { predicted: string"],
    ["readonly populationMean: number | null", "readonly populationMean: number"], ["\"week\"; annualDiscountRate", "\"week\" | \"hour\"; annualDiscountRate"],
    ["mostly?: number; where", "mostly?: string; where"], ["failures: Table", "failures: string"], ["rowsAdded: number | null", "rowsAdded: string"],
    ["candidatePairs: number", "candidatePairs: string"], ["threshold?: number", "treshold?: number"], ["key: Uint8Array", "key: string"],
  ]) {
    assert.ok(files["contract.d.ts"].includes(from), from);
    assert.match(compile({ ...files, "contract.d.ts": files["contract.d.ts"].replace(from, to) }, {}), /check\.ts/, from);
  }
});

test("the contract's comments stand in the declarations", () => {
  const plain = (text) => text.replace(/\s*\*?\s+/g, " ");
  for (const [, comment] of read("contract.d.ts").matchAll(/\/\*\*([\s\S]*?)\*\//g)) {
    for (const sentence of plain(comment).trim().split(/(?<=\.) /)) assert.ok(plain(declarations).includes(sentence), sentence);
  }
});

test("the examples in the declarations and in the README run", () => {
  const examples = (text) => [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, example]) => example.replace(/^ *\* ?/gm, ""));
  const slim = readFileSync(join(project(), "node_modules", "custometry", "slim.d.ts"), "utf8");
  const all = [declarations, slim, readFileSync(join(template, "README.md"), "utf8")].flatMap(examples);
  assert.ok(all.length >= 14, `${all.length} examples`);
  const arrow = pathToFileURL(join(template, "node_modules", "apache-arrow", "Arrow.node.mjs"));
  for (const example of all) {
    // Comments after console.log that hold plain values are what it prints.
    const printed = runScript(example.replace('"apache-arrow"', JSON.stringify(arrow)));
    assert.notEqual(printed.trim(), "", example);
    for (const [, words] of example.matchAll(/console\.log\(.*\); \/\/ ([a-z0-9 -]+)$/gm)) assert.ok(printed.includes(words), `${words}\n${printed}`);
  }
});
