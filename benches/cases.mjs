// The cases: what is measured, and what each sample starts from.

import { checksum, dateRows, generate, jsonRows } from "./data.mjs";
import { generateLeads } from "./leads.mjs";
import { generateRecords } from "./records.mjs";

/**
 * `input()` builds what is common to all samples of a case, and returns a function that gives the input of one
 * sample. Each sample of `rows` and `rows-to-columns` gets rows of its own, made outside the time that is measured:
 * an engine keeps the hash of a text once it has computed it, so rows that were read before are cheaper than rows
 * that just arrived.
 */
export function makeCases() {
  const columns = generate();
  const always = (input) => () => input;
  let leads;
  const manyLeads = () => always((leads ??= generateLeads()));
  let parsed;
  const parsedRows = () => always((parsed ??= jsonRows(columns)));
  const cases = [
    { id: "columns-int", title: "RFM from columns, integer ids", input: () => always(columns) },
    { id: "columns-dict", title: "RFM from columns, ids as a dictionary", input: () => always(columns) },
    { id: "cohorts-int", title: "Cohorts by month from columns, integer ids", input: () => always(columns) },
    { id: "cohorts-dict", title: "Cohorts by month from columns, ids as a dictionary", input: () => always(columns) },
    { id: "rows", title: "RFM from rows { string, Date, number }", input: () => dateRows(columns) },
    { id: "rows-to-columns", title: "Rows { string, Date, number } to columns", input: () => dateRows(columns) },
    {
      id: "rows-to-columns-again",
      title: "The same rows to columns, again and again",
      input: () => always(dateRows(columns)()),
    },
    { id: "json", title: "RFM from rows as JSON.parse gives them", input: parsedRows },
    { id: "json-to-columns", title: "Rows as JSON.parse gives them to columns", input: parsedRows },
    { id: "leads", title: "A million leads scored by eight criteria, from columns", input: manyLeads },
    { id: "leads-explain", title: "A thousand of them explained", input: manyLeads },
    { id: "quality", title: "A million records of ten columns checked by ten checks, from columns", input: () => always(generateRecords()) },
  ];
  return { cases, checksum: checksum(columns) };
}
