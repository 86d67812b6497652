/**
 * Reverse-mode differentiation: the chain rule from the loss back to what it was made of.
 *
 * @module
 */
import type { Tensor } from "./graph.ts";
import { add } from "./operators/core.ts";
import { formatShape } from "./shape.ts";

/**
 * d(loss)/d(tensor) for each given tensor, added to the same graph as further operators.
 *
 * @param loss A scalar
 * @param wrt The tensors to differentiate by, usually parameters
 * @throws {RangeError} if the loss is no scalar or does not depend on one of the tensors
 * @example d(x²)/dx = 2x
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createExecutor, gradients, Graph, mul } from "@cohash/cohash/autodiff";
 *
 * const graph = new Graph();
 * const x = graph.input("x", []);
 * const [slope] = gradients(mul(x, x), [x]);
 * graph.output("slope", slope!);
 *
 * const session = await (await createExecutor("reference")).load(graph.toProgram());
 * assertEquals(await session.run({ x: Float32Array.of(3) }), { slope: Float32Array.of(6) });
 * ```
 */
export function gradients(loss: Tensor, wrt: readonly Tensor[]): Tensor[] {
  if (loss.shape.length !== 0) {
    throw new RangeError(
      `Cannot differentiate: the loss must be a scalar, its shape is ${formatShape(loss.shape)}`,
    );
  }
  const operations = loss.graph.differentiableTensors();
  const dependent = new Set(wrt);
  for (const tensor of operations) {
    if (tensor.origin!.inputs.some((input) => dependent.has(input))) dependent.add(tensor);
  }

  const gradientOf = new Map<Tensor, Tensor>([[loss, loss.graph.scalar(1)]]);
  for (const tensor of operations.toReversed()) {
    const gradient = gradientOf.get(tensor);
    if (gradient === undefined || !dependent.has(tensor)) continue;
    const { inputs, gradient: rule } = tensor.origin!;
    rule(gradient).forEach((contribution, i) => {
      const input = inputs[i]!;
      if (contribution === undefined || !dependent.has(input)) return;
      const sum = gradientOf.get(input);
      gradientOf.set(input, sum === undefined ? contribution : add(sum, contribution));
    });
  }

  return wrt.map((tensor) => {
    const gradient = gradientOf.get(tensor);
    if (gradient === undefined) {
      throw new RangeError(`Cannot differentiate: the loss does not depend on "${tensor.name}"`);
    }
    return gradient;
  });
}
