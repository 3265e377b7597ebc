// Reading a chart place by place: a line at one of its places follows the pointer or the arrow keys, and says what is there.
// To assistive technology the chart is a slider over its places.
import { round, svg } from "./svg";

interface Props {
  /** Prefix of the focus key. */
  key: string;
  label: string;
  /** The places, from left to right: where they are on the chart. */
  places: readonly number[];
  top: number;
  bottom: number;
  /** What is at a place, in words. */
  describe(place: number): string;
  /** The place that is read; null: none. */
  onRead(place: number | null): void;
  /** What stands on the line at a place. */
  dots(place: number): Node[];
  /** How far PageUp and PageDown go. */
  stride: number;
}

/** Attributes that make an SVG a chart to be read. */
export const readable = ({ key, label, places, describe }: Pick<Props, "key" | "label" | "places" | "describe">) => ({
  tabindex: 0, role: "slider", "data-focus": key, "aria-label": label,
  "aria-valuemin": 0, "aria-valuemax": Math.max(0, places.length - 1), "aria-valuenow": 0, "aria-valuetext": places.length === 0 ? "" : describe(0),
});

export function makeReadable(chart: SVGSVGElement, { places, top, bottom, describe, onRead, dots, stride }: Props): void {
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
    cursor.replaceChildren(svg("path", { class: "cursor-line", d: `M${round(places[at] ?? 0)} ${top}V${bottom}` }), ...dots(at));
  };
  const half = last === 0 ? Infinity : ((places[last] ?? 0) - (places[0] ?? 0)) / last / 2;
  chart.addEventListener("pointermove", (event) => {
    const x = event.clientX - chart.getBoundingClientRect().left;
    if (x < (places[0] ?? 0) - half - 1 || x > (places[last] ?? 0) + half + 1) return show(null);
    show(nearest(places, x));
  });
  chart.addEventListener("pointerleave", () => show(document.activeElement === chart ? at : null));
  chart.addEventListener("focus", () => chart.matches(":focus-visible") && show(at));
  chart.addEventListener("blur", () => show(null));
  chart.addEventListener("keydown", (event) => {
    const to = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, PageUp: at + stride, PageDown: at - stride, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(Math.min(last, Math.max(0, to)));
  });
}

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
