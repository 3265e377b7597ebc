// An error as something that the page can be told.
import { CustometryError } from "custometry";
import type { Problem } from "../messages";
import { PageError } from "./page-error";

export function problemOf(error: unknown): Problem {
  if (error instanceof PageError) return { code: error.code, message: error.message };
  if (!(error instanceof CustometryError)) return { code: "internal", message: error instanceof Error ? error.message : String(error) };
  const { code, message, column, row, help } = error;
  const problem: Problem = { code, message };
  if (column !== undefined) problem.column = column;
  if (help !== undefined) problem.help = help;
  if (row !== undefined) problem.row = row;
  return problem;
}
