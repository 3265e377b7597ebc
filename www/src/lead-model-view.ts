// The learned model: how good it is on the newest leads, against knowing only how many convert, its calibration and its weights.
import { calibrationChart, diagonalSwatch } from "./calibration-chart";
import { chartBox, valueTable } from "./chart-box";
import { data, h, keepFocus, memo } from "./dom";
import type { Problem } from "./messages";
import type { LeadModelPage } from "./messages-leads";
import { problemNote } from "./problem-note";
import { reading } from "./reading";
import { dotSwatch } from "./svg";
import type { View, ViewContext } from "./view";

/** So many weights are shown, the largest first. */
const mostWeights = 15;

export function leadModelView(context: ViewContext): View {
  const { t: texts, format, actions: { leads: actions } } = context;
  const t = texts.leads;
  const train = h("button", { class: "quiet", focusKey: "lead-train", attrs: { type: "button" }, on: { click: () => void actions.train(null) } }, t.train);
  const learning = h("p", { class: "status busy computing", attrs: { role: "status" } });
  const note = h("p", { class: "note" });
  const failed = h("div", {});
  const warnings = h("div", {});
  const [metrics, calibration, weights, features] = [metricsPart(context), calibrationPart(context), weightsPart(context), featuresPart(context)];
  const result = h("div", { class: "halves" }, h("div", { class: "check" }, metrics.element, calibration.element), h("div", { class: "check" }, weights.element, features.element));
  const element = h("section", { class: "card", attrs: { id: "lead-model", "aria-labelledby": "lead-model-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "lead-model-heading" } }, t.modelHeading), learning, h("div", { class: "actions" }, train)), note, failed, warnings, result);

  const show = memo((page: LeadModelPage | null, problem: Problem | null, trainable: boolean) => {
    result.hidden = page === null;
    train.hidden = !trainable || page !== null;
    note.textContent = page !== null ? t.modelNote(format.count(page.train.rows), format.count(page.test.rows), format.count(page.skipped)) : trainable ? t.modelOffer : t.notTrainable;
    failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts)]));
    warnings.replaceChildren(...(page?.warnings ?? []).map(({ code, message }) => h("p", { class: "notice", attrs: { "data-notice": code, lang: "en" } }, message)));
    if (page !== null) keepFocus(() => [metrics, calibration, weights, features].forEach((part) => part.show(page)));
  });
  return {
    element,
    update: ({ leads: { page, model } }) => {
      element.setAttribute("aria-busy", String(model.busy));
      learning.textContent = model.busy ? t.learning : "";
      train.disabled = model.busy;
      show(model.page, model.problem, page?.trainable === true);
    },
  };
}

interface Part {
  readonly element: HTMLElement;
  show(page: LeadModelPage): void;
}

const cells = (values: readonly (Node | string)[]) => values.map((value) => h("td", {}, value));

function metricsPart({ t: { leads: t }, format }: ViewContext): Part {
  const body = h("div", { class: "table-scroll", focusKey: "lead-metrics", attrs: { tabindex: 0, role: "group", "aria-label": t.metricsHeading } });
  return {
    element: h("div", { class: "part", attrs: { id: "lead-metrics" } }, h("h3", {}, t.metricsHeading), h("p", { class: "note" }, t.metricsNote), body),
    show: ({ train, test }) => {
      const shown = (value: number | null, text: (value: number) => string) => (value === null ? "–" : data(value, text(value)));
      const line = (key: keyof typeof t.metrics, of: (metrics: LeadModelPage["test"]) => number | null, base: number | null, text = format.probability) =>
        h("tr", { attrs: { "data-row": key } }, h("th", { class: "text wide", attrs: { scope: "row" } }, t.metrics[key]), ...cells([shown(of(test), text), shown(base, text), shown(of(train), text)]));
      body.replaceChildren(h("table", { class: "metrics" },
        h("caption", { class: "visually-hidden" }, t.metricsHeading),
        h("thead", {}, h("tr", {}, ...[t.metric, t.test, t.base, t.training].map((title, i) => h("th", { class: i === 0 ? "text" : "", attrs: { scope: "col" } }, title)))),
        h("tbody", {},
          line("auc", ({ auc }) => auc, 0.5),
          line("logLoss", ({ logLoss }) => logLoss, test.baseLogLoss),
          line("brier", ({ brier }) => brier, test.baseBrier),
          line("lift", ({ liftTopDecile }) => liftTopDecile, 1, format.hundredths),
          line("calibrationError", ({ calibrationError }) => calibrationError, null),
          line("f1", ({ f1 }) => f1, null),
          line("baseRate", ({ baseRate }) => baseRate, null, format.share),
          line("rows", ({ rows }) => rows, null, format.count))));
    },
  };
}

function calibrationPart({ t: { leads: t }, format }: ViewContext): Part {
  const box = chartBox();
  const readout = reading(t.chartHint);
  const table = valueTable("lead-calibration-values", t.values);
  return {
    element: h("div", { class: "part", attrs: { id: "lead-calibration" } }, h("h3", {}, t.calibrationHeading), h("p", { class: "note" }, t.calibrationNote), readout.element, box.element, table.element),
    show: ({ calibration }) => {
      const describe = (place: number) => {
        const { predicted, observed, rows } = calibration[place] ?? { predicted: 0, observed: 0, rows: 0 };
        return t.calibrationGroup(format.count(rows), format.share(predicted), format.share(observed));
      };
      const say = (place: number | null) => readout.show(place === null ? null : describe(place), [[dotSwatch(0), t.calibrationDot], [diagonalSwatch(), t.diagonal]]);
      say(null);
      box.show((width) => calibrationChart({ key: "lead-calibration", width, label: t.calibrationLabel, unit: t.observed, across: t.predicted, showValue: format.percent, groups: calibration, describe, onRead: say }));
      table.show([t.predicted, t.observed, t.leads], () => calibration.map(({ predicted, observed, rows }) => [data(predicted, format.share(predicted)), data(observed, format.share(observed)), data(rows, format.count(rows))]));
    },
  };
}

function weightsPart({ t: { leads: t }, format }: ViewContext): Part {
  const note = h("p", { class: "note" });
  const body = h("div", { class: "table-scroll", focusKey: "lead-weights", attrs: { tabindex: 0, role: "group", "aria-label": t.weightsHeading } });
  return {
    element: h("div", { class: "part", attrs: { id: "lead-weights" } }, h("h3", {}, t.weightsHeading), note, body),
    show: ({ weights, penalty }) => {
      const ranked = [...weights].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, mostWeights);
      note.textContent = t.weightsNote(format.count(ranked.length), format.count(weights.length), penalty === null ? "–" : format.number(penalty));
      body.replaceChildren(h("table", {},
        h("caption", { class: "visually-hidden" }, t.weightsHeading),
        h("thead", {}, h("tr", {}, h("th", { class: "text", attrs: { scope: "col" } }, t.feature), h("th", { class: "text", attrs: { scope: "col" } }, t.level), h("th", { attrs: { scope: "col" } }, t.logOdds))),
        h("tbody", {}, ...ranked.map(({ feature, level, weight }) =>
          h("tr", {}, h("th", { class: "text", attrs: { scope: "row" } }, feature), h("td", { class: "text" }, level ?? t.perUnit), h("td", {}, data(weight, format.signedHundredths(weight))))))));
    },
  };
}

/** What the model learns from, to be chosen anew. */
function featuresPart({ t: { leads: t }, format, actions: { leads: actions } }: ViewContext): Part {
  const summary = h("summary", { focusKey: "lead-features" });
  const boxes = h("div", { class: "feature-boxes", attrs: { role: "group", "aria-label": t.features } });
  const error = h("p", { class: "field-error", attrs: { role: "status" } });
  return {
    element: h("details", { class: "values" }, summary, h("p", { class: "note" }, t.featuresNote), boxes, error),
    show: ({ features, candidates }) => {
      summary.textContent = t.featuresCount(format.count(features.length), format.count(candidates.length));
      error.textContent = "";
      boxes.replaceChildren(...candidates.map((column) => {
        const box = h("input", { focusKey: `feature-${column}`, attrs: { type: "checkbox", checked: features.includes(column) } });
        box.addEventListener("change", () => {
          const chosen = candidates.filter((other) => (other === column ? box.checked : features.includes(other)));
          if (chosen.length > 0) return void actions.train(chosen);
          box.checked = true;
          error.textContent = t.oneFeature;
        });
        return h("label", { class: "group-name" }, box, column);
      }));
    },
  };
}
