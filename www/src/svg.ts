// The few lines between the charts and SVG. Colours and dashes are classes: the Content-Security-Policy allows no style attributes.

type Attributes = Record<string, string | number>;

/** An SVG element. */
export function svg<Tag extends keyof SVGElementTagNameMap>(tag: Tag, attributes: Attributes, ...children: (Node | string)[]): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A piece of the line that a curve is drawn with, for legends. */
export const swatch = (line: number): SVGSVGElement =>
  svg("svg", { class: "line-swatch", width: 26, height: 10, viewBox: "0 0 26 10", "aria-hidden": "true" }, svg("path", { class: `curve line-${line}`, d: "M1 5H25" }));

/** A dot on such a line. */
export const dotSwatch = (line: number): SVGSVGElement =>
  svg("svg", { class: "line-swatch", width: 26, height: 10, viewBox: "0 0 26 10", "aria-hidden": "true" }, svg("circle", { class: `dot line-${line}`, cx: 13, cy: 5, r: 4 }));

/** A piece of a bar of a waterfall, or of what could be gained at one. */
export const barSwatch = (look: "gain" | "loss" | "reach"): SVGSVGElement =>
  svg("svg", { class: "line-swatch", width: 26, height: 10, viewBox: "0 0 26 10", "aria-hidden": "true" }, ...(look === "reach"
    ? [svg("rect", { class: "could-be swatch-outline", x: 3.5, y: 0.5, width: 19, height: 9 }), svg("path", { class: "hatching", d: "M6 10L14 0M12 10L20 0" })]
    : [svg("rect", { class: `bar-${look}`, x: 3, y: 0, width: 20, height: 10 })]));

/** Coordinates to a tenth of a pixel. */
export const round = (value: number): number => Math.round(value * 10) / 10;
