// Single keys for the review, and the dialogue that lists them. They do nothing in fields, with a modifier, or in what has use for
// the key itself, and can be switched off (WCAG 2.1.4).
import { h } from "./dom";
import { keyOf, openCluster, orderOf, type DuplicatesState } from "./state-duplicates";
import type { ViewContext } from "./view";

let listening: ((event: KeyboardEvent) => void) | null = null;

/** The button that shows the keys, with its dialogue. `current` is the state while the review is shown, else null. */
export function reviewKeys({ t: { duplicates: t }, actions: { duplicates: actions } }: ViewContext, current: () => DuplicatesState | null): { readonly button: HTMLElement; readonly dialog: HTMLDialogElement; set(on: boolean): void } {
  const on = h("input", { attrs: { type: "checkbox", name: "duplicate-keys-on" }, on: { change: () => actions.setKeys(on.checked) } });
  const close = h("button", { class: "primary", attrs: { type: "button" }, on: { click: () => dialog.close() } }, t.close);
  const dialog: HTMLDialogElement = h("dialog", { class: "keys", attrs: { id: "duplicate-keys", "aria-labelledby": "duplicate-keys-heading" } },
    h("h2", { attrs: { id: "duplicate-keys-heading" } }, t.keysHeading),
    h("dl", {}, ...t.keyTexts.map(([keys, what]) => h("div", {}, h("dt", {}, h("kbd", {}, keys)), h("dd", {}, what)))),
    h("p", { class: "note" }, t.keysNote),
    h("label", { class: "check-line" }, on, t.keysOn), close);
  const show = () => {
    dialog.showModal();
    close.focus();
  };
  const press = (key: string): boolean => {
    const state = current();
    const cluster = state === null ? null : openCluster(state);
    if (state === null || cluster === null) return false;
    if (key === "?") show();
    else if (key === "j" || key === "ArrowRight") actions.step(1);
    else if (key === "k" || key === "ArrowLeft") actions.step(-1);
    else if (key === "m") actions.decide("merge");
    else if (key === "n") actions.decide("distinct");
    else if (key === "l") actions.decide("later");
    else if (key === "u") actions.undo();
    else if (/^[1-9]$/.test(key)) {
      const row = cluster.rows[Number(key) - 1];
      if (row === undefined || !orderOf(state, cluster).rows.includes(row) || keyOf(cluster) === "") return false;
      actions.choose(row);
    } else return false;
    return true;
  };
  if (listening !== null) document.removeEventListener("keydown", listening);
  listening = (event) => {
    const { key, target, ctrlKey, metaKey, altKey, isComposing, defaultPrevented, repeat } = event;
    const arrow = key.startsWith("Arrow");
    if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented || dialog.open || current()?.keys !== true || (repeat && !arrow && key !== "j" && key !== "k")) return;
    if (target instanceof Element && inUse(target, arrow)) return;
    if (press(arrow ? key : key.toLowerCase())) event.preventDefault();
  };
  document.addEventListener("keydown", listening);
  return {
    button: h("button", { class: "quiet", focusKey: "duplicate-keys", attrs: { type: "button", "aria-haspopup": "dialog" }, on: { click: show } }, t.keys),
    dialog,
    set: (value) => {
      on.checked = value;
    },
  };
}

/** Whether the key belongs to what has the focus: text to a field, arrows to tabs, charts and what scrolls. */
function inUse(target: Element, arrow: boolean): boolean {
  if (target.closest("textarea, select, [contenteditable]:not([contenteditable=false])") !== null) return true;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox" || arrow;
  return arrow && target.closest("[role=tab], [role=slider], .table-scroll") !== null;
}
