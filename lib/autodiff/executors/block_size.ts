/**
 * How many channels ONNX Runtime keeps together in its blocked layout. It depends on the processor,
 * and nothing tells it, so it is seen from where two pixels of a trial image go.
 *
 * @module
 */
import { toOnnx } from "../onnx/writer.ts";
import type { Program } from "../program.ts";
import { NCHWC } from "../rewrites/blocked_weights.ts";
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
      inputs: ["image"],
      outputs: ["blocks"],
      shapes: [shape],
      attributes: {},
    }],
    constants: [],
    inputs: [{ name: "image", type: "float32", shape }],
    variables: [],
    outputs: [{ name: "result", value: "blocks", shape }],
  };
  const session = await runtime.InferenceSession.create(toOnnx(trial), { logSeverityLevel: 4 });
  // The second pixel of channel 0, which follows on the block of first pixels.
  const image = new Float32Array(2 * CHANNELS);
  image[1] = 1;
  const feeds = { image: new runtime.Tensor("float32", image, shape) };
  const { result } = await session.run(feeds);
  await session.release();
  const place = (result!.data as Float32Array).indexOf(1);
  return place > 1 ? place : undefined;
}
