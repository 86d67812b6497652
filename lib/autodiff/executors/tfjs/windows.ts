/**
 * Kernels that move a window over images: convolution and pooling.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Shape } from "../../shape.ts";
import { integer, integers } from "../attributes.ts";
import { type Attributes, type Kernel, Value } from "./value.ts";

type Pair = [number, number];

/** Less than every number of a film, and still one that every device can hold. */
const LOWEST = -3e38;

/** ONNX orders a convolution's weights `[out, in, h, w]`, TensorFlow.js `[h, w, in, out]`. */
const WEIGHT_ORDER = [2, 3, 1, 0];

const conv: Kernel = ([x, w], attributes) => {
  const weights = tf.transpose(w!.plain() as tf.Tensor4D, WEIGHT_ORDER);
  const { strides, explicit } = windowsOf(attributes);
  const convolve = (images: tf.Tensor4D, weights: tf.Tensor4D) =>
    tf.conv2d(images, weights, strides, explicit);
  return Value.channelsLast(inGroups(attributes, x!.channelsLast(), weights, convolve));
};

const convTranspose: Kernel = ([d, w], attributes) => {
  const weights = tf.transpose(w!.plain() as tf.Tensor4D, WEIGHT_ORDER);
  const { kernel, strides, pads, explicit } = windowsOf(attributes);
  const extra = integers(attributes.output_padding, [0, 0]);
  const size = d!.shape.slice(2).map((count, i) =>
    (count - 1) * strides[i]! - pads[i]! - pads[i + 2]! + kernel[i]! + extra[i]!
  );
  const spread = (images: tf.Tensor4D, weights: tf.Tensor4D) =>
    tf.conv2dTranspose(
      images,
      weights,
      [images.shape[0], size[0]!, size[1]!, weights.shape[2]],
      strides,
      explicit,
    );
  return Value.channelsLast(inGroups(attributes, d!.channelsLast(), weights, spread));
};

/** Divides channels and filters, which are both last, into groups that are convolved alone. */
function inGroups(
  { group }: Attributes,
  images: tf.Tensor4D,
  weights: tf.Tensor4D,
  convolve: (images: tf.Tensor4D, weights: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  const groups = integer(group, 1);
  if (groups === 1) return convolve(images, weights);
  const filters = tf.split<tf.Tensor4D>(weights, groups, 3);
  const channels = tf.split<tf.Tensor4D>(images, groups, 3);
  return tf.concat(channels.map((part, i) => convolve(part, filters[i]!)), 3);
}

/**
 * The largest value of every window and its place among all numbers of `x`, found by walking over the
 * window's positions: some backends know neither padding nor places.
 */
const maxPool: Kernel = ([x], attributes) => {
  const { kernel, strides, pads } = windowsOf(attributes);
  const [n, channels, height, width] = x!.shape as [number, number, number, number];
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const around: Pair[] = [[0, 0], [0, 0], [top, bottom], [left, right]];
  const padded = tf.pad(x!.plain(), around, LOWEST);
  const count = (size: number, axis: 0 | 1) =>
    Math.floor((size - kernel[axis]) / strides[axis]) + 1;
  const [rows, columns] = [count(height + top + bottom, 0), count(width + left + right, 1)];

  const seenFrom = (i: number, j: number) =>
    tf.stridedSlice(
      padded,
      [0, 0, i, j],
      [n, channels, i + (rows - 1) * strides[0] + 1, j + (columns - 1) * strides[1] + 1],
      [1, 1, ...strides],
    );
  let best = seenFrom(0, 0);
  // From where the window would start without padding, in pixels.
  let winner: tf.Tensor = tf.scalar(-top * width - left, "int32");
  for (let tap = 1; tap < kernel[0] * kernel[1]; tap++) {
    const [i, j] = [Math.floor(tap / kernel[1]), tap % kernel[1]];
    const value = seenFrom(i, j);
    const place = tf.scalar((i - top) * width + j - left, "int32");
    winner = tf.where(tf.greater(value, best), place, winner);
    best = tf.maximum(value, best);
  }

  const steps = (count: number, step: number, shape: number[]) =>
    tf.reshape(tf.range(0, count * step, step, "int32"), shape);
  const planes = steps(n * channels, height * width, [n, channels, 1, 1]);
  const lines = steps(rows, strides[0] * width, [1, 1, rows, 1]);
  const places = steps(columns, strides[1], [1, 1, 1, columns]);
  return [Value.of(best), Value.of(tf.add(tf.add(winner, planes), tf.add(lines, places)))];
};

/** The mean of every window, zeros around the image included. */
const averagePool: Kernel = ([x], attributes) => {
  const { kernel, strides, pads } = windowsOf(attributes);
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const padded = tf.pad4d(x!.channelsLast(), [[0, 0], [top, bottom], [left, right], [0, 0]]);
  return Value.channelsLast(tf.avgPool(padded, kernel, strides, "valid"));
};

/** How a kernel moves; `explicit` is the padding as TensorFlow.js takes it. */
function windowsOf(attributes: Attributes) {
  const kernel = integers(attributes.kernel_shape, []) as Shape as Pair;
  const strides = integers(attributes.strides, [1, 1]) as Shape as Pair;
  const pads = integers(attributes.pads, [0, 0, 0, 0]);
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const explicit = pads.every((size) => size === 0)
    ? "valid" as const
    : [[0, 0], [top, bottom], [left, right], [0, 0]] as [Pair, Pair, Pair, Pair];
  return { kernel, strides, pads, explicit };
}

/** By ONNX operator. */
export const windowKernels: Readonly<Record<string, Kernel>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: maxPool,
  AveragePool: averagePool,
};
