/**
 * `cohash evaluate`: scores a run anew and prints its table, or one JSON object.
 *
 * @module
 */
import { Command } from "commander";
import type { RetrievalReport } from "../lib/metrics/mod.ts";
import { resultTable } from "../lib/report/text_table.ts";
import { evaluateRun } from "../lib/train/evaluate.ts";
import { loadFilms } from "../lib/run/films.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import { examples, print } from "./command_line.ts";
import { Progress } from "./progress.ts";
import { runEvents } from "./run_events.ts";

/** The command and its options. */
export function command(): Command {
  return new Command("evaluate")
    .description("Scores the codes of a finished run: its queries against its database.")
    .argument("<run>", "the run's folder, such as runs/phantom")
    .option("--json", "prints one JSON object and nothing else")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash evaluate runs/phantom",
        "cohash evaluate runs/phantom --json > results.json",
      ),
    )
    .action(async (path: string, flags: { readonly json?: boolean; readonly quiet?: boolean }) => {
      const progress = new Progress({ quiet: flags.quiet ?? flags.json ?? false });
      const results = await score(path, progress).finally(() => progress.end());
      print(flags.json ? JSON.stringify(results) : resultTable(results.rows));
    });
}

async function score(path: string, progress: Progress): Promise<RetrievalReport> {
  const folder = new RunFolder(path);
  const config = await folder.config();
  const events = runEvents(progress);
  const dataset = await loadFilms(config, events);
  return await evaluateRun(config, { folder, dataset, ...events });
}
