// The package itself, as it is installed from npm. Its result is a table in the module's memory, as DuckDB's and
// Arquero's results are tables of theirs; what reading it back into JavaScript costs is measured as well.

import { createRequire } from "node:module";
import { checkQuality, cohortRetention, scoreLeads, segmentRfm, Table } from "custometry";
import { AS_OF } from "../data.mjs";
import { CARD, explainedRows } from "../leads.mjs";
import { CHECKS } from "../records.mjs";

export const modulePath = () => createRequire(import.meta.url).resolve("custometry/custometry_bg.wasm");

export function contenders() {
  const label = "custometry";
  const rfm = (purchases) => segmentRfm(purchases, { asOf: AS_OF });
  const fromIntegers = ({ customerId, date, amount }) => rfm({ customerId, date, amount });
  const fromDictionary = ({ dictionary, date, amount }) => rfm({ customerId: dictionary, date, amount });
  const cohorts = (purchases) => cohortRetention(purchases, { period: "month", asOf: AS_OF });
  const dispose = (result) => result.customers.free();
  const fromRows = (options) => ({
    label,
    normalise: normaliseColumns,
    dispose: (table) => table.free(),
    run: (rows) => Table.fromRows(rows, options),
  });
  const readBack = (run) => ({
    label: "custometry, and read back",
    normalise: ({ result }) => normalise(result),
    dispose: ({ result }) => dispose(result),
    run(columns) {
      const result = run(columns);
      return { result, customers: result.customers.toColumns() };
    },
  });
  const score = (leads) => scoreLeads(leads, CARD, { asOf: AS_OF });
  // Scored once, and explained in every sample.
  let scored;
  return [
    { case: "columns-int", label, normalise, dispose, run: fromIntegers },
    { case: "columns-int", ...readBack(fromIntegers) },
    { case: "columns-dict", label, normalise, dispose, run: fromDictionary },
    { case: "columns-dict", ...readBack(fromDictionary) },
    {
      case: "cohorts-int",
      label,
      normalise: (result) => result,
      run: ({ customerId, date, amount }) => cohorts({ customerId, date, amount }),
    },
    {
      case: "cohorts-dict",
      label,
      normalise: (result) => result,
      run: ({ dictionary, date, amount }) => cohorts({ customerId: dictionary, date, amount }),
    },
    { case: "rows", label, normalise, dispose, run: rfm },
    { case: "json", label, normalise, dispose, run: rfm },
    { case: "rows-to-columns", ...fromRows() },
    { case: "rows-to-columns-again", ...fromRows() },
    { case: "json-to-columns", ...fromRows({ types: { date: "date" } }) },
    { case: "leads", label, normalise: normaliseScores, dispose: freeScores, run: score },
    {
      case: "leads",
      label: "custometry, and read back",
      normalise: ({ result, leads }) => normaliseScores(result, leads),
      dispose: ({ result }) => freeScores(result),
      run(columns) {
        const result = score(columns);
        return { result, leads: result.leads.toColumns() };
      },
    },
    {
      case: "leads-explain",
      label,
      normalise: (explanations) => ({ explanations }),
      setup: (leads) => void (scored ??= score(leads)),
      run: () => Array.from(explainedRows(), (row) => scored.explain(row)),
    },
    { case: "quality", label, normalise: normaliseQuality, dispose: freeQuality, run: checked },
    {
      case: "quality",
      label: "custometry, and read back",
      normalise: ({ result }) => normaliseQuality(result),
      dispose: ({ result }) => freeQuality(result),
      run(records) {
        const result = checked(records);
        return { result, failures: result.failures.toColumns(), records: result.records.toColumns() };
      },
    },
  ];
}

function normalise({ customers, segments, thresholds }) {
  return { customers: customers.toColumns(), segments, thresholds };
}

function freeScores(scores) {
  scores.leads.free();
  scores.free();
}

const checked = (records) => checkQuality(records, CHECKS, { asOf: AS_OF });

function freeQuality({ failures, records }) {
  failures.free();
  records.free();
}

function normaliseQuality({ score, checks, failures, records }) {
  const counts = (name) => Float64Array.from(checks, (check) => check[name]);
  const { row, column, value } = failures.toColumns();
  return { quality: { score: [score], records: records.column("score"), row, column, value, tested: counts("rows"), failed: counts("failed") } };
}

function normaliseColumns(table) {
  return table.toColumns();
}

function normaliseScores({ leads, tiers }, columns = leads.toColumns()) {
  const { score, tier, rank, disqualified, completeness } = columns;
  const dimensions = Object.fromEntries(CARD.dimensions.map(({ name }) => [name, columns[name]]));
  return { scores: { score, tier, rank, disqualified, completeness, dimensions }, tiers: tiers.map(({ tier, leads }) => ({ tier, leads })) };
}
