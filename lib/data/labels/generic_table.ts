/**
 * Any table of labels with a column of film ids: one column per label (VinDr-CXR, MIMIC-CXR), or
 * one column that lists a film's labels (PadChest, ChestX-ray14).
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import { type Annotations, selectRows } from "./annotations.ts";
import { patientsOf } from "./patients.ts";
import type { LabelMatrix } from "../dataset.ts";
import { type CellPolicy, readLabelColumns } from "./label_columns.ts";
import { parseAge, parseSex, parseView } from "./strata.ts";
import { columnIndex, listSome, rowName, type Table, uniqueColumn } from "../tables/table.ts";

/** Which column holds what. */
export interface TableColumns {
  readonly id: string;
  /** Without it every film counts as a patient of its own. */
  readonly patient?: string | undefined;
  readonly sex?: string | undefined;
  readonly age?: string | undefined;
  readonly view?: string | undefined;
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
    /** Between the labels of a list. Lists as Python prints them, `['a', 'b']`, need none. */
    readonly separator: string;
  };

/** Options of {@linkcode parseGenericTable}. */
export interface TableOptions extends CellPolicy {
  readonly columns: TableColumns;
  /** The labels to read, in this order; default: all but "No Finding". */
  readonly labels?: readonly string[] | undefined;
  /** Rows that share an id: an error, or one film whose labels are the mean of the rows'. */
  readonly repeats: "error" | "mean";
}

/**
 * The annotations in a table.
 *
 * @param onWarning Hears of films without a patient
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
  const cells = (name: string) => {
    const index = columnIndex(table, name);
    return table.rows.map((row) => row[index]!.trim());
  };
  const optional = <T>(name: string | undefined, parse: (cell: string) => T, absent: T) =>
    name === undefined ? table.rows.map(() => absent) : cells(name).map(parse);
  const ids = repeats === "error"
    ? uniqueColumn(table, columnIndex(table, columns.id))
    : cells(columns.id);
  const annotations = {
    ids,
    patients: patientsOf(
      ids,
      columns.patient === undefined ? undefined : cells(columns.patient),
      { name: table.name, onWarning },
    ),
    labels: place.kind === "columns"
      ? readLabelColumns(table, labels ?? labelColumnNames(table, columns, place.ignore), options)
      : readLabelLists(cells(place.column), place.separator, labels),
    strata: {
      sex: optional<string>(columns.sex, parseSex, ""),
      age: Float32Array.from(optional(columns.age, parseAge, NaN)),
      view: optional<string>(columns.view, parseView, ""),
    },
  };
  return repeats === "mean" ? mergeRepeats(annotations, table.name) : annotations;
}

/** The columns that nothing else claims; "No Finding" is the absence of the others. */
function labelColumnNames(
  table: Table,
  { id, patient, sex, age, view }: TableColumns,
  ignore: readonly string[],
): string[] {
  for (const name of ignore) columnIndex(table, name);
  const claimed = new Set([id, patient, sex, age, view, ...ignore, ""]);
  const names = table.header.filter((name) => !claimed.has(name) && !isNoFinding(name));
  if (names.length > 0) return names;
  throw new InputError(
    `Cannot read labels: "${table.name}" has no label columns; its columns are ` +
      `${listSome(table.header)} (a single column of label lists is named by ` +
      `data.columns.labels.column of the kind list)`,
  );
}

function isNoFinding(label: string): boolean {
  return /^no[ _]finding$/i.test(label);
}

/** 1 where a cell lists a label, 0 elsewhere. */
function readLabelLists(
  cells: readonly string[],
  separator: string,
  choice: readonly string[] | undefined,
): LabelMatrix {
  const lists = cells.map((cell) => parseLabelList(cell, separator));
  const occurring = new Set(lists.flat());
  for (const label of choice ?? []) {
    if (occurring.has(label)) continue;
    throw new InputError(
      `Cannot choose the labels: no film has "${label}"${didYouMean(label, occurring)}; the ` +
        `labels are ${listSome([...occurring].sort())}`,
    );
  }
  const names = choice ?? [...occurring].sort();
  if (names.length === 0) throw new InputError("Cannot read labels: no film has any");
  const values = new Float32Array(cells.length * names.length);
  const columnOf = new Map(names.map((name, column) => [name, column]));
  for (const [row, labels] of lists.entries()) {
    for (const label of labels) {
      const column = columnOf.get(label);
      if (column !== undefined) values[row * names.length + column] = 1;
    }
  }
  return { names, values };
}

/**
 * The labels that a cell lists: `Mass|Edema`, or as Python prints a list, `['mass', 'edema']`. An
 * empty cell and "No Finding" list none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseLabelList } from "./generic_table.ts";
 *
 * assertEquals(parseLabelList("Mass|Edema", "|"), ["Mass", "Edema"]);
 * assertEquals(parseLabelList("['mass', \"pott's disease\"]", "|"), ["mass", "pott's disease"]);
 * assertEquals(parseLabelList("No Finding", "|"), []);
 * ```
 */
export function parseLabelList(cell: string, separator: string): string[] {
  const pythonList = /^\[(.*)\]$/s.exec(cell.trim())?.[1];
  const labels = pythonList === undefined
    ? cell.split(separator)
    : [...pythonList.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) =>
      single ?? double!
    );
  const trimmed = labels.map((label) => label.trim());
  return [...new Set(trimmed.filter((label) => label !== "" && !isNoFinding(label)))];
}

/** One film per id: the mean of its rows' labels, missing ones aside, and the rest of its first row. */
function mergeRepeats(annotations: Annotations, name: string): Annotations {
  const { ids, labels } = annotations;
  const rowsOf = new Map<string, number[]>();
  for (const [row, id] of ids.entries()) {
    if (id === "") throw new InputError(`Cannot read "${name}": ${rowName(row)} has an empty id`);
    const rows = rowsOf.get(id) ?? [];
    rowsOf.set(id, rows);
    rows.push(row);
  }
  const groups = [...rowsOf.values()];
  const width = labels.names.length;
  const values = new Float32Array(groups.length * width);
  for (let i = 0; i < values.length; i++) {
    const rows = groups[Math.floor(i / width)]!;
    const given = rows.map((row) => labels.values[row * width + i % width]!)
      .filter((value) => !Number.isNaN(value));
    values[i] = given.reduce((sum, value) => sum + value, 0) / given.length;
  }
  const merged = selectRows(annotations, groups.map((rows) => rows[0]!));
  return { ...merged, labels: { names: labels.names, values } };
}
