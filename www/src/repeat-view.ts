// The time to the second purchase: the choice of groups, the chart, what it says on one day, and the groups as a table in which
// the visitor chooses the curves.
import { axisDays, lastDay, readingOn } from "./curves";
import { data, h, keepFocus, memo } from "./dom";
import { groupings, type RepeatCurve, type RepeatPage } from "./messages-retention";
import { problemNote } from "./problem-note";
import { repeatChart, type DrawnCurve } from "./repeat-chart";
import { mostLines, pending, type RepeatState } from "./state-retention";
import { swatch } from "./svg";
import { switchOf } from "./switch";
import type { View, ViewContext } from "./view";

/** A list of more groups than this scrolls in itself. */
const longList = 12;

export function repeatView(context: ViewContext): View {
  const { t: { retention: t }, format, actions } = context;
  const grouping = switchOf({ key: "repeat-grouping", label: t.grouping, choices: groupings.map((value) => [value, t.groupings[value]]), onChoose: (value) => actions.retention.setGrouping(value) });
  const download = h("button", { class: "quiet", focusKey: "export-repeat", attrs: { type: "button" }, on: { click: () => void actions.download("repeat") } }, t.downloadRepeat);
  const explanation = h("p", { class: "note" });
  const chart = h("div", { class: "chart" });
  const readout = h("ul", { class: "reading" });
  const hint = h("p", { class: "note" }, t.chartHint);
  const test = h("p", { class: "log-rank" });
  const caution = h("p", { class: "notice" }, t.segmentCaution);
  const groups = h("div", {});
  const valuesBody = h("div", {});
  const values = h("details", { class: "values" }, h("summary", {}, t.valuesHeading), h("p", { class: "note" }, t.valuesNote), valuesBody);
  const failed = h("div", {});
  const result = h("div", { class: "repeat-result" }, chart, readout, hint, test, caution, groups, values);
  const element = h("section", { class: "card", attrs: { id: "repeat", "aria-labelledby": "repeat-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "repeat-heading" } }, t.repeatHeading), h("div", { class: "actions" }, download)),
    h("div", { class: "choices" }, grouping.element), explanation, failed, result);

  let drawn: DrawnCurve[] = [];
  const labelOf = (curve: RepeatCurve) => (curve.group === "" ? t.everyone : curve.label);

  const read = ({ curve }: DrawnCurve, day: number) => {
    const on = readingOn(curve, day);
    return on === null ? `${labelOf(curve)}: –` : t.reading(labelOf(curve), format.share(on.survival), format.share(on.lower), format.share(on.upper), format.count(on.atRisk));
  };
  const say = (day: number | null) => {
    readout.replaceChildren(
      h("li", { class: "reading-day" }, day === null ? t.notYet : t.day(format.count(day))),
      ...drawn.map((one) => h("li", {}, swatch(one.line), day === null ? labelOf(one.curve) : read(one, day))));
  };

  let drawnWidth = 0;
  const draw = () => {
    drawnWidth = chart.clientWidth;
    if (drawnWidth === 0) return; // not shown: the observer calls again
    say(null);
    keepFocus(() =>
      chart.replaceChildren(repeatChart({
        width: drawnWidth, curves: drawn.map(({ curve, line }) => ({ curve: { ...curve, label: labelOf(curve) }, line })), t, format, onDay: say,
        describe: (day) => [t.day(format.count(day)), ...drawn.map((one) => read(one, day))].join(t.and),
      })));
  };
  new ResizeObserver(() => chart.clientWidth !== drawnWidth && draw()).observe(chart);

  const median = ({ median, medianLower, medianUpper }: RepeatCurve) =>
    median === null ? [t.notReached]
      : [data(median, format.number(median)), " ", h("small", {}, t.interval(medianLower === null ? "–" : format.number(medianLower), medianUpper === null ? "∞" : format.number(medianUpper)))];
  const groupTable = ({ curves }: RepeatPage, lines: RepeatState["lines"]) =>
    h("div", { class: curves.length > longList ? "table-scroll short" : "table-scroll", focusKey: "repeat-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.repeatHeading } },
      h("table", {},
        h("caption", { class: "visually-hidden" }, t.repeatHeading),
        h("thead", {}, h("tr", {}, ...[t.group, t.customers, t.again, t.waiting, t.median].map((title, i) => h("th", { class: i === 0 ? "text" : "", attrs: { scope: "col" } }, title)))),
        h("tbody", {}, ...curves.map((curve) => {
          const line = lines.get(curve.group);
          const box = h("input", {
            focusKey: `draw-${curve.group}`,
            attrs: { type: "checkbox", "aria-label": t.drawn(labelOf(curve)), checked: line !== undefined, disabled: line === undefined && lines.size >= mostLines },
            on: { change: () => actions.retention.toggleLine(curve.group) },
          });
          return h("tr", { attrs: { "data-row": curve.group } },
            h("th", { class: "text", attrs: { scope: "row" } }, h("label", { class: "group-name" }, box, line === undefined ? h("span", { class: "line-swatch" }) : swatch(line), labelOf(curve))),
            ...[curve.customers, curve.again, curve.customers - curve.again].map((count) => h("td", {}, data(count, format.count(count)))),
            h("td", {}, ...median(curve)));
        }))));

  const valueTable = () => {
    const days = axisDays(lastDay(drawn.map(({ curve }) => curve)), 10);
    return h("div", { class: "table-scroll", focusKey: "repeat-values", attrs: { tabindex: 0, role: "group", "aria-label": t.valuesHeading } },
      h("table", {},
        h("caption", { class: "visually-hidden" }, t.valuesHeading),
        h("thead", {}, h("tr", {}, h("th", { class: "text", attrs: { scope: "col" } }, t.days), ...drawn.map(({ curve }) => h("th", { attrs: { scope: "col" } }, labelOf(curve))))),
        h("tbody", {}, ...days.map((day) =>
          h("tr", { attrs: { "data-row": day } }, h("th", { class: "text", attrs: { scope: "row" } }, format.count(day)),
            ...drawn.map(({ curve }) => {
              const on = readingOn(curve, day);
              return on === null ? h("td", {}, "–") : h("td", {}, data(on.survival, format.share(on.survival)), " ",
                h("small", {}, `${t.interval(format.share(on.lower), format.share(on.upper))} n = ${format.count(on.atRisk)}`));
            }))))));
  };

  const testText = ({ logRank, curves }: RepeatPage) =>
    logRank === null ? (curves.length < 2 ? t.noTest : "")
      : t.logRank(format.count(curves.length), format.number(logRank.statistic), format.count(logRank.degreesOfFreedom), logRank.pValue < 0.001 ? t.tiny : t.probability(format.probability(logRank.pValue)));

  const show = memo((page: RepeatPage | null, problem: RepeatState["problem"], lines: RepeatState["lines"], chosen: RepeatState["grouping"]) => {
    grouping.set(page?.grouping ?? chosen);
    download.disabled = page === null;
    result.hidden = page === null;
    failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, context.t)]));
    explanation.textContent = page === null ? "" : t.explainRepeat(page.asOf);
    if (page === null) return;
    drawn = page.curves.flatMap((curve) => {
      const line = lines.get(curve.group);
      return line === undefined ? [] : [{ curve, line }];
    });
    draw();
    test.textContent = testText(page);
    caution.hidden = page.grouping !== "segment";
    keepFocus(() => {
      groups.replaceChildren(
        ...(drawn.length === page.curves.length ? [] : [h("p", { class: "note" }, t.someDrawn(format.count(drawn.length), format.count(page.curves.length), format.count(mostLines)))]),
        groupTable(page, lines));
      valuesBody.replaceChildren(valueTable());
    });
  });
  return {
    element,
    update: ({ repeat }) => {
      element.setAttribute("aria-busy", String(pending(repeat)));
      show(repeat.page, repeat.problem, repeat.lines, repeat.grouping);
    },
  };
}
