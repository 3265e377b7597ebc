// The search for duplicates: what is compared, how sure a pair has to be, and what was found.
import { valueTable } from "./chart-box";
import { data, h, keepFocus, memo } from "./dom";
import type { Dataset, Problem } from "./messages";
import type { DuplicateSettings, DuplicatesPage } from "./messages-duplicates";
import { problemNote } from "./problem-note";
import { outdated, type DuplicatesState } from "./state-duplicates";
import type { View, ViewContext } from "./view";

/** So many groups that were too large are named. */
const mostSkipped = 12;

export function duplicatesView({ t: texts, format, actions: { duplicates: actions } }: ViewContext): View {
  const t = texts.duplicates;
  const compared = h("p", { attrs: { id: "duplicate-compared" } });
  const slider = h("input", { focusKey: "duplicate-threshold", attrs: { type: "range", name: "duplicate-threshold", id: "duplicate-threshold", min: 0.05, max: 0.99, step: 0.01, "aria-describedby": "duplicate-threshold-note" }, on: { input: () => actions.setSettings({ threshold: slider.valueAsNumber }) } });
  const shown = h("output", { attrs: { for: "duplicate-threshold" } });
  const find = h("button", { class: "primary", focusKey: "duplicate-find", attrs: { type: "button" }, on: { click: () => void actions.find() } }, t.find);
  const bar = h("progress", { attrs: { max: 1, "aria-label": t.searching } });
  const status = h("p", { class: "status", attrs: { id: "duplicate-status", role: "status", "aria-live": "polite" } });
  const running = h("p", { class: "status busy search-line" });
  const body = h("div", { class: "found" });
  const failed = h("div", {});
  const learned = valueTable("duplicate-model", t.learned);
  const learnedNote = h("p", { class: "note" }, t.learnedNote);
  learned.element.querySelector("summary")?.after(learnedNote);
  const element = h("section", { class: "card", attrs: { id: "duplicates", "aria-labelledby": "duplicates-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "duplicates-heading" } }, t.heading)),
    h("p", { class: "note" }, t.explain), compared,
    h("div", { class: "search" },
      h("div", { class: "threshold" }, h("label", { attrs: { for: "duplicate-threshold" } }, t.threshold), slider, shown, h("small", { attrs: { id: "duplicate-threshold-note" } }, t.thresholdNote)),
      find),
    running, bar, status, failed, body, learned.element);

  const figure = (kind: string, title: string, value: number, more?: string) =>
    h("div", { attrs: { "data-figure": kind } }, h("dt", {}, title), h("dd", {}, data(value, format.count(value)), more !== undefined && h("small", {}, more)));
  const share = (value: number) => data(value, value > 0 && value < 0.0005 ? `< ${format.probability(0.001)}` : format.probability(value));
  const show = memo((page: DuplicatesPage | null, dataset: Dataset | null) => {
    learned.element.hidden = page === null;
    if (page === null) return body.replaceChildren();
    const { clusters, records, pairs, candidatePairs, pairsDropped, blocksSkipped, model } = page;
    body.replaceChildren(
      h("dl", { class: "figures" },
        figure("clusters", t.clusters, clusters.length),
        figure("records", t.records, records, dataset === null ? undefined : t.ofRecords(format.share(records / Math.max(1, dataset.rows)))),
        figure("pairs", t.pairs, pairs), figure("candidatePairs", t.candidatePairs, candidatePairs)),
      ...(clusters.length > 0 ? [] : [h("p", { class: "notice" }, t.none, " ", t.noneHint)]),
      ...(pairsDropped === 0 ? [] : [h("p", { class: "notice", attrs: { "data-notice": "dropped" } }, t.dropped(format.count(pairsDropped)))]),
      ...(blocksSkipped.length === 0 ? [] : [h("details", { class: "notice", attrs: { "data-notice": "skipped" } }, h("summary", { focusKey: "duplicate-skipped" }, t.skipped(format.count(blocksSkipped.length))),
        h("ul", {}, ...blocksSkipped.slice(0, mostSkipped).map(({ rule, value, rows }) => h("li", {}, t.skippedGroup(rule, value, format.count(rows))))),
        blocksSkipped.length > mostSkipped && h("p", {}, t.more(format.count(blocksSkipped.length - mostSkipped))))]));
    learned.show([t.field, t.level, t.m, t.u, t.weight], () => model.fields.flatMap(({ field, levels }) =>
      levels.map(({ level, m, u, matchWeight }) => [field, level, share(m), share(u), data(matchWeight, format.signedHundredths(matchWeight))])));
  });
  const choices = memo((settings: DuplicateSettings) => {
    const named = Object.entries(settings.fields);
    compared.textContent = named.length === 0 ? t.nothingCompared : t.compared(named.map(([column, kind]) => t.column(column, t.kinds[kind])).join(t.comma));
    slider.value = String(settings.threshold);
    shown.textContent = format.percent(settings.threshold);
    slider.setAttribute("aria-valuetext", format.percent(settings.threshold));
  });
  const fail = memo((problem: Problem | null) => keepFocus(() => failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts)]))));
  const work = (busy: DuplicatesState["busy"], progress: number | null) => {
    running.hidden = busy === null;
    running.textContent = busy === "guessing" ? t.guessing : progress === null ? t.searching : t.searchingAt(format.percent(progress));
    bar.hidden = busy !== "searching";
    if (progress === null) bar.removeAttribute("value");
    else bar.value = progress;
  };
  return {
    element,
    update: ({ customers: { dataset }, duplicates }) => {
      const { settings, busy, progress, page, problem } = duplicates;
      element.setAttribute("aria-busy", String(busy !== null));
      compared.hidden = busy === "guessing" || !duplicates.guessed;
      choices(settings);
      find.disabled = busy !== null || Object.keys(settings.fields).length === 0;
      find.textContent = page === null ? t.find : t.findAgain;
      work(busy, progress);
      const said = busy !== null ? (busy === "searching" ? t.searching : "") : outdated(duplicates) ? t.outdated : page === null ? "" : t.done(format.count(page.clusters.length), format.count(page.records), format.duration(page.milliseconds));
      if (status.textContent !== said) status.textContent = said;
      status.classList.toggle("visually-hidden", busy !== null);
      status.classList.toggle("outdated", outdated(duplicates));
      fail(problem);
      show(page, dataset);
    },
  };
}
