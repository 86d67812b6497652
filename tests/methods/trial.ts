/**
 * A method's loss on films made up for a test, in float64, with the gradient of every parameter.
 *
 * @module
 */
import { evaluate } from "../../lib/autodiff/executors/reference.ts";
import { gradients, Graph } from "../../lib/autodiff/mod.ts";
import { labelFrequencies } from "../../lib/data/labels/label_frequencies.ts";
import { smoothedDistributions } from "../../lib/loss/smoothing.ts";
import { createMethod, type MethodContext, type MethodName } from "../../lib/methods/mod.ts";

/** Films by what a loss sees of them, and targets for methods that have some. */
export interface Films {
  /** `[N, bits]`. */
  readonly codes: readonly (readonly number[])[];
  /** `[N, C]`. */
  readonly labels: readonly (readonly number[])[];
  /** `[C, bits]`; default: the method's own. */
  readonly targets?: readonly (readonly number[])[];
}

/** A method's loss as a function of its variables. */
export interface Trial {
  /** Initial values by variable; `codes` are the films'. */
  readonly variables: Readonly<Record<string, Float64Array>>;
  /** One step: the loss, and a gradient by parameter. */
  readonly run: (variables: Readonly<Record<string, ArrayLike<number>>>) => {
    readonly loss: number;
    readonly gradients: Readonly<Record<string, Float64Array>>;
    /** Values after the step, by variable. */
    readonly after: Readonly<Record<string, Float64Array>>;
  };
}

/** A context with so many labels and bits, however few. */
export function contextOf(sizes: Pick<MethodContext, "classes" | "bits">): MethodContext {
  return { ...sizes, seed: 0 };
}

/** The loss of a trained method on these films. */
export function trialOf(
  name: MethodName,
  films: Films,
  { options = {}, epoch = 1 }: {
    readonly options?: Readonly<Record<string, unknown>>;
    readonly epoch?: number;
  } = {},
): Trial {
  const [count, bits, classes] = [
    films.codes.length,
    films.codes[0]!.length,
    films.labels[0]!.length,
  ];
  const method = createMethod(name, options);
  if (method.kind === "features") throw new TypeError(`${name} has no loss`);
  const labels = {
    names: Array.from({ length: classes }, (_, c) => `label ${c}`),
    values: Float32Array.from(films.labels.flat()),
  };
  const context = {
    ...contextOf({ classes, bits }),
    labelFrequencies: labelFrequencies(labels, [...films.labels.keys()]),
  };
  const smoothed = smoothedDistributions(labels, films.labels.map((_, n) => n), {
    epsilon: 0,
    smoothing: { kind: "uniform" },
  });
  const graph = new Graph({ training: true });
  const perLabel = (values: Float32Array) => graph.constant([count, classes], values);
  const batch = {
    codes: graph.parameter("codes", [count, bits], Float32Array.from(films.codes.flat())),
    labels: perLabel(smoothed.labels),
    distributions: perLabel(smoothed.distributions),
    known: perLabel(smoothed.known),
  };
  const targets = films.targets && graph.constant([classes, bits], films.targets.flat());
  const loss = method.kind === "targets"
    ? method.loss(batch, targets ?? method.targets(graph, context), context)
    : method.loss(batch, context);
  graph.output("loss", loss);
  const parameters = graph.parameters();
  gradients(loss, parameters).forEach((gradient, p) =>
    graph.output(`gradient of ${parameters[p]!.name}`, gradient)
  );
  const program = graph.toProgram();
  const feeds = Object.entries(method.epochInputs?.(epoch, epoch) ?? {})
    .map(([name, value]) => [name, [value]]);
  const initial = program.variables.map(({ name, initial }) => [name, Float64Array.from(initial)]);
  return {
    variables: { ...Object.fromEntries(initial), codes: Float64Array.from(films.codes.flat()) },
    run: (variables) => {
      const { outputs, variables: after } = evaluate(program, Object.fromEntries(feeds), variables);
      const slopes = parameters.map(({ name }) => [name, outputs[`gradient of ${name}`]!]);
      return { loss: outputs.loss![0]!, gradients: Object.fromEntries(slopes), after };
    },
  };
}

/** The loss alone, with these variables in place of the initial ones. */
export function lossOf(
  name: MethodName,
  films: Films,
  { variables = {}, ...options }: Parameters<typeof trialOf>[2] & {
    readonly variables?: Readonly<Record<string, ArrayLike<number>>>;
  } = {},
): number {
  const trial = trialOf(name, films, options);
  return trial.run({ ...trial.variables, ...variables }).loss;
}
