// A waterfall: bars, one under another, each from where the one before it ended; hatched, what could still be gained at a bar.
// Read row by row.
import { widthOf } from "./chart-frame";
import { makeReadable, readable } from "./chart-reader";
import { round, svg } from "./svg";

export interface Bar {
  label: string;
  /** Where the bar begins and ends; the same where there is nothing to draw. */
  from: number;
  to: number;
  look: "gain" | "loss" | "total";
  /** What is said at the end of the bar. */
  text: string;
  /** How far the bar could reach; null: no further. */
  reach?: number | null;
  /** Whether the value behind the bar is unknown. */
  missing?: boolean;
}

interface Props {
  key: string;
  width: number;
  label: string;
  bars: readonly Bar[];
  /** The values that the axis names, ascending: the chart goes from the first to the last. */
  ticks: readonly number[];
  showTick(value: number): string;
  describe(place: number): string;
  onRead(place: number | null): void;
}

/** From this width on, the labels stand beside the bars; below it, above them. */
const roomy = 560;
const barHeight = 16;
const top = 20;

export function waterfall(props: Props): SVGSVGElement {
  const { width, bars, ticks, showTick } = props;
  const wide = width >= roomy;
  const left = wide ? Math.min(260, 12 + Math.max(...bars.map(({ label }) => widthOf(label)))) : 14;
  // The texts at the ends of the bars have their room beside the axis.
  const right = 10 + Math.max(...bars.map(({ text }) => widthOf(text)));
  const rowHeight = wide ? 27 : 44;
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (value: number) => left + ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (width - left - right);
  const barTop = (row: number) => top + 8 + row * rowHeight + (wide ? 0 : 17);
  const bottom = top + 6 + bars.length * rowHeight;
  const height = bottom + 6;

  const grid = ticks.map((value) => {
    const text = showTick(value);
    const middle = Math.min(width - widthOf(text) / 2, Math.max(widthOf(text) / 2, x(value)));
    return svg("g", {}, svg("path", { class: value === 0 ? "axis" : "grid-line", d: `M${round(x(value))} ${top}V${bottom}` }),
      svg("text", { class: "tick", x: round(middle), y: 12, "text-anchor": "middle" }, text));
  });
  const row = ({ label, from, to, look, text, reach = null, missing = false }: Bar, i: number) => {
    const [start, end] = [x(Math.min(from, to)), x(Math.max(from, to))];
    const y = barTop(i);
    const far = reach === null ? end : Math.max(end, x(reach));
    return svg("g", { "data-bar": i },
      svg("text", { class: missing ? "tick bar-label unknown" : "tick bar-label", x: wide ? left - 8 : 0, y: wide ? y + 12 : y - 5, "text-anchor": wide ? "end" : "start" }, wide ? shorten(label, left - 10) : label),
      ...(reach !== null && far > end ? [svg("rect", { class: "could-be", x: round(end), y: y + 0.5, width: round(far - end), height: barHeight - 1, fill: `url(#${props.key}-hatch)` })] : []),
      ...(missing ? [] : [svg("rect", { class: `bar-${look}`, x: round(start), y, width: Math.max(1.5, round(end - start)), height: barHeight })]),
      ...(i + 1 < bars.length ? [svg("path", { class: "joint", d: `M${round(x(to))} ${missing ? y : y + barHeight}V${barTop(i + 1)}` })] : []),
      svg("text", { class: "tick bar-text", x: round(far + 5), y: y + 12 }, text));
  };
  const places = bars.map((_, i) => barTop(i) + barHeight / 2);
  const chart = svg("svg", { class: "curves waterfall", width, height, viewBox: `0 0 ${width} ${height}`, ...readable({ ...props, places, rows: true }) },
    svg("defs", {}, svg("pattern", { id: `${props.key}-hatch`, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("path", { class: "hatching", d: "M0 0V5" }))),
    ...grid, ...bars.map(row));
  makeReadable(chart, {
    ...props, places, rows: true, stride: 4,
    mark: (place) => [svg("rect", { class: "row-mark", x: 0.5, y: barTop(place) - (wide ? 5 : 20), width: width - 1, height: rowHeight - 1, rx: 4 })],
  });
  return chart;
}

/** As much of a text as fits; the table of the chart has the whole of it. */
function shorten(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  const kept = [...text];
  while (kept.length > 0 && widthOf(`${kept.join("")}…`) > room) kept.pop();
  return `${kept.join("").trimEnd()}…`;
}

/** Round values that enclose two, for the axis. */
export function ticksAround(low: number, high: number, most: number): number[] {
  const span = Math.max(1e-9, high - low);
  const power = 10 ** Math.floor(Math.log10(span / most));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= most - 1) ?? 10 * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
