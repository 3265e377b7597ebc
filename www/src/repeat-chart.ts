// Survival curves as SVG: steps, shaded confidence limits, and the number at risk under the axis. A line at one day, moved by the
// pointer or the arrow keys, reads the values off. Colours and dashes are classes: the Content-Security-Policy allows no style attributes.
import { axisDays, corners, lastDay, readingOn } from "./curves";
import type { Format } from "./format";
import type { RetentionTexts } from "./i18n-retention";
import type { RepeatCurve } from "./messages-retention";
import { round, svg } from "./svg";

export interface DrawnCurve {
  curve: RepeatCurve;
  /** Which line it is drawn with. */
  line: number;
}

interface Props {
  width: number;
  curves: readonly DrawnCurve[];
  t: RetentionTexts;
  format: Format;
  /** The day that is read; null: none. */
  onDay(day: number | null): void;
  describe(day: number): string;
}

const plotHeight = 260;
const top = 10;
const right = 18;
/** From this width on, the names of the groups stand beside the numbers at risk; below it, above them. */
const roomy = 620;

export function repeatChart({ width, curves, t, format, onDay, describe }: Props): SVGSVGElement {
  const wide = width >= roomy;
  const left = wide ? 182 : 42;
  const last = lastDay(curves.map(({ curve }) => curve));
  const x = (day: number) => left + (day / last) * (width - left - right);
  const y = (share: number) => top + (1 - share) * plotHeight;
  const bottom = top + plotHeight;
  const days = axisDays(last, wide ? 10 : 5);
  const percent = (share: number) => format.share(share).replace(/[.,]0/, "");

  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    svg("g", {}, svg("path", { class: share === 0 ? "axis" : "grid-line", d: `M${left} ${y(share)}H${width - right}` }),
      svg("text", { class: "tick", x: left - 6, y: y(share) + 4, "text-anchor": "end" }, percent(share))));
  const axis = days.map((day) =>
    svg("g", {}, svg("path", { class: "axis", d: `M${x(day)} ${bottom}v5` }), svg("text", { class: "tick", x: x(day), y: bottom + 18, "text-anchor": "middle" }, format.count(day))));
  const title = svg("text", { class: "tick", x: (left + width - right) / 2, y: bottom + 35, "text-anchor": "middle" }, t.days);

  const path = (points: readonly [number, number][]) => points.map(([day, share], i) => `${i === 0 ? "M" : "L"}${round(x(day))} ${round(y(share))}`).join("");
  const bands = curves.map(({ curve, line }) => {
    const back = corners(curve.time, curve.lower).reverse();
    return svg("path", { class: `band line-${line}`, d: `${path([...corners(curve.time, curve.upper), ...back])}Z` });
  });
  const lines = curves.map(({ curve, line }) => svg("path", { class: `curve line-${line}`, "data-group": curve.group, d: path(corners(curve.time, curve.survival)) }));

  const rowHeight = wide ? 19 : 34;
  const table = bottom + 58;
  const risk = curves.map(({ curve, line }, i) => {
    const base = table + 6 + (i + 1) * rowHeight;
    const label = wide
      ? svg("text", { class: "tick", x: left - 52, y: base, "text-anchor": "end" }, shorten(curve.label))
      : svg("text", { class: "tick", x: 0, y: base - 15 }, curve.label);
    const mark = wide ? svg("path", { class: `curve line-${line}`, d: `M${left - 46} ${base - 4}h22` }) : svg("path", { class: `curve line-${line}`, d: `M0 ${base - 4}h20` });
    return svg("g", {}, label, mark,
      ...days.map((day) => svg("text", { class: "tick at-risk", x: x(day), y: base, "text-anchor": "middle" }, format.count(readingOn(curve, day)?.atRisk ?? 0))));
  });
  const riskTitle = svg("text", { class: "tick", x: 0, y: table }, t.atRisk);

  const cursor = svg("g", { class: "cursor", visibility: "hidden" });
  const height = table + 14 + curves.length * rowHeight;
  const chart = svg("svg", {
    class: "curves", width, height, viewBox: `0 0 ${width} ${height}`, tabindex: 0, role: "slider", "data-focus": "repeat-chart",
    "aria-label": t.chartLabel, "aria-valuemin": 0, "aria-valuemax": last, "aria-valuenow": 0, "aria-valuetext": describe(0),
  }, ...bands, ...grid, ...axis, title, ...lines, riskTitle, ...risk, cursor);

  let day = 0;
  const show = (to: number | null) => {
    cursor.setAttribute("visibility", to === null ? "hidden" : "visible");
    onDay(to);
    if (to === null) return;
    day = Math.min(last, Math.max(0, to));
    chart.setAttribute("aria-valuenow", String(day));
    chart.setAttribute("aria-valuetext", describe(day));
    cursor.replaceChildren(svg("path", { class: "cursor-line", d: `M${round(x(day))} ${top}V${bottom}` }),
      ...curves.flatMap(({ curve, line }) => {
        const reading = readingOn(curve, day);
        return reading === null ? [] : [svg("circle", { class: `dot line-${line}`, cx: round(x(day)), cy: round(y(reading.survival)), r: 3.5 })];
      }));
  };
  chart.addEventListener("pointermove", (event) => {
    const to = Math.round(((event.clientX - chart.getBoundingClientRect().left - left) / (width - left - right)) * last);
    show(to >= 0 && to <= last ? to : null);
  });
  chart.addEventListener("pointerleave", () => show(document.activeElement === chart ? day : null));
  chart.addEventListener("focus", () => chart.matches(":focus-visible") && show(day));
  chart.addEventListener("blur", () => show(null));
  const step = (days[1] ?? last) - (days[0] ?? 0);
  chart.addEventListener("keydown", (event) => {
    const to = { ArrowRight: day + 1, ArrowUp: day + 1, ArrowLeft: day - 1, ArrowDown: day - 1, PageUp: day + step, PageDown: day - step, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(Math.min(last, Math.max(0, to)));
  });
  return chart;
}

/** As much of a name as there is room for; Chinese characters are twice as wide as letters. The legend has the whole of it. */
function shorten(text: string): string {
  let room = 19;
  const kept = [...text].filter((character) => (room -= character > "\u2e7f" ? 2 : 1) >= 0);
  return kept.length === [...text].length ? text : `${kept.slice(0, -1).join("")}…`;
}
