// The leads: sorted and paged by the worker, downloadable as CSV. A lead's name shows what its score is made of.
import { focusOn, h, keepFocus, memo } from "./dom";
import type { LeadKey, LeadListPage, LeadRow, LeadsPage } from "./messages-leads";
import { problemNote } from "./problem-note";
import type { Problem } from "./messages";
import { leadPageSize, type LeadsState } from "./state-leads";
import { tableElement, type Column } from "./table-view";
import type { View, ViewContext } from "./view";

export function leadListView({ t: texts, format, actions }: ViewContext): View {
  const t = texts.leads;
  const download = h("button", { class: "quiet", focusKey: "export-leads", attrs: { type: "button" }, on: { click: () => void actions.download("leads") } }, t.download);
  const failed = h("div", {});
  const body = h("div", {});
  const element = h("section", { class: "card", attrs: { id: "lead-list", "aria-labelledby": "lead-list-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "lead-list-heading" } }, t.listHeading), h("div", { class: "actions" }, download)), failed, body);

  const look = async (row: number) => {
    await actions.leads.look(row);
    document.querySelector("#lead")?.scrollIntoView({ block: "nearest" });
    focusOn("lead-heading");
  };
  const number = (key: LeadKey, title: string, of: (row: LeadRow) => number | null | undefined, show: (value: number) => string): Column<LeadRow, LeadKey> => ({
    key, title, ascending: key === "rank",
    cell: (row) => {
      const value = of(row) ?? null;
      return value === null ? "–" : { value, text: show(value) };
    },
  });
  const columns = ({ dimensions }: LeadsPage, predicted: boolean): Column<LeadRow, LeadKey>[] => [
    {
      key: "lead", title: t.columns.lead, text: true,
      cell: ({ row, lead }) => h("button", { class: "segment-name", focusKey: `lead-${row}`, attrs: { type: "button", title: t.lookAt(lead) }, on: { click: () => void look(row) } }, lead),
    },
    number("rank", t.columns.rank, ({ rank }) => rank, format.count),
    number("score", t.columns.score, ({ score }) => score, format.tenths),
    { key: "tier", title: t.columns.tier, text: true, cell: ({ tier }) => tier ?? "–" },
    ...dimensions.map(({ name, label }, i) => number(`dimension:${name}`, label, ({ dimensions }) => dimensions[i], format.tenths)),
    number("completeness", t.columns.completeness, ({ completeness }) => completeness, format.percent),
    ...(predicted ? [number("probability", t.columns.probability, ({ probability }) => probability, format.share)] : []),
    { key: "disqualified", title: t.columns.disqualified, text: true, cell: ({ disqualified }) => disqualified ?? "" },
  ];
  const button = (key: string, label: string, enabled: boolean, click: () => void) =>
    h("button", { class: "quiet", focusKey: key, attrs: { type: "button", disabled: !enabled }, on: { click } }, label);

  const show = memo((listPage: LeadListPage | null, sort: LeadsState["list"]["sort"], leads: LeadsPage | null, open: number | null) => {
    if (leads === null || listPage === null) return;
    const { from, total, rows, predicted } = listPage;
    keepFocus(() => body.replaceChildren(
      tableElement({
        name: "leads", t: texts, caption: t.listHeading, columns: columns(leads, predicted), rows, sort, onSort: (sort) => actions.leads.sort(sort),
        rowKey: ({ row }) => String(row), isOpen: ({ row }) => row === open,
      }),
      h("footer", { class: "pager" },
        button("leads-previous", texts.previous, from > 0, () => actions.leads.turnPage(Math.max(0, from - leadPageSize))),
        h("span", { class: "range" }, t.range(format.count(Math.min(total, from + 1)), format.count(from + rows.length), format.count(total))),
        button("leads-next", texts.next, from + rows.length < total, () => actions.leads.turnPage(from + leadPageSize)))));
  });
  const fail = memo((problem: Problem | null) => failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts)])));
  return {
    element,
    update: ({ leads: { busy, page, list, open, partProblem } }) => {
      element.setAttribute("aria-busy", String(busy !== null || list.busy || list.page === null));
      fail(partProblem);
      show(list.page, list.sort, page, open?.row ?? null);
    },
  };
}
