// What the score would be if some values of the lead were others: a control for each criterion of the card.
import { data, h, memo } from "./dom";
import type { LeadControl, LeadPage } from "./messages-leads";
import type { LeadsState } from "./state-leads";
import type { ViewContext } from "./view";

interface WhatIfField {
  readonly element: HTMLElement;
  readonly column: string;
  set(value: string): void;
}

export function whatIfPart(context: ViewContext): { readonly element: HTMLElement; update(open: LeadPage, whatIf: LeadsState["whatIf"]): void } {
  const { t: { leads: t }, format, actions: { leads: actions } } = context;
  const fields = h("div", { class: "fields" });
  const result = h("p", { class: "what-if-result", attrs: { role: "status", "aria-live": "polite" } });
  const reset = h("button", { class: "quiet", focusKey: "what-if-reset", attrs: { type: "button" }, on: { click: () => actions.resetChanges() } }, t.resetChanges);
  const element = h("div", { class: "part", attrs: { id: "what-if" } },
    h("h3", {}, t.whatIfHeading), h("p", { class: "note" }, t.whatIfNote), h("div", { class: "what-if-line" }, result, reset), fields);

  let built: WhatIfField[] = [];
  const build = memo((_row: number, controls: readonly LeadControl[]) => {
    built = controls.map((control) => fieldOf(control, context));
    fields.replaceChildren(...built.map(({ element }) => element));
  });
  return {
    element,
    update: ({ row, lead, controls }, { changes, page }) => {
      build(row, controls);
      for (const field of built) {
        const changed = changes[field.column];
        field.set(changed ?? controls.find(({ column }) => column === field.column)?.value ?? "");
        field.element.classList.toggle("changed", changed !== undefined);
      }
      const none = Object.keys(changes).length === 0;
      reset.disabled = none;
      const said = (score: number | null, tier: string | null) => [t.score, " ", score === null ? "–" : data(score, format.tenths(score)), ...(tier === null ? [] : [` · ${tier} `])];
      if (none) result.replaceChildren(...said(lead.score, lead.tier), h("small", {}, t.unchanged));
      else if (page !== null)
        result.replaceChildren(...said(page.score, page.tier), ...(page.difference === null ? [] : [h("strong", { attrs: { "data-difference": page.difference } }, format.signed(page.difference))]));
    },
  };
}

function fieldOf(control: LeadControl, { t: { leads: t }, actions: { leads: actions } }: ViewContext): WhatIfField {
  const { column, label, kind, choices } = control;
  const key = `what-if-${column}`;
  const input = kind === "choice"
    ? h("select", { focusKey: key, attrs: { name: key } }, h("option", { attrs: { value: "" } }, t.unknown), ...choices.map((value) => h("option", { attrs: { value } }, value)))
    : h("input", { focusKey: key, attrs: kind === "number" ? { type: "number", name: key, step: "any", inputmode: "decimal", placeholder: t.unknown } : { type: "date", name: key, min: "1900-01-01", max: "2199-12-31" } });
  // What is being typed is not taken before it is a number or a date; an empty field is a value that is unknown.
  input.addEventListener(kind === "number" ? "input" : "change", () => input.validity.valid && void actions.change(column, input.value));
  return {
    column,
    element: h("label", { class: "field" }, h("span", {}, label), input),
    set: (value) => {
      if (document.activeElement !== input || input instanceof HTMLSelectElement) input.value = value;
    },
  };
}
