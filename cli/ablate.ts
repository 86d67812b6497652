/**
 * `cohash ablate`: runs a study, or goes on with it, and writes its tables and charts.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { makeFolder, writeWhole } from "../lib/base/files.ts";
import type { ConfigInput } from "../lib/config/config.ts";
import { studyText } from "../lib/study/formats.ts";
import { ASK_HELD_OUT, parseShard, shardOf, studyFolder, studyRuns } from "../lib/study/grid.ts";
import { sourceNames } from "../lib/config/source_file.ts";
import { readStudy } from "../lib/study/read_study.ts";
import { missingRuns } from "../lib/study/results.ts";
import { writeStudy } from "../lib/study/write_results.ts";
import {
  colour,
  examples,
  interruptible,
  print,
  repeatable,
  say,
  wholeNumber,
} from "./command_line.ts";
import { finishRuns, reportFailures, throwIfShared } from "./finish_runs.ts";
import { phantomFeatures } from "./phantom_features.ts";
import { Progress } from "./progress.ts";
import { runEvents } from "./run_events.ts";
import { configFileOf, STUDIES, studyOf } from "./shipped.ts";
import { tuneStudy, TUNING_BITS, TUNING_SEED } from "./tune.ts";

interface AblateFlags {
  readonly data?: string;
  readonly set: readonly string[];
  readonly seeds?: number;
  readonly queries: "usual" | "held-out";
  readonly jobs: number;
  readonly shard: string;
  readonly out?: string;
  readonly tune?: true | number;
  readonly tuneSeed: number;
  readonly quick?: boolean;
  readonly quiet?: boolean;
}

/** What --quick changes; it shows that a study works, not what comes of it. */
const QUICK = ["train.epochs=8", "train.validationQueries=200", "evaluation.resamples=200"];

/** The command and its options. */
export function command(): Command {
  return new Command("ablate")
    .description("Runs a study; the same command resumes it. Without a name it lists the studies.")
    .argument("[name]", "the name of a study, such as components, or a .ts or .json file")
    .option("--data <config>", "the name of a configuration, or a .ts or .json file")
    .addOption(repeatable("--set <key.path=value>", "overrides a key in all runs"))
    .option(
      "--seeds <n>",
      "seeds of every setting (default: 5, or 1 with --quick)",
      wholeNumber("--seeds", 1),
    )
    .addOption(
      new Option("--queries <which>", "who asks: held-out patients, whom no choice has seen")
        .choices(["usual", "held-out"]).default("usual"),
    )
    .option(
      "--jobs <n>",
      "runs at once, a process each",
      wholeNumber("--jobs", 1),
      availableParallelism(),
    )
    .option("--shard <i/n>", "does only part i of n, for several machines with one --out", "1/1")
    .option("--out <dir>", "the studies' folder (default: runs/ablations, or runs/ablations-quick)")
    .option(
      "--tune [bits]",
      "every method first tries the same number of settings on validation films, at this code " +
        `length (default: ${TUNING_BITS}); the study then has the best of each, and -tuned in its name`,
      wholeNumber("--tune", 1),
    )
    .option(
      "--tune-seed <n>",
      "the seed of the tuning",
      wholeNumber("--tune-seed", 0),
      TUNING_SEED,
    )
    .option("--quick", "one seed and a few epochs, to see that everything works")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash ablate",
        "cohash ablate components --quick",
        "cohash ablate peers --tune --data my_films.json",
        "cohash ablate ./my_study.ts --data my_films.json --seeds 3",
      ),
    )
    .action(async (name: string | undefined, flags: AblateFlags) => {
      if (name === undefined) await listStudies();
      else await runStudy(name, flags);
    });
}

async function listStudies(): Promise<void> {
  for (const name of STUDIES === undefined ? [] : sourceNames(STUDIES)) {
    const { question, rows, columns } = (await studyOf(name)).study;
    const size = columns === undefined ? rows.length : `${rows.length} × ${columns.length}`;
    print(`${name.padEnd(12)} ${question} (${size})`);
  }
}

async function runStudy(file: string, flags: AblateFlags): Promise<void> {
  const { quick = false, quiet = false } = flags;
  const { name: plainName, study: plainStudy } = await studyOf(file);
  const name = flags.tune === undefined ? plainName : `${plainName}-tuned`;
  const out = resolve(flags.out ?? (quick ? "runs/ablations-quick" : "runs/ablations"));
  const heldOut = flags.queries === "held-out";
  const folder = join(out, studyFolder(name, { heldOut }));
  const { jobs: workers, seeds = quick ? 1 : 5 } = flags;
  const shard = parseShard(flags.shard);
  await makeFolder(folder);
  const progress = new Progress({ quiet });
  const interrupt = interruptible(() =>
    progress.log("Stopping; the same command goes on from the last epochs.")
  );
  const { signal } = interrupt;
  try {
    const data = flags.data === undefined
      ? await defaultData(out, { quick, signal, progress })
      : await configFileOf(flags.data);
    const settings = [...quick ? QUICK : [], ...flags.set, ...heldOut ? [ASK_HELD_OUT] : []];
    const grid = { data, settings, folder };
    const study = flags.tune === undefined ? plainStudy : await tuneStudy(name, plainStudy, {
      ...grid,
      bits: flags.tune === true ? TUNING_BITS : flags.tune,
      seed: flags.tuneSeed,
      pool: { shard, workers, signal, progress },
    });
    const runs = studyRuns(study, { ...grid, seeds });
    const own = shardOf(runs, shard);
    const failures = await finishRuns(`study ${name}`, own, { workers, signal, progress });
    throwIfShared(name, failures);

    const results = await readStudy(name, study, {
      runs,
      resamples: runs[0]!.config.evaluation.resamples,
      onProgress: (done, total) => progress.update("comparing", { done, total }),
    });
    const files = await writeStudy(results, folder);
    progress.end();
    print(studyText(results, folder));
    const missing = missingRuns(results).length;
    if (missing > 0) say(`\n${missing} of ${runs.length} runs are missing.`);
    say("\nThe page: ", colour("bold", files.find((file) => file.endsWith(".html"))!));
    reportFailures(failures);
    signal.throwIfAborted();
  } finally {
    progress.end();
    interrupt.done();
  }
}

/** Features of synthetic films, and what configures their use, which is also left in a file. */
async function defaultData(
  out: string,
  { quick, signal, progress }: {
    readonly quick: boolean;
    readonly signal: AbortSignal;
    readonly progress: Progress;
  },
): Promise<ConfigInput> {
  const folder = join(out, "phantom-features");
  const config = await phantomFeatures(folder, { quick, signal, ...runEvents(progress) });
  await writeWhole(join(folder, "config.json"), JSON.stringify(config, null, 2) + "\n");
  return config;
}
