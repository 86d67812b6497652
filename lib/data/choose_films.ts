/**
 * From the films that could be used to those that are, and to their split.
 *
 * @module
 */
import { Random } from "../base/random.ts";
import { type Annotations, positiveRows } from "./labels/annotations.ts";
import type { Split } from "./dataset.ts";
import { readIdList } from "./tables/id_list.ts";
import { withFewerFilms } from "./fewer_films.ts";
import {
  checkSplit,
  type Side,
  splitByLists,
  splitByPatient,
  splitByPublishedSides,
  type SplitLists,
  type SplitOptions,
  type SplitShares,
} from "./split.ts";
import { readSplitColumn, type SplitColumn } from "./split_column.ts";
import { listSome } from "./tables/table.ts";

/**
 * What the files of a split say: the ids in a pair of lists such as ChestX-ray14's
 * `train_val_list.txt` and `test_list.txt`, or what each film is for.
 */
export type PublishedSplit =
  | {
    readonly kind: "lists";
    readonly trainIds: ReadonlySet<string>;
    readonly testIds: ReadonlySet<string>;
  }
  | { readonly kind: "column"; readonly sideOf: ReadonlyMap<string, Side> };

/** A split at random by patient, by two files of film ids, or by a column of a table. */
export type SplitChoice =
  & (
    | SplitColumn & SplitOptions & { readonly kind: "column" }
    | SplitShares & { readonly kind: "patients" }
    | Omit<SplitLists, "trainIds" | "testIds"> & {
      readonly kind: "lists";
      /** The file of the films to train on. */
      readonly train: string;
      /** The file of the films to ask with. */
      readonly query: string;
    }
  )
  & {
    /** So many training films are kept, see {@linkcode withFewerFilms}; default: all. */
    readonly trainFilms?: number | undefined;
  };

/** Which films are used, and for what. */
export interface FilmChoice {
  readonly positivesOnly: boolean;
  readonly split: SplitChoice;
  /** Of the files that a split names; default: UTF-8, see `decodeText`. */
  readonly encoding?: string | undefined;
}

/** Hears of films left out, and why. */
export type OnWarning = ((message: string) => void) | undefined;

/**
 * Reads the files that a split names; undefined where it names none.
 *
 * @throws {InputError} if a file cannot be read, or a list is empty or names a film twice
 */
export async function readPublishedSplit(
  { split, encoding }: Pick<FilmChoice, "split" | "encoding">,
  onWarning?: OnWarning,
): Promise<PublishedSplit | undefined> {
  const options = { encoding, onWarning };
  if (split.kind === "patients") return undefined;
  if (split.kind === "column") {
    return { kind: "column", sideOf: await readSplitColumn(split, options) };
  }
  return {
    kind: "lists",
    trainIds: new Set(await readIdList(split.train, "the training list", options)),
    testIds: new Set(await readIdList(split.query, "the test list", options)),
  };
}

/** The rows that the published split and `positivesOnly` let through, ascending. */
export function chooseRows(
  { ids, labels }: Annotations,
  { positivesOnly }: Pick<FilmChoice, "positivesOnly">,
  published?: PublishedSplit,
  onWarning?: OnWarning,
): number[] {
  const isListed = (id: string) => published === undefined || names(published, id);
  const unlisted = ids.filter((id) => !isListed(id));
  const reason = published?.kind === "column"
    ? "are in no part of the split"
    : "are in neither list";
  warnOfLoss(onWarning, unlisted, ids.length, reason);
  if (published?.kind === "lists") warnOfStrangers(ids, published, onWarning);
  const rows = positivesOnly ? positiveRows(labels) : Array.from(ids.keys());
  return rows.filter((row) => isListed(ids[row]!));
}

/** Tells how many films a list names that no row is of, which other spellings of an id may be. */
function warnOfStrangers(
  ids: readonly string[],
  { trainIds, testIds }: Extract<PublishedSplit, { kind: "lists" }>,
  onWarning: OnWarning,
): void {
  const known = new Set(ids);
  const lists = [["training", trainIds], ["test", testIds]] as const;
  for (const [list, listed] of lists) {
    const strangers = [...listed].filter((id) => !known.has(id));
    if (strangers.length === 0) continue;
    onWarning?.(
      `${strangers.length} of ${listed.size} films of the ${list} list have no labels: ` +
        listSome(strangers, 3),
    );
  }
}

function names(published: PublishedSplit, id: string): boolean {
  if (published.kind === "column") return published.sideOf.has(id);
  return published.trainIds.has(id) || published.testIds.has(id);
}

/**
 * Splits films as published, or else at random by patient, and checks that no patient is on two
 * sides.
 *
 * @param published What {@linkcode readPublishedSplit} read
 * @throws {InputError} if a part is empty or a patient is on two sides
 */
export function splitFilms(
  films: Annotations,
  { split: choice }: Pick<FilmChoice, "split">,
  published: PublishedSplit | undefined,
  { seed }: { readonly seed: number },
): Split {
  const random = new Random(seed).fork("split");
  const split = splitAs(films, choice, published, random);
  checkSplit({ ...films, split });
  return withFewerFilms(split, films.ids, choice.trainFilms, random.fork("films"));
}

function splitAs(
  films: Annotations,
  choice: SplitChoice,
  published: PublishedSplit | undefined,
  random: Random,
): Split {
  if (choice.kind === "patients") return splitByPatient(films.patients, choice, random);
  if (published?.kind === "column") {
    const sides = films.ids.map((id) => published.sideOf.get(id));
    return splitByPublishedSides(films.patients, sides, choice, random);
  }
  if (published?.kind === "lists" && choice.kind === "lists") {
    return splitByLists(films, { ...choice, ...published }, random);
  }
  throw new RangeError(`Cannot split films by the kind "${choice.kind}": its files were not read`);
}

/** Tells how many films are left out and names the first of them, if any are. */
export function warnOfLoss(
  onWarning: OnWarning,
  lost: readonly string[],
  total: number,
  reason: string,
): void {
  if (lost.length === 0) return;
  onWarning?.(
    `${lost.length} of ${total} films ${reason} and are left out: ${listSome(lost, 3)}`,
  );
}
