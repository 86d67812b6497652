/**
 * Which operations of an ONNX file lead to an output, and which weights they take.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import type { Shape } from "../shape.ts";
import type { NodeProto } from "./onnx_pb.ts";
import { type OnnxFile, partsOf } from "./read.ts";

/** A weight that can be trained. */
export interface TrainableWeight {
  /** In the file. */
  readonly name: string;
  /** Its sizes. */
  readonly shape: Shape;
  /** The name of the first operation that takes it, or of that operation's result. */
  readonly node: string;
  /** The place of that operation in the order in which they run, counted from 0. */
  readonly place: number;
}

/** Inputs that are no weights though they may be float tensors, by operator. */
const NO_WEIGHTS: Readonly<Record<string, readonly number[]>> = {
  // The running mean and variance.
  BatchNormalization: [3, 4],
  Resize: [1, 2, 3],
};

/** Operators that have weights; a constant that another one takes is a number of the formula. */
const LAYERS = new Set([
  ...["Conv", "Gemm", "MatMul", "BatchNormalization", "LayerNormalization"],
  ...["InstanceNormalization", "GroupNormalization"],
]);

/**
 * The operations that an output is computed by, in the order in which they run.
 *
 * @throws {InputError} if the file has no such value
 */
export function nodesTo(file: OnnxFile, output: string): readonly NodeProto[] {
  const { nodes: all } = partsOf(file);
  const made = all.flatMap((node) => node.output);
  if (!made.includes(output)) {
    throw new InputError(
      `Cannot use the model "${file.name}": it has no output "${output}"` +
        `${didYouMean(output, [...file.outputs, ...made])}; its outputs are ` +
        file.outputs.join(", "),
    );
  }
  const needed = new Set([output]);
  const nodes: NodeProto[] = [];
  for (const node of all.toReversed()) {
    if (!node.output.some((name) => needed.has(name))) continue;
    nodes.push(node);
    for (const name of node.input) if (name !== "") needed.add(name);
  }
  return nodes.reverse();
}

/**
 * The float weights on the way to an output, in the order in which they are first used. Running
 * statistics are none, nor are constants that arithmetic takes, such as a mask.
 *
 * @param output Default: the file's first
 * @throws {InputError} if the file has no such value
 */
export function trainableWeights(
  file: OnnxFile,
  output: string = file.outputs[0]!,
): readonly TrainableWeight[] {
  const { constants } = partsOf(file);
  const found = new Map<string, TrainableWeight>();
  for (
    const [place, { opType, name: node, input, output: results }] of nodesTo(file, output).entries()
  ) {
    for (const [i, name] of input.entries()) {
      const weight = file.weights.get(name);
      if (weight === undefined || found.has(name) || NO_WEIGHTS[opType]?.includes(i)) continue;
      if (constants.has(name) && !LAYERS.has(opType)) continue;
      found.set(name, { name, shape: weight.shape, node: node || results[0]!, place });
    }
  }
  return [...found.values()];
}
