// What a chart is read with: the legend, which takes up the values of the place that is read, and a line that says where that is.
import { h } from "./dom";

export interface Reading {
  readonly element: HTMLElement;
  /** `title` null: nothing is read. */
  show(title: string | null, entries: readonly (readonly [swatch: Element, name: string, value?: string])[]): void;
}

/** `hint` says how to read the chart. */
export function reading(hint: string): Reading {
  const legend = h("ul", { class: "legend-line" });
  const place = h("p", { class: "place" });
  return {
    element: h("div", {}, legend, place),
    show: (title, entries) => {
      legend.replaceChildren(...entries.map(([swatch, name, value]) => h("li", {}, swatch, name, value !== undefined && h("strong", {}, value))));
      place.textContent = title ?? hint;
      place.classList.toggle("note", title === null);
    },
  };
}
