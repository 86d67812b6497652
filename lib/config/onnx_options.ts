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
  { engine }: Config,
): Required<Pick<OnnxModelOptions, "runtime" | "providers" | "threads">> {
  const { kind, providers, threads } = engine;
  const runtime = kind === "onnxruntime" || kind === "onnxruntime-web" ? kind : "auto";
  return { runtime, providers, threads };
}
