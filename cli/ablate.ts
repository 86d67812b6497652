/**
 * `deno task ablate`: runs a study, or goes on with it, and writes its tables and charts.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { writeWhole } from "../lib/base/files.ts";
import { studyText } from "../lib/study/formats.ts";
import { parseShard, shardOf, studyRuns } from "../lib/study/grid.ts";
import { loadStudy, studyNames } from "../lib/study/load_study.ts";
import { missingRuns, readStudy } from "../lib/study/results.ts";
import { writeStudy } from "../lib/study/write_results.ts";
import {
  collect,
  colour,
  interruptible,
  print,
  runCommand,
  say,
  wholeNumber,
} from "./command_line.ts";
import { finishRuns, reportFailures } from "./finish_runs.ts";
import { phantomFeatures } from "./phantom_features.ts";
import { Progress } from "./progress.ts";
import { runEvents } from "./run_events.ts";

interface AblateFlags {
  readonly data?: string;
  readonly set: readonly string[];
  readonly seeds?: string;
  readonly jobs: string;
  readonly shard: string;
  readonly out?: string;
  readonly quick?: boolean;
  readonly quiet?: boolean;
}

/** What --quick changes; it shows that a study works, not what comes of it. */
const QUICK = ["train.epochs=8", "train.validationQueries=200", "evaluation.resamples=200"];

const command = new Command("ablate")
  .description("Runs a study; the same command resumes it. Without a name it lists the studies.")
  .argument("[name]", "a file in experiments/ablations, such as components")
  .option("--data <config>", "a name in experiments/configs, or a .ts or .json file", undefined)
  .option("--set <key.path=value>", "overrides a key in all runs; may be repeated", collect, [])
  .option("--seeds <n>", "seeds of every setting (default: 5, or 1 with --quick)")
  .option("--jobs <n>", "runs at once, a process each", String(availableParallelism()))
  .option("--shard <i/n>", "does only part i of n, for several machines with one --out", "1/1")
  .option("--out <dir>", "the studies' folder (default: runs/ablations, or runs/ablations-quick)")
  .option("--quick", "one seed and a few epochs, to see that everything works")
  .option("--quiet", "shows no progress")
  .action(async (name: string | undefined, flags: AblateFlags) => {
    if (name === undefined) await listStudies();
    else await runStudy(name, flags);
  });

async function listStudies(): Promise<void> {
  for (const name of await studyNames()) {
    const { question, rows, columns } = await loadStudy(name);
    const size = columns === undefined ? rows.length : `${rows.length} × ${columns.length}`;
    print(`${name.padEnd(12)} ${question} (${size})`);
  }
}

async function runStudy(name: string, flags: AblateFlags): Promise<void> {
  const { quick = false, quiet = false } = flags;
  const study = await loadStudy(name);
  const out = resolve(flags.out ?? (quick ? "runs/ablations-quick" : "runs/ablations"));
  const folder = join(out, name);
  const workers = wholeNumber("--jobs", flags.jobs);
  const seeds = wholeNumber("--seeds", flags.seeds ?? (quick ? "1" : "5"));
  const shard = parseShard(flags.shard);
  const progress = new Progress({ quiet });
  const interrupt = interruptible(() =>
    progress.log("Stopping; the same command goes on from the last epochs.")
  );
  const { signal } = interrupt;
  try {
    const data = flags.data ?? await defaultData(out, { quick, signal, progress });
    const settings = [...quick ? QUICK : [], ...flags.set];
    const runs = await studyRuns(study, { data, settings, seeds, folder });
    const own = shardOf(runs, shard);
    const failures = await finishRuns(`study ${name}`, own, { workers, signal, progress });

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
    say(`\nThe page: ${colour("bold", files.find((file) => file.endsWith(".html"))!)}`);
    reportFailures(failures);
    signal.throwIfAborted();
  } finally {
    progress.end();
    interrupt.done();
  }
}

/** Features of synthetic films, and the file that configures their use. */
async function defaultData(
  out: string,
  { quick, signal, progress }: {
    readonly quick: boolean;
    readonly signal: AbortSignal;
    readonly progress: Progress;
  },
): Promise<string> {
  const folder = join(out, "phantom-features");
  const config = await phantomFeatures(folder, { quick, signal, ...runEvents(progress) });
  const path = join(folder, "config.json");
  await writeWhole(path, JSON.stringify(config, null, 2) + "\n");
  return path;
}

await runCommand(command);
