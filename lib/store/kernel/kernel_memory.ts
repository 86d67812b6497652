/**
 * The memory that a WebAssembly kernel works on, in pages.
 *
 * @module
 */

/** Bytes of a page, and the most pages. */
export const PAGE = 65536;

/**
 * Grows a memory to have so many bytes, unless it has.
 *
 * @param kept What would be kept there, for messages
 * @param instead What to do where there is no more
 * @throws {RangeError} if it cannot
 */
export function growTo(
  memory: WebAssembly.Memory,
  bytes: number,
  { kept, instead }: { readonly kept: string; readonly instead: string },
): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  try {
    if (missing > 0) memory.grow(missing);
  } catch {
    throw new RangeError(
      `Cannot keep ${kept} in memory: WebAssembly has at most 4 GiB, or the machine has no more; ` +
        instead,
    );
  }
}

/** The next multiple of 16, which vectors lie at. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
