// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench engine [--steps NAME …] [--threads N,…] [--engines KIND …] [--batch N]
 * [--rounds N]`: training steps and a frozen network on engines beside the same in PyTorch (Debian's
 * python3-torch) in both orders of axes. They take turns, so that whatever else the machine does
 * slows all alike; medians are printed, and the fastest rounds, which tell more on a busy machine.
 *
 * PyTorch uses whatever BLAS is installed. Debian's reference BLAS multiplies matrices some twenty
 * times slower than OpenBLAS (`apt-get install libopenblas0`), so the BLAS is printed, too.
 *
 * @module
 */
import { Command, Option } from "commander";
import { createExecutor, ENGINE_KINDS, type EngineKind } from "../lib/autodiff/mod.ts";
import { wholeNumber, wholeNumbers } from "../cli/command_line.ts";
import { compete, type Contestant, median, PYTHON, startEngine } from "./contestants.ts";
import { startTorch } from "./contestants.ts";
import { type Step, STEPS } from "./engine_steps.ts";

interface EngineFlags {
  readonly steps: readonly string[];
  readonly threads: readonly number[];
  readonly engines: readonly EngineKind[];
  readonly batch?: number;
  readonly rounds: number;
}

/** The command and its options. */
export function command(): Command {
  const names = STEPS.map(({ name }) => name);
  return new Command("engine")
    .description("Measures steps of engines, beside PyTorch where it is installed.")
    .addOption(new Option("--steps <name...>", "what to measure").choices(names).default(names))
    .option("--threads <n,…>", "processor threads of each", wholeNumbers("--threads", 1), [1, 2])
    .addOption(
      new Option("--engines <kind...>", "engines to measure").choices(ENGINE_KINDS).default([
        "auto",
      ]),
    )
    .option("--batch <n>", "films in a step (default: each step's own)", wholeNumber("--batch", 1))
    .option("--rounds <n>", "turns of each", wholeNumber("--rounds", 1), 9)
    .action(run);
}

/** Prints a line for each step, number of threads and contestant. */
async function run({ steps, threads, engines, batch, rounds }: EngineFlags): Promise<void> {
  for (const step of STEPS.filter(({ name }) => steps.includes(name))) {
    for (const count of threads) {
      await contest(step, { threads: count, engines, batch: batch ?? step.batch, rounds });
    }
  }
}

async function contest(step: Step, { threads, engines, batch, rounds }: {
  readonly threads: number;
  readonly engines: readonly EngineKind[];
  readonly batch: number;
  readonly rounds: number;
}): Promise<void> {
  const ours: Contestant[] = [];
  for (const kind of engines) {
    ours.push(await startEngine(await createExecutor(kind), step.make(batch), threads));
  }
  const rivals: Contestant[] = [];
  for (const [name, layout] of step.rivals) {
    const torch = await startTorch(name, { threads, batch, size: step.size, layout });
    if (torch) rivals.push(torch);
  }
  if (rivals.length === 0) console.log(`${PYTHON} has no torch to compare with`);

  const contestants = [...ours, ...rivals];
  const seconds = await compete(contestants, rounds);
  console.log(`\n${step.name}, batch ${batch}, ${threads} threads`);
  for (const [i, times] of seconds.entries()) {
    const rate = (time: number) => Number((step.amount(batch) / time).toPrecision(3));
    console.log(
      `  ${contestants[i]!.name}: ${rate(median(times))} ${step.unit} ` +
        `(fastest ${rate(Math.min(...times))})`,
    );
  }
  compare(step, seconds.slice(0, ours.length), seconds.slice(ours.length));
  for (const contestant of contestants) await contestant.stop();
}

/** Prints how much faster each engine is than PyTorch in its faster layout. */
function compare(
  { goal }: Step,
  ours: readonly (readonly number[])[],
  rivals: readonly (readonly number[])[],
): void {
  if (rivals.length === 0) return;
  const [best] = rivals.toSorted((a, b) => median(a) - median(b));
  for (const times of ours) {
    const ratio = median(times.map((time, round) => best![round]! / time)).toFixed(2);
    const fastest = Math.min(...rivals.flat()) / Math.min(...times);
    console.log(`  of PyTorch: ${ratio} (fastest ${fastest.toFixed(2)}), goal ${goal}`);
  }
}
