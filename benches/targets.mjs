// What design.md asks for, beside what this run reached.

import { DUPLICATES, SPLINK } from "./duplicates.mjs";
import { LIFETIMES } from "./models.mjs";
import { LABEL as NATIVE } from "./native.mjs";

const OURS = "custometry";

/** Each target with the figure it was set for; those that were not measured in this run are left out. */
export function targets({ cases, sizes }) {
  const median = (id, label) =>
    cases.find((measured) => measured.id === id)?.results.find((result) => result.label === label)?.median;
  const title = (id) => cases.find((measured) => measured.id === id)?.title;
  const f1 = (id, label, by) =>
    cases.find((measured) => measured.id === id)?.results.find((result) => result.label === label)?.matches[by].f1;
  const ratio = (id, above, below) => median(id, above) / median(id, below);
  const rows = [
    {
      what: "RFM from columns, integer ids: JavaScript / custometry",
      bound: ">= 12",
      value: ratio("columns-int", "JavaScript", OURS),
    },
    {
      what: "RFM from columns, integer ids: DuckDB-WASM's query / custometry",
      bound: ">= 15",
      value: ratio("columns-int", "DuckDB-WASM, query", OURS),
    },
    {
      what: "RFM from columns, integer ids: custometry / native Rust",
      bound: "<= 1.3",
      value: ratio("columns-int", OURS, NATIVE),
    },
    {
      what: "Rows to columns, rows just made: custometry / JavaScript",
      bound: "<= 0.8",
      value: ratio("rows-to-columns", OURS, "JavaScript"),
    },
    {
      what: "Rows to columns, rows read before: custometry / JavaScript",
      bound: "<= 0.8",
      value: ratio("rows-to-columns-again", OURS, "JavaScript"),
    },
    { what: "Cohorts by month from columns, integer ids, ms", bound: "< 100", value: median("cohorts-int", OURS) },
    { what: "A million leads scored: JavaScript / custometry", bound: ">= 5", value: ratio("leads", "JavaScript", OURS) },
    {
      what: "A million leads scored and a thousand explained, ms",
      bound: "< 1000",
      value: median("leads", OURS) + median("leads-explain", OURS),
    },
    { what: "A million records checked: JavaScript / custometry", bound: ">= 1", value: ratio("quality", "JavaScript", OURS) },
    { what: "A million records of ten columns checked by ten checks, ms", bound: "< 2000", value: median("quality", OURS) },
    {
      what: "BG/NBD fit, a million customers: lifetimes / custometry",
      bound: ">= 50",
      value: ratio("bg-nbd", LIFETIMES, OURS),
    },
    {
      what: "Pareto/NBD fit, 23,570 customers: lifetimes / custometry",
      bound: ">= 100",
      value: ratio("pareto-nbd", LIFETIMES, OURS),
    },
    ...DUPLICATES.flatMap((id) => [
      { what: `${title(id)}: Splink / custometry`, bound: ">= 3", value: ratio(id, SPLINK, OURS) },
      ...["pairs", "clusters"].map((by) => ({
        what: `F1 of these by ${by}: custometry - Splink`,
        bound: ">= 0",
        value: f1(id, OURS, by) - f1(id, SPLINK, by),
      })),
    ]),
    { what: "Cold start in Node, ms", bound: "< 50", value: median("cold-start", OURS) },
    {
      what: "Brotli size: DuckDB-WASM / custometry",
      bound: ">= 30",
      value: sizes && sizes.duckdb.brotli / sizes.custometry.brotli,
    },
  ];
  return rows.filter(({ value }) => Number.isFinite(value)).map((row) => ({ ...row, reached: reached(row) }));
}

function reached({ bound, value }) {
  const [comparison, limit] = bound.split(" ");
  if (comparison === ">=") return value >= Number(limit);
  return comparison === "<" ? value < Number(limit) : value <= Number(limit);
}
