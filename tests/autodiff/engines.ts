/**
 * The engines that can be tried here.
 *
 * @module
 */
import type { EngineKind } from "../../lib/autodiff/mod.ts";

/** Every engine that the default install has, but the one that the others are compared with. */
export const ENGINES = [
  "onnxruntime",
  "onnxruntime-web",
  "tfjs-cpu",
  "tfjs-wasm",
  "tfjs-webgpu",
] as const satisfies readonly EngineKind[];

/** See {@linkcode ENGINES}. */
export type TriedEngine = (typeof ENGINES)[number];

const hasGpu = Boolean(await navigator.gpu?.requestAdapter());

/**
 * A test on every engine, skipped where the engine cannot start: tfjs-webgpu wants a GPU, or Debian's
 * mesa-vulkan-drivers, which compute in software.
 */
export function testOnEngines(
  name: (engine: TriedEngine) => string,
  run: (engine: TriedEngine) => Promise<void>,
  engines: readonly TriedEngine[] = ENGINES,
): void {
  for (const engine of engines) {
    const isMissing = engine === "tfjs-webgpu" && !hasGpu;
    Deno.test({
      name: name(engine) + (isMissing ? " (skipped: no GPU, no mesa-vulkan-drivers)" : ""),
      ignore: isMissing,
      // onnxruntime-web keeps a message port, and WebGPU its device, for as long as they live.
      sanitizeResources: false,
      sanitizeOps: false,
      fn: () => run(engine),
    });
  }
}
