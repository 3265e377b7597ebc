// Labelled select fields that keep their elements, so that bringing them up to date never closes an open list.
import { h } from "./dom";

interface SelectProps<Value extends string> {
  key: string;
  label: string;
  hint?: string;
  choices: readonly (readonly [value: Value, label: string])[];
  onChange(value: Value): void;
}

export interface SelectField<Value extends string> {
  readonly element: HTMLElement;
  set(value: Value): void;
}

export function selectField<Value extends string>({ key, label, hint, choices, onChange }: SelectProps<Value>): SelectField<Value> {
  const select = h("select", { focusKey: key, attrs: { name: key }, on: { change: () => onChange(select.value as Value) } },
    ...choices.map(([value, text]) => h("option", { attrs: { value } }, text)));
  return {
    element: h("label", { class: "field" }, h("span", {}, label), select, hint === undefined ? null : h("small", {}, hint)),
    set: (value) => {
      select.value = value;
    },
  };
}
