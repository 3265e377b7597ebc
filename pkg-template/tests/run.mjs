// `npm test`: packs the built package, installs it into an empty project, and runs the tests against that. Arguments are
// handed on to node --test; by default all test files are run.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeProject, root, template } from "./support/project.mjs";

if (!existsSync(join(root, "pkg", "package.json"))) {
  console.error("There is no package in pkg/: build it first, by `cargo xtask build`.");
  process.exit(1);
}
const files = readdirSync(join(template, "tests")).filter((file) => file.endsWith(".test.mjs")).map((file) => join(template, "tests", file));
const given = process.argv.slice(2);
const folder = makeProject();
try {
  const args = ["--test", "--test-concurrency=1", "--test-reporter=spec", ...(given.length > 0 ? given : files)];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env: { ...process.env, CUSTOMETRY_PROJECT: folder } });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
