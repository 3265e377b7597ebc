// Lifetime value: the choices, the figures for all customers together, and what keeps a model from being used.
import { data, h, keepFocus, memo } from "./dom";
import { isProblem, modelKinds, timeUnits, usable, type Fit, type Forecast, type Interval, type LifetimePage } from "./messages-lifetime";
import type { Problem } from "./messages";
import { numberField } from "./number-field";
import { problemNote } from "./problem-note";
import { longestHorizon, type LifetimeState } from "./state-lifetime";
import { pending } from "./state-retention";
import { switchOf } from "./switch";
import type { View, ViewContext } from "./view";

const shortDay = (day: string, by: number) => new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
/** A share as the percents that a field shows, without the digits that binary fractions add. */
const percents = (share: number) => Number((share * 100).toPrecision(12));

export function lifetimeView(context: ViewContext): View {
  const { t: { lifetime: t }, format, actions: { lifetime: actions } } = context;
  const model = switchOf({ key: "lifetime-model", label: t.model, choices: modelKinds.map((kind) => [kind, t.models[kind]]), onChoose: (kind) => actions.choose({ model: kind }) });
  const unit = switchOf({ key: "lifetime-unit", label: t.unit, choices: timeUnits.map((unit) => [unit, t.units[unit]]), onChoose: (unit) => actions.setUnit(unit) });
  const end = calibrationField(context);
  const horizon = numberField({ key: "lifetime-horizon", label: t.horizon, unit: t.unitOf.week, min: 1, max: longestHorizon.week, whole: true, rule: t.horizonRule(format.count(longestHorizon.week)), onChange: (horizon) => actions.choose({ horizon }) });
  const percent = { min: 0, max: 100, rule: t.percentRule };
  const discount = numberField({ key: "lifetime-discount", label: t.discount, unit: t.discountUnit, ...percent, onChange: (value) => actions.choose({ annualDiscountRate: value / 100 }) });
  const margin = numberField({ key: "lifetime-margin", label: t.margin, unit: t.marginUnit, ...percent, onChange: (value) => actions.choose({ margin: value / 100 }) });
  const explanation = h("p", { class: "note" });
  const modelNote = h("p", { class: "note" });
  const computing = h("p", { class: "status busy computing", attrs: { role: "status" } });
  const body = h("div", {});
  const element = h("section", { class: "card", attrs: { id: "lifetime", "aria-labelledby": "lifetime-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "lifetime-heading" } }, t.heading), computing),
    h("div", { class: "choices" }, model.element, unit.element),
    h("div", { class: "fields lifetime-fields" }, end.element, horizon.element, discount.element, margin.element),
    explanation, modelNote, body);

  const figure = (kind: string, title: string, value: number | null, text: string, more?: Node) =>
    h("div", { attrs: { "data-figure": kind } }, h("dt", {}, title), h("dd", {}, value === null ? "–" : data(value, text), more !== undefined && more));
  const figures = ({ choices: { horizon, timeUnit }, forecast }: LifetimePage, asked: LifetimeState["interval"]) => {
    if (forecast === null) return [];
    const time = t.time[timeUnit](format.count(horizon));
    const { customers, meanAlive, expectedPurchases, value } = forecast;
    const interval = intervalOf(forecast, asked);
    const off = interval !== null ? h("small", {}, t.interval(format.money(interval[0]), format.money(interval[1])))
      : forecast.interval !== "on-request" ? undefined
      : h("button", { class: "link", focusKey: "lifetime-interval", attrs: { type: "button", disabled: asked.busy }, on: { click: () => void actions.askInterval() } }, asked.busy ? t.computing : t.askInterval);
    return [h("dl", { class: "figures" },
      figure("customers", t.customers, customers, format.count(customers)),
      figure("alive", t.meanAlive, meanAlive, format.share(meanAlive)),
      figure("purchases", t.expectedPurchases(time), expectedPurchases, (expectedPurchases < 1000 ? format.number : format.count)(expectedPurchases)),
      figure("value", t.value(time), value, format.money(value ?? 0), off),
      figure("each", t.perCustomer, value === null ? null : value / customers, format.money((value ?? 0) / customers)))];
  };

  const notes = ({ choices: { annualDiscountRate, margin }, forecast }: LifetimePage, asked: LifetimeState["interval"]) => {
    if (forecast === null) return [];
    const said = [t.valueNote(format.rate(annualDiscountRate), format.rate(margin)), ...(intervalOf(forecast, asked) === null ? [] : [t.intervalNote])];
    return [h("p", { class: "note" }, said.join(t.sentences))];
  };

  const show = memo((page: LifetimePage | null, problem: Problem | null, asked: LifetimeState["interval"]) => {
    explanation.textContent = page === null ? "" : t.explain(page.range.last);
    body.replaceChildren(...(problem === null ? [] : [problemNote(problem, context.t)]));
    if (page === null) return;
    const { choices: { horizon, timeUnit }, range, forecast } = page;
    const far = horizon > range.length && forecast !== null ? [h("p", { class: "notice", attrs: { "data-notice": "far" } }, t.farHorizon(t.time[timeUnit](format.number(range.length))))] : [];
    keepFocus(() => body.replaceChildren(...figures(page, asked), ...notes(page, asked), ...warnings(page, context), ...far));
  });
  const chosen = memo((choices: LifetimeState["choices"], page: LifetimePage | null) => {
    model.set(choices.model);
    unit.set(choices.timeUnit);
    modelNote.textContent = t.modelNotes[choices.model];
    const most = longestHorizon[choices.timeUnit];
    horizon.limit(most, t.horizonRule(format.count(most)), t.unitOf[choices.timeUnit]);
    horizon.set(choices.horizon);
    discount.set(percents(choices.annualDiscountRate));
    margin.set(percents(choices.margin));
    end.set(choices.calibrationEnd, page);
  });
  return {
    element,
    update: ({ lifetime }) => {
      element.setAttribute("aria-busy", String(pending(lifetime)));
      computing.textContent = lifetime.busy ? t.computing : "";
      chosen(lifetime.choices, lifetime.page);
      show(lifetime.page, lifetime.problem, lifetime.interval);
    },
  };
}

/** The interval that came with the forecast, or the one that was asked for. */
const intervalOf = ({ interval }: Forecast, asked: LifetimeState["interval"]): Interval | null => (interval === "on-request" ? asked.value : interval);

/** What keeps the models from being used, in plain words and then in those of the package. */
function warnings({ choices: { model }, calibration, all }: LifetimePage, { t: texts }: ViewContext): HTMLElement[] {
  const t = texts.lifetime;
  const warning = (kind: string, title: string, consequence: string, fit: Fit | Problem, reason: string) =>
    h("div", { class: "notice", attrs: { role: "alert", "data-notice": kind } },
      h("p", {}, h("strong", {}, title), " ", consequence),
      !isProblem(fit) && h("p", {}, reason),
      h("p", {}, t.failed, " ", h("span", { attrs: { lang: "en" } }, isProblem(fit) && fit.help !== undefined ? `${fit.message} ${fit.help}` : fit.message)));
  const reason = (fit: Fit | Problem) => (isProblem(fit) || !fit.boundary ? t.notConverged : t.boundary);
  const found: HTMLElement[] = [];
  if (usable(all.purchases) === null) found.push(warning("forecast", t.unusablePurchases(t.models[model], all.until), t.noForecast, all.purchases, reason(all.purchases)));
  if (calibration.until !== all.until && usable(calibration.purchases) === null)
    found.push(warning("check", t.unusablePurchases(t.models[model], calibration.until), t.noCheck, calibration.purchases, reason(calibration.purchases)));
  const infinite = !isProblem(all.spend) && all.spend.estimates.length > 0 && all.spend.populationMean === null;
  if (usable(all.spend) === null) found.push(warning("spend", t.unusableSpend(all.until), usable(all.purchases) === null ? "" : t.noValue, all.spend, infinite ? t.infiniteMean : reason(all.spend)));
  return found;
}

/** The day of the split: a date in the observed range, or the middle of it. */
function calibrationField({ t: { lifetime: t }, actions: { lifetime: actions } }: ViewContext) {
  const input = h("input", { focusKey: "lifetime-end", attrs: { type: "date", name: "lifetime-end", "aria-describedby": "lifetime-end-hint lifetime-end-error" } });
  const hint = h("small", { attrs: { id: "lifetime-end-hint" } }, t.calibrationHint);
  const error = h("small", { class: "field-error", attrs: { id: "lifetime-end-error", hidden: true } });
  const reset = h("button", { class: "link", focusKey: "lifetime-end-reset", attrs: { type: "button" }, on: { click: () => actions.choose({ calibrationEnd: null }) } }, t.calibrationReset);
  let bounds: { first: string; last: string } | null = null;
  let shown = "";
  const say = (text: string | null) => {
    error.hidden = text === null;
    error.textContent = text ?? "";
    input.setAttribute("aria-invalid", String(text !== null));
  };
  // A date that is being typed is now empty, now of the year 2: what is wrong with it is said when the field is left.
  const inside = () => input.value !== "" && bounds !== null && input.value >= bounds.first && input.value <= bounds.last;
  input.addEventListener("change", () => {
    if (!inside() || input.value === shown) return;
    say(null);
    actions.choose({ calibrationEnd: input.value });
  });
  input.addEventListener("blur", () => {
    if (bounds !== null) say(inside() ? null : t.calibrationRule(bounds.first, bounds.last));
  });
  return {
    element: h("div", { class: "field" }, h("label", { class: "field" }, h("span", {}, t.calibrationEnd), input), error, hint, reset),
    set: (chosen: string | null, page: LifetimePage | null) => {
      reset.hidden = chosen === null;
      if (page === null) return;
      const { range: { first, last }, choices } = page;
      bounds = { first: shortDay(first, 1), last: shortDay(last, -1) };
      [input.min, input.max] = [bounds.first, bounds.last];
      if (choices.calibrationEnd === shown && chosen !== null) return;
      shown = choices.calibrationEnd;
      if (document.activeElement !== input || input.value === "") input.value = shown;
      say(null);
    },
  };
}
