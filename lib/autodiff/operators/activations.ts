/**
 * Activation functions, and the sign that trains.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { operatorError } from "../shape.ts";
import { add, div, greaterOrEqual, lessOrEqual, mul, sub, unary, where } from "./core.ts";
import { erf, exp, maximum, step } from "./elementwise.ts";

/** max(x, 0); the gradient at 0 is 0. */
export function relu(x: Tensor): Tensor {
  return unary("Relu", x, (d, _, y) => mul(d, step(y)));
}

/** x where positive, else slope · x. */
export function leakyRelu(x: Tensor, slope: number): Tensor {
  if (!Number.isFinite(slope)) {
    throw operatorError("leakyRelu", `the slope must be a number, not ${slope}`);
  }
  const isBelowOne = slope >= 0 && slope <= 1;
  const slopes = () => isBelowOne ? maximum(step(x), slope) : add(mul(step(x), 1 - slope), slope);
  return unary("LeakyRelu", x, (d) => mul(d, slopes()), { alpha: { float: slope } });
}

/** x where positive, else α·(eˣ − 1). */
export function elu(x: Tensor, alpha = 1): Tensor {
  const slope = (y: Tensor) => where(lessOrEqual(x, 0), add(y, alpha), 1);
  return unary("Elu", x, (d, _, y) => mul(d, slope(y)), { alpha: { float: alpha } });
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

/** x · sigmoid(x), also known as swish. */
export function silu(x: Tensor): Tensor {
  const s = sigmoid(x);
  const y = mul(x, s);
  // s + x·s·(1 − s)
  return x.graph.withGradient(y, [x], (d) => [mul(d, add(s, mul(y, sub(1, s))))]);
}

/** The line of {@linkcode hardSigmoid}. */
export interface HardSigmoidOptions {
  /** Its slope; default: 1/6, which is PyTorch's. ONNX's own default is 0.2. */
  readonly alpha?: number;
  /** Its value at 0; default: 0.5. */
  readonly beta?: number;
}

/** α·x + β held within [0, 1]; the gradient at the bounds is 0. */
export function hardSigmoid(
  x: Tensor,
  { alpha = 1 / 6, beta = 0.5 }: HardSigmoidOptions = {},
): Tensor {
  return unary("HardSigmoid", x, (d, _, y) => mul(d, mul(isBetween0And1(y), alpha)), {
    alpha: { float: alpha },
    beta: { float: beta },
  });
}

/** x · hardSigmoid(x) (Howard et al. 2019, MobileNetV3). */
export function hardSwish(x: Tensor): Tensor {
  const h = hardSigmoid(x);
  return x.graph.withGradient(mul(x, h), [x], (d) => [
    mul(d, add(h, mul(mul(x, isBetween0And1(h)), 1 / 6))),
  ]);
}

/** 1 where 0 < y < 1, else 0, of y that lies in [0, 1]. */
function isBetween0And1(y: Tensor): Tensor {
  return step(mul(y, sub(1, y)));
}

/** Which form {@linkcode gelu} takes. */
export interface GeluOptions {
  /** By the error function, or by a tanh that comes near; default: "none", as PyTorch calls it. */
  readonly approximate?: "none" | "tanh";
}

/** x · Φ(x), Φ the distribution function of the normal distribution (Hendrycks & Gimpel 2016). */
export function gelu(x: Tensor, { approximate = "none" }: GeluOptions = {}): Tensor {
  return approximate === "none" ? exactGelu(x) : tanhGelu(x);
}

function exactGelu(x: Tensor): Tensor {
  const phi = mul(add(erf(div(x, Math.SQRT2)), 1), 0.5);
  return x.graph.withGradient(mul(x, phi), [x], (d) => {
    const density = mul(exp(mul(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return [mul(d, add(phi, mul(x, density)))];
  });
}

/** 0.5·x·(1 + tanh u) with u = √(2/π)·(x + 0.044715·x³). */
function tanhGelu(x: Tensor): Tensor {
  const factor = Math.sqrt(2 / Math.PI);
  const square = mul(x, x);
  const t = tanh(mul(mul(x, add(mul(square, 0.044715), 1)), factor));
  const half = mul(add(t, 1), 0.5);
  return x.graph.withGradient(mul(x, half), [x], (d) => {
    const slope = mul(add(mul(square, 3 * 0.044715), 1), factor / 2);
    return [mul(d, add(half, mul(mul(x, slope), sub(1, mul(t, t)))))];
  });
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
