/**
 * `cohash ablate --tune`: every method of a study tries its settings on validation films, and the
 * study goes on with the best of each.
 *
 * @module
 */
import { join } from "node:path";
import { InputError } from "../lib/base/errors.ts";
import { writeWhole } from "../lib/base/files.ts";
import { type Shard, shardOf } from "../lib/study/grid.ts";
import { runState } from "../lib/study/finished_run.ts";
import type { Study } from "../lib/study/study.ts";
import { readTuning, rowTrials, tunedStudy, type TuningOptions } from "../lib/study/tuning.ts";
import { tuningCost, tuningCsv, tuningNote, tuningText } from "../lib/study/tuning_table.ts";
import { print, say } from "./command_line.ts";
import { finishRuns, reportFailures, throwIfShared } from "./finish_runs.ts";
import type { Progress } from "./progress.ts";

/** The code length at which methods are tuned unless told otherwise. */
export const TUNING_BITS = 32;

/** The seed of a tuning unless told otherwise: none that a study of up to 100 seeds has. */
export const TUNING_SEED = 100;

/**
 * The study with the settings that validation chose, once all trials are done. It is left in the
 * folder as a file, which `cohash ablate` runs again without any tuning.
 *
 * @throws {InputError} if a trial failed, or other machines have not done theirs yet
 * @throws {DOMException} "AbortError" if the signal ends it; the same command goes on
 */
export async function tuneStudy(
  name: string,
  study: Study,
  { pool, ...options }: TuningOptions & {
    /** Who does which of its runs. */
    readonly pool: {
      readonly shard: Shard;
      readonly workers: number;
      readonly signal: AbortSignal;
      readonly progress: Progress;
    };
  },
): Promise<Study> {
  const rows = rowTrials(study, options);
  say(`Tuning at ${options.bits} bits first: ${tuningCost(rows)}.`);
  const runs = rows.flatMap(({ trials }) => trials.map(({ run }) => run));
  const own = shardOf(runs, pool.shard);
  const failures = await finishRuns(`tuning ${name}`, own, pool);
  throwIfShared(name, failures);
  reportFailures(failures);
  pool.signal.throwIfAborted();
  const states = await Promise.all(runs.map(runState));
  const open = states.filter((state) => state !== "finished").length;
  if (open > 0) {
    throw new InputError(
      `Cannot go on to the study "${name}" yet: ${open} of the ${runs.length} runs of its tuning ` +
        "are other parts' and not finished; run the same command again when they are",
    );
  }
  const tuned = await readTuning(rows);
  await writeWhole(join(options.folder, "tuning.csv"), tuningCsv(tuned, options.folder));
  const chosen = tunedStudy(study, tuned, tuningNote(tuned, options));
  await writeWhole(join(options.folder, `${name}.json`), JSON.stringify(chosen, null, 2) + "\n");
  print(`Chosen on validation films:\n\n${tuningText(tuned)}\n`);
  return chosen;
}
