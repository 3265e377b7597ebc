// Chromium, found as the rest of the project finds it, and pages served to it under a Content Security Policy.

import { accessSync, constants, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = ["/usr/bin/chromium", "/usr/lib/chromium/chromium", "/snap/bin/chromium", "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** The browser in the environment variable CHROMIUM, else on the PATH, else in the usual places. */
export function launch() {
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const executablePath = process.env.CHROMIUM ?? [...onPath, ...PLACES].find(isExecutable);
  if (executablePath === undefined) throw new Error("No Chromium found: set CHROMIUM to the path of one.");
  return chromium.launch({ executablePath, args: FLAGS });
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Serves the files of a folder, and at /page/<script> a page that runs that script. */
export async function serve(folder, policy = POLICY) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const headers = { "content-security-policy": policy };
    if (pathname.startsWith("/page/")) {
      const page = `<!doctype html><script type="module" src="/${pathname.slice(6)}"></script>`;
      return response.writeHead(200, { ...headers, "content-type": "text/html" }).end(page);
    }
    if (pathname === "/favicon.ico") return response.writeHead(204, headers).end();
    try {
      const file = readFileSync(join(folder, normalize(pathname)));
      response.writeHead(200, { ...headers, "content-type": TYPES[extname(pathname)] ?? "application/octet-stream" }).end(file);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Opens a page and returns what its script puts into `result`. Fails on anything that goes wrong unasked. */
export async function result(browser, url, isExpected = () => false) {
  const page = await browser.newPage();
  const faults = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.stack ?? String(error)));
  page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`));
  try {
    await page.goto(url);
    const value = await page.waitForFunction(() => globalThis.result, undefined, { timeout: 30_000 }).catch((error) => {
      throw new Error(`${url} came to no result: ${faults.join("\n") || error.message}`);
    });
    const unexpected = faults.filter((fault) => !isExpected(fault));
    if (unexpected.length > 0) throw new Error(`${url}: ${unexpected.join("\n")}`);
    return await value.jsonValue();
  } finally {
    await page.close();
  }
}
