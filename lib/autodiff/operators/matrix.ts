/**
 * Matrix multiplication.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { formatShape, operatorError } from "../shape.ts";

/** Which factors to transpose first. */
export interface MatmulOptions {
  /** Whether the first factor is given as `[k, m]`; default: false. */
  readonly transposeA?: boolean;
  /** Whether the second factor is given as `[n, k]`; default: false. */
  readonly transposeB?: boolean;
}

/**
 * The product of two matrices: `[m, k]` and `[k, n]` give `[m, n]`.
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
  if (a.shape.length !== 2 || b.shape.length !== 2) {
    throw operatorError(
      "matmul",
      `both factors must be matrices, ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
    );
  }
  const [rows, innerA] = transposeA ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
  const [innerB, columns] = transposeB ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
  if (innerA !== innerB) {
    const shapes = `${formatShape(a.shape)} and ${formatShape(b.shape)}`;
    const turned = [transposeA ? "the first" : "", transposeB ? "the second" : ""]
      .filter((factor) => factor !== "").join(" and ");
    throw operatorError(
      "matmul",
      `inner sizes differ, ${shapes}${turned === "" ? "" : ` (${turned} transposed)`}`,
    );
  }
  return a.graph.apply("Gemm", [a, b], {
    shape: [rows, columns],
    attributes: { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 },
    // C = A·B gives dA = dC·Bᵀ and dB = Aᵀ·dC; a transposed factor's gradient is transposed.
    gradient: (d) => [
      transposeA
        ? matmul(b, d, { transposeA: transposeB, transposeB: true })
        : matmul(d, b, { transposeB: !transposeB }),
      transposeB
        ? matmul(d, a, { transposeA: true, transposeB: transposeA })
        : matmul(a, d, { transposeA: !transposeA }),
    ],
  });
}
