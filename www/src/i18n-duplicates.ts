// The words about duplicates. Levels of agreement and reasons come from the package.
import type { FieldKind } from "custometry";
import type { CellKind, Decision } from "./messages-duplicates";
import type { ClusterOrder } from "./state-duplicates";

export interface DuplicateTexts {
  columnsNote: string;
  notCompared: string;
  kinds: Record<FieldKind, string>;
  key: string;
  keyNone: string;
  updatedAt: string;
  updatedAtNone: string;

  heading: string;
  explain: string;
  compared(columns: string): string;
  column(column: string, kind: string): string;
  nothingCompared: string;
  threshold: string;
  thresholdNote: string;
  find: string;
  findAgain: string;
  guessing: string;
  searching: string;
  searchingAt(share: string): string;
  outdated: string;
  done(clusters: string, records: string, duration: string): string;
  clusters: string;
  records: string;
  ofRecords(share: string): string;
  pairs: string;
  candidatePairs: string;
  dropped(pairs: string): string;
  skipped(groups: string): string;
  skippedGroup(rule: string, value: string, rows: string): string;
  more(count: string): string;
  learned: string;
  learnedNote: string;
  field: string;
  level: string;
  m: string;
  u: string;
  weight: string;
  none: string;
  noneHint: string;

  review: string;
  clusterHeading(at: string, of: string, label: string): string;
  facts(records: string, probability: string): string;
  progress(decided: string, of: string): string;
  counts(merge: string, distinct: string, later: string): string;
  allDecided: string;
  order: string;
  orders: Record<ClusterOrder, string>;
  previous: string;
  next: string;
  nextUndecided: string;
  decide: Record<Decision, string>;
  decided: Record<Decision, string>;
  undecided: string;
  undo: string;
  said: Record<Decision | "undone", (label: string) => string>;
  tooFew: string;

  recordsHeading: string;
  recordsNote: string;
  record(number: string, name: string): string;
  spreadsheetRow(row: string): string;
  survives: string;
  makeSurvive: string;
  include: string;
  merged: string;
  cells: Record<Exclude<CellKind, "kept">, string>;
  take(column: string, record: string): string;
  onlyDiffering: string;
  nothingDiffers: string;
  reset: string;
  survivorReason(record: string, reason: string): string;
  empty: string;
  comparedMark: string;

  pairHeading: string;
  pairNote(probability: string): string;
  pairA: string;
  pairB: string;
  prior: string;
  missing: string;
  total: string;
  chartLabel(a: string, b: string): string;
  chartHint: string;
  agrees: string;
  disagrees: string;
  valuesHeading: string;
  valueA: string;
  valueB: string;
  rare: string;
  sum: string;
  named(name: string, value: string): string;

  decisionsHeading: string;
  decisionsNote: string;
  noDecisions: string;
  cluster: string;
  decision: string;
  size: string;
  probability: string;
  lookAt(label: string): string;
  range(from: string, to: string, total: string): string;
  mergedHeading: string;
  mergedSummary(before: string, after: string, absorbed: string): string;
  mergedConflicts(conflicts: string, filled: string): string;
  mergedShow: string;
  mergedFirst(shown: string): string;
  downloads: Record<"decisions" | "merged" | "mapping" | "conflicts", string>;
  replaces(decisions: string): string;

  keys: string;
  keysHeading: string;
  keysOn: string;
  keysNote: string;
  close: string;
  keyTexts: readonly (readonly [keys: string, what: string])[];
  comma: string;
}

const many = (count: string, noun: string) => `${count} ${noun}${count === "1" ? "" : "s"}`;

export const duplicatesEn: DuplicateTexts = {
  columnsNote: "What each column is decides how its values are compared. Columns that people share, such as a web site of a company, are best left out.",
  notCompared: "Not compared",
  kinds: {
    fullName: "Full name", givenName: "Given name", surname: "Surname", company: "Company", email: "Email", phone: "Phone", date: "Date of birth or the like", address: "Street address", city: "City",
    code: "Postcode or other code", identifier: "Identifier of the person or company",
  },
  key: "Identifier of the record",
  keyNone: "None: the number of the row",
  updatedAt: "Date of the last change",
  updatedAtNone: "None",

  heading: "Duplicates",
  explain: "Records of the same person or company are found although they are written differently. Nothing has to be labelled: how much the agreement of each column says is learned from the table (Fellegi and Sunter).",
  compared: (columns) => `Compared: ${columns}.`,
  column: (column, kind) => `${column} (${kind})`,
  nothingCompared: "Under “Columns”, say what at least one column is.",
  threshold: "Least probability",
  thresholdNote: "The lower, the more is found, and the more of it is wrong.",
  find: "Find duplicates",
  findAgain: "Find again",
  guessing: "Looking at the columns…",
  searching: "Comparing records…",
  searchingAt: (share) => `Comparing records: ${share}`,
  outdated: "The choices have changed: what is below is of the earlier ones.",
  done: (clusters, records, duration) => `${many(records, "record")} in ${many(clusters, "cluster")}, found in ${duration}.`,
  clusters: "Clusters",
  records: "Records in them",
  ofRecords: (share) => `${share} of all`,
  pairs: "Pairs found",
  candidatePairs: "Pairs compared",
  dropped: (pairs) => `${many(pairs, "pair")} more would have been found: the least sure are left out. Raise the least probability.`,
  skipped: (groups) => `${many(groups, "group")} of records that have something in common were too large to compare all of them with each other:`,
  skippedGroup: (rule, value, rows) => `${rule}: ${value} (${many(rows, "row")})`,
  more: (count) => `and ${count} more`,
  learned: "What was learned about the columns",
  learnedNote: "m: the share of matching pairs that agree so far; u: the same of other pairs; weight: log2(m / u), what it adds.",
  field: "Column",
  level: "Agreement",
  m: "m",
  u: "u",
  weight: "Weight",
  none: "No duplicates were found.",
  noneHint: "Lower the least probability, or compare other columns.",

  review: "Review",
  clusterHeading: (at, of, label) => `Cluster ${at} of ${of}: ${label}`,
  facts: (records, probability) => `${many(records, "record")}; the least sure pair of it: ${probability}`,
  progress: (decided, of) => `${decided} of ${of} decided`,
  counts: (merge, distinct, later) => `${merge} to merge, ${distinct} not duplicates, ${later} for later`,
  allDecided: "Every cluster has been looked at.",
  order: "Order",
  orders: { sure: "Surest first", doubtful: "Most doubtful first", file: "As in the file" },
  previous: "Previous",
  next: "Next",
  nextUndecided: "Next undecided",
  decide: { merge: "Merge", distinct: "Not duplicates", later: "Later" },
  decided: { merge: "To be merged", distinct: "Not duplicates", later: "For later" },
  undecided: "Undecided",
  undo: "Undo",
  said: {
    merge: (label) => `To be merged: ${label}.`,
    distinct: (label) => `Not duplicates: ${label}.`,
    later: (label) => `For later: ${label}.`,
    undone: (label) => `Taken back: ${label}.`,
  },
  tooFew: "At least two records are needed for a merge.",

  recordsHeading: "Records side by side",
  recordsNote: "The last column is what the merged record would hold, and why. Choose a value to take it instead.",
  record: (number, name) => `${number}: ${name}`,
  spreadsheetRow: (row) => `row ${row} in a spreadsheet`,
  survives: "Survives",
  makeSurvive: "Let it survive",
  include: "Include",
  merged: "Merged",
  cells: { empty: "empty", alone: "left out", different: "differs", spelling: "other spelling", invalid: "not valid", placeholder: "placeholder" },
  take: (column, record) => `${column}: take that of record ${record}`,
  onlyDiffering: "Only columns that differ",
  nothingDiffers: "The records do not differ in any column.",
  reset: "Leave the values to the rules",
  survivorReason: (record, reason) => `Record ${record} survives: ${reason}.`,
  empty: "empty",
  comparedMark: "compared",

  pairHeading: "Why two records are taken for one",
  pairNote: (probability) => `Starting from the odds that two records taken at random are the same, each column adds to the match weight or takes from it. It comes to a probability of ${probability}.`,
  pairA: "Record",
  pairB: "and record",
  prior: "Two records at random",
  missing: "missing",
  total: "Match weight",
  chartLabel: (a, b) => `Match weight of records ${a} and ${b}, column by column`,
  chartHint: "Point at a bar, or use the arrow keys, to read it.",
  agrees: "speaks for it",
  disagrees: "speaks against it",
  valuesHeading: "These values as a table",
  valueA: "First record",
  valueB: "Second record",
  rare: "of it for being rare",
  sum: "So far",
  named: (name, value) => `${name}: ${value}`,

  decisionsHeading: "Decisions",
  decisionsNote: "They are kept in this tab only: download them before you close it or choose another file.",
  noDecisions: "Nothing has been decided yet.",
  cluster: "Cluster",
  decision: "Decision",
  size: "Records",
  probability: "Least sure pair",
  lookAt: (label) => `Look at ${label} again`,
  range: (from, to, total) => `${from}–${to} of ${total}`,
  mergedHeading: "What the table becomes",
  mergedSummary: (before, after, absorbed) => `${many(before, "record")} become ${after}: ${absorbed} go into others.`,
  mergedConflicts: (conflicts, filled) => `${many(conflicts, "value")} that differ would be given up, and ${many(filled, "empty cell")} of surviving records filled.`,
  mergedShow: "Show it",
  mergedFirst: (shown) => `The first ${many(shown, "record")} made of several`,
  downloads: { decisions: "Decisions as CSV", merged: "Merged table as CSV", mapping: "Old to new records as CSV", conflicts: "Values given up as CSV" },
  replaces: (decisions) => `${many(decisions, "decision")} about duplicates would be lost with this table. Go on without them?`,

  keys: "Keys",
  keysHeading: "Keys for the review",
  keysOn: "Single keys are on",
  keysNote: "They do nothing while you are in a field.",
  close: "Close",
  keyTexts: [
    ["j, →", "next cluster"], ["k, ←", "previous cluster"], ["m", "merge"], ["n", "not duplicates"], ["l", "later"], ["u", "undo"], ["1 … 9", "let that record survive"], ["?", "show these keys"],
  ],
  comma: ", ",
};
