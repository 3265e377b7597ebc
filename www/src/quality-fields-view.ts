// The fields of the table: how far each is filled, how many values it has, its score; and, of the one that is chosen, what it holds.
import type { ColumnProfile, TableProfile } from "custometry";
import { data, focusKeyOf, focusOn, h, keepFocus, memo } from "./dom";
import { valueText } from "./i18n-quality";
import type { Dataset, Problem } from "./messages";
import type { QualityPage } from "./messages-quality";
import { problemNote } from "./problem-note";
import { shareBar } from "./share-bar";
import type { View, ViewContext } from "./view";

export function qualityFieldsView({ t: texts, format, actions: { quality: actions } }: ViewContext): View {
  const t = texts.quality;
  const body = h("div", {});
  const element = h("section", { class: "card", attrs: { id: "quality-fields", "aria-labelledby": "quality-fields-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "quality-fields-heading" } }, t.fieldsHeading)), h("p", { class: "note" }, t.fieldsNote), body);

  let opener: string | undefined;
  const look = async (column: string) => {
    opener = focusKeyOf(document.activeElement);
    await actions.profile(column);
    document.querySelector("#quality-profile")?.scrollIntoView({ block: "nearest" });
    focusOn("quality-profile-heading");
  };
  const head = t.fieldColumns;
  const show = memo((page: QualityPage | null, dataset: Dataset | null, open: string | null) => {
    if (page === null || dataset === null) return;
    const fields = new Map(page.fields.map((field) => [field.column, field]));
    const failures = new Map(page.byColumn.map(({ column, failures }) => [column, failures]));
    // A column that no check looks at can still be looked at.
    const rows = dataset.columns.map(({ name }) => {
      const field = fields.get(name);
      const failing = failures.get(name) ?? 0;
      return h("tr", { attrs: { "data-row": name, class: name === open ? "open" : null } },
        h("th", { class: "text", attrs: { scope: "row" } }, h("button", { class: "segment-name", focusKey: `field-${name}`, attrs: { type: "button", title: t.openProfile(name) }, on: { click: () => void look(name) } }, name)),
        h("td", {}, field === undefined || field.fillRate === null ? "–" : h("span", { class: "bar-cell" }, shareBar(field.fillRate), data(field.fillRate, format.share(field.fillRate)))),
        h("td", {}, field === undefined ? "–" : data(field.distinct, format.count(field.distinct))),
        h("td", {}, field === undefined ? "–" : data(failing, format.count(failing))),
        h("td", {}, field === undefined || field.score === null ? "–" : data(field.score, format.tenths(field.score))));
    });
    keepFocus(() => body.replaceChildren(h("div", { class: "table-scroll", focusKey: "fields-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.fieldsHeading } },
      h("table", {},
        h("caption", { class: "visually-hidden" }, t.fieldsHeading),
        h("thead", {}, h("tr", {}, ...[head.column, head.fillRate, head.distinct, head.failures, head.score].map((title, i) => h("th", { class: i === 0 ? "text" : "", attrs: { scope: "col" } }, title)))),
        h("tbody", {}, ...rows)))));
  });

  const heading = h("h2", { focusKey: "quality-profile-heading", attrs: { id: "quality-profile-heading", tabindex: -1 } });
  const close = () => {
    void actions.profile(null);
    if (opener !== undefined) focusOn(opener);
  };
  const failed = h("div", {});
  const content = h("div", {});
  const profile = h("section", { class: "card", attrs: { id: "quality-profile", "aria-labelledby": "quality-profile-heading" } },
    h("header", { class: "card-head" }, heading, h("div", { class: "actions" }, h("button", { class: "quiet", focusKey: "profile-close", attrs: { type: "button" }, on: { click: close } }, texts.close))), failed, content);

  const fact = (kind: string, title: string, value: Node | string | null) => value !== null && h("div", { attrs: { "data-fact": kind } }, h("dt", {}, title), h("dd", {}, value));
  const count = (value: number | null) => (value === null ? null : data(value, format.count(value)));
  const number = (value: number | null) => (value === null ? null : data(value, format.number(value)));
  const cell = (value: unknown) => (value === null || value === undefined ? null : typeof value === "number" ? number(value) : valueText(value));
  const table = (key: string, title: string, head: readonly string[], rows: readonly (readonly (Node | string)[])[], note?: string, foot?: string) =>
    h("div", { class: "part" }, h("h3", {}, title), note !== undefined && h("p", { class: "note" }, note),
      h("div", { class: "table-scroll", focusKey: key, attrs: { tabindex: 0, role: "group", "aria-label": title } },
        h("table", {}, h("caption", { class: "visually-hidden" }, title),
          h("thead", {}, h("tr", {}, ...head.map((text, i) => h("th", { class: i === 0 ? "text" : "", attrs: { scope: "col" } }, text)))),
          h("tbody", {}, ...rows.map((cells) => h("tr", {}, ...cells.map((one, i) => (i === 0 ? h("th", { class: "text profile-value", attrs: { scope: "row" } }, one) : h("td", {}, one)))))))),
      foot !== undefined && h("p", { class: "note" }, foot));
  const counted = (entries: readonly { text: string; count: number }[], rows: number) =>
    entries.map(({ text, count: times }) => [text, data(times, format.count(times)), h("span", { class: "bar-cell" }, shareBar(rows === 0 ? null : times / rows), format.share(rows === 0 ? null : times / rows))]);

  const fill = memo((page: TableProfile | null, name: string | null) => {
    const column = page?.columns.find((one) => one.name === name);
    heading.textContent = name === null ? "" : t.profileHeading(name);
    if (page === null || column === undefined) return content.replaceChildren();
    content.replaceChildren(facts(column), h("div", { class: "lead-parts" }, ...parts(column, page)),
      ...(page.duplicateRows > 0 ? [h("p", { class: "note" }, t.duplicateRows(format.count(page.duplicateRows)))] : []));
  });
  const facts = (column: ColumnProfile) => {
    const { type, nulls, blanks, distinct, unique, min, max, mean, standardDeviation, zeros, negatives, padded, lengths, meaning } = column;
    const found = [
      fact("type", t.rowsWith, t.types[type]), fact("nulls", t.nulls, count(nulls)), fact("blanks", t.blanks, count(blanks)), fact("distinct", t.distinct, count(distinct)), fact("unique", t.once, count(unique)),
      fact("meaning", t.meaning, meaning === null ? null : t.meaningShare(t.meanings[meaning.kind] ?? meaning.kind, format.share(meaning.share))),
      fact("min", t.smallest, cell(min)), fact("max", t.largest, cell(max)), fact("mean", t.mean, number(mean)), fact("standardDeviation", t.standardDeviation, number(standardDeviation)),
      fact("zeros", t.zeros, count(zeros)), fact("negatives", t.negatives, count(negatives)), fact("padded", t.padded, count(padded)),
      fact("lengths", t.lengths, lengths === null ? null : t.lengthsOf(format.count(lengths.min), format.count(lengths.max), format.number(lengths.mean))),
    ];
    return h("dl", { class: "facts-line" }, ...found);
  };
  const parts = ({ top, patterns, otherPatterns, quantiles }: ColumnProfile, { rows, quantileLevels }: TableProfile) => [
    ...(top.length === 0 ? [] : [table("profile-top", t.topHeading, [t.value, t.rows, t.share], counted(top.map(({ value, count }) => ({ text: valueText(value), count })), rows))]),
    ...(patterns.length === 0 ? [] : [table("profile-patterns", t.patternsHeading, [t.pattern1, t.rows, t.share], counted(patterns.map(({ pattern, count }) => ({ text: pattern, count })), rows), t.patternsNote, otherPatterns > 0 ? t.otherPatterns(format.count(otherPatterns)) : undefined)]),
    ...(quantiles === null ? [] : [table("profile-quantiles", t.quantilesHeading, [t.quantile, t.value], quantiles.map((value, i) => [format.percent(quantileLevels[i] ?? 0), data(value, format.number(value))]))]),
  ];
  const fail = memo((problem: Problem | null) => failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts)])));
  return {
    element: h("div", { class: "panel" }, element, profile),
    update: ({ customers, quality: { busy, page, profile: state } }) => {
      element.hidden = page === null;
      element.setAttribute("aria-busy", String(busy !== null));
      show(page, customers.dataset, state.column);
      profile.hidden = page === null || state.column === null;
      profile.setAttribute("aria-busy", String(state.busy));
      fail(state.problem);
      fill(state.page, state.column);
    },
  };
}
