/**
 * Who learns, who chooses, who is searched and who asks: splits that keep every patient on one
 * side, since repeat films of a patient look alike and would flatter the results.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import type { Random } from "../random.ts";
import { type Part, type Split } from "./dataset.ts";

/**
 * What queries are answered from: "train+validation", everything that is no query, is the
 * ChestX-ray14 protocol (database = train_val, query = test).
 */
export type DatabaseChoice = "train" | "train+validation";

/** Shares of the patients; what they leave of 1 stays out of every part. */
export interface SplitShares {
  readonly train: number;
  readonly validation: number;
  readonly query: number;
  /** "train+validation" unless told. */
  readonly database?: DatabaseChoice;
}

/**
 * A random split of the patients, so that a share holds for patients and about so for films. The
 * order of the films does not matter.
 *
 * @param patients The patient of each film
 * @throws {InputError} if there are fewer patients than parts asked for
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../random.ts";
 * import { splitByPatient } from "./split.ts";
 *
 * const shares = { train: 0.5, validation: 0, query: 0.5 };
 * const split = splitByPatient(["ann", "bob", "ann"], shares, new Random(0));
 * assertEquals(split.train.length + split.query.length, 3);
 * assertEquals(split.database, split.train);
 * ```
 */
export function splitByPatient(
  patients: readonly string[],
  shares: SplitShares,
  random: Random,
): Split {
  const { train, validation, query, database = "train+validation" } = shares;
  const order = shuffledPatients(patients, random);
  const trainEnd = Math.round(train * order.length);
  const validationEnd = Math.round((train + validation) * order.length);
  const queryEnd = Math.round((train + validation + query) * order.length);
  const partOf = new Map<string, Part>();
  for (const [i, patient] of order.entries()) {
    if (i < trainEnd) partOf.set(patient, "train");
    else if (i < validationEnd) partOf.set(patient, "validation");
    else if (i < queryEnd) partOf.set(patient, "query");
  }
  const rowsOf = (part: Part) => rowsWhere(patients, (patient) => partOf.get(patient) === part);
  return assemble(rowsOf("train"), rowsOf("validation"), rowsOf("query"), database);
}

/** The films of two published lists, and how to carve validation patients out of the first. */
export interface SplitLists {
  /** Films to train on and to search, such as those of ChestX-ray14's `train_val_list.txt`. */
  readonly trainIds: Iterable<string>;
  /** Films to ask with, such as those of `test_list.txt`. */
  readonly testIds: Iterable<string>;
  /** Share of the training list's patients set aside for validation. */
  readonly validation: number;
  /** "train+validation" unless told. */
  readonly database?: DatabaseChoice;
}

/**
 * A split by two lists of film ids, validation patients being drawn at random from the first.
 * Films in neither list are in no part.
 *
 * @throws {InputError} if none of the films is in one of the lists
 */
export function splitByLists(
  films: { readonly ids: readonly string[]; readonly patients: readonly string[] },
  lists: SplitLists,
  random: Random,
): Split {
  const { validation, database = "train+validation" } = lists;
  const [trainIds, testIds] = [new Set(lists.trainIds), new Set(lists.testIds)];
  const learning = rowsWhere(films.ids, (id) => trainIds.has(id));
  const query = rowsWhere(films.ids, (id) => testIds.has(id));
  const order = shuffledPatients(Array.from(learning, (row) => films.patients[row]!), random);
  const validationPatients = new Set(order.slice(0, Math.round(validation * order.length)));
  const isValidation = (row: number) => validationPatients.has(films.patients[row]!);
  return assemble(
    learning.filter((row) => !isValidation(row)),
    learning.filter(isValidation),
    query,
    database,
  );
}

/**
 * Makes sure that no patient is on two sides: train and validation share none, and queries share
 * none with any other part.
 *
 * @throws {InputError} naming the patient, both parts and a film of each
 */
export function checkSplit(
  films: {
    readonly ids: readonly string[];
    readonly patients: readonly string[];
    readonly split: Split;
  },
): void {
  const { ids, patients, split } = films;
  const sides: readonly (readonly [Part, Part])[] = [
    ["train", "validation"],
    ["train", "query"],
    ["validation", "query"],
    ["database", "query"],
  ];
  for (const [one, other] of sides) {
    const filmOf = new Map(Array.from(split[one], (row) => [patients[row]!, ids[row]!]));
    for (const row of split[other]) {
      const film = filmOf.get(patients[row]!);
      if (film === undefined) continue;
      throw new InputError(
        `Cannot use the split: patient "${patients[row]}" is in ${one} ("${film}") and in ` +
          `${other} ("${ids[row]}"); a patient's films must stay on one side`,
      );
    }
  }
}

/** Each patient once, in an order decided by the random stream alone. */
function shuffledPatients(patients: readonly string[], random: Random): string[] {
  const unique = [...new Set(patients)].sort();
  return Array.from(random.permutation(unique.length), (i) => unique[i]!);
}

function rowsWhere<T>(items: readonly T[], holds: (item: T) => boolean): Uint32Array<ArrayBuffer> {
  const rows: number[] = [];
  for (const [row, item] of items.entries()) if (holds(item)) rows.push(row);
  return Uint32Array.from(rows);
}

function assemble(
  train: Uint32Array<ArrayBuffer>,
  validation: Uint32Array<ArrayBuffer>,
  query: Uint32Array<ArrayBuffer>,
  choice: DatabaseChoice,
): Split {
  const database = choice === "train"
    ? train.slice()
    : Uint32Array.from([...train, ...validation]).sort();
  for (const [part, rows] of Object.entries({ train, database, query })) {
    if (rows.length > 0) continue;
    throw new InputError(
      `Cannot split the films: no film is left for the part "${part}"; give more films, other ` +
        `shares (data.split) or other lists (data.trainList, data.testList)`,
    );
  }
  return { train, validation, database, query };
}
