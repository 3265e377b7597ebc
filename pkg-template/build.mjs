// Makes the npm package: optimises the wasm module, bundles the facade for every runtime, rolls the declarations into one file
// and writes package.json.
//
//   node build.mjs --bindgen <output of wasm-bindgen> --out <package folder> --version <x.y.z>
//
// The module is one file, custometry_bg.wasm. The code is one file for ES modules (core.js) and one for CommonJS (core.cjs); the
// entries, a few lines each, say only where the module comes from. In Node both kinds of entry lead to core.cjs, so that
// `import` and `require` in one program share one instance.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { nameByOrder } from "./build/arrange.mjs";
import { writeDeclarations } from "./build/declarations.mjs";
import { writeManifest } from "./build/manifest.mjs";
import { run } from "./build/run.mjs";
import { shrink } from "./build/shrink.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

/** Brotli bytes allowed for what a browser has to load: the module, the code and the entry. */
const BUDGET = 560 * 1024;

// LLVM has inlined what is worth it; when Binaryen inlines once more, the hot loops become a tenth slower (`cargo xtask bench`), so
// it is left to inline the two bytes of a trap. The stack of Rust lies over the first kilobyte of the memory. Functions that are called
// most come first, which `nameByOrder` keeps.
const WASM_OPT = [
  "--low-memory-unused", "--zero-filled-memory",
  "--inlining", "--always-inline-max-function-size=2", "--flexible-inline-max-function-size=0", "--one-caller-inline-max-function-size=0", "--dae-optimizing",
  "-Os", "--skip-pass=inlining-optimizing", "--dae-optimizing", "--reorder-functions",
];
const FEATURES = [
  "--enable-simd", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext",
  "--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue", "--strip-debug", "--strip-producers",
];

/** What the entries hand on from the core, besides their own `init`. */
const EXPORTS = [
  "CustometryError", "Table", "acquisitionCost", "addToHistory", "aliveHistory", "assignLeads", "bantScorecard", "bdwModel",
  "champScorecard", "checkQuality", "clvFormula", "clvFromChurn", "clvRetention", "cohortRetention", "compareSnapshots",
  "customer360", "customerRates", "engagementCard", "explainEngagement", "findDuplicates", "fitBdw", "fitBgBb", "fitBgNbd",
  "fitGammaGamma", "fitMbgNbd", "fitParetoNbd", "fitSbg", "frequencyFit", "fromState", "gradeLeads", "historicValue",
  "kaplanMeier", "lifetimeValue", "linkRecords", "loadLeadModel", "maskTable", "meddicScorecard", "portfolioValue",
  "profileTable", "pseudonymize", "purchaseMatrix", "purchaseModel", "qualityAlerts", "retentionRate", "revenueRetention",
  "rfmMigration", "runningCohorts", "runningQuality", "runningRfm", "sbgModel", "scoreEngagement", "scoreLeads", "segmentRfm",
  "simulateSummaries", "simulateTransactions", "spendModel", "subscriptionRates", "suggestChecks", "suggestMerge",
  "summarizePurchases", "survivalDurations", "trackPurchases", "trainLeadModel", "validateHoldout", "valueContribution",
  "version",
];

/** Never runs: tells tools that read CommonJS without running it that there is a default export, as esbuild does for the others. */
const DEFAULT_EXPORT = "0&&(exports.__esModule=exports.default=0);";

const { values: args } = parseArgs({
  options: { bindgen: { type: "string" }, out: { type: "string" }, version: { type: "string" } },
});
const bindgen = resolve(args.bindgen ?? join(root, "target", "bindgen"));
const out = resolve(args.out ?? join(root, "pkg"));
const version = args.version ?? /^version = "(.+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];

emptyFolder(out);
const shrunk = mkdtempSync(join(tmpdir(), "custometry-shrunk-"));
let buildId;
try {
  shrink(bindgen, shrunk);
  buildId = optimise();
  await bundle();
} finally {
  rmSync(shrunk, { recursive: true });
}
writeNodeModules();
writeDeclarations({ here, bindgen, out });
writeManifest({ out, version });
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, licence), join(out, licence));
for (const file of ["README.md", "scorecard.schema.json"]) copyFileSync(join(here, file), join(out, file));
report();

/** Empties the package folder, which is left alone if it looks like something else. */
function emptyFolder(folder) {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder);
  const ours = files.length === 0 || files.includes("custometry_bg.wasm");
  if (!ours) throw new Error(`${folder} is not empty and holds no earlier build: give another --out, or empty it`);
  for (const file of files) rmSync(join(folder, file), { recursive: true });
}

/** Writes the module, and returns its build id, by which the code knows the module that it was made with. */
function optimise() {
  const file = join(out, "custometry_bg.wasm");
  const wasmOpt = (from, to, passes) =>
    run(process.execPath, [join(here, "node_modules", "binaryen", "bin", "wasm-opt"), from, "-o", to, ...passes, ...FEATURES]);
  const optimised = join(shrunk, "optimised.wasm");
  wasmOpt(join(shrunk, "custometry_bg.wasm"), optimised, WASM_OPT);
  nameByOrder(optimised);
  wasmOpt(optimised, file, ["--reorder-functions-by-name"]);
  const bytes = readFileSync(file);
  const id = `${version}+${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}`;
  writeFileSync(file, Buffer.concat([bytes, customSection("custometry", id)]));
  return id;
}

/** A custom section of a WebAssembly module: text under a name, which runs nothing. */
function customSection(name, text) {
  const content = Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from(text)]);
  if (content.length > 127) throw new Error("the length of the section does not fit into one byte");
  return Buffer.concat([Buffer.from([0, content.length]), content]);
}

async function bundle() {
  const common = {
    bundle: true,
    absWorkingDir: here,
    outdir: out,
    target: "es2022",
    platform: "neutral",
    // Node prints the line that threw, which had better be short: there names and lines stay.
    minifySyntax: true,
    legalComments: "none",
    logLevel: "warning",
    define: { CUSTOMETRY_VERSION: JSON.stringify(version), CUSTOMETRY_BUILD: JSON.stringify(buildId) },
  };
  // What browsers load is shown by their tools as it was written, with the source map, which nothing else loads.
  const small = { minify: true, sourcemap: "linked", sourceRoot: "custometry" };
  const entry = (...names) => names.map((name) => `src/entries/${name}.ts`);
  const esm = { ...common, format: "esm" };
  const cjs = { ...common, format: "cjs", platform: "node", outExtension: { ".js": ".cjs" } };
  await Promise.all([
    build({ ...esm, ...small, entryPoints: { core: "src/index.ts" }, alias: { "#raw": join(shrunk, "custometry.js") } }),
    build({ ...cjs, entryPoints: { core: "src/index.ts" }, alias: { "#raw": join(shrunk, "custometry.js") } }),
    build({ ...esm, entryPoints: entry("browser", "workerd", "edge-light", "inline", "slim"), plugins: [supplied("./core.js")] }),
    build({ ...cjs, entryPoints: entry("node", "inline", "slim"), footer: { js: DEFAULT_EXPORT }, plugins: [supplied("./core.cjs")] }),
  ]);
  relocate(join(out, "core.js.map"));
}

/** Names the sources of a source map by where they are in the repository, not by where they lay when it was made. */
function relocate(file) {
  const map = JSON.parse(readFileSync(file, "utf8"));
  map.sources = map.sources.map((source) => (source.endsWith("/custometry.js") ? "binding/custometry.js" : source.replace(/^.*(pkg-template\/src\/)/, "$1")));
  writeFileSync(file, JSON.stringify(map));
}

/** Leaves the core and the module out of an entry, and supplies the exports and the module's base64 where they are asked for. */
function supplied(core) {
  return {
    name: "supplied",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: core, external: true }));
      onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /^#(base64|exports)$/ }, ({ path }) => ({ path, namespace: "supplied" }));
      onResolve({ filter: /^core$/, namespace: "supplied" }, () => ({ path: core, external: true }));
      onLoad({ filter: /^#exports$/, namespace: "supplied" }, () => ({ contents: `export { ${EXPORTS.join(", ")} } from "core";` }));
      onLoad({ filter: /^#base64$/, namespace: "supplied" }, () => {
        const base64 = readFileSync(join(out, "custometry_bg.wasm")).toString("base64");
        return { contents: `export const base64 = ${JSON.stringify(base64)};` };
      });
    },
  };
}

/**
 * The ES modules for Node: the CommonJS ones under another syntax. Between the two stands a file that exports one name, since Node
 * looks through the CommonJS that an ES module imports for the names it exports, which takes it longer than to run all of the core.
 */
function writeNodeModules() {
  for (const entry of ["node", "inline", "slim"]) {
    const file = entry === "node" ? "node.js" : `${entry}.node.js`;
    writeFileSync(join(out, `${entry}.import.cjs`), [`require("./${entry}.cjs");`, 'exports.core = require("./core.cjs");', ""].join("\n"));
    writeFileSync(join(out, file), [
      `import { core } from "./${entry}.import.cjs";`,
      `export const { ${EXPORTS.join(", ")} } = core;`,
      "export default function init(source) { return core.load(source); }",
      "",
    ].join("\n"));
  }
}

function report() {
  const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
  const sizes = ["custometry_bg.wasm", "core.js", "browser.js"].map((file) => {
    const bytes = readFileSync(join(out, file));
    return { file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
  });
  const total = sizes.reduce((sum, { brotli }) => sum + brotli, 0);
  console.log(`custometry ${version} in ${out}`);
  for (const { file, raw, gzip, brotli } of sizes.reverse()) {
    console.log(`${file.padEnd(20)} raw ${kb(raw).padStart(9)}   gzip ${kb(gzip).padStart(9)}   Brotli ${kb(brotli).padStart(9)}`);
  }
  console.log(`${kb(total)} of Brotli, ${((100 * total) / BUDGET).toFixed(0)} % of the ${kb(BUDGET)} allowed`);
  if (total > BUDGET) throw new Error("the package is larger than it may be");
}
