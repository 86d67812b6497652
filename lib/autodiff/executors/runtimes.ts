/**
 * The two builds of ONNX Runtime, loaded when asked for.
 *
 * @module
 */

/** The native build. Rejects where its library does not load. */
export async function loadNativeRuntime() {
  return (await import("onnxruntime-node")).default;
}

/** The WebAssembly build, on one thread: more of them hang in Deno. */
export async function loadWebRuntime() {
  const { default: runtime } = await import("onnxruntime-web");
  runtime.env.wasm.numThreads = 1;
  return runtime;
}
