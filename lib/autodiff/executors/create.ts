/**
 * Choosing an executor.
 *
 * @module
 */
import type { Executor } from "./executor.ts";
import { onnxRuntimeExecutor } from "./onnxruntime.ts";
import { loadNativeRuntime, loadWebRuntime, type RuntimeKind } from "./runtimes.ts";

/** The executors there are; `auto` is the native one, or WebAssembly where it does not load. */
export type ExecutorKind = RuntimeKind | "reference";

/**
 * An executor, loaded when asked for. The interface leaves room for others, such as TensorFlow.js.
 *
 * - `onnxruntime-node`: native ONNX Runtime, the fastest.
 * - `onnxruntime-web`: ONNX Runtime in WebAssembly, on one thread.
 * - `reference`: plain TypeScript in float64, slow; what the others are tested against.
 */
export async function createExecutor(kind: ExecutorKind = "auto"): Promise<Executor> {
  switch (kind) {
    case "auto":
      return await createExecutor("onnxruntime-node").catch(() =>
        createExecutor("onnxruntime-web")
      );
    case "onnxruntime-node":
      return onnxRuntimeExecutor(await loadNativeRuntime(), { name: kind, fillsTensors: true });
    case "onnxruntime-web":
      return onnxRuntimeExecutor(await loadWebRuntime(), { name: kind, maxThreads: 1 });
    case "reference": {
      const { referenceExecutor } = await import("./reference.ts");
      return referenceExecutor;
    }
  }
}
