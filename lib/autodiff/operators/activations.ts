/**
 * Activation functions, and the sign that trains.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { operatorError } from "../shape.ts";
import { greaterOrEqual, mul, sub, unary, where } from "./core.ts";
import { maximum, step } from "./elementwise.ts";

/** max(x, 0); the gradient at 0 is 0. */
export function relu(x: Tensor): Tensor {
  return unary("Relu", x, (d, _, y) => mul(d, step(y)));
}

/** x where positive, else slope · x, for a slope in [0, 1]. */
export function leakyRelu(x: Tensor, slope: number): Tensor {
  if (!(slope >= 0 && slope <= 1)) {
    throw operatorError("leakyRelu", `the slope must be in [0, 1], not ${slope}`);
  }
  return unary("LeakyRelu", x, (d) => mul(d, maximum(step(x), slope)), { alpha: { float: slope } });
}

/** The hyperbolic tangent. */
export function tanh(x: Tensor): Tensor {
  return unary("Tanh", x, (d, _, y) => mul(d, sub(1, mul(y, y))));
}

/** 1 / (1 + e⁻ˣ). */
export function sigmoid(x: Tensor): Tensor {
  return unary("Sigmoid", x, (d, _, y) => mul(d, mul(y, sub(1, y))));
}

/** ln(1 + eˣ), without overflow for large x. */
export function softplus(x: Tensor): Tensor {
  return unary("Softplus", x, (d) => mul(d, sigmoid(x)));
}

/** What the gradient of {@linkcode straightThroughSign} pretends the sign was. */
export interface StraightThroughOptions {
  /** The identity (Bengio et al., arXiv 1308.3432), or tanh, which fades for large |x|. */
  readonly backward?: "identity" | "tanh";
}

/** The sign of x as −1 or +1 (0 → +1), with the gradient of a smooth function in its stead. */
export function straightThroughSign(
  x: Tensor,
  { backward = "identity" }: StraightThroughOptions = {},
): Tensor {
  return x.graph.withGradient(where(greaterOrEqual(x, 0), 1, -1), [x], (d) => {
    if (backward === "identity") return [d];
    const y = tanh(x);
    return [mul(d, sub(1, mul(y, y)))];
  });
}
