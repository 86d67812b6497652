/**
 * Running an ONNX file that was not built here: a user's backbone, or an exported encoder.
 *
 * @module
 */
import { InputError, messageOf } from "../../base/errors.ts";
import type { Shape } from "../shape.ts";
import { loadRuntime, type Provider, providerError, type RuntimeKind } from "./runtimes.ts";

/** A result of a model. */
export interface ModelOutput {
  /** Row-major. */
  readonly values: Float32Array;
  /** Axis 0 is the batch. */
  readonly shape: Shape;
}

/** An ONNX model with one input, ready to run. */
export interface OnnxModel {
  /** Sizes of the input's axes; a name such as "batch" where any size will do. */
  readonly inputShape: readonly (number | string)[];
  /** Runs the model on values of the given shape; axis 0 is the batch. */
  run(values: Float32Array, shape: Shape): Promise<ModelOutput>;
  /** Frees the model; it cannot be run after. */
  dispose(): Promise<void>;
}

/** Options of {@linkcode openOnnxModel}. */
export interface OnnxModelOptions {
  /** The file's name, for messages. */
  readonly name: string;
  /** The output to read; default: the model's first. */
  readonly output?: string;
  /** Threads that share the work of one operator; default: 1. */
  readonly threads?: number;
  /** What runs it; default: `auto`. */
  readonly runtime?: RuntimeKind;
  /** Where native ONNX Runtime computes, the first that can; default: the processor. */
  readonly providers?: readonly Provider[];
}

/**
 * Opens an ONNX model.
 *
 * @throws {InputError} if the bytes are no usable model, it has not one input, or lacks the output
 */
export async function openOnnxModel(
  bytes: Uint8Array,
  options: OnnxModelOptions,
): Promise<OnnxModel> {
  const { name, output, threads = 1, runtime: kind = "auto", providers = ["cpu"] } = options;
  const isElsewhere = providers.some((provider) => provider !== "cpu");
  const fail = (reason: string): never => {
    throw new InputError(`Cannot use the model "${name}": ${reason}`);
  };
  const runtime = await loadRuntime(kind);
  const session = await runtime.InferenceSession.create(bytes, {
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
    ...(isElsewhere ? { executionProviders: providers } : {}),
  }).catch((error) => {
    if (isElsewhere) throw providerError(providers, error);
    return fail(reasonOf(error));
  });
  const { inputNames, outputNames } = session;
  const [input] = inputNames;
  if (input === undefined || inputNames.length > 1) {
    fail(`it has ${inputNames.length} inputs (${inputNames.join(", ")}), expected one`);
  }
  const wanted = output ?? outputNames[0]!;
  if (!outputNames.includes(wanted)) {
    fail(`it has no output "${wanted}"; its outputs are ${outputNames.join(", ")}`);
  }
  const [metadata] = session.inputMetadata;
  return {
    inputShape: metadata?.isTensor ? metadata.shape : [],
    async run(values, shape) {
      const feeds = { [input!]: new runtime.Tensor("float32", values, shape) };
      const results = await session.run(feeds, [wanted]).catch((error) => fail(reasonOf(error)));
      const result = results[wanted]!;
      if (result.data instanceof Float32Array) return { values: result.data, shape: result.dims };
      return fail(`its output "${wanted}" holds ${result.type}, expected float32`);
    },
    dispose: () => session.release(),
  };
}

/** The runtime's message on one line. */
function reasonOf(error: unknown): string {
  return messageOf(error).replaceAll(/\s+/g, " ");
}
