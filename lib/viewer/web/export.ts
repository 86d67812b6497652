/**
 * The cases found as files: CSV for tables, JSON for programs.
 *
 * @module
 */
import type { HitAnswer, SearchAnswer } from "../schemas.ts";

const COLUMNS = [
  "place",
  "distance",
  "near",
  "relevance",
  "chance",
  "id",
  "patient",
  "findings",
  "unknown",
  "sex",
  "age",
  "view",
  "date",
  "visit",
  "report",
] as const;

/** What the cases were found with, beside what the viewer answers. */
export interface Asked {
  /** What the query is called. */
  readonly query: string;
  /** The filter's text. */
  readonly where: string;
}

/** A table of the cases as they are shown; the findings of a cell are separated by "|". */
export function csvOf(hits: readonly HitAnswer[]): string {
  const rows = hits.map(({ distance, near, relevance, chance, case: one }, at) => [
    at + 1,
    distance,
    near?.chance ?? null,
    relevance,
    chance,
    one.id,
    one.patient,
    one.labels.join("|"),
    one.unknown.join("|"),
    one.sex,
    one.age,
    one.view,
    one.date,
    one.visit,
    one.report,
  ]);
  return [COLUMNS, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");
}

/** What was asked and found, without handles, which the next start of a viewer may not know. */
export function jsonOf(
  { ask, target, query, warnings }: SearchAnswer,
  hits: readonly HitAnswer[],
  { query: name, where }: Asked,
): string {
  const cases = hits.map(({ case: { handle: _, hasImage: __, ...one }, ...hit }) => ({
    ...hit,
    case: one,
  }));
  return JSON.stringify(
    { query: { name, code: query.code, notes: query.notes }, ask, target, where, warnings, cases },
    null,
    2,
  ) + "\n";
}

/**
 * A cell as RFC 4180 has it. Spreadsheets take text that begins like a formula for one, so a quote
 * goes before it (OWASP, "CSV injection").
 */
function cell(value: string | number | null): string {
  if (value === null || typeof value === "number") return String(value ?? "");
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
