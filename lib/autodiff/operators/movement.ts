/**
 * Operators that move elements without computing: transpose, slice, pad, split, concat.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { formatShape, normaliseAxes, operatorError, sameShape, type Shape } from "../shape.ts";
import { reshape } from "./core.ts";

/** The axes in another order: axis i of the result is axis `permutation[i]` of x. */
export function transpose(x: Tensor, permutation: readonly number[]): Tensor {
  const rank = x.shape.length;
  if (
    permutation.length !== rank || normaliseAxes("transpose", permutation, x.shape).length < rank
  ) {
    throw operatorError(
      "transpose",
      `${formatShape(permutation)} does not order the axes of ${formatShape(x.shape)}`,
    );
  }
  return x.graph.apply("Transpose", [x], {
    shape: permutation.map((axis) => x.shape[axis]!),
    attributes: { perm: permutation },
    gradient: (d) => [transpose(d, permutation.map((_, axis) => permutation.indexOf(axis)))],
  });
}

/** Which part of a tensor to take: along `axes[i]` from `starts[i]` up to but not `ends[i]`. */
export interface SliceOptions {
  /** Negative numbers count from the end. */
  readonly starts: readonly number[];
  /** Negative numbers count from the end; numbers beyond the end mean the end. */
  readonly ends: readonly number[];
  /** Default: the first axes. */
  readonly axes?: readonly number[];
  /** Every how-manieth element; default: 1. */
  readonly steps?: readonly number[];
}

/**
 * A part of a tensor.
 *
 * @throws {RangeError} if the lists differ in length, a step is below 1 or nothing is left
 */
export function slice(x: Tensor, options: SliceOptions): Tensor {
  const { starts, ends, axes = starts.map((_, i) => i), steps = starts.map(() => 1) } = options;
  if (ends.length !== starts.length || axes.length !== starts.length) {
    throw operatorError("slice", "starts, ends and axes differ in length");
  }
  if (steps.length !== starts.length || steps.some((step) => !(step >= 1))) {
    throw operatorError(
      "slice",
      `steps ${formatShape(steps)} must be 1 or more, one for each axis`,
    );
  }
  normaliseAxes("slice", axes, x.shape);
  const ranges = x.shape.map((size, axis) => {
    const i = axes.findIndex((a) => (a < 0 ? a + x.shape.length : a) === axis);
    const from = i < 0 ? 0 : fromStart(starts[i]!, size);
    const to = i < 0 ? size : fromStart(ends[i]!, size);
    return { from, to, step: i < 0 ? 1 : steps[i]! };
  });
  const shape = ranges.map(({ from, to, step }) => Math.ceil((to - from) / step));
  if (shape.some((size) => size < 1)) {
    throw operatorError(
      "slice",
      `nothing is left of ${formatShape(x.shape)} from ${formatShape(starts)} to ${
        formatShape(ends)
      } along axes ${formatShape(axes)}`,
    );
  }
  const { graph } = x;
  const lists = [starts, ends, axes, steps].map((list) => graph.integers(list));
  return graph.apply("Slice", [x, ...lists], {
    shape,
    gradient: (d) => [scatterSlice(d, x.shape, ranges)],
  });
}

/** Puts a slice's elements back in their places, with zeros around and, for steps, between. */
function scatterSlice(
  d: Tensor,
  shape: Shape,
  ranges: readonly { readonly from: number; readonly step: number }[],
): Tensor {
  let spread = d;
  for (const [axis, { step }] of ranges.entries()) {
    const size = spread.shape[axis]!;
    if (step === 1 || size === 1) continue;
    const split = spread.shape.toSpliced(axis + 1, 0, 1);
    const after = split.map((_, i) => i === axis + 1 ? step - 1 : 0);
    const padded = pad(reshape(spread, split), { after });
    const dense = reshape(padded, spread.shape.with(axis, size * step));
    spread = slice(dense, { starts: [0], ends: [(size - 1) * step + 1], axes: [axis] });
  }
  return pad(spread, {
    before: ranges.map(({ from }) => from),
    after: ranges.map(({ from }, axis) => shape[axis]! - from - spread.shape[axis]!),
  });
}

/** How much to add, axis by axis; negative numbers take elements away. */
export interface PadOptions {
  /** Default: nothing. */
  readonly before?: readonly number[];
  /** Default: nothing. */
  readonly after?: readonly number[];
  /** What is added; default: 0. */
  readonly value?: number;
}

/**
 * Adds elements before and after, axis by axis, or takes them away.
 *
 * @throws {RangeError} if the lists have not one number for each axis, or nothing is left
 */
export function pad(x: Tensor, options: PadOptions): Tensor {
  const none = x.shape.map(() => 0);
  const { before = none, after = none, value = 0 } = options;
  if (before.length !== x.shape.length || after.length !== x.shape.length) {
    throw operatorError(
      "pad",
      `${formatShape(before)} and ${formatShape(after)} must each have one number for each axis ` +
        `of ${formatShape(x.shape)}`,
    );
  }
  if ([...before, ...after].some((count) => count < 0)) {
    const rest = slice(x, {
      starts: before.map((count) => Math.max(0, -count)),
      ends: after.map((count, axis) => x.shape[axis]! + Math.min(0, count)),
    });
    const added = (counts: readonly number[]) => counts.map((count) => Math.max(0, count));
    return pad(rest, { before: added(before), after: added(after), value });
  }
  if ([...before, ...after].every((count) => count === 0)) return x;
  const { graph } = x;
  const shape = x.shape.map((size, axis) => before[axis]! + size + after[axis]!);
  const inputs = [x, graph.integers([...before, ...after])];
  return graph.apply("Pad", value === 0 ? inputs : [...inputs, graph.scalar(value)], {
    shape,
    gradient: (d) => [
      slice(d, { starts: before, ends: x.shape.map((size, axis) => before[axis]! + size) }),
    ],
  });
}

/**
 * A tensor cut along an axis into parts of the given sizes.
 *
 * @throws {RangeError} if the sizes do not sum to the axis's
 */
export function split(x: Tensor, sizes: readonly number[], axis: number): readonly Tensor[] {
  const along = normaliseAxes("split", [axis], x.shape)[0]!;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== x.shape[along] || sizes.some((size) => !(size >= 1))) {
    throw operatorError(
      "split",
      `${formatShape(sizes)} are no parts of axis ${along} of ${formatShape(x.shape)}`,
    );
  }
  let end = 0;
  return sizes.map((size) => {
    end += size;
    return slice(x, { starts: [end - size], ends: [end], axes: [along] });
  });
}

/**
 * Tensors joined along an axis.
 *
 * @throws {RangeError} if they differ in another axis
 */
export function concat(xs: readonly Tensor[], axis: number): Tensor {
  const [first] = xs;
  if (first === undefined) throw operatorError("concat", "there is nothing to join");
  const along = normaliseAxes("concat", [axis], first.shape)[0]!;
  for (const x of xs) {
    if (!sameShape(x.shape.with(along, 0), first.shape.with(along, 0))) {
      throw operatorError(
        "concat",
        `shapes differ beyond axis ${along}, ${formatShape(first.shape)} and ${
          formatShape(x.shape)
        }`,
      );
    }
  }
  const sizes = xs.map((x) => x.shape[along]!);
  return first.graph.apply("Concat", xs, {
    shape: first.shape.with(along, sizes.reduce((total, size) => total + size, 0)),
    attributes: { axis: along },
    gradient: (d) => {
      let end = 0;
      return sizes.map((size) => {
        end += size;
        return slice(d, { starts: [end - size], ends: [end], axes: [along] });
      });
    },
  });
}

function fromStart(index: number, size: number): number {
  return Math.min(Math.max(index < 0 ? index + size : index, 0), size);
}
