/**
 * A study from beginning to end in this process, on films that are at hand: for small ones, as in
 * a notebook. `cohash ablate` shares the runs of a large one out to processes.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { InputError } from "../base/errors.ts";
import type { Config } from "../config/config.ts";
import { completeRun, readResults } from "./complete_run.ts";
import { RunFolder } from "../run/run_folder.ts";
import type { TrainingProgress } from "../train/train.ts";
import { checkFinished } from "./finished_data.ts";
import { type StudyRun, studyRuns } from "./grid.ts";
import { runState } from "./finished_run.ts";
import { readStudy } from "./read_study.ts";
import { runName, type StudyResults } from "./results.ts";
import { checkStudy, type Study } from "./study.ts";

/** What a study is run on, and where. */
export interface CompleteStudyOptions {
  /** What rows and columns make their changes to. */
  readonly config: Config;
  /** The films of all runs, so that seeds share one split. */
  readonly dataset: Dataset;
  /** Seeds 0 … seeds − 1. */
  readonly seeds: number;
  /** The study's folder; runs that are finished there are not done again. */
  readonly folder: string;
  /** Counts runs, from none. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Brings all runs of a study to their end, one after the other, and works out its table.
 *
 * @throws {InputError} if the study cannot be run, or one of its runs fails, naming the run, or has
 * learned from other films
 * @example Do longer codes help on 60 synthetic films?
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseConfig } from "../config/config_file.ts";
 * import { loadFilms } from "../run/films.ts";
 * import { completeStudy } from "./complete_study.ts";
 *
 * const config = parseConfig({
 *   data: { kind: "phantom", films: 60, positivesOnly: true },
 *   backbone: { kind: "small-resnet", width: 2, stemStride: 2 },
 *   train: { epochs: 1, batchSize: 8 },
 *   evaluation: { resamples: 50 },
 * });
 * const study = {
 *   question: "Do longer codes help?",
 *   baseline: "16 bits",
 *   rows: [16, 32].map((bits) => ({ name: `${bits} bits`, changes: { codes: { bits } } })),
 * };
 * const dataset = await loadFilms(config);
 * const folder = await Deno.makeTempDir();
 * const { blocks } = await completeStudy("bits", study, { config, dataset, seeds: 1, folder });
 * assertEquals(blocks[0]!.cells.map(({ row }) => row), ["16 bits", "32 bits"]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function completeStudy(
  name: string,
  study: Study,
  { config, dataset, seeds, folder, onProgress }: CompleteStudyOptions,
): Promise<StudyResults> {
  checkStudy(name, study);
  const runs = studyRuns(study, { data: config, seeds, folder });
  const states = await Promise.all(runs.map(runState));
  const finished = runs.filter((_, i) => states[i] === "finished");
  await checkFinished(finished, { filmsOf: () => Promise.resolve(dataset) });
  for (const [done, run] of runs.entries()) {
    onProgress?.(done, runs.length);
    await finishRun(run, () => Promise.resolve(dataset)).catch((error) => {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${error.message} (in the run "${runName(run)}")`);
    });
  }
  onProgress?.(runs.length, runs.length);
  return await readStudy(name, study, { runs, resamples: config.evaluation.resamples });
}

/**
 * Brings one run of a study to its end, unless it is there already.
 *
 * @param filmsOf Loads its films; asked only where there is work to do
 */
export async function finishRun(
  { folder: path, config }: Pick<StudyRun, "folder" | "config">,
  filmsOf: (config: Config) => Promise<Dataset>,
  progress: TrainingProgress = {},
): Promise<void> {
  const folder = new RunFolder(path);
  await folder.open(config);
  if (await readResults(folder) !== undefined) return;
  const options = { folder, withReport: false, withExtras: false, ...progress };
  await completeRun(config, await filmsOf(config), options);
}
