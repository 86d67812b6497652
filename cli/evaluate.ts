/**
 * `cohash evaluate`: scores a run anew and prints its table, or one JSON object.
 *
 * @module
 */
import { Command, Option } from "commander";
import type { RetrievalReport } from "../lib/metrics/mod.ts";
import { evaluateRun } from "../lib/train/evaluate.ts";
import { askingHeldOut, evaluateHeldOut } from "../lib/train/held_out.ts";
import { loadFilms } from "../lib/run/films.ts";
import { movedConfig } from "../lib/run/run_data.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import { examples, movedData, print } from "./command_line.ts";
import { printResults } from "./print_results.ts";
import { Progress } from "./progress.ts";
import { runEvents } from "./run_events.ts";

interface EvaluateFlags {
  readonly set: readonly string[];
  readonly queries: "usual" | "held-out";
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The command and its options. */
export function command(): Command {
  return new Command("evaluate")
    .description("Scores the codes of a finished run: its queries against its database.")
    .argument("<run>", "the run's folder, such as runs/phantom")
    .addOption(movedData())
    .addOption(
      new Option("--queries <which>", "who asks: held-out patients, whom no choice has seen")
        .choices(["usual", "held-out"]).default("usual"),
    )
    .option("--json", "prints one JSON object and nothing else")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash evaluate runs/phantom",
        "cohash evaluate runs/phantom --json > results.json",
        "cohash evaluate runs/mine --set data.features=/new/place/features.npy",
      ),
    )
    .action(async (path: string, flags: EvaluateFlags) => {
      const progress = new Progress({ quiet: flags.quiet ?? flags.json ?? false });
      const results = await score(path, flags, progress).finally(() => progress.end());
      if (flags.json) print(JSON.stringify(results));
      else await printResults(results);
    });
}

async function score(
  path: string,
  { set: settings, queries }: EvaluateFlags,
  progress: Progress,
): Promise<RetrievalReport> {
  const folder = new RunFolder(path);
  const events = runEvents(progress);
  const config = movedConfig(await folder.config(), settings);
  if (queries === "held-out") {
    const asking = askingHeldOut(config, path);
    return await evaluateHeldOut(asking, {
      folder,
      dataset: await loadFilms(asking, events),
      ...events,
    });
  }
  const dataset = await loadFilms(config, events);
  return await evaluateRun(config, { folder, dataset, ...events });
}
