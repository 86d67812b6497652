/**
 * Who learns, who chooses, who is searched and who asks: splits that keep every patient on one
 * side, since repeat films of a patient look alike and would flatter the results.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import type { Random } from "../base/random.ts";
import type { Part, Split } from "./dataset.ts";

/** The parts that exclude each other; the database is made of the first two. */
export type Side = Exclude<Part, "database">;

/**
 * What queries are answered from: "train+validation", everything that is no query, is the
 * ChestX-ray14 protocol (database = train_val, query = test).
 */
export type DatabaseChoice = "train" | "train+validation";

/** Shares of the patients; what they leave of 1 stays out of every part. */
export interface SplitShares {
  /** In (0, 1). */
  readonly train: number;
  /** In [0, 1). */
  readonly validation: number;
  /** In (0, 1). */
  readonly query: number;
  /** Default: "train+validation". */
  readonly database?: DatabaseChoice | undefined;
}

/**
 * A random split of the patients, so that a share holds for patients and about so for films. The
 * order of the films does not matter.
 *
 * @param patients The patient of each film
 * @throws {InputError} if there are too few patients to train and to ask with
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../base/random.ts";
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
  const sideOf = new Map<string, Side>();
  for (const [i, patient] of order.entries()) {
    if (i < trainEnd) sideOf.set(patient, "train");
    else if (i < validationEnd) sideOf.set(patient, "validation");
    else if (i < queryEnd) sideOf.set(patient, "query");
  }
  return splitBySides(patients.map((patient) => sideOf.get(patient)), database);
}

/** The films of two published lists, and how to carve validation patients out of the first. */
export interface SplitLists {
  /** Films to train on and to search, such as those of ChestX-ray14's `train_val_list.txt`. */
  readonly trainIds: Iterable<string>;
  /** Films to ask with, such as those of `test_list.txt`. */
  readonly testIds: Iterable<string>;
  /** Share of the training list's patients set aside for validation. */
  readonly validation: number;
  /** Default: "train+validation". */
  readonly database?: DatabaseChoice | undefined;
}

/**
 * A split by two lists of film ids, validation patients being drawn at random from the first.
 * Films in neither list are in no part.
 *
 * @param random Draws the validation patients
 * @throws {InputError} if both lists name a film, or one of them names none of the films
 * @example The third film is in neither list
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../base/random.ts";
 * import { splitByLists } from "./split.ts";
 *
 * const films = { ids: ["1.png", "2.png", "3.png"], patients: ["ann", "bob", "cy"] };
 * const lists = { trainIds: ["1.png"], testIds: ["2.png"], validation: 0 };
 * const { train, query } = splitByLists(films, lists, new Random(0));
 * assertEquals([[...train], [...query]], [[0], [1]]);
 * ```
 */
export function splitByLists(
  films: { readonly ids: readonly string[]; readonly patients: readonly string[] },
  lists: SplitLists,
  random: Random,
): Split {
  const { validation, database = "train+validation" } = lists;
  const [trainIds, testIds] = [new Set(lists.trainIds), new Set(lists.testIds)];
  refuseCommon(trainIds, testIds);
  const learning = films.patients.filter((_, row) => trainIds.has(films.ids[row]!));
  const order = shuffledPatients(learning, random);
  const validationPatients = new Set(order.slice(0, Math.round(validation * order.length)));
  const sideOf = (id: string, patient: string): Side | undefined => {
    if (trainIds.has(id)) return validationPatients.has(patient) ? "validation" : "train";
    return testIds.has(id) ? "query" : undefined;
  };
  return splitBySides(films.ids.map((id, row) => sideOf(id, films.patients[row]!)), database);
}

function refuseCommon(trainIds: ReadonlySet<string>, testIds: ReadonlySet<string>): void {
  const common = [...trainIds.intersection(testIds)];
  if (common[0] === undefined) return;
  throw new InputError(
    `Cannot split the films: ${common.length} of them are named by both lists, such as ` +
      `"${common[0]}"; what is trained on must not ask`,
  );
}

/**
 * The split that puts each film on its given side; films without one are in no part.
 *
 * @throws {InputError} if no film is left to train on, to search or to ask with
 */
export function splitBySides(
  sides: readonly (Side | undefined)[],
  choice: DatabaseChoice = "train+validation",
): Split {
  const rowsOn = (...wanted: Side[]) => {
    const rows: number[] = [];
    for (const [row, side] of sides.entries()) {
      if (side !== undefined && wanted.includes(side)) rows.push(row);
    }
    return Uint32Array.from(rows);
  };
  const split = {
    train: rowsOn("train"),
    validation: rowsOn("validation"),
    database: choice === "train" ? rowsOn("train") : rowsOn("train", "validation"),
    query: rowsOn("query"),
  };
  for (const part of ["train", "query"] as const) {
    if (split[part].length > 0) continue;
    throw new InputError(
      `Cannot split the films: no film is left for the part "${part}"; give more films, other ` +
        `shares or other lists (data.split)`,
    );
  }
  return split;
}

/**
 * Makes sure that no patient is on two sides: train and validation share none, and queries share
 * none with any other part.
 *
 * @throws {InputError} naming the patient, both parts and a film of each
 * @example Ann's second film must not be asked about
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkSplit, splitBySides } from "./split.ts";
 *
 * const split = splitBySides(["train", "query"]);
 * const films = { ids: ["1.png", "2.png"], patients: ["ann", "ann"], split };
 * assertThrows(() => checkSplit(films), Error, 'patient "ann" is in train ("1.png") and in query');
 * ```
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
