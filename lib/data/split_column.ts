/**
 * Official splits that a column of a table gives, such as MIMIC-CXR-JPG's.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import type { Side } from "./split.ts";
import type { TextOptions } from "./tables/encoding.ts";
import { readTable } from "./tables/parse_table.ts";
import { columnCells, rowName, type Table } from "./tables/table.ts";

/** What the words of such columns mean, in lower case. */
const SIDES: ReadonlyMap<string, Side> = new Map([
  ...["train", "training"].map((word) => [word, "train"] as const),
  ...["validate", "validation", "valid", "val", "dev", "development"]
    .map((word) => [word, "validation"] as const),
  ...["test", "testing", "query"].map((word) => [word, "query"] as const),
]);

/** A table with a row for each film, and what two of its columns hold. */
export interface SplitColumn {
  readonly table: string;
  /** The films' ids. */
  readonly id: string;
  /** What each film is for. */
  readonly column: string;
}

/**
 * What each film of a table is for; films whose cell is empty are in no part.
 *
 * @throws {InputError} see {@linkcode sidesOf}, or if the file cannot be read
 */
export async function readSplitColumn(
  { table, ...columns }: SplitColumn,
  options: TextOptions = {},
): Promise<ReadonlyMap<string, Side>> {
  return sidesOf(await readTable(table, "the split", options), columns);
}

/**
 * The same, of a table that was read.
 *
 * @throws {InputError} if a column is missing, a word is none of `train`, `validate`, `test` and the
 * like, or a film has two
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sidesOf } from "./split_column.ts";
 * import { parseTable } from "./tables/parse_table.ts";
 *
 * const table = parseTable("dicom_id,split\na,train\nb,validate\nc,test\n", "split.csv");
 * const sides = sidesOf(table, { id: "dicom_id", column: "split" });
 * assertEquals([...sides.values()], ["train", "validation", "query"]);
 * ```
 */
export function sidesOf(
  table: Table,
  { id, column }: Omit<SplitColumn, "table">,
): ReadonlyMap<string, Side> {
  const sides = new Map<string, Side>();
  const words = columnCells(table, column);
  for (const [row, film] of columnCells(table, id).entries()) {
    const word = words[row]!;
    if (word === "") continue;
    const side = SIDES.get(word.toLowerCase());
    const where = `Cannot read the split: ${rowName(row, table)} of "${table.name}"`;
    if (side === undefined) {
      throw new InputError(
        `${where} has "${word}" in the column "${column}"; expected train, validate or test`,
      );
    }
    const before = sides.get(film);
    if (before !== undefined && before !== side) {
      throw new InputError(`${where} puts "${film}" in ${side}, an earlier row in ${before}`);
    }
    sides.set(film, side);
  }
  return sides;
}
