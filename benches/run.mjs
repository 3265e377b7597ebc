// Times custometry and its peers on the same work, in one run and one table.
//
//   node run.mjs [--rounds 5] [--warmup 500] [--case columns-int]... [--native file] [--python program] [--splink program] [--json file]
//
// `--case` measures only the cases named, `--warmup` is in milliseconds for each contender, `--native` takes the output
// of `cargo bench --bench native`, `--python` a Python that has lifetimes, `--splink` one that has Splink, and `--json` writes all figures to a file. A peer that computes something else ends the
// run with an error; a target that is missed does not, as timings depend on the machine and on what else runs on it.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeCases } from "./cases.mjs";
import { coldStarts } from "./cold.mjs";
import { DUPLICATES, duplicateCases } from "./duplicates.mjs";
import { measure } from "./measure.mjs";
import { MODELS, modelCases } from "./models.mjs";
import { readNative } from "./native.mjs";
import { sizes } from "./sizes.mjs";
import { report } from "./table.mjs";
import { targets } from "./targets.mjs";

if (globalThis.gc === undefined) {
  // Garbage must be collected between samples, which Node allows only by a flag at its start.
  const again = spawnSync(process.execPath, ["--expose-gc", fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exit(again.status ?? 1);
}

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    warmup: { type: "string", default: "500" },
    case: { type: "string", multiple: true },
    native: { type: "string" },
    python: { type: "string" },
    splink: { type: "string" },
    json: { type: "string" },
  },
});
const rounds = Number(options.rounds);
const warmup = Number(options.warmup);
if (!(Number.isInteger(rounds) && rounds > 0 && Number.isInteger(warmup) && warmup >= 0))
  throw new Error("--rounds and --warmup take whole numbers");

const progress = (text) => process.stderr.write(`${text}\n`);

progress("Making the purchases");
const { cases, checksum } = makeCases();
const native = options.native === undefined ? {} : readNative(options.native, checksum);
const wanted = cases.filter(({ id }) => options.case?.includes(id) ?? true);
const known = [...cases.map(({ id }) => id), ...MODELS, ...DUPLICATES];
const unknown = options.case?.find((id) => !known.includes(id));
if (unknown !== undefined) throw new Error(`no case is called ${unknown}; there are ${known.join(", ")}`);

// JavaScript comes first: the others must agree with it.
const peers = await Promise.all(
  ["javascript", "custometry", "arquero", "duckdb"].map((peer) => import(`./peers/${peer}.mjs`)),
);
const contenders = [];
for (const peer of peers) contenders.push(...(await peer.contenders()));

const figures = { machine: machine(), cases: [] };
for (const { id, title, input } of wanted) {
  progress(title);
  const measured = measure(
    input(),
    contenders.filter((contender) => contender.case === id),
    { rounds, warmup },
  );
  const ours = measured.filter(({ label }) => label.startsWith("custometry"));
  const others = measured.filter((result) => !ours.includes(result));
  figures.cases.push({ id, title, results: [...ours, ...(native[id] ? [native[id]] : []), ...others] });
}
figures.cases.push(...modelCases({ python: options.python, rounds, wanted: options.case, progress }));
figures.cases.push(...duplicateCases({ python: options.splink, rounds, wanted: options.case, progress }));
if (options.case === undefined) {
  progress("Cold starts and sizes");
  const [, custometry, , duckdb] = peers;
  figures.cases.push(...coldStarts());
  figures.sizes = { custometry: sizes(custometry.modulePath()), duckdb: sizes(duckdb.modulePath()) };
}
figures.targets = targets(figures);

console.log(report(figures));
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);

function machine() {
  const [cpu] = os.cpus();
  return {
    cpu: cpu.model.trim(),
    cpus: os.cpus().length,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    rounds,
  };
}
