/**
 * NIH ChestX-ray14 (Wang et al., CVPR 2017): its metadata table.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import type { Annotations } from "../labels/annotations.ts";
import { CHESTXRAY14_LABELS } from "../dataset.ts";
import { patientsOf } from "../labels/patients.ts";
import { parseAge, parseSex, parseView } from "../labels/strata.ts";
import { columnCells, columnIndex, rowName, type Table, uniqueColumn } from "../tables/table.ts";

/** Whether the header is that of ChestX-ray14's `Data_Entry_2017*.csv`. */
export function isNihTable(table: Table): boolean {
  return ["Image Index", "Finding Labels", "Patient ID"].every((c) => table.header.includes(c));
}

/**
 * The annotations in ChestX-ray14's table, in either published layout: v2020 writes ages as `57`,
 * the table of 2017 as `058Y` with a nameless last column. Films are identified by file name.
 *
 * @throws {InputError} if a column is missing, a film occurs twice or a label is unknown
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseNih } from "./nih.ts";
 * import { parseTable } from "../tables/table.ts";
 *
 * const csv = "Image Index,Finding Labels,Patient ID,Patient Age,Patient Gender,View Position\n" +
 *   "00000001_000.png,Mass|Edema,1,057Y,M,PA\n";
 * const { labels, strata } = parseNih(parseTable(csv, "Data_Entry_2017.csv"));
 * assertEquals(labels.names.filter((_, c) => labels.values[c] === 1), ["Mass", "Edema"]);
 * assertEquals(strata.age[0], 57);
 * ```
 */
export function parseNih(table: Table, onWarning?: (message: string) => void): Annotations {
  const column = (name: string) => columnCells(table, name);
  const ids = uniqueColumn(table, columnIndex(table, "Image Index"));
  return {
    ids,
    patients: patientsOf(ids, column("Patient ID"), { name: table.name, onWarning }),
    labels: {
      names: CHESTXRAY14_LABELS,
      values: parseFindings(column("Finding Labels"), table.name),
    },
    strata: {
      sex: column("Patient Gender").map(parseSex),
      age: Float32Array.from(column("Patient Age"), parseAge),
      view: column("View Position").map(parseView),
    },
  };
}

/** `[n, 14]` of 0 and 1 from cells such as `Mass|Edema` and `No Finding`. */
function parseFindings(cells: readonly string[], name: string): Float32Array {
  const labels: readonly string[] = CHESTXRAY14_LABELS;
  const columnOf = new Map(labels.map((label, column) => [label, column]));
  const values = new Float32Array(cells.length * labels.length);
  for (const [row, cell] of cells.entries()) {
    if (cell === "No Finding") continue;
    for (const label of cell.split("|")) {
      const column = columnOf.get(label);
      if (column === undefined) {
        throw new InputError(
          `Cannot read labels: ${
            rowName(row)
          } of "${name}" names "${label}", which is not one of ` +
            `the 14 ChestX-ray14 labels${didYouMean(label, [...labels, "No Finding"])}`,
        );
      }
      values[row * labels.length + column] = 1;
    }
  }
  return values;
}
