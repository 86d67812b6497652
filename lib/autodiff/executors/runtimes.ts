/**
 * The two builds of ONNX Runtime, loaded when asked for, and where the native one computes.
 *
 * @module
 */
import type { InferenceSessionFactory, TensorConstructor } from "onnxruntime-node";
import { InputError, messageOf } from "../../base/errors.ts";

/** What executors use of `onnxruntime-node` and `onnxruntime-web`. */
export interface OnnxRuntime {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

/** The builds by name; `auto` is the native one, or WebAssembly where it does not load. */
export type RuntimeKind = "auto" | "onnxruntime" | "onnxruntime-web";

/** What native ONNX Runtime can compute on, by its own names. */
export const PROVIDERS = ["cpu", "cuda", "webgpu"] as const;

/** See {@linkcode PROVIDERS}. */
export type Provider = (typeof PROVIDERS)[number];

/** The build of that name. */
export async function loadRuntime(kind: RuntimeKind) {
  if (kind === "onnxruntime-web") return await loadWebRuntime();
  const native = loadNativeRuntime();
  return await (kind === "auto" ? native.catch(loadWebRuntime) : native);
}

/** The native build. Rejects where its library does not load. */
export async function loadNativeRuntime() {
  // Since 1.30 it tells its makers of its use over the network, where nothing of a hospital's belongs.
  Deno.env.set("ORT_DISABLE_TELEMETRY", "1");
  return (await import("onnxruntime-node")).default;
}

/**
 * The WebAssembly build, on one thread: more of them hang in Deno.
 *
 * @throws {InputError} if its package is not there and cannot be fetched
 */
export async function loadWebRuntime() {
  const { default: runtime } = await fetched("onnxruntime-web", () => import("onnxruntime-web"));
  runtime.env.wasm.numThreads = 1;
  return runtime;
}

/**
 * What an engine's packages give, which Deno may have to fetch first.
 *
 * @throws {InputError} if they are not there and cannot be fetched
 */
export async function fetched<T>(engine: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const [reason] = messageOf(error).split("\n");
    throw new InputError(
      `Cannot load the engine "${engine}" (${reason}); where there is a network, "deno install" in ` +
        "the folder of cohash fetches the packages of all engines",
    );
  }
}

/** What to do where a provider cannot be used. */
const ADVICE: Readonly<Record<Provider, string>> = {
  cpu: "it is part of every build",
  cuda: "it needs Linux, CUDA 12 with cuDNN 9, and the libraries that " +
    '"deno install --allow-scripts=npm:onnxruntime-node" downloads',
  webgpu:
    "it needs a GPU and its driver for Vulkan, Metal or DirectX 12; it refuses drivers that " +
    "compute in software, which engine.kind=tfjs-webgpu takes",
};

/** The error for a session that could not be made on these providers. */
export function providerError(providers: readonly Provider[], error: unknown): InputError {
  const [line = ""] = messageOf(error).split("\n");
  const reason = line.slice(line.lastIndexOf("false. ") < 0 ? 0 : line.lastIndexOf("false. ") + 7);
  const advice = providers.filter((name) => name !== "cpu").map((name) =>
    `${name}: ${ADVICE[name]}`
  );
  return new InputError(
    `Cannot compute on engine.providers [${providers.join(", ")}] with ONNX Runtime: ` +
      `${reason.trim()} (${advice.join("; ")})`,
  );
}
