/**
 * Any table of labels with a column of film ids: one column per label (VinDr-CXR, MIMIC-CXR), or
 * one column that lists a film's labels (PadChest, ChestX-ray14).
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import type { LabelMatrix } from "../dataset.ts";
import { isMissing } from "../tables/missing.ts";
import { columnCells, columnIndex, listSome, rowName, type Table } from "../tables/table.ts";
import type { Annotations } from "./annotations.ts";
import { readRecords } from "./film_records.ts";
import { type CellPolicy, readLabelColumns } from "./label_columns.ts";
import { readLabelLists } from "./label_lists.ts";
import { isNoFinding, meaningOfNothing } from "./nothing_words.ts";
import { patientsOf } from "./patients.ts";
import { filmIds, likelyReaders, mergeRepeats, type Repeats } from "./repeats.ts";
import { labelKey } from "./spellings.ts";
import { readStrata } from "./strata_columns.ts";
import type { LabelColumns, LabelPresence, PatientInId, TableColumns } from "./table_columns.ts";

/** Options of {@linkcode parseGenericTable}. */
export interface TableOptions extends CellPolicy {
  readonly columns: TableColumns;
  /** The labels to read, in this order; default: all but "No Finding". */
  readonly labels?: readonly string[] | undefined;
  /** Labels that lists could name, too: where none does, they are absent. */
  readonly listable?: readonly string[] | undefined;
  /** Rows that share an id. */
  readonly repeats: Repeats;
}

/** Hears how a table was read. */
type OnWarning = ((message: string) => void) | undefined;

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
 * import { parseTable } from "../tables/parse_table.ts";
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
  onWarning?: OnWarning,
): Annotations {
  const { columns, repeats } = options;
  if (columns.labels.kind !== "columns" && columns.reader === undefined) {
    refuseVotes(table, repeats);
  }
  const ids = filmIds(table, columns.id, repeats);
  const records = readRecords(table, columns, onWarning);
  const annotations = {
    ids,
    patients: readPatients(table, ids, columns.patient, onWarning),
    labels: readLabelPlace(table, options, onWarning),
    strata: readStrata(table, columns),
    ...records && { records },
  };
  return mergeRepeats(annotations, {
    repeats,
    readers: columns.reader === undefined ? undefined : columnCells(table, columns.reader),
    table: table.name,
    rowNumbers: table.rowNumbers,
    onWarning,
  });
}

/** Where a row may be a box, only a column can tell its readers apart. */
function refuseVotes(table: Table, repeats: Repeats): void {
  if (repeats !== "majority" && repeats !== "share") return;
  throw new InputError(
    `Cannot read "${table.name}": data.repeats=${repeats} is of readers; name their column as ` +
      `data.columns.reader${likelyReaders(table.header)}, or take data.repeats=union`,
  );
}

function readPatients(
  table: Table,
  ids: readonly string[],
  patient: string | PatientInId | undefined,
  onWarning: OnWarning,
): string[] {
  if (typeof patient !== "object") {
    const cells = patient === undefined ? undefined : columnCells(table, patient);
    return patientsOf(ids, cells, { ...table, onWarning });
  }
  return ids.map((id, row) => {
    const found = patient.pattern.exec(id)?.[1];
    if (found !== undefined) return found;
    throw new InputError(
      `Cannot read labels: ${
        rowName(row, table)
      } of "${table.name}" has the id "${id}"; expected ` +
        `${patient.expected} in it`,
    );
  });
}

function readLabelPlace(table: Table, options: TableOptions, onWarning: OnWarning): LabelMatrix {
  const { labels, columns, unmentioned } = options;
  const { labels: place } = columns;
  switch (place.kind) {
    case "list":
      return readLabelLists(table, place.column, {
        ...place,
        labels: place.vocabulary === undefined ? labels : undefined,
        listable: options.listable,
        unmentioned,
        onWarning,
      });
    case "presence":
      return readPresence(table, place);
    case "columns": {
      const names = place.only ?? labels ?? otherColumns(table, columns, place, onWarning);
      const read = readLabelColumns(table, names, options, onWarning);
      return { ...read, names: names.map((name) => place.labelOf?.[name] ?? name) };
    }
  }
}

function readPresence(table: Table, { column, label, absent }: LabelPresence): LabelMatrix {
  const ofNothing = absent.includes("") ? 0 : NaN;
  const valueOf = (cell: string) => absent.includes(cell) ? 0 : isMissing(cell) ? ofNothing : 1;
  return { names: [label], values: Float32Array.from(columnCells(table, column), valueOf) };
}

/** The columns that nothing else claims; "No Finding" is the absence of the others. */
function otherColumns(
  table: Table,
  columns: TableColumns,
  { ignore, mayHave = [] }: LabelColumns,
  onWarning: OnWarning,
): string[] {
  for (const name of ignore) columnIndex(table, name);
  const { labels: _, ...ofFilms } = columns;
  const claimed = new Set([...Object.values(ofFilms), ignore, mayHave, ""].flat());
  const others = table.header.filter((name) => !claimed.has(name));
  const names = others.filter((name) => meaningOfNothing(name) !== "none");
  const words = others.filter((name) => !names.includes(name) && !isNoFinding(name));
  if (words.length > 0) {
    onWarning?.(
      `columns of "${table.name}" that say that nothing was found are no labels: ${
        listSome(words)
      }`,
    );
  }
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
