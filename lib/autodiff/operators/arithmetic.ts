/**
 * The four operations with broadcasting, and comparisons.
 *
 * @module
 */
import { type Graph, Tensor } from "../graph.ts";
import { broadcastShapes, operatorError, sameShape } from "../shape.ts";
import { sum } from "./reduce.ts";
import { reshape } from "./reshape.ts";

/** A tensor, or a number that stands for a constant. */
export type Operand = Tensor | number;

/** a + b. */
export function add(a: Operand, b: Operand): Tensor {
  return binary("Add", a, b, (d) => [d, d]);
}

/** a − b. */
export function sub(a: Operand, b: Operand): Tensor {
  return binary("Sub", a, b, (d) => [d, neg(d)]);
}

/** a · b, element by element. */
export function mul(a: Operand, b: Operand): Tensor {
  return binary("Mul", a, b, (d, a, b) => [mul(d, b), mul(d, a)]);
}

/** a / b, element by element. */
export function div(a: Operand, b: Operand): Tensor {
  return binary("Div", a, b, (d, _, b, y) => [div(d, b), neg(div(mul(d, y), b))]);
}

/** −x. */
export function neg(x: Tensor): Tensor {
  return unary("Neg", x, (d) => neg(d));
}

/** Where a ≥ b: a mask for {@linkcode where}, without gradient. */
export function greaterOrEqual(a: Tensor, b: Operand): Tensor {
  return compare("GreaterOrEqual", a, b);
}

/** Where a ≤ b: a mask for {@linkcode where}, without gradient. */
export function lessOrEqual(a: Tensor, b: Operand): Tensor {
  return compare("LessOrEqual", a, b);
}

/** Where a = b: a mask for {@linkcode where}, without gradient. */
export function equal(a: Tensor, b: Operand): Tensor {
  return compare("Equal", a, b);
}

/** `a` where the mask holds, else `b`; the gradient goes to the one that was taken. */
export function where(mask: Tensor, a: Operand, b: Operand): Tensor {
  const { graph } = mask;
  const [x, y] = [toTensor(graph, a), toTensor(graph, b)];
  const shape = broadcastShapes("where", mask.shape, broadcastShapes("where", x.shape, y.shape));
  return graph.apply("Where", [mask, x, y], {
    shape,
    gradient: (d) => [
      undefined,
      sumTo(where(mask, d, 0), x.shape),
      sumTo(where(mask, 0, d), y.shape),
    ],
  });
}

/** An operator of one tensor, element by element, with d(loss)/dx from d(loss)/dy, x and y. */
export function unary(
  operator: string,
  x: Tensor,
  gradient: (d: Tensor, x: Tensor, y: Tensor) => Tensor | undefined,
  attributes: Readonly<Record<string, { readonly float: number }>> = {},
): Tensor {
  requireFloat(operator.toLowerCase(), x);
  const y: Tensor = x.graph.apply(operator, [x], {
    shape: x.shape,
    attributes,
    gradient: (d) => [gradient(d, x, y)],
  });
  return y;
}

/**
 * The gradient of an operand that was broadcast: summed over the axes along which it was repeated.
 */
export function sumTo(x: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const added = x.shape.length - shape.length;
  const axes = x.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : []
  );
  return reshape(axes.length === 0 ? x : sum(x, { axes, keepDims: true }), shape);
}

/** The tensor itself, or a constant of the graph. */
export function toTensor(graph: Graph, operand: Operand): Tensor {
  return typeof operand === "number" ? graph.scalar(operand) : operand;
}

type BinaryGradient = (d: Tensor, a: Tensor, b: Tensor, y: Tensor) => readonly [Tensor, Tensor];

function binary(operator: string, a: Operand, b: Operand, gradient: BinaryGradient): Tensor {
  const name = operator.toLowerCase();
  const [x, y] = operands(name, a, b);
  const result: Tensor = x.graph.apply(operator, [x, y], {
    shape: broadcastShapes(name, x.shape, y.shape),
    gradient: (d) => {
      const [dx, dy] = gradient(d, x, y, result);
      return [sumTo(dx, x.shape), sumTo(dy, y.shape)];
    },
  });
  return result;
}

function compare(operator: string, a: Tensor, b: Operand): Tensor {
  const [x, y] = operands(operator, a, b);
  const shape = broadcastShapes(operator, x.shape, y.shape);
  return x.graph.apply(operator, [x, y], { shape, type: "bool" });
}

function operands(operator: string, a: Operand, b: Operand): [Tensor, Tensor] {
  const graph = a instanceof Tensor ? a.graph : b instanceof Tensor ? b.graph : undefined;
  if (graph === undefined) {
    throw new TypeError(`Cannot add ${operator}: one of its operands must be a tensor`);
  }
  const [x, y] = [toTensor(graph, a), toTensor(graph, b)];
  requireFloat(operator, x);
  requireFloat(operator, y);
  return [x, y];
}

function requireFloat(operator: string, x: Tensor): void {
  if (x.type !== "float32") {
    throw operatorError(operator, `"${x.name}" holds ${x.type}, it must hold float32`);
  }
}
