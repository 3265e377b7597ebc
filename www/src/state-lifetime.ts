// What the page shows of lifetime value.
import type { Problem, Sort } from "./messages";
import { unitDays, type AlivePage, type Interval, type LifetimeChoices, type LifetimePage, type TimeUnit, type ValueKey, type ValuesPage } from "./messages-lifetime";
import { nothing, type OnDemand } from "./state-retention";

export interface LifetimeState extends OnDemand<LifetimePage> {
  choices: LifetimeChoices;
  list: { sort: Sort<ValueKey>; from: number; page: ValuesPage | null };
  alive: { customer: string | null; busy: boolean; page: AlivePage | null };
  /** The interval of the value, where it is computed only on request. */
  interval: { busy: boolean; value: Interval | null };
  /** Identifiers that begin with what is being typed. */
  suggestions: readonly string[];
  /** What went wrong with the list or with the history of the customer. */
  partProblem: Problem | null;
}

/** A year, in whole units. */
export const yearOf: Record<TimeUnit, number> = { week: 52, day: 365 };
/** The longest horizon: 20 years. */
export const longestHorizon: Record<TimeUnit, number> = { week: 1040, day: 7300 };

export const noLifetime: LifetimeState = {
  ...nothing,
  choices: { model: "bg-nbd", timeUnit: "week", calibrationEnd: null, horizon: yearOf.week, annualDiscountRate: 0.1, margin: 1 },
  list: { sort: { key: "lifetimeValue", descending: true }, from: 0, page: null },
  alive: { customer: null, busy: false, page: null },
  interval: { busy: false, value: null },
  suggestions: [],
  partProblem: null,
};

/** The same horizon in another unit of time. */
export function withUnit(choices: LifetimeChoices, timeUnit: TimeUnit): LifetimeChoices {
  if (timeUnit === choices.timeUnit) return choices;
  const { horizon } = choices;
  const converted = horizon === yearOf[choices.timeUnit] ? yearOf[timeUnit] : Math.round((horizon * unitDays[choices.timeUnit]) / unitDays[timeUnit]);
  return { ...choices, timeUnit, horizon: Math.min(longestHorizon[timeUnit], Math.max(1, converted)) };
}
