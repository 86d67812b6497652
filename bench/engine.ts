// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench engine [--threads N] [--engines KIND,…] [--batch N] [--rounds N]`: training steps
 * of engines beside the same steps in PyTorch (Debian's python3-torch), on 2 threads each unless
 * told. They take turns, so that whatever else the machine does slows all alike; medians are printed,
 * and the fastest rounds, which tell more on a busy machine.
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
import { z } from "zod";
import { createExecutor, ENGINE_KINDS, type EngineKind } from "../lib/autodiff/mod.ts";
import { headGcnStep, smallResidualStep, type TrainingStep } from "./engine_models.ts";

const PYTHON = "/usr/bin/python3";

/** A round takes some tenths of a second, or one step where that is longer. */
const ROUND_SECONDS = 0.3;

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

/** Something that trains and can be timed. */
interface Contestant {
  readonly name: string;
  /** Seconds that a number of steps take. */
  time(steps: number): Promise<number>;
  stop(): Promise<void>;
}

/** Runs the benchmark and prints a line for each training step and engine. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      threads: { type: "string", default: "2" },
      engines: { type: "string", default: "auto" },
      batch: { type: "string", default: "32" },
      rounds: { type: "string", default: "15" },
    },
  });
  const [threads, batch, rounds] = [values.threads, values.batch, values.rounds].map(Number);
  const kinds = values.engines.split(",").map((kind) => z.enum(ENGINE_KINDS).parse(kind));
  for (const contest of CONTESTS) {
    const contestants: Contestant[] = [];
    for (const kind of kinds) {
      contestants.push(await startEngine(kind, contest.make(batch!), threads!));
    }
    const torch = await startTorch(contest.name, threads!, batch!);
    if (torch) contestants.push(torch);
    else console.log(`${PYTHON} has no torch to compare with`);
    report(contest, contestants, await compete(contestants, rounds!), batch!);
    for (const contestant of contestants) await contestant.stop();
  }
}

/** Seconds a step by contestant and round. */
async function compete(contestants: readonly Contestant[], rounds: number): Promise<number[][]> {
  const steps: number[] = [];
  for (const contestant of contestants) {
    await contestant.time(1);
    steps.push(Math.max(1, Math.round(ROUND_SECONDS / await contestant.time(1))));
  }
  const seconds: number[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contestant] of contestants.entries()) {
      seconds[i]!.push(await contestant.time(steps[i]!) / steps[i]!);
    }
  }
  return seconds;
}

function report(
  { name, unit, amount, goal }: Contest,
  contestants: readonly Contestant[],
  seconds: readonly number[][],
  batch: number,
): void {
  const rate = (time: number) => Number((amount(batch) / time).toPrecision(3));
  const torch = contestants.at(-1)!.name === "PyTorch" ? seconds.at(-1)! : undefined;
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

async function startEngine(
  kind: EngineKind,
  { program, feeds }: TrainingStep,
  threads: number,
): Promise<Contestant> {
  const executor = await createExecutor(kind);
  const session = await executor.load(program, { threads });
  return {
    name: `${executor.name} (${executor.device})`,
    async time(steps) {
      const start = performance.now();
      for (let step = 0; step < steps; step++) await session.run(feeds);
      return (performance.now() - start) / 1000;
    },
    stop: () => session.dispose(),
  };
}

/** PyTorch in a process of its own, or undefined where it is not installed. */
async function startTorch(
  step: string,
  threads: number,
  batch: number,
): Promise<Contestant | undefined> {
  const script = fileURLToPath(new URL("./engine_torch.py", import.meta.url));
  const process: ChildProcess = spawn(
    PYTHON,
    ["-B", script, step, String(threads), String(batch)],
    {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...Deno.env.toObject(), OPENBLAS_NUM_THREADS: String(threads) },
    },
  );
  process.on("error", () => {});
  const lines = createInterface({ input: process.stdout! })[Symbol.asyncIterator]();
  const greeting = await lines.next();
  if (greeting.done) return undefined;
  console.log(greeting.value);
  return {
    name: "PyTorch",
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
