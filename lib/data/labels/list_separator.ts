/**
 * What stands between the labels of a cell, where nobody says.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";

/** Marks that no label has, and so stand between labels wherever there is no `|`. */
const CERTAIN = [";", "\n", "\t"] as const;

/**
 * The separator of a column of lists: `|`, or where no cell has one, `;`, a line break or a tab,
 * with a note. Cells in brackets or quotes say it themselves.
 *
 * @param table Names the table, for messages
 * @throws {InputError} if cells have commas and none of these marks: `Effusion, left` may be one
 * label or two
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { separatorOf } from "./list_separator.ts";
 *
 * assertEquals(separatorOf(["Mass|Edema", "Effusion, left"], "the table", "labels"), "|");
 * assertEquals(separatorOf(["Mass; Edema"], "the table", "labels"), ";");
 * ```
 */
export function separatorOf(
  cells: Iterable<string>,
  table: string,
  column: string,
  onWarning?: (message: string) => void,
): string {
  const plain = [...cells].filter((cell) => !/^["']?[[{(]|^\w+\(\s*[[{(]/.test(cell));
  const cellWith = (mark: string) => plain.find((cell) => cell.includes(mark));
  if (cellWith("|") !== undefined) return "|";
  const found = CERTAIN.filter((mark) => cellWith(mark) !== undefined);
  const [separator] = found;
  if (separator !== undefined && found.length === 1) {
    onWarning?.(
      `the labels in "${column}" of ${table} are taken apart at ${
        JSON.stringify(separator)
      }, such ` +
        `as ${JSON.stringify(cellWith(separator))} (data.columns.labels.separator)`,
    );
    return separator;
  }
  const unclear = separator === undefined ? cellWith(",") : cellWith(separator);
  if (unclear === undefined) return "|";
  throw new InputError(
    `Cannot read labels: the column "${column}" of ${table} has cells such as ` +
      `${JSON.stringify(unclear)}; set data.columns.labels.separator to what stands between ` +
      `labels, such as ${JSON.stringify(separator ?? ",")}, or to "|" if this is one label`,
  );
}
