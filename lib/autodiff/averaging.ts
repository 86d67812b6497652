/**
 * Averages of what training passes through, which often do better than where it ends.
 *
 * @module
 */
import type { Graph, Tensor } from "./graph.ts";
import { add, div, mul, sub } from "./operators/core.ts";

/** The state that holds the sum of the weights of all runs so far. */
const WEIGHT = "average/weight";

/** The state that holds a variable's average. */
export function averageName(variable: string): string {
  return `${variable}/average`;
}

/** Whether a variable is one of those that {@linkcode averageVariables} adds. */
export function isAverage(variable: string): boolean {
  return variable === WEIGHT || variable.endsWith(averageName(""));
}

/**
 * Keeps the exponential moving average of variables, in states named by {@linkcode averageName}: after
 * run t the mean of the variable's values after runs 1 to t, that after run i with weight decay^(t−i).
 * Polyak & Juditsky (1992) average with equal weights; the falling ones are Mean Teacher's (Tarvainen
 * & Valpola, NeurIPS 2017). The weights are normalised at every run, w ← decay·w + 1 and
 * a ← a + (p − a)/w, so that the average does not lean towards the start.
 *
 * To be added when the variables' next values are known.
 *
 * @param decay At least 0 and less than 1
 */
export function averageVariables(
  graph: Graph,
  variables: readonly Tensor[],
  decay: number,
): void {
  const weight = graph.state(WEIGHT, [], Float32Array.of(0));
  const total = add(mul(weight, decay), 1);
  graph.assign(weight, total);
  for (const variable of variables) {
    const { name, shape } = variable;
    const state = graph.state(averageName(name), shape, graph.initial(variable));
    graph.assign(state, add(state, div(sub(graph.next(variable), state), total)));
  }
}

/** The values of variables with those that have an average in place of their own. */
export function averagedValues(
  values: Readonly<Record<string, Float32Array>>,
): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, values[averageName(name)] ?? value]),
  );
}
