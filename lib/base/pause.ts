/**
 * Waiting that can be ended.
 *
 * @module
 */

/**
 * Waits so many milliseconds.
 *
 * @throws the signal's reason, as soon as it is aborted
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { pause } from "./pause.ts";
 *
 * await pause(1);
 * await assertRejects(() => pause(1e6, AbortSignal.timeout(1)), DOMException, "timeout");
 * ```
 */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const end = () => reject(signal?.reason);
  signal?.addEventListener("abort", end);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}
