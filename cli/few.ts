/**
 * `cohash few`: asks for findings of which few films are labelled, and writes a table and a chart.
 *
 * @module
 */
import { basename, join, resolve } from "node:path";
import { Command } from "commander";
import { makeFolder } from "../lib/base/files.ts";
import { readCooccurrence } from "../lib/graph/cooccurrence_table.ts";
import { priorOf } from "../lib/methods/cohash_options.ts";
import { loadFilms } from "../lib/run/films.ts";
import { fewFilms, type FewSeed } from "../lib/study/few/few_films.ts";
import { fewMarkdown } from "../lib/study/few/few_results.ts";
import { readFewSeed, writeFew, writeFewSeed } from "../lib/study/few/write_few.ts";
import { studyRuns } from "../lib/study/grid.ts";
import {
  colour,
  examples,
  interruptible,
  print,
  repeatable,
  say,
  wholeNumber,
} from "./command_line.ts";
import { Progress } from "./progress.ts";
import { runEvents } from "./run_events.ts";
import { configFileOf } from "./shipped.ts";

interface FewFlags {
  readonly data: string;
  readonly set: readonly string[];
  readonly seeds: number;
  readonly groups: number;
  readonly prior?: string;
  readonly validation?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

/** The command and its options. */
export function command(): Command {
  return new Command("few")
    .description(
      "Hides findings from training but for 0, 1, 3, 10, 30 or 100 labelled films, and asks for them " +
        "by what was learned, by the graph of co-occurrence and by the films. The same command resumes it.",
    )
    .requiredOption("--data <config>", "the name of a configuration, or a .ts or .json file")
    .addOption(repeatable("--set <key.path=value>", "overrides a key"))
    .option("--seeds <n>", "how many seeds", wholeNumber("--seeds", 1), 5)
    .option(
      "--groups <n>",
      "in how many groups findings are hidden together; more train longer",
      wholeNumber("--groups", 2),
      2,
    )
    .option(
      "--prior <csv>",
      "a table of label lists or counts of another collection (default: that of graph.prior)",
    )
    .option("--validation", "searches the validation films, to choose by")
    .option("--out <dir>", "the study's folder (default: runs/few/NAME)")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash few --data chexnet9 --seeds 2",
        "cohash few --data openi --groups 4 --prior reports.csv",
      ),
    )
    .action(runFew);
}

async function runFew(flags: FewFlags): Promise<void> {
  const { groups, prior, validation: onValidation = false, quiet = false } = flags;
  const base = await configFileOf(flags.data);
  const plain = { question: "few", baseline: "few", rows: [{ name: "few", changes: {} }] };
  const grid = { data: base, settings: flags.set, seeds: flags.seeds, folder: "" };
  const configs = studyRuns(plain, grid).map(({ config }) => config);
  const [{ name, codes: { bits } }] = configs as [typeof configs[0], ...typeof configs];
  const folder = resolve(flags.out ?? join("runs/few", name));
  await makeFolder(folder);
  const table = prior ?? priorOf(configs[0]!.graph)?.path;
  const elsewhere = table === undefined ? undefined : await readCooccurrence(table);
  const progress = new Progress({ quiet });
  const interrupt = interruptible(() => progress.log("Stopping after this network."));
  const { signal } = interrupt;
  const seeds: FewSeed[] = [];
  try {
    for (const config of configs) {
      const settings = { config, groups, prior: table ?? null, onValidation };
      const known = await readFewSeed(folder, config.seed, settings);
      const found = known ?? await fewFilms(config, {
        dataset: await loadFilms(config, runEvents(progress, signal)),
        groups,
        elsewhere,
        onValidation,
        signal,
        onProgress: (done, total) => progress.update(`seed ${config.seed}`, { done, total }),
      });
      if (known === undefined) await writeFewSeed(folder, found, settings);
      seeds.push(found);
    }
  } finally {
    progress.end();
    interrupt.done();
  }
  const otherName = table === undefined ? undefined : basename(table);
  const study = { name, bits, groups, onValidation, elsewhere: otherName, seeds };
  const paths = await writeFew(study, folder);
  print(fewMarkdown(study).trimEnd());
  say("\nThe chart: ", colour("bold", paths.find((path) => path.endsWith(".png"))!));
}
