/**
 * A run from beginning to end, or from wherever it was left: train, export, score, show.
 *
 * @module
 */
import { createExecutor } from "../autodiff/mod.ts";
import type { Dataset } from "../data/dataset.ts";
import { writeWhole } from "../files.ts";
import type { RetrievalReport } from "../metrics/mod.ts";
import { reportPage } from "../report/page.ts";
import type { Config } from "./config.ts";
import { describeEnvironment } from "./environment.ts";
import { evaluateRun, methodName } from "./evaluate_run.ts";
import { exportRun } from "./export.ts";
import type { RunFolder } from "./run_folder.ts";
import { reportOf } from "./run_report.ts";
import { train, type TrainingProgress } from "./train.ts";

/** What a run tells while it goes on; see also {@linkcode TrainingProgress}. */
export interface RunProgress extends TrainingProgress {
  /** Of the work after training; `what` names it, such as "scoring cohash". */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** The name of the file that a finished run has. */
const RESULTS = "results.json";

/** The name of the page that shows a finished run. */
export const REPORT = "report.html";

/**
 * The results of a finished run, or undefined where it is not finished.
 *
 * @throws {InputError} if their file is damaged
 */
export async function readResults(folder: RunFolder): Promise<RetrievalReport | undefined> {
  const results = await folder.readJson(RESULTS);
  if (results === undefined || isReport(results)) return results;
  throw folder.damaged(RESULTS, "it holds no results");
}

function isReport(value: unknown): value is RetrievalReport {
  return value instanceof Object && "rows" in value && Array.isArray(value.rows);
}

/**
 * Brings the run of a folder to its end and returns its results. The folder must have been opened
 * with the same configuration.
 *
 * @throws {InputError} if training cannot go on
 * @throws {DOMException} "AbortError" if the signal ends it; the run can then be resumed
 * @example A run on synthetic films
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseConfig } from "./config_file.ts";
 * import { loadFilms } from "./films.ts";
 * import { completeRun } from "./run.ts";
 * import { RunFolder } from "./run_folder.ts";
 *
 * const config = parseConfig({
 *   data: { kind: "phantom", films: 60, positivesOnly: true },
 *   backbone: { kind: "small-resnet", width: 2, stemStride: 2 },
 *   train: { epochs: 1, batchSize: 8 },
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
  dataset: Dataset,
  { folder, ...progress }: RunProgress & { readonly folder: RunFolder },
): Promise<RetrievalReport> {
  const executor = await createExecutor(config.train.executor);
  await folder.writeJson("environment.json", describeEnvironment(config, executor.name));
  const setup = await train(config, dataset, { folder, executor, ...progress });
  const { onProgress } = progress;
  const source = { folder, dataset, ...(onProgress ? { onProgress } : {}) };
  await exportRun(config, { ...source, setup });
  const results = await evaluateRun(config, source);
  const run = { config, folder, results };
  const title = `${config.name}: ${methodName(config)} on ${dataset.name}`;
  const page = await reportPage(await reportOf(run, dataset, { title }));
  await writeWhole(folder.file(REPORT), page);
  // Last, since its presence says that the run is finished.
  await folder.writeJson(RESULTS, results);
  return results;
}
