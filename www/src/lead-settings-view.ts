// Which columns of the file the page and the cards mean, and how leads are read: every change takes effect at once.
import { asOfField } from "./as-of-field";
import { h, memo } from "./dom";
import { selectField, type SelectField } from "./fields";
import { dateOrders } from "./messages";
import type { LeadDataset } from "./messages-leads";
import type { View, ViewContext } from "./view";

export function leadSettingsView({ t: texts, actions: { leads: actions } }: ViewContext): View {
  const t = texts.leads;
  const asOf = asOfField({ key: "lead-asOf", t: texts, hint: t.asOfHint, onChoose: (asOf) => actions.setOptions({ asOf }) });
  const onInvalid = selectField({ key: "lead-onInvalid", label: texts.onInvalid, choices: [["throw", texts.onInvalids.throw], ["skip", texts.onInvalids.skip]], onChange: (onInvalid) => actions.setOptions({ onInvalid }) });
  const dateOrder = selectField({ key: "lead-dateOrder", label: texts.dateOrder, choices: dateOrders.map((order) => [order, texts.dateOrders[order]]), onChange: (dateOrder) => actions.setOptions({ dateOrder }) });
  const options = h("section", { class: "card", attrs: { "aria-labelledby": "lead-options-heading" } },
    h("h2", { attrs: { id: "lead-options-heading" } }, t.optionsHeading), h("div", { class: "fields" }, asOf.element, onInvalid.element, dateOrder.element));
  const body = h("div", { class: "fields" });
  const columns = h("section", { class: "card", attrs: { "aria-labelledby": "lead-columns-heading" } },
    h("h2", { attrs: { id: "lead-columns-heading" } }, texts.columnsHeading), h("p", { class: "note" }, t.columnsNote),
    h("details", { class: "values" }, h("summary", { focusKey: "lead-columns" }, t.columnsShow), body));
  const element = h("div", { class: "side" }, options, columns);

  let fields: [string, SelectField<string>][] = [];
  const build = memo((dataset: LeadDataset | null) => {
    const columns = dataset?.columns ?? [];
    fields = (dataset?.known ?? []).map((known) => {
      const choices = columns.map(({ name }, i): [string, string] => [String(i), name]);
      return [known, selectField({ key: `lead-map-${known}`, label: known, choices: [["", t.noColumn], ...choices], onChange: (value) => actions.setMapping(known, columns[Number(value || NaN)]?.name ?? null) })];
    });
    body.replaceChildren(...fields.map(([, { element }]) => element));
  });
  return {
    element,
    update: ({ tab, leads: { dataset, mapping, options, page } }) => {
      element.hidden = tab !== "leads";
      columns.hidden = dataset === null;
      build(dataset);
      for (const [known, field] of fields) {
        const position = dataset?.columns.findIndex(({ name }) => name === mapping[known]) ?? -1;
        field.set(position < 0 ? "" : String(position));
      }
      asOf.set(options.asOf, page?.asOf ?? null);
      onInvalid.set(options.onInvalid);
      dateOrder.set(options.dateOrder);
    },
  };
}
