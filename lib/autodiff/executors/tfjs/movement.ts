/**
 * Kernels that move elements.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { broadcastShapes, sizeOf } from "../../shape.ts";
import { integer, integers } from "../attributes.ts";
import { type Kernel, PLACES_CHANNELS_LAST, Value } from "./value.ts";

const reshape: Kernel = ([x], _, [target]) => {
  const sizes = target!.map((size, axis) => size === 0 ? x!.shape[axis]! : size);
  return Value.of(tf.reshape(x!.plain(), sizes));
};

const expand: Kernel = ([x], _, [target]) => {
  const shape = broadcastShapes("expand", x!.shape, target!);
  return Value.of(tf.broadcastTo(x!.plain(), [...shape]));
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

const pad: Kernel = ([x], _, [pads]) => {
  const rank = x!.shape.length;
  const widths = x!.shape.map((_, axis): [number, number] => [pads![axis]!, pads![rank + axis]!]);
  return Value.of(tf.pad(x!.plain(), widths));
};

const concat: Kernel = (inputs, { axis }) =>
  Value.of(tf.concat(inputs.map((x) => x.plain()), integer(axis, 0)));

const gather: Kernel = ([x, indices]) =>
  Value.of(tf.gather(x!.plain(), indices!.plain() as tf.Tensor1D, 0));

/** Every update goes to the row that its index names, in the update's own column. */
const scatterAdd: Kernel = ([x, indices, updates]) => {
  const size = sizeOf(updates!.shape);
  const width = sizeOf(x!.shape.slice(1));
  const rows = tf.reshape(indices!.plain(), [size]);
  const columns = Int32Array.from({ length: size }, (_, i) => i % width);
  const places = width === 1 ? rows : tf.add(tf.mul(rows, tf.scalar(width, "int32")), columns);
  const added = tf.scatterND(
    tf.reshape(places, [size, 1]),
    tf.reshape(updates!.plain(), [size]),
    [sizeOf(x!.shape)],
  );
  return Value.of(tf.add(x!.plain(), tf.reshape(added, [...x!.shape])));
};

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
