// The customers with what is expected of them: sorted and paged by the worker, downloadable as CSV. A customer's name shows that
// customer's P(alive) over time.
import { focusOn, h, keepFocus, memo } from "./dom";
import { usable, type LifetimePage, type ValueKey, type ValueRow } from "./messages-lifetime";
import { pageSize } from "./state";
import type { LifetimeState } from "./state-lifetime";
import { pending } from "./state-retention";
import { tableElement, type Column } from "./table-view";
import type { View, ViewContext } from "./view";

export function lifetimeValuesView({ t: texts, format, actions }: ViewContext): View {
  const t = texts.lifetime;
  const download = h("button", { class: "quiet", focusKey: "export-lifetime", attrs: { type: "button" }, on: { click: () => void actions.download("lifetime") } }, t.download);
  const body = h("div", {});
  const element = h("section", { class: "card", attrs: { id: "values", "aria-labelledby": "values-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "values-heading" } }, t.listHeading), h("div", { class: "actions" }, download)), body);

  const look = async (customer: string) => {
    await actions.lifetime.showCustomer(customer);
    document.querySelector("#alive")?.scrollIntoView({ block: "nearest" });
    focusOn("alive-heading");
  };
  const columns = ({ choices: { timeUnit }, all }: LifetimePage): Column<ValueRow, ValueKey>[] => {
    const number = (key: Exclude<ValueKey, "customerId">, title: string, show: (value: number) => string): Column<ValueRow, ValueKey> => ({ key, title, cell: (row) => (Number.isNaN(row[key]) ? "–" : { value: row[key], text: show(row[key]) }) });
    return [
      {
        key: "customerId", title: t.columns.customerId, text: true,
        cell: ({ customerId }) => h("button", { class: "segment-name", focusKey: `value-${customerId}`, attrs: { type: "button", title: t.lookAt(customerId) }, on: { click: () => void look(customerId) } }, customerId),
      },
      number("frequency", t.columns.frequency, format.count),
      number("idle", t.idle[timeUnit], timeUnit === "day" ? format.count : format.hundredths),
      number("probabilityAlive", t.columns.probabilityAlive, format.share),
      number("expectedPurchases", t.columns.expectedPurchases, format.hundredths),
      ...(usable(all.spend) === null ? [] : [number("expectedSpend", t.columns.expectedSpend, format.money), number("lifetimeValue", t.columns.lifetimeValue, format.money)]),
    ];
  };
  const button = (key: string, label: string, enabled: boolean, click: () => void) =>
    h("button", { class: "quiet", focusKey: key, attrs: { type: "button", disabled: !enabled }, on: { click } }, label);

  const show = memo((list: LifetimeState["list"], lifetime: LifetimePage | null) => {
    if (lifetime === null || list.page === null) return;
    const { from, total, rows } = list.page;
    keepFocus(() => body.replaceChildren(
      tableElement({ name: "values", t: texts, caption: t.listHeading, columns: columns(lifetime), rows, sort: list.sort, onSort: (sort) => actions.lifetime.sortValues(sort), rowKey: ({ customerId }) => customerId }),
      h("footer", { class: "pager" },
        button("values-previous", texts.previous, from > 0, () => actions.lifetime.turnPage(Math.max(0, from - pageSize))),
        h("span", { class: "range" }, texts.range(format.count(from + 1), format.count(from + rows.length), format.count(total))),
        button("values-next", texts.next, from + rows.length < total, () => actions.lifetime.turnPage(from + pageSize)))));
  });
  return {
    element,
    update: ({ lifetime }) => {
      const { page, list } = lifetime;
      element.hidden = page === null || page.forecast === null;
      element.setAttribute("aria-busy", String(pending(lifetime) || list.page === null));
      show(list, page);
    },
  };
}
