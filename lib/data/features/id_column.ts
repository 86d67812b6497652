/**
 * Which column of a table of features holds the film ids, and which counts the rows.
 *
 * @module
 */

/** What people and programs call the column of film ids. */
export const ID_NAMES =
  /^(id|ids|index|uid|name|path|key|(film|image|file|study|dicom|instance|sop|sample)s?([ _-]?(id|ids|index|name|names|path|uid))?)$/i;

/** A column of a table. */
export interface FeatureColumn {
  /** "" where it has none. */
  readonly name: string;
  readonly cells: readonly unknown[];
}

/**
 * The column that is named, else the one called `id` in any case of letters, else the only one that
 * holds no numbers, else the only one that is called as ids are, such as `image_id`, else the first.
 *
 * @param isNumber Whether a cell is a number, or a list of them
 * @returns Its number, −1 where there is none of the name
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { idColumnOf } from "./id_column.ts";
 *
 * const columns = [{ name: "f0", cells: [3] }, { name: "image", cells: ["a.png"] }];
 * const isNumber = (cell: unknown) => typeof cell === "number";
 * assertEquals(idColumnOf(columns, isNumber), 1);
 * assertEquals(idColumnOf(columns, isNumber, "f0"), 0);
 * ```
 */
export function idColumnOf(
  columns: readonly FeatureColumn[],
  isNumber: (cell: unknown) => boolean,
  named?: string,
): number {
  if (named !== undefined) return columns.findIndex(({ name }) => name === named);
  const called = columns.findIndex(({ name }) => name.toLowerCase() === "id");
  if (called >= 0) return called;
  const texts = [...columns.keys()].filter((i) => !columns[i]!.cells.every(isNumber));
  if (texts.length === 1) return texts[0]!;
  const among = texts.length > 1 ? texts : [...columns.keys()];
  const usual = among.filter((i) => ID_NAMES.test(columns[i]!.name));
  return usual.length === 1 ? usual[0]! : 0;
}

/** Names that pandas and R give, or do not give, to the numbers of the rows. */
const INDEX_NAME = /^(|Unnamed: \d+(\.\d+)?|__index_level_0__|index|level_0|rownames)$/;

/** Whether a column is the numbers of the rows, from 0 or 1, that pandas and R write beside the others. */
export function countsRows({ name, cells }: FeatureColumn): boolean {
  const first = Number(cells[0]);
  return INDEX_NAME.test(name) && (first === 0 || first === 1) &&
    cells.every((cell, i) => Number(cell) === first + i);
}
