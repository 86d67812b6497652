/**
 * The backends of TensorFlow.js, loaded when asked for.
 *
 * @module
 */
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { InputError, messageOf } from "../../../base/errors.ts";
import type { EngineKind } from "../kinds.ts";
import { fetched } from "../runtimes.ts";

/** The engines over TensorFlow.js, named after their backends. */
export type TfjsKind = Extract<EngineKind, `tfjs-${string}`>;

/** A backend that runs. */
export interface Backend {
  /** Its name in TensorFlow.js. */
  readonly backend: string;
  /** The backend and, where it is known, the device: "webgpu: llvmpipe". */
  readonly device: string;
}

/**
 * Loads and starts a backend.
 *
 * @throws {InputError} if it is not installed or cannot start here
 */
export async function startBackend(kind: TfjsKind): Promise<Backend> {
  // Else it advises users of Node.js to install another package.
  tf.enableProdMode();
  const { backend, device } = await loadBackend(kind);
  const isStarted = await tf.setBackend(backend).catch(() => false);
  if (isStarted) return { backend, device };
  throw new InputError(
    `Cannot start the engine "${kind}": its backend "${backend}" does not start`,
  );
}

/** Loads the package of a backend, which tells TensorFlow.js of it. */
async function loadBackend(kind: TfjsKind): Promise<Backend> {
  switch (kind) {
    case "tfjs-cpu":
      await fetched(kind, () => import("@tensorflow/tfjs-backend-cpu"));
      return { backend: "cpu", device: "cpu" };
    case "tfjs-wasm":
      await fetched(kind, () => import("@tensorflow/tfjs-backend-wasm"));
      return { backend: "wasm", device: "wasm" };
    case "tfjs-webgpu": {
      const device = await requireDevice();
      await fetched(kind, () => import("@tensorflow/tfjs-backend-webgpu"));
      return { backend: "webgpu", device: `webgpu: ${device}` };
    }
    case "tfjs-node":
    case "tfjs-node-gpu":
      await loadNodePackage(kind);
      return { backend: "tensorflow", device: kind };
  }
}

/** The name of the GPU that Deno finds. */
async function requireDevice(): Promise<string> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (adapter) return adapter.info.description || adapter.info.vendor;
  throw new InputError(
    'Cannot start the engine "tfjs-webgpu": Deno finds no GPU; it needs a driver for Vulkan, ' +
      "Metal or DirectX 12 (on Debian, mesa-vulkan-drivers has one that computes in software)",
  );
}

/** Loads a package that its user has installed; its version must be that of the core. */
async function loadNodePackage(kind: "tfjs-node" | "tfjs-node-gpu"): Promise<void> {
  const name = `@tensorflow/${kind}`;
  const install = `deno install --allow-scripts=npm:${name} npm:${name}@${tf.version_core}`;
  try {
    const place = import.meta.resolve(name);
    restoreUtil();
    await import(place);
  } catch (error) {
    const reason = messageOf(error).split("\n")[0];
    throw new InputError(
      `Cannot load the engine "${kind}" (${reason}); install it with "${install}"`,
    );
  }
}

/** The packages of 2024 call functions of `node:util` that Node.js 23 took away. */
function restoreUtil(): void {
  const removed: Readonly<Record<string, (value: unknown) => boolean>> = {
    isArray: Array.isArray,
    isNullOrUndefined: (value) => value === null || value === undefined,
  };
  for (const [name, check] of Object.entries(removed)) {
    if (!(name in util)) Object.assign(util, { [name]: check });
  }
}
