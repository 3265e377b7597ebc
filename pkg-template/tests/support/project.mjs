// The packed tarball, installed into an empty project, as a user has it. All tests run against that.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { run } from "../../build/run.mjs";

export const template = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const root = dirname(template);

/** Packs ../pkg and installs the tarball, without asking any registry. */
export function makeProject() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "custometry-project-")));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "project", private: true, type: "module" }));
  const packed = JSON.parse(npm(["pack", join(root, "pkg"), "--json", "--ignore-scripts"], folder));
  const { filename, files, size } = packed[0] ?? Object.values(packed)[0];
  npm(["install", join(folder, filename), "--offline", "--no-audit", "--no-fund", "--ignore-scripts"], folder);
  writeFileSync(join(folder, "main.mjs"), 'export * from "custometry";\nexport { default } from "custometry";\n');
  writeFileSync(join(folder, "packed.json"), JSON.stringify({ files: files.map(({ path }) => path), size }));
  return folder;
}

/** The project that tests/run.mjs made; for a test file that is run by itself, one of its own. */
export function project() {
  if (process.env.CUSTOMETRY_PROJECT) return process.env.CUSTOMETRY_PROJECT;
  const folder = makeProject();
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return (process.env.CUSTOMETRY_PROJECT = folder);
}

/** The package as `import` finds it from within the project. */
export function importPackage() {
  return import(pathToFileURL(join(project(), "main.mjs")));
}

/** Writes files into a new folder of the project, and returns the folder. */
export function write(files) {
  const folder = mkdtempSync(join(project(), "case-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Runs a script with Node in a new folder of the project, and returns what it printed. */
export function runScript(text, { name = "script.mjs", nodeArgs = [], env = {} } = {}) {
  const folder = write({ [name]: text });
  return run(process.execPath, [...nodeArgs, join(folder, name)], { cwd: folder, env: { ...process.env, ...env } });
}

function npm(args, cwd) {
  // npm's own script beside node, so that no shell is needed where npm is a batch file.
  const script = process.env.npm_execpath;
  return script?.endsWith(".js") ? run(process.execPath, [script, ...args], { cwd }) : run("npm", args, { cwd, shell: process.platform === "win32" });
}
