// What went wrong, where, and what to do about it; and the question that is left when the header does not tell which column is which.
import { h, memo } from "./dom";
import type { Dataset, Mapping, Problem, Role, Source } from "./messages";
import { chooseFile } from "./picker";
import { previewTable } from "./preview";
import { dataOf, inputOf, isSample, unmappedRoles, type Data, type Input } from "./state";
import type { View, ViewContext } from "./view";

/** Failures that belong to single rows, which can be left out instead. */
const rowCodes = new Set<Problem["code"]>(["bad-date", "bad-number", "wrong-type"]);

export function problemView({ t, format, actions }: ViewContext): View {
  const element = h("section", { class: "card problem", attrs: { role: "alert", hidden: true } });
  const button = (key: string, label: string, click: () => void) => h("button", { class: "quiet", focusKey: key, attrs: { type: "button" }, on: { click } }, label);
  const fact = (title: string, value: Node | string, kind: string) => h("div", { attrs: { "data-fact": kind } }, h("dt", {}, title), h("dd", {}, value));

  const problem = (problem: Problem, source: Source, about: Data) => {
    const { title, help } = t.problems[problem.code];
    const bad = problem.row !== undefined && rowCodes.has(problem.code);
    return [
      h("h2", {}, title),
      h("p", {}, (about === "leads" ? t.leads.help[problem.code] : undefined) ?? help),
      h("dl", { class: "facts" },
        problem.row !== undefined && fact(t.row, t.rowBoth(format.count(problem.row + 2), format.count(problem.row)), "row"),
        problem.column !== undefined && fact(t.column, problem.column, "column"),
        fact(t.detail, h("span", { attrs: { lang: "en" } }, problem.message), "message"),
        problem.help !== undefined && fact(t.help, h("span", { attrs: { lang: "en" } }, problem.help), "help")),
      problem.cells !== undefined && h("div", { class: "table-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.row } },
        h("table", {},
          h("thead", {}, h("tr", {}, ...problem.cells.map(({ column }) => h("th", { attrs: { scope: "col", class: "text" } }, column)))),
          h("tbody", {}, h("tr", {}, ...problem.cells.map(({ column, text }) => h("td", { class: column === problem.column ? "text bad" : "text" }, text)))))),
      h("div", { class: "actions" },
        bad && button("skip-bad-rows", t.skipBadRows, () => actions.skipBadRows()),
        button("problem-choose", t.chooseAnother, () => chooseFile((file) => actions.openSource(file))),
        !isSample(source) && button("problem-sample", t.useSample, () => actions.useSample())),
    ];
  };

  const question = (roles: readonly Role[], dataset: Dataset) => [
    h("h2", {}, t.unmappedTitle),
    h("p", {}, t.unmapped(roles.map((role) => t.roles[role]))),
    h("p", { class: "note" }, t.unmappedHint),
    previewTable(dataset, t.preview),
  ];

  const show = memo((current: Problem | null, dataset: Dataset | null, mapping: Mapping | null, busy: Input["busy"], source: Source, about: Data) => {
    const unmapped = mapping === null ? [] : unmappedRoles({ dataset, mapping, busy });
    const content = current !== null ? problem(current, source, about) : dataset !== null && unmapped.length > 0 ? question(unmapped, dataset) : [];
    element.hidden = content.length === 0;
    element.classList.toggle("question", current === null);
    element.replaceChildren(...content.filter((part) => part !== false));
  });
  return {
    element,
    update: (state) => {
      const { problem, dataset, busy, source } = inputOf(state);
      const about = dataOf(state.tab);
      show(problem, dataset, about === "purchases" ? state.mapping : null, busy, source, about);
    },
  };
}
