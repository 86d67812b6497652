/**
 * Choosing an executor.
 *
 * @module
 */
import type { Executor } from "./executor.ts";
import type { EngineKind } from "./kinds.ts";
import { onnxRuntimeExecutor } from "./onnxruntime.ts";
import { fetched, loadNativeRuntime, loadWebRuntime, type Provider } from "./runtimes.ts";

/** Settings of {@linkcode createExecutor}. */
export interface ExecutorOptions {
  /** Where native ONNX Runtime computes, the first that can; default: the processor. */
  readonly providers?: readonly Provider[];
}

/**
 * An executor, loaded when asked for.
 *
 * - `onnxruntime`: native ONNX Runtime, the fastest on a processor.
 * - `onnxruntime-web`: ONNX Runtime in WebAssembly, on one thread.
 * - `auto`: the first of these that loads.
 * - `tfjs-…`: TensorFlow.js over the backend of that name.
 * - `reference`: plain TypeScript in float64, slow; what the others are tested against.
 *
 * @throws {InputError} if the engine is not installed or cannot start here
 */
export async function createExecutor(
  kind: EngineKind = "auto",
  { providers = ["cpu"] }: ExecutorOptions = {},
): Promise<Executor> {
  switch (kind) {
    case "auto":
      return await createExecutor("onnxruntime", { providers }).catch(() =>
        createExecutor("onnxruntime-web")
      );
    case "onnxruntime":
      return onnxRuntimeExecutor(await loadNativeRuntime(), {
        name: kind,
        fillsTensors: true,
        hasBlockedLayout: providers.every((provider) => provider === "cpu"),
        providers,
      });
    case "onnxruntime-web":
      return onnxRuntimeExecutor(await loadWebRuntime(), { name: kind, maxThreads: 1 });
    case "reference": {
      const { referenceExecutor } = await import("./reference.ts");
      return referenceExecutor;
    }
    default: {
      const { tfjsExecutor } = await fetched(kind, () => import("./tfjs.ts"));
      return await tfjsExecutor(kind);
    }
  }
}
