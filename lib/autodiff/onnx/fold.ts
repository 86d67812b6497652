/**
 * Arithmetic on numbers that are known before a network runs: the shapes that exporters compute,
 * and the masks and positions that follow from them.
 *
 * @module
 */
import type { Attribute } from "../program.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { type Kernel, stridesOf } from "../executors/reference/array.ts";
import { binaryKernel, elementwiseKernels } from "../executors/reference/elementwise.ts";
import { movementKernels } from "../executors/reference/movement.ts";
import { integer, integers } from "../executors/attributes.ts";
import type { Literal } from "./tensor_values.ts";

/** What a node is computed from. */
export interface FoldedNode {
  /** Undefined where an optional input is left out. */
  readonly inputs: readonly (Literal | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute | Literal>>;
}

type Fold = (node: FoldedNode) => Literal | readonly Literal[];

/** Whole numbers along one axis. */
export function integerList(values: readonly number[]): Literal {
  return { type: "int64", shape: [values.length], data: Float64Array.from(values) };
}

/** By ONNX operator: what can be computed while a network is read. */
export const FOLDS: Readonly<Record<string, Fold>> = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: (node) => {
    const isWhole = node.inputs[0]!.type === "int64";
    return binary((a, b) => isWhole ? Math.trunc(a / b) : a / b)(node);
  },
  // Python's remainder, which has the divisor's sign; with fmod=1 it is C's.
  Mod: (node) => {
    const isC = integer(numberOf(node.attributes.fmod), 0) === 1;
    return binary((a, b) => isC ? a % b : a - b * Math.floor(a / b))(node);
  },
  Min: ({ inputs }) => inputs.map((x) => x!).reduce((a, b) => elementwise(Math.min, a, b)),
  Max: ({ inputs }) => inputs.map((x) => x!).reduce((a, b) => elementwise(Math.max, a, b)),
  Pow: binary((a, b) => a ** b),
  Equal: binary((a, b) => Number(a === b), "bool"),
  Greater: binary((a, b) => Number(a > b), "bool"),
  GreaterOrEqual: binary((a, b) => Number(a >= b), "bool"),
  Less: binary((a, b) => Number(a < b), "bool"),
  LessOrEqual: binary((a, b) => Number(a <= b), "bool"),
  And: binary((a, b) => Number(a !== 0 && b !== 0), "bool"),
  Or: binary((a, b) => Number(a !== 0 || b !== 0), "bool"),
  Not: unary((a) => Number(a === 0)),
  Neg: unary((a) => -a),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Sqrt: unary(Math.sqrt),
  Identity: unary((a) => a),
  Cast: ({ inputs: [x], attributes }) => cast(x!, integer(numberOf(attributes.to), 1)),
  Where: ({ inputs: [mask, a, b] }) => {
    const { type } = a!;
    return { ...computed(elementwiseKernels.Where!, [mask!, a!, b!]), type };
  },
  Range: ({ inputs: [start, limit, delta] }) => {
    const [from, to, step] = [start!.data[0]!, limit!.data[0]!, delta!.data[0]!];
    const count = Math.max(0, Math.ceil((to - from) / step));
    const data = Float64Array.from({ length: count }, (_, i) => from + i * step);
    return { type: start!.type, shape: [count], data };
  },
  ConstantOfShape: ({ inputs: [sizes], attributes: { value } }) => {
    const shape = [...sizes!.data];
    const fill = isLiteral(value) ? value : { type: "float32" as const, data: [0] };
    return { type: fill.type, shape, data: new Float64Array(sizeOf(shape)).fill(fill.data[0]!) };
  },
  Size: ({ inputs: [x] }) => ({ type: "int64", shape: [], data: Float64Array.of(x!.data.length) }),
  Shape: ({ inputs: [x] }) => integerList(x!.shape),
  Reshape: ({ inputs: [x, sizes] }) => ({ ...x!, shape: reshaped(x!.shape, [...sizes!.data]) }),
  Unsqueeze: ({ inputs: [x, axes], attributes }) => ({
    ...x!,
    shape: unsqueezed(x!.shape, axes ? [...axes.data] : listOf(attributes.axes)),
  }),
  Squeeze: ({ inputs: [x, axes], attributes }) => ({
    ...x!,
    shape: squeezed(x!.shape, axes ? [...axes.data] : listOf(attributes.axes)),
  }),
  Expand: ({ inputs: [x, sizes] }) => computed(movementKernels.Expand!, [x!, sizes!]),
  Transpose: ({ inputs: [x], attributes }) => {
    const perm = listOf(attributes.perm, x!.shape.map((_, axis) => x!.shape.length - 1 - axis));
    return computed(movementKernels.Transpose!, [x!], { perm });
  },
  Concat: ({ inputs, attributes }) => {
    const axis = normalAxis(integer(numberOf(attributes.axis), 0), inputs[0]!.shape.length);
    return computed(movementKernels.Concat!, inputs.map((each) => each!), { axis });
  },
  Gather: ({ inputs: [x, indices], attributes }) => {
    const axis = normalAxis(integer(numberOf(attributes.axis), 0), x!.shape.length);
    return gathered(x!, indices!, axis);
  },
  Slice: ({ inputs: [x, ...lists], attributes }) => {
    const { starts, ends, axes, steps } = sliceOf(lists, attributes);
    return computed(movementKernels.Slice!, [
      x!,
      ...[starts, ends, axes, steps].map(integerList),
    ]);
  },
  ScatterND: ({ inputs: [x, indices, updates] }) => scattered(x!, indices!, updates!),
};

/** Starts, ends, axes and steps of a Slice, which old versions of the standard give as attributes. */
export function sliceOf(
  [starts, ends, axes, steps]: readonly (Literal | undefined)[],
  attributes: FoldedNode["attributes"],
) {
  const from = starts ? [...starts.data] : listOf(attributes.starts);
  const to = ends ? [...ends.data] : listOf(attributes.ends);
  return {
    starts: from.map(within),
    ends: to.map(within),
    axes: axes ? [...axes.data] : listOf(attributes.axes, from.map((_, axis) => axis)),
    steps: steps ? [...steps.data] : from.map(() => 1),
  };
}

/** Exporters write the largest int64 for "to the end", which no number here can be. */
function within(place: number): number {
  return Math.min(Math.max(place, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/** ONNX's Reshape: 0 keeps a size, −1 follows from the others. */
export function reshaped(shape: Shape, sizes: readonly number[]): Shape {
  const kept = sizes.map((size, axis) => size === 0 ? shape[axis]! : size);
  const known = kept.reduce((product, size) => size === -1 ? product : product * size, 1);
  return kept.map((size) => size === -1 ? sizeOf(shape) / known : size);
}

/** The shape with axes of size 1 put in, numbered as they are in the result. */
export function unsqueezed(shape: Shape, axes: readonly number[]): Shape {
  const rank = shape.length + axes.length;
  const added = new Set(axes.map((axis) => normalAxis(axis, rank)));
  const sizes = shape.values();
  return Array.from({ length: rank }, (_, axis) => added.has(axis) ? 1 : sizes.next().value!);
}

/** The shape without these axes of size 1, or without all of them where none is named. */
export function squeezed(shape: Shape, axes: readonly number[]): Shape {
  const gone = new Set(axes.map((axis) => normalAxis(axis, shape.length)));
  return shape.filter((size, axis) => axes.length > 0 ? !gone.has(axis) : size !== 1);
}

function unary(compute: (a: number) => number): Fold {
  return ({ inputs: [x] }) => ({ ...x!, data: x!.data.map(compute) });
}

function binary(compute: (a: number, b: number) => number, type?: "bool"): Fold {
  return ({ inputs: [a, b] }) => elementwise(compute, a!, b!, type);
}

/** Floats are rounded to float32, as a runtime would: a shape may hang on their last bit. */
function elementwise(
  compute: (a: number, b: number) => number,
  a: Literal,
  b: Literal,
  type: Literal["type"] = a.type,
): Literal {
  const { shape, data } = computed(binaryKernel(compute), [a, b]);
  return { type, shape, data: type === "float32" ? data.map(Math.fround) : data };
}

/** ONNX's numbers of the types that are told apart here. */
const CAST_TYPES: Readonly<Record<number, Literal["type"]>> = {
  1: "float32",
  10: "float32",
  11: "float32",
  16: "float32",
  9: "bool",
};

function cast(x: Literal, to: number): Literal {
  const type = CAST_TYPES[to] ?? "int64";
  const convert = { float32: Math.fround, int64: Math.trunc, bool: (v: number) => Number(v !== 0) };
  return { type, shape: x.shape, data: x.data.map((value) => convert[type](value)) };
}

function gathered(x: Literal, indices: Literal, axis: number): Literal {
  const size = x.shape[axis]!;
  const places = indices.data.map((index) => index < 0 ? index + size : index);
  const flat = { ...indices, shape: [places.length], data: places };
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return { ...computed(movementKernels.Gather!, [x, flat], { axis }), shape };
}

/** By the reference executor's kernel, which knows no types: the result has the first input's. */
function computed(
  kernel: Kernel,
  inputs: readonly Literal[],
  attributes: Readonly<Record<string, Attribute>> = {},
): Literal {
  const [result] = [kernel(inputs, attributes)].flat();
  return { ...result!, type: inputs[0]!.type };
}

/** A copy in which the parts that the last axis of `indices` names are replaced. */
function scattered(x: Literal, indices: Literal, updates: Literal): Literal {
  const depth = indices.shape.at(-1)!;
  const strides = stridesOf(x.shape);
  const width = sizeOf(x.shape.slice(depth));
  const data = x.data.slice();
  for (let i = 0; i < indices.data.length / depth; i++) {
    let start = 0;
    for (let axis = 0; axis < depth; axis++) {
      const index = indices.data[i * depth + axis]!;
      start += (index < 0 ? index + x.shape[axis]! : index) * strides[axis]!;
    }
    data.set(updates.data.subarray(i * width, (i + 1) * width), start);
  }
  return { ...x, data };
}

function normalAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function isLiteral(value: Attribute | Literal | undefined): value is Literal {
  return typeof value === "object" && "data" in value;
}

function numberOf(value: Attribute | Literal | undefined): Attribute | undefined {
  return isLiteral(value) ? undefined : value;
}

function listOf(
  value: Attribute | Literal | undefined,
  otherwise: readonly number[] = [],
): readonly number[] {
  return integers(numberOf(value), otherwise);
}
