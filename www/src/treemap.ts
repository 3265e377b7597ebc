// The segments as a treemap: area by customers or revenue, tone by how long ago they bought. Labels show only where they fit;
// segments without an area, or with too small a one, become buttons below the map.
import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import { h, keepFocus, memo } from "./dom";
import type { Segment } from "./messages";
import type { Measure } from "./state";
import { toneLegend, tonesOf, type Tones } from "./tones";
import type { View, ViewContext } from "./view";

interface Place {
  segment: Segment;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Shown {
  segments: readonly Segment[];
  area: Measure;
  open: string | null;
}

const gap = 3;
/** Tiles less wide or high than this, in pixels, could not be hit. */
const least = 12;
/** Between a text and the edge of its tile, in pixels. */
const margin = 3;

export function treemapView({ t, format, actions }: ViewContext): View {
  const map = h("div", { class: "map", attrs: { role: "group" } });
  const readout = h("p", { class: "readout" });
  const legend = h("div", { class: "legend" });
  const rest = h("div", { class: "rest" });
  const areas = h("div", { class: "switch", attrs: { role: "group", "aria-label": t.area } });
  const element = h("section", { class: "card", attrs: { "aria-labelledby": "map-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "map-heading" } }, t.mapHeading), h("div", { class: "labelled" }, h("span", {}, t.area), areas)),
    map, rest, h("div", { class: "map-foot" }, readout, legend));

  let shown: Shown | null = null;

  const describe = (s: Segment) => t.tile(s.label, format.count(s.customers), format.share(s.customerShare), format.money(s.revenue), format.share(s.revenueShare));
  const say = (segment: Segment | null) => {
    readout.textContent = segment === null ? t.mapHint : describe(segment);
  };
  const valueOf = (segment: Segment, area: Measure) => (area === "customers" ? format.count(segment.customers) : format.money(segment.revenue));

  const button = (segment: Segment, className: string, open: string | null, ...content: Node[]) =>
    h("button", {
      class: className,
      focusKey: `tile-${segment.segment}`,
      attrs: { type: "button", "aria-label": describe(segment), "aria-pressed": String(segment.segment === open), title: describe(segment), "data-segment": segment.segment },
      on: { click: () => void actions.openSegment(segment.segment), pointerenter: () => say(segment), focus: () => say(segment), pointerleave: () => say(null), blur: () => say(null) },
    }, ...content);

  const tile = ({ segment, x, y, width, height }: Place, { area, open }: Shown, tones: Tones) => {
    const share = format.share(area === "customers" ? segment.customerShare : segment.revenueShare);
    const text = h("span", { class: "tile-text" }, h("span", { class: "tile-name" }, segment.label), h("span", { class: "tile-value" }, valueOf(segment, area)), h("span", { class: "tile-share" }, share));
    const element = button(segment, `tile ${tones.get(segment.segment) ?? ""}`, open, text);
    Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    return element;
  };

  const chip = (segment: Segment, { area, open }: Shown, tones: Tones) =>
    button(segment, "chip", open, h("span", { class: `swatch ${tones.get(segment.segment) ?? ""}` }), h("span", {}, `${segment.label} ${valueOf(segment, area)}`));

  const draw = (animate: boolean) => {
    if (shown === null || map.clientWidth === 0) return;
    const current = shown;
    const before = animate ? boxes(map) : new Map<string, Keyframe>();
    const tones = tonesOf(current.segments);
    const { placed, without } = layOut(current, map.clientWidth, map.clientHeight);
    keepFocus(() => {
      map.replaceChildren(...placed.map((place) => tile(place, current, tones)));
      rest.replaceChildren(h("span", {}, t.mapRest), ...without.map((segment) => chip(segment, current, tones)));
    });
    rest.hidden = without.length === 0;
    legend.replaceChildren(...toneLegend(current.segments, t, format));
    for (const element of map.querySelectorAll<HTMLElement>(".tile")) {
      fit(element);
      const from = before.get(element.dataset["segment"] ?? "");
      if (from !== undefined) element.animate([from, box(element)], { duration: 250, easing: "ease-out" });
    }
  };

  new ResizeObserver(() => draw(false)).observe(map);
  say(null);

  const show = memo((segments: readonly Segment[] | null, area: Measure, open: string | null) => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const moved = shown !== null && shown.area !== area;
    shown = segments === null ? null : { segments, area, open };
    map.setAttribute("aria-label", t.mapLabel(area === "customers" ? t.customers : t.revenue));
    keepFocus(() =>
      areas.replaceChildren(
        ...(["customers", "revenue"] as const).map((choice) =>
          h("button", { focusKey: `area-${choice}`, attrs: { type: "button", "aria-pressed": String(choice === area) }, on: { click: () => actions.setArea(choice) } }, choice === "customers" ? t.customers : t.revenue),
        ),
      ),
    );
    draw(moved && !still);
  });
  return {
    element,
    update: ({ analysis, area, open }) => {
      element.hidden = analysis === null;
      show(analysis?.segments ?? null, area, open?.segment ?? null);
    },
  };
}

/** The places of the segments, and those that a treemap cannot draw: without a positive value, or too small to be hit. */
function layOut({ segments, area }: Shown, width: number, height: number): { placed: Place[]; without: Segment[] } {
  const root = hierarchy<{ segment?: Segment; children?: { segment: Segment }[] }>({ children: segments.map((segment) => ({ segment })) })
    .sum(({ segment }) => (segment === undefined ? 0 : Math.max(0, segment[area])))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const leaves = treemap<{ segment?: Segment }>().tile(treemapSquarify).size([width, height]).paddingInner(gap).round(true)(root).leaves();
  const places = leaves.flatMap(({ data: { segment }, x0, y0, x1, y1 }) => (segment === undefined ? [] : [{ segment, x: x0, y: y0, width: x1 - x0, height: y1 - y0 }]));
  const drawn = (place: Place) => place.width >= least && place.height >= least;
  return { placed: places.filter(drawn), without: places.filter((place) => !drawn(place)).map(({ segment }) => segment) };
}

/**
 * Finds the fullest text that fits the tile: name, value and share, else without the share, else the name alone, each in the
 * usual size, else small, else small and upright along a tall tile. Where nothing fits the tile stays empty: it has its name
 * as a title and for screen readers, and the table has the values.
 */
function fit(tile: HTMLElement): void {
  const text = tile.firstElementChild;
  if (!(text instanceof HTMLElement)) return;
  const parts = [...text.children] as HTMLElement[];
  const outer = tile.getBoundingClientRect();
  const shapes = outer.height > outer.width * 1.5 ? ["", "small", "small upright"] : ["", "small"];
  const content = document.createRange();
  content.selectNodeContents(text);
  const fits = () => {
    const inner = content.getBoundingClientRect();
    return inner.left >= outer.left + margin && inner.right <= outer.right - margin && inner.top >= outer.top + margin && inner.bottom <= outer.bottom - margin;
  };
  for (let shown = parts.length; shown > 0; shown--) {
    parts.forEach((part, i) => (part.hidden = i >= shown));
    for (const shape of shapes) {
      text.className = `tile-text ${shape}`;
      if (fits()) return;
    }
  }
  text.hidden = true;
}

const box = ({ style: { left, top, width, height } }: HTMLElement): Keyframe => ({ left, top, width, height });
const boxes = (map: HTMLElement) => new Map([...map.querySelectorAll<HTMLElement>(".tile")].map((tile) => [tile.dataset["segment"] ?? "", box(tile)]));
