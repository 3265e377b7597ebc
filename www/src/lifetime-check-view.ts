// The model against what was bought: week by week, by frequency in calibration, by decile, and how far off it was.
import { barChart, columnSwatch } from "./bar-chart";
import { chartBox, valueTable } from "./chart-box";
import { data, h, memo } from "./dom";
import { lineChart } from "./line-chart";
import { usable, type Compared, type HoldoutCheck, type LifetimePage } from "./messages-lifetime";
import { reading } from "./reading";
import { pending } from "./state-retention";
import { swatch } from "./svg";
import { switchOf } from "./switch";
import type { View, ViewContext } from "./view";

const trackings = ["weekly", "cumulative"] as const;

export function lifetimeCheckView(context: ViewContext): View {
  const { t: { lifetime: t } } = context;
  const [track, frequency, lift, errors] = [trackingPart(context), frequencyPart(context), liftPart(context), errorPart(context)];
  const note = h("p", { class: "note" });
  const result = h("div", { class: "check" }, track.element, h("div", { class: "pairs" }, frequency.element, lift.element), errors.element);
  const element = h("section", { class: "card", attrs: { id: "lifetime-check", "aria-labelledby": "check-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "check-heading" } }, t.checkHeading)), note, result);
  const show = memo((page: LifetimePage | null) => {
    element.hidden = page === null;
    if (page === null) return;
    const { check, calibration, range } = page;
    result.hidden = check === null;
    note.textContent = check !== null ? t.checkNote(calibration.until, range.last)
      : calibration.until === range.last || usable(calibration.purchases) !== null ? t.noHoldout
      : `${t.unusablePurchases(t.models[page.choices.model], calibration.until)} ${t.noCheck}`;
    if (check === null) return;
    for (const part of [track, frequency, lift, errors]) part.show(check, page);
  });
  return {
    element,
    update: ({ lifetime }) => {
      element.setAttribute("aria-busy", String(pending(lifetime)));
      show(lifetime.page);
    },
  };
}

interface Part {
  element: HTMLElement;
  show(check: HoldoutCheck, page: LifetimePage): void;
}

function trackingPart({ t: { lifetime: t }, format }: ViewContext): Part {
  let chosen: (typeof trackings)[number] = "weekly";
  let shown: [HoldoutCheck, LifetimePage] | null = null;
  const box = chartBox();
  const readout = reading(t.chartHint);
  const table = valueTable("tracking-values", t.values);
  const kind = switchOf({
    key: "tracking", label: t.tracking, choices: trackings.map((value) => [value, t.trackings[value]]),
    onChoose: (value) => {
      chosen = value;
      draw();
    },
  });
  const draw = () => {
    kind.set(chosen);
    if (shown === null) return;
    const [{ tracking }, { calibration }] = shown;
    const lines = chosen === "weekly" ? [tracking.actual, tracking.expected] : [tracking.cumulativeActual, tracking.cumulativeExpected];
    const [actual = [], expected = []] = lines;
    const count = (value: number | null | undefined) => (value === null || value === undefined ? "–" : format.count(Math.round(value)));
    const title = (place: number) => (chosen === "weekly" ? t.weekTo : t.untilDay)(tracking.endsOn[place] ?? "");
    const say = (place: number | null) => place === null
      ? readout.show(null, [[swatch(0), t.actual], [swatch(1), t.expected]])
      : readout.show(title(place), [[swatch(0), t.actual, count(actual[place])], [swatch(1), t.expected, count(expected[place])]]);
    say(null);
    box.show((width) => lineChart({
      key: "tracking-chart", width, label: t.trackingLabel, unit: t.trackingUnit[chosen], showValue: format.count,
      days: tracking.endsOn.map((day) => Date.parse(day)), lines: [{ line: 0, values: actual }, { line: 1, values: expected }],
      mark: { day: Date.parse(calibration.until), label: t.calibrationMark }, stride: 4,
      describe: (place) => `${title(place)}: ${t.pair(count(actual[place]), count(expected[place]))}`, onRead: say,
    }));
  };
  return {
    element: h("div", { class: "part", attrs: { id: "tracking" } }, kind.element, readout.element, box.element, table.element),
    show: (check, page) => {
      shown = [check, page];
      draw();
      const { endsOn, actual, expected, cumulativeActual, cumulativeExpected } = check.tracking;
      const cell = (value: number | null | undefined, text: (value: number) => string) => (value === null || value === undefined ? "–" : data(value, text(value)));
      const tenth = (value: number) => format.number(Math.round(value * 10) / 10);
      table.show([t.week, t.actual, t.expected, t.cumulativeActual, t.cumulativeExpected],
        () => endsOn.map((day, i) => [day, cell(actual[i], format.count), cell(expected[i], tenth), cell(cumulativeActual[i], format.count), cell(cumulativeExpected[i], tenth)]));
    },
  };
}

/** Bars of what was bought and dots of what was expected, class by class. */
function comparison({ t: { lifetime: t }, format }: ViewContext, key: string, heading: string, words: { label: string; across: string }) {
  const note = h("p", { class: "note" });
  const box = chartBox();
  const readout = reading(t.chartHint);
  const table = valueTable(`${key}-values`, t.values);
  return {
    note, table,
    element: h("div", { class: "part", attrs: { id: key } }, h("h3", {}, heading), note, readout.element, box.element, table.element),
    draw: (classes: readonly string[], values: readonly Compared[], title: (place: number) => string) => {
      const mean = (value: number | null | undefined) => (value === null || value === undefined ? "–" : format.number(value));
      const say = (place: number | null) => place === null
        ? readout.show(null, [[columnSwatch(), t.actual], [swatch(1), t.expected]])
        : readout.show(title(place), [[columnSwatch(), t.actual, mean(values[place]?.actual)], [swatch(1), t.expected, mean(values[place]?.expected)]]);
      say(null);
      box.show((width) => barChart({
        key: `${key}-chart`, width, ...words, unit: t.perCustomerUnit, showValue: format.number, classes,
        bars: values.map(({ actual }) => actual), points: values.map(({ expected }) => expected),
        describe: (place) => `${title(place)}: ${t.pair(mean(values[place]?.actual), mean(values[place]?.expected))}`, onRead: say,
      }));
    },
  };
}

const cellOf = (format: ViewContext["format"]) => (value: number | null, text: (value: number) => string = format.number) => (value === null ? "–" : data(value, text(value)));

function frequencyPart(context: ViewContext): Part {
  const { t: { lifetime: t }, format } = context;
  const { element, note, table, draw } = comparison(context, "by-frequency", t.byFrequency, { label: t.byFrequencyLabel, across: t.byFrequencyAcross });
  const cell = cellOf(format);
  return {
    element,
    show: ({ byFrequency, customers, length }, { choices: { timeUnit } }) => {
      note.textContent = t.byFrequencyNote(format.count(customers), t.time[timeUnit](format.number(length)));
      const names = byFrequency.map(({ frequency, orMore }) => `${format.count(frequency)}${orMore ? "+" : ""}`);
      draw(names, byFrequency, (place) => t.frequencyClass(names[place] ?? "", format.count(byFrequency[place]?.customers ?? 0)));
      table.show([t.frequency, t.customers, t.actual, t.expected], () => byFrequency.map(({ customers, actual, expected }, i) => [names[i] ?? "", cell(customers, format.count), cell(actual), cell(expected)]));
    },
  };
}

function liftPart(context: ViewContext): Part {
  const { t: { lifetime: t }, format } = context;
  const { element, note, table, draw } = comparison(context, "deciles", t.deciles, { label: t.decilesLabel, across: t.decilesAcross });
  const cell = cellOf(format);
  return {
    element,
    show: ({ deciles }) => {
      note.textContent = t.decilesNote;
      draw(deciles.map(({ decile }) => String(decile)), deciles, (place) => {
        const { decile, customers, lift, cumulativeShare } = deciles[place] ?? { decile: place + 1, customers: 0, lift: null, cumulativeShare: null };
        return t.decileClass(String(decile), format.count(customers), lift === null ? "–" : format.number(lift), format.share(cumulativeShare));
      });
      table.show([t.decile, t.customers, t.actual, t.expected, t.lift, t.cumulativeShare],
        () => deciles.map(({ decile, customers, actual, expected, lift, cumulativeShare }) => [String(decile), cell(customers), cell(actual), cell(expected), cell(lift), cell(cumulativeShare, format.share)]));
    },
  };
}

function errorPart({ t: { lifetime: t }, format }: ViewContext): Part {
  const body = h("div", { class: "table-scroll", focusKey: "errors-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.errors } });
  return {
    element: h("div", { class: "part", attrs: { id: "errors" } }, h("h3", {}, t.errors), h("p", { class: "note" }, t.errorsNote), body),
    show: ({ actual, model, naive }) => {
      const whole = (value: number) => data(value, format.count(Math.round(value)));
      const three = (value: number | null) => (value === null ? "–" : data(value, format.probability(value)));
      const line = (key: string, title: string, cells: (Node | string)[]) => h("tr", { attrs: { "data-row": key } }, h("th", { class: "text", attrs: { scope: "row" } }, title), ...cells.map((cell) => h("td", {}, cell)));
      const forecast = (key: string, title: string, { total, meanAbsolute, rootMeanSquare, correlation }: HoldoutCheck["model"]) => line(key, title, [whole(total), three(meanAbsolute), three(rootMeanSquare), three(correlation)]);
      body.replaceChildren(h("table", {},
        h("caption", { class: "visually-hidden" }, t.errors),
        h("thead", {}, h("tr", {}, ...[t.forecast, t.total, t.meanAbsolute, t.rootMeanSquare, t.correlation].map((title, i) => h("th", { class: i === 0 ? "text" : "", attrs: { scope: "col" } }, title)))),
        h("tbody", {}, forecast("model", t.thisModel, model), forecast("naive", t.naive, naive), line("bought", t.bought, [whole(actual), "", "", ""]))));
    },
  };
}
