// The words of the page about cohorts, the time to the next purchase, actions and the grid of scores, in English.
import type { Period } from "custometry";
import type { CohortMeasure, Grouping } from "./messages-retention";
import type { Tab } from "./state";

export interface RetentionTexts {
  tabList: string;
  tabs: Record<Tab, string>;

  cohortsHeading: string;
  period: string;
  periods: Record<Period, string>;
  measure: string;
  measures: Record<CohortMeasure, string>;
  retention: string;
  retentions: Record<"classic" | "rolling", string>;
  explain: Record<"classic" | "rolling", string>;
  explainRevenue: string;
  downloadCohorts: string;
  cohort: string;
  size: string;
  average: string;
  averageNotes: Record<CohortMeasure, string>;
  ageHeadings: Record<Period, string>;
  /** "month 3" */
  ages: Record<Period, (age: string) => string>;
  cell: Record<"classic" | "rolling", (cohort: string, age: string, customers: string, size: string, rate: string) => string>;
  cellRevenue(revenue: string): string;
  averageCell(age: string, value: string): string;
  and: string;
  cellHint: string;
  incomplete: string;
  incompleteNote(asOf: string): string;
  shownCohorts(first: string, last: string, count: string, total: string): string;
  shownAges: Record<Period, (from: string, to: string, last: string) => string>;
  earlier: string;
  later: string;
  lowerAges: string;
  higherAges: string;

  repeatHeading: string;
  explainRepeat(asOf: string): string;
  grouping: string;
  groupings: Record<Grouping, string>;
  everyone: string;
  downloadRepeat: string;
  chartLabel: string;
  chartHint: string;
  notYet: string;
  days: string;
  day(day: string): string;
  atRisk: string;
  reading(label: string, share: string, lower: string, upper: string, atRisk: string): string;
  group: string;
  drawn(label: string): string;
  customers: string;
  again: string;
  waiting: string;
  median: string;
  notReached: string;
  interval(lower: string, upper: string): string;
  logRank(groups: string, statistic: string, degreesOfFreedom: string, p: string): string;
  tiny: string;
  probability(value: string): string;
  noTest: string;
  segmentCaution: string;
  someDrawn(drawn: string, total: string, most: string): string;
  valuesHeading: string;
  valuesNote: string;

  gridHeading: string;
  gridMeasures: Record<"customers" | "revenue" | "meanMonetary", string>;
  gridNote: string;
  gridCorner: string;
  gridCell(recency: string, frequency: string, customers: string, revenue: string, mean: string): string;
  gridMixed: string;
  gridHint: string;
  actionsHeading: string;
  refunds: string;
  refundChoices: Record<"count" | "net" | "exclude", string>;
}

const many = (count: string, noun: string) => `${count} ${noun}${count === "1" ? "" : "s"}`;

export const retentionEn: RetentionTexts = {
  tabList: "Parts of the page",
  tabs: { segments: "Segments", cohorts: "Cohorts", repeat: "Repeat purchase", lifetime: "Lifetime value", leads: "Leads", quality: "Quality", duplicates: "Duplicates" },

  cohortsHeading: "Retention by cohort",
  period: "Period",
  periods: { day: "Day", week: "Week", month: "Month", quarter: "Quarter", year: "Year" },
  measure: "Show",
  measures: { rate: "Customers, %", customers: "Customers", revenue: "Revenue" },
  retention: "Retention",
  retentions: { classic: "Classic", rolling: "Rolling" },
  explain: {
    classic: "A cohort is the customers who first bought in the same period. Classic retention: those of them who bought again in the period of that age.",
    rolling: "A cohort is the customers who first bought in the same period. Rolling retention: those of them who bought in the period of that age or in any later one.",
  },
  explainRevenue: "A cohort is the customers who first bought in the same period. Revenue: the sum of what they paid in the period of that age.",
  downloadCohorts: "Cohorts as CSV",
  cohort: "Cohort",
  size: "Customers",
  average: "Average",
  averageNotes: {
    rate: "Average: over all cohorts that are old enough, weighted by their size. The first column is the first purchase itself, and has no colour.",
    customers: "Average: customers per cohort, over all cohorts that are old enough. The first column is the first purchase itself, and has no colour.",
    revenue: "Average: revenue per cohort, over all cohorts that are old enough. The first column holds the first purchases, and has no colour.",
  },
  ageHeadings: { day: "Days since the first purchase", week: "Weeks since the first purchase", month: "Months since the first purchase", quarter: "Quarters since the first purchase", year: "Years since the first purchase" },
  ages: { day: (age) => `day ${age}`, week: (age) => `week ${age}`, month: (age) => `month ${age}`, quarter: (age) => `quarter ${age}`, year: (age) => `year ${age}` },
  cell: {
    classic: (cohort, age, customers, size, rate) => `${cohort}, ${age}: ${customers} of ${many(size, "customer")} bought (${rate})`,
    rolling: (cohort, age, customers, size, rate) => `${cohort}, ${age} or later: ${customers} of ${many(size, "customer")} bought (${rate})`,
  },
  cellRevenue: (revenue) => `revenue ${revenue}`,
  averageCell: (age, value) => `All cohorts, ${age}: ${value} on average`,
  and: "; ",
  cellHint: "Point at a cell, or move through the table with the arrow keys.",
  incomplete: "this period is not over yet",
  incompleteNote: (asOf) => `* The last period is not over on ${asOf}: these values, and the averages that include them, are lower than they will be.`,
  shownCohorts: (first, last, count, total) => `${first} to ${last}: ${count} of ${total} cohorts`,
  shownAges: {
    day: (from, to, last) => `Days ${from} to ${to} of 0 to ${last}`,
    week: (from, to, last) => `Weeks ${from} to ${to} of 0 to ${last}`,
    month: (from, to, last) => `Months ${from} to ${to} of 0 to ${last}`,
    quarter: (from, to, last) => `Quarters ${from} to ${to} of 0 to ${last}`,
    year: (from, to, last) => `Years ${from} to ${to} of 0 to ${last}`,
  },
  earlier: "Earlier cohorts",
  later: "Later cohorts",
  lowerAges: "Lower ages",
  higherAges: "Higher ages",

  repeatHeading: "Time to the second purchase",
  explainRepeat: (asOf) => `The share of customers who have not bought again, by days since their first purchase. The wait ends on the next day with a purchase; several purchases on one day count once. Those who have not bought again by ${asOf} are censored there: they count for as long as they were seen.`,
  grouping: "Compare",
  groupings: { none: "Nothing", month: "Cohort months", quarter: "Cohort quarters", year: "Cohort years", segment: "RFM segments" },
  everyone: "All customers",
  downloadRepeat: "Curves as CSV",
  chartLabel: "Survival curves: the share that has not bought again, by days since the first purchase. The table below has the same values.",
  chartHint: "Point at the chart, or give it the focus and use the arrow keys, to read a day. Shaded: 95% confidence (log-log). At risk: customers whose wait has lasted until that day, and who are still seen.",
  notYet: "Not bought again",
  days: "Days since the first purchase",
  day: (day) => `Day ${day}`,
  atRisk: "Number at risk",
  reading: (label, share, lower, upper, atRisk) => `${label}: ${share} (${lower} to ${upper}), ${atRisk} at risk`,
  group: "Group",
  drawn: (label) => `Draw ${label}`,
  customers: "Customers",
  again: "Bought again",
  waiting: "Not yet (censored)",
  median: "Median days (95%)",
  notReached: "not reached",
  interval: (lower, upper) => `(${lower} to ${upper})`,
  logRank: (groups, statistic, degreesOfFreedom, p) => `Log-rank test over all ${groups} groups: χ² = ${statistic}, ${degreesOfFreedom} df, ${p}.`,
  tiny: "p < 0.001",
  probability: (value) => `p = ${value}`,
  noTest: "There is only one group, so there is nothing to test.",
  segmentCaution: "Segments are made from these same purchases, so they differ by construction: read the curves as a description, and the test not as evidence.",
  someDrawn: (drawn, total, most) => `${drawn} of ${total} curves are drawn, at most ${most} at a time. Choose in the table.`,
  valuesHeading: "Values of the curves",
  valuesNote: "The share that has not bought again by that day, the 95% confidence interval, and the number at risk.",

  gridHeading: "Recency × frequency",
  gridMeasures: { customers: "Customers", revenue: "Revenue", meanMonetary: "Mean value" },
  gridNote: "Higher scores are better: recent buyers above, frequent buyers to the right.",
  gridCorner: "Recency ↓ frequency →",
  gridCell: (recency, frequency, customers, revenue, mean) => `Recency ${recency}, frequency ${frequency}: ${many(customers, "customer")}, revenue ${revenue}, mean value ${mean}`,
  gridMixed: "the segment depends on the monetary score",
  gridHint: "Choose a cell to list the customers of its segment.",
  actionsHeading: "What to do",
  refunds: "Negative amounts",
  refundChoices: { count: "Count as purchases", net: "Lower the revenue only", exclude: "Leave out" },
};
