// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench engine [--threads N] [--engines KIND …] [--batch N] [--rounds N]`: training steps
 * of engines beside the same steps in PyTorch (Debian's python3-torch), on 2 threads each unless
 * told. They take turns, so that whatever else the machine does slows all alike; medians are printed,
 * and the fastest rounds, which tell more on a busy machine.
 *
 * PyTorch uses whatever BLAS is installed. Debian's reference BLAS multiplies matrices some twenty
 * times slower than OpenBLAS (`apt-get install libopenblas0`), so the BLAS is printed, too.
 *
 * @module
 */
import { Command, Option } from "commander";
import { createExecutor, ENGINE_KINDS, type EngineKind } from "../lib/autodiff/mod.ts";
import { wholeNumber } from "../cli/command_line.ts";
import { compete, type Contestant, median, PYTHON, startEngine } from "./contestants.ts";
import { startTorch } from "./contestants.ts";
import { headGcnStep, smallResidualStep, type TrainingStep } from "./engine_models.ts";

interface Contest {
  readonly name: string;
  readonly make: (batch: number) => TrainingStep;
  readonly unit: string;
  /** Units done in one step. */
  readonly amount: (batch: number) => number;
  /** The ratio of the default engine to PyTorch to reach. */
  readonly goal: number;
}

const CONTESTS: readonly Contest[] = [
  { name: "head-gcn", make: headGcnStep, unit: "steps/s", amount: () => 1, goal: 0.95 },
  {
    name: "small-residual",
    make: smallResidualStep,
    unit: "images/s",
    amount: (batch) => batch,
    goal: 0.8,
  },
];

interface EngineFlags {
  readonly threads: number;
  readonly engines: readonly EngineKind[];
  readonly batch: number;
  readonly rounds: number;
}

/** The command and its options. */
export function command(): Command {
  return new Command("engine")
    .description("Measures training steps of engines, beside PyTorch where it is installed.")
    .option("--threads <n>", "processor threads of each", wholeNumber("--threads", 1), 2)
    .addOption(
      new Option("--engines <kind...>", "engines to measure").choices(ENGINE_KINDS).default([
        "auto",
      ]),
    )
    .option("--batch <n>", "films in a step", wholeNumber("--batch", 1), 32)
    .option("--rounds <n>", "turns of each", wholeNumber("--rounds", 1), 15)
    .action(run);
}

/** Prints a line for each training step and engine. */
async function run({ threads, engines, batch, rounds }: EngineFlags): Promise<void> {
  for (const contest of CONTESTS) {
    const contestants: Contestant[] = [];
    for (const kind of engines) {
      contestants.push(
        await startEngine(await createExecutor(kind), contest.make(batch), threads),
      );
    }
    const torch = await startTorch(contest.name, { threads: threads, batch: batch });
    if (torch) contestants.push(torch);
    else console.log(`${PYTHON} has no torch to compare with`);
    report(contest, contestants, await compete(contestants, rounds), batch);
    for (const contestant of contestants) await contestant.stop();
  }
}

function report(
  { name, unit, amount, goal }: Contest,
  contestants: readonly Contestant[],
  seconds: readonly number[][],
  batch: number,
): void {
  const rate = (time: number) => Number((amount(batch) / time).toPrecision(3));
  const torch = contestants.at(-1)!.name.startsWith("PyTorch") ? seconds.at(-1)! : undefined;
  for (const [i, times] of seconds.entries()) {
    const line = `${name}: ${contestants[i]!.name} ${rate(median(times))} ${unit} ` +
      `(fastest ${rate(Math.min(...times))})`;
    if (torch === undefined || times === torch) {
      console.log(line);
      continue;
    }
    const ratio = median(times.map((time, round) => torch[round]! / time)).toFixed(2);
    const fastest = (Math.min(...torch) / Math.min(...times)).toFixed(2);
    console.log(`${line}, PyTorch × ${ratio} (fastest ${fastest}, goal ${goal})`);
  }
}
