/**
 * The operators that the gradients of all others are made of: the four operations with
 * broadcasting, comparisons, sums along axes, reshape and expand. They stand in one file since they
 * need each other: an operand that was broadcast gets the sum of its gradients, in its own shape.
 *
 * @module
 */
import { type Graph, Tensor } from "../graph.ts";
import { broadcastShapes, formatShape, normaliseAxes, operatorError } from "../shape.ts";
import { sameShape, type Shape, sizeOf } from "../shape.ts";

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

/**
 * The same elements in another shape; one size may be −1 and follows from the others.
 *
 * @throws {RangeError} if the numbers of elements differ
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const open = shape.indexOf(-1);
  const known = sizeOf(shape.filter((size) => size !== -1));
  const target = open < 0 ? shape : shape.with(open, sizeOf(x.shape) / known);
  if (sizeOf(target) !== sizeOf(x.shape) || target.some((size) => !Number.isInteger(size))) {
    throw operatorError(
      "reshape",
      `${formatShape(x.shape)} does not fit into ${formatShape(shape)}`,
    );
  }
  if (sameShape(target, x.shape)) return x;
  // ONNX copies an axis whose size is given as 0 and works out one given as −1, which keeps exported
  // graphs free of a batch size in axis 0.
  const first = target[0] === x.shape[0] ? 0 : -1;
  const written = target.map((size, axis) => axis === 0 ? first : size);
  return x.graph.apply("Reshape", [x, x.graph.integers(written)], {
    shape: target,
    gradient: (d) => [reshape(d, x.shape)],
  });
}

/** Repeats axes of size 1 (and missing leading axes) up to the shape. */
export function expand(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShapes("expand", x.shape, shape), shape)) {
    throw operatorError(
      "expand",
      `${formatShape(x.shape)} does not expand to ${formatShape(shape)}`,
    );
  }
  return x.graph.apply("Expand", [x, x.graph.integers(shape)], {
    shape,
    gradient: (d) => [sumTo(d, x.shape)],
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

function reduce(
  operator: string,
  x: Tensor,
  options: ReduceOptions,
  gradient: (d: Tensor) => Tensor,
): Tensor {
  const { axes, shape } = plan(operator, x, options);
  // ONNX takes an empty list for all axes.
  if (axes.length === 0) return x;
  return x.graph.apply(operator, [x, x.graph.integers(axes)], {
    shape,
    attributes: { keepdims: options.keepDims ? 1 : 0 },
    gradient: (d) => [gradient(d)],
  });
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
