// One lead: what its score is made of, in a waterfall and in words, what would change it, and what the learned model says of it.
import { data, h, keepFocus, memo } from "./dom";
import { oddsPart, scorePart } from "./lead-waterfall";
import { whatIfPart } from "./lead-what-if";
import type { LeadPage } from "./messages-leads";
import type { LeadsState } from "./state-leads";
import type { View, ViewContext } from "./view";

export function leadView(context: ViewContext): View {
  const { t: { leads: t }, format } = context;
  const heading = h("h2", { focusKey: "lead-heading", attrs: { id: "lead-heading", tabindex: -1 } });
  const facts = h("dl", { class: "facts-line" });
  const words = h("div", { class: "part", attrs: { id: "lead-words" } });
  const [score, odds, whatIf] = [scorePart(context), oddsPart(context), whatIfPart(context)];
  const element = h("section", { class: "card", attrs: { id: "lead", "aria-labelledby": "lead-heading" } },
    h("header", { class: "card-head" }, heading), facts, h("div", { class: "lead-parts" }, score.element, words, whatIf.element, odds.element));

  const fact = (title: string, value: Node | string) => h("div", {}, h("dt", {}, title), h("dd", {}, value));
  const list = (title: string, lines: readonly string[], none: string) => [h("h3", {}, title), lines.length === 0 ? h("p", { class: "note" }, none) : h("ul", { class: "words" }, ...lines.map((line) => h("li", {}, line)))];
  const show = memo(({ lead, reasons, improvements, prediction, ...page }: LeadPage) => {
    heading.textContent = t.leadHeading(lead.lead);
    facts.replaceChildren(
      fact(t.score, lead.score === null ? t.nothingKnown : data(lead.score, format.tenths(lead.score))),
      ...(lead.tier === null ? [] : [fact(t.columns.tier, lead.tier)]),
      ...(lead.rank === null ? [] : [fact(t.columns.rank, data(lead.rank, format.count(lead.rank)))]),
      ...(lead.completeness === null ? [] : [fact(t.columns.completeness, data(lead.completeness, format.percent(lead.completeness)))]),
      ...(prediction === null ? [] : [fact(t.columns.probability, data(prediction.probability, format.share(prediction.probability)))]),
      ...(lead.disqualified === null ? [] : [fact(t.columns.disqualified, lead.disqualified)]));
    score.show({ lead, reasons, improvements, prediction, ...page });
    words.replaceChildren(...list(t.reasons, reasons, t.noReasons), ...list(t.improvements, improvements, t.noImprovements));
    odds.element.hidden = prediction === null;
    if (prediction !== null) odds.show({ lead: lead.lead, prediction });
  });
  const change = memo((page: LeadPage, state: LeadsState["whatIf"]) => keepFocus(() => whatIf.update(page, state)));
  return {
    element,
    update: ({ leads: { open, whatIf } }) => {
      const page = open?.page ?? null;
      element.hidden = page === null;
      element.setAttribute("aria-busy", String(open?.busy === true));
      if (page === null) return;
      show(page);
      change(page, whatIf);
    },
  };
}
