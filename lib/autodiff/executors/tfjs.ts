/**
 * Running programs with TensorFlow.js, operator by operator, on any of its backends.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Constant, Node, Program, Variable } from "../program.ts";
import { checkFeeds, checkVariables, type Executor, type Feeds } from "./executor.ts";
import type { Session, Values, WriteOptions } from "./executor.ts";
import { startBackend, type TfjsKind } from "./tfjs/backends.ts";
import { elementwiseKernels } from "./tfjs/elementwise.ts";
import { linearKernels } from "./tfjs/linear.ts";
import { movementKernels } from "./tfjs/movement.ts";
import { type Kernel, Value } from "./tfjs/value.ts";
import { windowKernels } from "./tfjs/windows.ts";

const KERNELS: Readonly<Record<string, Kernel>> = {
  ...elementwiseKernels,
  ...linearKernels,
  ...movementKernels,
  ...windowKernels,
};

/**
 * An executor over a backend of TensorFlow.js. Variables stay on the device from run to run.
 *
 * @throws {InputError} if the backend is not installed or cannot start here
 */
export async function tfjsExecutor(kind: TfjsKind): Promise<Executor> {
  const { backend, device } = await startBackend(kind);
  return {
    name: kind,
    device: `tfjs-core ${tf.version_core}, ${device}`,
    load: (program) => Promise.resolve(new TfjsSession(program, backend)),
  };
}

/** An operator of the program that is ready to run. */
interface Step {
  readonly kernel: Kernel;
  readonly node: Node;
  /** The inputs that are tensors, by name. */
  readonly tensors: readonly string[];
  /** The inputs that are whole numbers known beforehand: axes, shapes. */
  readonly lists: readonly (readonly number[])[];
  /** Values that no later step takes. */
  readonly done: readonly string[];
}

class TfjsSession implements Session {
  readonly #program: Program;
  readonly #backend: string;
  readonly #steps: readonly Step[];
  readonly #constants: ReadonlyMap<string, Value>;
  #variables: ReadonlyMap<string, Value>;

  constructor(program: Program, backend: string) {
    this.#program = program;
    this.#backend = backend;
    this.#steps = planSteps(program);
    this.#use();
    this.#constants = new Map(program.constants.map(({ name, type, shape, values }) => [
      name,
      upload({ shape, values: type === "int64" ? Int32Array.from(values) : values }),
    ]));
    this.#variables = this.#upload(({ initial }) => initial);
  }

  async run(feeds: Feeds = {}): Promise<Values> {
    checkFeeds(this.#program, feeds);
    this.#use();
    const values = new Map([...this.#constants, ...this.#variables]);
    for (const { name, shape } of this.#program.inputs) {
      values.set(name, upload({ shape, values: feeds[name]! }));
    }
    for (const step of this.#steps) runStep(step, values);
    const results = this.#program.outputs.map(({ name, value }) =>
      [name, values.get(value)!.clone()] as const
    );
    this.#advance(values);
    return await download(new Map(results), { dispose: true });
  }

  async readVariables(): Promise<Values> {
    this.#use();
    return await download(this.#variables, { dispose: false });
  }

  writeVariables(values: Readonly<Values>, options: WriteOptions = {}): void {
    checkVariables(this.#program.variables, values, options);
    this.#use();
    disposeAll(this.#variables);
    this.#variables = this.#upload(({ name }) => values[name]!);
  }

  dispose(): Promise<void> {
    disposeAll(this.#constants);
    disposeAll(this.#variables);
    return Promise.resolve();
  }

  /** Gives variables their next values, and frees what the run has made beside them. */
  #advance(values: Map<string, Value>): void {
    const next = this.#program.variables.map(({ name, next }) =>
      [name, values.get(next ?? name)!.clone()] as const
    );
    for (const name of this.#constants.keys()) values.delete(name);
    disposeAll(values);
    this.#variables = new Map(next);
  }

  /** TensorFlow.js has one current backend; another session may have left its own. */
  #use(): void {
    // Started already, so that the change is done at once.
    if (tf.getBackend() !== this.#backend) void tf.setBackend(this.#backend);
  }

  #upload(valuesOf: (variable: Variable) => Float32Array): ReadonlyMap<string, Value> {
    return new Map(
      this.#program.variables.map((variable) => [
        variable.name,
        upload({ shape: variable.shape, values: valuesOf(variable) }),
      ]),
    );
  }
}

/** Runs one operator, keeps its results and frees the values that nothing needs any more. */
function runStep({ kernel, node, tensors, lists, done }: Step, values: Map<string, Value>): void {
  tf.tidy(() => {
    const results = kernel(tensors.map((name) => values.get(name)!), node.attributes, lists);
    [results].flat().forEach((result, i) => {
      const name = node.outputs[i];
      if (name === undefined) return;
      for (const tensor of result.tensors()) tf.keep(tensor);
      values.set(name, result);
    });
  });
  for (const name of done) {
    values.get(name)?.dispose();
    values.delete(name);
  }
}

function planSteps({ nodes, constants, inputs, variables, outputs }: Program): readonly Step[] {
  const listOf = new Map(
    constants.flatMap(({ name, ...data }) => data.type === "int64" ? [[name, data.values]] : []),
  );
  // What outlives the run, or is freed with it.
  const kept = new Set([...constants, ...inputs, ...variables].map(({ name }) => name));
  for (const { value } of outputs) kept.add(value);
  for (const { next } of variables) if (next !== undefined) kept.add(next);

  const steps: Step[] = [];
  for (const node of nodes.toReversed()) {
    const kernel = KERNELS[node.operator];
    if (kernel === undefined) throw new TypeError(`Cannot run: no kernel for ${node.operator}`);
    const done = [...new Set([...node.inputs, ...node.outputs])].filter((name) => !kept.has(name));
    for (const name of done) kept.add(name);
    steps.push({
      kernel,
      node,
      tensors: node.inputs.filter((name, i) => !listOf.has(name) || isData(node, i)),
      lists: node.inputs.flatMap((name, i) =>
        listOf.has(name) && !isData(node, i) ? [listOf.get(name)!] : []
      ),
      done,
    });
  }
  return steps.reverse();
}

/** Whether whole numbers at this place are what an operator works on, not axes or shapes. */
function isData({ operator }: Node, place: number): boolean {
  return place === 0 || operator === "Gather";
}

/** A copy of the numbers, on the device. */
function upload(
  { shape, values }: Pick<Constant, "shape"> & { readonly values: Float32Array | Int32Array },
): Value {
  return values instanceof Int32Array
    ? Value.of(tf.tensor(values.slice(), [...shape], "int32"))
    : Value.of(tf.tensor(Float32Array.from(values), [...shape], "float32"));
}

/** Copies of the numbers, from the device. */
async function download(
  values: ReadonlyMap<string, Value>,
  { dispose }: { readonly dispose: boolean },
): Promise<Values> {
  try {
    const reads = [...values].map(async ([name, value]) => {
      const numbers = await value.plain().data();
      return [name, Float32Array.from(numbers)] as const;
    });
    return Object.fromEntries(await Promise.all(reads));
  } finally {
    if (dispose) disposeAll(values);
  }
}

function disposeAll(values: ReadonlyMap<string, Value>): void {
  for (const value of values.values()) value.dispose();
}
