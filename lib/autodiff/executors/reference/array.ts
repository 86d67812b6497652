/**
 * Arrays of the reference executor, and the walk over them by strides on which most of its
 * operators rest.
 *
 * @module
 */
import type { Attribute } from "../../program.ts";
import { type Shape, sizeOf } from "../../shape.ts";

/** Numbers in row-major order. Integers and masks (0 and 1) are kept as numbers, too. */
export interface NumberArray {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** Computes one ONNX operator. */
export type Kernel = (
  inputs: readonly NumberArray[],
  attributes: Readonly<Record<string, Attribute>>,
) => NumberArray | readonly NumberArray[];

/** An array of zeros. */
export function zeros(shape: Shape): NumberArray {
  return { shape, data: new Float64Array(sizeOf(shape)) };
}

/** How far apart neighbours along each axis lie. */
export function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/**
 * Where each element of a block lies: the block's elements in row-major order, each at
 * start + Σ index · stride. Stride 0 repeats, a negative one runs backwards.
 */
export function offsets(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  let places = Int32Array.of(start);
  for (const [axis, size] of shape.entries()) {
    const longer = new Int32Array(places.length * size);
    places.forEach((place, i) => {
      for (let k = 0; k < size; k++) longer[i * size + k] = place + k * strides[axis]!;
    });
    places = longer;
  }
  return places;
}

/** Where the elements of `shape`, broadcast to `target`, lie. */
export function broadcastOffsets(shape: Shape, target: Shape): Int32Array {
  const missing = target.length - shape.length;
  const strides = stridesOf(shape);
  return offsets(
    target,
    target.map((_, axis) => (shape[axis - missing] ?? 1) === 1 ? 0 : strides[axis - missing]!),
  );
}

/** The elements at the given places, as an array. */
export function take(x: NumberArray, shape: Shape, places: Int32Array): NumberArray {
  return { shape, data: Float64Array.from(places, (place) => x.data[place]!) };
}
