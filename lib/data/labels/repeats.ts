/**
 * Several rows of one film, as of several readers or of several boxes, made one.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { isMissing } from "../tables/missing.ts";
import {
  columnIndex,
  idColumn,
  listSome,
  rowName,
  type Table,
  uniqueColumn,
} from "../tables/table.ts";
import { type Annotations, selectRows } from "./annotations.ts";

/**
 * What a finding is worth for a film with several rows: an error, whether any row has it ("union"),
 * whether more than half of the readers gave it ("majority"), or the share of the readers who gave
 * it.
 */
export type Repeats = "error" | "union" | "majority" | "share";

/** Options of {@linkcode mergeRepeats}. */
export interface RepeatOptions {
  readonly repeats: Repeats;
  /** The reader of each row; without it each row is a reading of its own. */
  readonly readers?: readonly string[] | undefined;
  /** The table's name, for messages. */
  readonly table: string;
  /** See `Table`. */
  readonly rowNumbers?: readonly number[] | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * One film per id, in the order of their first rows.
 *
 * A reader gave a finding who has it in any row, and read the film who has any row of it. Rows where a
 * label is unknown say nothing about it, and a label that all rows leave unknown stays so. Sex, age and
 * view are the first that are known; date, visit and report are those of the first row.
 *
 * @throws {InputError} if a reader is empty or a word for it, such as `nan`, where readers count
 * @example Two of three readers saw it
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mergeRepeats } from "./repeats.ts";
 *
 * const ids = ["a", "a", "a", "a"];
 * const annotations = {
 *   ids,
 *   patients: ids,
 *   labels: { names: ["Mass"], values: new Float32Array([1, 1, 1, 0]) },
 *   strata: { sex: ids, age: new Float32Array(4), view: ids },
 * };
 * const readers = ["R1", "R1", "R2", "R3"];
 * const merged = mergeRepeats(annotations, { repeats: "share", readers, table: "labels.csv" });
 * assertEquals([...merged.labels.values], [Math.fround(2 / 3)]);
 * ```
 */
export function mergeRepeats(annotations: Annotations, options: RepeatOptions): Annotations {
  const { repeats, table, readers, onWarning } = options;
  const nameless = repeats === "union" ? -1 : readers?.findIndex(isMissing) ?? -1;
  if (nameless >= 0) {
    const shown = readers![nameless] === "" ? "" : ` but "${readers![nameless]}"`;
    throw new InputError(
      `Cannot read "${table}": ${rowName(nameless, options)} has no reader${shown} ` +
        "(data.columns.reader)",
    );
  }
  if (new Set(annotations.ids).size === annotations.ids.length) return annotations;
  const films = [...Map.groupBy(annotations.ids.keys(), (row) => annotations.ids[row]!).values()];
  const width = annotations.labels.names.length;
  const values = new Float32Array(films.length * width);
  for (const [film, rows] of films.entries()) {
    const readings = repeats === "union" || readers === undefined
      ? rows.map((row) => [row])
      : [...Map.groupBy(rows, (row) => readers[row]!).values()];
    for (let label = 0; label < width; label++) {
      const valueIn = (row: number) => annotations.labels.values[row * width + label]!;
      const votes = readings.map((ofReader) => greatest(ofReader.map(valueIn)));
      values[film * width + label] = decide(votes.filter((vote) => !Number.isNaN(vote)), repeats);
    }
  }
  const several = films.filter((rows) => rows.length > 1).length;
  onWarning?.(
    `${several} of ${films.length} films of "${table}" have several rows ` +
      `(${annotations.ids.length} in all): ${DONE[repeats]} (data.repeats=${repeats})`,
  );
  const merged = selectRows(annotations, films.map(([first]) => first!));
  return {
    ...merged,
    labels: { names: annotations.labels.names, values },
    strata: mergeStrata(annotations.strata, films, onWarning),
  };
}

/** What was done, for the note. */
const DONE: Readonly<Record<Repeats, string>> = {
  error: "they must have one",
  union: "a film has every finding that one of its rows has",
  majority: "a film has the findings that more than half of its readers gave",
  share: "a finding is worth the share of a film's readers who gave it",
};

/**
 * The ids in a column.
 *
 * @throws {InputError} if one is empty, or occurs twice and `repeats` is "error"
 */
export function filmIds(table: Table, column: string, repeats: Repeats): string[] {
  const index = columnIndex(table, column);
  if (repeats !== "error") return idColumn(table, index);
  return uniqueColumn(
    table,
    index,
    ", unless data.repeats says how the rows of a film become one: union (a finding that any row " +
      "has), majority or share (of the readers in data.columns.reader" +
      `${likelyReaders(table.header)})`,
  );
}

/** The greatest of the values that are known; NaN where none is. */
function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Number.isNaN(most) || value > most ? value : most, NaN);
}

/** What the readers' known votes come to; NaN where there is none. */
function decide(votes: readonly number[], repeats: Repeats): number {
  if (votes.length === 0) return NaN;
  if (repeats === "union") return Math.max(...votes);
  const share = votes.reduce((sum, vote) => sum + vote, 0) / votes.length;
  return repeats === "share" ? share : Number(share > 0.5);
}

/** The first known sex, age and view of each film, with a note of films whose rows disagree. */
function mergeStrata(
  { sex, age, view }: Annotations["strata"],
  films: readonly (readonly number[])[],
  onWarning: RepeatOptions["onWarning"],
): Annotations["strata"] {
  const unlike = new Map<string, number>();
  const firstKnown = <T>(what: string, of: ArrayLike<T>, isKnown: (value: T) => boolean) =>
    films.map((rows) => {
      const known = new Set(rows.map((row) => of[row]!).filter(isKnown));
      if (known.size > 1) unlike.set(what, (unlike.get(what) ?? 0) + 1);
      return [...known][0] ?? of[rows[0]!]!;
    });
  const isText = (text: string) => text !== "";
  const merged = {
    sex: firstKnown("sex", sex, isText),
    age: Float32Array.from(firstKnown("age", age, (years) => !Number.isNaN(years))),
    view: firstKnown("view", view, isText),
  };
  if (unlike.size > 0) {
    const counts = [...unlike].map(([what, count]) => `${what} of ${count} films`);
    onWarning?.(
      `the rows of a film give different values, and the first counts: ${counts.join(", ")}`,
    );
  }
  return merged;
}

/**
 * Columns that seem to name readers, for messages: ` such as "rad_id"`, or "".
 */
export function likelyReaders(header: readonly string[]): string {
  const likely = header.filter((name) =>
    /reader|rad_?id|radiologist|annotator|rater|observer|grader|doctor/i.test(name)
  );
  return likely.length === 0 ? "" : ` such as ${listSome(likely, 3)}`;
}
