/**
 * What every query of a run scored, as files: `scores.npz` for comparing runs query by query, and
 * the queries' patients, by whom such a comparison resamples.
 *
 * @module
 */
import type { NpyArray } from "../base/npy.ts";
import { decodeNpz, encodeNpz } from "../base/npz.ts";
import type { Dataset } from "../data/dataset.ts";
import { formatIdList, parseIdList } from "../data/tables/id_list.ts";
import { parseScore, type RankingScores } from "../metrics/mod.ts";
import { hasTrainingCodes } from "./run_codes.ts";
import type { RunFolder } from "./run_folder.ts";
import type { Ask, View } from "./view.ts";

/** The files that say whose the scores are, one line a query. */
const IDS = "query/ids.txt";
const PATIENTS = "query/patients.txt";

/** What the queries of one run scored; entry n of every list is that of query n. */
export interface RunScores {
  /** The film ids of the queries. */
  readonly ids: readonly string[];
  /** Whose films they are. */
  readonly patients: readonly string[];
  /**
   * By the name of the score: one list `[queries]`, or one a class; NaN where a query has no such
   * score.
   */
  readonly scores: RankingScores["scores"];
}

/**
 * Where a run keeps the scores of a view. Those of its database lie in its folder: `scores.npz`,
 * `scores-target.npz`, `scores-expected.npz`. Where that database is unseen, those of its training
 * films lie beside their codes: `train/scores.npz` and so on.
 */
export function scoresFile(ask: Ask, { ofTraining }: { readonly ofTraining: boolean }): string {
  return `${ofTraining ? "train/" : ""}scores${ask === "code" ? "" : `-${ask}`}.npz`;
}

/** The same of a finished run; undefined where it has none of this view. */
async function fileOf(folder: RunFolder, { database, ask }: View): Promise<string | undefined> {
  const isUnseen = await hasTrainingCodes(folder);
  if (database === "unseen" && !isUnseen) return undefined;
  const file = scoresFile(ask, { ofTraining: database === "train" && isUnseen });
  return await folder.has(file) ? file : undefined;
}

/** Whether a run has been scored in a view. */
export async function hasRunScores(folder: RunFolder, view: View): Promise<boolean> {
  return await fileOf(folder, view) !== undefined;
}

/**
 * Writes what the run's queries scored; their ids are written by the export.
 *
 * @param file See {@linkcode scoresFile}
 */
export async function writeRunScores(
  folder: RunFolder,
  dataset: Dataset,
  { scores }: Pick<RankingScores, "scores">,
  file: string,
): Promise<void> {
  const { query } = dataset.split;
  const arrays = Object.fromEntries(
    Object.entries(scores).map(([name, lists]) => {
      const data = new Float32Array(lists.length * query.length);
      lists.forEach((list, row) => data.set(list, row * query.length));
      const isOverClasses = parseScore(name).over === "class";
      return [name, { shape: isOverClasses ? [lists.length, query.length] : [query.length], data }];
    }),
  );
  await folder.write(PATIENTS, formatIdList(Array.from(query, (row) => dataset.patients[row]!)));
  await folder.write(file, encodeNpz(arrays));
}

/**
 * What the queries of a finished run scored.
 *
 * @param view Default: its own database, asked by Hamming distance
 * @throws {InputError} if the run is not finished or not scored so, or a file is damaged
 */
export async function readRunScores(folder: RunFolder, view?: View): Promise<RunScores> {
  const own = scoresFile(view?.ask ?? "code", { ofTraining: false });
  const file = (view && await fileOf(folder, view)) ?? own;
  const lines = async (name: string) =>
    parseIdList(new TextDecoder().decode(await folder.readProduct(name)));
  const [ids, patients] = [await lines(IDS), await lines(PATIENTS)];
  if (ids.length !== patients.length) {
    throw folder.damaged(PATIENTS, `it names ${patients.length} patients of ${ids.length} queries`);
  }
  const arrays = decodeNpz(await folder.readProduct(file), folder.file(file));
  const listsOf = (name: string, { data, shape }: NpyArray): Float64Array[] => {
    if (!(data instanceof Float32Array) || shape.at(-1) !== ids.length) {
      throw folder.damaged(file, `it does not hold "${name}" of ${ids.length} queries`);
    }
    return Array.from(
      { length: shape.length === 1 ? 1 : shape[0]! },
      (_, row) => Float64Array.from(data.subarray(row * ids.length, (row + 1) * ids.length)),
    );
  };
  const scores = Object.entries(arrays).map(([name, array]) => [name, listsOf(name, array)]);
  return { ids, patients, scores: Object.fromEntries(scores) };
}
