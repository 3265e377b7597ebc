// The rows that were left out: how many, which, and why.
import { data, h, memo } from "./dom";
import type { Skipped } from "./messages";
import { inputOf } from "./state";
import type { View, ViewContext } from "./view";

const shownRows = 100;

export function skippedView({ t, format }: ViewContext): View {
  const element = h("section", { class: "card", attrs: { id: "skipped", hidden: true } });
  const show = memo((skipped: Skipped | null) => {
    element.hidden = skipped === null || skipped.count === 0;
    if (skipped === null || element.hidden) return;
    const { count, rows } = skipped;
    const shown = rows.slice(0, shownRows);
    const heading = t.skippedHeading(format.count(count));
    element.replaceChildren(
      h("header", { class: "card-head" }, h("h2", {}, heading)),
      h("p", { class: "note" }, t.skippedHint(format.count(shown.length), format.count(count))),
      h("div", { class: "table-scroll short", attrs: { tabindex: 0, role: "group", "aria-label": heading } },
        h("table", {},
          h("thead", {}, h("tr", {}, ...[t.spreadsheetRow, t.column, t.reason].map((title) => h("th", { attrs: { scope: "col", class: "text" } }, title)))),
          h("tbody", {}, ...shown.map(({ row, column, reason }) =>
            h("tr", {}, h("td", { class: "text" }, data(row, format.count(row + 2))), h("td", { class: "text" }, column), h("td", { class: "text wide", attrs: { lang: "en" } }, reason)))))),
    );
  });
  return { element, update: (state) => show(inputOf(state).skipped) };
}
