// P(alive) of one customer from the first purchase on, with the purchases marked. The customer is chosen by identifier, or in the
// list of customers.
import { chartBox, valueTable } from "./chart-box";
import { data, h, memo } from "./dom";
import { lineChart } from "./line-chart";
import type { AlivePage, LifetimePage } from "./messages-lifetime";
import type { Problem } from "./messages";
import { problemNote } from "./problem-note";
import { reading } from "./reading";
import { pending } from "./state-retention";
import { dotSwatch, swatch } from "./svg";
import type { View, ViewContext } from "./view";

const dayMs = 86_400_000;
const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export function lifetimeAliveView(context: ViewContext): View {
  const { t: { lifetime: t }, format, actions: { lifetime: actions } } = context;
  const options = h("datalist", { attrs: { id: "alive-ids" } });
  const input = h("input", { focusKey: "alive-customer", attrs: { type: "text", name: "alive-customer", list: "alive-ids", autocomplete: "off", spellcheck: "false", required: true } });
  input.addEventListener("input", () => void actions.suggest(input.value));
  const form = h("form", { class: "customer-picker", on: {
    submit: (event) => {
      event.preventDefault();
      if (input.value.trim() !== "") void actions.showCustomer(input.value.trim());
    },
  } }, h("label", { class: "labelled" }, t.customer, input), h("button", { class: "quiet", focusKey: "alive-show", attrs: { type: "submit" } }, t.show), options);
  const facts = h("dl", { class: "facts-line" });
  const box = chartBox();
  const readout = reading(t.chartHint);
  const table = valueTable("alive-values", t.values);
  const failed = h("div", {});
  const result = h("div", {}, facts, readout.element, box.element, table.element);
  const element = h("section", { class: "card", attrs: { id: "alive", "aria-labelledby": "alive-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "alive-heading", tabindex: -1 }, focusKey: "alive-heading" }, t.aliveHeading), form),
    h("p", { class: "note" }, t.aliveNote), failed, result);

  const show = memo((page: AlivePage | null, lifetime: LifetimePage | null, problem: Problem | null) => {
    const history = page?.history ?? null;
    failed.replaceChildren(
      ...(problem === null ? [] : [problemNote(problem, context.t)]),
      ...(page !== null && history === null ? [h("p", { class: "notice", attrs: { role: "alert" } }, t.noCustomer(page.customer))] : []));
    result.hidden = history === null || lifetime === null;
    if (page === null || history === null || lifetime === null) return;
    const { row, probabilityAlive, purchases } = history;
    const { horizon, timeUnit } = lifetime.choices;
    const first = Date.parse(history.first);
    if (document.activeElement !== input) input.value = row.customerId;
    const bought = new Set(purchases);
    const day = (place: number) => isoDay(first + place * dayMs);
    const words = (place: number) => [t.aliveDay(day(place), format.share(probabilityAlive[place] ?? null)), ...(bought.has(place) ? [t.purchaseDay] : [])].join(context.t.retention.and);
    const say = (place: number | null) => readout.show(place === null ? null : words(place), [[swatch(0), t.alive], [dotSwatch(0), t.purchaseLegend]]);
    say(null);
    const fact = (title: string, value: Node | string) => h("div", {}, h("dt", {}, title), h("dd", {}, value));
    const time = t.time[timeUnit](format.count(horizon));
    facts.replaceChildren(
      fact(t.customer, row.customerId),
      fact(t.purchaseLegend, t.aliveFacts(format.count(purchases.length), day(purchases.at(-1) ?? 0))),
      fact(t.alive, data(row.probabilityAlive, format.share(row.probabilityAlive))),
      fact(t.expectedPurchases(time), data(row.expectedPurchases, format.number(row.expectedPurchases))),
      ...(Number.isNaN(row.lifetimeValue) ? [] : [fact(t.value(time), data(row.lifetimeValue, format.money(row.lifetimeValue)))]));
    box.show((width) => lineChart({
      key: "alive-chart", width, label: t.aliveLabel(row.customerId), unit: t.alive, highest: 1, showValue: format.percent,
      days: probabilityAlive.map((_, place) => first + place * dayMs), lines: [{ line: 0, values: probabilityAlive }], dots: purchases, stride: 28,
      describe: words, onRead: say,
    }));
    // A row for each day would be long: the days of purchases, those before them, and every tenth of the time.
    const rows = () => {
      const steps = Array.from({ length: 11 }, (_, i) => Math.round((i * (probabilityAlive.length - 1)) / 10));
      const places = [...new Set([...purchases, ...purchases.map((place) => place - 1), ...steps])].filter((place) => place >= 0).sort((a, b) => a - b);
      return places.map((place) => [day(place), data(probabilityAlive[place] ?? NaN, format.share(probabilityAlive[place] ?? null)), bought.has(place) ? "●" : ""]);
    };
    table.show([t.day, t.alive, t.purchaseLegend], rows);
  });
  const suggest = memo((ids: readonly string[]) => options.replaceChildren(...ids.map((id) => h("option", { attrs: { value: id } }))));
  return {
    element,
    update: ({ lifetime }) => {
      const { alive, page, suggestions, partProblem } = lifetime;
      element.hidden = page === null || page.forecast === null;
      element.setAttribute("aria-busy", String(pending(lifetime) || alive.busy));
      suggest(suggestions);
      show(alive.page, page, partProblem);
    },
  };
}
