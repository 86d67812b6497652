// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench floor [--steps NAME …] [--threads N] [--batch N]`: how long a training step must
 * take on this machine at least, how long it takes, and which operators that goes to. The floor is
 * the operations of products and convolutions over the rate of a large product, or the bytes that
 * they and the variables move over the rate of a copy, whichever is longer; both rates are measured
 * here, through the same ONNX Runtime.
 *
 * @module
 */
import { Command, Option } from "commander";
import { createExecutor, Graph, matmul, neg } from "../lib/autodiff/mod.ts";
import type { Tensor } from "../lib/autodiff/mod.ts";
import { wholeNumber } from "../cli/command_line.ts";
import { compete, type Contestant, startEngine } from "./contestants.ts";
import { spread } from "./engine_models.ts";
import { STEPS } from "./engine_steps.ts";
import { operatorTimes } from "./operator_times.ts";
import { costsOf } from "./step_costs.ts";

/** Rounds of which the fastest counts. */
const RUNS = 5;

/** Operators that are listed. */
const LISTED = 8;

interface FloorFlags {
  readonly steps: readonly string[];
  readonly threads: number;
  readonly batch?: number;
}

/** The command and its options. */
export function command(): Command {
  const names = STEPS.map(({ name }) => name);
  return new Command("floor")
    .description("Measures how far training steps are from what the machine could do.")
    .addOption(new Option("--steps <name...>", "what to measure").choices(names).default(names))
    .option("--threads <n>", "processor threads", wholeNumber("--threads", 1), 1)
    .option("--batch <n>", "films in a step (default: each step's own)", wholeNumber("--batch", 1))
    .action(run);
}

/** Prints the machine's rates, and for each step its floor, its time and its operators. */
async function run({ steps, threads, batch }: FloorFlags): Promise<void> {
  const rates = await measureRates(threads);
  console.log(
    `${threads} threads: ${(rates.operations / 1e9).toFixed(0)} GFLOP/s in products, ` +
      `${(rates.bytes / 1e9).toFixed(1)} GB/s`,
  );
  for (const { name, make, batch: usual } of STEPS.filter(({ name }) => steps.includes(name))) {
    const step = make(batch ?? usual);
    const { operations, bytes } = costsOf(step.program);
    const floor = Math.max(operations / rates.operations, bytes / rates.bytes);
    const engine = await startEngine(await createExecutor("onnxruntime"), step, threads);
    const seconds = await fastest(engine);
    await engine.stop();
    console.log(
      `\n${name}: ${(operations / 1e9).toPrecision(3)} GFLOP, ${megabytes(bytes)} MB, ` +
        `floor ${milliseconds(floor)} ms, takes ${milliseconds(seconds)} ms`,
    );
    const times = await operatorTimes(step, { threads, runs: RUNS });
    const total = times.reduce((sum, { seconds }) => sum + seconds, 0);
    for (const { operator, nodes, seconds } of times.slice(0, LISTED)) {
      const share = (100 * seconds / total).toFixed(0);
      console.log(`  ${operator} (${nodes}): ${milliseconds(seconds)} ms, ${share} %`);
    }
  }
}

/** Operations of a large product and bytes of a copy, a second. */
async function measureRates(threads: number) {
  const side = 1536;
  const product = await timeOf(threads, [side, side], (x) => matmul(x, x));
  const count = 1 << 24;
  const copy = await timeOf(threads, [count], neg);
  return { operations: 2 * side ** 3 / product, bytes: 2 * 4 * count / copy };
}

/** Seconds of one operator, whose result stays in a variable. */
async function timeOf(threads: number, shape: readonly number[], build: (x: Tensor) => Tensor) {
  const graph = new Graph();
  const count = shape.reduce((product, size) => product * size, 1);
  const result = graph.state("result", shape, new Float32Array(count));
  graph.assign(result, build(graph.input("x", shape)));
  const step = { program: graph.toProgram(), feeds: { x: spread(count, 1) } };
  const engine = await startEngine(await createExecutor("onnxruntime"), step, threads);
  const seconds = await fastest(engine);
  await engine.stop();
  return seconds;
}

async function fastest(engine: Contestant): Promise<number> {
  const [seconds] = await compete([engine], RUNS);
  return Math.min(...seconds!);
}

function milliseconds(seconds: number): string {
  return (seconds * 1000).toPrecision(3);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toPrecision(3);
}
