/**
 * Sums, means and maxima along axes.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { normaliseAxes, type Shape, sizeOf } from "../shape.ts";
import { div, equal, mul, where } from "./arithmetic.ts";
import { expand, reshape } from "./reshape.ts";

/** Along which axes to reduce. */
export interface ReduceOptions {
  /** Default: all axes. Negative ones count from the end. */
  readonly axes?: readonly number[];
  /** Whether reduced axes stay, with size 1; default: no. */
  readonly keepDims?: boolean;
}

/** The sum along axes. */
export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { reduced } = plan("sum", x, options);
  return reduce("ReduceSum", x, options, (d) => expand(reshape(d, reduced), x.shape));
}

/** The mean along axes. */
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { reduced } = plan("mean", x, options);
  const share = sizeOf(reduced) / sizeOf(x.shape);
  return reduce("ReduceMean", x, options, (d) => expand(reshape(mul(d, share), reduced), x.shape));
}

/** The maximum along axes; maxima that tie share the gradient evenly. */
export function reduceMax(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { axes, reduced } = plan("reduceMax", x, options);
  return reduce("ReduceMax", x, options, (d, y) => {
    const winners = where(equal(x, reshape(y, reduced)), 1, 0);
    const shares = div(winners, sum(winners, { axes, keepDims: true }));
    return mul(reshape(d, reduced), shares);
  });
}

function reduce(
  operator: string,
  x: Tensor,
  options: ReduceOptions,
  gradient: (d: Tensor, y: Tensor) => Tensor,
): Tensor {
  const { axes, shape } = plan(operator, x, options);
  // ONNX takes an empty list for all axes.
  if (axes.length === 0) return x;
  const y: Tensor = x.graph.apply(operator, [x, x.graph.integers(axes)], {
    shape,
    attributes: { keepdims: options.keepDims ? 1 : 0 },
    gradient: (d) => [gradient(d, y)],
  });
  return y;
}

/** The axes in order, the shape with them at size 1, and the result's shape. */
function plan(
  operator: string,
  x: Tensor,
  { axes = x.shape.keys().toArray(), keepDims = false }: ReduceOptions,
): { readonly axes: readonly number[]; readonly reduced: Shape; readonly shape: Shape } {
  const sorted = normaliseAxes(operator, axes, x.shape);
  const reduced = x.shape.map((size, axis) => sorted.includes(axis) ? 1 : size);
  const shape = keepDims ? reduced : x.shape.filter((_, axis) => !sorted.includes(axis));
  return { axes: sorted, reduced, shape };
}
