/**
 * One update from the gradients of several runs, for batches whose activations do not fit into memory
 * at once.
 *
 * @module
 */
import type { Graph, Tensor } from "./graph.ts";
import { add, div, greaterOrEqual, mul, sub } from "./operators/core.ts";
import { sizeOf } from "./shape.ts";

/** The input that says whether a run is the last of those whose gradients are summed: 1, else 0. */
export const LAST_RUN = "isLastRun";

/** The state that holds a parameter's sum. */
const sumName = (parameter: Tensor) => `${parameter.name}/sum`;

/**
 * Sums gradients over runs, and adds the updates that their means make in the last of these. The graph
 * gets a scalar input {@linkcode LAST_RUN}, to be fed 0 in every run but the last, and a state for each
 * parameter.
 *
 * @param gradients Of each parameter in this run
 * @param options.parameters In the order of the gradients
 * @param options.runs How many runs make one update
 * @param options.update Adds the updates from the mean gradients
 */
export function accumulate(
  graph: Graph,
  gradients: readonly Tensor[],
  { parameters, runs, update }: {
    readonly parameters: readonly Tensor[];
    readonly runs: number;
    readonly update: (means: readonly Tensor[]) => void;
  },
): void {
  const last = graph.input(LAST_RUN, []);
  const sums = gradients.map((gradient, i) => {
    const { shape } = gradient;
    const state = graph.state(sumName(parameters[i]!), shape, new Float32Array(sizeOf(shape)));
    const total = add(state, gradient);
    graph.assign(state, mul(total, sub(1, last)));
    return total;
  });
  const means = sums.map((total) => div(total, runs));
  graph.assignIf(greaterOrEqual(last, 1), () => update(means));
}
