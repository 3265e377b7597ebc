// What was decided, what it makes of the table, and both as CSV.
import { data, h, keepFocus, memo } from "./dom";
import type { Problem } from "./messages";
import type { DuplicatesTable, MergedPage } from "./messages-duplicates";
import { problemNote } from "./problem-note";
import { decidedPageSize, keyOf, sure, type DuplicatesState } from "./state-duplicates";
import type { View, ViewContext } from "./view";

const tables: readonly DuplicatesTable[] = ["decisions", "merged", "mapping", "conflicts"];

export function duplicateDecisionsView({ t: texts, format, actions: all }: ViewContext): View {
  const t = texts.duplicates;
  const actions = all.duplicates;
  const button = (key: string, label: string, enabled: boolean, click: () => void) => h("button", { class: "quiet", focusKey: key, attrs: { type: "button", disabled: !enabled }, on: { click } }, label);
  const body = h("div", {});
  const failed = h("div", {});
  const becomes = h("div", { class: "part", attrs: { id: "duplicate-merged" } });
  const downloads = h("div", { class: "actions" }, ...tables.map((table) => button(`export-duplicates-${table}`, t.downloads[table], true, () => void all.download(actions.exported(table)))));
  const element = h("section", { class: "card", attrs: { id: "duplicate-decisions", "aria-labelledby": "duplicate-decisions-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "duplicate-decisions-heading" } }, t.decisionsHeading)), h("p", { class: "note" }, t.decisionsNote), body, failed, becomes, downloads);

  const look = (cluster: DuplicatesState["sorted"][number]) => {
    actions.lookAt(cluster);
    document.querySelector("#duplicate-review")?.scrollIntoView({ block: "start" });
  };
  const list = memo((page: DuplicatesState["page"], decisions: DuplicatesState["decisions"], wanted: number) => {
    // Last decided, first listed: as far as the cluster is still found.
    const found = new Map(page?.clusters.map((cluster) => [keyOf(cluster), cluster]));
    const decided = [...decisions].reverse().flatMap(([key, decision]) => {
      const cluster = found.get(key);
      return cluster === undefined ? [] : [{ cluster, decision }];
    });
    const from = Math.min(wanted, Math.max(0, Math.ceil(decided.length / decidedPageSize) - 1) * decidedPageSize);
    const shown = decided.slice(from, from + decidedPageSize);
    keepFocus(() => body.replaceChildren(...(decided.length === 0 ? [h("p", {}, t.noDecisions)] : [
      h("div", { class: "table-scroll", focusKey: "decisions-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.decisionsHeading } }, h("table", {},
        h("caption", { class: "visually-hidden" }, t.decisionsHeading),
        h("thead", {}, h("tr", {}, h("th", { class: "text", attrs: { scope: "col" } }, t.cluster), h("th", { class: "text", attrs: { scope: "col" } }, t.decision), h("th", { attrs: { scope: "col" } }, t.size), h("th", { attrs: { scope: "col" } }, t.probability))),
        h("tbody", {}, ...shown.map(({ cluster, decision }) => h("tr", { attrs: { "data-row": keyOf(cluster) } },
          h("th", { class: "text", attrs: { scope: "row" } }, h("button", { class: "segment-name", focusKey: `decided-${keyOf(cluster)}`, attrs: { type: "button", title: t.lookAt(cluster.label) }, on: { click: () => look(cluster) } }, cluster.label)),
          h("td", { class: "text" }, h("span", { class: "decision", attrs: { "data-decision": decision } }, t.decided[decision])),
          h("td", {}, data(cluster.rows.length, format.count(cluster.rows.length))), h("td", {}, data(cluster.probability, sure(cluster.probability, format)))))))),
      ...(decided.length <= decidedPageSize ? [] : [h("footer", { class: "pager" },
        button("decisions-previous", texts.previous, from > 0, () => actions.turnDecided(Math.max(0, from - decidedPageSize))),
        h("span", { class: "range" }, t.range(format.count(from + 1), format.count(from + shown.length), format.count(decided.length))),
        button("decisions-next", texts.next, from + shown.length < decided.length, () => actions.turnDecided(from + decidedPageSize)))])])));
  });
  const merged = memo((page: MergedPage | null) => keepFocus(() => {
    const rest = page === null ? [h("div", { class: "actions" }, button("duplicate-show-merged", t.mergedShow, true, () => void actions.showMerged()))] : [
      h("p", {}, t.mergedSummary(format.count(page.summary.records), format.count(page.summary.merged), format.count(page.summary.absorbed))),
      ...(page.summary.clusters === 0 ? [] : [h("p", { class: "note" }, t.mergedConflicts(format.count(page.summary.conflicts), format.count(page.summary.filled))),
        h("div", { class: "table-scroll preview", focusKey: "duplicate-merged-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.mergedFirst(format.count(page.rows.length)) } }, h("table", {},
          h("caption", { class: "note" }, t.mergedFirst(format.count(page.rows.length))),
          h("thead", {}, h("tr", {}, ...page.columns.map((name) => h("th", { class: "text", attrs: { scope: "col" } }, name)))),
          h("tbody", {}, ...page.rows.map((cells) => h("tr", {}, ...cells.map((text) => h("td", { class: "text" }, text)))))))])];
    becomes.replaceChildren(h("h3", {}, t.mergedHeading), ...rest);
  }));
  const fail = memo((problem: Problem | null) => failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts)])));
  return {
    element,
    update: ({ duplicates: { page, decisions, decidedFrom, merged: result } }) => {
      element.hidden = page === null || page.clusters.length === 0;
      element.setAttribute("aria-busy", String(result.busy));
      list(page, decisions, decidedFrom);
      merged(result.page);
      fail(result.problem);
    },
  };
}
