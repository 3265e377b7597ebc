// The form by which a check is added by hand: its kind, its columns, and what the kind needs besides.
import type { ColumnType, Severity } from "custometry";
import { h, keepFocus, memo } from "./dom";
import type { Dataset } from "./messages";
import type { Rule, RuleKind } from "./messages-quality";
import { columnsOf, ruleKinds } from "./quality-rules";
import type { View, ViewContext } from "./view";

type Column = Dataset["columns"][number];
const operators = ["<=", "<", "=", "!=", ">=", ">"] as const;
const types: ColumnType[] = ["number", "date", "boolean", "string"];
const shapes = ["", "person", "company", "email", "phone", "text"] as const;

export function ruleForm({ t: texts, actions: { quality: actions } }: ViewContext): View {
  const t = texts.quality;
  const select = (name: string, label: string, options: readonly (readonly [string, string])[], hint?: string) => {
    const control = h("select", { focusKey: `rule-${name}`, attrs: { name: `rule-${name}` } }, ...options.map(([value, text]) => h("option", { attrs: { value } }, text)));
    return { control, field: field(label, control, hint) };
  };
  const input = (name: string, label: string, type: "text" | "number", hint?: string) => {
    const control = h("input", { focusKey: `rule-${name}`, attrs: { type, name: `rule-${name}`, autocomplete: "off", ...(type === "number" ? { min: 0, step: "any", inputmode: "decimal" } : {}) } });
    return { control, field: field(label, control, hint) };
  };
  const field = (label: string, control: HTMLElement, hint?: string) => h("label", { class: "field" }, h("span", {}, label), control, hint !== undefined && h("small", {}, hint));

  const kind = select("kind", t.kind, ruleKinds.map((value) => [value, t.kinds[value]]));
  const column = select("column", t.column, []);
  const second = select("second", t.alsoColumn, []);
  const third = select("third", t.alsoColumn, []);
  const operator = select("operator", t.operator, operators.map((value) => [value, value]));
  const other = select("other", t.otherColumn, []);
  const values = input("values", t.values, "text", t.valuesHint);
  const pattern = input("pattern", t.pattern, "text");
  const ignoreCase = h("input", { focusKey: "rule-ignoreCase", attrs: { type: "checkbox", name: "rule-ignoreCase" } });
  const ignoreCaseField = h("label", { class: "group-name" }, ignoreCase, t.ignoreCase);
  const min = input("min", t.min, "text", t.boundHint);
  const max = input("max", t.max, "text", t.boundHint);
  const least = input("least", t.min, "number");
  const most = input("most", t.max, "number");
  const type = select("type", t.type, types.map((value) => [value, t.types[value]]));
  const region = input("region", t.region, "text", t.regionHint);
  const days = input("days", t.maxAgeDays, "number");
  const shape = select("as", t.as, shapes.map((value) => [value, t.asChoices[value]]));
  const deviations = input("deviations", t.deviations, "number");
  const severity = select("severity", t.severity, (["error", "warning", "info"] as const).map((value) => [value, t.severities[value]]));
  const mostly = input("mostly", `${t.mostly} (%)`, "number");
  [days.control.value, deviations.control.value, mostly.control.value] = ["365", "3.5", "100"];

  const needs: Partial<Record<RuleKind, HTMLElement[]>> = {
    unique: [second.field, third.field], oneOf: [values.field], matches: [pattern.field, ignoreCaseField], between: [min.field, max.field], length: [least.field, most.field], type: [type.field], phone: [region.field],
    fresh: [days.field], compare: [operator.field, other.field], notJunk: [shape.field], outlier: [deviations.field],
  };
  const extra = [...new Set(Object.values(needs).flat())];
  const chosen = () => kind.control.value as RuleKind;
  const refresh = () => {
    const wanted = needs[chosen()] ?? [];
    for (const part of extra) part.hidden = !wanted.includes(part);
  };
  kind.control.addEventListener("change", refresh);

  const said = h("p", { class: "note", attrs: { role: "status" } });
  const error = h("p", { class: "field-error", attrs: { role: "alert", hidden: true } });
  const form = h("form", { attrs: { novalidate: true } },
    h("div", { class: "fields rule-fields" }, column.field, kind.field, ...extra, severity.field, mostly.field),
    error, h("div", { class: "actions" }, h("button", { class: "primary", focusKey: "rule-add", attrs: { type: "submit" } }, t.add)), said);
  const element = h("details", { class: "values", attrs: { id: "quality-add" } }, h("summary", { focusKey: "quality-add" }, t.addHeading), form);

  let columns: readonly Column[] = [];
  const columnOf = (control: HTMLSelectElement) => columns[Number(control.value || NaN)];
  /** The rule that the fields say, or what is wrong with them. */
  const read = (): Rule | string => {
    const first = columnOf(column.control);
    const one = first?.name ?? "";
    const check = chosen();
    const positive = (control: HTMLInputElement) => (control.valueAsNumber > 0 ? control.valueAsNumber : null);
    switch (check) {
      case "unique": {
        const more = [second, third].flatMap(({ control }) => columnOf(control)?.name ?? []);
        return { check, columns: [...new Set([one, ...more])] };
      }
      case "oneOf": {
        const given = values.control.value.split(/[,，、]/).map((value) => value.trim()).filter((value) => value !== "");
        return given.length === 0 ? t.needValues : { check, column: one, values: given.map((value) => cellOf(value, first?.type)) };
      }
      case "matches":
        return pattern.control.value === "" ? t.needPattern : { check, column: one, pattern: pattern.control.value, ...(ignoreCase.checked ? { flags: "i" } : {}) };
      case "between": {
        const [low, high] = [boundOf(min.control.value), boundOf(max.control.value)];
        return low === null && high === null ? t.needBound : { check, column: one, ...(low === null ? {} : { min: low }), ...(high === null ? {} : { max: high }) };
      }
      case "length": {
        const [low, high] = [least.control.valueAsNumber, most.control.valueAsNumber];
        return Number.isNaN(low) && Number.isNaN(high) ? t.needBound : { check, column: one, ...(Number.isNaN(low) ? {} : { min: low }), ...(Number.isNaN(high) ? {} : { max: high }) };
      }
      case "type":
        return { check, column: one, type: type.control.value as ColumnType };
      case "phone": {
        const code = region.control.value.trim().toUpperCase();
        return { check, column: one, ...(code === "" ? {} : { region: code }) };
      }
      case "fresh": {
        const maxAgeDays = positive(days.control);
        return maxAgeDays === null ? t.needNumber : { check, column: one, maxAgeDays };
      }
      case "compare": {
        const right = columnOf(other.control)?.name;
        return right === undefined || right === one ? t.needOther : { check, left: one, operator: operator.control.value as (typeof operators)[number], right };
      }
      case "notJunk": {
        const as = shape.control.value as (typeof shapes)[number];
        return { check, column: one, ...(as === "" ? {} : { as }) };
      }
      case "outlier": {
        const limit = positive(deviations.control);
        return limit === null ? t.needNumber : { check, column: one, deviations: limit };
      }
      default:
        return { check, column: one };
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const share = mostly.control.valueAsNumber;
    const rule = share >= 0 && share <= 100 ? read() : t.mostlyRule;
    error.hidden = typeof rule !== "string";
    error.textContent = typeof rule === "string" ? rule : "";
    said.textContent = "";
    if (typeof rule === "string") return;
    actions.add(rule, severity.control.value as Severity, share / 100);
    said.textContent = t.added(`${(rule.check === "compare" ? [rule.left] : columnsOf(rule)).join(" + ")} ${t.rule(rule)}`);
  });

  const build = memo((dataset: Dataset | null) => {
    columns = dataset?.columns ?? [];
    const options = columns.map(({ name }, i) => [String(i), name] as const);
    const fill = (control: HTMLSelectElement, choices: readonly (readonly [string, string])[]) => control.replaceChildren(...choices.map(([value, text]) => h("option", { attrs: { value } }, text)));
    keepFocus(() => {
      fill(column.control, options);
      fill(other.control, options);
      for (const { control } of [second, third]) fill(control, [["", t.none], ...options]);
    });
    said.textContent = "";
    refresh();
  });
  return { element, update: ({ customers }) => build(customers.dataset) };
}

/** A value as the column holds it. */
function cellOf(text: string, type: ColumnType | undefined): string | number | boolean {
  if (type === "number" && text !== "" && Number.isFinite(Number(text))) return Number(text);
  return type === "boolean" && /^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : text;
}

/** A number, or a date as it is written; null for nothing. */
function boundOf(text: string): number | string | null {
  const bound = text.trim();
  return bound === "" ? null : Number.isFinite(Number(bound)) ? Number(bound) : bound;
}
