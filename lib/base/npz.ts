/**
 * NumPy's `.npz` files: named arrays in one zip, as `numpy.load` and `numpy.savez` know them.
 *
 * @module
 */
import { unzipSync, zipSync } from "fflate";
import { InputError, messageOf } from "./errors.ts";
import { decodeNpy, encodeNpy, type NpyArray } from "./npy.ts";

/**
 * The bytes of an `.npz` file, uncompressed; the same arrays always give the same bytes.
 *
 * @example Writing and reading back
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodeNpz, encodeNpz } from "@cohash/cohash/base";
 *
 * const bytes = encodeNpz({ epoch: { shape: [1], data: Int32Array.of(3) } });
 * assertEquals(decodeNpz(bytes, "last.npz").epoch?.data, Int32Array.of(3));
 * ```
 */
export function encodeNpz(arrays: Readonly<Record<string, NpyArray>>): Uint8Array<ArrayBuffer> {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)]);
  // Zip entries carry a date; a fixed one keeps equal content equal.
  return new Uint8Array(zipSync(Object.fromEntries(files), { level: 0, mtime: "1980-01-01" }));
}

/**
 * The arrays in an `.npz` file's bytes, by name.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no zip of `.npy` arrays
 */
export function decodeNpz(bytes: Uint8Array, name: string): Record<string, NpyArray> {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch (error) {
    const reason = messageOf(error);
    throw new InputError(`Cannot read "${name}" as a .npz file: ${reason}`);
  }
  return Object.fromEntries(
    Object.entries(files).filter(([file]) => file.endsWith(".npy"))
      .map(([file, content]) => [file.slice(0, -4), decodeNpy(content, `${name}/${file}`)]),
  );
}
