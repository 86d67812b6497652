/**
 * What every query of a run scored, as files: `scores.npz`, and `scores-target.npz` and the like for
 * other ways to ask, for comparing runs query by query, and
 * the queries' patients, by whom such a comparison resamples.
 *
 * @module
 */
import type { NpyArray } from "../base/npy.ts";
import { decodeNpz, encodeNpz } from "../base/npz.ts";
import type { Dataset } from "../data/dataset.ts";
import { formatIdList, parseIdList } from "../data/tables/id_list.ts";
import { parseScore, type RankingScores } from "../metrics/mod.ts";
import type { RunFolder } from "./run_folder.ts";

/** The file of the scores of queries that ask in this way. */
function fileOf(ask: string): string {
  return ask === "code" ? "scores.npz" : `scores-${ask}.npz`;
}

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
 * Writes what the queries scored when they asked in one way; their ids are written by the export.
 *
 * @param ask See the key `evaluation.asks`
 */
export async function writeRunScores(
  folder: RunFolder,
  dataset: Dataset,
  { ask, scores }: Pick<RankingScores, "scores"> & { readonly ask: string },
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
  await folder.write(fileOf(ask), encodeNpz(arrays));
}

/**
 * What the queries of a finished run scored.
 *
 * @param ask How they asked
 * @throws {InputError} if the run is not finished, or a file is damaged
 */
export async function readRunScores(folder: RunFolder, ask = "code"): Promise<RunScores> {
  const file = fileOf(ask);
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
