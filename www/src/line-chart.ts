// Lines over days of the calendar, with a marked day and with dots on the first line, read day by day.
import { dayTicks } from "./axes";
import { frameOf, widthOf, type ChartProps } from "./chart-frame";
import { lineAt, makeReadable, readable } from "./chart-reader";
import { round, svg } from "./svg";

/** Values at the days; there is a gap in the line where there is none. */
export interface Line {
  /** Which look it has. */
  line: number;
  values: readonly (number | null)[];
}

interface Props extends ChartProps {
  /** Epoch milliseconds, ascending. */
  days: readonly number[];
  lines: readonly Line[];
  mark?: { day: number; label: string };
  /** Places with a dot on the first line. */
  dots?: readonly number[];
  /** How many places PageUp and PageDown move by. */
  stride: number;
}

/** The room that the label of a day needs. */
const dayWidth = 64;

export function lineChart(props: Props): SVGSVGElement {
  const { width, days, lines, mark, dots = [] } = props;
  const { left, right, top, bottom, y, grid } = frameOf(props, lines.flatMap(({ values }) => values));
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 1];
  const x = (day: number) => left + ((day - first) / Math.max(1, last - first)) * (right - left);
  const places = days.map(x);
  const height = bottom + 26;

  const within = (at: number, label: string) => Math.min(width - widthOf(label) / 2, Math.max(widthOf(label) / 2, at));
  const axis = dayTicks(first, last, Math.max(2, Math.floor((right - left) / dayWidth))).map(({ ms, label }) =>
    svg("g", {}, svg("path", { class: "axis", d: `M${round(x(ms))} ${bottom}v5` }),
      svg("text", { class: "tick", x: round(within(x(ms), label)), y: bottom + 19, "text-anchor": "middle" }, label)));
  const dot = (line: number, place: number, value: number, r: number) => svg("circle", { class: `dot line-${line}`, cx: round(places[place] ?? 0), cy: round(y(value)), r });
  const marked = () => {
    if (mark === undefined) return [];
    const at = x(mark.day);
    const onRight = at + 6 + widthOf(mark.label) < right;
    return [svg("path", { class: "mark-line", d: `M${round(at)} ${top}V${bottom}` }),
      svg("text", { class: "tick mark-label", x: round(onRight ? at + 6 : at - 6), y: top + 11, "text-anchor": onRight ? "start" : "end" }, mark.label)];
  };
  const chart = svg("svg", { class: "curves", width, height, viewBox: `0 0 ${width} ${height}`, ...readable({ ...props, places }) },
    ...grid, ...axis,
    ...lines.map(({ line, values }) => svg("path", { class: `curve line-${line}`, "data-line": line, d: path(values, places, y) })),
    ...dots.map((place) => dot(lines[0]?.line ?? 0, place, lines[0]?.values[place] ?? 0, 3.5)),
    ...marked());
  makeReadable(chart, {
    ...props, places,
    mark: (place) => lineAt(places[place] ?? 0, top, bottom, ...lines.flatMap(({ line, values }) => {
      const value = values[place] ?? null;
      return value === null ? [] : [dot(line, place, value, 4)];
    })),
  });
  return chart;
}

function path(values: readonly (number | null)[], places: readonly number[], y: (value: number) => number): string {
  let pen = "M";
  return values.map((value, i) => {
    if (value === null) {
      pen = "M";
      return "";
    }
    const point = `${pen}${round(places[i] ?? 0)} ${round(y(value))}`;
    pen = "L";
    return point;
  }).join("");
}
