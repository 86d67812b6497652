/**
 * How long each operator of a program takes, by ONNX Runtime's own profiler.
 *
 * @module
 */
import { join } from "node:path";
import { loadNativeRuntime } from "../lib/autodiff/executors/runtimes.ts";
import { blockSize } from "../lib/autodiff/executors/block_size.ts";
import { sizeOf, toOnnx } from "../lib/autodiff/mod.ts";
import { nextName } from "../lib/autodiff/onnx/writer.ts";
import { blockLayout } from "../lib/autodiff/rewrites/blocked_layout.ts";
import { median } from "./contestants.ts";
import type { TrainingStep } from "./engine_models.ts";

/** An operator's nodes together. */
export interface OperatorTime {
  readonly operator: string;
  readonly nodes: number;
  /** Of one run. */
  readonly seconds: number;
}

/** What the profiler writes of a node. */
interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  /** In microseconds. */
  readonly dur: number;
  readonly args: { readonly op_name?: string };
}

/** Medians over runs, the longest first. */
export async function operatorTimes(
  { program, feeds }: TrainingStep,
  { threads, runs }: { readonly threads: number; readonly runs: number },
): Promise<OperatorTime[]> {
  const runtime = await loadNativeRuntime();
  const block = await blockSize(runtime);
  const trains = program.variables.some(({ next }) => next !== undefined);
  const written = block === undefined || !trains ? program : blockLayout(program, block);
  const folder = await Deno.makeTempDir();
  const session = await runtime.InferenceSession.create(toOnnx(written), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    enableProfiling: true,
    profileFilePrefix: join(folder, "profile"),
  });
  const inputs = Object.fromEntries([
    ...program.inputs.map(({ name, shape }) => [name, feeds[name]!, shape] as const),
    ...program.variables.map(({ name, shape, initial }) => [name, initial, shape] as const),
  ].map(([name, values, shape]) => [name, new runtime.Tensor("float32", values, shape)]));
  // Memory for what variables become, without which a run would time how long it takes to get some.
  const fetches = Object.fromEntries([
    ...program.outputs.map(({ name }) => [name, null] as const),
    ...program.variables.filter(({ next }) => next !== undefined).map(({ name, shape }) =>
      [
        nextName(name),
        new runtime.Tensor("float32", new Float32Array(sizeOf(shape)), shape),
      ] as const
    ),
  ]);
  for (let run = 0; run < runs; run++) await session.run(inputs, fetches);
  session.endProfiling();
  await session.release();

  const [file] = [...Deno.readDirSync(folder)];
  const events: readonly ProfileEvent[] = JSON.parse(
    await Deno.readTextFile(join(folder, file!.name)),
  );
  await Deno.remove(folder, { recursive: true });
  return sumByOperator(events);
}

function sumByOperator(events: readonly ProfileEvent[]): OperatorTime[] {
  const nodes = new Map<string, { readonly operator: string; readonly micros: number[] }>();
  for (const { cat, name, dur, args } of events) {
    if (cat !== "Node" || !name.endsWith("_kernel_time")) continue;
    const node = nodes.get(name) ?? { operator: args.op_name!, micros: [] };
    node.micros.push(dur);
    nodes.set(name, node);
  }
  const groups = Map.groupBy(nodes.values(), ({ operator }) => operator);
  return [...groups].map(([operator, group]) => ({
    operator,
    nodes: group.length,
    seconds: group.reduce((total, { micros }) => total + median(micros), 0) / 1e6,
  })).sort((a, b) => b.seconds - a.seconds);
}
