/**
 * Numbers in the cells of tables, with a decimal point or a decimal comma.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import type { Table } from "./table.ts";

const POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?$/i;
/** As 1,234 is: a thousand and more, or one and a bit. */
const EITHER = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/**
 * A reader of a table's numbers, to be asked cell by cell: it gives the number in a cell, undefined
 * where there is none. `0,5` is a half. In a table separated by semicolons, which spreadsheets write
 * because the comma is taken, so is `1,234` of the size of one; elsewhere that is an error.
 *
 * @returns A function that throws InputError where a number may mean two things: `1,234`, or both
 * `0,5` and `0.5` in one table
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { numberReader } from "./numbers.ts";
 *
 * const read = numberReader({ name: "a.csv", separator: ";" });
 * assertEquals(["1", "0,5", " -1 ", "", "1.234,5"].map(read), [1, 0.5, -1, undefined, undefined]);
 * ```
 */
export function numberReader(
  { name, separator = "," }: Pick<Table, "name" | "separator">,
): (cell: string) => number | undefined {
  let [withPoint, withComma]: [string?, string?] = [];
  return (cell) => {
    const text = cell.trim();
    if (POINT.test(text)) {
      if (withPoint === undefined && text.includes(".")) withPoint = text;
      if (withComma !== undefined && withPoint !== undefined) {
        throw bothMarks(name, withPoint, withComma);
      }
      return Number(text);
    }
    if (!COMMA.test(text)) return undefined;
    if (separator !== ";" && EITHER.test(text)) {
      const [thousands, parts] = [text.replace(",", ""), text.replace(",", ".")];
      throw new InputError(
        `Cannot read "${name}": "${text}" may be ${thousands} or ${parts}; write it without the comma`,
      );
    }
    withComma ??= text;
    if (withPoint !== undefined) throw bothMarks(name, withPoint, withComma);
    return Number(text.replace(",", "."));
  };
}

function bothMarks(name: string, withPoint: string, withComma: string): InputError {
  return new InputError(
    `Cannot read "${name}": it writes numbers both as "${withPoint}" and as "${withComma}"; write ` +
      "all with a decimal point, and none with a mark between thousands",
  );
}
