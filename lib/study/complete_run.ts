/**
 * A run from beginning to end, or from wherever it was left: train, export, score, show.
 *
 * @module
 */
import { createExecutor } from "../autodiff/mod.ts";
import type { Dataset } from "../data/dataset.ts";
import { hasUnseenDatabase } from "../data/split.ts";
import type { RetrievalReport } from "../metrics/mod.ts";
import type { Config } from "../config/config.ts";
import { onnxOptions } from "../config/onnx_options.ts";
import { describeEnvironment, recordEnvironment } from "../run/environment.ts";
import { claimData } from "../run/run_data.ts";
import { ENCODER_FILES } from "../run/encoder_card.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { Searched } from "../run/view.ts";
import type { FinishedRun } from "../report/run/content.ts";
import { train, type TrainingProgress } from "../train/train.ts";

/** Where a run is, what it leaves there and whom it tells. */
export interface RunOptions extends RunProgress {
  /** It must have been opened with the same configuration. */
  readonly folder: RunFolder;
  /** Whether to write the page that shows the run; default: yes. */
  readonly withReport?: boolean;
  /** Whether to do what no study reads, such as to score LSH beside it; default: yes. */
  readonly withExtras?: boolean;
}

/** What a run tells while it goes on; see also {@linkcode TrainingProgress}. */
export interface RunProgress extends TrainingProgress {
  /** Of the work after training; `what` names it, such as "scoring cohash". */
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Hears what a person should know, such as of queries that are left out, or another engine. */
  readonly onWarning?: (message: string) => void;
}

/** The name of the file that a finished run has. */
const RESULTS = "results.json";

/** The same of its training films, where others are its database. */
const RESULTS_ON_TRAINING = "results-train.json";

/** The name of the page that shows a finished run. */
export const REPORT = "report.html";

/**
 * The results of a finished run, or undefined where it is not finished. One of an earlier cohash that
 * wrote no encoder card lacks it, and is finished by the command that started it.
 *
 * @throws {InputError} if their file is damaged
 */
export async function readResults(folder: RunFolder): Promise<RetrievalReport | undefined> {
  if (!await folder.has(ENCODER_FILES.card)) return undefined;
  const results = await folder.readJson(RESULTS);
  if (results === undefined || isReport(results)) return results;
  throw folder.damaged(RESULTS, "it holds no results");
}

/**
 * The results of a finished run on one database; undefined where it has not been scored on it.
 *
 * @throws {InputError} if their file is damaged
 */
export async function readReport(
  folder: RunFolder,
  database: Searched,
): Promise<RetrievalReport | undefined> {
  const onTraining = await folder.readJson(RESULTS_ON_TRAINING);
  if (onTraining === undefined) {
    return database === "unseen" ? undefined : await readResults(folder);
  }
  if (database === "unseen") return await readResults(folder);
  if (isReport(onTraining)) return onTraining;
  throw folder.damaged(RESULTS_ON_TRAINING, "it holds no results");
}

function isReport(value: unknown): value is RetrievalReport {
  return value instanceof Object && "rows" in value && Array.isArray(value.rows);
}

/**
 * Brings the run of a folder to its end and returns its results.
 *
 * @throws {InputError} if training cannot go on, or the films are not those that the run has learned
 * from so far
 * @throws {DOMException} "AbortError" if the signal ends it; the run can then be resumed
 * @example A run on synthetic films
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseConfig } from "../config/config_file.ts";
 * import { loadFilms } from "../run/films.ts";
 * import { completeRun } from "./complete_run.ts";
 * import { RunFolder } from "../run/run_folder.ts";
 *
 * const config = parseConfig({
 *   data: { kind: "phantom", films: 60, positivesOnly: true },
 *   backbone: { kind: "small-resnet", width: 2, stemStride: 2 },
 *   train: { epochs: 1, batchSize: 8 },
 *   evaluation: { asks: ["code"] },
 * });
 * const folder = new RunFolder(await Deno.makeTempDir());
 * await folder.open(config);
 * const { rows } = await completeRun(config, await loadFilms(config), { folder });
 * assertEquals(rows.map(({ name }) => name), ["cohash", "random", "hub"]);
 * await folder.remove();
 * ```
 */
export async function completeRun(
  config: Config,
  films: Dataset,
  { folder, withReport = true, withExtras = true, ...progress }: RunOptions,
): Promise<RetrievalReport> {
  const { onProgress, onWarning } = progress;
  const dataset = await claimData(folder, { config, dataset: films, onNote: onWarning });
  const executor = await createExecutor(config.engine.kind, onnxOptions(config));
  await recordEnvironment(folder, describeEnvironment(config, executor), onWarning);
  // Where its files are now, if the run has moved.
  await folder.writeJson("config.json", config);
  const setup = await train(config, dataset, {
    folder,
    executor,
    ...progress,
    onStep: (step) => {
      loadEnding().catch(() => {});
      progress.onStep?.(step);
    },
  });
  const source = { folder, dataset, ...(onProgress ? { onProgress } : {}) };
  const [{ exportRun }, { scoreRun }] = await loadEnding();
  await exportRun(config, { ...source, setup });
  const results = await scoreRun(config, { ...source, withExtras, ...onWarning && { onWarning } });
  if (hasUnseenDatabase(dataset.split)) {
    const onTraining = await scoreRun(config, { ...source, withExtras, searched: "train" });
    await folder.writeJson(RESULTS_ON_TRAINING, onTraining);
  }
  if (withReport) await writeReport({ config, folder, results }, dataset);
  // Last, since its presence says that the run is finished.
  await folder.writeJson(RESULTS, results);
  return results;
}

/**
 * What comes after training. It is loaded at the first step, which need not wait for it, rather than
 * in the end: a clone may be brought up to date during a long training.
 */
async function loadEnding() {
  return await Promise.all([
    import("../train/export.ts"),
    import("../train/evaluate.ts"),
    import("../report/run/content.ts"),
    import("../report/run/page.ts"),
  ]);
}

async function writeReport(run: FinishedRun, dataset: Dataset): Promise<void> {
  const [, { methodName }, { reportOf }, { reportPage }] = await loadEnding();
  const { config, folder } = run;
  const title = `${config.name}: ${methodName(config)} on ${dataset.name}`;
  await folder.write(REPORT, await reportPage(await reportOf(run, dataset, { title })));
}
