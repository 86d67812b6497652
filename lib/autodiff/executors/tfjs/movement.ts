/**
 * Kernels that move elements.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { broadcastShapes, sizeOf } from "../../shape.ts";
import { integer, integers } from "../attributes.ts";
import { broadcast, type Kernel, PLACES_CHANNELS_LAST, Value } from "./value.ts";

const reshape: Kernel = ([x], _, [target]) => {
  const sizes = target!.map((size, axis) => size === 0 ? x!.shape[axis]! : size);
  return Value.of(tf.reshape(x!.plain(), sizes));
};

const expand: Kernel = ([x], _, [target]) => {
  const shape = broadcastShapes("expand", x!.shape, target!);
  return Value.of(broadcast(x!.plain(), shape));
};

const transpose: Kernel = ([x], { perm }) => {
  const order = integers(perm, []);
  if (!x!.isChannelsLast) return Value.of(tf.transpose(x!.plain(), [...order]));
  // The axes are taken from where they are held: one transpose instead of two.
  return Value.of(
    tf.transpose(x!.channelsLast(), order.map((axis) => PLACES_CHANNELS_LAST[axis]!)),
  );
};

const slice: Kernel = ([x], _, [starts, ends, axes, steps]) => {
  const { shape } = x!;
  const [from, to, by] = [shape.map(() => 0), [...shape], shape.map(() => 1)];
  const reversed: number[] = [];
  axes!.forEach((signedAxis, i) => {
    const axis = signedAxis < 0 ? signedAxis + shape.length : signedAxis;
    const size = shape[axis]!;
    if (steps![i]! < 0) {
      // Only whole axes are read backwards: the turned weights of a convolution.
      reversed.push(axis);
      return;
    }
    const place = (index: number) => Math.min(Math.max(index < 0 ? index + size : index, 0), size);
    [from[axis], to[axis], by[axis]] = [place(starts![i]!), place(ends![i]!), steps![i]!];
  });
  if (reversed.length > 0) return Value.of(tf.reverse(x!.plain(), reversed));
  if (by.every((step) => step === 1)) {
    return Value.of(tf.slice(x!.plain(), from, to.map((end, axis) => end - from[axis]!)));
  }
  return Value.of(tf.stridedSlice(x!.plain(), from, to, by));
};

const pad: Kernel = ([x, value], _, [pads]) => {
  const rank = x!.shape.length;
  const widths = x!.shape.map((_, axis): [number, number] => [pads![axis]!, pads![rank + axis]!]);
  const padded = withZeros(x!.plain(), widths);
  if (value === undefined) return Value.of(padded);
  const isAdded = tf.sub(1, withZeros(tf.ones([...x!.shape]), widths));
  return Value.of(tf.add(padded, tf.mul(isAdded, value.plain())));
};

/** On WebGPU, TensorFlow.js 4.22 pads more than four axes wrongly, so those go one by one. */
function withZeros(x: tf.Tensor, widths: [number, number][]): tf.Tensor {
  if (x.shape.length <= 4) return tf.pad(x, widths);
  let y = x;
  for (const [axis, [before, after]] of widths.entries()) {
    if (before === 0 && after === 0) continue;
    const shape = [...y.shape];
    const flat = tf.reshape(y, [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis))]);
    const width = sizeOf(shape.slice(axis + 1));
    const padded = tf.pad(flat, [[0, 0], [before * width, after * width]]);
    y = tf.reshape(padded, shape.with(axis, before + shape[axis]! + after));
  }
  return y;
}

const concat: Kernel = (inputs, { axis }) =>
  Value.of(tf.concat(inputs.map((x) => x.plain()), integer(axis, 0)));

const gather: Kernel = ([x, indices], { axis }) =>
  Value.of(tf.gather(x!.plain(), indices!.plain() as tf.Tensor1D, integer(axis, 0)));

/** Every update goes to the slice that its index names, in the update's own place. */
const scatterAdd: Kernel = ([x, indices, updates], { axis }) => {
  const along = integer(axis, 0);
  // With the axis in front, and back.
  const order = [along, ...x!.shape.keys().filter((i) => i !== along)];
  const back = order.map((_, i) => order.indexOf(i));
  const [y, slices, added] = [x!, indices!, updates!].map((value) =>
    along === 0 ? value.plain() : tf.transpose(value.plain(), order)
  );
  const sum = tf.add(y!, scattered(slices!, added!, y!.shape));
  return Value.of(along === 0 ? sum : tf.transpose(sum, back));
};

/** Zeros, and every update added to the slice of axis 0 that its index names. */
function scattered(slices: tf.Tensor, updates: tf.Tensor, shape: number[]): tf.Tensor {
  const size = sizeOf(updates.shape);
  const width = sizeOf(shape.slice(1));
  const rows = tf.reshape(slices, [size]);
  const columns = Int32Array.from({ length: size }, (_, i) => i % width);
  const places = width === 1 ? rows : tf.add(tf.mul(rows, tf.scalar(width, "int32")), columns);
  const flat = tf.reshape(updates, [size]);
  return tf.reshape(tf.scatterND(tf.reshape(places, [size, 1]), flat, [sizeOf(shape)]), shape);
}

/** By ONNX operator. */
export const movementKernels: Readonly<Record<string, Kernel>> = {
  Reshape: reshape,
  Expand: expand,
  Transpose: transpose,
  Slice: slice,
  Pad: pad,
  Concat: concat,
  Gather: gather,
  ScatterElements: scatterAdd,
};
