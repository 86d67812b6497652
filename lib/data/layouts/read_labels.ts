/**
 * The labels of a configuration, whatever their file: a table with columns that somebody names, or an
 * official one.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { type Annotations, chooseLabels } from "../labels/annotations.ts";
import { parseGenericTable } from "../labels/generic_table.ts";
import type { CellPolicy } from "../labels/label_columns.ts";
import type { Repeats } from "../labels/repeats.ts";
import type { TableColumns } from "../labels/table_columns.ts";
import { joinStudies } from "../tables/join_studies.ts";
import { readTable, type TableFormat } from "../tables/parse_table.ts";
import { type Table } from "../tables/table.ts";
import { type LayoutTable, officialTable, requireOfficialTable } from "./layout.ts";
import { holdsReports, readReports } from "./openi_reports.ts";
import { LAYOUT_NAMES, type LayoutName, LAYOUTS } from "./registry.ts";

/** How a table is read. */
export interface LabelTableOptions {
  /** The official layout that it has. */
  readonly layout?: LayoutName | undefined;
  /** The columns that it has. Those of the default count as not given. */
  readonly columns?: TableColumns | undefined;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Labels that lists could name, too: where none does, they are absent. */
  readonly listable?: readonly string[] | undefined;
  /** Default: as the layout says, else "error". */
  readonly repeats?: Repeats | undefined;
  readonly uncertain?: CellPolicy["uncertain"] | undefined;
  /** Default: as the layout says, else "absent". */
  readonly unmentioned?: CellPolicy["unmentioned"] | undefined;
}

/** Where labels are, and how they are read. */
export interface LabelSource
  extends LabelTableOptions, Pick<TableFormat, "encoding" | "option" | "separator"> {
  /** The file, or of Open-i a folder. */
  readonly metadata: string;
  /** A table with a row for each image, where those of `metadata` are of studies. */
  readonly imageTable?: string | undefined;
}

/** Hears how a table was read. */
type OnWarning = ((message: string) => void) | undefined;

/**
 * The annotations in a file.
 *
 * @throws {InputError} if it is missing or malformed, an option is not read by its layout, or a chosen
 * label is unknown
 */
export async function readLabels(source: LabelSource, onWarning?: OnWarning): Promise<Annotations> {
  const { metadata } = source;
  const table = await holdsReports(metadata)
    ? await readReports(metadata)
    : await readTable(metadata, "labels", textFormat(source, onWarning));
  return await labelsOfTable(table, source, onWarning);
}

/**
 * The annotations in a file that was read already.
 *
 * @throws {InputError} see {@linkcode readLabels}
 */
export async function labelsOfTable(
  table: Table,
  source: Omit<LabelSource, "metadata">,
  onWarning?: OnWarning,
): Promise<Annotations> {
  const { imageTable } = source;
  const images = imageTable === undefined
    ? undefined
    : await readTable(imageTable, "the table of images", textFormat(source, onWarning));
  return parseLabels(table, source, onWarning, images);
}

function textFormat(
  { encoding, separator, option }: Pick<LabelSource, "encoding" | "separator" | "option">,
  onWarning: OnWarning,
): TableFormat {
  return { encoding, separator, ...option !== undefined && { option }, onWarning };
}

/**
 * The annotations in a table: of the layout asked for, with the columns asked for, or where neither
 * is, of the layout whose header it has, with a note if it could be read by the default columns, too.
 *
 * @param images A row for each image, where labels are of studies
 * @throws {InputError} see {@linkcode readLabels}
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseLabels } from "./read_labels.ts";
 * import { parseTable } from "../tables/parse_table.ts";
 *
 * const csv = "Image Index,Finding Labels,Patient ID,Patient Age,Patient Gender,View Position\n" +
 *   "00000001_000.png,Mass|Edema,1,057Y,M,PA\n";
 * const { labels, strata } = parseLabels(parseTable(csv, "Data_Entry_2017.csv"), {});
 * assertEquals(labels.names.filter((_, c) => labels.values[c] === 1), ["Mass", "Edema"]);
 * assertEquals(strata.age[0], 57);
 * ```
 */
export function parseLabels(
  table: Table,
  options: LabelTableOptions,
  onWarning?: OnWarning,
  images?: Table,
): Annotations {
  const chosen = chooseLayout(table, options, onWarning);
  const { columns, repeats = "error", unmentioned = "absent" } = chosen;
  const { uncertain = { kind: "ignore" }, labels } = options;
  if (columns.labels.kind !== "columns" && uncertain.kind !== "ignore") {
    throw new InputError(
      `Cannot read "${table.name}": data.uncertain (${uncertain.kind}) is of tables with a column for ` +
        `each label, and here they stand in the column "${columns.labels.column}"`,
    );
  }
  const joined = withImages(table, columns, images, onWarning);
  const annotations = parseGenericTable(joined, {
    columns,
    labels,
    listable: options.listable,
    repeats: options.repeats ?? repeats,
    uncertain,
    unmentioned: options.unmentioned ?? unmentioned,
  }, onWarning);
  if (labels === undefined) return annotations;
  return { ...annotations, labels: chooseLabels(annotations.labels, labels) };
}

/** The official layout whose header a table has; undefined where none knows it. */
export function knownLayout(table: Table): LayoutName | undefined {
  return LAYOUT_NAMES.find((name) => officialTable(LAYOUTS[name], table) !== undefined);
}

/** What is read where nobody names a column. */
const DEFAULT_COLUMNS: TableColumns = { id: "id", labels: { kind: "columns", ignore: [] } };

function chooseLayout(
  table: Table,
  { layout: name, columns }: LabelTableOptions,
  onWarning: OnWarning,
): Omit<LayoutTable, "file" | "header"> {
  const isNamed = columns !== undefined && !isDefault(columns);
  if (name !== undefined) {
    if (!isNamed) return requireOfficialTable(LAYOUTS[name], table);
    throw new InputError(
      `Cannot read "${table.name}": data.layout=${name} says which columns it has, so that ` +
        `data.columns is not read; leave one of them out`,
    );
  }
  if (isNamed) return { columns };
  const known = knownLayout(table);
  if (known === undefined) return { columns: DEFAULT_COLUMNS };
  if (table.header.includes(DEFAULT_COLUMNS.id)) {
    onWarning?.(
      `"${table.name}" has the columns of ${LAYOUTS[known].title} and is read so (data.layout=` +
        `${known}; data.columns names others)`,
    );
  }
  return requireOfficialTable(LAYOUTS[known], table);
}

function isDefault({ id, labels, ...others }: TableColumns): boolean {
  return id === DEFAULT_COLUMNS.id && labels.kind === "columns" && labels.ignore.length === 0 &&
    Object.values(others).every((column) => column === undefined);
}

/** The table with a row for each image. */
function withImages(
  table: Table,
  { id, study }: TableColumns,
  images: Table | undefined,
  onWarning: OnWarning,
): Table {
  if (images !== undefined && study === undefined) {
    throw new InputError(
      `Cannot join "${table.name}" and "${images.name}": name the column of the studies, which both ` +
        `have, as data.columns.study; without studies there is no need of data.imageTable`,
    );
  }
  if (images !== undefined) return joinStudies(table, images, study!, onWarning);
  if (study === undefined || table.header.includes(id)) return table;
  throw new InputError(
    `Cannot read "${table.name}": its labels are of studies ("${study}"); name the table with a row ` +
      `for each image, and its columns "${study}" and "${id}", as data.imageTable`,
  );
}
