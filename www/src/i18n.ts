// Every word of the page, in English and Chinese. The labels of the segments come from the package.
import type { Encoding, Locale, Options, PageCode, Role, SortKey, DateOrder } from "./messages";
import type { ErrorCode } from "custometry";
import { customersEn, type CustomersTexts } from "./i18n-customers";
import { duplicatesEn, type DuplicateTexts } from "./i18n-duplicates";
import { leadsEn, type LeadTexts } from "./i18n-leads";
import { lifetimeEn, type LifetimeTexts } from "./i18n-lifetime";
import { qualityEn, type QualityTexts } from "./i18n-quality";
import { retentionEn, type RetentionTexts } from "./i18n-retention";
import type { Data } from "./state";
import { zh } from "./i18n-zh";

export interface Texts {
  title: string;
  tagline: string;
  privacy: string;
  privacyDetail: string;
  language: string;
  dataHeading: string;
  drop: string;
  dropHere: string;
  chooseFile: string;
  useSample: string;
  sampleName: string;
  sampleOrigin: string;
  fileSummary(rows: string, columns: string): string;
  encoding: string;
  encodings: Record<Encoding, string>;
  encodingGuessed(encoding: string): string;
  preview: string;
  columnsHeading: string;
  roles: Record<Role, string>;
  roleNone: string;
  roleChoose: string;
  settings: string;
  optionsHeading: string;
  asOf: string;
  asOfHint: string;
  asOfReset: string;
  segmentsOption: string;
  segmentsOptions: Record<Options["segments"], string>;
  binning: string;
  binnings: Record<Options["binning"], string>;
  bins: string;
  monetary: string;
  monetaries: Record<Options["monetary"], string>;
  utcOffset: string;
  utcOffsetHint: string;
  dateOrder: string;
  dateOrders: Record<DateOrder, string>;
  onInvalid: string;
  onInvalids: Record<Options["onInvalid"], string>;
  reading(name: string): string;
  decoding(encoding: string): string;
  analysing: string;
  done(customers: string, segments: string, duration: string): string;
  unmappedTitle: string;
  unmapped(roles: string[]): string;
  unmappedHint: string;
  customers: string;
  purchases: string;
  revenue: string;
  perCustomer: string;
  asOfShort: string;
  skippedShort: string;
  mapHeading: string;
  area: string;
  mapLabel(area: string): string;
  toneLegend: string;
  mapRest: string;
  mapHint: string;
  tile(label: string, customers: string, customerShare: string, revenue: string, revenueShare: string): string;
  tableHeading: string;
  segment: string;
  share: string;
  revenueShare: string;
  medianRecency: string;
  medianFrequency: string;
  medianMonetary: string;
  total: string;
  sortBy(column: string): string;
  downloadSegments: string;
  downloadCustomers: string;
  scoresHeading: string;
  scoresHint: string;
  recency: string;
  frequency: string;
  monetaryValue: string;
  score: string;
  customersOf(label: string, count: string): string;
  customerColumns: Record<SortKey, string>;
  close: string;
  download: string;
  previous: string;
  next: string;
  range(from: string, to: string, total: string): string;
  skippedHeading(count: string): string;
  skippedHint(shown: string, count: string): string;
  row: string;
  spreadsheetRow: string;
  rowBoth(spreadsheetRow: string, dataRow: string): string;
  column: string;
  reason: string;
  help: string;
  detail: string;
  skipBadRows: string;
  chooseAnother: string;
  problems: Record<ErrorCode | PageCode, { title: string; help: string }>;
  retention: RetentionTexts;
  lifetime: LifetimeTexts;
  leads: LeadTexts;
  customerTable: CustomersTexts;
  quality: QualityTexts;
  duplicates: DuplicateTexts;
  footer: string;
}

/** What is said about a file of that kind. */
export const dataTexts = (t: Texts, about: Data): CustomersTexts => (about === "purchases" ? t : about === "leads" ? t.leads : t.customerTable);

/** "1 row", "2 rows" */
const many = (count: string, noun: string) => `${count} ${noun}${count === "1" ? "" : "s"}`;

const en: Texts = {
  title: "custometry: customer segments from purchases",
  tagline: "Customer segments from purchases",
  privacy: "Nothing leaves this machine",
  privacyDetail: "Your file is read and analysed inside this tab, by WebAssembly in a worker. It is neither uploaded nor stored, and the page works offline once it has loaded.",
  language: "Language",
  dataHeading: "Data",
  drop: "Drop a CSV of purchases anywhere on this page, or",
  dropHere: "Drop the file to analyse it here, in this tab",
  chooseFile: "Choose a file…",
  useSample: "Back to the sample",
  sampleName: "CDNOW sample",
  sampleOrigin: "Purchases of music by 2,357 customers, 1997 to mid-1998, in US dollars: a public data set, shipped with this page.",
  fileSummary: (rows, columns) => `${many(rows, "row")}, ${many(columns, "column")}`,
  encoding: "Text encoding",
  encodings: { "utf-8": "UTF-8", gbk: "GBK (simplified Chinese)", big5: "Big5 (traditional Chinese)", "windows-1252": "Windows-1252 (western Europe)", "utf-16le": "UTF-16", "utf-16be": "UTF-16, big-endian" },
  encodingGuessed: (encoding) => `The file is not UTF-8, so it was read as ${encoding}. If the text below looks wrong, choose another encoding.`,
  preview: "First rows",
  columnsHeading: "Columns",
  roles: { customerId: "Customer", date: "Date", amount: "Amount", orderId: "Order" },
  roleNone: "None: every row is a purchase",
  roleChoose: "Choose a column…",
  settings: "Columns and options",
  optionsHeading: "Analysis",
  asOf: "As of",
  asOfHint: "the last date in the data",
  asOfReset: "Use the last date in the data",
  segmentsOption: "Segments",
  segmentsOptions: { standard: "Ten segments (R × F)", "eight-class": "Eight classes (R, F, M)" },
  binning: "Scores by",
  binnings: { quantile: "Quantiles", ntile: "Equal groups", mean: "Above or below the mean" },
  bins: "Scores up to",
  monetary: "Monetary value",
  monetaries: { total: "Total per customer", average: "Average per purchase" },
  utcOffset: "Clock of the dates",
  utcOffsetHint: "UTC offset: on which day a time falls",
  dateOrder: "Dates written",
  dateOrders: { "year-first": "Year first (2026-01-31)", "day-first": "Day first (31/01/2026)", "month-first": "Month first (01/31/2026)" },
  onInvalid: "Bad rows",
  onInvalids: { throw: "Stop at the first", skip: "Leave out and report" },
  reading: (name) => `Reading ${name}…`,
  decoding: (encoding) => `The file is not UTF-8. Reading it as ${encoding}…`,
  analysing: "Analysing…",
  done: (customers, segments, duration) => `${many(customers, "customer")} in ${many(segments, "segment")}, computed in ${duration}.`,
  unmappedTitle: "Which column is which?",
  unmapped: (roles) => `The names in the header do not tell. Please choose the column for: ${roles.join(", ")}.`,
  unmappedHint: "If the names below look like data, the file has no header: its first line must name the columns.",
  customers: "Customers",
  purchases: "Rows analysed",
  revenue: "Revenue",
  perCustomer: "Per customer",
  asOfShort: "As of",
  skippedShort: "Rows left out",
  mapHeading: "Segments",
  area: "Area",
  mapLabel: (area) => `Treemap of the segments; area: ${area}. The table below has the same values.`,
  toneLegend: "Median days since the last purchase",
  mapRest: "Too small to draw:",
  mapHint: "Choose a segment to list its customers.",
  tile: (label, customers, customerShare, revenue, revenueShare) => `${label}: ${many(customers, "customer")} (${customerShare}), revenue ${revenue} (${revenueShare})`,
  tableHeading: "All segments",
  segment: "Segment",
  share: "Share",
  revenueShare: "Share",
  medianRecency: "Median days since purchase",
  medianFrequency: "Median purchases",
  medianMonetary: "Median value",
  total: "All",
  sortBy: (column) => `Sort by ${column}`,
  downloadSegments: "Segments as CSV",
  downloadCustomers: "All customers as CSV",
  scoresHeading: "How the scores were cut",
  scoresHint: "The upper bound of each score. Recency counts days since the last purchase: the fewer, the higher the score.",
  recency: "Recency (days)",
  frequency: "Frequency (purchases)",
  monetaryValue: "Monetary value",
  score: "Score",
  customersOf: (label, count) => `${label}: ${many(count, "customer")}`,
  customerColumns: { customerId: "Customer", recencyDays: "Days since purchase", frequency: "Purchases", monetary: "Value", r: "R", f: "F", m: "M" },
  close: "Close",
  download: "Download CSV",
  previous: "Previous",
  next: "Next",
  range: (from, to, total) => `${from}–${to} of ${total}`,
  skippedHeading: (count) => `${many(count, "row")} left out`,
  skippedHint: (shown, count) => `The first ${shown} of ${count}. Everything else was analysed.`,
  row: "Row",
  spreadsheetRow: "Row in a spreadsheet",
  rowBoth: (spreadsheetRow, dataRow) => `${spreadsheetRow} in a spreadsheet (${dataRow}, counted from 0 after the header)`,
  column: "Column",
  reason: "Reason",
  help: "Advice of the package",
  detail: "In detail",
  skipBadRows: "Leave bad rows out",
  chooseAnother: "Choose another file…",
  problems: {
    "missing-column": { title: "A column is missing", help: "Choose the columns again: the file may have changed." },
    "wrong-type": { title: "A cell holds the wrong kind of value", help: "Correct the cell, or choose another column. Numbers are written plainly, as 1234.50: no currency sign, no thousands separator." },
    "bad-date": { title: "A date cannot be read", help: "Write dates as 2026-01-31. If they are written day first or month first, say so under “Dates written”." },
    "bad-number": { title: "A number cannot be read", help: "Write numbers plainly, as 1234.50: no currency sign, no thousands separator." },
    "empty-input": { title: "There is nothing to analyse", help: "The file needs a header line and at least one good row of a purchase on or before the “As of” day." },
    "invalid-option": { title: "These choices do not go together", help: "Change the choice under “Analysis”." },
    "length-mismatch": { title: "The columns differ in length", help: "Save the file again and retry." },
    "not-converged": { title: "The calculation did not converge", help: "Try other choices under “Analysis”." },
    "not-initialized": { title: "The analysis module could not be loaded", help: "Reload the page. It needs a browser of 2023 or later, with WebAssembly." },
    "out-of-memory": { title: "The file is too large for this browser's memory", help: "Keep only the columns that are needed, or split the file." },
    "bad-csv": { title: "The file is not a well-formed CSV", help: "Each row needs as many fields as the header, and a quote that opens must close." },
    "bad-state": { title: "The analysis lost its data", help: "Choose the file again." },
    internal: { title: "Something went wrong inside the page", help: "Choose the file again. If it happens again, please report it with the text below." },
    "spreadsheet-file": { title: "This is not a CSV file", help: "It is a workbook or an archive. In the spreadsheet, choose “Save as” and then “CSV UTF-8”." },
    "too-long": { title: "The file is too large to be converted", help: "Save it as UTF-8, which needs no conversion, or split it." },
    "date-order": { title: "Which comes first, the day or the month?", help: "Dates such as the one below can be read in two ways. Say which under “Dates written”." },
    "date-numbers": { title: "The date column holds numbers that are not dates", help: "Choose another column, or give the column a date format in the spreadsheet before you save it as CSV." },
    "no-dates": { title: "The date column holds no dates", help: "Choose another column for the date." },
    "no-rows": { title: "There is nothing to analyse", help: "The file has a header line and no rows." },
    "no-criteria": { title: "The file has no column that the cards know", help: "Choose the columns of the file under “Columns”: budget, need, timeframe and the like. If these are purchases, go to another tab." },
    unreadable: { title: "The file could not be read", help: "It may have been moved or changed since you chose it. Choose it again." },
    "worker-lost": { title: "The analysis stopped", help: "The browser ended it, perhaps for lack of memory. Choose a smaller file, or reload the page." },
  },
  retention: retentionEn,
  lifetime: lifetimeEn,
  leads: leadsEn,
  customerTable: customersEn,
  quality: qualityEn,
  duplicates: duplicatesEn,
  footer: "custometry is free software under MIT or Apache-2.0.",
};

export const textsFor = (locale: Locale): Texts => (locale === "zh-CN" ? zh : en);
