/**
 * Which kernel an index works with.
 *
 * @module
 */
import { bytesPerCode } from "../../codes/pack.ts";
import type { HammingKernel, KernelKind } from "./kernel.ts";
import { PlainKernel } from "./plain.ts";
import { PlainRelevanceKernel } from "./plain_relevance.ts";
import type { RelevanceKernel, RelevanceSource } from "./relevance_kernel.ts";
import { kernelModule, WasmKernel } from "./wasm.ts";
import { WasmRelevanceKernel } from "./wasm_relevance.ts";

/** The longest code that a kernel holds. */
const MOST_BITS = 128;

/**
 * A kernel for codes of so many bits, without codes.
 *
 * @param kind Default: WebAssembly, or plain TypeScript where it does not run
 * @throws {RangeError} unless `bits` is a multiple of 8 from 8 to 128
 */
export function createKernel(bits: number, kind?: KernelKind): HammingKernel {
  bytesPerCode(bits);
  if (bits > MOST_BITS) {
    throw new RangeError(`Cannot index codes of ${bits} bits: expected at most ${MOST_BITS}`);
  }
  return (kind ?? availableKind()) === "wasm" ? new WasmKernel(bits) : new PlainKernel(bits);
}

/** A kernel for what a source tells of cases, without rows. */
export function createRelevanceKernel(source: RelevanceSource, kind: KernelKind): RelevanceKernel {
  return kind === "wasm" ? new WasmRelevanceKernel(source) : new PlainRelevanceKernel(source);
}

/** "plain" where the processor or the runtime lacks WebAssembly with vectors and threads. */
function availableKind(): KernelKind {
  try {
    kernelModule();
    return "wasm";
  } catch (error) {
    if (error instanceof WebAssembly.CompileError || error instanceof ReferenceError) {
      return "plain";
    }
    throw error;
  }
}
