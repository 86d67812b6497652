import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { fits } from "../../../lib/store/filter/filter.ts";
import { CaseTable } from "../../../lib/store/memory/case_table.ts";
import { fittingRows, maskRows } from "../../../lib/store/memory/filter_mask.ts";
import { LABEL_NAMES, randomCase, randomFilter } from "../random_films.ts";

/** More than one block of them, and no whole number of blocks. */
const ROWS = 5001;

/** A table whose cases repeat those given, every seventh of them removed. */
function tableOf(kinds: readonly Parameters<typeof fits>[1][], rows: number): CaseTable {
  const table = new CaseTable(LABEL_NAMES);
  table.add(Array.from({ length: rows }, (_, row) => ({
    ...kinds[row % kinds.length]!,
    id: String(row),
  })));
  for (let row = 0; row < rows; row += 7) table.remove(row);
  return table;
}

Deno.test("maskRows() and fittingRows() agree with fits() on every row of many blocks", () => {
  const kinds = fc.array(randomCase(), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(kinds, randomFilter(), (kinds, filter) => {
      const table = tableOf(kinds.map((kind) => ({ ...kind, id: "" })), ROWS);
      const mask = new Uint8Array(ROWS).fill(9);
      maskRows(table, filter, mask);
      const isMeant = (row: number) => row % 7 !== 0 && fits(filter, table.at(row));
      assert(mask.every((byte, row) => byte === (isMeant(row) ? 0 : 255)));
      const rows = Array.from({ length: ROWS }, (_, row) => row).filter(isMeant);
      assertEquals([...fittingRows(table, filter)], rows);
      assertEquals([...fittingRows(table, filter, 2500)], rows.filter((row) => row >= 2500));
    }),
    { numRuns: 15 },
  );
});

Deno.test("fittingRows() gives all rows that were not removed where there is no filter", () => {
  const [kind] = fc.sample(randomCase(), 1);
  assertEquals([...fittingRows(tableOf([{ ...kind!, id: "" }], 9), undefined, 2)], [
    2,
    3,
    4,
    5,
    6,
    8,
  ]);
});
