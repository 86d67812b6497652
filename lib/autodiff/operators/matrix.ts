/**
 * Matrix multiplication.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { broadcastShapes, formatShape, operatorError, type Shape } from "../shape.ts";
import { reshape, sumTo } from "./core.ts";
import { transpose } from "./movement.ts";

/** Which factors to transpose first. */
export interface MatmulOptions {
  /** Whether the first factor is given as `[…, k, m]`; default: false. */
  readonly transposeA?: boolean;
  /** Whether the second factor is given as `[…, n, k]`; default: false. */
  readonly transposeB?: boolean;
}

/**
 * The product of two matrices: `[m, k]` and `[k, n]` give `[m, n]`. Of stacks of matrices it is the
 * product of each pair, where axes before the last two are broadcast.
 *
 * @throws {RangeError} if a factor is no matrix or their inner sizes differ
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { Graph, matmul } from "@cohash/cohash/autodiff";
 *
 * const graph = new Graph();
 * const features = graph.input("features", [256, 1024]);
 * const weights = graph.input("weights", [512, 64]);
 * assertThrows(
 *   () => matmul(features, weights),
 *   RangeError,
 *   "Cannot add matmul: inner sizes differ, [256, 1024] and [512, 64]",
 * );
 * ```
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  const { transposeA = false, transposeB = false } = options;
  const { rows, inner, columns } = innerSizes(a.shape, b.shape, transposeA, transposeB);
  if (a.shape.length === 2 && b.shape.length === 2) return product(a, b, options);
  if (b.shape.length === 2 && !transposeA) {
    // One matrix for the whole stack: one product of all its rows.
    const flat = product(reshape(a, [-1, inner]), b, { transposeB });
    return reshape(flat, [...a.shape.slice(0, -1), columns]);
  }
  const [left, right] = [transposeA ? turned(a) : a, transposeB ? turned(b) : b];
  const stack = broadcastShapes("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2));
  return a.graph.apply("MatMul", [left, right], {
    shape: [...stack, rows, columns],
    // As below; a matrix that was broadcast gets the sum.
    gradient: (d) => [
      sumTo(matmul(d, right, { transposeB: true }), left.shape),
      sumTo(matmul(left, d, { transposeA: true }), right.shape),
    ],
  });
}

/** The product of two matrices. */
function product(a: Tensor, b: Tensor, options: MatmulOptions): Tensor {
  const { transposeA = false, transposeB = false } = options;
  return a.graph.apply("Gemm", [a, b], {
    shape: [a.shape[transposeA ? 1 : 0]!, b.shape[transposeB ? 0 : 1]!],
    attributes: { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 },
    // C = A·B gives dA = dC·Bᵀ and dB = Aᵀ·dC; a transposed factor's gradient is transposed.
    gradient: (d) => [
      transposeA
        ? product(b, d, { transposeA: transposeB, transposeB: true })
        : product(d, b, { transposeB: !transposeB }),
      transposeB
        ? product(d, a, { transposeA: true, transposeB: transposeA })
        : product(a, d, { transposeA: !transposeA }),
    ],
  });
}

/** Every matrix of a stack transposed. */
function turned(x: Tensor): Tensor {
  const axes = [...x.shape.keys()];
  return transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
}

function innerSizes(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean) {
  const shapes = `${formatShape(a)} and ${formatShape(b)}`;
  if (a.length < 2 || b.length < 2) {
    throw operatorError("matmul", `both factors must be matrices, ${shapes}`);
  }
  const [rows, innerA] = transposeA ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
  const [innerB, columns] = transposeB ? [b.at(-1)!, b.at(-2)!] : [b.at(-2)!, b.at(-1)!];
  if (innerA !== innerB) {
    const turned = [transposeA ? "the first" : "", transposeB ? "the second" : ""]
      .filter((factor) => factor !== "").join(" and ");
    throw operatorError(
      "matmul",
      `inner sizes differ, ${shapes}${turned === "" ? "" : ` (${turned} transposed)`}`,
    );
  }
  return { rows, inner: innerA, columns };
}
