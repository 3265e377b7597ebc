// Learned lead models: plain data here, all arithmetic in the module.

import { describe } from "./cells.js";
import { failure, invalidOption } from "./error.js";
import { withTable, type Need } from "./input.js";
import { conforming } from "./lead-model-json.js";
import { columnName, columnNames, plainOptions } from "./options.js";
import { call, ensureReady, type RawModule, type RawTable } from "./runtime.js";
import { Table } from "./table.js";
import type { LeadModel, LeadModelEvaluation, LeadModelExplanation, Row, TableInput, TrainOptions, WeightedCard } from "./types.js";

/** What the module needs to know of a model. */
interface Core {
  readonly method: LeadModel["method"];
  readonly target: string;
  readonly createdAt: string | null;
  readonly asOf: string | null;
  readonly segmentBy: string | null;
  readonly features: readonly { readonly feature: string; readonly kind: "number" | "date" | "category" }[];
  readonly importance: readonly number[];
}

/** What is known of the training. */
type About = Pick<LeadModel, "metrics" | "calibration" | "penalty" | "binned" | "crossValidation" | "calibrated" | "segments" | "warnings" | "skipped">;

const cores = new WeakMap<LeadModel, Core>();

class Trained implements LeadModel {
  readonly method: LeadModel["method"];
  readonly target: string;
  readonly features: readonly string[];
  readonly metrics: LeadModel["metrics"];
  readonly calibration: LeadModel["calibration"];
  readonly weights: LeadModel["weights"];
  readonly importance: LeadModel["importance"];
  readonly penalty: number | null;
  readonly binned: boolean;
  readonly crossValidation: LeadModel["crossValidation"];
  readonly calibrated: LeadModel["calibrated"];
  readonly segments: LeadModel["segments"];
  readonly warnings: LeadModel["warnings"];
  readonly skipped: LeadModel["skipped"];

  constructor(core: Core, about: About) {
    cores.set(this, core);
    this.weights = call((module) => module.leadModelWeights(core)) as LeadModel["weights"];
    this.method = core.method;
    this.target = core.target;
    this.features = core.features.map(({ feature }) => feature);
    this.importance = core.importance.map((importance, i) => ({ feature: this.features[i]!, importance }));
    this.metrics = about.metrics;
    this.calibration = about.calibration;
    this.penalty = about.penalty;
    this.binned = about.binned;
    this.crossValidation = about.crossValidation;
    this.calibrated = about.calibrated;
    this.segments = about.segments;
    this.warnings = about.warnings;
    this.skipped = about.skipped;
    freeze(core);
    freeze(this);
  }

  predict(leads: TableInput, options?: Parameters<LeadModel["predict"]>[1]): Float64Array {
    return this.#with(leads, options, "predict", (core, table, plain, module) => module.leadModelPredict(core, table, plain));
  }

  predictTable(leads: TableInput, options?: Parameters<LeadModel["predictTable"]>[1]): Table {
    return new Table(this.#with(leads, options, "predictTable", (core, table, plain, module) => module.leadModelTable(core, table, plain)));
  }

  explain(lead: Row, options?: Parameters<LeadModel["explain"]>[1]): LeadModelExplanation {
    if (typeof lead !== "object" || lead === null || Array.isArray(lead)) {
      throw failure("wrong-type", `the lead is ${describe(lead)}, not a row`, { help: "Give one lead as an object: { source: \"web\", employees: 20 }." });
    }
    const cell = (name: string) => (Object.hasOwn(lead, name) ? lead[name] : null);
    const columns = Object.fromEntries(needsOf(coreOf(this)).map(({ name }) => [name, [cell(name)]]));
    const explained = this.#with(columns, options, "explain", (core, table, plain, module) => module.leadModelExplain(core, table, plain));
    const { contributions, ...rest } = explained as LeadModelExplanation;
    const withValue = ({ feature, level, logOdds }: LeadModelExplanation["contributions"][number]) => ({ feature, value: cell(feature), level, logOdds });
    return { ...rest, contributions: contributions.map(withValue) };
  }

  evaluate(leads: TableInput, options?: Parameters<LeadModel["evaluate"]>[1]): LeadModelEvaluation {
    return this.#with(leads, options, "evaluate", (core, table, plain, module) => module.leadModelEvaluate(core, table, plain)) as LeadModelEvaluation;
  }

  suggestWeights<Card extends WeightedCard>(scorecard: Card): Card {
    const views = dimensionsOf(scorecard).map(({ weight, criteria }) => ({
      weight,
      columns: criteria.map(({ column }) => column),
      weights: criteria.map(({ weight }) => weight ?? 1),
    }));
    const core = coreOf(this);
    const suggested = call((module) => module.leadModelSuggest(core, views)) as [weight: number, weights: number[]][];
    const dimensions = scorecard.dimensions.map((dimension, i) => {
      const [weight, weights] = suggested[i]!;
      return { ...dimension, weight, criteria: dimension.criteria.map((criterion, j) => ({ ...criterion, weight: weights[j]! })) };
    });
    return { ...scorecard, dimensions };
  }

  toJSON(): object {
    const { metrics, calibration, penalty, binned, crossValidation, calibrated, segments, warnings, skipped } = this;
    const report: About = { metrics, calibration, penalty, binned, crossValidation, calibrated, segments, warnings, skipped };
    return { format: FORMAT, version: VERSION, model: coreOf(this), report };
  }

  /** Has the module do something with leads, of which it takes what the model needs, and what the options name. */
  #with<Result>(leads: TableInput, options: object | undefined, of: string, work: (core: Core, table: RawTable, plain: Record<string, unknown>, module: RawModule) => Result): Result {
    ensureReady();
    const core = coreOf(this);
    const plain = plainOptions(options ?? {}, of);
    const needs = needsOf(core, plain["asOf"] != null);
    if (of === "evaluate") needs.push({ name: columnName(plain, "target") ?? core.target, role: "flag" }, ...listed(plain, "groupBy", "group"));
    if (of === "predictTable") needs.push(...listed(plain, "keep", "any"));
    return withTable(leads, needs, false, (table) => call((module) => work(core, table, plain, module)));
  }
}

const FORMAT = "custometry/lead-model";
const VERSION = 1;

/**
 * Trains a model of which leads convert, and validates it on leads that it has not seen.
 *
 * - probability = 1 / (1 + exp(-(intercept + sum of contributions))), one contribution a feature
 * - "logistic": maximises sum of ln P(outcome) - penalty/2 * sum of squared weights, the intercept free. Numbers have a linear term,
 *   standardised, and bins between quantiles where cross-validation finds them better; categories and missing values have levels.
 * - "naive-bayes": the weight of a level is ln P(level | converted) - ln P(level | not), counts raised by 0.1 (Lidstone)
 *
 * Leads without an outcome are open: they are left out and counted in `skipped`. With `createdAt` the newest leads are the test part
 * and nothing is shuffled; otherwise a seeded share of either class is. The model is the one that was validated: it is not trained
 * again on all leads. Look at `warnings` and at `metrics.test`, beside its base rate, before you use it.
 *
 * @param leads - Rows, columns or a Table. Of rows and columns only those that are needed are looked at.
 * @param options - `target` and `features` are required. Dates among the features become days until `createdAt`, or until `asOf`.
 * @throws {@link CustometryError} `missing-column`; `wrong-type`, `bad-number`, `bad-date`, each with the column and the row;
 *   `empty-input` (no outcome, one class only, or no feature that varies); `invalid-option`.
 *
 * @example
 * ```js
 * import { trainLeadModel } from "custometry";
 *
 * const leads = Array.from({ length: 400 }, (_, i) => ({
 *   source: ["fair", "web"][i % 2], visits: i % 7, won: i > 390 ? null : i % 7 > 3 && i % 3 > 0,
 * }));
 * const model = trainLeadModel(leads, { target: "won", features: ["source", "visits"] });
 * console.log(model.metrics.test.auc > 0.8, model.skipped.count); // true 9
 * const { probability, contributions } = model.explain({ source: "web", visits: 6 });
 * console.log(probability > 0.5, contributions.map(({ feature }) => feature)); // true [ "source", "visits" ]
 * ```
 *
 * le Cessie & van Houwelingen (1992) for the penalty; Platt (1999) for calibration; Hastie, Tibshirani & Friedman (2009), 7.10.
 */
export function trainLeadModel(leads: TableInput, options: TrainOptions): LeadModel {
  ensureReady();
  const plain = plainOptions(options, "trainLeadModel");
  const target = columnName(plain, "target");
  if (target === undefined) throw invalidOption("target is missing", "Name the column of the outcome: target: \"converted\".");
  const [createdAt, segmentBy] = [columnName(plain, "createdAt"), columnName(plain, "segmentBy")];
  const needs: Need[] = [{ name: target, role: "flag" }];
  if (createdAt !== undefined) needs.push({ name: createdAt, role: "date" });
  needs.push(...listed(plain, "features", "feature"));
  if (segmentBy !== undefined) needs.push({ name: segmentBy, role: "group" });
  return withTable(leads, needs, plain["onInvalid"] === "skip", (table) => {
    const { model, report } = call((module) => module.trainLeadModel(table, plain)) as { model: Core; report: About };
    return new Trained(model, report);
  });
}

/**
 * A model that was saved: what `toJSON()` returned, through JSON or not. It says the same as before, to the bit.
 *
 * @throws {@link CustometryError} `bad-state`, naming the place, for anything that is damaged, incomplete, too large or of another
 *   version.
 *
 * @example
 * ```js
 * import { loadLeadModel, trainLeadModel } from "custometry";
 *
 * const leads = Array.from({ length: 200 }, (_, i) => ({ source: ["fair", "web"][i % 2], won: i % 3 === 0 || i % 8 === 2 }));
 * const model = trainLeadModel(leads, { target: "won", features: ["source"] });
 * const again = loadLeadModel(JSON.parse(JSON.stringify(model)));
 * console.log(again.predict([{ source: "web" }])[0] === model.predict([{ source: "web" }])[0]); // true
 * ```
 */
export function loadLeadModel(json: object): LeadModel {
  ensureReady();
  const { model, report } = conforming(json, FORMAT, VERSION);
  return new Trained(model as Core, report as About);
}

/** The columns that a prediction needs. */
function needsOf({ createdAt, asOf, segmentBy, features }: Core, hasDay = false): Need[] {
  const roles = { number: "number", date: "date", category: "group" } as const;
  const needs: Need[] = features.map(({ feature, kind }) => ({ name: feature, role: roles[kind] }));
  if (createdAt !== null && asOf === null && !hasDay && features.some(({ kind }) => kind === "date")) needs.push({ name: createdAt, role: "date" });
  if (segmentBy !== null) needs.push({ name: segmentBy, role: "group" });
  return needs;
}

/** The columns that an option lists. */
function listed(plain: Record<string, unknown>, key: string, role: Need["role"]): Need[] {
  return columnNames(plain, key).map((name) => ({ name, role }));
}

/** The dimensions of a scorecard, as far as they are looked at here. */
function dimensionsOf(card: WeightedCard): WeightedCard["dimensions"] {
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  const isList = (value: unknown) => Array.isArray(value) && value.every(isObject);
  const sound = isObject(card) && isList(card.dimensions) && card.dimensions.every(({ criteria }) => isList(criteria));
  const help = "Give a scorecard as scoreLeads takes it.";
  if (!sound) throw invalidOption("the scorecard has no list of dimensions with criteria", help);
  const check = (place: string, value: unknown, type: "string" | "number") => {
    if (typeof value !== type) throw invalidOption(`${place}: it is ${describe(value)}, not a ${type === "string" ? "text" : type}`, help);
  };
  card.dimensions.forEach(({ weight, criteria }, i) => {
    check(`dimensions[${i}].weight`, weight, "number");
    criteria.forEach(({ column, weight }, j) => {
      check(`dimensions[${i}].criteria[${j}].column`, column, "string");
      check(`dimensions[${i}].criteria[${j}].weight`, weight ?? 1, "number");
    });
  });
  return card.dimensions;
}

function coreOf(model: LeadModel): Core {
  const core = cores.get(model);
  if (core === undefined) throw invalidOption("the model is none of this package", "Use what trainLeadModel or loadLeadModel returned.");
  return core;
}

/** Freezes a value and all that is in it. */
function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}
