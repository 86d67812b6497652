/**
 * From the films that could be used to those that are, and to their split.
 *
 * @module
 */
import { Random } from "../random.ts";
import { type Annotations, positiveRows } from "./annotations.ts";
import type { Split } from "./dataset.ts";
import { readIdList } from "./id_list.ts";
import { checkSplit, splitByLists, splitByPatient, type SplitShares } from "./split.ts";

/** The ids in a pair of lists such as ChestX-ray14's `train_val_list.txt` and `test_list.txt`. */
export interface Lists {
  readonly trainIds: ReadonlySet<string>;
  readonly testIds: ReadonlySet<string>;
}

/** Hears of films left out, and why. */
export type OnWarning = ((message: string) => void) | undefined;

/**
 * Reads the lists that the options name.
 *
 * @throws {InputError} if a list cannot be read, is empty or names a film twice
 */
export async function readLists(
  { trainList, testList }: {
    readonly trainList?: string | undefined;
    readonly testList?: string | undefined;
  },
): Promise<Lists | undefined> {
  if (trainList === undefined || testList === undefined) return undefined;
  return {
    trainIds: new Set(await readIdList(trainList, "the training list")),
    testIds: new Set(await readIdList(testList, "the test list")),
  };
}

/** Of the usable rows, those that the lists and `positivesOnly` let through. */
export function chooseRows(
  annotations: Annotations,
  usable: readonly number[],
  { lists, positivesOnly, onWarning }: {
    readonly lists: Lists | undefined;
    readonly positivesOnly: boolean;
    readonly onWarning?: OnWarning;
  },
): number[] {
  const isListed = (row: number) => {
    const id = annotations.ids[row]!;
    return lists === undefined || lists.trainIds.has(id) || lists.testIds.has(id);
  };
  const listed = usable.filter(isListed);
  warnOfLoss(onWarning, usable.length - listed.length, usable.length, "are in neither list");
  if (!positivesOnly) return listed;
  const positive = new Set(positiveRows(annotations.labels));
  return listed.filter((row) => positive.has(row));
}

/**
 * Splits films by the lists, or else at random by patient, and checks that no patient is on two
 * sides.
 *
 * @throws {InputError} if a part is empty or a patient is on two sides
 */
export function splitFilms(
  films: Annotations,
  { split: shares }: { readonly split: SplitShares },
  lists: Lists | undefined,
  { seed }: { readonly seed: number },
): Split {
  const random = new Random(seed).fork("split");
  const { train, validation, database } = shares;
  const split = lists === undefined
    ? splitByPatient(films.patients, shares, random)
    : splitByLists(films, {
      ...lists,
      validation: validation / (train + validation),
      database,
    }, random);
  checkSplit({ ...films, split });
  return split;
}

/** Tells how many films are left out, if any. */
export function warnOfLoss(
  onWarning: OnWarning,
  lost: number,
  total: number,
  reason: string,
): void {
  if (lost > 0) onWarning?.(`${lost} of ${total} films ${reason} and are left out`);
}
