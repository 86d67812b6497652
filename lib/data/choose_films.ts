/**
 * From the films that could be used to those that are, and to their split.
 *
 * @module
 */
import { Random } from "../base/random.ts";
import { type Annotations, positiveRows } from "./labels/annotations.ts";
import type { Split } from "./dataset.ts";
import { readIdList } from "./tables/id_list.ts";
import {
  checkSplit,
  splitByLists,
  splitByPatient,
  type SplitLists,
  type SplitShares,
} from "./split.ts";
import { listSome } from "./tables/table.ts";

/** The ids in a pair of lists such as ChestX-ray14's `train_val_list.txt` and `test_list.txt`. */
export interface Lists {
  readonly trainIds: ReadonlySet<string>;
  readonly testIds: ReadonlySet<string>;
}

/** A split at random by patient, or by two files of film ids. */
export type SplitChoice =
  | SplitShares & { readonly kind: "patients" }
  | Omit<SplitLists, "trainIds" | "testIds"> & {
    readonly kind: "lists";
    /** The file of the films to train on. */
    readonly train: string;
    /** The file of the films to ask with. */
    readonly query: string;
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
 * Reads the lists that a split names; undefined where it names none.
 *
 * @throws {InputError} if a list cannot be read, is empty or names a film twice
 */
export async function readLists(
  { split, encoding }: Pick<FilmChoice, "split" | "encoding">,
  onWarning?: OnWarning,
): Promise<Lists | undefined> {
  if (split.kind !== "lists") return undefined;
  const options = { encoding, onWarning };
  return {
    trainIds: new Set(await readIdList(split.train, "the training list", options)),
    testIds: new Set(await readIdList(split.query, "the test list", options)),
  };
}

/** The rows that the lists and `positivesOnly` let through, ascending. */
export function chooseRows(
  { ids, labels }: Annotations,
  { positivesOnly }: Pick<FilmChoice, "positivesOnly">,
  lists?: Lists,
  onWarning?: OnWarning,
): number[] {
  const isListed = (id: string) =>
    lists === undefined || lists.trainIds.has(id) || lists.testIds.has(id);
  const unlisted = ids.filter((id) => !isListed(id));
  warnOfLoss(onWarning, unlisted, ids.length, "are in neither list");
  const rows = positivesOnly ? positiveRows(labels) : Array.from(ids.keys());
  return rows.filter((row) => isListed(ids[row]!));
}

/**
 * Splits films by the lists, or else at random by patient, and checks that no patient is on two
 * sides.
 *
 * @param lists What the files of a split of the kind "lists" name
 * @throws {InputError} if a part is empty or a patient is on two sides
 */
export function splitFilms(
  films: Annotations,
  { split: choice }: Pick<FilmChoice, "split">,
  lists: Lists | undefined,
  { seed }: { readonly seed: number },
): Split {
  const random = new Random(seed).fork("split");
  const split = choice.kind === "lists"
    ? splitByLists(films, { ...choice, ...lists! }, random)
    : splitByPatient(films.patients, choice, random);
  checkSplit({ ...films, split });
  return split;
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
