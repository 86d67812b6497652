/**
 * Labels of studies, and the images of each.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { columnCells, listSome, rowName, type Table } from "./table.ts";

/**
 * A row for each image of the studies that have labels: its own cells, then those of its study. Images
 * without labels are left out, as are studies without an image; a note counts both.
 *
 * @param labels A row, or several, for each study
 * @param images A row for each image
 * @param study The column of the studies, in both tables
 * @throws {InputError} if one lacks the column, no image is of a study with labels, or another column
 * that both have says something else of a study and its image
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { joinStudies } from "./join_studies.ts";
 * import { parseTable } from "./parse_table.ts";
 *
 * const labels = parseTable("study_id,Mass\ns1,1\n", "chexpert.csv");
 * const images = parseTable("dicom_id,study_id\na,s1\nb,s1\n", "metadata.csv");
 * const { header, rows } = joinStudies(labels, images, "study_id");
 * assertEquals(header, ["dicom_id", "study_id", "Mass"]);
 * assertEquals(rows, [["a", "s1", "1"], ["b", "s1", "1"]]);
 * ```
 */
export function joinStudies(
  labels: Table,
  images: Table,
  study: string,
  onWarning?: (message: string) => void,
): Table {
  const labelled = columnCells(labels, study);
  const rowsOf = Map.groupBy(labelled.keys(), (row) => labelled[row]!);
  const shared = labels.header.flatMap((name, own) => {
    const other = images.header.indexOf(name);
    return name === "" || other < 0 ? [] : [{ name, own, other }];
  });
  const added = labels.header.flatMap((name, column) =>
    images.header.includes(name) ? [] : [column]
  );
  const rows: string[][] = [];
  const seen = new Set<string>();
  let unlabelled = 0;
  for (const [row, ofImage] of columnCells(images, study).entries()) {
    const ofStudy = rowsOf.get(ofImage);
    if (ofStudy === undefined) unlabelled++;
    for (const labelRow of ofStudy ?? []) {
      const [cells, more] = [images.rows[row]!, labels.rows[labelRow]!];
      const unlike = shared.find(({ own, other }) => cells[other]!.trim() !== more[own]!.trim());
      if (unlike !== undefined) {
        throw new InputError(
          `Cannot join labels and images: ${rowName(row, images)} of "${images.name}" has ` +
            `"${cells[unlike.other]}" in the column "${unlike.name}", ${
              rowName(labelRow, labels)
            } of ` +
            `"${labels.name}", of the same study "${ofImage}", "${more[unlike.own]}"`,
        );
      }
      seen.add(ofImage);
      rows.push([...cells, ...added.map((column) => more[column]!)]);
    }
  }
  if (rows.length === 0) {
    throw new InputError(
      `Cannot join labels and images: no "${study}" of "${images.name}" is in "${labels.name}", ` +
        `which names ${listSome([...rowsOf.keys()], 3)}`,
    );
  }
  const imageless = rowsOf.size - seen.size;
  if (unlabelled > 0 || imageless > 0) {
    onWarning?.(
      `${unlabelled} of ${images.rows.length} images of "${images.name}" are of a study without ` +
        `labels, and ${imageless} of ${rowsOf.size} studies of "${labels.name}" have no image: they ` +
        `are left out`,
    );
  }
  const header = [...images.header, ...added.map((column) => labels.header[column]!)];
  return { name: labels.name, header, rows };
}
