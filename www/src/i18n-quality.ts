// The words about data quality: the report, the checks, the cells that fail, profiles, and the comparison with an older file.
import type { ColumnType, QualityReport, Severity } from "custometry";
import type { Rule, RuleKind } from "./messages-quality";
import type { ItemFilter } from "./state-quality";

export type Dimension = QualityReport["dimensions"][number]["dimension"];

export interface QualityTexts {
  suggesting: string;
  checking: string;
  done(checks: string, rows: string, duration: string): string;

  optionsHeading: string;
  today: string;
  sampleDay: string;
  useToday: string;
  useSampleDay: string;
  key: string;
  owner: string;
  department: string;
  none: string;

  heading: string;
  explain: string;
  score: string;
  grade(grade: string): string;
  noScore: string;
  passed: string;
  notPassed: string;
  arithmetic(earned: string, worth: string, score: string): string;
  arithmeticRule: string;
  failures: string;
  failuresShare(rows: string): string;
  records: string;
  checks: string;
  broken: string;
  brokenNotice(count: string): string;
  dimensionsHeading: string;
  dimensions: Record<Dimension, string>;
  notTested: string;
  outOf: string;

  checksHeading: string;
  checksNote: string;
  show: string;
  shown: Record<ItemFilter, string>;
  allOn: string;
  allOff: string;
  nothingShown: string;
  before: string;
  severity: string;
  severities: Record<Severity, string>;
  mostly: string;
  mostlyOf(check: string): string;
  severityOf(check: string): string;
  mostlyRule: string;
  make(check: string): string;
  remove: string;
  removeOf(check: string): string;
  ownCheck: string;
  evidenceFailing(values: string): string;
  result(failed: string, rows: string, passRate: string): string;
  resultWarnings(warnings: string): string;
  costs(points: string): string;
  passes: string;
  fails: string;
  isOff: string;
  error(message: string): string;
  showFailing(count: string): string;
  showFailingOf(check: string): string;

  addHeading: string;
  add: string;
  kind: string;
  kinds: Record<RuleKind, string>;
  /** What is asked of a column, to be read after its name. */
  rule(rule: Rule): string;
  column: string;
  alsoColumn: string;
  otherColumn: string;
  operator: string;
  values: string;
  valuesHint: string;
  pattern: string;
  ignoreCase: string;
  min: string;
  max: string;
  boundHint: string;
  type: string;
  types: Record<ColumnType, string>;
  region: string;
  regionHint: string;
  maxAgeDays: string;
  as: string;
  asChoices: Record<"" | "person" | "company" | "email" | "phone" | "text", string>;
  deviations: string;
  added(check: string): string;
  needValues: string;
  needPattern: string;
  needBound: string;
  needNumber: string;
  needOther: string;

  failuresHeading: string;
  failuresNote: string;
  every: string;
  withoutOwner: string;
  clearFilter: string;
  failureColumns: { record: string; row: string; column: string; value: string; reason: string; severity: string; check: string };
  noFailures: string;
  missing: string;
  lookAt(record: string): string;
  downloadFailures: string;
  downloadRecords: string;
  range(from: string, to: string, total: string): string;
  check: string;

  recordHeading(record: string): string;
  recordNote(score: string): string;
  recordNoScore: string;
  cell: string;
  problem: string;
  spreadsheetRow(row: string): string;

  fieldsHeading: string;
  fieldsNote: string;
  fieldColumns: { column: string; fillRate: string; distinct: string; score: string; failures: string };
  openProfile(column: string): string;
  profileHeading(column: string): string;
  rowsWith: string;
  nulls: string;
  blanks: string;
  distinct: string;
  once: string;
  smallest: string;
  largest: string;
  mean: string;
  standardDeviation: string;
  zeros: string;
  negatives: string;
  padded: string;
  lengths: string;
  lengthsOf(min: string, max: string, mean: string): string;
  meaning: string;
  meanings: Record<string, string>;
  meaningShare(kind: string, share: string): string;
  duplicateRows(count: string): string;
  topHeading: string;
  value: string;
  rows: string;
  share: string;
  patternsHeading: string;
  patternsNote: string;
  pattern1: string;
  otherPatterns(count: string): string;
  quantilesHeading: string;
  quantile: string;

  groupsHeading: string;
  groupsBy: Record<"owner" | "department", string>;
  groupRecords: string;
  groupScore: string;
  nobody: string;
  failuresOf(group: string): string;

  compareHeading: string;
  compareNote: string;
  compareChoose: string;
  comparing: string;
  comparedWith(name: string): string;
  rowsBefore: string;
  rowsAfter: string;
  rowsAdded: string;
  rowsRemoved: string;
  rowsChanged: string;
  columnsAdded(columns: string): string;
  columnsRemoved(columns: string): string;
  noKey: string;
  comparisonColumns: { column: string; before: string; after: string; index: string; drifted: string; newValues: string; changed: string };
  drifted: string;
  steady: string;
  otherType(before: string, after: string): string;
  newCategories(count: string, values: string): string;
  downloadChanges: string;
  comma: string;
}

const plural = (count: string, noun: string) => `${count} ${noun}${count === "1" ? "" : "s"}`;

/** A value of a check as it is written in a sentence. */
export const valueText = (value: unknown): string => (value instanceof Date ? value.toISOString().replace(/T00:00:00\.000Z$/, "") : String(value));

/** So many values of a list are named. */
const named = 5;
export const listed = (values: readonly unknown[], comma: string, more: (count: number) => string): string =>
  values.slice(0, named).map(valueText).join(comma) + (values.length > named ? more(values.length - named) : "");

function rule(rule: Rule): string {
  switch (rule.check) {
    case "required": return "has a value";
    case "unique": return rule.columns.length > 1 ? "together occur only once" : "occurs only once";
    case "oneOf": return `is one of ${listed(rule.values, ", ", (count) => ` and ${count} more`)}`;
    case "matches": return `matches ${rule.pattern}${rule.flags === undefined ? "" : ` (${rule.flags})`}`;
    case "between": return rule.min === undefined ? `is at most ${valueText(rule.max)}` : rule.max === undefined ? `is at least ${valueText(rule.min)}` : `lies between ${valueText(rule.min)} and ${valueText(rule.max)}`;
    case "length": return rule.min === undefined ? `has at most ${rule.max} characters` : rule.max === undefined ? `has at least ${rule.min} characters` : rule.min === rule.max ? `has ${rule.min} characters` : `has ${rule.min} to ${rule.max} characters`;
    case "type": return { number: "is a number", date: "is a date", boolean: "is true or false", string: "is text" }[rule.type];
    case "email": return "is a valid mail address";
    case "phone": return rule.region === undefined ? "is a valid telephone number" : `is a valid telephone number (${rule.region})`;
    case "url": return "is a valid web address";
    case "notFuture": return "does not lie in the future";
    case "notPast": return "does not lie in the past";
    case "fresh": return `is at most ${rule.maxAgeDays} days old`;
    case "compare": return `${rule.operator} ${rule.right}`;
    case "notJunk": return "was not made up to get past a form";
    case "outlier": return `is no outlier (${rule.deviations ?? 3.5} robust standard deviations)`;
    case "socialCreditCode": return "is a Chinese unified social credit code";
    case "residentId": return "is a Chinese resident identity number";
    case "countryCode": return "is a country code of ISO 3166-1";
    case "currencyCode": return "is a currency code of ISO 4217";
  }
}

export const qualityEn: QualityTexts = {
  suggesting: "Looking for checks that fit the table…",
  checking: "Checking every cell…",
  done: (checks, rows, duration) => `${plural(checks, "check")} of ${plural(rows, "row")}, made in ${duration}.`,

  optionsHeading: "Data quality",
  today: "today: dates after it lie in the future",
  sampleDay: "the last day of the sample",
  useToday: "Use today",
  useSampleDay: "Use the last day of the sample",
  key: "Identifier of a record",
  owner: "Owner",
  department: "Department",
  none: "None",

  heading: "Data quality",
  explain: "Checks that fit the table were suggested from what it holds. Switch them on and off below, change how much they count, and add your own.",
  score: "Score",
  grade: (grade) => `grade ${grade}`,
  noScore: "Nothing was tested that counts.",
  passed: "Every check of the severity “error” passed.",
  notPassed: "Not every check of the severity “error” passed.",
  arithmetic: (earned, worth, score) => `The tested cells are worth ${worth} points and earned ${earned}: 100 × ${earned} / ${worth} = ${score}.`,
  arithmeticRule: "A tested cell is worth 1 point for an error, ½ for a warning, and none for information. It earns them by passing, and half of them where it is only unlikely. A is 90 and above, B 80, C 70, D 60, F below.",
  failures: "Failing cells",
  failuresShare: (rows) => `of ${rows} tested`,
  records: "Records with a fault",
  checks: "Checks passed",
  broken: "Checks not made",
  brokenNotice: (count) => `${count === "1" ? "1 check" : `${count} checks`} could not be made, and took no part in the score. The list below says why.`,
  dimensionsHeading: "By dimension",
  dimensions: { completeness: "Completeness", validity: "Validity", uniqueness: "Uniqueness", freshness: "Freshness", consistency: "Consistency", plausibility: "Plausibility" },
  notTested: "not tested",
  outOf: "out of 100",

  checksHeading: "Checks",
  checksNote: "Every change takes effect at once.",
  show: "Show",
  shown: { all: "All", failing: "Failing", off: "Switched off" },
  allOn: "All on",
  allOff: "All off",
  nothingShown: "There is no such check.",
  before: "The report is the one of before.",
  severity: "Severity",
  severities: { error: "Error", warning: "Warning", info: "Information" },
  mostly: "Must pass",
  mostlyOf: (check) => `Share of cells that must pass: ${check}`,
  severityOf: (check) => `Severity: ${check}`,
  mostlyRule: "A percentage from 0 to 100.",
  make: (check) => `Make this check: ${check}`,
  remove: "Remove",
  removeOf: (check) => `Remove the check: ${check}`,
  ownCheck: "Added by you.",
  evidenceFailing: (values) => `Failing: ${values}`,
  result: (failed, rows, passRate) => `${failed} of ${rows} fail; ${passRate} pass`,
  resultWarnings: (warnings) => `${warnings} of these only unlikely`,
  costs: (points) => `costs ${points} points`,
  passes: "Passed",
  fails: "Failed",
  isOff: "Off",
  error: (message) => `Not made: ${message}`,
  showFailing: (count) => `Show ${plural(count, "cell")}`,
  showFailingOf: (check) => `Show the failing cells of: ${check}`,

  addHeading: "Add a check",
  add: "Add the check",
  kind: "Check",
  kinds: {
    required: "Has a value", unique: "Is unique", oneOf: "Is one of a list", matches: "Matches a pattern", between: "Lies in a range", length: "Has a length", type: "Is of a type", email: "Is a mail address",
    phone: "Is a telephone number", url: "Is a web address", notFuture: "Not in the future", notPast: "Not in the past", fresh: "Is fresh", compare: "Compare two columns", notJunk: "Is not made up",
    outlier: "Is no outlier", socialCreditCode: "Unified social credit code", residentId: "Resident identity number", countryCode: "Country code", currencyCode: "Currency code",
  },
  rule,
  column: "Column",
  alsoColumn: "together with",
  otherColumn: "Other column",
  operator: "Comparison",
  values: "Values",
  valuesHint: "separated by commas",
  pattern: "Regular expression",
  ignoreCase: "Upper and lower case alike",
  min: "At least",
  max: "At most",
  boundHint: "a number, or a date as 2026-01-31",
  type: "Type",
  types: { number: "Number", date: "Date", boolean: "True or false", string: "Text" },
  region: "Region",
  regionHint: "for numbers without a country code: CN, US, DE…",
  maxAgeDays: "Days at most",
  as: "It is",
  asChoices: { "": "as its name says", person: "a person's name", company: "a company's name", email: "a mail address", phone: "a telephone number", text: "any text" },
  deviations: "Robust standard deviations",
  added: (check) => `Added: ${check}.`,
  needValues: "Give at least one value.",
  needPattern: "Give a pattern.",
  needBound: "Give at least one bound.",
  needNumber: "Give a number above 0.",
  needOther: "Choose another column than the first.",

  failuresHeading: "Failing cells",
  failuresNote: "Every cell that fails, with the reason. Choose a record to see all of its cells.",
  every: "All",
  withoutOwner: "(none)",
  clearFilter: "Show all",
  failureColumns: { record: "Record", row: "Row in a spreadsheet", column: "Column", value: "Value", reason: "Reason", severity: "Severity", check: "Check" },
  noFailures: "No cell fails.",
  missing: "missing",
  lookAt: (record) => `Look at the record ${record}`,
  downloadFailures: "All failing cells as CSV",
  downloadRecords: "Failing records as CSV",
  range: (from, to, total) => `${from}–${to} of ${total}`,
  check: "Check",

  recordHeading: (record) => `Record ${record}`,
  recordNote: (score) => `Scores ${score} out of 100.`,
  recordNoScore: "Nothing was tested that counts.",
  cell: "Value",
  problem: "What is wrong",
  spreadsheetRow: (row) => `Row ${row} in a spreadsheet.`,

  fieldsHeading: "Fields",
  fieldsNote: "Choose a column to see what it holds.",
  fieldColumns: { column: "Column", fillRate: "Filled", distinct: "Distinct values", score: "Score", failures: "Failing cells" },
  openProfile: (column) => `See what ${column} holds`,
  profileHeading: (column) => `What ${column} holds`,
  rowsWith: "Type",
  nulls: "Missing",
  blanks: "Blank",
  distinct: "Distinct",
  once: "Occur once",
  smallest: "Least",
  largest: "Greatest",
  mean: "Mean",
  standardDeviation: "Standard deviation",
  zeros: "Zero",
  negatives: "Negative",
  padded: "White space at an end",
  lengths: "Characters",
  lengthsOf: (min, max, mean) => `${min} to ${max}, ${mean} on average`,
  meaning: "Looks like",
  meanings: { email: "mail addresses", url: "web addresses", uuid: "UUIDs", date: "dates", localDate: "dates, not ISO 8601", residentId: "resident identity numbers", socialCreditCode: "social credit codes", phone: "telephone numbers", number: "numbers", boolean: "true or false" },
  meaningShare: (kind, share) => `${kind} (${share})`,
  duplicateRows: (count) => `${plural(count, "row")} of the table ${count === "1" ? "is" : "are"} the same as an earlier one in every column.`,
  topHeading: "Most frequent values",
  value: "Value",
  rows: "Rows",
  share: "Share",
  patternsHeading: "Patterns",
  patternsNote: "a and A stand for letters, 9 for a digit, 汉 for a Chinese character, + for a run of them.",
  pattern1: "Pattern",
  otherPatterns: (count) => `and ${count} more`,
  quantilesHeading: "Quantiles",
  quantile: "Share of values at or below",

  groupsHeading: "Owners and departments",
  groupsBy: { owner: "Owner", department: "Department" },
  groupRecords: "Records",
  groupScore: "Score",
  nobody: "(none)",
  failuresOf: (group) => `List the failing cells of ${group}`,

  compareHeading: "Compared with an older file",
  compareNote: "What has changed since an earlier export: rows that were added, removed or changed, and columns whose values have drifted.",
  compareChoose: "Choose the older file…",
  comparing: "Comparing…",
  comparedWith: (name) => `Compared with ${name}.`,
  rowsBefore: "Rows before",
  rowsAfter: "Rows now",
  rowsAdded: "Added",
  rowsRemoved: "Removed",
  rowsChanged: "Changed",
  columnsAdded: (columns) => `New columns: ${columns}.`,
  columnsRemoved: (columns) => `Columns that are gone: ${columns}.`,
  noKey: "Rows were not compared: both files need the identifier of a record, which is chosen among the settings.",
  comparisonColumns: { column: "Column", before: "Filled before", after: "Filled now", index: "Stability index", drifted: "Drift", newValues: "New values", changed: "Cells changed" },
  drifted: "Drifted",
  steady: "Steady",
  otherType: (before, after) => `${before}, now ${after}`,
  newCategories: (count, values) => `${count}: ${values}`,
  downloadChanges: "Changes as CSV",
  comma: ", ",
};
