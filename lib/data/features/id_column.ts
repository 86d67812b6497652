/**
 * Which column of a table of features holds the film ids, and which counts the rows.
 *
 * @module
 */

/** A column of a table. */
export interface FeatureColumn {
  /** "" where it has none. */
  readonly name: string;
  readonly cells: readonly unknown[];
}

/**
 * The column that is named, else the one called `id` in any case of letters, else the only one that
 * holds no numbers, else the first.
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
  return texts.length === 1 ? texts[0]! : 0;
}

/** Names that pandas gives, or does not give, to the numbers of the rows. */
const INDEX_NAMES = ["", "Unnamed: 0", "__index_level_0__"];

/** Whether a column is the numbers of the rows that pandas writes beside the columns. */
export function countsRows({ name, cells }: FeatureColumn): boolean {
  return INDEX_NAMES.includes(name) && cells.every((cell, i) => Number(cell) === i);
}
