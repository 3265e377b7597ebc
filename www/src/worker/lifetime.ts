// Lifetime value: purchases summed up by customer, models fitted to them twice (up to the end of calibration, to be checked
// against what came later, and to all, for the forecast), and what follows for each customer. All numbers are the package's.
import { aliveHistory, fitBgNbd, fitGammaGamma, fitMbgNbd, fitParetoNbd, summarizePurchases, type PurchaseModel, type PurchaseSummary, type SpendModel } from "custometry";
import type { Problem } from "../messages";
import { unitDays, type AlivePage, type AliveRequest, type Fit, type FittedUntil, type HoldoutCheck, type IdsRequest, type Interval, type LifetimePage, type LifetimeRequest, type ModelKind, type SpendFit, type TimeUnit, type ValuesPage, type ValuesRequest } from "../messages-lifetime";
import { holdoutCheck, matrixOf } from "./lifetime-check";
import { problemOf } from "./problem";
import { reading, type Purchases } from "./purchases";
import { ValueList } from "./values";

const fits: Record<ModelKind, typeof fitBgNbd> = { "bg-nbd": fitBgNbd, "mbg-nbd": fitMbgNbd, "pareto-nbd": fitParetoNbd };
const dayMs = 86_400_000;

/** The models of the purchases up to a day; one that cannot be used is null. */
interface Fitted {
  purchases: PurchaseModel | null;
  spend: SpendModel | null;
  told: FittedUntil;
  /** Against the later purchases, once that was asked for. */
  check: HoldoutCheck | null;
}

/** What the list and the histories are made from: the last page. */
interface Shown {
  list: ValueList;
  model: PurchaseModel;
  timeUnit: TimeUnit;
}

export class Lifetime {
  readonly #purchases: Purchases;
  /** By unit of time and last day. */
  readonly #summaries = new Map<string, PurchaseSummary>();
  readonly #fitted = new Map<string, Fitted>();
  #shown: Shown | null = null;

  constructor(purchases: Purchases) {
    this.#purchases = purchases;
  }

  page({ choices: asked }: LifetimeRequest): LifetimePage {
    const { asOf } = this.#purchases;
    const { model, timeUnit } = asked;
    this.#shown = null;
    const summary = this.#summary(timeUnit, asOf);
    const days = Math.round(largest(summary.column("T") as Float64Array) * unitDays[timeUnit]);
    const range = { first: dayBefore(asOf, days), last: asOf, length: days / unitDays[timeUnit] };
    const inside = asked.calibrationEnd !== null && asked.calibrationEnd >= range.first && asked.calibrationEnd < asOf;
    const calibrationEnd = inside ? (asked.calibrationEnd ?? asOf) : dayBefore(asOf, Math.ceil(days / 2));
    const choices = { ...asked, calibrationEnd };

    const all = this.#fit(model, timeUnit, asOf);
    const calibration = calibrationEnd < asOf ? this.#fit(model, timeUnit, calibrationEnd) : all;
    const check = calibrationEnd < asOf ? this.#check(calibration, timeUnit) : null;
    const list = all.purchases === null ? null : new ValueList(summary, all.purchases, all.spend, choices);
    if (list !== null && all.purchases !== null) this.#shown = { list, model: all.purchases, timeUnit };
    return {
      choices,
      range,
      calibration: calibration.told,
      all: all.told,
      forecast: list?.forecast ?? null,
      check,
      matrix: all.purchases === null ? null : matrixOf(all.purchases, summary, asked.horizon),
      customer: list?.worthALook() ?? null,
    };
  }

  list({ sort, from, count }: ValuesRequest): ValuesPage {
    return this.#result().list.page(sort, from, count);
  }

  alive({ customer }: AliveRequest): AlivePage {
    const { list, model, timeUnit } = this.#result();
    const row = list.rowOf(customer);
    if (row === null) return { customer, history: null };
    const { asOf, input } = this.#purchases;
    const days = aliveHistory(input, model, { ...this.#reading(), observationEnd: asOf, timeUnit, customer: row.customerId });
    try {
      const [first = NaN] = days.column("date") as Float64Array;
      const purchases = (days.column("purchased") as boolean[]).flatMap((purchased, day) => (purchased ? [day] : []));
      return { customer, history: { row, first: isoDay(first), probabilityAlive: [...(days.column("probabilityAlive") as Float64Array)], purchases } };
    } finally {
      days.free();
    }
  }

  interval(): Interval | null {
    return this.#result().list.interval();
  }

  ids({ start, count }: IdsRequest): string[] {
    return this.#result().list.ids(start, count);
  }

  csv(): string {
    return this.#result().list.csv();
  }

  free(): void {
    for (const summary of this.#summaries.values()) summary.free();
    this.#summaries.clear();
  }

  #result(): Shown {
    if (this.#shown === null) throw new Error("there is no lifetime value");
    return this.#shown;
  }

  #reading() {
    const { mapping, options } = this.#purchases;
    return { ...reading(mapping, options), ...(mapping.orderId === null ? {} : { orderId: mapping.orderId }) };
  }

  #summary(timeUnit: TimeUnit, until: string): PurchaseSummary {
    const { asOf, input } = this.#purchases;
    const key = `${timeUnit} ${until}`;
    const known = this.#summaries.get(key);
    if (known !== undefined) return known;
    // Of the days that were tried as the end of calibration the last one is kept.
    for (const [other, summary] of this.#summaries)
      if (until !== asOf && other.startsWith(timeUnit) && !other.endsWith(asOf)) {
        summary.free();
        this.#summaries.delete(other);
      }
    const summary = summarizePurchases(input, { ...this.#reading(), observationEnd: until, timeUnit, ...(until === asOf ? {} : { holdoutEnd: asOf }) });
    this.#summaries.set(key, summary);
    return summary;
  }

  #check(fitted: Fitted, timeUnit: TimeUnit): HoldoutCheck | null {
    const { asOf, input } = this.#purchases;
    const { purchases, told: { until } } = fitted;
    if (purchases === null) return null;
    fitted.check ??= holdoutCheck(this.#summary(timeUnit, until), input, purchases, { ...this.#reading(), observationEnd: until, holdoutEnd: asOf, timeUnit });
    return fitted.check;
  }

  #fit(kind: ModelKind, timeUnit: TimeUnit, until: string): Fitted {
    const key = `${kind} ${timeUnit} ${until}`;
    const known = this.#fitted.get(key);
    if (known !== undefined) return known;
    const summary = this.#summary(timeUnit, until);
    const purchases = attempt(() => fits[kind](summary));
    const spend = attempt(() => fitGammaGamma(summary));
    const fitted: Fitted = {
      purchases: "model" in purchases && isUsable(purchases.model) ? purchases.model : null,
      // With q <= 1 the mean spend of all is infinite, and no value follows.
      spend: "model" in spend && isUsable(spend.model) && spend.model.populationMean !== null ? spend.model : null,
      told: {
        until,
        purchases: "model" in purchases ? tell(purchases.model, summary.numRows) : purchases.problem,
        spend: "model" in spend ? tellSpend(spend.model, summary.numRows) : spend.problem,
      },
      check: null,
    };
    this.#fitted.set(key, fitted);
    return fitted;
  }
}

const isUsable = ({ fit }: PurchaseModel | SpendModel) => fit !== null && fit.converged && !fit.boundary;

/** A fit, or why there is none: data that one model cannot take leave the rest of the page standing. */
function attempt<Model>(fit: () => Model): { model: Model } | { problem: Problem } {
  try {
    return { model: fit() };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function tell(model: PurchaseModel | SpendModel, customers: number): Fit {
  const { params, standardErrors, logLikelihood, fit } = model;
  const usable = isUsable(model);
  const errors: Readonly<Record<string, number>> = standardErrors ?? {};
  return {
    usable,
    boundary: fit?.boundary ?? false,
    message: fit?.message ?? "",
    estimates: usable ? Object.entries(params).map(([name, value]) => ({ name, value, standardError: errors[name] ?? null })) : [],
    logLikelihood: usable ? logLikelihood : null,
    aic: usable ? model.aic : null,
    bic: usable ? model.bic : null,
    customers: fit?.observations ?? customers,
  };
}

function tellSpend(model: SpendModel, customers: number): SpendFit {
  const told = tell(model, customers);
  return { ...told, usable: told.usable && model.populationMean !== null, populationMean: told.usable ? model.populationMean : null };
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i] ?? 0);
  return most;
}

const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const dayBefore = (day: string, days: number) => isoDay(Date.parse(day) - days * dayMs);

