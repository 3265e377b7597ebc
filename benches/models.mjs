// Fits of purchase models, beside the Python package lifetimes on the same summary. Customers are simulated with the parameters that
// the models have on CDNOW, and summed up by day, so that many of them have the same history, as customers do.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fitBgNbd, fitParetoNbd, purchaseModel, simulateTransactions, summarizePurchases } from "custometry";
import { summary } from "./measure.mjs";

export const LIFETIMES = "lifetimes (Python)";

const CASES = [
  {
    id: "bg-nbd",
    title: "BG/NBD fit, a million customers",
    customers: 1_000_000,
    params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
    fit: fitBgNbd,
  },
  {
    id: "pareto-nbd",
    title: "Pareto/NBD fit, 23,570 customers",
    customers: 23_570,
    params: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
    fit: fitParetoNbd,
  },
];

/** The names of the cases. */
export const MODELS = CASES.map(({ id }) => id);

/** lifetimes minimises until about four digits stand. */
const AGREEMENT = 0.01;
const THEIR_ROUNDS = 3;

/** `python` is one that has lifetimes; without it custometry is measured alone. */
export function modelCases({ python, rounds, wanted, progress }) {
  return CASES.filter(({ id }) => wanted?.includes(id) ?? true).map(({ id, title, customers, params, fit }) => {
    progress(title);
    const columns = simulate(id, params, customers);
    const samples = [];
    let model = fit(columns);
    for (let round = 0; round < rounds; round++) {
      globalThis.gc();
      const start = performance.now();
      model = fit(columns);
      samples.push(performance.now() - start);
    }
    const results = [{ label: "custometry", ...summary(samples) }];
    if (python !== undefined) results.push(lifetimes(python, id, columns, model));
    return { id, title: `${title} with ${model.fit.distinctPatterns.toLocaleString("en")} histories`, results };
  });
}

function simulate(kind, params, customers) {
  const end = "1997-09-30";
  const options = { customers, start: "1997-01-01", acquisitionDays: 84, end, timeUnit: "week", seed: 1 };
  const purchases = simulateTransactions(purchaseModel(kind, params), null, options);
  const table = summarizePurchases(purchases, { observationEnd: end, timeUnit: "week" });
  const column = (name) => Float64Array.from(table.column(name));
  const columns = { frequency: column("frequency"), recency: column("recency"), T: column("T") };
  purchases.free();
  table.free();
  return columns;
}

function lifetimes(python, id, { frequency, recency, T }, model) {
  const folder = mkdtempSync(join(tmpdir(), "custometry-bench-"));
  try {
    const file = join(folder, "columns.f64");
    writeFileSync(file, Buffer.concat([frequency, recency, T].map(({ buffer }) => Buffer.from(buffer))));
    const script = fileURLToPath(new URL("models_peer.py", import.meta.url));
    const printed = execFileSync(python, [script, id, file, String(THEIR_ROUNDS)], { encoding: "utf8" });
    const { samples, params } = JSON.parse(printed);
    for (const [name, value] of Object.entries(params)) {
      const own = model.params[name];
      if (!(Math.abs(value / own - 1) < AGREEMENT)) throw new Error(`${id}: ${name} is ${own} here and ${value} with lifetimes`);
    }
    return { label: LIFETIMES, ...summary(samples) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
