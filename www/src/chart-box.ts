// The place of a chart: it draws the chart anew when its width changes, and has the same values as a table to open below it.
import { h, keepFocus } from "./dom";

export interface ChartBox {
  readonly element: HTMLElement;
  /** Shows a chart, drawn for the width that there is; null: none. */
  show(draw: ((width: number) => Node) | null): void;
}

export function chartBox(): ChartBox {
  const element = h("div", { class: "chart" });
  let draw: ((width: number) => Node) | null = null;
  let drawnWidth = 0;
  const render = () => {
    drawnWidth = element.clientWidth;
    if (draw === null) element.replaceChildren();
    else if (drawnWidth > 0) { // not shown otherwise: the observer calls again
      const node = draw(drawnWidth);
      keepFocus(() => element.replaceChildren(node));
    }
  };
  new ResizeObserver(() => element.clientWidth !== drawnWidth && render()).observe(element);
  return {
    element,
    show: (next) => {
      draw = next;
      render();
    },
  };
}

export interface ValueTable {
  readonly element: HTMLDetailsElement;
  show(head: readonly string[], rows: () => readonly (readonly (Node | string)[])[]): void;
}

/** The values of a chart as a table, folded away at first. The first cell names its row. */
export function valueTable(key: string, heading: string): ValueTable {
  /** What is to be shown once the table is opened: a table that nobody looks at is not made. */
  let waiting: (() => void) | null = null;
  const fill = () => {
    waiting?.();
    waiting = null;
  };
  const body = h("div", { class: "table-scroll short", focusKey: key, attrs: { tabindex: 0, role: "group", "aria-label": heading } });
  const element = h("details", { class: "values" }, h("summary", { on: { click: fill } }, heading), body);
  element.addEventListener("toggle", fill);
  return {
    element,
    show: (head, rows) => {
      waiting = () => body.replaceChildren(h("table", {},
        h("caption", { class: "visually-hidden" }, heading),
        h("thead", {}, h("tr", {}, ...head.map((title, i) => h("th", { class: i === 0 ? "text" : "", attrs: { scope: "col" } }, title)))),
        h("tbody", {}, ...rows().map((cells) => h("tr", {}, ...cells.map((cell, i) => (i === 0 ? h("th", { class: "text", attrs: { scope: "row" } }, cell) : h("td", {}, cell))))))));
      if (element.open) fill();
    },
  };
}
