// The day that ages are counted to: one of the visitor's, or the last one in the data.
import { h } from "./dom";
import type { Texts } from "./i18n";

interface Props {
  key: string;
  t: Texts;
  /** Where the day comes from when none is chosen. */
  hint: string;
  /** null: the last day in the data. */
  onChoose(day: string | null): void;
}

export interface AsOfField {
  readonly element: HTMLElement;
  /** `found` is the last day in the data. */
  set(chosen: string | null, found: string | null): void;
}

export function asOfField({ key, t, hint: hintText, onChoose }: Props): AsOfField {
  const input = h("input", { focusKey: key, attrs: { type: "date", name: key, min: "1900-01-01", max: "2199-12-31" } });
  const hint = h("small", {}, hintText);
  const reset = h("button", { class: "link", focusKey: `${key}-reset`, attrs: { type: "button" }, on: { click: () => onChoose(null) } }, t.asOfReset);
  let current: string | null = null;
  let last = "";
  const usable = () => input.value !== "" && input.validity.valid;
  // A date that is being typed is now empty, now of the year 2: it counts once it is one, and is given up when the field is left.
  input.addEventListener("change", () => usable() && onChoose(input.value));
  input.addEventListener("blur", () => {
    if (usable()) return;
    if (current === null) input.value = last;
    else onChoose(null);
  });
  return {
    element: h("div", { class: "field" }, h("label", { class: "field" }, h("span", {}, t.asOf), input), hint, reset),
    set: (chosen, found) => {
      current = chosen;
      if (chosen === null) last = found ?? "";
      if (document.activeElement !== input) input.value = chosen ?? last;
      hint.hidden = chosen !== null;
      reset.hidden = chosen === null;
    },
  };
}
