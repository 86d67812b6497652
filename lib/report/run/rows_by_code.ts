/**
 * The rows of a table that a chart of many bars shows.
 *
 * @module
 */
import type { ResultRow } from "../../metrics/mod.ts";
import { ASK_SEPARATOR } from "../../train/evaluate.ts";

/** Those that look at films by their codes or not at all: a bar for each way to ask would hide them. */
export function rowsByCode(rows: readonly ResultRow[]): ResultRow[] {
  return rows.filter(({ name }) => !name.includes(ASK_SEPARATOR));
}
