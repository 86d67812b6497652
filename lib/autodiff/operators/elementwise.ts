/**
 * Functions of one tensor, applied to every element.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { operatorError } from "../shape.ts";
import { add, div, equal, greaterOrEqual, lessOrEqual, mul, neg, sub, unary } from "./core.ts";
import { where } from "./core.ts";

/** eˣ. */
export function exp(x: Tensor): Tensor {
  return unary("Exp", x, (d, _, y) => mul(d, y));
}

/** The natural logarithm. */
export function log(x: Tensor): Tensor {
  return unary("Log", x, (d) => div(d, x));
}

/**
 * ln(1 + x), exact for tiny x too: with u = 1 + x as rounded, ln(u)·x/(u−1) undoes the rounding
 * (W. Kahan; Theorem 4 of D. Goldberg, "What every computer scientist should know about
 * floating-point arithmetic", 1991).
 */
export function log1p(x: Tensor): Tensor {
  const u = add(x, 1);
  const value = where(equal(u, 1), x, div(mul(log(u), x), sub(u, 1)));
  return x.graph.withGradient(value, [x], (d) => [div(d, u)]);
}

/** √x. */
export function sqrt(x: Tensor): Tensor {
  return unary("Sqrt", x, (d, _, y) => div(d, mul(y, 2)));
}

/** |x|; the gradient at 0 is 0. */
export function abs(x: Tensor): Tensor {
  return unary("Abs", x, (d) => mul(d, sign(x)));
}

/** −1, 0 or +1; no gradient flows. See `straightThroughSign` for one that trains. */
export function sign(x: Tensor): Tensor {
  return unary("Sign", x, () => undefined);
}

/**
 * 1 where x > 0, else 0; no gradient flows. A hard sigmoid so steep that it jumps within 1e-38,
 * which ONNX Runtime computes several times faster than a sign or a comparison.
 */
export function step(x: Tensor): Tensor {
  return x.graph.apply("HardSigmoid", [x], {
    shape: x.shape,
    attributes: { alpha: { float: 1e38 }, beta: { float: 0 } },
  });
}

/** x to the power of a number. */
export function pow(x: Tensor, exponent: number): Tensor {
  return x.graph.apply("Pow", [x, x.graph.scalar(exponent)], {
    shape: x.shape,
    gradient: (d) => [mul(d, mul(pow(x, exponent - 1), exponent))],
  });
}

/** x held within [low, high]; the gradient is 1 inside and at the bounds, 0 beyond. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  if (!(low <= high)) throw operatorError("clip", `low ${low} is above high ${high}`);
  return minimum(maximum(x, low), high);
}

/** The larger of x and a number; the gradient is 1 where x is at least the number. */
export function maximum(x: Tensor, bound: number): Tensor {
  return x.graph.apply("Max", [x, x.graph.scalar(bound)], {
    shape: x.shape,
    gradient: (d) => [where(greaterOrEqual(x, bound), d, 0)],
  });
}

/** The smaller of x and a number; the gradient is 1 where x is at most the number. */
export function minimum(x: Tensor, bound: number): Tensor {
  return x.graph.apply("Min", [x, x.graph.scalar(bound)], {
    shape: x.shape,
    gradient: (d) => [where(lessOrEqual(x, bound), d, 0)],
  });
}

/** cos x, x in radians. */
export function cos(x: Tensor): Tensor {
  return unary("Cos", x, (d) => neg(mul(d, sin(x))));
}

/** sin x, x in radians. */
export function sin(x: Tensor): Tensor {
  return unary("Sin", x, (d) => mul(d, cos(x)));
}

/** The angle in [0, π] whose cosine is x; its slope is infinite at ±1, so clip x before. */
export function acos(x: Tensor): Tensor {
  return unary("Acos", x, (d) => neg(div(d, sqrt(sub(1, mul(x, x))))));
}
