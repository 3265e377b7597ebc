// What the report of data quality is made with: the day that dates are compared with, and the columns that the report is by.
import { asOfField } from "./as-of-field";
import { h, memo } from "./dom";
import { selectField, type SelectField } from "./fields";
import type { Dataset } from "./messages";
import type { QualityColumns } from "./messages-quality";
import { isSample } from "./state";
import type { View, ViewContext } from "./view";

const roles = ["key", "owner", "department"] as const satisfies readonly (keyof QualityColumns)[];

export function qualitySettingsView({ t: texts, actions: { quality: actions } }: ViewContext): View {
  const t = texts.quality;
  const field = (key: string, hint: string, reset: string) => asOfField({ key, t: { ...texts, asOfReset: reset }, hint, onChoose: (asOf) => actions.setAsOf(asOf) });
  // The words differ: of the sample and of a file of the visitor's.
  const [sampleDay, ownDay] = [field("quality-asOf", t.sampleDay, t.useSampleDay), field("quality-asOf-own", t.today, t.useToday)];
  const body = h("div", { class: "fields" });
  const element = h("section", { class: "card", attrs: { "aria-labelledby": "quality-options-heading" } }, h("h2", { attrs: { id: "quality-options-heading" } }, t.optionsHeading), h("div", { class: "fields" }, sampleDay.element, ownDay.element), body);
  let fields: [keyof QualityColumns, SelectField<string>][] = [];
  let columns: Dataset["columns"] = [];
  const build = memo((dataset: Dataset | null) => {
    columns = dataset?.columns ?? [];
    const choices = columns.map(({ name }, i): [string, string] => [String(i), name]);
    fields = roles.map((role) => [role, selectField({ key: `quality-${role}`, label: t[role], choices: [["", t.none], ...choices], onChange: (value) => actions.setColumns({ [role]: columns[Number(value || NaN)]?.name ?? null }) })]);
    body.replaceChildren(...fields.map(([, { element }]) => element));
  });
  return {
    element,
    update: ({ tab, customers: { dataset, source }, quality: { asOf, columns: chosen } }) => {
      element.hidden = tab !== "quality" || dataset === null;
      build(dataset);
      const sample = isSample(source);
      sampleDay.element.hidden = !sample;
      ownDay.element.hidden = sample;
      (sample ? sampleDay : ownDay).set(asOf, actions.ownDay);
      for (const [role, select] of fields) {
        const position = columns.findIndex(({ name }) => name === chosen?.[role]);
        select.set(position < 0 ? "" : String(position));
      }
    },
  };
}
