// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench engine`: training steps of the engine beside the same steps in PyTorch, 2
 * threads each, in turns, so that whatever else the machine does slows both alike.
 *
 * @module
 */
import { createInterface } from "node:readline/promises";
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createExecutor } from "../lib/autodiff/mod.ts";
import { headGcnStep, smallResidualStep, type TrainingStep } from "./engine_models.ts";

const PYTHON = "/usr/bin/python3";
const THREADS = 2;
const ROUNDS = 11;

interface Contest {
  readonly name: string;
  readonly make: () => TrainingStep;
  /** Steps in one round, about half a second's worth. */
  readonly steps: number;
  readonly unit: string;
  /** Units done in one step. */
  readonly amount: number;
  /** The ratio to PyTorch to reach. */
  readonly goal: number;
}

const CONTESTS: readonly Contest[] = [
  {
    name: "head-gcn",
    make: headGcnStep,
    steps: 300,
    unit: "steps/s",
    amount: 1,
    goal: 0.95,
  },
  {
    name: "small-residual",
    make: () => smallResidualStep(32),
    steps: 3,
    unit: "images/s",
    amount: 32,
    goal: 0.8,
  },
];

/** Seconds that a number of steps took. */
type Runner = (steps: number) => Promise<number>;

/** Runs the benchmark and prints a line for each step. */
export async function run(_args: readonly string[]): Promise<void> {
  const torch = await startTorch();
  if (torch === undefined) console.log(`${PYTHON} has no torch: the engine runs alone`);
  for (const contest of CONTESTS) {
    const ours = await engineRunner(contest.make());
    const theirs: Runner | undefined = torch && ((steps) => torch.time(contest.name, steps));
    await ours(contest.steps / 3);
    await theirs?.(contest.steps / 3);
    const [ourTimes, theirTimes]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      ourTimes.push(await ours(contest.steps));
      if (theirs !== undefined) theirTimes.push(await theirs(contest.steps));
    }
    report(contest, ourTimes, theirTimes);
  }
  torch?.stop();
}

function report({ name, steps, unit, amount, goal }: Contest, ours: number[], theirs: number[]) {
  const rate = (seconds: number) => `${(steps * amount / seconds).toFixed(0)} ${unit}`;
  const engine = `${name}: engine ${rate(median(ours))}`;
  if (theirs.length === 0) return console.log(engine);
  const ratio = median(ours.map((seconds, round) => theirs[round]! / seconds));
  console.log(
    `${engine}, PyTorch ${rate(median(theirs))}, ratio ${ratio.toFixed(2)} (goal ${goal})`,
  );
}

async function engineRunner({ program, feeds }: TrainingStep): Promise<Runner> {
  const executor = await createExecutor();
  const session = await executor.load(program, { threads: THREADS });
  return async (steps) => {
    const start = performance.now();
    for (let step = 0; step < steps; step++) await session.run(feeds);
    return (performance.now() - start) / 1000;
  };
}

/** PyTorch in a process of its own, or undefined where it is not installed. */
async function startTorch(): Promise<
  { time(name: string, steps: number): Promise<number>; stop(): void } | undefined
> {
  const script = fileURLToPath(new URL("./engine_torch.py", import.meta.url));
  const process: ChildProcess = spawn(PYTHON, [script], { stdio: ["pipe", "pipe", "ignore"] });
  process.on("error", () => {});
  const lines = createInterface({ input: process.stdout! })[Symbol.asyncIterator]();
  const greeting = await lines.next();
  if (greeting.done) return undefined;
  console.log(greeting.value);
  return {
    async time(name, steps) {
      process.stdin!.write(`${name} ${Math.ceil(steps)}\n`);
      return Number((await lines.next()).value);
    },
    stop: () => process.stdin!.end(),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
