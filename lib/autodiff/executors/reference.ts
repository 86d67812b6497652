/**
 * Running programs in plain TypeScript, in float64 and operator by operator: slow, and simple
 * enough to be right. The other executors are tested against it, and it against finite differences.
 *
 * @module
 */
import type { Program } from "../program.ts";
import { checkFeeds, checkVariables, type Executor, type Feeds } from "./executor.ts";
import type { Session, Values, WriteOptions } from "./executor.ts";
import type { Kernel, NumberArray } from "./reference/array.ts";
import { elementwiseKernels } from "./reference/elementwise.ts";
import { linearKernels } from "./reference/linear.ts";
import { movementKernels } from "./reference/movement.ts";
import { windowKernels } from "./reference/windows.ts";

const KERNELS: Readonly<Record<string, Kernel>> = {
  ...elementwiseKernels,
  ...linearKernels,
  ...movementKernels,
  ...windowKernels,
};

/** The results of {@linkcode evaluate}. */
export interface Evaluation {
  /** By output. */
  readonly outputs: Readonly<Record<string, Float64Array>>;
  /** Values after the run, by variable. */
  readonly variables: Readonly<Record<string, Float64Array>>;
}

/** Runs a program once, in float64 from end to end. */
export function evaluate(
  program: Program,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
  variables: Readonly<Record<string, ArrayLike<number>>>,
): Evaluation {
  const values = new Map<string, NumberArray>();
  for (const { name, shape, values: data } of program.constants) {
    values.set(name, { shape, data: Float64Array.from(data) });
  }
  for (const { name, shape } of program.inputs) {
    values.set(name, { shape, data: Float64Array.from(feeds[name]!) });
  }
  for (const { name, shape } of program.variables) {
    values.set(name, { shape, data: Float64Array.from(variables[name]!) });
  }

  for (const { operator, inputs, outputs, attributes } of program.nodes) {
    const kernel = KERNELS[operator];
    if (kernel === undefined) throw new TypeError(`Cannot run: no kernel for ${operator}`);
    const results = kernel(inputs.map((name) => values.get(name)!), attributes);
    const list = "data" in results ? [results] : results;
    outputs.forEach((name, i) => values.set(name, list[i]!));
  }

  const dataOf = (name: string) => values.get(name)!.data;
  return {
    outputs: Object.fromEntries(program.outputs.map(({ name, value }) => [name, dataOf(value)])),
    variables: Object.fromEntries(
      program.variables.map(({ name, next }) => [name, dataOf(next ?? name)]),
    ),
  };
}

/** The executor over {@linkcode evaluate}; variables stay in float64 from run to run. */
export const referenceExecutor: Executor = {
  name: "reference",
  device: "float64",
  load: (program) => Promise.resolve(new ReferenceSession(program)),
};

class ReferenceSession implements Session {
  readonly #program: Program;
  #variables: Readonly<Record<string, ArrayLike<number>>>;

  constructor(program: Program) {
    this.#program = program;
    this.#variables = Object.fromEntries(
      program.variables.map(({ name, initial }) => [name, initial]),
    );
  }

  run(feeds: Feeds = {}): Promise<Values> {
    return Promise.try(() => {
      checkFeeds(this.#program, feeds);
      const { outputs, variables } = evaluate(this.#program, feeds, this.#variables);
      this.#variables = variables;
      return toFloat32(outputs);
    });
  }

  readVariables(): Promise<Values> {
    return Promise.resolve(toFloat32(this.#variables));
  }

  writeVariables(values: Readonly<Values>, options: WriteOptions = {}): void {
    checkVariables(this.#program.variables, values, options);
    this.#variables = Object.fromEntries(
      this.#program.variables.map(({ name }) => [name, values[name]!.slice()]),
    );
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

function toFloat32(values: Readonly<Record<string, ArrayLike<number>>>): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, numbers]) => [name, Float32Array.from(numbers)]),
  );
}
