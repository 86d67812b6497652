/**
 * Running programs with ONNX Runtime, natively or in WebAssembly: both builds share one interface.
 *
 * @module
 */
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { nextName, toOnnx } from "../onnx/writer.ts";
import type { Program, Variable } from "../program.ts";
import { blockLayout } from "../rewrites/blocked_layout.ts";
import { blockSize } from "./block_size.ts";
import {
  checkFeeds,
  checkVariables,
  type Executor,
  type Feeds,
  type LoadOptions,
} from "./executor.ts";
import type { Session, Values, WriteOptions } from "./executor.ts";
import { type OnnxRuntime, type Provider, providerError } from "./runtimes.ts";

/** Which build, and how its sessions are made. */
export interface OnnxRuntimeOptions {
  readonly name: string;
  /** Where the native build computes, the first that can; default: WebAssembly. */
  readonly providers?: readonly Provider[];
  /** The most threads the build can use; default: no bound. */
  readonly maxThreads?: number;
  /** Whether the build writes results into tensors that it is given; default: no. */
  readonly fillsTensors?: boolean;
  /** Whether the build has a layout of its own for convolutions; default: no. */
  readonly hasBlockedLayout?: boolean;
}

/** An executor over a build of ONNX Runtime. */
export function onnxRuntimeExecutor(
  runtime: OnnxRuntime,
  {
    name,
    providers,
    maxThreads = Infinity,
    fillsTensors = false,
    hasBlockedLayout = false,
  }: OnnxRuntimeOptions,
): Executor {
  const isElsewhere = providers?.some((provider) => provider !== "cpu") ?? false;
  return {
    name,
    device: (providers ?? ["wasm"]).join(", "),
    async load(program: Program, { threads = 1 }: LoadOptions = {}): Promise<Session> {
      const block = hasBlockedLayout && trains(program) ? await blockSize(runtime) : undefined;
      const written = block === undefined ? program : blockLayout(program, block);
      const session = await runtime.InferenceSession.create(toOnnx(written), {
        intraOpNumThreads: Math.min(threads, maxThreads),
        interOpNumThreads: 1,
        executionMode: "sequential",
        graphOptimizationLevel: "all",
        logSeverityLevel: 3,
        ...(providers ? { executionProviders: providers } : {}),
      }).catch((error) => {
        throw isElsewhere ? providerError(providers!, error) : error;
      });
      return new OnnxRuntimeSession(runtime, session, program, fillsTensors);
    },
  };
}

/** Whether runs change variables. Networks that only predict, ONNX Runtime lays out by itself. */
function trains({ variables }: Program): boolean {
  return variables.some(({ next }) => next !== undefined);
}

class OnnxRuntimeSession implements Session {
  readonly #runtime: OnnxRuntime;
  readonly #session: InferenceSession;
  readonly #program: Program;
  readonly #changing: readonly Variable[];
  readonly #fillsTensors: boolean;
  /** By name. They stay in the tensors in which a run leaves them. */
  #variables: Record<string, Tensor>;
  /** By name, tensors in which the next run may leave its results. */
  #spare: Record<string, Tensor> = {};

  constructor(
    runtime: OnnxRuntime,
    session: InferenceSession,
    program: Program,
    fillsTensors: boolean,
  ) {
    this.#runtime = runtime;
    this.#session = session;
    this.#program = program;
    this.#changing = program.variables.filter(({ next }) => next !== undefined);
    this.#fillsTensors = fillsTensors;
    this.#variables = this.#tensors(({ initial }) => initial);
  }

  async run(feeds: Feeds = {}): Promise<Values> {
    checkFeeds(this.#program, feeds);
    const inputs: Record<string, Tensor> = { ...this.#variables };
    for (const { name, shape } of this.#program.inputs) {
      inputs[name] = this.#tensor(feeds[name]!, shape);
    }
    const fetches: Record<string, Tensor | null> = {};
    for (const { name } of this.#program.outputs) fetches[name] = null;
    for (const { name } of this.#changing) fetches[nextName(name)] = this.#spare[name] ?? null;

    const results = await this.#session.run(inputs, fetches);

    for (const { name } of this.#changing) {
      if (this.#fillsTensors) this.#spare[name] = this.#variables[name]!;
      this.#variables[name] = results[nextName(name)]!;
    }
    const outputs = this.#program.outputs.map(({ name }) => [name, floats(results[name]!)]);
    return Object.fromEntries(outputs);
  }

  readVariables(): Promise<Values> {
    const copies = Object.entries(this.#variables).map(([name, tensor]) => [
      name,
      floats(tensor).slice(),
    ]);
    return Promise.resolve(Object.fromEntries(copies));
  }

  writeVariables(values: Readonly<Values>, options: WriteOptions = {}): void {
    checkVariables(this.#program.variables, values, options);
    this.#variables = this.#tensors(({ name }) => values[name]!);
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  /** A copy of every variable's values. */
  #tensors(values: (variable: Variable) => Float32Array): Record<string, Tensor> {
    const tensors = this.#program.variables.map((variable) => [
      variable.name,
      this.#tensor(values(variable).slice(), variable.shape),
    ]);
    return Object.fromEntries(tensors);
  }

  #tensor(values: Float32Array | Int32Array, shape: readonly number[]): Tensor {
    return values instanceof Float32Array
      ? new this.#runtime.Tensor("float32", values, shape)
      : new this.#runtime.Tensor("int32", values, shape);
  }
}

function floats(tensor: Tensor): Float32Array {
  if (!(tensor.data instanceof Float32Array)) {
    throw new TypeError(`Cannot read a result: it holds ${tensor.type}, expected float32`);
  }
  return tensor.data;
}
