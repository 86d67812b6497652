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

/** The order for depthwise convolution, from `[channels, filters a channel, h, w]`. */
const DEPTHWISE_ORDER = [2, 3, 0, 1];

const conv: Kernel = ([x, w, bias], attributes) => {
  const kernels = dilated(w!.plain() as tf.Tensor4D, attributes);
  const groups = integer(attributes.group, 1);
  const convolve = groups > 1 && kernels.shape[1] === 1 ? depthwise : inGroups(convolved);
  const y = convolve(x!.channelsLast(), kernels, attributes);
  return Value.channelsLast(bias === undefined ? y : tf.add(y, bias.plain()));
};

const convTranspose: Kernel = ([d, w], attributes) => {
  const kernels = dilated(w!.plain() as tf.Tensor4D, attributes);
  return Value.channelsLast(inGroups(spread)(d!.channelsLast(), kernels, attributes));
};

/** A convolution of images `[n, h, w, channels]` with weights in ONNX's order. */
type Convolution = (x: tf.Tensor4D, weights: tf.Tensor4D, attributes: Attributes) => tf.Tensor4D;

function convolved(x: tf.Tensor4D, weights: tf.Tensor4D, attributes: Attributes): tf.Tensor4D {
  const { strides, explicit } = windowsOf(attributes);
  return tf.conv2d(x, tf.transpose(weights, WEIGHT_ORDER), strides, explicit);
}

function depthwise(x: tf.Tensor4D, weights: tf.Tensor4D, attributes: Attributes): tf.Tensor4D {
  const { strides, pads } = windowsOf(attributes);
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const [filters, , height, width] = weights.shape;
  const channels = x.shape[3];
  const perChannel = tf.reshape<tf.Rank.R4>(weights, [
    channels,
    filters / channels,
    height,
    width,
  ]);
  const padded = tf.pad4d(x, [[0, 0], [top, bottom], [left, right], [0, 0]]);
  const kernels = tf.transpose(perChannel, DEPTHWISE_ORDER);
  return tf.depthwiseConv2d(padded, kernels, strides, "valid");
}

/** The adjoint of {@linkcode convolved}. */
function spread(d: tf.Tensor4D, weights: tf.Tensor4D, attributes: Attributes): tf.Tensor4D {
  const { strides, pads, explicit } = windowsOf(attributes);
  const extra = integers(attributes.output_padding, [0, 0]);
  const size = d.shape.slice(1, 3).map((count, i) =>
    (count - 1) * strides[i]! - pads[i]! - pads[i + 2]! + weights.shape[i + 2]! + extra[i]!
  );
  return tf.conv2dTranspose(
    d,
    tf.transpose(weights, WEIGHT_ORDER),
    [d.shape[0], size[0]!, size[1]!, weights.shape[1]],
    strides,
    explicit,
  );
}

/** Divides channels and filters into groups that are convolved alone. */
function inGroups(convolve: Convolution): Convolution {
  return (images, weights, attributes) => {
    const groups = integer(attributes.group, 1);
    if (groups === 1) return convolve(images, weights, attributes);
    const filters = tf.split<tf.Tensor4D>(weights, groups, 0);
    const channels = tf.split<tf.Tensor4D>(images, groups, 3);
    return tf.concat(channels.map((part, i) => convolve(part, filters[i]!, attributes)), 3);
  };
}

/** Weights with zeros between them: TensorFlow.js knows no dilation beside strides. */
function dilated(weights: tf.Tensor4D, attributes: Attributes): tf.Tensor4D {
  const [apartY, apartX] = integers(attributes.dilations, [1, 1]) as Pair;
  if (apartY === 1 && apartX === 1) return weights;
  const [filters, depth, height, width] = weights.shape;
  const rows = tf.reshape(weights, [filters * depth * height, width]);
  const spaced = tf.pad(rows, [[0, 0], [0, (apartY - 1) * width]]);
  const pixels = tf.reshape(spaced, [filters * depth * height * apartY * width, 1]);
  const stuffed = tf.reshape<tf.Rank.R4>(tf.pad(pixels, [[0, 0], [0, apartX - 1]]), [
    filters,
    depth,
    height * apartY,
    width * apartX,
  ]);
  const size = [filters, depth, (height - 1) * apartY + 1, (width - 1) * apartX + 1];
  return tf.slice4d(stuffed, [0, 0, 0, 0], size as [number, number, number, number]);
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
