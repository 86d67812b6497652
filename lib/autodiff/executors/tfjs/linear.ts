/**
 * Kernels for matrix products, reductions, softmax and normalisation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { float, integer } from "../attributes.ts";
import { type Kernel, PLACES_CHANNELS_LAST, Value } from "./value.ts";

/**
 * Sums of 2,000 terms and more TensorFlow.js 4.22 divides on WebGPU by itself: in no fixed order, and
 * wrongly where B is transposed, since its `MatMulSplitKProgram` takes four neighbours along the wrong
 * axis. So longer ones than this come to it in pieces.
 */
const LONGEST_SUM = 1024;

const gemm: Kernel = ([a, b], { transA, transB }) => {
  const [left, right] = [a!.plain(), b!.plain()] as [tf.Tensor2D, tf.Tensor2D];
  const [turnsLeft, turnsRight] = [transA === 1, transB === 1];
  const inner = left.shape[turnsLeft ? 0 : 1];
  switch (tf.getBackend()) {
    case "wasm": {
      // Its fast product takes factors as they are; the one for transposed factors is ten times slower.
      const factors = [
        turnsLeft ? tf.transpose(left) : left,
        turnsRight ? tf.transpose(right) : right,
      ];
      return Value.of(tf.matMul(factors[0]!, factors[1]!));
    }
    case "webgpu": {
      if (inner <= LONGEST_SUM) break;
      const pieces = [inPieces(left, turnsLeft ? 0 : 1), inPieces(right, turnsRight ? 1 : 0)];
      return Value.of(tf.sum(tf.matMul(pieces[0]!, pieces[1]!, turnsLeft, turnsRight), 0));
    }
  }
  return Value.of(tf.matMul(left, right, turnsLeft, turnsRight));
};

/** A matrix cut along an axis into `[pieces, …, …]`, the last piece filled up with zeros. */
function inPieces(x: tf.Tensor2D, axis: 0 | 1): tf.Tensor3D {
  const [rows, columns] = x.shape;
  const pieces = Math.ceil(x.shape[axis] / LONGEST_SUM);
  const missing = pieces * LONGEST_SUM - x.shape[axis];
  if (axis === 0) {
    const whole = missing === 0 ? x : tf.pad(x, [[0, missing], [0, 0]]);
    return tf.reshape(whole, [pieces, LONGEST_SUM, columns]);
  }
  const whole = missing === 0 ? x : tf.pad(x, [[0, 0], [0, missing]]);
  return tf.transpose(tf.reshape(whole, [rows, pieces, LONGEST_SUM]), [1, 0, 2]);
}

const batchedProduct: Kernel = ([a, b]) => Value.of(tf.matMul(a!.plain(), b!.plain()));

function reduction(
  reduce: (x: tf.Tensor, axes: number[], keepDims: boolean) => tf.Tensor,
): Kernel {
  return ([x], { keepdims }, [axes]) => {
    const keepDims = integer(keepdims, 1) === 1;
    // Without height and width, what is left has the same order in both layouts.
    if (!x!.isChannelsLast || !(axes!.includes(2) && axes!.includes(3))) {
      return Value.of(reduce(x!.plain(), [...axes!], keepDims));
    }
    const places = axes!.map((axis) => PLACES_CHANNELS_LAST[axis]!);
    const y = reduce(x!.channelsLast(), places, keepDims);
    return keepDims ? Value.channelsLast(y as tf.Tensor4D) : Value.of(y);
  };
}

/** TensorFlow.js normalises along the last axis. */
const batchNormalization: Kernel = ([x, scale, bias, mean, variance], { epsilon }) => {
  const [factor, offset, centre, spread] = [scale, bias, mean, variance]
    .map((vector) => vector!.plain() as tf.Tensor1D);
  const normalise = (x: tf.Tensor) =>
    tf.batchNorm(x, centre!, spread!, offset!, factor!, float(epsilon, 1e-5));
  return x!.shape.length === 4
    ? Value.channelsLast(normalise(x!.channelsLast()) as tf.Tensor4D)
    : Value.of(normalise(x!.plain()));
};

/** By ONNX operator. */
export const linearKernels: Readonly<Record<string, Kernel>> = {
  Gemm: gemm,
  MatMul: batchedProduct,
  ReduceSum: reduction(tf.sum),
  ReduceMean: reduction(tf.mean),
  Softmax: ([x]) => Value.of(tf.softmax(x!.plain())),
  LogSoftmax: ([x]) => Value.of(tf.logSoftmax(x!.plain())),
  BatchNormalization: batchNormalization,
};
