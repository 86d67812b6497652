/**
 * What every query of a run scored, as files: `scores.npz` for comparing runs query by query, and
 * the queries' patients, by whom such a comparison resamples.
 *
 * @module
 */
import { decodeNpz, encodeNpz } from "../base/npz.ts";
import type { Dataset } from "../data/dataset.ts";
import { type RankingScores, SCORE_NAMES, type ScoreName } from "../metrics/mod.ts";
import type { RunFolder } from "./run_folder.ts";

/** The file of the scores. */
const SCORES = "scores.npz";

/** The files that say whose the scores are, one line a query. */
const IDS = "query/ids.txt";
const PATIENTS = "query/patients.txt";

/** The array beside those of single scores: `[C, queries]`, AP of each class. */
const PER_CLASS = "perClass";

/** What the queries of one run scored; entry n of every list is that of query n. */
export interface RunScores {
  /** The film ids of the queries. */
  readonly ids: readonly string[];
  /** Whose films they are. */
  readonly patients: readonly string[];
  /** `[queries]` for each score; NaN where a query has none. */
  readonly perQuery: Readonly<Record<ScoreName, Float64Array>>;
  /** For each class `[queries]` AP; NaN for queries without the class. */
  readonly perClass: readonly Float64Array[];
}

/** Writes the scores of the run's own codes; the ids of the queries are written by the export. */
export async function writeRunScores(
  folder: RunFolder,
  dataset: Dataset,
  { perQuery, perClass }: Pick<RankingScores, "perQuery" | "perClass">,
): Promise<void> {
  const { query } = dataset.split;
  const classes = new Float32Array(perClass.length * query.length);
  perClass.forEach((scores, c) => classes.set(scores, c * query.length));
  const single = SCORE_NAMES.map((name) => {
    const data = Float32Array.from(perQuery[name]);
    return [name, { shape: [query.length], data }] as const;
  });
  const arrays = {
    ...Object.fromEntries(single),
    [PER_CLASS]: { shape: [perClass.length, query.length], data: classes },
  };
  const patients = Array.from(query, (row) => dataset.patients[row]! + "\n").join("");
  await folder.write(PATIENTS, patients);
  await folder.write(SCORES, encodeNpz(arrays));
}

/**
 * What the queries of a finished run scored.
 *
 * @throws {InputError} if the run is not finished, or a file is damaged
 */
export async function readRunScores(folder: RunFolder): Promise<RunScores> {
  const lines = async (name: string) =>
    new TextDecoder().decode(await folder.readProduct(name)).split("\n").slice(0, -1);
  const [ids, patients] = [await lines(IDS), await lines(PATIENTS)];
  if (ids.length !== patients.length) {
    throw folder.damaged(PATIENTS, `it names ${patients.length} patients of ${ids.length} queries`);
  }
  const arrays = decodeNpz(await folder.readProduct(SCORES), folder.file(SCORES));
  const read = (name: string) => {
    const array = arrays[name];
    if (array?.data instanceof Float32Array && array.shape.at(-1) === ids.length) {
      return Float64Array.from(array.data);
    }
    throw folder.damaged(SCORES, `it does not hold "${name}" of ${ids.length} queries`);
  };
  const classes = read(PER_CLASS);
  return {
    ids,
    patients,
    perQuery: {
      map: read("map"),
      mapLow: read("mapLow"),
      mapHigh: read("mapHigh"),
      ndcg100: read("ndcg100"),
      ndcgJaccard100: read("ndcgJaccard100"),
      acg100: read("acg100"),
      wap: read("wap"),
      precision100: read("precision100"),
      precisionRadius2: read("precisionRadius2"),
    },
    perClass: Array.from(
      { length: classes.length / ids.length },
      (_, c) => classes.subarray(c * ids.length, (c + 1) * ids.length),
    ),
  };
}
