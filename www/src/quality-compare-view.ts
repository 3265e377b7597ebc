// The table compared with an older file: rows that were added, removed and changed, and columns whose values have drifted.
import { data, h, keepFocus, memo } from "./dom";
import type { Problem } from "./messages";
import type { ComparisonPage } from "./messages-quality";
import { chooseFile } from "./picker";
import { problemNote } from "./problem-note";
import type { View, ViewContext } from "./view";

/** So many new values of a column are named. */
const newNamed = 3;

export function qualityCompareView({ t: texts, format, actions }: ViewContext): View {
  const t = texts.quality;
  const failed = h("div", {});
  const progress = h("p", { class: "note", attrs: { role: "status" } });
  const body = h("div", {});
  const choose = h("button", { class: "quiet", focusKey: "compare-choose", attrs: { type: "button" }, on: { click: () => chooseFile((file) => void actions.quality.compare(file)) } }, t.compareChoose);
  const download = h("button", { class: "quiet", focusKey: "export-quality-changes", attrs: { type: "button", hidden: true }, on: { click: () => void actions.download("quality-changes") } }, t.downloadChanges);
  const element = h("section", { class: "card", attrs: { id: "quality-compare", "aria-labelledby": "quality-compare-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "quality-compare-heading" } }, t.compareHeading), h("div", { class: "actions" }, choose, download)), h("p", { class: "note" }, t.compareNote), failed, progress, body);

  const figure = (kind: string, title: string, value: number | null) => h("div", { attrs: { "data-figure": kind } }, h("dt", {}, title), h("dd", {}, value === null ? "–" : data(value, format.count(value))));
  const head = t.comparisonColumns;
  const show = memo((page: ComparisonPage | null) => {
    download.hidden = page === null || page.changes === null;
    if (page === null) return body.replaceChildren();
    const { rows, rowsAdded, rowsRemoved, rowsChanged, columns, added, removed, changes } = page;
    keepFocus(() => body.replaceChildren(
      h("dl", { class: "figures" }, figure("before", t.rowsBefore, rows.before), figure("after", t.rowsAfter, rows.after), figure("added", t.rowsAdded, rowsAdded), figure("removed", t.rowsRemoved, rowsRemoved), figure("changed", t.rowsChanged, rowsChanged)),
      ...(changes === null ? [h("p", { class: "notice" }, t.noKey)] : []),
      ...(added.length === 0 ? [] : [h("p", { class: "notice" }, t.columnsAdded(added.join(t.comma)))]),
      ...(removed.length === 0 ? [] : [h("p", { class: "notice" }, t.columnsRemoved(removed.join(t.comma)))]),
      h("div", { class: "table-scroll", focusKey: "compare-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.compareHeading } },
        h("table", {},
          h("caption", { class: "visually-hidden" }, t.compareHeading),
          h("thead", {}, h("tr", {}, ...[head.column, head.before, head.after, head.changed, head.index, head.drifted, head.newValues].map((title, i) => h("th", { class: i === 0 || i > 4 ? "text" : "", attrs: { scope: "col" } }, title)))),
          h("tbody", {}, ...columns.map(({ name, typeBefore, typeAfter, fillRateBefore, fillRateAfter, changed, populationStabilityIndex: index, drifted, newCategories }) => h("tr", { attrs: { "data-row": name } },
            h("th", { class: "text", attrs: { scope: "row" } }, name),
            h("td", {}, data(fillRateBefore, format.share(fillRateBefore))),
            h("td", {}, data(fillRateAfter, format.share(fillRateAfter))),
            h("td", {}, changed === null ? "–" : data(changed, format.count(changed))),
            h("td", {}, index === null ? "–" : data(index, format.probability(index))),
            h("td", { class: "text" }, typeBefore !== null && typeAfter !== null && typeBefore !== typeAfter ? t.otherType(t.types[typeBefore], t.types[typeAfter]) : drifted ? h("strong", { class: "bad-verdict" }, t.drifted) : t.steady),
            h("td", { class: "text wide" }, newCategories === null || newCategories.count === 0 ? "" : t.newCategories(format.count(newCategories.count), newCategories.values.slice(0, newNamed).map(({ value }) => value).join(t.comma))))))))));
  });
  const fail = memo((problem: Problem | null) => failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts)])));
  return {
    element,
    update: ({ quality: { page, comparison } }) => {
      element.hidden = page === null;
      element.setAttribute("aria-busy", String(comparison.busy));
      progress.textContent = comparison.busy ? t.comparing : comparison.page === null ? "" : t.comparedWith(comparison.page.name);
      progress.hidden = progress.textContent === "";
      fail(comparison.problem);
      show(comparison.page);
    },
  };
}
