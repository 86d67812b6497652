/**
 * A run's encoder as an ONNX file, for any number of films at once where the network allows it.
 *
 * @module
 */
import { type Program, toOnnx } from "../autodiff/mod.ts";
import { InputError } from "../base/errors.ts";
import { encoderProgram } from "./programs.ts";
import type { TrainingSetup } from "./setup.ts";

/** An encoder that is written. */
export interface EncoderNetwork {
  /** The content of its file. */
  readonly onnx: Uint8Array;
  /** Films that it takes at once, no more and no fewer; undefined where it takes any number. */
  readonly batchSize: number | undefined;
}

/**
 * Writes an encoder with trained weights.
 *
 * @param batchSize Films that it takes at once where it cannot take any number
 */
export function encoderNetwork(
  setup: TrainingSetup,
  { variables, batchSize, metadata }: {
    readonly variables: Readonly<Record<string, Float32Array>>;
    readonly batchSize: number;
    readonly metadata: Readonly<Record<string, string>>;
  },
): EncoderNetwork {
  const program = encoderProgram(setup, batchSize);
  const takesAny = takesAnyNumber(program, () => encoderProgram(setup, batchSize + 1));
  const onnx = toOnnx(program, { variables, symbolicBatch: takesAny, metadata });
  return { onnx, batchSize: takesAny ? undefined : batchSize };
}

/** Whether the program of another batch is the same, if the network takes one at all. */
function takesAnyNumber(program: Program, ofAnother: () => Program): boolean {
  try {
    return isSame(program, ofAnother());
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** Whether two programs compute the same, on batches of whatever size. */
function isSame(a: Program, b: Program): boolean {
  return JSON.stringify(operations(a)) === JSON.stringify(operations(b)) &&
    a.constants.length === b.constants.length &&
    a.constants.every((constant, i) => {
      const { name, type, shape, values } = b.constants[i]!;
      return constant.name === name && constant.type === type &&
        constant.shape.join() === shape.join() &&
        constant.values.every((value, at) => Object.is(value, values[at]));
    });
}

/** The nodes but for the shapes of their results, which the batch decides and the file leaves open. */
function operations({ nodes }: Program) {
  return nodes.map(({ shapes: _, ...node }) => node);
}
