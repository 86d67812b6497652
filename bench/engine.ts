// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench engine [--threads N]`: training steps of the engine beside the same steps in
 * PyTorch (Debian's python3-torch), on 2 threads each unless told. They take turns, so that
 * whatever else the machine does slows both alike; medians are printed, and the fastest rounds,
 * which tell more on a busy machine.
 *
 * PyTorch uses whatever BLAS is installed. Debian's reference BLAS multiplies matrices some twenty
 * times slower than OpenBLAS (`apt-get install libopenblas0`), so the BLAS is printed, too.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createExecutor } from "../lib/autodiff/mod.ts";
import { headGcnStep, smallResidualStep, type TrainingStep } from "./engine_models.ts";

const PYTHON = "/usr/bin/python3";
const ROUNDS = 15;

interface Contest {
  readonly name: string;
  readonly make: () => TrainingStep;
  /** Steps in one round, some tenths of a second's worth. */
  readonly steps: number;
  readonly unit: string;
  /** Units done in one step. */
  readonly amount: number;
  /** The ratio to PyTorch to reach. */
  readonly goal: number;
}

const CONTESTS: readonly Contest[] = [
  { name: "head-gcn", make: headGcnStep, steps: 100, unit: "steps/s", amount: 1, goal: 0.95 },
  {
    name: "small-residual",
    make: () => smallResidualStep(),
    steps: 1,
    unit: "images/s",
    amount: 32,
    goal: 0.8,
  },
];

/** Something that trains and can be timed. */
interface Contestant {
  /** Seconds that a number of steps take. */
  time(steps: number): Promise<number>;
  stop(): Promise<void>;
}

/** Runs the benchmark and prints a line for each training step. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { threads: { type: "string", default: "2" } },
  });
  const threads = Number(values.threads);
  for (const contest of CONTESTS) {
    const engine = await startEngine(contest.make(), threads);
    const torch = await startTorch(contest.name, threads);
    const contestants = torch === undefined ? [engine] : [engine, torch];
    const seconds: number[][] = contestants.map(() => []);
    for (const contestant of contestants) await contestant.time(contest.steps);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, contestant] of contestants.entries()) {
        seconds[i]!.push(await contestant.time(contest.steps));
      }
    }
    report(contest, seconds);
    for (const contestant of contestants) await contestant.stop();
  }
}

function report({ name, steps, unit, amount, goal }: Contest, seconds: readonly number[][]): void {
  const rate = (time: number) => (steps * amount / time).toFixed(0);
  const rates = (times: readonly number[]) =>
    `${rate(median(times))} ${unit} (fastest ${rate(Math.min(...times))})`;
  const [engine, torch] = seconds;
  if (torch === undefined) {
    console.log(`${name}: engine ${rates(engine!)}; ${PYTHON} has no torch to compare with`);
    return;
  }
  const ratio = median(engine!.map((time, round) => torch[round]! / time)).toFixed(2);
  const fastest = (Math.min(...torch) / Math.min(...engine!)).toFixed(2);
  console.log(
    `${name}: engine ${rates(engine!)}, PyTorch ${rates(torch)}, ` +
      `ratio ${ratio} (fastest ${fastest}, goal ${goal})`,
  );
}

async function startEngine({ program, feeds }: TrainingStep, threads: number): Promise<Contestant> {
  const executor = await createExecutor();
  const session = await executor.load(program, { threads });
  return {
    async time(steps) {
      const start = performance.now();
      for (let step = 0; step < steps; step++) await session.run(feeds);
      return (performance.now() - start) / 1000;
    },
    stop: () => session.dispose(),
  };
}

/** PyTorch in a process of its own, or undefined where it is not installed. */
async function startTorch(step: string, threads: number): Promise<Contestant | undefined> {
  const script = fileURLToPath(new URL("./engine_torch.py", import.meta.url));
  const process: ChildProcess = spawn(PYTHON, ["-B", script, step, String(threads)], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...Deno.env.toObject(), OPENBLAS_NUM_THREADS: String(threads) },
  });
  process.on("error", () => {});
  const lines = createInterface({ input: process.stdout! })[Symbol.asyncIterator]();
  const greeting = await lines.next();
  if (greeting.done) return undefined;
  console.log(greeting.value);
  return {
    async time(steps) {
      process.stdin!.write(`${steps}\n`);
      return Number((await lines.next()).value);
    },
    async stop() {
      process.stdin!.end();
      await once(process, "exit");
    },
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
