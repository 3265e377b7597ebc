// Reading a chart place by place: a mark at one of its places follows the pointer or the arrow keys, and says what is there.
// To assistive technology the chart is a slider over its places.
import { round, svg } from "./svg";

interface Props {
  /** Prefix of the focus key. */
  key: string;
  label: string;
  /** The places, from left to right or, in rows, from top to bottom: where they are on the chart. */
  places: readonly number[];
  rows?: boolean;
  /** What marks a place. */
  mark(place: number): Node[];
  /** What is at a place, in words. */
  describe(place: number): string;
  /** The place that is read; null: none. */
  onRead(place: number | null): void;
  /** How far PageUp and PageDown go. */
  stride: number;
}

/** Attributes that make an SVG a chart to be read. */
export const readable = ({ key, label, places, rows = false, describe }: Pick<Props, "key" | "label" | "places" | "rows" | "describe">) => ({
  tabindex: 0, role: "slider", "data-focus": key, "aria-label": label, "aria-orientation": rows ? "vertical" : "horizontal",
  "aria-valuemin": 0, "aria-valuemax": Math.max(0, places.length - 1), "aria-valuenow": 0, "aria-valuetext": places.length === 0 ? "" : describe(0),
});

export function makeReadable(chart: SVGSVGElement, { places, rows = false, mark, describe, onRead, stride }: Props): void {
  if (places.length === 0) return;
  const cursor = svg("g", { class: "cursor", visibility: "hidden" });
  chart.append(cursor);
  const last = places.length - 1;
  let at = 0;
  const show = (to: number | null) => {
    cursor.setAttribute("visibility", to === null ? "hidden" : "visible");
    onRead(to);
    if (to === null) return;
    at = Math.min(last, Math.max(0, to));
    chart.setAttribute("aria-valuenow", String(at));
    chart.setAttribute("aria-valuetext", describe(at));
    cursor.replaceChildren(...mark(at));
  };
  const half = last === 0 ? Infinity : ((places[last] ?? 0) - (places[0] ?? 0)) / last / 2;
  chart.addEventListener("pointermove", (event) => {
    const box = chart.getBoundingClientRect();
    const point = rows ? event.clientY - box.top : event.clientX - box.left;
    if (point < (places[0] ?? 0) - half - 1 || point > (places[last] ?? 0) + half + 1) return show(null);
    show(nearest(places, point));
  });
  chart.addEventListener("pointerleave", () => show(document.activeElement === chart ? at : null));
  chart.addEventListener("focus", () => chart.matches(":focus-visible") && show(at));
  chart.addEventListener("blur", () => show(null));
  chart.addEventListener("keydown", (event) => {
    const up = rows ? at - 1 : at + 1;
    const down = rows ? at + 1 : at - 1;
    const to = { ArrowRight: at + 1, ArrowUp: up, ArrowLeft: at - 1, ArrowDown: down, PageUp: at + stride, PageDown: at - stride, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(Math.min(last, Math.max(0, to)));
  });
}

/** A line from top to bottom at a place, with what stands on it. */
export const lineAt = (x: number, top: number, bottom: number, ...dots: Node[]): Node[] => [svg("path", { class: "cursor-line", d: `M${round(x)} ${top}V${bottom}` }), ...dots];

/** The place nearest to a point; places ascend. */
function nearest(places: readonly number[], x: number): number {
  let [low, high] = [0, places.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - (places[low - 1] ?? 0) < (places[low] ?? 0) - x ? low - 1 : low;
}
