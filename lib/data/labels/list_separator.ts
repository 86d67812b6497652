/**
 * What stands between the labels of a cell, where nobody says.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";

/** Marks that no label has, and so stand between labels; some of other scripts. */
const CERTAIN = ["|", ";", "\n", "\t", "\uff5c", "\uff1b", "\u00a6"] as const;

/** Marks that may stand between labels or within one. */
const COMMAS = [",", "\uff0c", "\u3001"] as const;

/** The marks of a cell that stand between labels for certain, but for blanks around another. */
export function certainMarks(cell: string): readonly string[] {
  const bare = cell.replace(/\s*([|;])\s*/g, "$1").trim();
  return CERTAIN.filter((mark) => bare.includes(mark));
}

/**
 * The separator of a column of lists: `|`, or where no cell has one, `;`, a line break or a tab,
 * with a note. Cells in brackets or quotes say it themselves.
 *
 * @param table Names the table, for messages
 * @throws {InputError} if cells have several of these marks, or commas and none of them:
 * `Effusion, left` may be one label or two
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
  const [separator, other] = new Set(plain.flatMap(certainMarks));
  const comma = COMMAS.find((mark) => cellWith(mark) !== undefined);
  if (other !== undefined) throw severalMarks(table, column, cellWith(other)!, [separator!, other]);
  if (separator === "|" || separator === undefined && comma === undefined) return "|";
  if (separator !== undefined) {
    onWarning?.(
      `the labels in "${column}" of ${table} are taken apart at ${
        JSON.stringify(separator)
      }, such ` +
        `as ${JSON.stringify(cellWith(separator))} (data.columns.labels.separator)`,
    );
    return separator;
  }
  throw new InputError(
    `Cannot read labels: the column "${column}" of ${table} has cells such as ` +
      `${
        JSON.stringify(cellWith(comma!))
      }; set data.columns.labels.separator to what stands between ` +
      `labels, such as ${JSON.stringify(comma)}, or to "|" if this is one label`,
  );
}

function severalMarks(
  table: string,
  column: string,
  cell: string,
  marks: readonly string[],
): InputError {
  const [one, other] = marks.map((mark) => JSON.stringify(mark));
  return new InputError(
    `Cannot read labels: the column "${column}" of ${table} has cells with ${one} and with ${other} ` +
      `between labels, such as ${
        JSON.stringify(cell)
      }; write the same in all, or name what stands ` +
      "between labels as data.columns.labels.separator",
  );
}
