// Bars for what was, a line with dots for what was expected, class by class.
import { frameOf, widthOf, type ChartProps } from "./chart-frame";
import { lineAt, makeReadable, readable } from "./chart-reader";
import { round, svg } from "./svg";

interface Props extends ChartProps {
  classes: readonly string[];
  /** What the horizontal axis counts. */
  across: string;
  bars: readonly (number | null)[];
  points: readonly (number | null)[];
}

const widestBar = 36;

export function barChart(props: Props): SVGSVGElement {
  const { width, classes, across, bars, points } = props;
  const { left, right, top, bottom, y, grid } = frameOf(props, [...bars, ...points]);
  const slot = (right - left) / Math.max(1, classes.length);
  const places = classes.map((_, i) => left + (i + 0.5) * slot);
  const barWidth = Math.min(widestBar, slot * 0.62);
  const height = bottom + 46;

  const columns = bars.flatMap((value, i) => value === null ? []
    : [svg("rect", { class: "column", x: round((places[i] ?? 0) - barWidth / 2), y: round(y(value)), width: round(barWidth), height: round(bottom - y(value)) })]);
  const expected = points.flatMap((value, i) => (value === null ? [] : [{ x: places[i] ?? 0, y: y(value) }]));
  const middle = Math.min(width - widthOf(across) / 2, Math.max(widthOf(across) / 2, (left + right) / 2));
  const chart = svg("svg", { class: "curves", width, height, viewBox: `0 0 ${width} ${height}`, ...readable({ ...props, places }) },
    ...grid, ...columns,
    svg("path", { class: "curve line-1", d: expected.map((point, i) => `${i === 0 ? "M" : "L"}${round(point.x)} ${round(point.y)}`).join("") }),
    ...expected.map((point) => svg("circle", { class: "dot line-1", cx: round(point.x), cy: round(point.y), r: 4 })),
    ...classes.map((name, i) => svg("text", { class: "tick", x: round(places[i] ?? 0), y: bottom + 18, "text-anchor": "middle" }, name)),
    svg("text", { class: "tick", x: round(middle), y: bottom + 38, "text-anchor": "middle" }, across));
  makeReadable(chart, { ...props, places, stride: 2, mark: (place) => lineAt(places[place] ?? 0, top, bottom) });
  return chart;
}

/** A piece of a bar, for legends. */
export const columnSwatch = (): SVGSVGElement =>
  svg("svg", { class: "line-swatch", width: 26, height: 10, viewBox: "0 0 26 10", "aria-hidden": "true" }, svg("rect", { class: "column", x: 8, y: 0, width: 10, height: 10 }));
