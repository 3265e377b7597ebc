// A sortable table: headers are buttons, numbers are <data> elements, and the first column names its row.
import { append, data, h } from "./dom";
import type { Texts } from "./i18n";
import type { Sort } from "./messages";

export interface Column<Row, Key extends string> {
  key: Key;
  title: string;
  /** Text columns stand at the start, numbers at the end. */
  text?: boolean;
  /** Whether a number is first wanted from the smallest: a rank is. */
  ascending?: boolean;
  /** What the cell holds; a number comes with its formatted text. */
  cell(row: Row): Node | string | { value: number; text: string };
}

export interface TableProps<Row, Key extends string> {
  caption: string;
  columns: Column<Row, Key>[];
  rows: readonly Row[];
  sort: Sort<Key>;
  onSort(sort: Sort<Key>): void;
  /** Marks the row as the open one. */
  isOpen?(row: Row): boolean;
  rowKey(row: Row): string;
  foot?: Row;
  t: Texts;
  /** Prefix of the focus keys of the headers. */
  name: string;
}

export function tableElement<Row, Key extends string>(props: TableProps<Row, Key>): HTMLElement {
  const { caption, columns, rows, foot, isOpen, rowKey, name } = props;
  const cells = (row: Row) => columns.map((column, i) => cellElement(column, row, i === 0));
  const table = h("table", {},
    h("caption", { class: "visually-hidden" }, caption),
    h("thead", {}, h("tr", {}, ...columns.map((column) => headerCell(column, props)))),
    h("tbody", {}, ...rows.map((row) => h("tr", { attrs: { "data-row": rowKey(row), class: isOpen?.(row) === true ? "open" : null } }, ...cells(row)))),
  );
  if (foot !== undefined) append(table, [h("tfoot", {}, h("tr", {}, ...cells(foot)))]);
  // A scroll area has to be reachable by keyboard.
  return h("div", { class: "table-scroll", focusKey: `${name}-scroll`, attrs: { tabindex: 0, role: "group", "aria-label": caption } }, table);
}

function headerCell<Row, Key extends string>({ key, title, text, ascending }: Column<Row, Key>, { sort, onSort, t, name }: TableProps<Row, Key>): HTMLElement {
  const sorted = sort.key === key;
  // Numbers are first wanted from the largest, names from the first letter.
  const descending = sorted ? !sort.descending : text !== true && ascending !== true;
  const button = h("button", { class: "sort", focusKey: `${name}-sort-${key}`, attrs: { type: "button", title: t.sortBy(title) }, on: { click: () => onSort({ key, descending }) } },
    title, h("span", { class: "arrow", attrs: { "aria-hidden": "true" } }, sorted ? (sort.descending ? "▼" : "▲") : "▽"));
  return h("th", { attrs: { scope: "col", class: text === true ? "text" : null, "aria-sort": sorted ? (sort.descending ? "descending" : "ascending") : null } }, button);
}

function cellElement<Row, Key extends string>({ cell, text }: Column<Row, Key>, row: Row, first: boolean): HTMLElement {
  const content = cell(row);
  const child = typeof content === "string" || content instanceof Node ? content : data(content.value, content.text);
  const attrs = { class: text === true ? "text" : null };
  return first ? h("th", { attrs: { scope: "row", ...attrs } }, child) : h("td", { attrs }, child);
}
