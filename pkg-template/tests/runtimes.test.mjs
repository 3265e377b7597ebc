// The entries other than Node's own: inline, slim, browser and edge, each in a process of its own.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { build } from "esbuild";
import { project, runScript, write } from "./support/project.mjs";

const installed = join(project(), "node_modules", "custometry");
const USE = `
  const purchases = [{ customerId: "a", date: "2026-01-01", amount: 5 }];
  const use = ({ segmentRfm }) => segmentRfm(purchases, { asOf: "2026-01-31" }).customers.toRows()[0].recencyDays;
  const attempt = (work) => {
    try { return work(); } catch (error) { return [error.name, error.code, error.help?.length > 0].join(" "); }
  };
  const attemptAsync = async (work) => {
    try { return await work(); } catch (error) { return [error.name, error.code, error.help?.length > 0].join(" "); }
  };
`;

test("inline works without init, with init, and by require", () => {
  assert.equal(runScript(`import * as c from "custometry/inline"; ${USE} console.log(use(c));`).trim(), "30");
  assert.equal(runScript(`import init, * as c from "custometry/inline"; ${USE} await init(); console.log(use(c));`).trim(), "30");
  assert.equal(runScript(`const c = require("custometry/inline"); ${USE} console.log(use(c));`, { name: "script.cjs" }).trim(), "30");
  const printed = runScript(`import init, * as c from "${join(installed, "inline.js")}"; ${USE}
    const loading = init();
    console.log(attempt(() => use(c)));
    await loading;
    await init();
    console.log(use(c));`);
  assert.deepEqual(printed.trim().split("\n"), ["CustometryError not-initialized true", "30"]);
});

test("slim wants its module: bytes, a compiled module, a promise of either, or an import of it", () => {
  const sources = {
    bytes: "bytes", buffer: "bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)", module: "new WebAssembly.Module(bytes)",
    promise: "Promise.resolve(bytes)", response: 'new Response(bytes, { headers: { "content-type": "application/wasm" } })',
    "response of another type": "new Response(bytes)",
  };
  for (const [name, source] of Object.entries(sources)) {
    const printed = runScript(`
      import init, * as c from "custometry/slim";
      import { readFileSync } from "node:fs";
      import { fileURLToPath } from "node:url";
      ${USE}
      const bytes = readFileSync(fileURLToPath(import.meta.resolve("custometry/custometry_bg.wasm")));
      console.log(attempt(() => use(c)));
      console.log(attempt(() => c.Table.fromRows([])));
      console.log(await attemptAsync(() => init()));
      console.log(await attemptAsync(() => init(5)));
      await Promise.all([init(${source}), init(${source})]);
      console.log(use(c));
    `);
    assert.deepEqual(printed.trim().split("\n"), [
      "CustometryError not-initialized true", "CustometryError not-initialized true",
      "CustometryError invalid-option true", "CustometryError invalid-option true", "30",
    ], name);
  }
});

test("a workerd or edge-light bundle gets the module that the runtime compiled", async () => {
  for (const [condition, imported] of [["workerd", "./custometry_bg.wasm"], ["edge-light", "./custometry_bg.wasm?module"]]) {
    const folder = write({ "worker.mjs": `import init, * as c from "custometry"; ${USE} console.log(use(c)); await init(); console.log(use(c));` });
    const seen = [];
    await build({
      entryPoints: [join(folder, "worker.mjs")], outfile: join(folder, "out.mjs"), bundle: true, format: "esm", platform: "browser",
      conditions: [condition], logLevel: "error", absWorkingDir: folder,
      plugins: [{
        name: "compiled-modules",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /\.wasm/ }, ({ path }) => {
            seen.push(path);
            return { path, namespace: "compiled" };
          });
          onLoad({ filter: /.*/, namespace: "compiled" }, () => {
            const base64 = readFileSync(join(installed, "custometry_bg.wasm")).toString("base64");
            return { contents: `export default new WebAssembly.Module(Uint8Array.from(atob("${base64}"), (c) => c.charCodeAt(0)));` };
          });
        },
      }],
    });
    assert.deepEqual(seen, [imported]);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "out.mjs")]);
    assert.deepEqual(stdout.trim().split("\n"), ["30", "30"]);
  }
});

test("a bundle for Node that lost the file says what to do, and with inline it works", async () => {
  const folder = write({
    "plain.mjs": `import * as c from "custometry"; ${USE} console.log(attempt(() => use(c)));`,
    "inlined.mjs": `import * as c from "custometry/inline"; ${USE} console.log(use(c));`,
  });
  for (const [name, expected] of [["plain", "CustometryError not-initialized true"], ["inlined", "30"]]) {
    for (const format of ["esm", "cjs"]) {
      const outfile = join(folder, `${name}.${format === "esm" ? "out.mjs" : "out.cjs"}`);
      await build({
        entryPoints: [join(folder, `${name}.mjs`)], outfile, bundle: true, format, platform: "node", logLevel: "error", absWorkingDir: folder,
        banner: format === "esm" ? { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } : {},
      });
      const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
      assert.equal(stdout.trim(), expected, `${name} ${format}`);
    }
  }
});

let server;
let address;

before(async () => {
  const bytes = readFileSync(join(installed, "custometry_bg.wasm"));
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/right.wasm") response.writeHead(200, { "content-type": "application/wasm" }).end(bytes);
    else if (pathname === "/untyped.wasm") response.writeHead(200).end(bytes);
    else if (pathname === "/page.wasm") response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
    else if (pathname === "/broken.wasm") response.writeHead(200, { "content-type": "application/wasm" }).end(bytes.subarray(0, 1000));
    else if (pathname === "/other.wasm") response.writeHead(200, { "content-type": "application/wasm" }).end(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}`;
});

after(() => server.close());

test("the browser entry loads from an address, says what went wrong, and can be tried again", async () => {
  const folder = write({ "script.mjs": `
    import init, * as c from "${join(installed, "browser.js")}";
    ${USE}
    console.log(attempt(() => use(c)));
    for (const path of ["missing.wasm", "page.wasm", "broken.wasm", "other.wasm"]) console.log(await attemptAsync(() => init("${address}/" + path)));
    console.log(await attemptAsync(() => init("http://127.0.0.1:1/nobody.wasm")));
    console.log(await attemptAsync(() => init(fetch("${address}/missing.wasm"))));
    await Promise.all([init(process.argv[2]), init(process.argv[2])]);
    console.log(use(c));
    await init("${address}/missing.wasm");
  ` });
  for (const path of ["right.wasm", "untyped.wasm"]) {
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "script.mjs"), `${address}/${path}`]);
    assert.deepEqual(stdout.trim().split("\n"), [...Array.from({ length: 7 }, () => "CustometryError not-initialized true"), "30"]);
  }
});
