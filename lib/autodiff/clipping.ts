/**
 * Gradients that are kept within bounds.
 *
 * @module
 */
import type { Tensor } from "./graph.ts";
import { add, div, mul, sum } from "./operators/core.ts";
import { maximum, sqrt } from "./operators/elementwise.ts";

/**
 * The gradients scaled down together where their global norm ‖g‖, the root of the sum of squares of
 * all their elements, exceeds a limit: g · limit / max(‖g‖, limit) (Pascanu, Mikolov & Bengio, ICML
 * 2013, algorithm 1). Their direction stays.
 *
 * @throws {RangeError} if there is none, or the limit is not positive
 * @example A gradient of length 5, clipped to 1
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { clipByGlobalNorm, createExecutor, Graph } from "@cohash/cohash/autodiff";
 *
 * const graph = new Graph();
 * const [clipped] = clipByGlobalNorm([graph.input("gradient", [2])], 1);
 * graph.output("clipped", clipped!);
 *
 * const session = await (await createExecutor("reference")).load(graph.toProgram());
 * const { clipped: values } = await session.run({ gradient: Float32Array.of(3, 4) });
 * assertEquals(values, Float32Array.of(0.6, 0.8));
 * ```
 */
export function clipByGlobalNorm(gradients: readonly Tensor[], limit: number): Tensor[] {
  if (!(limit > 0)) {
    throw new RangeError(`Cannot clip gradients: the limit ${limit} is not positive`);
  }
  if (gradients.length === 0) throw new RangeError("Cannot clip gradients: there is none");
  const squares = gradients.map((gradient) => sum(mul(gradient, gradient)));
  const norm = sqrt(squares.reduce((total, square) => add(total, square)));
  const factor = div(limit, maximum(norm, limit));
  return gradients.map((gradient) => mul(gradient, factor));
}
