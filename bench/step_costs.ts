/**
 * What a program cannot do without: operations of its products and convolutions, and numbers that
 * they and its variables move.
 *
 * @module
 */
import type { Node, Program } from "../lib/autodiff/program.ts";
import { type Shape, sizeOf } from "../lib/autodiff/shape.ts";

/** Of one run. */
export interface Costs {
  /** Multiplications and additions of products and convolutions. */
  readonly operations: number;
  /** What products and convolutions read and write, and each variable that changes once each way. */
  readonly bytes: number;
}

const BYTES_PER_NUMBER = 4;

/** The costs of a run. */
export function costsOf(program: Program): Costs {
  const shapes = new Map<string, Shape>();
  for (const { name, shape } of [...program.inputs, ...program.variables, ...program.constants]) {
    shapes.set(name, shape);
  }
  let operations = 0;
  let numbers = 0;
  for (const node of program.nodes) {
    node.outputs.forEach((name, i) => shapes.set(name, node.shapes[i]!));
    const inputs = node.inputs.map((name) => shapes.get(name)!);
    const count = operationsOf(node, inputs);
    if (count === 0) continue;
    operations += count;
    numbers += [...inputs, ...node.shapes].reduce((total, shape) => total + sizeOf(shape), 0);
  }
  for (const { shape, next } of program.variables) {
    if (next !== undefined) numbers += 2 * sizeOf(shape);
  }
  return { operations, bytes: numbers * BYTES_PER_NUMBER };
}

function operationsOf({ operator, shapes, attributes }: Node, [a, b]: readonly Shape[]): number {
  const results = sizeOf(shapes[0]!);
  switch (operator) {
    case "Conv":
      return 2 * results * sizeOf(b!.slice(1));
    case "ConvTranspose":
      return 2 * sizeOf(a!) * sizeOf(b!.slice(1));
    case "Gemm":
      return 2 * results * a![attributes.transA === 1 ? 0 : 1]!;
    case "MatMul":
      return 2 * results * a!.at(-1)!;
    default:
      return 0;
  }
}
