// The package's validation of a model, in the form that the page draws: tracking by week, the holdout by calibration frequency
// and by decile, and the matrices of frequency and recency.
import { purchaseMatrix, trackPurchases, validateHoldout, type PurchaseModel, type PurchaseSummaryOptions, type Table } from "custometry";
import { unitDays, type HoldoutCheck, type Matrix, type Tracking } from "../messages-lifetime";

/** The columns of a matrix: every frequency up to this one, and as many again, further and further apart. */
const everyFrequency = 5;
const recencySteps = 12;
/** The matrix need not reach the customers who bought most often of all, of whom there is one in so many. */
const rare = 200;

export function holdoutCheck(summary: Table, purchases: Table, model: PurchaseModel, options: PurchaseSummaryOptions): HoldoutCheck {
  const found = validateHoldout(summary, model);
  return {
    customers: found.customers,
    length: found.horizon,
    actual: found.actual,
    model: found.model,
    naive: found.naive,
    tracking: tracking(purchases, model, options),
    byFrequency: found.byFrequency.map(({ frequency, open, customers, actual, expected }) => ({ frequency, orMore: open, customers, actual, expected })),
    deciles: found.lift.map(({ group, customers, actual, expected, lift, cumulativeShare }) => ({ decile: group, customers, actual, expected, lift, cumulativeShare })),
  };
}

/** By week, whatever the unit of the model: single days say little. */
function tracking(purchases: Table, model: PurchaseModel, options: PurchaseSummaryOptions): Tracking {
  const { periods } = trackPurchases(purchases, model, options);
  try {
    const numbers = (name: string) => periods.column(name) as Float64Array;
    const [endsOn, time, actual, expected] = [numbers("endsOn"), numbers("time"), numbers("actual"), numbers("expected")];
    const [cumulativeActual, cumulativeExpected] = [numbers("cumulativeActual"), numbers("cumulativeExpected")];
    const [unit, week] = [unitDays[options.timeUnit], 7];
    const each = week / unit;
    const weeks = Array.from({ length: Math.ceil(periods.numRows / each) }, (_, i) => Math.min(periods.numRows, (i + 1) * each) - 1);
    const whole = (last: number, i: number) => Math.abs((time[last] ?? 0) * unit - (i + 1) * week) < 1e-9;
    const sums = (of: Float64Array) => weeks.map((last, i) => (whole(last, i) ? of.subarray(i * each, last + 1).reduce((sum, value) => sum + value, 0) : null));
    const ends = (of: Float64Array) => weeks.map((last) => of[last] ?? NaN);
    return {
      endsOn: weeks.map((last) => new Date(endsOn[last] ?? NaN).toISOString().slice(0, 10)),
      actual: sums(actual),
      expected: sums(expected),
      cumulativeActual: ends(cumulativeActual),
      cumulativeExpected: ends(cumulativeExpected),
    };
  } finally {
    periods.free();
  }
}

/** For the customers who have been known longest: by how often they bought and when they did so last. */
export function matrixOf(model: PurchaseModel, summary: Table, horizon: number): Matrix | null {
  const age = Math.floor((summary.column("T") as Float64Array).reduce((most, value) => Math.max(most, value), 0));
  if (age < 1) return null;
  const often = Float64Array.from(summary.column("frequency") as ArrayLike<number>).sort();
  const most = often[Math.max(0, Math.ceil(often.length * (1 - 1 / rare)) - 1)] ?? 0;
  const steps = Math.min(recencySteps, age);
  const recencies = Array.from({ length: steps + 1 }, (_, i) => Math.round((age * i) / steps));
  return { age, ...purchaseMatrix(model, { T: age, horizon, frequencies: frequenciesUpTo(most), recencies }) };
}

function frequenciesUpTo(most: number): number[] {
  const steps = everyFrequency + 1;
  const first = Array.from({ length: steps }, (_, i) => i);
  const further = Array.from({ length: steps }, (_, i) => everyFrequency * (Math.max(most, everyFrequency) / everyFrequency) ** ((i + 1) / steps));
  // While there are few, they are not apart at all.
  const rest = most <= everyFrequency + steps ? Array.from({ length: Math.max(0, most - everyFrequency) }, (_, i) => everyFrequency + i + 1) : further.map(Math.round);
  return [...new Set([...first, ...rest])];
}
