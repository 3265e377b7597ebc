// The records of a cluster side by side, what differs marked, and what they would become; every value can be chosen instead.
import { h, keepFocus, memo } from "./dom";
import type { ClusterField, ClusterPage, MergeChoice } from "./messages-duplicates";
import type { ViewContext } from "./view";

export function recordsPart({ t: { duplicates: t }, format, actions: { duplicates: actions } }: ViewContext): {
  readonly element: HTMLElement;
  show(page: ClusterPage, choices: readonly MergeChoice[], left: readonly number[], onlyDiffering: boolean): void;
} {
  const differing = h("input", { focusKey: "duplicate-differing", attrs: { type: "checkbox", name: "duplicate-differing" }, on: { change: () => actions.setOnlyDiffering(differing.checked) } });
  const reset = h("button", { class: "quiet", focusKey: "duplicate-reset", attrs: { type: "button" }, on: { click: () => actions.resetChoices() } }, t.reset);
  const reason = h("p", { attrs: { id: "duplicate-survivor" } });
  const nothing = h("p", { class: "note" }, t.nothingDiffers);
  const scroll = h("div", { class: "table-scroll records-scroll", focusKey: "duplicate-records", attrs: { tabindex: 0, role: "group", "aria-label": t.recordsHeading } });
  const number = (page: ClusterPage, row: number) => format.count(page.rows.indexOf(row) + 1);

  const head = (page: ClusterPage, left: readonly number[]) => h("tr", {}, h("td", {}),
    ...page.rows.map((row, place) => {
      const name = t.record(format.count(place + 1), page.names[place] ?? "");
      const survives = page.survivor?.row === row;
      const included = left.includes(row);
      const box = h("input", { focusKey: `duplicate-include-${row}`, attrs: { type: "checkbox", name: `duplicate-include-${row}`, checked: included, "aria-label": `${t.include} ${name}` }, on: { change: () => actions.setIncluded(row, box.checked) } });
      return h("th", { class: included ? "record-head" : "record-head left-out", attrs: { scope: "col", "data-record": row } },
        h("span", { class: "record-name" }, name),
        h("small", {}, t.spreadsheetRow(format.count(row + 2))),
        h("label", { class: "record-in" }, box, t.include),
        included && left.length > 1 && h("button", { class: "choice", focusKey: `duplicate-survive-${row}`, attrs: { type: "button", "aria-pressed": String(survives), title: `${t.makeSurvive} (${name})` }, on: { click: () => actions.choose(row) } }, survives ? `★ ${t.survives}` : t.makeSurvive));
    }),
    h("th", { class: "record-head merged", attrs: { scope: "col" } }, h("span", { class: "record-name" }, t.merged)));

  const cell = (field: ClusterField, page: ClusterPage, place: number, chosen: number | null) => {
    const { column, merged } = field;
    const { text, kind } = field.cells[place] ?? { text: "", kind: "empty" as const };
    const row = page.rows[place] ?? 0;
    const mark = kind === "kept" || kind === "empty" ? null : h("small", { class: "mark" }, t.cells[kind]);
    const value = text === "" ? h("span", { class: "nothing" }, t.empty) : h("span", { class: "cell-text" }, text);
    const td = (child: Node) => h("td", { class: `text cell-${kind}`, attrs: { "data-cell": `${column}:${row}` } }, child);
    if (merged === null || kind === "alone") return td(h("span", { class: "cell" }, value, mark));
    return td(h("button", {
      class: "choice cell", focusKey: `duplicate-cell-${column}-${row}`,
      attrs: { type: "button", "aria-pressed": String(chosen === row || (chosen === null && merged.row === row)), title: t.take(column, format.count(place + 1)) },
      on: { click: () => actions.choose(row, column) },
    }, value, mark));
  };
  const line = (field: ClusterField, page: ClusterPage, choices: readonly MergeChoice[]) => {
    const { column, compared, differs, merged } = field;
    const chosen = choices.find((choice) => choice.column === column)?.row ?? null;
    return h("tr", { class: differs ? "differs" : "", attrs: { "data-column": column } },
      h("th", { class: "text", attrs: { scope: "row" } }, column, compared && h("small", { class: "compared" }, t.comparedMark)),
      ...page.rows.map((_, place) => cell(field, page, place, chosen)),
      h("td", { class: "text merged", attrs: { "data-merged": column } }, ...(merged === null ? [] : [
        merged.value === "" ? h("span", { class: "nothing" }, t.empty) : h("span", { class: "cell-text" }, merged.value),
        h("small", {}, merged.row === null ? merged.reason : `${number(page, merged.row)} · ${merged.reason}`)])));
  };
  return {
    element: h("div", { class: "part", attrs: { id: "duplicate-records" } }, h("h3", {}, t.recordsHeading), h("p", { class: "note" }, t.recordsNote),
      h("div", { class: "records-line" }, h("label", { class: "check-line" }, differing, t.onlyDiffering), reset), reason, scroll, nothing),
    show: memo((page: ClusterPage, choices: readonly MergeChoice[], left: readonly number[], onlyDiffering: boolean) => {
      differing.checked = onlyDiffering;
      reset.disabled = choices.length === 0;
      const fields = onlyDiffering ? page.fields.filter(({ differs }) => differs) : page.fields;
      reason.textContent = page.survivor === null ? t.tooFew : t.survivorReason(number(page, page.survivor.row), page.survivor.reason);
      nothing.hidden = fields.length > 0;
      keepFocus(() => scroll.replaceChildren(h("table", { class: "records" },
        h("caption", { class: "visually-hidden" }, t.recordsHeading),
        h("thead", {}, head(page, left)), h("tbody", {}, ...fields.map((field) => line(field, page, choices))))));
    }),
  };
}
