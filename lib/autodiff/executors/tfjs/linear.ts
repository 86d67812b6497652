/**
 * Kernels for matrix products, reductions, softmax and normalisation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { broadcastShapes, sameShape, sizeOf } from "../../shape.ts";
import { float, integer } from "../attributes.ts";
import { broadcast, type Kernel, PLACES_CHANNELS_LAST, Value } from "./value.ts";

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

/** The products of two stacks of matrices, whose first axes are broadcast. */
const batchedProduct: Kernel = ([a, b]) => {
  const stack = broadcastShapes("MatMul", a!.shape.slice(0, -2), b!.shape.slice(0, -2));
  const [left, right] = [a!, b!].map((x) => {
    const matrix = x.shape.slice(-2);
    const whole = sameShape(x.shape.slice(0, -2), stack)
      ? x.plain()
      : broadcast(x.plain(), [...stack, ...matrix]);
    return tf.reshape(whole, [sizeOf(stack), ...matrix]);
  });
  const products = tf.matMul(left!, right!);
  return Value.of(tf.reshape(products, [...stack, a!.shape.at(-2)!, b!.shape.at(-1)!]));
};

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

/** TensorFlow.js takes the last axis. */
function alongAxis(compute: (x: tf.Tensor) => tf.Tensor): Kernel {
  return ([x], { axis }) => {
    const rank = x!.shape.length;
    const along = integer(axis, -1) < 0 ? integer(axis, -1) + rank : integer(axis, -1);
    if (along === rank - 1) return Value.of(compute(x!.plain()));
    // Exchanged with the last axis, and back by the same exchange.
    const order = x!.shape.map((_, i) => i === along ? rank - 1 : i === rank - 1 ? along : i);
    return Value.of(tf.transpose(compute(tf.transpose(x!.plain(), order)), order));
  };
}

/** Standardises along axes; the results are the mean and 1 / √(variance + ε), too. */
function standardised(x: tf.Tensor, axes: number[], epsilon: number) {
  const mean = tf.mean(x, axes, true);
  const centred = tf.sub(x, mean);
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), axes, true), epsilon));
  return { y: tf.mul(centred, inverse), mean, inverse };
}

const layerNormalization: Kernel = ([x, scale, bias], { axis, epsilon }) => {
  const rank = x!.shape.length;
  const first = integer(axis, -1) < 0 ? integer(axis, -1) + rank : integer(axis, -1);
  const axes = Array.from({ length: rank - first }, (_, i) => first + i);
  const { y, mean, inverse } = standardised(x!.plain(), axes, float(epsilon, 1e-5));
  const result = tf.add(tf.mul(y, scale!.plain()), bias!.plain());
  return [result, mean, inverse].map(Value.of);
};

const instanceNormalization: Kernel = ([x, scale, bias], { epsilon }) => {
  const axes = [...x!.shape.keys()].slice(2);
  const perChannel = [1, x!.shape[1]!, ...axes.map(() => 1)];
  const [factor, offset] = [scale!, bias!].map((vector) => tf.reshape(vector.plain(), perChannel));
  const { y } = standardised(x!.plain(), axes, float(epsilon, 1e-5));
  return Value.of(tf.add(tf.mul(y, factor!), offset!));
};

/** By ONNX operator. */
export const linearKernels: Readonly<Record<string, Kernel>> = {
  Gemm: gemm,
  MatMul: batchedProduct,
  ReduceSum: reduction(tf.sum),
  ReduceMean: reduction(tf.mean),
  Softmax: alongAxis((x) => tf.softmax(x)),
  LogSoftmax: alongAxis((x) => tf.logSoftmax(x)),
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  InstanceNormalization: instanceNormalization,
};
