/**
 * Who learns, who chooses, who is searched and who asks: splits that keep every patient on one
 * side, since repeat films of a patient look alike and would flatter the results.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import type { Random } from "../base/random.ts";
import type { Part, Split } from "./dataset.ts";
import { type HeldOut, isHeldOut } from "./held_out.ts";

/** What a film is for, each for one thing; films on the side "database" are searched only. */
export type Side = Part;

/**
 * What queries are answered from. "train+validation", everything that is no query, is the
 * ChestX-ray14 protocol (database = train_val, query = test); a number in (0, 1) is the share of the
 * patients whose films are searched only, so that no database film has trained the codes.
 */
export type DatabaseChoice = "train" | "train+validation" | number;

/** What every kind of split may say. */
export interface SplitOptions {
  /** Default: "train+validation". */
  readonly database?: DatabaseChoice | undefined;
  /** Patients that are kept out of it; default: none. */
  readonly heldOut?: HeldOut | undefined;
}

/** Shares of the patients; what they leave of 1 stays out of every part. */
export interface SplitShares extends SplitOptions {
  /** In (0, 1). */
  readonly train: number;
  /** In [0, 1). */
  readonly validation: number;
  /** In (0, 1). */
  readonly query: number;
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
  const { train, validation, query, database, heldOut } = shares;
  const order = shuffledPatients(
    patients.filter((patient) => !isHeldOut(patient, heldOut)),
    random,
  );
  const sizes = { train, validation, database: shareOf(database), query };
  const sideOf = new Map<string, Side>();
  let [share, start] = [0, 0];
  for (const side of ["train", "validation", "database", "query"] as const) {
    share += sizes[side];
    const end = Math.round(share * order.length);
    for (const patient of order.slice(start, end)) sideOf.set(patient, side);
    start = end;
  }
  const sides = patients.map((patient) => sideOf.get(patient));
  return splitBySides(askingHeldOut(patients, sides, heldOut), database);
}

/** The films of two published lists, and how to carve patients out of the first. */
export interface SplitLists extends CarvedShares {
  /** Films to train on and to search, such as those of ChestX-ray14's `train_val_list.txt`. */
  readonly trainIds: Iterable<string>;
  /** Films to ask with, such as those of `test_list.txt`. */
  readonly testIds: Iterable<string>;
}

/** What is carved out of published training films: shares of their patients. */
export interface CarvedShares extends SplitOptions {
  /** Share of the patients set aside for validation, in [0, 1); default: none. */
  readonly validation?: number | undefined;
}

/** The films that a split is of. */
export interface SplitFilms {
  /** The id of each film. */
  readonly ids: readonly string[];
  /** Whose films they are. */
  readonly patients: readonly string[];
}

/**
 * A split by two lists of film ids, validation patients being drawn at random from the first, and
 * those to be searched only where the database is a share. Films in neither list are in no part.
 *
 * @param random Draws these patients
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
export function splitByLists(films: SplitFilms, lists: SplitLists, random: Random): Split {
  const [trainIds, testIds] = [new Set(lists.trainIds), new Set(lists.testIds)];
  refuseCommon(trainIds, testIds);
  const sides = films.ids.map((id): Side | undefined =>
    trainIds.has(id) ? "train" : testIds.has(id) ? "query" : undefined
  );
  return splitByPublishedSides(films.patients, sides, lists, random);
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
 * A split whose sides somebody has published, with patients carved out of its training films, at
 * random: those of the validation and, where the database is a share, those to be searched only.
 *
 * @param patients The patient of each film
 * @param sides What each film is for; films without a side are in no part
 * @param random Draws the patients
 * @throws {InputError} if no film is left to train on, to search or to ask with
 */
export function splitByPublishedSides(
  patients: readonly string[],
  sides: readonly (Side | undefined)[],
  { validation = 0, database, heldOut }: CarvedShares,
  random: Random,
): Split {
  const learning = patients.filter((patient, row) =>
    sides[row] === "train" && !isHeldOut(patient, heldOut)
  );
  const order = shuffledPatients(learning, random);
  const validationEnd = Math.round(validation * order.length);
  const databaseEnd = Math.round((validation + shareOf(database)) * order.length);
  const aside = new Map<string, Side>(
    order.slice(0, databaseEnd)
      .map((patient, i) => [patient, i < validationEnd ? "validation" : "database"]),
  );
  const carved = sides.map((side, row) =>
    side === "train" ? aside.get(patients[row]!) ?? "train" : side
  );
  return splitBySides(askingHeldOut(patients, carved, heldOut), database);
}

/** The share of the patients that are searched only. */
function shareOf(database: DatabaseChoice | undefined): number {
  return typeof database === "number" ? database : 0;
}

/** The sides with held-out patients on none, or where they are asked with, alone on that of the queries. */
function askingHeldOut(
  patients: readonly string[],
  sides: readonly (Side | undefined)[],
  heldOut: HeldOut | undefined,
): readonly (Side | undefined)[] {
  if (heldOut === undefined) return sides;
  return sides.map((side, row) => {
    if (isHeldOut(patients[row]!, heldOut)) return heldOut.asked ? "query" : undefined;
    return side === "query" && heldOut.asked ? undefined : side;
  });
}

/** The sides whose films are searched. */
function searchedSides(choice: DatabaseChoice): readonly Side[] {
  if (typeof choice === "number") return ["database"];
  return choice === "train" ? ["train"] : ["train", "validation"];
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
  const rowsOn = (wanted: readonly Side[]) => {
    const rows: number[] = [];
    for (const [row, side] of sides.entries()) {
      if (side !== undefined && wanted.includes(side)) rows.push(row);
    }
    return Uint32Array.from(rows);
  };
  const split = {
    train: rowsOn(["train"]),
    validation: rowsOn(["validation"]),
    database: rowsOn(searchedSides(choice)),
    query: rowsOn(["query"]),
  };
  for (const part of ["train", "database", "query"] as const) {
    if (split[part].length > 0) continue;
    throw new InputError(
      `Cannot split the films: no film is left for the part "${part}"; give more films, other ` +
        `shares or other lists (data.split)`,
    );
  }
  return split;
}

/**
 * Whether no film that is searched has trained the codes. A database of training films is the habit
 * of the field; it flatters every method, see docs/glossary.md#database.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { hasUnseenDatabase, splitBySides } from "./split.ts";
 *
 * const sides = ["train", "database", "query"] as const;
 * assert(hasUnseenDatabase(splitBySides(sides, 0.3)));
 * assert(!hasUnseenDatabase(splitBySides(sides, "train")));
 * ```
 */
export function hasUnseenDatabase({ train, database }: Pick<Split, "train" | "database">): boolean {
  return new Set(train).isDisjointFrom(new Set(database));
}

/**
 * Makes sure that no patient is on two sides: train and validation share none, queries share none
 * with any other part, and neither does a database of which no film has trained.
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
export function checkSplit({ ids, patients, split }: SplitFilms & { readonly split: Split }): void {
  const sides: readonly (readonly [Part, Part])[] = [
    ["train", "validation"],
    ["train", "query"],
    ["validation", "query"],
    ["database", "query"],
    ...hasUnseenDatabase(split) ? [["train", "database"], ["validation", "database"]] as const : [],
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
