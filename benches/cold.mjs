// What a fresh Node process pays: `node cold.mjs <peer> <start>` prints the milliseconds from before the import of
// the peer to its first result, in a process that has run nothing of it yet. `coldStarts` runs them in turns.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { generate } from "./data.mjs";
import { summary } from "./measure.mjs";

const ROUNDS = 5;

const PEERS = {
  custometry: {
    label: "custometry",
    async segments({ customerId, date, amount }) {
      const { segmentRfm } = await import("custometry");
      return segmentRfm({ customerId, date, amount }, { asOf: "2024-12-31" }).segments.length;
    },
  },
  javascript: {
    label: "JavaScript",
    async segments({ customerId, date, amount }) {
      const { fromIntegers } = await import("./peers/javascript.mjs");
      return fromIntegers(customerId, date, amount).segments.length;
    },
  },
  duckdb: {
    label: "DuckDB-WASM",
    async segments(columns) {
      const { connect, loadIntegers, segmentRfm } = await import("./peers/duckdb.mjs");
      const connection = await connect();
      loadIntegers(connection, columns);
      return segmentRfm(connection).segments.numRows;
    },
  },
};

const STARTS = {
  "cold-start": {
    title: "Cold start in Node: import to first result, three purchases",
    peers: ["custometry", "duckdb"],
    purchases: three,
  },
  "first-run": {
    title: "First run in Node: the same, columns of a million purchases",
    peers: ["custometry", "javascript"],
    purchases: generate,
  },
};

function three() {
  const day = Date.UTC(2024, 0, 1);
  return {
    customerId: Int32Array.of(1, 2, 1),
    date: Float64Array.of(day, day, day),
    amount: Float64Array.of(100, 200, 300),
  };
}

export function coldStarts() {
  return Object.entries(STARTS).map(([id, { title, peers }]) => {
    const samples = peers.map(() => []);
    for (let round = 0; round < ROUNDS; round++) peers.forEach((peer, which) => samples[which].push(run(peer, id)));
    return {
      id,
      title,
      results: peers.map((peer, which) => ({ label: PEERS[peer].label, ...summary(samples[which]) })),
    };
  });
}

function run(peer, start) {
  return Number(execFileSync(process.execPath, [fileURLToPath(import.meta.url), peer, start], { encoding: "utf8" }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , peer, start] = process.argv;
  const purchases = STARTS[start].purchases();
  const before = performance.now();
  const segments = await PEERS[peer].segments(purchases);
  const ms = performance.now() - before;
  if (!(segments > 0)) throw new Error(`${peer} found no segments`);
  process.stdout.write(String(ms));
}
