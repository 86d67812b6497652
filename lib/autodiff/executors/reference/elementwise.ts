/**
 * Reference kernels that work element by element.
 *
 * @module
 */
import { broadcastShapes, type Shape } from "../../shape.ts";
import { float } from "../attributes.ts";
import { broadcastOffsets, type Kernel, type NumberArray, take } from "./array.ts";

const where: Kernel = ([mask, a, b]) => {
  const shape = broadcastShapes("where", mask!.shape, broadcastShapes("where", a!.shape, b!.shape));
  const [choice, x, y] = [mask!, a!, b!].map((input) => broadcastTo(input, shape).data);
  return { shape, data: choice!.map((taken, i) => taken ? x![i]! : y![i]!) };
};

/** By ONNX operator. */
export const elementwiseKernels: Readonly<Record<string, Kernel>> = {
  Add: binaryKernel((a, b) => a + b),
  Sub: binaryKernel((a, b) => a - b),
  Mul: binaryKernel((a, b) => a * b),
  Div: binaryKernel((a, b) => a / b),
  Pow: binaryKernel((a, b) => a ** b),
  Max: binaryKernel((a, b) => Math.max(a, b)),
  Min: binaryKernel((a, b) => Math.min(a, b)),
  GreaterOrEqual: binaryKernel((a, b) => Number(a >= b)),
  LessOrEqual: binaryKernel((a, b) => Number(a <= b)),
  Equal: binaryKernel((a, b) => Number(a === b)),
  Where: where,

  Identity: unary((x) => x),
  // Of masks, which are 0 and 1 already.
  Cast: unary((x) => x),
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Sign: unary(Math.sign),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sqrt: unary(Math.sqrt),
  Cos: unary(Math.cos),
  Sin: unary(Math.sin),
  Acos: unary(Math.acos),
  Erf: unary(erf),
  Tanh: unary(Math.tanh),
  Relu: unary((x) => Math.max(x, 0)),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Softplus: unary((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Clip: ([x, low, high]) => {
    const [from, to] = [low!.data[0]!, high!.data[0]!];
    return { shape: x!.shape, data: x!.data.map((value) => Math.min(Math.max(value, from), to)) };
  },
  HardSigmoid: (inputs, attributes) => {
    const [slope, offset] = [float(attributes.alpha, 0.2), float(attributes.beta, 0.5)];
    return unary((x) => Math.min(Math.max(slope * x + offset, 0), 1))(inputs, attributes);
  },
  Elu: (inputs, attributes) => {
    const alpha = float(attributes.alpha, 1);
    return unary((x) => x > 0 ? x : alpha * Math.expm1(x))(inputs, attributes);
  },
  LeakyRelu: (inputs, attributes) => {
    const slope = float(attributes.alpha, 0.01);
    return unary((x) => x < 0 ? slope * x : x)(inputs, attributes);
  },
};

/**
 * 2/√π · e^(−x²) · Σₙ 2ⁿ x²ⁿ⁺¹ / (2n+1)!! (Abramowitz & Stegun, 7.1.6), whose terms have one sign, so
 * that no digits are lost; beyond 6 the function is 1 to the last digit.
 */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= 2 * x * x / (2 * n + 1);
    sum += term;
  }
  return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
}

function unary(compute: (x: number) => number): Kernel {
  return ([x]) => ({ shape: x!.shape, data: x!.data.map(compute) });
}

/** A kernel of two inputs, each repeated along the axes that only the other has. */
export function binaryKernel(compute: (a: number, b: number) => number): Kernel {
  return ([a, b]) => {
    const shape = broadcastShapes("elementwise", a!.shape, b!.shape);
    const [left, right] = [a!, b!].map((x) => broadcastTo(x, shape).data);
    return { shape, data: left!.map((value, i) => compute(value, right![i]!)) };
  };
}

function broadcastTo(x: NumberArray, shape: Shape): NumberArray {
  return take(x, shape, broadcastOffsets(x.shape, shape));
}
