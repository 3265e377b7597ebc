// Printing: one table of medians and ratios, then the targets.

import { CUSTOMERS, PURCHASES } from "./data.mjs";
import { BROTLI_QUALITY } from "./sizes.mjs";

const ms = (value) => (value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0));
const times = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(1));
const count = (value) => value.toLocaleString("en");
const bytes = (value) => (value < 1e6 ? `${(value / 1e3).toFixed(1)} KB` : `${(value / 1e6).toFixed(2)} MB`);

/** Lines of left-aligned first and right-aligned further cells; a row that is a string is a heading. */
function aligned(rows) {
  const cells = rows.filter(Array.isArray);
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ");
  return rows.map((row) => (Array.isArray(row) ? `  ${line(row)}` : row).trimEnd()).join("\n");
}

function timed(title, results) {
  const ours = results.find((result) => result.label === "custometry");
  const row = ({ label, median, min, max }) => [
    label,
    ms(median),
    `${ms(min)}..${ms(max)}`,
    ours ? times(median / ours.median) : "",
  ];
  return [title, ...results.map(row)];
}

export function report({ machine, cases, sizes, targets }) {
  const lines = [
    `${machine.cpu}, ${machine.cpus} CPUs, Node ${machine.node} (${machine.platform})`,
    `${count(PURCHASES)} purchases of ${count(CUSTOMERS)} customers; medians of ${machine.rounds} rounds, in ms`,
    "",
  ];
  const rows = [["", "median", "min..max", "x custometry"]];
  for (const { title, results } of cases) rows.push(...timed(title, results));
  lines.push(aligned(rows));
  const matched = cases.filter(({ results }) => results.some(({ matches }) => matches !== undefined));
  if (matched.length > 0) {
    const header = ["", "precision", "recall", "F1"];
    const row = (label, { precision, recall, f1 }) => [label, ...[precision, recall, f1].map((value) => value.toFixed(4))];
    const of = ({ label, matches: { pairs, clusters, best } }) => [
      row(`${label}: pairs`, pairs),
      row(`${label}: pairs within clusters`, clusters),
      row(`${label}: pairs at the best threshold, ${best.threshold.toFixed(4)}`, best),
    ];
    lines.push("", aligned([header, ...matched.flatMap(({ title, results }) => [title, ...results.flatMap(of)])]));
  }
  if (sizes) {
    const row = (label, { raw, gzip, brotli }) => [
      label,
      bytes(raw),
      bytes(gzip),
      bytes(brotli),
      times(brotli / sizes.custometry.brotli),
    ];
    const header = ["", "raw", "gzip", `Brotli ${BROTLI_QUALITY}`, "x custometry"];
    lines.push(
      "",
      "Size of the .wasm",
      aligned([header, row("custometry", sizes.custometry), row("DuckDB-WASM", sizes.duckdb)]),
    );
  }
  lines.push(
    "",
    "Targets",
    aligned(
      targets.map(({ what, bound, value, reached }) => [what, bound, times(value), reached ? "reached" : "MISSED"]),
    ),
  );
  return lines.join("\n");
}
