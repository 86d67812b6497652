/**
 * `cohash train`: trains a configuration, or goes on with it, and prints its results.
 *
 * @module
 */
import { Command } from "commander";
import type { Config } from "../lib/config/config.ts";
import { loadFilms } from "../lib/run/films.ts";
import { completeRun, readResults, REPORT } from "../lib/study/complete_run.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import { examples, interruptible, repeatable, say } from "./command_line.ts";
import { checkFinishedRuns } from "./finish_runs.ts";
import { printResults } from "./print_results.ts";
import { Progress } from "./progress.ts";
import { runEvents, STOPPING } from "./run_events.ts";
import { configOf } from "./shipped.ts";

interface TrainFlags {
  readonly set: readonly string[];
  readonly seed?: string;
  readonly out?: string;
  readonly fresh?: boolean;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/** The command and its options. */
export function command(): Command {
  return new Command("train")
    .description(
      "Trains a configuration and scores it; the same command resumes an unfinished run.",
    )
    .argument("[config]", "the name of a configuration, or a .ts or .json file", "phantom")
    .addOption(repeatable("--set <key.path=value>", "overrides a key"))
    .option("--seed <n>", "the seed of every random choice")
    .option("--out <dir>", "the run's folder (default: runs/NAME)")
    .option("--fresh", "starts over, removing what the folder holds of this run")
    .option("--strict", "stops at the first image that cannot be read")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash train phantom --set codes.bits=64 --set targets.kind=hadamard",
        "cohash train my_films.json --seed 1 --out runs/mine-1",
      ),
    )
    .action(async (file: string, flags: TrainFlags) => {
      const seed = flags.seed === undefined ? [] : [`seed=${flags.seed}`];
      const config = await configOf(file, [...flags.set, ...seed]);
      const folder = new RunFolder(flags.out ?? `runs/${config.name}`);
      if (flags.fresh) await folder.remove();
      await folder.open(config);
      const finished = await readResults(folder);
      if (finished) {
        const progress = new Progress({ quiet: flags.quiet ?? false });
        await checkFinishedRuns([{ folder: folder.path, config }], progress)
          .finally(() => progress.end());
        say(`This run is finished: ${folder.path}. Start it over with --fresh.`);
        await printResults(finished);
        return;
      }
      await trainRun(config, folder, flags);
    });
}

async function trainRun(config: Config, folder: RunFolder, flags: TrainFlags): Promise<void> {
  const progress = new Progress({ quiet: flags.quiet ?? false });
  const interrupt = interruptible(() => progress.log(STOPPING));
  try {
    const events = runEvents(progress, interrupt.signal);
    const dataset = await loadFilms(config, { ...events, strict: flags.strict ?? false });
    const results = await completeRun(config, dataset, { folder, ...events });
    await printResults(results);
    say(`The report: ${folder.file(REPORT)}`);
  } finally {
    progress.end();
    interrupt.done();
  }
}
