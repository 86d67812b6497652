/**
 * The label file of a configuration, whatever its form.
 *
 * @module
 */
import { type Annotations, chooseLabels } from "./annotations.ts";
import { readTable, type Table } from "../tables/table.ts";

/** Where labels are, and which of them are used. */
export interface AnnotationSource {
  /** The file. */
  readonly metadata: string;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
}

/**
 * Reads `metadata` and chooses the labels asked for.
 *
 * @param parse What the table says
 * @throws {InputError} if the file is missing or malformed, or a chosen label is unknown
 */
export async function readAnnotations(
  { metadata, labels }: AnnotationSource,
  parse: (table: Table) => Annotations,
  onWarning?: (message: string) => void,
): Promise<Annotations> {
  const annotations = parse(await readTable(metadata, "labels"));
  if (annotations.patients === annotations.ids) {
    onWarning?.(
      `"${metadata}" has no column of patients (data.columns.patient): every film counts as a ` +
        `patient of its own, and repeat films may flatter the results`,
    );
  }
  if (labels === undefined) return annotations;
  return { ...annotations, labels: chooseLabels(annotations.labels, labels) };
}
