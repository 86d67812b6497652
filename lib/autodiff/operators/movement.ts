/**
 * Operators that move elements without computing: transpose, slice, pad, concat, gather.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { formatShape, normaliseAxes, operatorError, sameShape, type Shape } from "../shape.ts";
import { expand, reshape } from "./core.ts";

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

/** Adds zeros before and after, axis by axis. */
export function pad(
  x: Tensor,
  { before = x.shape.map(() => 0), after = x.shape.map(() => 0) }: {
    readonly before?: readonly number[];
    readonly after?: readonly number[];
  },
): Tensor {
  if ([...before, ...after].every((count) => count === 0)) return x;
  const shape = x.shape.map((size, axis) => before[axis]! + size + after[axis]!);
  return x.graph.apply("Pad", [x, x.graph.integers([...before, ...after])], {
    shape,
    gradient: (d) => [
      slice(d, { starts: before, ends: x.shape.map((size, axis) => before[axis]! + size) }),
    ],
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

/**
 * Rows of a table: `[rows, …]` and int32 `indices [n]` give `[n, …]`. A row taken twice gets both
 * gradients.
 */
export function gatherRows(x: Tensor, indices: Tensor): Tensor {
  if (x.shape.length === 0 || indices.shape.length !== 1 || indices.type !== "int32") {
    throw operatorError(
      "gatherRows",
      `it takes a table and int32 [n], not ${formatShape(x.shape)} and ` +
        `${indices.type} ${formatShape(indices.shape)}`,
    );
  }
  const shape = [indices.shape[0]!, ...x.shape.slice(1)];
  return x.graph.apply("Gather", [x, indices], {
    shape,
    attributes: { axis: 0 },
    gradient: (d) => [scatterRows(d, indices, x.shape)],
  });
}

/** A table of zeros to which rows are added, each at its index. */
function scatterRows(rows: Tensor, indices: Tensor, shape: Shape): Tensor {
  const { graph } = rows;
  const column = graph.apply("Reshape", [
    indices,
    graph.integers([indices.shape[0]!, ...shape.slice(1).map(() => 1)]),
  ], { shape: [indices.shape[0]!, ...shape.slice(1).map(() => 1)], type: "int32" });
  const places = graph.apply("Expand", [column, graph.integers(rows.shape)], {
    shape: rows.shape,
    type: "int32",
  });
  return scatterAdd(expand(graph.scalar(0), shape), places, rows);
}

/** Adds each update to the element of axis 0 that its index names. */
export function scatterAdd(x: Tensor, indices: Tensor, updates: Tensor): Tensor {
  return x.graph.apply("ScatterElements", [x, indices, updates], {
    shape: x.shape,
    attributes: { axis: 0, reduction: "add" },
  });
}

function fromStart(index: number, size: number): number {
  return Math.min(Math.max(index < 0 ? index + size : index, 0), size);
}
