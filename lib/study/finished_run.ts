/**
 * The runs of a study as it finds them: where each stands, and of a finished one what its queries
 * scored in a view and what validation said.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import type { Config } from "../config/config.ts";
import { configDifferences } from "../config/identity.ts";
import { RunFolder } from "../run/run_folder.ts";
import { hasRunScores, readRunScores } from "../run/run_scores.ts";
import { DATABASES, type View } from "../run/view.ts";
import { bestEpoch } from "../train/best_epoch.ts";
import { readResults } from "./complete_run.ts";
import type { StudyRun } from "./grid.ts";
import type { RunState } from "./results.ts";
import type { QueryTable } from "./statistics.ts";
import { asksOf, type Study } from "./study.ts";

/** Where a run stands. */
export async function runState({ folder: path, config }: StudyRun): Promise<RunState> {
  const folder = new RunFolder(path);
  if (await folder.readJson("config.json") === undefined) return "not started";
  if (configDifferences(await folder.config(), config).length > 0) return "other";
  return await readResults(folder) === undefined ? "unfinished" : "finished";
}

/** See the module. */
export interface FinishedRun {
  readonly seed: number;
  /** What its queries scored. */
  readonly scores: QueryTable;
  /** The best epoch's validation score; null without one. */
  readonly validation: number | null;
}

/**
 * What is known of a run in a view; undefined where it has not been scored so.
 *
 * @param names The scores that are read
 * @throws {InputError} if a file is damaged, or the run lacks a score
 */
export async function readRun(
  { folder: path, config, seed }: StudyRun,
  view: View,
  names: readonly string[],
): Promise<FinishedRun | undefined> {
  const folder = new RunFolder(path);
  if (!await hasRunScores(folder, view)) return undefined;
  const { ids, patients, scores } = await readRunScores(folder, view);
  const wanted = names.map((name) => {
    if (scores[name] !== undefined) return [name, scores[name]] as const;
    throw new InputError(
      `Cannot compare the runs of the study: "${path}" has no score "${name}", which others have; ` +
        "take evaluation.scores out of the study's rows and columns",
    );
  });
  return {
    seed,
    scores: { ids, patients, scores: Object.fromEntries(wanted) },
    validation: await validationOf(folder, config),
  };
}

async function validationOf(folder: RunFolder, config: Config): Promise<number | null> {
  const validation = bestEpoch(await folder.epochs(), config)?.validation ?? null;
  return (config.train && validation?.[config.train.selectBy]) ?? null;
}

/** The views in which any of these runs has been scored, of those that the study shows. */
export async function viewsOf(runs: readonly StudyRun[], study: Study): Promise<readonly View[]> {
  const wanted = DATABASES.flatMap((database) =>
    asksOf(study).map((ask): View => ({ database, ask }))
  );
  const folders = runs.map(({ folder }) => new RunFolder(folder));
  const views: View[] = [];
  for (const view of wanted) {
    const have = await Promise.all(folders.map((folder) => hasRunScores(folder, view)));
    if (have.includes(true)) views.push(view);
  }
  // Before a run is finished, a table of what is missing.
  return views.length > 0 ? views : [{ database: "train", ask: "code" }];
}
