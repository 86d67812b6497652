/**
 * Reference kernels that move elements without computing.
 *
 * @module
 */
import { broadcastShapes, sizeOf } from "../../shape.ts";
import { integer, integers } from "../attributes.ts";
import { broadcastOffsets, type Kernel } from "./array.ts";
import { offsets, stridesOf, take, zeros } from "./array.ts";

const reshape: Kernel = ([x, target]) => {
  const sizes = [...target!.data].map((size, axis) => size === 0 ? x!.shape[axis]! : size);
  const known = sizeOf(sizes.filter((size) => size !== -1));
  return { shape: sizes.map((size) => size === -1 ? x!.data.length / known : size), data: x!.data };
};

const expand: Kernel = ([x, target]) => {
  const shape = broadcastShapes("expand", x!.shape, [...target!.data]);
  return take(x!, shape, broadcastOffsets(x!.shape, shape));
};

const transpose: Kernel = ([x], { perm }) => {
  const order = integers(perm, []);
  const strides = stridesOf(x!.shape);
  const shape = order.map((axis) => x!.shape[axis]!);
  return take(x!, shape, offsets(shape, order.map((axis) => strides[axis]!)));
};

const slice: Kernel = ([x, starts, ends, axes, steps]) => {
  const shape = [...x!.shape];
  const strides = stridesOf(shape);
  let start = 0;
  axes!.data.forEach((signedAxis, i) => {
    const axis = signedAxis < 0 ? signedAxis + shape.length : signedAxis;
    const [size, step] = [x!.shape[axis]!, steps!.data[i]!];
    // Going backwards, −1 stands for "before the first element".
    const [lowest, highest] = step > 0 ? [0, size] : [-1, size - 1];
    const place = (index: number) =>
      Math.min(Math.max(index < 0 ? index + size : index, lowest), highest);
    const from = place(starts!.data[i]!);
    shape[axis] = Math.max(0, Math.ceil((place(ends!.data[i]!) - from) / step));
    start += from * strides[axis]!;
    strides[axis]! *= step;
  });
  return take(x!, shape, offsets(shape, strides, start));
};

const pad: Kernel = ([x, pads, value]) => {
  const rank = x!.shape.length;
  const before = [...pads!.data.subarray(0, rank)];
  const y = zeros(x!.shape.map((size, axis) => before[axis]! + size + pads!.data[rank + axis]!));
  y.data.fill(value?.data[0] ?? 0);
  const strides = stridesOf(y.shape);
  const start = before.reduce((sum, count, axis) => sum + count * strides[axis]!, 0);
  offsets(x!.shape, strides, start).forEach((place, i) => y.data[place] = x!.data[i]!);
  return y;
};

const concat: Kernel = (inputs, { axis }) => {
  const along = integer(axis, 0);
  const total = inputs.reduce((sum, input) => sum + input.shape[along]!, 0);
  const y = zeros(inputs[0]!.shape.with(along, total));
  const strides = stridesOf(y.shape);
  let start = 0;
  for (const x of inputs) {
    const places = offsets(x.shape, strides, start * strides[along]!);
    places.forEach((place, i) => y.data[place] = x.data[i]!);
    start += x.shape[along]!;
  }
  return y;
};

/** Of indices `[count]`. */
const gather: Kernel = ([x, indices], { axis }) => {
  const along = integer(axis, 0);
  const shape = x!.shape.with(along, indices!.data.length);
  const strides = stridesOf(x!.shape);
  const places = offsets(shape, strides.with(along, 0));
  const width = sizeOf(shape.slice(along + 1));
  const slices = places.map((place, i) =>
    place + indices!.data[Math.floor(i / width) % shape[along]!]! * strides[along]!
  );
  return take(x!, shape, slices);
};

const scatterAdd: Kernel = ([x, indices, updates], { axis }) => {
  const along = integer(axis, 0);
  const y = { shape: x!.shape, data: x!.data.slice() };
  const strides = stridesOf(x!.shape);
  offsets(updates!.shape, strides.with(along, 0)).forEach((place, i) => {
    y.data[place + indices!.data[i]! * strides[along]!]! += updates!.data[i]!;
  });
  return y;
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
