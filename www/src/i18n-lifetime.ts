// The words of the page about lifetime value, in English.
import type { ModelKind, TimeUnit, ValueKey } from "./messages-lifetime";

export interface LifetimeTexts {
  heading: string;
  explain(last: string): string;
  model: string;
  models: Record<ModelKind, string>;
  modelNotes: Record<ModelKind, string>;
  unit: string;
  units: Record<TimeUnit, string>;
  /** "52 weeks" */
  time: Record<TimeUnit, (count: string) => string>;
  /** The unit after a number field. */
  unitOf: Record<TimeUnit, string>;
  calibrationEnd: string;
  calibrationHint: string;
  calibrationReset: string;
  calibrationRule(first: string, last: string): string;
  horizon: string;
  horizonRule(most: string): string;
  discount: string;
  discountUnit: string;
  margin: string;
  marginUnit: string;
  percentRule: string;

  computing: string;
  customers: string;
  expectedPurchases(time: string): string;
  value(time: string): string;
  perCustomer: string;
  meanAlive: string;
  interval(lower: string, upper: string): string;
  valueNote(discount: string, margin: string): string;
  /** What stands between two sentences. */
  sentences: string;
  askInterval: string;
  intervalNote: string;
  farHorizon(range: string): string;
  unusablePurchases(model: string, until: string): string;
  unusableSpend(until: string): string;
  boundary: string;
  notConverged: string;
  failed: string;
  infiniteMean: string;
  noForecast: string;
  noCheck: string;
  noValue: string;

  fitsHeading: string;
  fitsNote(end: string, last: string): string;
  parameter: string;
  until(day: string): string;
  notUsable: string;
  logLikelihood: string;
  fitted: string;
  spendModel: string;
  populationMean: string;
  standardError(value: string): string;

  checkHeading: string;
  checkNote(end: string, last: string): string;
  noHoldout: string;
  actual: string;
  expected: string;
  tracking: string;
  trackings: Record<"weekly" | "cumulative", string>;
  trackingLabel: string;
  trackingUnit: Record<"weekly" | "cumulative", string>;
  calibrationMark: string;
  weekTo(day: string): string;
  untilDay(day: string): string;
  week: string;
  cumulativeActual: string;
  cumulativeExpected: string;
  values: string;
  chartHint: string;
  pair(actual: string, expected: string): string;
  byFrequency: string;
  byFrequencyNote(customers: string, time: string): string;
  byFrequencyLabel: string;
  byFrequencyAcross: string;
  perCustomerUnit: string;
  frequencyClass(frequency: string, customers: string): string;
  frequency: string;
  deciles: string;
  decilesNote: string;
  decilesLabel: string;
  decilesAcross: string;
  decile: string;
  decileClass(decile: string, customers: string, lift: string, share: string): string;
  lift: string;
  cumulativeShare: string;
  errors: string;
  errorsNote: string;
  forecast: string;
  bought: string;
  thisModel: string;
  naive: string;
  total: string;
  meanAbsolute: string;
  rootMeanSquare: string;
  correlation: string;

  matrixHeading: string;
  matrixNote(age: string): string;
  matrixMeasure: string;
  matrixMeasures: Record<"probabilityAlive" | "expectedPurchases", string>;
  matrixRows: string;
  matrixColumns: string;
  matrixCell(frequency: string, recency: string, alive: string, purchases: string, time: string): string;

  aliveHeading: string;
  aliveNote: string;
  customer: string;
  show: string;
  noCustomer(customer: string): string;
  aliveLabel(customer: string): string;
  aliveFacts(purchases: string, last: string): string;
  aliveDay(day: string, alive: string): string;
  purchaseDay: string;
  purchaseLegend: string;
  day: string;
  alive: string;

  listHeading: string;
  columns: Record<Exclude<ValueKey, "idle">, string>;
  idle: Record<TimeUnit, string>;
  lookAt(customer: string): string;
  download: string;
}

const many = (count: string, noun: string) => `${count} ${noun}${count === "1" ? "" : "s"}`;

export const lifetimeEn: LifetimeTexts = {
  heading: "Customer lifetime value",
  explain: (last) => `What each customer is expected to buy, and to bring in, after ${last}: from how often and how recently they have bought, and from what they spend at a purchase. Several purchases on one day count once.`,
  model: "Model",
  models: { "bg-nbd": "BG/NBD", "mbg-nbd": "MBG/NBD", "pareto-nbd": "Pareto/NBD" },
  modelNotes: {
    "bg-nbd": "BG/NBD: customers can leave for good after each repeat purchase. Those who have bought only once are therefore taken to be alive.",
    "mbg-nbd": "MBG/NBD: customers can leave for good after each purchase, the first one included.",
    "pareto-nbd": "Pareto/NBD: customers can leave for good at any time.",
  },
  unit: "Time unit",
  units: { week: "Week", day: "Day" },
  time: { week: (count) => many(count, "week"), day: (count) => many(count, "day") },
  unitOf: { week: "weeks", day: "days" },
  calibrationEnd: "End of calibration",
  calibrationHint: "A model fitted to the purchases until this day is checked against the later ones. The forecast then uses all purchases.",
  calibrationReset: "Use the middle of the data",
  calibrationRule: (first, last) => `Choose a day from ${first} to ${last}.`,
  horizon: "Horizon",
  horizonRule: (most) => `Give a whole number from 1 to ${most}.`,
  discount: "Discount rate",
  discountUnit: "% a year",
  margin: "Margin",
  marginUnit: "% of the spend",
  percentRule: "Give a number from 0 to 100.",

  computing: "Computing…",
  customers: "Customers",
  expectedPurchases: (time) => `Expected purchases, next ${time}`,
  value: (time) => `Value, next ${time}`,
  perCustomer: "Value per customer",
  meanAlive: "Mean P(alive)",
  interval: (lower, upper) => `95%: ${lower} to ${upper}`,
  valueNote: (discount, margin) => `Value: expected purchases × expected spend × margin of ${margin}, discounted by ${discount} a year. P(alive): the probability that a customer has not left for good.`,
  sentences: " ",
  askInterval: "Compute the 95% interval",
  intervalNote: "The interval says how far the value may be off because the parameters of the models are estimates.",
  farHorizon: (range) => `The horizon is longer than the observed time (${range}). So far ahead the forecast is an extrapolation that nothing here can check.`,
  unusablePurchases: (model, until) => `The ${model} model could not be fitted to the purchases until ${until}.`,
  unusableSpend: (until) => `The Gamma-Gamma model of spend could not be fitted to the purchases until ${until}.`,
  boundary: "The likelihood rises towards the edge of the range of the parameters: these data do not determine the model. Its estimates are not shown. Try another model or a longer time.",
  notConverged: "The search for the best parameters did not settle, so its estimates are not shown. Try another model or a longer time.",
  failed: "The package says:",
  infiniteMean: "The estimated mean spend over all customers is infinite, so no value can be given.",
  noForecast: "Without it there is no forecast.",
  noCheck: "Without it there is no check against the holdout.",
  noValue: "Without it there is no value in money; purchases and P(alive) do not depend on it.",

  fitsHeading: "Fitted models",
  fitsNote: (end, last) => `Each model is fitted twice: to the purchases until ${end}, for the check, and to all until ${last}, for the forecast. Estimates with standard errors.`,
  parameter: "Parameter",
  until: (day) => `Until ${day}`,
  notUsable: "not usable",
  logLikelihood: "Log-likelihood",
  fitted: "Customers",
  spendModel: "Gamma-Gamma (spend)",
  populationMean: "Mean spend per purchase",
  standardError: (value) => `± ${value}`,

  checkHeading: "Check against what was bought",
  checkNote: (end, last) => `The model knows the purchases until ${end}; those until ${last} are the holdout. Customers who first bought in the holdout are left out.`,
  noHoldout: "There are no days after the end of calibration to check the model against.",
  actual: "Actual",
  expected: "Expected",
  tracking: "Repeat purchases",
  trackings: { weekly: "Per week", cumulative: "Cumulative" },
  trackingLabel: "Repeat purchases over time, actual and expected. The table below has the same values.",
  trackingUnit: { weekly: "Repeat purchases per week", cumulative: "Repeat purchases so far" },
  calibrationMark: "End of calibration",
  weekTo: (day) => `Week to ${day}`,
  untilDay: (day) => `Until ${day}`,
  week: "Week to",
  cumulativeActual: "Actual, cumulative",
  cumulativeExpected: "Expected, cumulative",
  values: "Values as a table",
  chartHint: "Point at the chart, or use the arrow keys on it, to read its values.",
  pair: (actual, expected) => `${actual} actual, ${expected} expected`,
  byFrequency: "Holdout by calibration frequency",
  byFrequencyNote: (customers, time) => `Mean purchases per customer in the ${time} of the holdout, of ${many(customers, "customer")} by their repeat purchases in calibration.`,
  byFrequencyLabel: "Mean purchases in the holdout by repeat purchases in calibration, actual and expected. The table below has the same values.",
  byFrequencyAcross: "Repeat purchases in calibration",
  perCustomerUnit: "Purchases per customer",
  frequencyClass: (frequency, customers) => `${frequency} repeat purchases (${many(customers, "customer")})`,
  frequency: "Frequency",
  deciles: "Lift by decile",
  decilesNote: "Customers in ten groups of equal size by what the model expected of them, most first: the better it ranks, the more the first groups bought.",
  decilesLabel: "Mean purchases in the holdout by decile of what was expected, actual and expected. The table below has the same values.",
  decilesAcross: "Decile by expected purchases",
  decile: "Decile",
  decileClass: (decile, customers, lift, share) => `Decile ${decile} (${customers} customers): lift ${lift}, ${share} of all purchases up to here`,
  lift: "Lift",
  cumulativeShare: "Share so far",
  errors: "Error of the forecast",
  errorsNote: "Per customer, beside the naive forecast that everybody goes on buying at their rate in calibration.",
  forecast: "Forecast",
  bought: "Bought",
  thisModel: "This model",
  naive: "Naive rate",
  total: "Purchases in total",
  meanAbsolute: "Mean absolute error",
  rootMeanSquare: "Root mean square error",
  correlation: "Correlation",

  matrixHeading: "By frequency and recency",
  matrixNote: (age) => `What the model says of customers who have been known for ${age}.`,
  matrixMeasure: "Show",
  matrixMeasures: { probabilityAlive: "P(alive)", expectedPurchases: "Expected purchases" },
  matrixRows: "Recency ↓",
  matrixColumns: "Repeat purchases",
  matrixCell: (frequency, recency, alive, purchases, time) => `${many(frequency, "repeat purchase")}, the last ${recency} after the first: P(alive) ${alive}, ${purchases} expected in the next ${time}`,

  aliveHeading: "One customer over time",
  aliveNote: "P(alive) at the end of each day, by the model fitted to all purchases. It recovers with every purchase, and falls the faster the more often the customer used to buy.",
  customer: "Customer",
  show: "Show",
  noCustomer: (customer) => `There is no customer “${customer}”.`,
  aliveLabel: (customer) => `P(alive) of customer ${customer} over time, with their purchases. The table below has the same values.`,
  aliveFacts: (purchases, last) => `${many(purchases, "purchase day")}, the last one on ${last}`,
  aliveDay: (day, alive) => `${day}: P(alive) ${alive}`,
  purchaseDay: "purchase",
  purchaseLegend: "Purchase",
  day: "Day",
  alive: "P(alive)",

  listHeading: "Customers by value",
  columns: { customerId: "Customer", frequency: "Repeat purchases", probabilityAlive: "P(alive)", expectedPurchases: "Expected purchases", expectedSpend: "Expected spend", lifetimeValue: "Value" },
  idle: { week: "Weeks since purchase", day: "Days since purchase" },
  lookAt: (customer) => `Show P(alive) of ${customer} over time`,
  download: "Values as CSV",
};
