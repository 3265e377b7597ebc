// Serves the built page in www/dist on localhost with Vite's preview server, under the strict policy that the page is made for.
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const www = new URL("../../www/", import.meta.url);
const vite = createRequire(new URL("package.json", www)).resolve("vite");
const { preview } = await import(pathToFileURL(vite).href);

const server = await preview({
  root: fileURLToPath(www),
  logLevel: "warn",
  preview: {
    host: "localhost",
    port: Number(process.argv[2]),
    strictPort: false, // a port in use: the next free one
    headers: { "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" },
  },
});
console.log(`\nThe page is at ${server.resolvedUrls.local[0]} (Ctrl-C ends)`);
