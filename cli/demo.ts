/**
 * `cohash demo`: draws synthetic films, trains cohash and OrthoHash on them end to end, and
 * writes one page that shows what came of it.
 *
 * @module
 */
import { resolve } from "node:path";
import { Command } from "commander";
import { resultTable } from "../lib/report/text_table.ts";
import { reportPage } from "../lib/report/run/page.ts";
import { exists, writeWhole } from "../lib/base/files.ts";
import type { Dataset } from "../lib/data/dataset.ts";
import { applySettings, parseConfig } from "../lib/config/config_file.ts";
import type { ConfigInput } from "../lib/config/config.ts";
import { checkData } from "../lib/run/run_data.ts";
import { loadFilms } from "../lib/run/films.ts";
import { completeRun, readResults } from "../lib/study/complete_run.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import { type FinishedRun, reportOf, tableRows } from "../lib/report/run/content.ts";
import { colour, examples, interruptible, print, repeatable, say } from "./command_line.ts";
import { config, orthohash } from "../experiments/configs/demo.ts";
import { checkFinishedRuns } from "./finish_runs.ts";
import { Progress } from "./progress.ts";
import { runEvents, STOPPING } from "./run_events.ts";

interface DemoFlags {
  readonly set: readonly string[];
  readonly out: string;
  readonly fresh?: boolean;
  readonly quiet?: boolean;
}

/** The command and its options. */
export function command(): Command {
  return new Command("demo")
    .description("Trains cohash and OrthoHash on synthetic chest films and writes a report page.")
    .option("--out <dir>", "the demo's folder", "runs/demo")
    .addOption(repeatable("--set <key.path=value>", "overrides a key of both runs"))
    .option("--fresh", "starts over")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash demo",
        "cohash demo --out runs/small --set data.films=300 --set train.epochs=2",
      ),
    )
    .action(async (flags: DemoFlags) => {
      const page = resolve(flags.out, "report.html");
      const demo = await openDemo(flags);
      const finished = (await Promise.all(demo.map(readFinished))).filter((run) =>
        run !== undefined
      );
      const isFinished = finished.length === demo.length && await exists(page);
      if (isFinished) {
        await checkDemo(demo, flags.quiet ?? false);
        say("The demo is finished; start it over with --fresh.");
      }
      const [own, peer] = isFinished
        ? finished
        : await runDemo(demo, { page, quiet: flags.quiet ?? false });
      print({ styled: resultTable(tableRows(own!, [peer!])) });
      print("\nThe report: ", colour("bold", page));
    });
}

type DemoRun = Omit<FinishedRun, "results">;

/** The two runs with their folders, made where they are new. */
async function openDemo({ out, set, fresh }: DemoFlags): Promise<DemoRun[]> {
  const inputs: readonly ConfigInput[] = [config, orthohash];
  return await Promise.all(inputs.map(async (input) => {
    const resolved = parseConfig(applySettings({ ...input }, set));
    const folder = new RunFolder(resolve(out, resolved.name));
    if (fresh) await folder.remove();
    await folder.open(resolved);
    return { config: resolved, folder };
  }));
}

/** Looks whether finished runs on films from files, as --set may name, are still on the same. */
async function checkDemo(demo: readonly DemoRun[], quiet: boolean): Promise<void> {
  const progress = new Progress({ quiet });
  const runs = demo.map(({ folder: { path: folder }, config }) => ({ folder, config }));
  await checkFinishedRuns(runs, progress).finally(() => progress.end());
}

/** Trains what is not trained yet and writes the page. */
async function runDemo(
  demo: readonly DemoRun[],
  { page, quiet }: { readonly page: string; readonly quiet: boolean },
): Promise<FinishedRun[]> {
  const progress = new Progress({ quiet });
  const interrupt = interruptible(() => progress.log(STOPPING));
  try {
    const events = runEvents(progress, interrupt.signal);
    const dataset = await loadFilms(demo[0]!.config, events);
    const finished: FinishedRun[] = [];
    for (const [n, run] of demo.entries()) {
      progress.log(`${n + 1} of ${demo.length}: ${run.config.name}`);
      const { config, folder } = run;
      const there = await readFinished(run);
      if (there !== undefined) await checkData(folder, { config, dataset });
      finished.push(
        there ?? { ...run, results: await completeRun(config, dataset, { folder, ...events }) },
      );
    }
    await writePage(page, finished, dataset);
    return finished;
  } finally {
    progress.end();
    interrupt.done();
  }
}

async function writePage(
  path: string,
  [own, ...others]: readonly FinishedRun[],
  dataset: Dataset,
): Promise<void> {
  const title = "cohash on synthetic chest films";
  await writeWhole(path, await reportPage(await reportOf(own!, dataset, { title, others })));
}

async function readFinished(run: DemoRun): Promise<FinishedRun | undefined> {
  const results = await readResults(run.folder);
  return results && { ...run, results };
}
