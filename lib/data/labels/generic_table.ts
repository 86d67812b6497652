/**
 * Any table of labels with a column of film ids: one column per label (VinDr-CXR, MIMIC-CXR), or
 * one column that lists a film's labels (PadChest, ChestX-ray14).
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import type { Annotations } from "./annotations.ts";
import { type CellPolicy, readLabelColumns } from "./label_columns.ts";
import { readLabelLists } from "./label_lists.ts";
import { meaningOfNothing } from "./nothing_words.ts";
import { patientsOf } from "./patients.ts";
import { filmIds, likelyReaders, mergeRepeats, type Repeats } from "./repeats.ts";
import { labelKey } from "./spellings.ts";
import { parseAge, parseSex, parseView } from "./strata.ts";
import { columnCells, columnIndex, listSome, type Table } from "../tables/table.ts";

/** Which column holds what. */
export interface TableColumns {
  readonly id: string;
  /** Without it every film counts as a patient of its own. */
  readonly patient?: string | undefined;
  readonly sex?: string | undefined;
  readonly age?: string | undefined;
  readonly view?: string | undefined;
  /** Who read the film, where several did. */
  readonly reader?: string | undefined;
  readonly labels: LabelPlace;
}

/** Where the labels are: each in a column of its own, or all of a film in one that lists them. */
export type LabelPlace =
  | {
    readonly kind: "columns";
    /** Columns that are neither a label nor of the film. */
    readonly ignore: readonly string[];
  }
  | {
    readonly kind: "list";
    readonly column: string;
    /** Between the labels of a list; see `separatorOf`. Lists in brackets need none. */
    readonly separator?: string | undefined;
  };

/** Options of {@linkcode parseGenericTable}. */
export interface TableOptions extends CellPolicy {
  readonly columns: TableColumns;
  /** The labels to read, in this order; default: all but "No Finding". */
  readonly labels?: readonly string[] | undefined;
  /** Rows that share an id. */
  readonly repeats: Repeats;
}

/**
 * The annotations in a table.
 *
 * @param onWarning Hears how words for nothing, several rows of a film and films without a patient
 * were read
 * @throws {InputError} if a column is missing, an id is empty or repeated, a cell is no label
 * value, or a chosen label never occurs
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseGenericTable } from "./generic_table.ts";
 * import { parseTable } from "../tables/table.ts";
 *
 * const table = parseTable("image_id,Mass,Edema\nfilm1,1,0\nfilm2,0,-1\n", "labels.csv");
 * const { labels } = parseGenericTable(table, {
 *   columns: { id: "image_id", labels: { kind: "columns", ignore: [] } },
 *   repeats: "error",
 *   uncertain: { kind: "ones" },
 *   unmentioned: "absent",
 * });
 * assertEquals(labels.names, ["Mass", "Edema"]);
 * assertEquals([...labels.values], [1, 0, 0, 1]);
 * ```
 */
export function parseGenericTable(
  table: Table,
  options: TableOptions,
  onWarning?: (message: string) => void,
): Annotations {
  const { columns, labels, repeats } = options;
  const { labels: place } = columns;
  if (place.kind === "list" && columns.reader === undefined) refuseVotes(table, repeats);
  const cells = (name: string) => columnCells(table, name);
  const optional = <T>(name: string | undefined, parse: (cell: string) => T, absent: T) =>
    name === undefined ? table.rows.map(() => absent) : cells(name).map(parse);
  const ids = filmIds(table, columns.id, repeats);
  const annotations = {
    ids,
    patients: patientsOf(ids, columns.patient === undefined ? undefined : cells(columns.patient), {
      name: table.name,
      onWarning,
    }),
    labels: place.kind === "columns"
      ? readLabelColumns(
        table,
        labels ?? labelNames(table, columns, place.ignore),
        options,
        onWarning,
      )
      : readLabelLists(table, place.column, { ...options, separator: place.separator, onWarning }),
    strata: {
      sex: optional<string>(columns.sex, parseSex, ""),
      age: Float32Array.from(optional(columns.age, parseAge, NaN)),
      view: optional<string>(columns.view, parseView, ""),
    },
  };
  return mergeRepeats(annotations, {
    repeats,
    readers: columns.reader === undefined ? undefined : cells(columns.reader),
    table: table.name,
    onWarning,
  });
}

/** In a table of lists a row may be a box, so that only a column can tell its readers apart. */
function refuseVotes(table: Table, repeats: Repeats): void {
  if (repeats !== "majority" && repeats !== "share") return;
  throw new InputError(
    `Cannot read "${table.name}": data.repeats=${repeats} is of readers; name their column as ` +
      `data.columns.reader${likelyReaders(table.header)}, or take data.repeats=union`,
  );
}

/** The columns that nothing else claims; "No Finding" is the absence of the others. */
function labelNames(
  table: Table,
  { id, patient, sex, age, view, reader }: TableColumns,
  ignore: readonly string[],
): string[] {
  for (const name of ignore) columnIndex(table, name);
  const claimed = new Set([id, patient, sex, age, view, reader, ...ignore, ""]);
  const names = table.header.filter((name) =>
    !claimed.has(name) && meaningOfNothing(name) === undefined
  );
  refuseLikeNames(table, names);
  if (names.length > 0) return names;
  throw new InputError(
    `Cannot read labels: "${table.name}" has no label columns; its columns are ` +
      `${listSome(table.header)} (a single column of label lists is named by ` +
      `data.columns.labels.column of the kind list)`,
  );
}

/** Refuses two columns for one finding, such as `Edema` and `edema`. */
function refuseLikeNames(table: Table, names: readonly string[]): void {
  const nameOf = new Map<string, string>();
  for (const name of names) {
    const other = nameOf.get(labelKey(name));
    if (other !== undefined) {
      throw new InputError(
        `Cannot read labels: the columns "${other}" and "${name}" of "${table.name}" differ only in ` +
          `case or blanks; choose one with data.labels or data.columns.labels.ignore`,
      );
    }
    nameOf.set(labelKey(name), name);
  }
}
