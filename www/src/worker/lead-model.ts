// What is learned from the leads whose outcome is known.
import { trainLeadModel, type LeadModel, type Row, type Table } from "custometry";
import type { LeadModelPage, LeadPrediction } from "../messages-leads";
import { cellText } from "./source";

/** Never to be learned from: who a lead is, when it came in, and what is being predicted. `trueProbability` is in the sample. */
const never = new Set(["leadId", "createdAt", "converted", "trueProbability"]);
/** Known in full only once a lead is decided. */
const late = new Set(["lastActivityAt"]);

export class LearnedLeads {
  readonly page: LeadModelPage;
  readonly model: LeadModel;
  readonly probabilities: Float64Array;
  readonly #input: Table;

  constructor(input: Table, features: string[] | null, asOf: string | null) {
    const started = performance.now();
    this.#input = input;
    const candidates = input.columns.map(({ name }) => name).filter((name) => !never.has(name));
    const chosen = features ?? candidates.filter((name) => !late.has(name) && !identifies(input, name));
    const dated = input.columns.some(({ name }) => name === "createdAt");
    const model = trainLeadModel(input, { target: "converted", features: chosen, onInvalid: "skip", ...(dated ? { createdAt: "createdAt" } : asOf === null ? {} : { asOf }) });
    this.model = model;
    this.probabilities = model.predict(input);
    this.page = {
      features: chosen,
      candidates,
      train: model.metrics.train,
      test: model.metrics.test,
      calibration: [...model.calibration],
      weights: model.weights.map(({ feature, level, weight }) => ({ feature, level, weight })),
      warnings: model.warnings.map(({ code, message }) => ({ code, message })),
      skipped: model.skipped.count,
      penalty: model.penalty,
      milliseconds: performance.now() - started,
    };
  }

  explain(row: number): LeadPrediction {
    const [lead] = this.#input.toRows({ from: row, to: row + 1 });
    const { probability, logOdds, intercept, contributions } = this.model.explain(lead as Row);
    return { probability, logOdds, intercept, contributions: contributions.map(({ feature, value, logOdds }) => ({ feature, value: cellText(value) || null, logOdds })) };
  }
}

/** Whether nearly every lead has a text of its own in a column, as in names, addresses and notes. */
function identifies(table: Table, name: string): boolean {
  if (table.columns.find((column) => column.name === name)?.type !== "string") return false;
  const cells = (table.column(name) as (string | null)[]).filter((cell) => cell !== null);
  return cells.length > 20 && new Set(cells).size > cells.length / 2;
}
