// The package.json of the published package.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

const EXPORTS = {
  ".": {
    import: {
      types: "./index.d.ts",
      workerd: "./workerd.js",
      "edge-light": "./edge-light.js",
      node: "./node.js",
      browser: "./browser.js",
      default: "./browser.js",
    },
    // A browser cannot find a file beside a CommonJS module, so there the module comes inside.
    require: { types: "./index.d.cts", node: "./node.cjs", default: "./inline.cjs" },
    default: "./browser.js",
  },
  "./inline": {
    import: { types: "./inline.d.ts", node: "./inline.node.js", default: "./inline.js" },
    require: { types: "./inline.d.cts", default: "./inline.cjs" },
    default: "./inline.js",
  },
  "./slim": {
    import: { types: "./slim.d.ts", node: "./slim.node.js", default: "./slim.js" },
    require: { types: "./slim.d.cts", default: "./slim.cjs" },
    default: "./slim.js",
  },
  "./custometry_bg.wasm": "./custometry_bg.wasm",
  "./scorecard.schema.json": "./scorecard.schema.json",
  "./package.json": "./package.json",
};

export function writeManifest({ out, version }) {
  const manifest = {
    name: "custometry",
    version,
    description: "Customer metrics in the browser, Node and at the edge: RFM segments and more, over in-memory columns, in WebAssembly.",
    keywords: ["crm", "rfm", "segmentation", "customer-analytics", "retention", "wasm", "webassembly"],
    license: "MIT OR Apache-2.0",
    repository: { type: "git", url: "git+https://github.com/custometry/custometry.git", directory: "pkg-template" },
    type: "module",
    engines: { node: ">=20" },
    main: "./node.cjs",
    types: "./index.d.ts",
    exports: EXPORTS,
    // These say where the module is to be had when they are loaded; all else can be dropped when it is not used.
    sideEffects: [
      "./node.js", "./node.cjs", "./workerd.js", "./edge-light.js",
      "./inline.js", "./inline.cjs", "./inline.node.js", "./node.import.cjs", "./inline.import.cjs",
    ],
    files: ["*.js", "*.js.map", "*.cjs", "*.d.ts", "*.d.cts", "*.wasm", "*.schema.json", "LICENSE-*"],
  };
  writeFileSync(join(out, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
