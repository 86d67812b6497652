/**
 * Functions of one tensor, applied to every element.
 *
 * @module
 */
import { Tensor } from "../graph.ts";
import { broadcastShapes, operatorError } from "../shape.ts";
import { add, div, equal, mul, neg, type Operand } from "./core.ts";
import { lessOrEqual, sub, sumTo, toTensor, unary, where } from "./core.ts";

/** About the smallest number that float32 holds with all of its digits. */
const SMALLEST = 1e-38;

/** float32 among ONNX's numbers of types. */
const ONNX_FLOAT = 1;

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

/** 1 where x > bound, else 0; no gradient flows. */
function above(x: Tensor, bound: number): Tensor {
  return bound === 0 ? step(x) : steepStep(x, STEEP, bound);
}

/** 1 where x < bound, else 0; no gradient flows. */
function below(x: Tensor, bound: number): Tensor {
  return steepStep(x, -STEEP, bound);
}

/** A power of two, so that its products with float32 numbers are exact. */
const STEEP = 2 ** 122;

/** 1 on one side of the bound, 0 on the other and at the bound, as `step` does it. */
function steepStep(x: Tensor, slope: number, bound: number): Tensor {
  const offset = -slope * Math.fround(bound);
  if (Math.abs(offset) > MAX_FLOAT32) return step(mul(sub(x, bound), Math.sign(slope)));
  return x.graph.apply("HardSigmoid", [x], {
    shape: x.shape,
    attributes: { alpha: { float: slope }, beta: { float: offset } },
  });
}

/** The largest number in float32. */
const MAX_FLOAT32 = 2 ** 128 - 2 ** 104;

/** x to the power of a number or, for positive x, of a tensor. */
export function pow(x: Tensor, exponent: Operand): Tensor {
  if (exponent instanceof Tensor) return powTensor(x, exponent);
  return x.graph.apply("Pow", [x, x.graph.scalar(exponent)], {
    shape: x.shape,
    gradient: (d) => [
      mul(d, mul(exponent === 2 ? x : pow(x, exponent - 1), exponent)),
    ],
  });
}

/** d(xᵉ)/dx = e·xᵉ⁻¹ and d(xᵉ)/de = xᵉ·ln x. */
function powTensor(x: Tensor, exponent: Tensor): Tensor {
  const y: Tensor = x.graph.apply("Pow", [x, exponent], {
    shape: broadcastShapes("pow", x.shape, exponent.shape),
    gradient: (d) => [
      sumTo(mul(d, mul(exponent, pow(x, sub(exponent, 1)))), x.shape),
      // xᵉ · ln x tends to 0 as x does; below, no number is a slope, and 0 moves nothing.
      sumTo(
        where(lessOrEqual(x, 0), 0, mul(d, mul(y, log(maximum(x, SMALLEST))))),
        exponent.shape,
      ),
    ],
  });
  return y;
}

/**
 * x held within [low, high], either of which may be infinite; the gradient is 1 inside, 0 beyond. At
 * the bounds it is 0 where both are finite, as PyTorch's relu6 has it, else 1.
 */
export function clip(x: Tensor, low: number, high: number): Tensor {
  if (!(low <= high)) throw operatorError("clip", `low ${low} is above high ${high}`);
  if (low === -Infinity) return high === Infinity ? x : minimum(x, high);
  if (high === Infinity) return maximum(x, low);
  const { graph } = x;
  const y: Tensor = graph.apply("Clip", [x, graph.scalar(low), graph.scalar(high)], {
    shape: x.shape,
    gradient: (d) => [mul(mul(d, above(y, low)), below(y, high))],
  });
  return y;
}

/** The larger of x and a bound, to which the gradient flows where it is above x. */
export function maximum(x: Tensor, bound: Operand): Tensor {
  return extreme("Max", x, bound);
}

/** The smaller of x and a bound, to which the gradient flows where it is below x. */
export function minimum(x: Tensor, bound: Operand): Tensor {
  return extreme("Min", x, bound);
}

function extreme(operator: string, x: Tensor, bound: Operand): Tensor {
  const other = toTensor(x.graph, bound);
  const y: Tensor = x.graph.apply(operator, [x, other], {
    shape: broadcastShapes(operator.toLowerCase(), x.shape, other.shape),
    gradient: (d) => {
      const isTaken = sameAs(y, x);
      return [
        sumTo(mul(d, isTaken), x.shape),
        sumTo(mul(d, sub(1, isTaken)), other.shape),
      ];
    },
  });
  return y;
}

/** 1 where both are equal, else 0; a product with it is twice as fast as a choice by a mask. */
function sameAs(a: Tensor, b: Tensor): Tensor {
  const mask = equal(a, b);
  return a.graph.apply("Cast", [mask], { shape: mask.shape, attributes: { to: ONNX_FLOAT } });
}

/** The error function, 2/√π ∫₀ˣ e^(−t²) dt. */
export function erf(x: Tensor): Tensor {
  return unary("Erf", x, (d) => mul(d, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI))));
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
