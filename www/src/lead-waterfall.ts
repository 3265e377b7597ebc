// What the score of a lead is made of, and what the learned probability is made of, as waterfalls with their values as tables.
import { chartBox, valueTable } from "./chart-box";
import { data, h } from "./dom";
import type { LeadPage, LeadPrediction, LeadStep } from "./messages-leads";
import { reading } from "./reading";
import { barSwatch } from "./svg";
import type { ViewContext } from "./view";
import { ticksAround, waterfall, type Bar } from "./waterfall";

interface Part<Shown> {
  readonly element: HTMLElement;
  show(shown: Shown): void;
}

/** So many columns are drawn by themselves in the waterfall of log-odds; the table has them all. */
const mostBars = 10;

export function scorePart({ t: { leads: t }, format }: ViewContext): Part<LeadPage> {
  const box = chartBox();
  const readout = reading(t.chartHint);
  const table = valueTable("lead-steps", t.values);
  const named = ({ label, value }: LeadStep) => t.named(label, value ?? t.unknown);
  const words = (step: LeadStep) =>
    [named(step), ...(step.contribution === null || step.points === null ? [] : [t.adds(format.number(step.points), format.signed(step.contribution))]), ...(step.gain > 0 ? [t.couldGain(format.signed(step.gain))] : [])].join(t.semicolon);
  return {
    element: h("div", { class: "part", attrs: { id: "lead-score" } }, h("h3", {}, t.scoreHeading), h("p", { class: "note" }, t.scoreNote), readout.element, box.element, table.element),
    show: ({ lead, steps }) => {
      let sum = 0;
      const bars = steps.map((step): Bar => {
        const from = sum;
        sum += step.contribution ?? 0;
        const gain = step.gain > 0 ? t.inBrackets(format.signed(step.gain)) : "";
        return {
          label: named(step), from, to: sum, look: "gain", missing: step.contribution === null, reach: step.gain > 0 ? sum + step.gain : null,
          text: step.contribution === null ? gain : [format.signed(step.contribution), gain].filter((text) => text !== "").join(" "),
        };
      });
      const total: Bar = { label: t.score, from: 0, to: lead.score ?? 0, look: "total", text: lead.score === null ? "–" : format.tenths(lead.score) };
      const describe = (place: number) => {
        const step = steps[place];
        return step === undefined ? t.named(t.score, total.text) : words(step);
      };
      const say = (place: number | null) => readout.show(place === null ? null : describe(place), [[barSwatch("gain"), t.contribution], [barSwatch("reach"), t.gain]]);
      say(null);
      box.show((width) => waterfall({
        key: "lead-waterfall", width, label: t.waterfallLabel(lead.lead), bars: [...bars, total], ticks: width < 480 ? [0, 25, 50, 75, 100] : [0, 20, 40, 60, 80, 100],
        showTick: format.count, describe, onRead: say,
      }));
      const cell = (value: number | null, text: (value: number) => string) => (value === null ? "–" : data(value, text(value)));
      table.show([t.criterion, t.value, t.dimension, t.points, t.contribution, t.gain], () =>
        steps.map(({ label, value, dimension, points, contribution, gain }) => [label, value ?? t.unknown, dimension, cell(points, format.number), cell(contribution, format.number), gain > 0 ? cell(gain, format.number) : ""]));
    },
  };
}

export function oddsPart({ t: { leads: t }, format }: ViewContext): Part<{ lead: string; prediction: LeadPrediction }> {
  const box = chartBox();
  const readout = reading(t.chartHint);
  const table = valueTable("lead-odds-values", t.values);
  const note = h("p", { class: "note" });
  return {
    element: h("div", { class: "part", attrs: { id: "lead-odds" } }, h("h3", {}, t.oddsHeading), note, readout.element, box.element, table.element),
    show: ({ lead, prediction: { probability, intercept, logOdds, contributions } }) => {
      note.textContent = t.oddsNote(format.share(probability));
      const ranked = [...contributions].sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
      const rest = ranked.slice(mostBars);
      const named = contributions.length === 0 ? [] : ranked.slice(0, mostBars).map((one) => ({ label: t.named(one.feature, one.value ?? t.unknown), adds: one.logOdds }));
      const steps = [{ label: t.intercept, adds: intercept }, ...named, ...(rest.length === 0 ? [] : [{ label: t.otherFeatures(format.count(rest.length)), adds: rest.reduce((sum, { logOdds }) => sum + logOdds, 0) }])];
      let sum = 0;
      const bars = steps.map(({ label, adds }, i): Bar => {
        const from = sum;
        sum += adds;
        return { label, from, to: sum, look: i === 0 ? "total" : adds < 0 ? "loss" : "gain", text: format.signedHundredths(adds) };
      });
      bars.push({ label: t.named(t.total, format.share(probability)), from: 0, to: logOdds, look: "total", text: format.signedHundredths(logOdds) });
      const ends = bars.flatMap(({ from, to }) => [from, to]);
      const describe = (place: number) => t.named(bars[place]?.label ?? "", bars[place]?.text ?? "");
      const say = (place: number | null) => readout.show(place === null ? null : describe(place), [[barSwatch("gain"), t.moreLikely], [barSwatch("loss"), t.lessLikely]]);
      say(null);
      box.show((width) => waterfall({
        key: "lead-odds", width, label: t.oddsLabel(lead), bars, ticks: ticksAround(Math.min(...ends), Math.max(...ends), width < 480 ? 5 : 8), showTick: format.number, describe, onRead: say,
      }));
      table.show([t.feature, t.value, t.logOdds], () => [
        [t.intercept, "", data(intercept, format.signedHundredths(intercept))],
        ...contributions.map(({ feature, value, logOdds }) => [feature, value ?? t.unknown, data(logOdds, format.signedHundredths(logOdds))]),
        [t.total, format.share(probability), data(logOdds, format.signedHundredths(logOdds))],
      ]);
    },
  };
}
