// A labelled field for a number in a range. What is out of the range is said below it, and not taken.
import { h } from "./dom";

interface NumberProps {
  key: string;
  label: string;
  unit: string;
  min: number;
  max: number;
  whole?: boolean;
  /** What the number must be, in words. */
  rule: string;
  onChange(value: number): void;
}

export interface NumberField {
  readonly element: HTMLElement;
  set(value: number): void;
  /** Changes what follows from another choice. */
  limit(max: number, rule: string, unit: string): void;
}

export function numberField({ key, label, unit, min, whole = false, onChange, ...given }: NumberProps): NumberField {
  let { max, rule } = given;
  let current = NaN;
  const error = h("small", { class: "field-error", attrs: { id: `${key}-error`, hidden: true } });
  const suffix = h("span", { class: "unit", attrs: { id: `${key}-unit` } }, unit);
  const input = h("input", { focusKey: key, attrs: { type: "number", name: key, min, max, step: whole ? 1 : "any", required: true, inputmode: whole ? "numeric" : "decimal", "aria-describedby": `${key}-unit ${key}-error` } });
  const say = (text: string | null) => {
    error.hidden = text === null;
    error.textContent = text ?? "";
    input.setAttribute("aria-invalid", String(text !== null));
  };
  const take = () => {
    const value = input.valueAsNumber;
    const fits = value >= min && value <= max && (!whole || Number.isInteger(value));
    say(fits ? null : rule);
    if (!fits || value === current) return;
    current = value; // so that the one before can be chosen again, whatever comes of this one
    onChange(value);
  };
  input.addEventListener("change", take);
  return {
    element: h("div", { class: "field" }, h("label", { class: "field" }, h("span", {}, label), h("span", { class: "with-unit" }, input, suffix)), error),
    set: (value) => {
      if (value === current) return;
      current = value;
      input.value = String(value);
      say(null);
    },
    limit: (most, nextRule, nextUnit) => {
      max = most;
      rule = nextRule;
      input.max = String(most);
      suffix.textContent = nextUnit;
    },
  };
}
