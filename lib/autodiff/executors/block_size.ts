/**
 * How many channels ONNX Runtime keeps together in its blocked layout. It depends on the processor,
 * and nothing tells it, so it is seen from where two pixels of a trial image go. Then a convolution is
 * tried in that layout, so that a processor on which it is another one trains slowly and not wrongly.
 *
 * @module
 */
import { Graph } from "../graph.ts";
import { toOnnx } from "../onnx/writer.ts";
import { conv2d } from "../operators/convolution.ts";
import type { Program } from "../program.ts";
import { blockLayout } from "../rewrites/blocked_layout.ts";
import { NCHWC } from "../rewrites/blocked_weights.ts";
import { sizeOf } from "../shape.ts";
import type { OnnxRuntime } from "./runtimes.ts";

/** More channels than any block has, and a multiple of every block. */
const CHANNELS = 64;

const known = new WeakMap<OnnxRuntime, Promise<number | undefined>>();

/** The channels of a block, or undefined where the build has no such layout on this processor. */
export function blockSize(runtime: OnnxRuntime): Promise<number | undefined> {
  const size = known.get(runtime) ?? trySize(runtime).catch(() => undefined);
  known.set(runtime, size);
  return size;
}

async function trySize(runtime: OnnxRuntime): Promise<number | undefined> {
  const shape = [1, CHANNELS, 1, 2];
  const trial: Program = {
    nodes: [{
      operator: "ReorderInput",
      domain: NCHWC,
      inputs: ["x"],
      outputs: ["blocks"],
      shapes: [shape],
      attributes: {},
    }],
    constants: [],
    inputs: [{ name: "x", type: "float32", shape }],
    variables: [],
    outputs: [{ name: "y", value: "blocks", shape }],
  };
  // The second pixel of channel 0, which follows on the block of first pixels.
  const image = new Float32Array(2 * CHANNELS);
  image[1] = 1;
  const place = (await run(runtime, trial, image)).indexOf(1);
  return place > 1 && await convolvesAlike(runtime, place) ? place : undefined;
}

/** Whether a convolution gives the same in blocks: one that fills them and one that does not. */
async function convolvesAlike(runtime: OnnxRuntime, block: number): Promise<boolean> {
  const graph = new Graph();
  const x = graph.input("x", [1, block + 4, 3, 3]);
  const kernels = (shape: readonly number[]) => graph.constant(shape, wave(sizeOf(shape)));
  const inner = conv2d(x, kernels([block + 8, block + 4, 3, 3]), { padding: 1 });
  graph.output("y", conv2d(inner, kernels([block, block + 8, 1, 1])));
  const plain = graph.toProgram();
  const image = wave(sizeOf(x.shape));
  const [expected, actual] = [
    await run(runtime, plain, image),
    await run(runtime, blockLayout(plain, block), image),
  ];
  const scale = Math.max(...expected.map(Math.abs));
  return expected.every((value, i) => Math.abs(value - actual[i]!) < 1e-4 * scale);
}

/** Numbers without a pattern that a wrong order could keep. */
function wave(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(i * i));
}

/** The output "y" of a program of one input "x". */
async function run(
  runtime: OnnxRuntime,
  program: Program,
  values: Float32Array,
): Promise<Float32Array> {
  const session = await runtime.InferenceSession.create(toOnnx(program), { logSeverityLevel: 4 });
  const x = new runtime.Tensor("float32", values, program.inputs[0]!.shape);
  const { y } = await session.run({ x });
  await session.release();
  return y!.data as Float32Array;
}
