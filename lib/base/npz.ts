/**
 * NumPy's `.npz` files: named arrays in one zip, as `numpy.load` and `numpy.savez` know them.
 *
 * @module
 */
import { unzipSync, zipSync } from "fflate";
import { InputError } from "./errors.ts";
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
 * @throws {InputError} if the bytes are no zip of `.npy` arrays of numbers
 */
export function decodeNpz(bytes: Uint8Array, name: string): Record<string, NpyArray> {
  return Object.fromEntries(
    Object.entries(unpackNpz(bytes, name))
      .map(([array, content]) => [array, decodeNpy(content, `${name}/${array}.npy`)]),
  );
}

/**
 * The bytes of each `.npy` file in an `.npz` file, by the array's name: some of them may hold what
 * is not read.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no whole zip
 */
export function unpackNpz(bytes: Uint8Array, name: string): Record<string, Uint8Array> {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch (error) {
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
    throw new InputError(
      `Cannot read "${name}" as a .npz file: ` +
        (isZip ? "it is damaged or cut off" : "it is no ZIP archive"),
      { cause: error },
    );
  }
  return Object.fromEntries(
    Object.entries(files).filter(([file]) => file.endsWith(".npy"))
      .map(([file, content]) => [file.slice(0, -".npy".length), content]),
  );
}
