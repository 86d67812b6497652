/**
 * Arrays as `.npy` files of which length and checksum are known.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { type NpyData, npyHeader } from "../codes/npy.ts";

/** An array with its shape, row-major. */
export interface ShapedArray {
  readonly shape: readonly number[];
  readonly data: NpyData;
}

/** What a file of an array must be. */
export interface FileEntry {
  readonly shape: readonly number[];
  /** The length of the file. */
  readonly bytes: number;
  /** CRC-32 of the whole file. */
  readonly crc32: number;
}

/** Bytes that are read at once: few enough to stay in the processor's cache. */
const BYTES_AT_ONCE = 2 ** 18;

/** Writes an array to a new file, all the way to the disk. */
export async function writeArrayFile(
  path: string,
  { shape, data }: ShapedArray,
): Promise<FileEntry> {
  const header = npyHeader(shape, data);
  const bytes = bytesOf(data);
  using file = await Deno.open(path, { write: true, createNew: true });
  for (const part of [header, bytes]) {
    for (let done = 0; done < part.length;) done += await file.write(part.subarray(done));
  }
  await file.syncData();
  return {
    shape: [...shape],
    bytes: header.length + bytes.length,
    crc32: crc32(bytes, crc32(header)),
  };
}

/**
 * Says what is wrong with a file's length, or nothing.
 *
 * @throws {Deno.errors.NotFound} if there is no such file
 */
export function wrongLength(path: string, { bytes }: FileEntry): string | undefined {
  const { size } = Deno.statSync(path);
  return size === bytes ? undefined : `has ${size} bytes, expected ${bytes}`;
}

/**
 * Reads an array, part by part.
 *
 * @param type An array of the elements' type
 * @param take Takes the next bytes of the data, which hold until it returns
 * @returns What is wrong with the file, or nothing; then all that was taken is right
 */
export function readArrayFile(
  path: string,
  { shape, bytes, crc32: expected }: FileEntry,
  type: NpyData,
  take: (bytes: Uint8Array) => void,
): string | undefined {
  const header = npyHeader(shape, type);
  const width = type.BYTES_PER_ELEMENT * (shape[1] ?? 1);
  const part = new Uint8Array(Math.max(1, Math.floor(BYTES_AT_ONCE / width)) * width);
  using file = Deno.openSync(path);
  const found = part.subarray(0, header.length);
  if (!readFully(file, found)) return "ends within its header";
  if (found.some((byte, i) => byte !== header[i])) return "holds another kind of array";
  let checksum = crc32(found);
  for (let left = bytes - header.length; left > 0;) {
    const next = part.subarray(0, Math.min(left, part.length));
    if (!readFully(file, next)) return "ends early";
    checksum = crc32(next, checksum);
    take(next);
    left -= next.length;
  }
  return checksum === expected ? undefined : "does not have the checksum it should have";
}

function readFully(file: Deno.FsFile, into: Uint8Array): boolean {
  for (let done = 0; done < into.length;) {
    const read = file.readSync(into.subarray(done));
    if (read === null) return false;
    done += read;
  }
  return true;
}

function bytesOf({ buffer, byteOffset, byteLength }: NpyData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
