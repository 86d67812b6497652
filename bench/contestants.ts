/**
 * What benchmarks time: steps on an engine, and the same steps in PyTorch.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import type { Executor } from "../lib/autodiff/mod.ts";
import type { TrainingStep } from "./engine_models.ts";

/** Debian's, which has Debian's PyTorch, unless `PYTHON` names another. */
export const PYTHON = Deno.env.get("PYTHON") ?? "/usr/bin/python3";

/** A round takes some tenths of a second, or one step where that is longer. */
const ROUND_SECONDS = 0.3;

/** Something that computes and can be timed. */
export interface Contestant {
  readonly name: string;
  /** Seconds that a number of steps take. */
  time(steps: number): Promise<number>;
  stop(): Promise<void>;
}

/** Seconds a step by contestant and round. */
export async function compete(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<number[][]> {
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

/** A step on an engine. */
export async function startEngine(
  executor: Executor,
  { program, feeds }: TrainingStep,
  threads: number,
): Promise<Contestant> {
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
export async function startTorch(
  step: string,
  { threads = 2, batch = 32, size = 64, device = "cpu", layout = "contiguous" }: {
    readonly threads?: number;
    readonly batch?: number;
    readonly size?: number;
    readonly device?: "cpu" | "cuda";
    readonly layout?: "contiguous" | "channels_last";
  },
): Promise<Contestant | undefined> {
  const script = fileURLToPath(new URL("./engine_torch.py", import.meta.url));
  const process: ChildProcess = spawn(
    PYTHON,
    ["-B", script, step, `${threads}`, `${batch}`, `${size}`, device, layout],
    {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...Deno.env.toObject(), OPENBLAS_NUM_THREADS: String(threads) },
    },
  );
  process.on("error", () => {});
  const lines = createInterface({ input: process.stdout! })[Symbol.asyncIterator]();
  const greeting = await lines.next();
  if (greeting.done) return undefined;
  return {
    name: greeting.value,
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

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
