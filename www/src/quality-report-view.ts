// The report of data quality: the score with its arithmetic, the figures, and the six dimensions as bars.
import { data, h, keepFocus, memo } from "./dom";
import type { QualityPage } from "./messages-quality";
import { shareBar } from "./share-bar";
import type { View, ViewContext } from "./view";

export function qualityReportView({ t: { quality: t }, format }: ViewContext): View {
  const progress = h("p", { class: "note" });
  const body = h("div", {});
  const element = h("section", { class: "card", attrs: { id: "quality", "aria-labelledby": "quality-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "quality-heading" } }, t.heading)), h("p", { class: "note" }, t.explain), progress, body);

  const figure = (kind: string, title: string, value: Node | string, more?: string) =>
    h("div", { attrs: { "data-figure": kind } }, h("dt", {}, title), h("dd", {}, value, more !== undefined && h("small", {}, more)));
  const report = ({ score, grade, passed, checks, broken, failures, records, rows, dimensions }: QualityPage) => {
    const [worth, earned] = [sum(checks.map((check) => check.worth)), sum(checks.map((check) => check.earned))];
    const tested = sum(checks.map((check) => check.rows));
    const good = checks.filter((check) => check.passed).length;
    return [
      h("div", { class: "quality-score" },
        h("p", { class: "score-line" },
          score === null ? h("span", { class: "score" }, "–") : h("span", { class: "score" }, data(score, format.tenths(score))),
          h("span", { class: "score-words" },
            grade !== null && h("strong", { class: "grade", attrs: { "data-grade": grade } }, t.grade(grade)),
            h("span", {}, t.outOf))),
        h("div", {},
          h("p", { class: "arithmetic" }, score === null ? t.noScore : t.arithmetic(format.number(earned), format.number(worth), format.number(score))),
          h("p", { class: "note" }, t.arithmeticRule),
          checks.length > broken && h("p", { class: "note" }, passed ? t.passed : t.notPassed))),
      broken > 0 && h("p", { class: "notice", attrs: { "data-notice": "broken" } }, t.brokenNotice(format.count(broken))),
      h("dl", { class: "figures" },
        figure("failures", t.failures, data(failures, format.count(failures)), t.failuresShare(format.count(tested))),
        figure("records", t.records, data(records, format.count(records)), `/ ${format.count(rows)}`),
        figure("passed", t.checks, data(good, format.count(good)), `/ ${format.count(checks.length)}`),
        ...(broken > 0 ? [figure("broken", t.broken, data(broken, format.count(broken)))] : [])),
      h("h3", {}, t.dimensionsHeading),
      h("ul", { class: "dimension-bars", attrs: { "aria-label": t.dimensionsHeading } }, ...dimensions.map(({ dimension, score }) =>
        h("li", { attrs: { "data-dimension": dimension } }, h("span", {}, t.dimensions[dimension]), shareBar(score === null ? null : score / 100), h("span", { class: score === null ? "note" : "" }, score === null ? t.notTested : data(score, format.tenths(score)))))),
    ].filter((part) => part !== false);
  };
  const show = memo((page: QualityPage | null) => keepFocus(() => body.replaceChildren(...(page === null ? [] : report(page)))));
  return {
    element,
    update: ({ quality: { busy, page, problem } }) => {
      element.setAttribute("aria-busy", String(busy !== null || (page === null && problem === null)));
      progress.textContent = busy === "suggesting" ? t.suggesting : busy === "checking" ? t.checking : "";
      progress.hidden = progress.textContent === "";
      element.hidden = problem !== null;
      show(page);
    },
  };
}

/** Added in order: the points of checks are whole or half, so that their sum is exact. */
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
