// The line of figures above the treemap, and the cut points of the scores below the table.
import { data, h, memo } from "./dom";
import type { Analysis, Dataset } from "./messages";
import { dataOf } from "./state";
import type { View, ViewContext } from "./view";

export function summaryView({ t, format }: ViewContext): View {
  const element = h("dl", { class: "figures" });
  const figure = (title: string, value: Node | string) => h("div", {}, h("dt", {}, title), h("dd", {}, value));
  const show = memo((analysis: Analysis | null, dataset: Dataset | null) => {
    element.hidden = analysis === null;
    if (analysis === null || dataset === null) return;
    const { customers, revenue, rows, asOf, skipped } = analysis;
    element.replaceChildren(
      figure(t.customers, data(customers, format.count(customers))),
      figure(t.revenue, data(revenue, format.money(revenue))),
      figure(t.perCustomer, customers === 0 ? "–" : data(revenue / customers, format.money(revenue / customers))),
      figure(t.purchases, data(rows, format.count(rows))),
      figure(t.skippedShort, data(skipped.count, format.count(skipped.count))),
      figure(t.asOfShort, h("time", { attrs: { datetime: asOf } }, asOf)),
    );
  });
  return { element, update: ({ tab, analysis, dataset }) => show(dataOf(tab) === "purchases" ? analysis : null, dataset) };
}

export function scoresView({ t, format }: ViewContext): View {
  const body = h("div", { class: "table-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.scoresHeading } });
  const element = h("details", { class: "card" }, h("summary", {}, h("h2", {}, t.scoresHeading)), h("p", { class: "note" }, t.scoresHint), body);
  const show = memo((analysis: Analysis | null) => {
    element.hidden = analysis === null;
    if (analysis === null) return;
    const { recency, frequency, monetary } = analysis.thresholds;
    const scores = Math.max(recency.length, frequency.length, monetary.length) + 1;
    const bounds = (title: string, cuts: readonly number[], show: (value: number) => string, reversed = false) =>
      h("tr", {}, h("th", { attrs: { scope: "row", class: "text" } }, title),
        ...Array.from({ length: scores }, (_, i) => {
          const cut = cuts[reversed ? scores - 1 - i : i];
          const lowest = cuts[cuts.length - 1];
          return h("td", {}, cut !== undefined ? `≤ ${show(cut)}` : lowest !== undefined ? `> ${show(lowest)}` : "–");
        }));
    body.replaceChildren(
      h("table", {},
        h("thead", {}, h("tr", {}, h("th", { attrs: { scope: "col", class: "text" } }, t.score), ...Array.from({ length: scores }, (_, i) => h("th", { attrs: { scope: "col" } }, String(i + 1))))),
        h("tbody", {}, bounds(t.recency, recency, format.number, true), bounds(t.frequency, frequency, format.number), bounds(t.monetaryValue, monetary, format.money))));
  });
  return { element, update: ({ analysis }) => show(analysis) };
}
