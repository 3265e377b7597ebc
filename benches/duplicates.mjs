// The search for duplicates, beside Splink on DuckDB on the same records: how long it takes, and how many of the true pairs it finds.
// custometry is told what the columns are and nothing else; Splink has the settings of duplicates_peer.py. Neither sees which
// records belong together.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findDuplicates } from "custometry";
import { summary } from "./measure.mjs";
import { FIELDS, RECORDS, generatePeople, ofClusters, ofPairs } from "./people.mjs";

export const SPLINK = "Splink on DuckDB (Python)";

/** Without people who live together a model that takes fields for independent does its best; with them it cannot. */
const CASES = [
  { id: "duplicates", title: "all living alone", households: 0 },
  { id: "duplicates-households", title: "one in seven living with another", households: 0.15 },
];

/** The names of the cases. */
export const DUPLICATES = CASES.map(({ id }) => id);

const THEIR_ROUNDS = 2;

/** `python` is one that has Splink; without it custometry is measured alone. */
export function duplicateCases({ python, rounds, wanted, progress }) {
  return CASES.filter(({ id }) => wanted?.includes(id) ?? true).map(({ id, title: how, households }) => {
    const title = `Duplicates among ${RECORDS.toLocaleString("en")} records of people, ${how}`;
    progress(title);
    const { columns, people } = generatePeople(RECORDS, households);
    const results = [ours(columns, people, rounds)];
    if (python !== undefined) results.push(theirs(python, columns, people));
    return { id, title, results };
  });
}

function ours(columns, people, rounds) {
  const samples = [];
  let found;
  // The first run is for the compiler.
  for (let round = 0; round <= rounds; round++) {
    globalThis.gc();
    const start = performance.now();
    const { pairs, clusters } = findDuplicates(columns, { fields: FIELDS });
    const tables = { pairs: pairs.toColumns(), clusters: clusters.toColumns() };
    if (round > 0) samples.push(performance.now() - start);
    pairs.free();
    clusters.free();
    found = tables;
  }
  const cluster = new Int32Array(people.length).fill(-1);
  found.clusters.row.forEach((row, i) => (cluster[row] = found.clusters.cluster[i]));
  const matches = { pairs: ofPairs(people, found.pairs.rowA, found.pairs.rowB), clusters: ofClusters(people, cluster) };
  const { pairs, clusters } = findDuplicates(columns, { fields: FIELDS, threshold: 0.001 });
  matches.best = best(people, pairs.toColumns());
  pairs.free();
  clusters.free();
  return { label: "custometry", ...summary(samples), matches };
}

function theirs(python, columns, people) {
  const folder = mkdtempSync(join(tmpdir(), "custometry-bench-"));
  try {
    const file = join(folder, "people.json");
    writeFileSync(file, JSON.stringify(columns));
    const script = fileURLToPath(new URL("duplicates_peer.py", import.meta.url));
    const printed = execFileSync(python, [script, file, String(THEIR_ROUNDS)], { encoding: "utf8", maxBuffer: 2 ** 30 });
    const { samples, pairs, all, clusters } = JSON.parse(printed);
    const numbers = new Map();
    const cluster = clusters.map((name) => numbers.get(name) ?? (numbers.set(name, numbers.size), numbers.get(name)));
    const matches = { pairs: ofPairs(people, pairs.rowA, pairs.rowB), clusters: ofClusters(people, cluster), best: best(people, all) };
    return { label: SPLINK, ...summary(samples), matches };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The best F1 by pairs at any threshold, which nobody could choose who does not know which records belong together. */
function best(people, { rowA, rowB, probability }) {
  const order = Uint32Array.from(probability.keys()).sort((a, b) => probability[b] - probability[a]);
  const { there } = ofPairs(people, [], []);
  let right = 0;
  let most = { f1: 0, threshold: 1 };
  order.forEach((pair, place) => {
    if (people[rowA[pair]] === people[rowB[pair]]) right++;
    if (probability[order[place + 1]] === probability[pair]) return;
    const f1 = (2 * right) / (place + 1 + there);
    if (f1 > most.f1) most = { precision: right / (place + 1), recall: right / there, f1, threshold: probability[pair] };
  });
  return most;
}
