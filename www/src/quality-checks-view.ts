// The checks of the table: each in words, with what speaks for it, how much it counts, and what came of it; and a form to add one.
import { focusOn, h, keepFocus, memo } from "./dom";
import type { Problem } from "./messages";
import type { CheckResult, QualityPage } from "./messages-quality";
import { problemNote } from "./problem-note";
import { ruleForm } from "./quality-rule-form";
import { columnsOf } from "./quality-rules";
import { shareBar } from "./share-bar";
import type { ItemFilter, QualityItem } from "./state-quality";
import { switchOf } from "./switch";
import type { View, ViewContext } from "./view";

/** So many values that fail a suggested check are named. */
const failingNamed = 3;

export function qualityChecksView(context: ViewContext): View {
  const { t: texts, format, actions: { quality: actions } } = context;
  const t = texts.quality;
  const shown = switchOf<ItemFilter>({ key: "quality-shown", label: t.show, choices: [["all", t.shown.all], ["failing", t.shown.failing], ["off", t.shown.off]], onChoose: (filter) => actions.show(filter) });
  const all = (on: boolean) => h("button", { class: "quiet", focusKey: on ? "quality-all-on" : "quality-all-off", attrs: { type: "button" }, on: { click: () => actions.changeAll(on) } }, on ? t.allOn : t.allOff);
  const form = ruleForm(context);
  const failed = h("div", {});
  const list = h("ul", { class: "check-list" });
  const body = h("div", { class: "check-scroll", focusKey: "quality-checks-scroll", attrs: { tabindex: 0, role: "group", "aria-labelledby": "quality-checks-heading" } }, list);
  const element = h("section", { class: "card", attrs: { id: "quality-checks", "aria-labelledby": "quality-checks-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "quality-checks-heading" } }, t.checksHeading), h("div", { class: "actions" }, all(true), all(false))),
    h("p", { class: "note" }, t.checksNote), h("div", { class: "choices" }, shown.element), failed, body, form.element);

  const result = (item: QualityItem, words: string, check: CheckResult | undefined) => {
    if (!item.on) return [h("span", { class: "check-verdict note" }, t.isOff)];
    if (check === undefined) return [];
    const { error, rows, failed, warnings, passRate, passed, worth, earned } = check;
    if (error !== null) return [h("p", { class: "check-error" }, t.error(error))];
    return [
      h("span", { class: passed ? "check-verdict good" : "check-verdict bad-verdict" }, passed ? t.passes : t.fails),
      shareBar(passRate),
      h("span", { class: "check-numbers" },
        [t.result(format.count(failed), format.count(rows), format.share(passRate)), ...(warnings > 0 ? [t.resultWarnings(format.count(warnings))] : []), ...(worth > earned ? [t.costs(format.number(worth - earned))] : [])].join(texts.leads.semicolon)),
      failed > 0 && h("button", { class: "link", focusKey: `quality-failing-${item.id}`, attrs: { type: "button", "aria-label": t.showFailingOf(words) }, on: { click: () => void look(item.id) } }, t.showFailing(format.count(failed))),
    ];
  };
  const look = async (id: string) => {
    await actions.only({ id });
    document.querySelector("#quality-failures")?.scrollIntoView({ block: "start" });
    focusOn("quality-failures-heading");
  };
  const evidence = ({ evidence }: QualityItem) =>
    evidence === null ? t.ownCheck : [evidence.sentence, ...(evidence.failing.length > 1 ? [t.evidenceFailing(evidence.failing.slice(0, failingNamed).map((value) => JSON.stringify(value)).join(t.comma))] : [])].join(texts.lifetime.sentences);

  const row = (item: QualityItem, check: CheckResult | undefined) => {
    const { id, rule, on, severity, mostly } = item;
    const columns = (rule.check === "compare" ? [rule.left] : columnsOf(rule)).join(" + ");
    const words = `${columns} ${t.rule(rule)}`;
    const box = h("input", { focusKey: `quality-on-${id}`, attrs: { type: "checkbox", checked: on, "aria-label": t.make(words) }, on: { change: () => actions.change(id, { on: box.checked }) } });
    const weight = h("select", { focusKey: `quality-severity-${id}`, attrs: { "aria-label": t.severityOf(words) }, on: { change: () => actions.change(id, { severity: weight.value as QualityItem["severity"] }) } },
      ...(["error", "warning", "info"] as const).map((value) => h("option", { attrs: { value, selected: value === severity } }, t.severities[value])));
    const share = h("input", {
      focusKey: `quality-mostly-${id}`, attrs: { type: "number", min: 0, max: 100, step: "any", inputmode: "decimal", value: Number((mostly * 100).toPrecision(12)), "aria-label": t.mostlyOf(words) },
      on: {
        change: () => {
          const value = share.valueAsNumber;
          const fits = value >= 0 && value <= 100;
          share.setAttribute("aria-invalid", String(!fits));
          share.setCustomValidity(fits ? "" : t.mostlyRule);
          share.reportValidity();
          if (fits) actions.change(id, { mostly: value / 100 });
        },
      },
    });
    return h("li", { class: on ? "" : "off", attrs: { "data-check": id } },
      h("label", { class: "check-name" }, box, h("span", {}, h("strong", {}, columns), ` ${t.rule(rule)}`)),
      h("p", { class: "note check-evidence" }, evidence(item)),
      h("div", { class: "check-choices" },
        weight, h("label", { class: "check-mostly" }, h("span", {}, t.mostly), share, h("span", {}, "%")),
        item.evidence === null && h("button", { class: "link", focusKey: `quality-remove-${id}`, attrs: { type: "button", "aria-label": t.removeOf(words) }, on: { click: () => actions.remove(id) } }, t.remove)),
      h("div", { class: "check-result" }, ...result(item, words, check)));
  };
  const fits = (filter: ItemFilter, { on }: QualityItem, check: CheckResult | undefined) =>
    filter === "all" || (filter === "off" ? !on : on && check !== undefined && (check.failed > 0 || check.error !== null));

  const show = memo((items: readonly QualityItem[], page: QualityPage | null, filter: ItemFilter) => {
    shown.set(filter);
    const results = new Map(page?.checks.map((check) => [check.id, check]) ?? []);
    const rows = items.filter((item) => fits(filter, item, results.get(item.id))).map((item) => row(item, results.get(item.id)));
    const inside = list.contains(document.activeElement);
    keepFocus(() => list.replaceChildren(...(rows.length === 0 ? [h("li", { class: "note" }, t.nothingShown)] : rows)));
    // The check that had the focus may be gone.
    if (inside && !list.contains(document.activeElement)) focusOn("quality-checks-scroll");
  });
  const fail = memo((problem: Problem | null) => failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts), h("p", { class: "note" }, t.before)])));
  return {
    element,
    update: (state) => {
      const { busy, page, items, shown: filter, choiceProblem } = state.quality;
      element.hidden = page === null;
      element.setAttribute("aria-busy", String(busy !== null || page === null));
      fail(choiceProblem);
      show(items, page, filter);
      form.update(state);
    },
  };
}
