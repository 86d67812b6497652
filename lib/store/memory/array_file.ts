/**
 * Arrays as `.npy` files of which length and checksum are known.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { type NpyData, npyHeader } from "../../base/npy.ts";

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

/** A file of an array that is open. It stays readable when it is removed meanwhile. */
export class ArrayFile {
  readonly #path: string;
  readonly #entry: FileEntry;
  readonly #type: NpyData;
  readonly #file: Deno.FsFile;
  #isOpen = true;

  /**
   * Opens a file and checks its length.
   *
   * @param type An array of the elements' type
   * @throws {Error} if it cannot be opened or has another length; the message names it
   */
  constructor(path: string, entry: FileEntry, type: NpyData) {
    this.#path = path;
    this.#entry = entry;
    this.#type = type;
    try {
      this.#file = Deno.openSync(path);
    } catch (error) {
      throw this.#damaged(
        error instanceof Deno.errors.NotFound ? "is missing" : `cannot be opened: ${error}`,
      );
    }
    const { size } = this.#file.statSync();
    if (size === entry.bytes) return;
    this.close();
    throw this.#damaged(`has ${size} bytes, expected ${entry.bytes}`);
  }

  /**
   * Reads the array part by part.
   *
   * @param take Takes the next bytes of the data, which hold until it returns; they are right only
   * if nothing is thrown until the end
   * @throws {Error} if the file is not what was written
   */
  read(take: (bytes: Uint8Array) => void): void {
    const { shape, bytes } = this.#entry;
    const header = npyHeader(shape, this.#type);
    const width = this.#type.BYTES_PER_ELEMENT * (shape[1] ?? 1);
    const part = new Uint8Array(Math.max(1, Math.floor(BYTES_AT_ONCE / width)) * width);
    const found = part.subarray(0, header.length);
    this.#file.seekSync(0, Deno.SeekMode.Start);
    this.#fill(found);
    if (found.some((byte, i) => byte !== header[i])) {
      throw this.#damaged("holds another kind of array");
    }
    let checksum = crc32(found);
    for (let left = bytes - header.length; left > 0;) {
      const next = part.subarray(0, Math.min(left, part.length));
      this.#fill(next);
      checksum = crc32(next, checksum);
      take(next);
      left -= next.length;
    }
    if (checksum !== this.#entry.crc32) {
      throw this.#damaged("does not have the checksum it should have");
    }
  }

  /**
   * Reads the whole array.
   *
   * @throws {Error} if the file is not what was written
   */
  readAll<T extends NpyData>(type: new (length: number) => T): T {
    const array = new type(this.#entry.shape.reduce((product, size) => product * size, 1));
    const bytes = bytesOf(array);
    let done = 0;
    this.read((part) => {
      bytes.set(part, done);
      done += part.length;
    });
    return array;
  }

  /** Closes the file, if it is open. */
  close(): void {
    if (this.#isOpen) this.#file.close();
    this.#isOpen = false;
  }

  #fill(into: Uint8Array): void {
    for (let done = 0; done < into.length;) {
      const read = this.#file.readSync(into.subarray(done));
      if (read === null) throw this.#damaged("ends early");
      done += read;
    }
  }

  #damaged(reason: string): Error {
    return new Error(`"${this.#path}" ${reason}`);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: NpyData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
