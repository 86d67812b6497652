/**
 * What is known of films beside their pixels: from a data set, or for a folder of films from a
 * table.
 *
 * @module
 */
import type { Annotations } from "../../data/labels/annotations.ts";
import { parseGenericTable } from "../../data/labels/generic_table.ts";
import type { FilmRecords } from "../../data/dataset.ts";
import { claimImage, findImage, type ImageFolder } from "../../data/images/folder.ts";
import { officialTable } from "../../data/layouts/layout.ts";
import { holdsReports } from "../../data/layouts/openi_reports.ts";
import {
  knownLayout,
  labelsOfTable,
  parseLabels,
  readLabels,
} from "../../data/layouts/read_labels.ts";
import { LAYOUTS } from "../../data/layouts/registry.ts";
import { readTable } from "../../data/tables/parse_table.ts";
import { listSome, type Table } from "../../data/tables/table.ts";
import { InputError } from "../../base/errors.ts";
import { exists } from "../../base/files.ts";
import { PRESENT_FROM } from "../../data/labels/label_sets.ts";
import type { Case } from "../../store/case.ts";
import type { FactsTable } from "./facts_table.ts";

/** What a case says of a film, its name and its image aside. */
export type FilmFacts = Omit<Case, "id" | "image">;

/**
 * The facts of one row. A finding is unknown where its label is missing or the row has no such label.
 *
 * @param labelNames The findings that count, in their order
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { factsOf } from "./film_facts.ts";
 *
 * const labels = { names: ["Mass", "Edema", "Hernia"], values: Float32Array.of(1, NaN, 0) };
 * const strata = { sex: ["F"], age: Float32Array.of(40), view: ["PA"] } as const;
 * const names = ["Edema", "Hernia", "Mass", "Nodule"];
 * const facts = factsOf({ patients: ["1"], labels, strata }, 0, names);
 * assertEquals([facts.labels, facts.unknown], [["Mass"], ["Edema", "Nodule"]]);
 * ```
 */
export function factsOf(
  { patients, labels, strata, records }: Omit<Annotations, "ids">,
  row: number,
  labelNames: readonly string[],
): FilmFacts {
  const { names, values } = labels;
  const beliefs = new Map(names.map((name, c) => [name, values[row * names.length + c]!]));
  const belief = (label: string) => beliefs.get(label) ?? NaN;
  return {
    patient: patients[row]!,
    labels: labelNames.filter((label) => belief(label) >= PRESENT_FROM),
    unknown: labelNames.filter((label) => Number.isNaN(belief(label))),
    sex: strata.sex[row]!,
    age: strata.age[row]!,
    view: strata.view[row]!,
    ...records && recordsOf(records, row),
  };
}

/** What is on record of one row, as far as it is. */
function recordsOf(
  { date, visit, report }: FilmRecords,
  row: number,
): Pick<FilmFacts, "date" | "visit" | "report"> {
  return {
    ...date[row] !== "" && { date: date[row]! },
    ...!Number.isNaN(visit[row]) && { visit: visit[row]! },
    ...report[row] !== "" && { report: report[row]! },
  };
}

/** What is known of a film of which no table and no header says anything. */
export function unknownFacts(labelNames: readonly string[]): FilmFacts {
  return { patient: "", labels: [], unknown: labelNames, sex: "", age: NaN, view: "" };
}

/** Where the facts of a folder's films come from. */
export interface FactsSource {
  /** The run's own table, where it has one; it is used unless another is named. */
  readonly own: FactsTable | undefined;
  /**
   * A CSV file: one like the run's own, an official one, or with the columns `id` (the file's name or
   * path), `patient`, `sex`, `age`, `view`, `date`, `visit`, `report`, and `labels` (`Mass|Edema`) or a column for each finding.
   * All but `id` and the findings may be absent. There, an empty cell of findings is unknown.
   */
  readonly metadata?: string | undefined;
  /** The encoding of `metadata`; default: that of the run's table, else UTF-8, see `decodeText`. */
  readonly encoding?: string | undefined;
  /** Between its cells; default: as in the run's table, else recognised, see `TableFormat`. */
  readonly separator?: string | undefined;
  /** The findings of the index. */
  readonly labelNames: readonly string[];
  readonly onWarning?: (message: string) => void;
}

/**
 * The facts of the films of a folder by the paths of their files, of those that the table names.
 *
 * @throws {InputError} if the table cannot be read, names no finding of the index, or a film twice
 */
export async function readFilmFacts(
  folder: ImageFolder,
  source: FactsSource,
): Promise<ReadonlyMap<string, FilmFacts>> {
  const { own, metadata, labelNames, onWarning } = source;
  const known = new Map<string, FilmFacts>();
  const path = metadata ?? own?.metadata;
  if (path === undefined) return known;
  if (metadata === undefined && !await exists(path)) {
    onWarning?.(`the run's table of films "${path}" is gone; --metadata names another`);
    return known;
  }
  const annotations = await readFacts(path, source);
  const strange = annotations.labels.names.filter((name) => !labelNames.includes(name));
  if (strange.length > 0 && !namesAny(annotations, labelNames)) {
    throw new InputError(
      `Cannot read facts of films: "${path}" has none of the index's findings ` +
        `(${listSome(labelNames)}), but ${listSome(strange)}`,
    );
  }
  if (strange.length > 0 && metadata !== undefined) {
    onWarning?.(`findings that the index does not know are left out: ${listSome(strange)}`);
  }
  const idOf = new Map<string, string>();
  for (const [row, id] of annotations.ids.entries()) {
    const file = findImage(folder, id);
    if (file === undefined) continue;
    claimImage(idOf, file, id);
    known.set(file, factsOf(annotations, row, labelNames));
  }
  return known;
}

/** Whether any film has one of these findings. */
function namesAny({ labels }: Annotations, labelNames: readonly string[]): boolean {
  const { names, values } = labels;
  return values.some((value, i) => value > 0 && labelNames.includes(names[i % names.length]!));
}

async function readFacts(
  path: string,
  source: FactsSource,
): Promise<Annotations> {
  const { own, metadata, labelNames, onWarning } = source;
  const { encoding = own?.encoding, separator = own?.separator } = source;
  const text = { encoding, separator, option: "--encoding" };
  // A finding that no film of a list has is absent, and not unknown.
  const listable = labelNames;
  const like = own === undefined || own.kind === "plain" ? undefined : own;
  const options = {
    ...like,
    ...text,
    layout: like?.kind === "table" ? like.layout : like?.kind,
    listable,
  };
  if (like !== undefined && (metadata === undefined || await holdsReports(path))) {
    return await readLabels({ ...options, metadata: path }, onWarning);
  }
  const table = await readTable(path, "facts of films", { ...text, onWarning });
  if (like !== undefined && !isOfAnotherForm(table, like)) {
    return await labelsOfTable(table, options, onWarning);
  }
  return knownLayout(table) === undefined
    ? parsePlainTable(table, labelNames, onWarning)
    : parseLabels(table, { listable }, onWarning);
}

/** Whether a table that somebody names is not like the run's own, but official or plain. */
function isOfAnotherForm(table: Table, own: Exclude<FactsTable, { kind: "plain" }>): boolean {
  const { header } = table;
  if (knownLayout(table) === undefined && !header.includes("id")) return false;
  if (own.kind === "chexpert") return officialTable(LAYOUTS.chexpert, table) === undefined;
  if (own.layout !== undefined) return officialTable(LAYOUTS[own.layout], table) === undefined;
  // A run whose columns are those of the default may have an official table, too.
  if (!header.includes(own.columns.id)) return own.columns.id !== "id";
  const { labels } = own.columns;
  if (labels.kind === "list") return !header.includes(labels.column);
  return header.includes("labels") && !labels.ignore.includes("labels");
}

/** What tables with a column `id` may call the date, as spreadsheets and DICOM exports do. */
const STUDY_DATE = ["Study Date", "StudyDate", "study_date"];

/** The table that {@linkcode FactsSource} describes. */
function parsePlainTable(
  table: Table,
  labelNames: readonly string[],
  onWarning?: (message: string) => void,
): Annotations {
  const optional = (name: string) => table.header.includes(name) ? name : undefined;
  const column = optional("labels");
  const labels = labelNames.filter((label) => table.header.includes(label));
  if (column === undefined && labels.length === 0) {
    throw new InputError(
      `Cannot read facts of films: "${table.name}" has neither a column "labels" nor one for a ` +
        `finding of the index (${listSome(labelNames)})`,
    );
  }
  return parseGenericTable(table, {
    columns: {
      id: "id",
      patient: optional("patient"),
      sex: optional("sex"),
      age: optional("age"),
      view: optional("view"),
      date: optional("date") ?? STUDY_DATE,
      visit: optional("visit"),
      report: optional("report"),
      labels: column === undefined ? { kind: "columns", ignore: [] } : { kind: "list", column },
    },
    listable: labelNames,
    ...(column === undefined ? { labels } : {}),
    repeats: "error",
    uncertain: { kind: "ignore" },
    unmentioned: "missing",
  }, onWarning);
}
