// One lead in detail: what its criteria add, in the order of the card, and what each of its values could be changed to.
import type { Cell, Criterion, LeadExplanation, Scorecard, Table } from "custometry";
import { plain } from "../mapping";
import type { LeadChanges, LeadControl, LeadStep } from "../messages-leads";
import { cellText } from "./source";

/** So many different values of a column are offered. */
const mostChoices = 100;

export function stepsOf({ contributions, improvements }: LeadExplanation, { dimensions }: Scorecard, input: Table, row: number): LeadStep[] {
  return dimensions.flatMap(({ name, label, criteria }) => criteria.map(({ column, label: criterion }): LeadStep => {
    const same = (one: { dimension: string; column: string }) => one.dimension === name && one.column === column;
    const found = contributions.find(same);
    return {
      dimension: label ?? name,
      column,
      label: criterion ?? column,
      // A value that the card takes for unknown is shown beside it.
      value: cellText(found?.value ?? cellOf(input, row, column)) || null,
      points: found?.points ?? null,
      contribution: found?.contribution ?? null,
      gain: improvements.find(same)?.gain ?? 0,
    };
  }));
}

export function controlsOf(card: Scorecard, input: Table, row: number, locale: string): LeadControl[] {
  const seen = new Set<string>();
  return card.dimensions.flatMap(({ criteria }) => criteria).flatMap((criterion): LeadControl[] => {
    const { column, label } = criterion;
    if (seen.has(column)) return [];
    seen.add(column);
    const value = cellText(cellOf(input, row, column));
    const kind = criterion.kind === "category" ? "choice" : criterion.kind === "daysUntil" || criterion.kind === "decay" ? "date" : "number";
    return [{ column, label: label ?? column, kind, choices: kind === "choice" ? choicesOf(criterion, input, locale, value) : [], value: kind === "date" ? value.slice(0, 10) : value }];
  });
}

/** The values that leads have, and those that the card knows besides, in the language of the page. */
function choicesOf(criterion: Criterion, input: Table, locale: string, value: string): string[] {
  if (criterion.kind !== "category") return [];
  const type = typeOf(input, criterion.column);
  if (type === "boolean") return ["true", "false"];
  const found = new Set(value === "" ? [] : [value]);
  if (type !== null) for (const cell of input.column(criterion.column) as ArrayLike<Cell> & Iterable<Cell>) {
    if (found.size >= mostChoices) break;
    const text = typeof cell === "number" && Number.isNaN(cell) ? "" : cellText(cell);
    if (text !== "") found.add(text);
  }
  // Of the values that the card knows besides, one for each number of points is enough.
  const pointsOf = new Map(Object.entries(criterion.points).map(([known, points]) => [plain(known), points]));
  const offered = new Set([...found].map((text) => pointsOf.get(plain(text))));
  const chinese = (text: string) => /[^\x20-\x7e]/.test(text);
  const known = Object.entries(criterion.points).filter(([text]) => locale !== "en" || !chinese(text));
  if (locale !== "en") known.sort(([a], [b]) => Number(chinese(b)) - Number(chinese(a)));
  for (const [text, points] of known) {
    if (!offered.has(points)) found.add(text);
    offered.add(points);
  }
  return [...found];
}

/** The texts of the controls as values of the columns. */
export function changesOf(changes: LeadChanges, card: Scorecard, input: Table): Record<string, Cell> {
  const kinds = new Map(card.dimensions.flatMap(({ criteria }) => criteria.map(({ column, kind }) => [column, kind] as const)));
  return Object.fromEntries(Object.entries(changes).map(([column, text]): [string, Cell] => {
    if (text === "") return [column, null];
    const kind = kinds.get(column);
    if (kind === "daysUntil" || kind === "decay") return [column, new Date(text)];
    if (kind !== "category") return [column, Number(text)];
    const type = typeOf(input, column);
    return [column, type === "boolean" ? text === "true" : type === "number" ? Number(text) : text];
  }));
}

const typeOf = (input: Table, name: string) => input.columns.find((column) => column.name === name)?.type ?? null;

function cellOf(input: Table, row: number, column: string): Cell {
  if (typeOf(input, column) === null) return null;
  return input.toRows({ from: row, to: row + 1 })[0]?.[column] ?? null;
}
