/**
 * Whether the first row of a file of features names its columns, or is a film.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { looksLikeHeader } from "../tables/header.ts";
import { ID_NAMES } from "./id_column.ts";

/** Words for no number. */
const MISSING = /^(|nan|[+-]?inf(inity)?|na|n\/a|none|null)$/i;

/**
 * Whether the first row names the columns. It does where it has a usual name for film ids, or words
 * above numbers; it does not where its cells have the form of those below.
 *
 * @param named The column that is said to hold the ids, which only a header can name
 * @throws {InputError} if it may be either, so that a film could be lost or made of a header
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { firstIsHeader } from "./csv_header.ts";
 *
 * const rows = [["f02", "0.5"], ["f03", "1"]];
 * const about = { path: "features.csv", purpose: "features" };
 * assertEquals(firstIsHeader(["film", "p"], rows, about), true);
 * assertEquals(firstIsHeader(["f01", "0.25"], rows, about), false);
 * ```
 */
export function firstIsHeader(
  first: readonly string[],
  rows: readonly (readonly string[])[],
  { path, purpose, featureIdColumn }: {
    readonly path: string;
    readonly purpose: string;
    readonly featureIdColumn?: string | undefined;
  },
): boolean {
  if (featureIdColumn !== undefined) return true;
  const cells = first.map((cell) => cell.trim());
  const isWord = (cell: string) => Number.isNaN(toNumber(cell)) && !MISSING.test(cell);
  if (cells.some((cell) => ID_NAMES.test(cell))) return true;
  if (!looksLikeHeader(cells, rows)) return false;
  const namesNumbers = cells.some((cell, column) =>
    isWord(cell) && rows.length > 0 && rows.every((row) => !isWord(row[column]?.trim() ?? ""))
  );
  // pandas leaves the name of its index empty, and a film has an id.
  if (namesNumbers || cells[0] === "") return true;
  throw new InputError(
    `Cannot read ${purpose}: the first row of "${path}" may name its columns or be a film: ` +
      `${JSON.stringify(first.join(",").slice(0, 60))}; write names of the columns above it, the ` +
      "one of the film ids being id",
  );
}

/** With a decimal point or a decimal comma; NaN of what is none. */
function toNumber(cell: string): number {
  return cell === "" ? NaN : Number(cell.replace(",", "."));
}
