// What the columns of the table of customers are, for the search for duplicates.
import type { FieldKind } from "custometry";
import { h, memo } from "./dom";
import { selectField, type SelectField } from "./fields";
import type { Dataset } from "./messages";
import { fieldKinds } from "./messages-duplicates";
import type { View, ViewContext } from "./view";

export function duplicatesSettingsView({ t: texts, actions: { duplicates: actions } }: ViewContext): View {
  const t = texts.duplicates;
  const body = h("div", { class: "fields" });
  const others = h("div", { class: "fields" });
  const element = h("section", { class: "card", attrs: { "aria-labelledby": "duplicate-columns-heading" } },
    h("h2", { attrs: { id: "duplicate-columns-heading" } }, texts.columnsHeading), h("p", { class: "note" }, t.columnsNote), body, others);

  let kinds: [string, SelectField<FieldKind | "">][] = [];
  let [key, updatedAt]: (SelectField<string> | null)[] = [null, null];
  let columns: Dataset["columns"] = [];
  const build = memo((dataset: Dataset | null) => {
    columns = dataset?.columns ?? [];
    const choices: [FieldKind | "", string][] = [["", t.notCompared], ...fieldKinds.map((kind): [FieldKind, string] => [kind, t.kinds[kind]])];
    kinds = columns.map(({ name }, i) => [name, selectField({ key: `duplicate-kind-${i}`, label: name, choices, onChange: (kind) => actions.setField(name, kind === "" ? null : kind) })]);
    const named = (dates: boolean) => columns.flatMap(({ name, type }, i): [string, string][] => (!dates || type === "date" || type === "string" ? [[String(i), name]] : []));
    key = selectField({ key: "duplicate-key", label: t.key, choices: [["", t.keyNone], ...named(false)], onChange: (value) => actions.setSettings({ key: columns[Number(value || NaN)]?.name ?? null }) });
    updatedAt = selectField({ key: "duplicate-updatedAt", label: t.updatedAt, choices: [["", t.updatedAtNone], ...named(true)], onChange: (value) => actions.setSettings({ updatedAt: columns[Number(value || NaN)]?.name ?? null }) });
    body.replaceChildren(...kinds.map(([, { element }]) => element));
    others.replaceChildren(key.element, updatedAt.element);
  });
  const place = (name: string | null) => {
    const found = columns.findIndex((column) => column.name === name);
    return found < 0 ? "" : String(found);
  };
  return {
    element,
    update: ({ tab, customers: { dataset }, duplicates: { settings } }) => {
      element.hidden = tab !== "duplicates" || dataset === null;
      build(dataset);
      for (const [name, field] of kinds) field.set(settings.fields[name] ?? "");
      key?.set(place(settings.key));
      updatedAt?.set(place(settings.updatedAt));
    },
  };
}
