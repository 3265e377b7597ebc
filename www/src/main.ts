// The page: puts the views together, brings them up to date with every change of the state, and starts with the embedded data.
import sampleUrl from "../../data/cdnow-sample.csv?url";
import sampleCustomersUrl from "../../data/customers.csv?url";
import sampleLeadsUrl from "../../data/leads.csv?url";
import { Actions } from "./actions";
import { cohortView } from "./cohort-view";
import { customersView } from "./customers-view";
import { dataView } from "./data-view";
import { h, keepFocus } from "./dom";
import { acceptDrops } from "./drop";
import { duplicateDecisionsView } from "./duplicate-decisions-view";
import { duplicateReviewView } from "./duplicate-review-view";
import { duplicatesSettingsView } from "./duplicates-settings-view";
import { duplicatesView } from "./duplicates-view";
import { formatFor } from "./format";
import { headerView } from "./header-view";
import { dataTexts, textsFor } from "./i18n";
import { leadGroupsView } from "./lead-groups-view";
import { leadListView } from "./lead-list-view";
import { leadModelView } from "./lead-model-view";
import { leadSettingsView } from "./lead-settings-view";
import { leadView } from "./lead-view";
import { leadsView } from "./leads-view";
import { lifetimeAliveView } from "./lifetime-alive-view";
import { lifetimeCheckView } from "./lifetime-check-view";
import { lifetimeFitsView } from "./lifetime-fits";
import { lifetimeMatrixView } from "./lifetime-matrix-view";
import { lifetimeValuesView } from "./lifetime-values-view";
import { lifetimeView } from "./lifetime-view";
import { preferredLocale, rememberLocale } from "./locale";
import type { Locale, Source } from "./messages";
import { problemView } from "./problem-view";
import { qualityChecksView } from "./quality-checks-view";
import { qualityCompareView } from "./quality-compare-view";
import { qualityFailuresView } from "./quality-failures-view";
import { qualityFieldsView } from "./quality-fields-view";
import { qualityGroupsView } from "./quality-groups-view";
import { qualityReportView } from "./quality-report-view";
import { qualitySettingsView } from "./quality-settings-view";
import { repeatView } from "./repeat-view";
import { actionsView, gridView } from "./rfm-grid";
import { segmentTableView } from "./segment-table";
import { mappingView, optionsView } from "./settings-view";
import { skippedView } from "./skipped-view";
import { dataOf, defaultOptions, emptyMapping, inputOf, Store, unmappedRoles, type State } from "./state";
import { noCustomers } from "./state-customers";
import { noDuplicates } from "./state-duplicates";
import { noLeads } from "./state-leads";
import { noLifetime } from "./state-lifetime";
import { noQuality } from "./state-quality";
import { noCohorts, noRepeat } from "./state-retention";
import { scoresView, summaryView } from "./summary-view";
import { tabInAddress, tabsView } from "./tabs";
import { treemapView } from "./treemap";
import { beside, type View, type ViewContext } from "./view";
import { WorkerClient } from "./worker-client";

const sample: Source = { url: new URL(sampleUrl, document.baseURI).href, name: "cdnow-sample.csv" };
const sampleLeads: Source = { url: new URL(sampleLeadsUrl, document.baseURI).href, name: "leads.csv" };
const sampleCustomers: Source = { url: new URL(sampleCustomersUrl, document.baseURI).href, name: "customers.csv" };
const wide = matchMedia("(min-width: 60rem)");

const store = new Store(
  {
    locale: preferredLocale(),
    source: sample,
    encoding: null,
    busy: null,
    decoding: null,
    dataset: null,
    mapping: emptyMapping,
    options: defaultOptions,
    analysis: null,
    problem: null,
    tab: tabInAddress() ?? "segments",
    area: "customers",
    segmentSort: { key: "customers", descending: true },
    open: null,
    cohorts: noCohorts,
    repeat: noRepeat,
    lifetime: noLifetime,
    leads: noLeads(sampleLeads),
    customers: noCustomers(sampleCustomers),
    quality: noQuality,
    duplicates: noDuplicates,
  },
  update,
);
const actions = new Actions(store, new WorkerClient(), sample, sampleLeads, sampleCustomers);
const root = document.querySelector("#app");
const status = h("p", { class: "status", attrs: { role: "status", "aria-live": "polite" } });

let page: { locale: Locale; views: View[]; results: HTMLElement; settings: HTMLDetailsElement; place: () => void } | null = null;

/** Builds the page in a language. The folded settings and the like start anew; the state, the data and the focus stay. */
function build(locale: Locale): NonNullable<typeof page> {
  const t = textsFor(locale);
  const context: ViewContext = { t, format: formatFor(locale), actions };
  document.documentElement.lang = locale;
  document.title = t.title;
  rememberLocale(locale);
  const header = headerView(context);
  const dataPart = dataView(context);
  const settings = [mappingView(context), optionsView(context), leadSettingsView(context), qualitySettingsView(context), duplicatesSettingsView(context)];
  const problem = problemView(context);
  const parts = {
    segments: [treemapView(context), segmentTableView(context), customersView(context), beside(gridView(context), actionsView(context)), scoresView(context)],
    cohorts: [cohortView(context)],
    repeat: [repeatView(context)],
    lifetime: [lifetimeView, lifetimeCheckView, lifetimeValuesView, lifetimeAliveView, lifetimeMatrixView, lifetimeFitsView].map((view) => view(context)),
    quality: [qualityReportView, qualityChecksView, qualityFailuresView, qualityFieldsView, qualityGroupsView, qualityCompareView].map((view) => view(context)),
    duplicates: [duplicatesView, duplicateReviewView, duplicateDecisionsView].map((view) => view(context)),
    leads: [leadsView, leadListView, leadView, leadModelView, leadGroupsView].map((view) => view(context)),
  };
  const results = [summaryView(context), tabsView(context, parts), skippedView(context)];
  const elements = (views: View[]) => views.map(({ element }) => element);
  const resultsElement = h("div", { class: "results" }, ...elements(results));
  // On a wide screen the settings stand open beside the results; on a narrow one they fold away above them.
  const folded = h("details", { class: "settings", attrs: { open: wide.matches } }, h("summary", {}, t.settings), ...elements(settings));
  const side = h("aside", { class: "side" }, dataPart.element, folded);
  const main = h("main", {}, resultsElement);
  // Beside the data when there is room; else between the file and the settings, where the visitor is looking.
  const place = () => (wide.matches ? main.prepend(status, problem.element) : dataPart.element.after(status, problem.element));
  place();
  keepFocus(() =>
    root?.replaceChildren(
      header.element,
      h("div", { class: "layout" }, side, main),
      h("footer", { class: "bottom" }, t.footer),
    ),
  );
  return { locale, views: [header, dataPart, ...settings, problem, ...results], results: resultsElement, settings: folded, place };
}

function update(state: State): void {
  if (page?.locale !== state.locale) page = build(state.locale);
  for (const view of page.views) view.update(state);
  const { busy } = inputOf(state);
  if (dataOf(state.tab) === "purchases" && unmappedRoles(state).length > 0) page.settings.open = true; // there is a question to answer in them
  page.results.setAttribute("aria-busy", String(busy !== null));
  status.textContent = statusText(state);
  status.classList.toggle("busy", busy !== null);
}

function statusText(state: State): string {
  const { busy, decoding, source } = inputOf(state);
  const { locale, tab, analysis, leads } = state;
  const t = textsFor(locale);
  const format = formatFor(locale);
  if (busy === "reading") return decoding === null ? t.reading(source.name) : t.decoding(t.encodings[decoding]);
  if (busy === "analysing") return t.analysing;
  if (tab === "leads") return leads.page === null ? "" : t.leads.done(format.count(leads.page.leads), format.duration(leads.page.milliseconds));
  if (tab === "quality") {
    const { busy, page } = state.quality;
    if (busy !== null) return busy === "suggesting" ? t.quality.suggesting : t.quality.checking;
    return page === null ? "" : t.quality.done(format.count(page.checks.length), format.count(page.rows), format.duration(page.milliseconds));
  }
  if (dataOf(tab) === "customers" || analysis === null) return "";
  return t.done(format.count(analysis.customers), format.count(analysis.segments.length), format.duration(analysis.milliseconds));
}

wide.addEventListener("change", () => {
  if (page === null) return;
  page.settings.open = wide.matches;
  page.place();
});
addEventListener("hashchange", () => {
  const tab = tabInAddress();
  if (tab !== null && tab !== store.state.tab) actions.showTab(tab);
});
acceptDrops((file) => actions.openSource(file), () => dataTexts(textsFor(store.state.locale), dataOf(store.state.tab)).dropHere);
actions.start();
