/**
 * The label file of a configuration, whatever its form.
 *
 * @module
 */
import { type Annotations, chooseLabels } from "./annotations.ts";
import { parseChexpert } from "./chexpert.ts";
import { parseGenericTable } from "./generic_table.ts";
import { isNihTable, parseNih } from "./nih.ts";
import type { DataOptionsOf } from "./schema.ts";
import { readTable, type Table } from "./table.ts";

/**
 * Reads `metadata` and chooses the labels asked for. For features, ChestX-ray14's table is known
 * by its header; any other is read by `columns`.
 *
 * @throws {InputError} if the file is missing or malformed, or a chosen label is unknown
 */
export async function readAnnotations(
  options: DataOptionsOf<"nih" | "chexpert" | "table" | "features">,
  onWarning?: (message: string) => void,
): Promise<Annotations> {
  const table = await readTable(options.metadata, "labels");
  const annotations = parse(table, options);
  if (annotations.patients === annotations.ids) {
    onWarning?.(
      `"${options.metadata}" has no column of patients (data.columns.patient): every film counts ` +
        `as a patient of its own, and repeat films may flatter the results`,
    );
  }
  const { labels } = options;
  if (labels === undefined) return annotations;
  return { ...annotations, labels: chooseLabels(annotations.labels, labels) };
}

function parse(
  table: Table,
  options: DataOptionsOf<"nih" | "chexpert" | "table" | "features">,
): Annotations {
  switch (options.kind) {
    case "nih":
      return parseNih(table);
    case "chexpert":
      return parseChexpert(table, options);
    case "table":
      return parseGenericTable(table, options);
    case "features":
      return isNihTable(table) ? parseNih(table) : parseGenericTable(table, options);
  }
}
