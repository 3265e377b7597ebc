// The declarations of the package: one index.d.ts of everything public, rolled together from what tsc emits for the sources, and
// its twins for CommonJS and for the other entries.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run.mjs";

/** The sources that declare something public, in the order in which a reader wants it. What is internal in them is marked so. */
const PUBLIC = [
  "entries/browser", "version", "error", "types/common", "table", "types/rfm", "rfm", "types/cohorts", "cohorts", "types/rates",
  "rates", "types/survival", "survival", "types/contracts", "contracts", "types/clv", "clv-formulas", "purchase-summary",
  "purchase-models", "spend-models", "lifetime-value", "purchase-validation", "historic-value", "simulation",
  "types/scorecards", "scorecards", "types/engagement", "engagement", "types/assignment", "assignment", "types/lead-models",
  "lead-models", "types/customer360", "customer360", "types/quality-history", "quality-history", "types/privacy", "privacy",
  "types/quality", "quality", "types/profile", "profile", "types/duplicates", "duplicates", "merge", "running",
];

/** Lines that a single file has no use for. */
const MODULE_LINES = /^(import .*|export \* from .*|export (type )?\{.*\}( from .*)?);\n?/gm;

export function writeDeclarations({ here, bindgen, out }) {
  const folder = mkdtempSync(join(tmpdir(), "custometry-types-"));
  try {
    const config = join(folder, "tsconfig.json");
    writeFileSync(config, JSON.stringify({
      extends: join(here, "tsconfig.json"),
      compilerOptions: {
        declaration: true, emitDeclarationOnly: true, rootDir: join(here, "src"), outDir: join(folder, "out"),
        typeRoots: [join(here, "node_modules", "@types")], paths: { "#raw": [join(bindgen, "custometry.d.ts")] },
      },
      include: [join(here, "src")],
    }));
    run(process.execPath, [join(here, "node_modules", "typescript", "bin", "tsc"), "-p", config]);
    const emitted = (file) => readFileSync(join(folder, "out", `${file}.d.ts`), "utf8").replace(MODULE_LINES, "").trim();
    const index = [...PUBLIC.map(emitted), "export {};", ""].join("\n\n");
    writeFileSync(join(out, "index.d.ts"), index);
    writeFileSync(join(out, "index.d.cts"), index);
    for (const [extension, from] of [["ts", "./index.js"], ["cts", "./index.cjs"]]) {
      writeFileSync(join(out, `inline.d.${extension}`), `export * from "${from}";\nexport { default } from "${from}";\n`);
      writeFileSync(join(out, `slim.d.${extension}`), `export * from "${from}";\n\n${emitted("entries/slim")}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
