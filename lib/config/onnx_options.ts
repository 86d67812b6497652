/**
 * How ONNX files are run under a configuration's engine.
 *
 * @module
 */
import type { OnnxModelOptions } from "../autodiff/executors/onnx_model.ts";
import type { Config } from "./config.ts";

/**
 * ONNX files (exported encoders, frozen backbones) run in ONNX Runtime, whatever engine trains: its
 * web build where the configuration says so, else the native one, on the engine's providers.
 */
export function onnxOptions(
  { engine }: Pick<Config, "engine">,
): Required<Pick<OnnxModelOptions, "runtime" | "providers" | "threads">> {
  if (engine.kind === "onnxruntime-web") {
    return { runtime: engine.kind, providers: ["cpu"], threads: 1 };
  }
  const { kind, providers, threads } = engine;
  return { runtime: kind === "onnxruntime" ? kind : "auto", providers, threads };
}
