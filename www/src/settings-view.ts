// Which column is which, and how to analyse: every change takes effect at once.
import { asOfField } from "./as-of-field";
import { h, memo } from "./dom";
import { selectField, type SelectField } from "./fields";
import { dateOrders, type Dataset, type Options, type Role } from "./messages";
import { dataOf, withSegments } from "./state";
import type { View, ViewContext } from "./view";

const roles: Role[] = ["customerId", "date", "amount", "orderId"];

/** The offsets in use in the world. */
const utcOffsets = [
  "-12:00", "-11:00", "-10:00", "-09:30", "-09:00", "-08:00", "-07:00", "-06:00", "-05:00", "-04:00", "-03:30", "-03:00", "-02:00", "-01:00", "+00:00", "+01:00", "+02:00",
  "+03:00", "+03:30", "+04:00", "+04:30", "+05:00", "+05:30", "+05:45", "+06:00", "+06:30", "+07:00", "+08:00", "+08:45", "+09:00", "+09:30", "+10:00", "+10:30", "+11:00",
  "+12:00", "+12:45", "+13:00", "+14:00",
];

const entries = <Key extends string>(texts: Record<Key, string>) => Object.entries(texts) as [Key, string][];

/** Columns: names of columns are free text, so the choices are their positions; "" is none. */
export function mappingView({ t, actions }: ViewContext): View {
  const body = h("div", { class: "fields" });
  const element = h("section", { class: "card", attrs: { "aria-labelledby": "columns-heading" } }, h("h2", { attrs: { id: "columns-heading" } }, t.columnsHeading), body);
  let fields: [Role, SelectField<string>][] = [];
  const build = memo((dataset: Dataset | null) => {
    const columns = dataset?.columns ?? [];
    fields = roles.map((role) => {
      const none: [string, string] = ["", role === "orderId" ? t.roleNone : t.roleChoose];
      const choices = columns.map(({ name }, i): [string, string] => [String(i), name]);
      return [role, selectField({ key: `map-${role}`, label: t.roles[role], choices: [none, ...choices], onChange: (value) => actions.setMapping({ [role]: columns[Number(value || NaN)]?.name ?? null }) })];
    });
    body.replaceChildren(...fields.map(([, { element }]) => element));
  });
  return {
    element,
    update: ({ tab, dataset, mapping }) => {
      element.hidden = dataset === null || dataOf(tab) !== "purchases";
      build(dataset);
      for (const [role, field] of fields) {
        const position = dataset?.columns.findIndex(({ name }) => name === mapping[role]) ?? -1;
        field.set(position < 0 ? "" : String(position));
        field.element.classList.toggle("missing", role !== "orderId" && mapping[role] === null);
      }
    },
  };
}

export function optionsView({ t, actions }: ViewContext): View {
  let options: Options;
  const asOf = asOfField({ key: "opt-asOf", t, hint: t.asOfHint, onChoose: (asOf) => actions.setOptions({ asOf }) });
  const segments = selectField({ key: "opt-segments", label: t.segmentsOption, choices: entries(t.segmentsOptions), onChange: (value) => actions.setOptions(withSegments(options, value)) });
  const binning = selectField({ key: "opt-binning", label: t.binning, choices: entries(t.binnings), onChange: (value) => actions.setOptions({ binning: value }) });
  const bins = selectField({ key: "opt-bins", label: t.bins, choices: Array.from({ length: 9 }, (_, i): [string, string] => [String(i + 2), String(i + 2)]), onChange: (value) => actions.setOptions({ bins: Number(value) }) });
  const monetary = selectField({ key: "opt-monetary", label: t.monetary, choices: entries(t.monetaries), onChange: (value) => actions.setOptions({ monetary: value }) });
  const onInvalid = selectField({ key: "opt-onInvalid", label: t.onInvalid, choices: entries(t.onInvalids), onChange: (value) => actions.setOptions({ onInvalid: value }) });
  const refunds = selectField({ key: "opt-refunds", label: t.retention.refunds, choices: entries(t.retention.refundChoices), onChange: (value) => actions.setOptions({ refunds: value }) });
  const dateOrder = selectField({ key: "opt-dateOrder", label: t.dateOrder, choices: dateOrders.map((order) => [order, t.dateOrders[order]]), onChange: (value) => actions.setOptions({ dateOrder: value }) });
  const utcOffset = selectField({ key: "opt-utcOffset", label: t.utcOffset, hint: t.utcOffsetHint, choices: utcOffsets.map((offset) => [offset, `UTC${offset}`]), onChange: (value) => actions.setOptions({ utcOffset: value }) });
  const element = h("section", { class: "card", attrs: { "aria-labelledby": "options-heading" } },
    h("h2", { attrs: { id: "options-heading" } }, t.optionsHeading),
    h("div", { class: "fields" },
      segments.element,
      h("div", { class: "pair" }, binning.element, bins.element),
      monetary.element,
      asOf.element,
      refunds.element, onInvalid.element, dateOrder.element, utcOffset.element));

  return {
    element,
    update: ({ tab, options: now, analysis }) => {
      options = now;
      element.hidden = dataOf(tab) !== "purchases";
      segments.set(options.segments);
      binning.set(options.binning);
      bins.set(String(options.bins));
      bins.element.hidden = options.binning === "mean" || options.segments === "eight-class";
      monetary.set(options.monetary);
      refunds.set(options.refunds);
      onInvalid.set(options.onInvalid);
      dateOrder.set(options.dateOrder);
      utcOffset.set(options.utcOffset);
      asOf.set(options.asOf, analysis?.asOf ?? null);
    },
  };
}
