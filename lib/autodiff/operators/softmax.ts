/**
 * Softmax and its logarithm along the last axis.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { mul, sub, sum } from "./core.ts";
import { exp } from "./elementwise.ts";

/** eˣ scaled to sum to 1 along the last axis. */
export function softmax(x: Tensor): Tensor {
  const y: Tensor = x.graph.apply("Softmax", [x], {
    shape: x.shape,
    attributes: { axis: -1 },
    gradient: (d) => [mul(y, sub(d, sumLast(mul(d, y))))],
  });
  return y;
}

/** ln softmax(x), computed without forming the softmax. */
export function logSoftmax(x: Tensor): Tensor {
  const y: Tensor = x.graph.apply("LogSoftmax", [x], {
    shape: x.shape,
    attributes: { axis: -1 },
    gradient: (d) => [sub(d, mul(exp(y), sumLast(d)))],
  });
  return y;
}

function sumLast(x: Tensor): Tensor {
  return sum(x, { axes: [-1], keepDims: true });
}
