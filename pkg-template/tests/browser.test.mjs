// The package in Chromium, under a strict Content Security Policy: served as it is, bundled by esbuild, and by Vite.

import assert from "node:assert/strict";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build as esbuild } from "esbuild";
import { build as viteBuild, createServer as viteServer } from "vite";
import { launch, result, serve } from "./support/chromium.mjs";
import { project, write } from "./support/project.mjs";

const installed = join(project(), "node_modules", "custometry");

/** A program that uses the package and puts what it found into `result`. */
const program = (from, init) => `
  import init, { CustometryError, segmentRfm, Table } from "${from}";
  const purchases = [{ customerId: "名前", date: "2026-01-28", amount: 5 }, { customerId: "b", date: new Date("2026-01-01"), amount: 7 }];
  async function main() {
    let before;
    try {
      Table.fromRows([]);
    } catch (error) {
      before = error instanceof CustometryError && error.code;
    }
    await ${init};
    const rows = purchases.map((row) => ({ ...row, date: new Date(row.date) }));
    const { customers } = segmentRfm(rows, { asOf: "2026-01-31" });
    return { before, customers: customers.toRows().map(({ customerId, recencyDays }) => [customerId, recencyDays]) };
  }
  main().catch((error) => ({ failed: error.code ?? String(error), help: error.help })).then((value) => { globalThis.result = value; });
`;
const RIGHT = [["b", 30], ["名前", 3]];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function inBrowser(folder, path, policy, isExpected) {
  const server = await serve(folder, policy);
  try {
    return await result(browser, `${server.url}${path}`, isExpected);
  } finally {
    await server.close();
  }
}

test("served as it is, after init", async () => {
  const folder = write({ "main.js": program("/custometry/browser.js", "init()") });
  cpSync(installed, join(folder, "custometry"), { recursive: true });
  assert.deepEqual(await inBrowser(folder, "/page/main.js"), { before: "not-initialized", customers: RIGHT });
});

test("a policy without 'wasm-unsafe-eval' is named in the error", async () => {
  const folder = write({ "main.js": program("/custometry/browser.js", "init()") });
  cpSync(installed, join(folder, "custometry"), { recursive: true });
  const { failed, help } = await inBrowser(folder, "/page/main.js", "default-src 'self'", (fault) => /Content Security Policy/i.test(fault));
  assert.equal(failed, "not-initialized");
  assert.match(help, /wasm-unsafe-eval/);
});

test("bundled by esbuild, with the address given, and with the module inline", async () => {
  const folder = write({ "main.js": program("custometry", 'init("/custometry_bg.wasm")'), "inline.js": program("custometry/inline", "init()") });
  await esbuild({ entryPoints: ["main.js", "inline.js"], outdir: "out", absWorkingDir: folder, bundle: true, minify: true, format: "esm", logLevel: "error" });
  cpSync(join(installed, "custometry_bg.wasm"), join(folder, "out", "custometry_bg.wasm"));
  const out = join(folder, "out");
  assert.deepEqual(await inBrowser(out, "/page/main.js"), { before: "not-initialized", customers: RIGHT });
  // Inline needs no init: the first call compiles the module in place.
  assert.deepEqual(await inBrowser(out, "/page/inline.js"), { before: undefined, customers: RIGHT });
});

test("bundled by Vite, in the page and in a worker", async () => {
  const folder = write({
    "index.html": '<!doctype html><script type="module" src="/main.js"></script>',
    "worker.html": '<!doctype html><script type="module" src="/starts-worker.js"></script>',
    "main.js": program("custometry", "init()"),
    "worker.js": `${program("custometry", "init()").replace("globalThis.result = value;", "postMessage(value);")}`,
    "starts-worker.js": `new Worker(new URL("./worker.js", import.meta.url), { type: "module" }).onmessage = ({ data }) => { globalThis.result = data; };`,
  });
  await viteBuild({
    root: folder, logLevel: "error", configFile: false, worker: { format: "es" },
    build: { rollupOptions: { input: ["index.html", "worker.html"].map((file) => join(folder, file)) } },
  });
  const modules = readdirSync(join(folder, "dist", "assets")).filter((file) => file.endsWith(".wasm"));
  assert.equal(modules.length, 1, modules.join(" "));
  for (const page of ["/index.html", "/worker.html"]) {
    assert.deepEqual(await inBrowser(join(folder, "dist"), page), { before: "not-initialized", customers: RIGHT }, page);
  }
});

test("served by Vite's development server", async () => {
  const folder = write({
    "index.html": '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>',
    "main.js": program("custometry", "init()"),
  });
  const server = await viteServer({ root: folder, configFile: false, logLevel: "error", server: { port: 0, host: "127.0.0.1", fs: { strict: false } } });
  try {
    await server.listen();
    assert.deepEqual(await result(browser, server.resolvedUrls.local[0]), { before: "not-initialized", customers: RIGHT });
  } finally {
    await server.close();
  }
});

test("what is not used can be dropped, and the module's source never is", async () => {
  const folder = write({ "some.js": 'import { version } from "custometry"; console.log(version);' });
  const { metafile, outputFiles } = await esbuild({
    entryPoints: ["some.js"], absWorkingDir: folder, bundle: true, format: "esm", write: false, metafile: true, logLevel: "error", conditions: ["workerd"],
    outdir: "out", external: ["*.wasm"],
  });
  assert.ok(Object.keys(metafile.inputs).some((file) => file.endsWith("workerd.js")));
  assert.match(outputFiles[0].text, /\w\(\(\) => module\d*\);/);
});
