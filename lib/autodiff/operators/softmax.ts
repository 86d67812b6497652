/**
 * Softmax and its logarithm along an axis.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { normaliseAxes } from "../shape.ts";
import { mul, sub, sum } from "./core.ts";
import { exp } from "./elementwise.ts";

/** eˣ scaled to sum to 1 along an axis; default: the last. */
export function softmax(x: Tensor, axis = -1): Tensor {
  normaliseAxes("softmax", [axis], x.shape);
  const y: Tensor = x.graph.apply("Softmax", [x], {
    shape: x.shape,
    attributes: { axis },
    gradient: (d) => [mul(y, sub(d, sumAlong(mul(d, y), axis)))],
  });
  return y;
}

/** ln softmax(x), computed without forming the softmax. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  normaliseAxes("logSoftmax", [axis], x.shape);
  const y: Tensor = x.graph.apply("LogSoftmax", [x], {
    shape: x.shape,
    attributes: { axis },
    gradient: (d) => [sub(d, mul(exp(y), sumAlong(d, axis)))],
  });
  return y;
}

function sumAlong(x: Tensor, axis: number): Tensor {
  return sum(x, { axes: [axis], keepDims: true });
}
