/**
 * The two builds of ONNX Runtime, loaded when asked for.
 *
 * @module
 */

/** The builds by name; `auto` is the native one, or WebAssembly where it does not load. */
export type RuntimeKind = "auto" | "onnxruntime-node" | "onnxruntime-web";

/** The build of that name. */
export async function loadRuntime(kind: RuntimeKind) {
  if (kind === "onnxruntime-web") return await loadWebRuntime();
  const native = loadNativeRuntime();
  return await (kind === "auto" ? native.catch(loadWebRuntime) : native);
}

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
