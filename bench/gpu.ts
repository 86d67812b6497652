// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench gpu [--sizes 64,224] [--batches 32,128,256] [--rounds N]`: what this machine's GPU
 * does through each engine that reaches it, beside PyTorch on the same GPU: training the small
 * residual network, fine-tuning MobileNetV2 and ResNet-50, a forward pass of ResNet-50, and how
 * losses agree with the CPU's. What cannot run says why. `bench/pack_gpu.sh` packs it for a machine that has nothing installed.
 *
 * @module
 */
import { Command } from "commander";
import { createExecutor, type Executor } from "../lib/autodiff/mod.ts";
import { runCommand, wholeNumber, wholeNumbers } from "../cli/command_line.ts";
import { compete, type Contestant, median, startEngine, startTorch } from "./contestants.ts";
import { smallResidualStep, type TrainingStep } from "./engine_models.ts";
import { mobilenetV2Step } from "./mobilenet_v2.ts";
import { resnet50Forward, resnet50Step } from "./resnet50.ts";

/** A way to the GPU. */
interface Way {
  readonly name: string;
  readonly open: () => Promise<Executor>;
}

const WAYS: readonly Way[] = [
  { name: "tfjs-webgpu", open: () => createExecutor("tfjs-webgpu") },
  ...(["webgpu", "cuda"] as const).map((provider): Way => ({
    name: `onnxruntime, ${provider}`,
    open: () => createExecutor("onnxruntime", { providers: [provider, "cpu"] }),
  })),
];

/** Networks of the size that people fine-tune, at the last size and the first batch. */
const LARGE = [
  { what: "MobileNetV2 fine-tuning", torch: "mobilenet-v2-step", step: mobilenetV2Step },
  { what: "ResNet-50 fine-tuning", torch: "resnet50-step", step: resnet50Step },
  { what: "ResNet-50 forward", torch: "resnet50", step: resnet50Forward },
] as const;

interface GpuFlags {
  readonly sizes: readonly number[];
  readonly batches: readonly number[];
  readonly rounds: number;
}

/** The command and its options. */
export function command(): Command {
  return new Command("gpu")
    .description("Measures training and encoding on this machine's GPU, beside PyTorch on it.")
    .option("--sizes <n,…>", "pixels of the films", wholeNumbers("--sizes", 1), [64, 224])
    .option("--batches <n,…>", "films in a step", wholeNumbers("--batches", 1), [32, 128, 256])
    .option("--rounds <n>", "turns of each", wholeNumber("--rounds", 1), 5)
    .action(run);
}

/** Prints a line for each way and each task. */
async function run({ sizes, batches, rounds }: GpuFlags): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter();
  console.log(
    `The GPU that Deno finds: ${adapter?.info.description || adapter?.info.vendor || "none"}`,
  );

  const ways = await usableWays();
  for (const size of sizes) {
    for (const batch of batches) {
      const step = () => smallResidualStep(batch, { size });
      await contest(
        `training at ${size} px, batch ${batch}`,
        { ways, step, batch, rounds },
        () => startTorch("small-residual", { batch, size, device: "cuda" }),
      );
    }
  }
  const [size, batch] = [sizes.at(-1)!, batches[0]!];
  for (const { what, torch, step } of LARGE) {
    await contest(
      `${what} at ${size} px, batch ${batch}`,
      { ways, step: () => step(batch, size), batch, rounds },
      () => startTorch(torch, { batch, size, device: "cuda" }),
    );
  }
}

/** The ways that train three steps, told with their difference from the losses on the CPU. */
async function usableWays(): Promise<readonly Way[]> {
  const step = smallResidualStep(4);
  const expected = await losses(await createExecutor("onnxruntime"), step);
  const usable: Way[] = [];
  for (const way of WAYS) {
    try {
      const actual = await losses(await way.open(), step);
      const error = Math.max(...actual.map((loss, i) => Math.abs(loss / expected[i]! - 1)));
      console.log(`${way.name}: losses differ from the CPU's by ${error.toExponential(1)} at most`);
      usable.push(way);
    } catch (error) {
      console.log(`${way.name}: left out. ${messageOf(error)}`);
    }
  }
  return usable;
}

async function losses(executor: Executor, { program, feeds }: TrainingStep): Promise<number[]> {
  const session = await executor.load(program);
  const losses: number[] = [];
  for (let step = 0; step < 3; step++) losses.push((await session.run(feeds)).loss![0]!);
  await session.dispose();
  return losses;
}

interface Task {
  readonly ways: readonly Way[];
  readonly step: () => TrainingStep;
  /** Images of a step. */
  readonly batch: number;
  readonly rounds: number;
}

/** Prints images per second of every way and of PyTorch, in turns. */
async function contest(
  what: string,
  { ways, step, batch, rounds }: Task,
  torch: () => Promise<Contestant | undefined>,
): Promise<void> {
  const contestants: Contestant[] = [];
  for (const way of ways) {
    try {
      const contestant = await startEngine(await way.open(), step(), 2);
      // Out of memory shows at the first step.
      await contestant.time(1);
      contestants.push(contestant);
    } catch (error) {
      console.log(`${what}: ${way.name} left out. ${messageOf(error)}`);
    }
  }
  const pytorch = await torch();
  if (pytorch) contestants.push(pytorch);
  else console.log(`${what}: no PyTorch with CUDA to compare with`);
  const seconds = await compete(contestants, rounds);
  for (const [i, { name, stop }] of contestants.entries()) {
    console.log(`${what}: ${name} ${(batch / median(seconds[i]!)).toPrecision(3)} images/s`);
    await stop();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) await runCommand(command());
