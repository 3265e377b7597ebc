// What the model says of customers by frequency and recency: a heatmap, as a table of which the cells can be read.
import { data, h, keepFocus, memo } from "./dom";
import { heatLegend, heatOf } from "./heat";
import type { LifetimePage } from "./messages-lifetime";
import { rove } from "./rove";
import { pending } from "./state-retention";
import { switchOf } from "./switch";
import type { View, ViewContext } from "./view";

const measures = ["probabilityAlive", "expectedPurchases"] as const;

export function lifetimeMatrixView({ t: texts, format }: ViewContext): View {
  const { lifetime: t, retention } = texts;
  let measure: (typeof measures)[number] = "probabilityAlive";
  let shown: LifetimePage | null = null;
  const choice = switchOf({
    key: "matrix", label: t.matrixMeasure, choices: measures.map((value) => [value, t.matrixMeasures[value]]),
    onChoose: (value) => {
      measure = value;
      draw();
    },
  });
  const note = h("p", { class: "note" });
  const body = h("div", {});
  const readout = h("p", { class: "readout" });
  const legend = h("div", { class: "legend" });
  const element = h("section", { class: "card", attrs: { id: "matrix", "aria-labelledby": "matrix-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "matrix-heading" } }, t.matrixHeading), choice.element), note, body, h("div", { class: "map-foot" }, readout, legend));
  const say = (text: string | null) => {
    readout.textContent = text ?? retention.cellHint;
  };

  const draw = () => {
    choice.set(measure);
    say(null);
    element.hidden = shown?.matrix == null;
    if (shown === null || shown.matrix === null) return;
    const { matrix, choices: { timeUnit, horizon } } = shown;
    const { frequency, recency, age } = matrix;
    const time = (value: number) => t.time[timeUnit](format.count(value));
    note.textContent = t.matrixNote(time(age));
    const cells = matrix[measure];
    const isShare = measure === "probabilityAlive";
    const text = isShare ? format.percent : format.number;
    const scale = isShare ? 1 : Math.max(0, ...cells.flat().map((value) => value ?? 0));
    const latestFirst = recency.map((_, j) => j).reverse();
    const cell = (row: number, i: number, j: number) => {
      const value = cells[i]?.[j] ?? null;
      // Nobody has bought again at the very moment of the first purchase, nor ends a repeat purchase without one.
      if (value === null || ((frequency[i] ?? 0) > 0 && recency[j] === 0)) return h("td", { class: "beyond" });
      const title = t.matrixCell(format.count(frequency[i] ?? 0), time(recency[j] ?? 0), format.share(matrix.probabilityAlive[i]?.[j] ?? null), format.number(matrix.expectedPurchases[i]?.[j] ?? 0), time(horizon));
      return h("td", { class: heatOf(value, scale), focusKey: `matrix-${row}-${i}`, attrs: { "data-cell": `${row},${i}`, title } }, data(value, text(value)));
    };
    const table = h("table", { class: "heat matrix", attrs: { role: "grid", "aria-labelledby": "matrix-heading", "aria-readonly": "true" } },
      h("thead", {},
        h("tr", {}, h("th", { class: "text", attrs: { scope: "col", rowspan: 2 } }, t.matrixRows), h("th", { class: "text", attrs: { scope: "colgroup", colspan: frequency.length } }, t.matrixColumns)),
        h("tr", {}, ...frequency.map((value) => h("th", { attrs: { scope: "col" } }, format.count(value))))),
      h("tbody", {}, ...latestFirst.map((j, row) => h("tr", { attrs: { "data-row": recency[j] ?? 0 } }, h("th", { class: "text", attrs: { scope: "row" } }, time(recency[j] ?? 0)), ...frequency.map((_, i) => cell(row, i, j))))));
    rove(table);
    const told = (event: Event) => (event.target instanceof Element ? (event.target.closest("[data-cell]")?.getAttribute("title") ?? null) : null);
    table.addEventListener("pointerover", (event) => say(told(event)));
    table.addEventListener("pointerleave", () => say(null));
    table.addEventListener("focusin", (event) => say(told(event)));
    table.addEventListener("focusout", () => say(null));
    keepFocus(() => body.replaceChildren(h("div", { class: "table-scroll heat-scroll", focusKey: "matrix-scroll" }, table)));
    legend.replaceChildren(...(scale > 0 ? heatLegend(t.matrixMeasures[measure], text(0), text(scale)) : []));
  };
  const update = memo((page: LifetimePage | null) => {
    shown = page;
    draw();
  });
  return {
    element,
    update: ({ lifetime }) => {
      element.setAttribute("aria-busy", String(pending(lifetime)));
      update(lifetime.page);
    },
  };
}
