// Leads scored by a card: the choice of the card, the weights of its dimensions, tiers and figures, and what the card could not use.
import { data, h, keepFocus, memo } from "./dom";
import { presets, type LeadsPage } from "./messages-leads";
import type { Problem } from "./messages";
import { numberField, type NumberField } from "./number-field";
import { problemNote } from "./problem-note";
import type { LeadsState } from "./state-leads";
import { switchOf } from "./switch";
import type { View, ViewContext } from "./view";

/** So many values that the card does not know are named. */
const mostUnmatched = 12;

export function leadsView(context: ViewContext): View {
  const { t: texts, format, actions: { leads: actions } } = context;
  const t = texts.leads;
  const preset = switchOf({ key: "lead-card", label: t.card, choices: presets.map((preset) => [preset, t.presets[preset]]), onChoose: (preset) => actions.setPreset(preset) });
  const explanation = h("p", { class: "note" });
  const weights = h("div", { class: "fields weights", attrs: { role: "group", "aria-label": t.weights } });
  const learned = h("button", { class: "quiet", focusKey: "lead-learned", attrs: { type: "button" }, on: { click: () => actions.setLearned(true) } }, t.learnedWeights);
  const reset = h("button", { class: "quiet", focusKey: "lead-reset", attrs: { type: "button" }, on: { click: () => actions.setLearned(false) } }, t.cardWeights);
  const weightsNote = h("p", { class: "note", attrs: { role: "status" } });
  const failed = h("div", {});
  const ruledOut = disqualifierFields(context);
  const body = h("div", {});
  const element = h("section", { class: "card", attrs: { id: "leads", "aria-labelledby": "leads-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "leads-heading" } }, t.heading)),
    h("div", { class: "choices" }, preset.element),
    explanation, weights, h("div", { class: "actions" }, learned, reset), weightsNote, ruledOut.element, failed, body);

  const figure = (kind: string, title: string, value: number | null, text: string, more?: string) =>
    h("div", { attrs: { "data-figure": kind } }, h("dt", {}, title), h("dd", {}, value === null ? "–" : data(value, text), more !== undefined && h("small", {}, more)));
  const figures = ({ leads, tiers, disqualified, unscored, completeness }: LeadsPage) =>
    h("dl", { class: "figures" },
      figure("leads", t.leads, leads, format.count(leads)),
      ...tiers.map(({ tier, label, min, leads, share }) => figure(`tier-${tier}`, t.tierFrom(label, format.number(min)), leads, format.count(leads), format.share(share))),
      figure("disqualified", t.disqualified, disqualified, format.count(disqualified)),
      figure("unscored", t.unscored, unscored, format.count(unscored)),
      figure("completeness", t.completeness, completeness, format.share(completeness)));
  const notices = ({ absent, unmatched }: LeadsPage) => [
    ...(absent.length === 0 ? [] : [h("p", { class: "notice", attrs: { "data-notice": "absent" } }, t.absent(absent.join(t.comma)))]),
    ...(unmatched.length === 0 ? [] : [h("div", { class: "notice", attrs: { "data-notice": "unmatched" } }, h("p", {}, t.unmatched),
      h("ul", {}, ...unmatched.slice(0, mostUnmatched).map(({ column, value, leads }) => h("li", {}, t.unmatchedValue(column, value ?? t.outside, format.count(leads))))),
      unmatched.length > mostUnmatched && h("p", {}, t.more(format.count(unmatched.length - mostUnmatched))))]),
  ];

  let fields: [string, NumberField][] = [];
  const build = (dimensions: LeadsPage["dimensions"]) => {
    fields = dimensions.map(({ name, label }) => [name, numberField({ key: `weight-${name}`, label, unit: "", min: 0, max: 1000, rule: t.weightRule, onChange: (weight) => actions.setWeight(name, weight) })]);
    weights.replaceChildren(...fields.map(([, { element }]) => element));
  };
  const show = memo((page: LeadsPage | null) => {
    if (page === null) return;
    const { dimensions } = page;
    const same = fields.length === dimensions.length && fields.every(([name], i) => name === dimensions[i]?.name);
    if (!same) keepFocus(() => build(dimensions));
    for (const [i, [, field]] of fields.entries()) field.set(dimensions[i]?.weight ?? 0);
    ruledOut.build(page.fewValues);
    keepFocus(() => body.replaceChildren(figures(page), ...notices(page)));
  });
  const chosen = memo((choices: LeadsState["choices"], canLearn: boolean) => {
    preset.set(choices.preset);
    explanation.textContent = [t.cardNotes[choices.preset], t.explain].join(texts.lifetime.sentences);
    const changed = Object.keys(choices.weights).length > 0;
    learned.disabled = !canLearn || (choices.learned && !changed);
    reset.disabled = !choices.learned && !changed;
    weightsNote.textContent = choices.learned ? (changed ? t.weightsChanged : t.weightsLearned) : changed ? t.weightsChanged : "";
  });
  const fail = memo((problem: Problem | null) => failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts), h("p", { class: "note" }, t.before)])));
  return {
    element,
    update: ({ leads }) => {
      fail(leads.choiceProblem);
      element.setAttribute("aria-busy", String(leads.busy !== null || leads.page === null));
      show(leads.page);
      ruledOut.set(leads.choices.disqualifier);
      chosen(leads.choices, leads.model.page !== null);
    },
  };
}

/** What rules leads out: a value of a column. */
function disqualifierFields({ t: { leads: t }, actions: { leads: actions } }: ViewContext) {
  const column = h("select", { focusKey: "disqualify-column", attrs: { name: "disqualify-column" } });
  const value = h("select", { focusKey: "disqualify-value", attrs: { name: "disqualify-value", "aria-label": t.disqualifyValue } });
  let offered: LeadsPage["fewValues"] = [];
  let current: LeadsState["choices"]["disqualifier"] = null;
  const options = (values: readonly string[]) => values.map((value) => h("option", { attrs: { value } }, value));
  const valuesOf = (name: string) => offered.find((one) => one.column === name)?.values ?? [];
  const set = (disqualifier: LeadsState["choices"]["disqualifier"]) => {
    current = disqualifier;
    column.value = disqualifier?.column ?? "";
    value.hidden = disqualifier === null;
    if (disqualifier === null) return;
    if (value.dataset["of"] !== disqualifier.column) value.replaceChildren(...options(valuesOf(disqualifier.column)));
    value.dataset["of"] = disqualifier.column;
    value.value = disqualifier.value;
  };
  column.addEventListener("change", () => {
    const [first] = valuesOf(column.value);
    actions.setDisqualifier(first === undefined ? null : { column: column.value, value: first });
  });
  value.addEventListener("change", () => actions.setDisqualifier({ column: column.value, value: value.value }));
  return {
    element: h("div", { class: "disqualify" }, h("label", { class: "labelled" }, t.disqualify, column), value),
    build: memo((fewValues: LeadsPage["fewValues"]) => {
      offered = fewValues;
      delete value.dataset["of"];
      column.replaceChildren(h("option", { attrs: { value: "" } }, t.nothing), ...options(fewValues.map(({ column }) => column)));
      set(current);
    }),
    set,
  };
}
