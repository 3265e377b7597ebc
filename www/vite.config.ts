// Builds the page into dist/: everything as a file of its own (no data: URLs, no inline scripts, so that the
// Content-Security-Policy in index.html holds) and with relative addresses (so that any sub path can serve it).
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es", rolldownOptions: { output: { entryFileNames: "assets/worker-[hash].js" } } },
  // The package locates its .wasm beside its own files; pre-bundling in development would move it away from them.
  optimizeDeps: { exclude: ["custometry"] },
  server: { fs: { allow: [".."] } },
});
