// A calibration plot: of groups of leads what was predicted against what happened, with the diagonal on which both are the same.
// The larger a dot, the more leads it stands for. Read group by group.
import { frameOf, widthOf, type ChartProps } from "./chart-frame";
import { lineAt, makeReadable, readable } from "./chart-reader";
import { round, svg } from "./svg";

interface Props extends Omit<ChartProps, "highest"> {
  /** Ascending by what was predicted. */
  groups: readonly { predicted: number; observed: number; rows: number }[];
  /** What the horizontal axis shows. */
  across: string;
}

/** The widest that the plot gets: it is read best when it is not far from a square. */
const widest = 460;
const largestDot = 9;

export function calibrationChart(props: Props): SVGSVGElement {
  const { groups, across, showValue } = props;
  const width = Math.min(widest, props.width);
  const highest = groups.reduce((most, { predicted, observed }) => Math.max(most, predicted, observed), 0);
  const { left, right, top, bottom, y, ticks, grid } = frameOf({ ...props, width, highest }, []);
  const end = ticks.at(-1) ?? 1;
  const x = (value: number) => left + (value / end) * (right - left);
  const most = groups.reduce((largest, { rows }) => Math.max(largest, rows), 1);
  const places = groups.map(({ predicted }) => x(predicted));
  const height = bottom + 46;

  const axis = ticks.map((value) => {
    const text = showValue(value);
    return svg("g", {}, svg("path", { class: "axis", d: `M${round(x(value))} ${bottom}v5` }),
      svg("text", { class: "tick", x: round(Math.min(width - widthOf(text) / 2, x(value))), y: bottom + 18, "text-anchor": "middle" }, text));
  });
  const dot = ({ predicted, observed, rows }: Props["groups"][number]) =>
    svg("circle", { class: "dot line-0", cx: round(x(predicted)), cy: round(y(observed)), r: round(Math.max(3, largestDot * Math.sqrt(rows / most))) });
  const chart = svg("svg", { class: "curves calibration", width, height, viewBox: `0 0 ${width} ${height}`, ...readable({ ...props, places }) },
    ...grid, ...axis,
    svg("path", { class: "diagonal", d: `M${left} ${bottom}L${right} ${round(y(end))}` }),
    svg("path", { class: "curve line-0", d: groups.map(({ predicted, observed }, i) => `${i === 0 ? "M" : "L"}${round(x(predicted))} ${round(y(observed))}`).join("") }),
    ...groups.map(dot),
    svg("text", { class: "tick", x: round(Math.min(width - widthOf(across) / 2, (left + right) / 2)), y: bottom + 38, "text-anchor": "middle" }, across));
  makeReadable(chart, { ...props, places, stride: 2, mark: (place) => lineAt(places[place] ?? 0, top, bottom) });
  return chart;
}

/** A piece of the diagonal, for legends. */
export const diagonalSwatch = (): SVGSVGElement =>
  svg("svg", { class: "line-swatch", width: 26, height: 10, viewBox: "0 0 26 10", "aria-hidden": "true" }, svg("path", { class: "diagonal", d: "M1 5H25" }));
