/**
 * Bringing the runs of a study to their end, live on the screen.
 *
 * @module
 */
import { InputError } from "../lib/base/errors.ts";
import type { Config } from "../lib/config/config.ts";
import { loadFilms } from "../lib/run/films.ts";
import { checkFinished, type FinishedRun } from "../lib/study/finished_data.ts";
import type { StudyRun } from "../lib/study/grid.ts";
import { type Failure, runPool } from "../lib/study/pool.ts";
import { runState } from "../lib/study/finished_run.ts";
import { runName } from "../lib/study/results.ts";
import { colour, say } from "./command_line.ts";
import type { Progress } from "./progress.ts";
import { runEvents } from "./run_events.ts";
import { StudyOverview } from "./study_overview.ts";

/**
 * Skips what is finished, goes on with the rest, and returns what failed.
 *
 * @param what What the progress calls them, such as "study bits"
 * @throws {InputError} if finished runs have learned from other data than there are now
 */
export async function finishRuns(
  what: string,
  runs: readonly StudyRun[],
  { workers, signal, progress }: {
    readonly workers: number;
    readonly signal: AbortSignal;
    readonly progress: Progress;
  },
): Promise<Failure[]> {
  const states = await Promise.all(runs.map(runState));
  const open = runs.filter((_, i) => states[i] !== "finished");
  await checkFinishedRuns(runs.filter((_, i) => states[i] === "finished"), progress, signal);
  const overview = new StudyOverview(progress, what, runs.length - open.length, runs.length);
  const failures = await runPool(open, { workers, signal, ...overview.events() });
  progress.end();
  return failures;
}

/**
 * Looks whether the data of finished runs are still those that they learned from. Films that are
 * drawn by the configuration itself cannot have changed.
 *
 * @throws {InputError} if they are others
 */
export async function checkFinishedRuns(
  runs: readonly FinishedRun[],
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  const withFiles = runs.filter(({ config }) => config.data.kind !== "phantom");
  const events = runEvents(progress, signal);
  const filmsOf = (config: Config) => loadFilms(config, events);
  await checkFinished(withFiles, { filmsOf, onNote: events.onWarning });
}

/** @throws {InputError} if one fault ends all runs of a study, naming it */
export function throwIfShared(study: string, failures: readonly Failure[]): void {
  const shared = failures.find(({ isShared }) => isShared);
  if (shared === undefined) return;
  throw new InputError(
    `Cannot run the study "${study}", all its runs fail alike: ${shared.message}`,
  );
}

/**
 * Says which runs failed and why, each reason once.
 *
 * @throws {InputError} if any did, which ends a command with exit status 1
 */
export function reportFailures(failures: readonly Failure[]): void {
  for (const [message, [first, ...others]] of Map.groupBy(failures, ({ message }) => message)) {
    const { run } = first!;
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    say(colour("red", "failed"), ` ${runName(run)} (${run.folder})${more}: ${message}`);
  }
  if (failures.length > 0) throw new InputError(`${failures.length} runs failed`);
}
