// What charts of values have in common: the grid from 0 up, the values beside it, and how values become heights.
import { valueTicks } from "./axes";
import { round, svg } from "./svg";

export interface ChartProps {
  /** The focus key of the chart. */
  key: string;
  width: number;
  /** What the chart is, to those who cannot see it. */
  label: string;
  /** What the vertical axis counts. */
  unit: string;
  /** The highest value that the axis must name; by default it follows from the values. */
  highest?: number;
  showValue(value: number): string;
  describe(place: number): string;
  onRead(place: number | null): void;
}

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** The values that the axis names, from 0 on. */
  ticks: number[];
  y(value: number): number;
  grid: SVGElement[];
}

const plotHeight = 220;
const top = 24;
const right = 16;
/** The distance from the right end of the values to the axis. */
const gap = 6;

export function frameOf({ width, unit, highest, showValue }: ChartProps, values: readonly (number | null)[]): Frame {
  const ticks = valueTicks(highest ?? values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0), 5);
  const labels = ticks.map(showValue);
  const left = 2 + gap + Math.ceil(Math.max(...labels.map(widthOf)));
  const bottom = top + plotHeight;
  const y = (value: number) => bottom - (value / (ticks.at(-1) ?? 1)) * plotHeight;
  const grid = ticks.map((value, i) =>
    svg("g", {}, svg("path", { class: i === 0 ? "axis" : "grid-line", d: `M${left} ${round(y(value))}H${width - right}` }),
      svg("text", { class: "tick", x: left - gap, y: round(y(value)) + 4, "text-anchor": "end" }, labels[i] ?? "")));
  return { left, right: width - right, top, bottom, ticks, y, grid: [...grid, svg("text", { class: "tick", x: 0, y: 11 }, unit)] };
}

/** About how wide a text is at the size of the axes; Chinese characters are wider than letters. */
export const widthOf = (text: string): number => [...text].reduce((width, character) => width + (character > "\u2e7f" ? 12 : character === "%" ? 11 : 7.2), 0);
