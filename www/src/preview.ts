// The first rows of a file, so that the visitor sees what was understood.
import { h } from "./dom";
import { previewColumns, type Dataset } from "./messages";

export function previewTable({ columns, preview }: Dataset, label: string): HTMLElement {
  const shown = columns.slice(0, previewColumns);
  return h("div", { class: "table-scroll preview", attrs: { tabindex: 0, role: "group", "aria-label": label } },
    h("table", {},
      h("thead", {}, h("tr", {}, ...shown.map(({ name }) => h("th", { attrs: { scope: "col", class: "text" } }, name)))),
      h("tbody", {}, ...preview.map((row) => h("tr", {}, ...row.map((cell) => h("td", { class: "text" }, cell)))))));
}
