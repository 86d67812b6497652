/**
 * The names of the engines, which a configuration may hold before any of them is loaded.
 *
 * @module
 */

/** The engines there are. */
export const ENGINE_KINDS = [
  "auto",
  "onnxruntime",
  "onnxruntime-web",
  "tfjs-webgpu",
  "tfjs-node-gpu",
  "tfjs-node",
  "tfjs-wasm",
  "tfjs-cpu",
  "reference",
] as const;

/** See {@linkcode ENGINE_KINDS}. */
export type EngineKind = (typeof ENGINE_KINDS)[number];
