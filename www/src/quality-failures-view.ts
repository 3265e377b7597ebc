// The cells that fail: filtered, a page at a time, and downloadable; and the record that is looked at, whole.
import { focusKeyOf, focusOn, h, keepFocus, memo } from "./dom";
import type { Problem } from "./messages";
import type { FailingCell, FailureFilter, FailureListPage, QualityPage, QualityRowPage } from "./messages-quality";
import { problemNote } from "./problem-note";
import { columnsOf } from "./quality-rules";
import { failurePageSize, type QualityItem, type QualityState } from "./state-quality";
import type { View, ViewContext } from "./view";

export function qualityFailuresView({ t: texts, format, actions }: ViewContext): View {
  const t = texts.quality;
  const download = (what: "quality-failures" | "quality-records", label: string) => h("button", { class: "quiet", focusKey: `export-${what}`, attrs: { type: "button" }, on: { click: () => void actions.download(what) } }, label);
  const filters = h("div", { class: "fields failure-filters" });
  const failed = h("div", {});
  const body = h("div", {});
  const element = h("section", { class: "card", attrs: { id: "quality-failures", "aria-labelledby": "quality-failures-heading" } },
    h("header", { class: "card-head" }, h("h2", { focusKey: "quality-failures-heading", attrs: { id: "quality-failures-heading", tabindex: -1 } }, t.failuresHeading),
      h("div", { class: "actions" }, download("quality-failures", t.downloadFailures), download("quality-records", t.downloadRecords))),
    h("p", { class: "note" }, t.failuresNote), filters, failed, body);

  let opener: string | undefined;
  const look = async (row: number) => {
    opener = focusKeyOf(document.activeElement);
    await actions.quality.look(row);
    document.querySelector("#quality-record")?.scrollIntoView({ block: "nearest" });
    focusOn("quality-record-heading");
  };
  const clear = () => {
    void actions.quality.only({});
    focusOn("quality-failures-heading"); // the button is gone
  };
  const ruleWords = (items: readonly QualityItem[], id: string) => {
    const rule = items.find((item) => item.id === id)?.rule;
    return rule === undefined ? id : `${(rule.check === "compare" ? [rule.left] : columnsOf(rule)).join(" + ")} ${t.rule(rule)}`;
  };

  /** The values are positions, since texts of a file can be anything; "" is all. */
  const choice = <Value extends string>(name: keyof FailureFilter, label: string, chosen: string | null, choices: readonly (readonly [value: Value, text: string, count: number | null])[]) => {
    const position = choices.findIndex(([value]) => value === chosen);
    const select = h("select", { focusKey: `failures-${name}`, attrs: { name: `failures-${name}` }, on: { change: () => void actions.quality.filter({ [name]: choices[Number(select.value || NaN)]?.[0] ?? null }) } },
      h("option", { attrs: { value: "" } }, t.every),
      ...choices.map(([, text, count], i) => h("option", { attrs: { value: i, selected: i === position } }, count === null ? text : `${text} (${format.count(count)})`)));
    return h("label", { class: "field" }, h("span", {}, label), select);
  };
  const showFilters = memo((page: QualityPage | null, filter: FailureFilter, items: readonly QualityItem[]) => {
    if (page === null) return;
    const groups = (by: "owner" | "department") => page.groups.filter((group) => group.by === by).map(({ value }) => [value ?? "", value ?? t.nobody, null] as const);
    const [owners, departments] = [groups("owner"), groups("department")];
    const filtered = Object.values(filter).some((value) => value !== null);
    keepFocus(() => filters.replaceChildren(
      choice("id", t.check, filter.id, page.checks.filter((check) => check.failed > 0).map(({ id, failed }) => [id, ruleWords(items, id), failed])),
      choice("column", t.column, filter.column, page.byColumn.map(({ column, failures }) => [column, column, failures])),
      choice("severity", t.severity, filter.severity, page.bySeverity.map(({ severity, failures }) => [severity, t.severities[severity], failures])),
      ...(owners.length === 0 ? [] : [choice("owner", t.owner, filter.owner, owners)]),
      ...(departments.length === 0 ? [] : [choice("department", t.department, filter.department, departments)]),
      ...(filtered ? [h("button", { class: "link", focusKey: "failures-clear", attrs: { type: "button" }, on: { click: clear } }, t.clearFilter)] : [])));
  });

  const button = (key: string, label: string, enabled: boolean, click: () => void) => h("button", { class: "quiet", focusKey: key, attrs: { type: "button", disabled: !enabled }, on: { click } }, label);
  const head = [t.failureColumns.record, t.failureColumns.column, t.failureColumns.value, t.failureColumns.reason, t.failureColumns.severity];
  const cellRow = ({ row, record, column, id, severity, value, reason }: FailingCell, i: number, open: number | null) =>
    h("tr", { attrs: { "data-row": row, "data-id": id, class: row === open ? "open" : null } },
      h("th", { class: "text", attrs: { scope: "row" } }, h("button", { class: "segment-name", focusKey: `failure-${i}`, attrs: { type: "button", title: t.lookAt(record) }, on: { click: () => void look(row) } }, record)),
      h("td", { class: "text" }, column),
      h("td", { class: "text cell-value" }, value === "" ? h("em", { class: "note" }, t.missing) : value),
      h("td", { class: "text wide reason" }, reason),
      h("td", { class: "text" }, severityMark(severity, t.severities[severity])));
  const show = memo((page: FailureListPage | null, open: number | null) => {
    if (page === null) return;
    const { from, total, rows } = page;
    keepFocus(() => body.replaceChildren(...(total === 0 ? [h("p", { class: "note" }, t.noFailures)] : [
      h("div", { class: "table-scroll", focusKey: "failures-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.failuresHeading } },
        h("table", { class: "failures" },
          h("caption", { class: "visually-hidden" }, t.failuresHeading),
          h("thead", {}, h("tr", {}, ...head.map((title) => h("th", { class: "text", attrs: { scope: "col" } }, title)))),
          h("tbody", {}, ...rows.map((cell, i) => cellRow(cell, i, open))))),
      h("footer", { class: "pager" },
        button("failures-previous", texts.previous, from > 0, () => actions.quality.turnPage(Math.max(0, from - failurePageSize))),
        h("span", { class: "range" }, t.range(format.count(from + 1), format.count(from + rows.length), format.count(total))),
        button("failures-next", texts.next, from + rows.length < total, () => actions.quality.turnPage(from + failurePageSize)))])));
  });
  const fail = memo((problem: Problem | null) => failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts)])));

  const record = recordPart();
  function recordPart() {
    const heading = h("h2", { focusKey: "quality-record-heading", attrs: { id: "quality-record-heading", tabindex: -1 } });
    const close = () => {
      actions.quality.close();
      if (opener !== undefined) focusOn(opener);
    };
    const note = h("p", { class: "note" });
    const table = h("div", { class: "table-scroll", focusKey: "record-scroll", attrs: { tabindex: 0, role: "group", "aria-labelledby": "quality-record-heading" } });
    const section = h("section", { class: "card", attrs: { id: "quality-record", "aria-labelledby": "quality-record-heading" } },
      h("header", { class: "card-head" }, heading, h("div", { class: "actions" }, h("button", { class: "quiet", focusKey: "record-close", attrs: { type: "button" }, on: { click: close } }, texts.close))), note, table);
    const fill = memo(({ row, record, score, cells }: QualityRowPage) => {
      heading.textContent = t.recordHeading(record);
      note.textContent = [score === null ? t.recordNoScore : t.recordNote(format.tenths(score)), t.spreadsheetRow(format.count(row + 2))].join(texts.lifetime.sentences);
      table.replaceChildren(h("table", { class: "record-cells" },
        h("caption", { class: "visually-hidden" }, t.recordHeading(record)),
        h("thead", {}, h("tr", {}, ...[t.column, t.cell, t.problem].map((title) => h("th", { class: "text", attrs: { scope: "col" } }, title)))),
        h("tbody", {}, ...cells.map(({ column, text, failures }) => h("tr", { attrs: { "data-column": column } },
          h("th", { class: "text", attrs: { scope: "row" } }, column),
          h("td", { class: failures.length > 0 ? "text wide bad" : "text wide" }, text === "" ? h("em", { class: "note" }, t.missing) : text),
          h("td", { class: "text wide" }, ...failures.map(({ severity, reason }) => h("p", {}, severityMark(severity, t.severities[severity]), " ", reason))))))));
    });
    return {
      element: section,
      update: (open: QualityState["open"]) => {
        section.hidden = open === null || open.page === null;
        section.setAttribute("aria-busy", String(open?.busy === true));
        if (open !== null && open.page !== null) fill(open.page);
      },
    };
  }

  return {
    element: h("div", { class: "panel" }, element, record.element),
    update: ({ quality: { busy, page, list, open, items } }) => {
      element.hidden = page === null;
      element.setAttribute("aria-busy", String(busy !== null || list.busy || list.page === null));
      fail(list.problem);
      showFilters(page, list.filter, items);
      show(list.page, open?.row ?? null);
      record.update(page === null ? null : open);
    },
  };
}

const severityMark = (severity: string, text: string) => h("span", { class: `severity severity-${severity}` }, text);
