/**
 * The label file of a configuration, whatever its form.
 *
 * @module
 */
import { type Annotations, chooseLabels } from "./annotations.ts";
import { readTable, type Table, type TableFormat } from "../tables/table.ts";

/** Where labels are, and which of them are used. */
export interface AnnotationSource extends Pick<TableFormat, "encoding" | "option" | "separator"> {
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
  { metadata, labels, encoding, option, separator }: AnnotationSource,
  parse: (table: Table, onWarning?: (message: string) => void) => Annotations,
  onWarning?: (message: string) => void,
): Promise<Annotations> {
  const annotations = parse(
    await readTable(metadata, "labels", {
      encoding,
      separator,
      ...option === undefined ? {} : { option },
      onWarning,
    }),
    onWarning,
  );
  if (labels === undefined) return annotations;
  return { ...annotations, labels: chooseLabels(annotations.labels, labels) };
}
