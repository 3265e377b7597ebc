// A share as the length of a bar. What it stands for is said beside it, in a number.
import { h } from "./dom";

/** null: there is nothing to show. */
export function shareBar(share: number | null): HTMLElement {
  const bar = h("span", { class: share === null ? "share-bar none" : "share-bar", attrs: { "aria-hidden": "true" } });
  bar.style.setProperty("--share", String(Math.max(0, Math.min(1, share ?? 0))));
  return bar;
}
