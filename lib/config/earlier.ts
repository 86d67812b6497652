/**
 * Configurations that earlier versions have written.
 *
 * @module
 */
import { isObject } from "./source_file.ts";

/**
 * The `config.json` of a run as the version that wrote it meant it. It holds every key that there
 * was, so that one which it lacks came later, and the run went without: it does not get the default.
 *
 * @example A run of the time before losses had kinds and labels a prior
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { asItWasMeant } from "./earlier.ts";
 *
 * assertEquals(asItWasMeant({ loss: { epsilon: 0.05 } }), {
 *   loss: { kind: "labels", prior: 0, epsilon: 0.05 },
 * });
 * ```
 */
export function asItWasMeant(config: unknown): unknown {
  if (!isObject(config) || !isObject(config.loss) || Object.hasOwn(config.loss, "kind")) {
    return config;
  }
  return { ...config, loss: { kind: "labels", prior: 0, ...config.loss } };
}
