/**
 * Where the bytes of films are, told so that any thread can read them.
 *
 * @module
 */

/** A film in a file of films that lie back to back. */
export interface FilmPlace {
  /** The file's. */
  readonly path: string;
  /** Its number within the file, from 0. */
  readonly slot: number;
}

/** Films of `[size, size]` bytes each, 0 black to 255 white. */
export type StoredFilms =
  | { readonly kind: "files"; readonly films: readonly FilmPlace[] }
  /** Back to back in memory that threads share; `films` are their numbers, from 0. */
  | {
    readonly kind: "memory";
    readonly bytes: SharedArrayBuffer;
    readonly films: readonly number[];
  };

/**
 * These films as a network reads them, `[n, 1, size, size]` in 0 … 1. Only they are read, so memory
 * stays small.
 *
 * @param size Height and width in pixels
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readStored } from "./stored_films.ts";
 *
 * const bytes = new SharedArrayBuffer(8);
 * new Uint8Array(bytes).set([0, 0, 0, 0, 255, 51, 0, 0]);
 * assertEquals(
 *   readStored({ kind: "memory", bytes, films: [1] }, 2),
 *   Float32Array.of(1, 0.2, 0, 0),
 * );
 * ```
 */
export function readStored(stored: StoredFilms, size: number): Float32Array<ArrayBuffer> {
  const pixels = size ** 2;
  const unit = new Float32Array(stored.films.length * pixels);
  for (const [i, film] of bytesOf(stored, pixels)) {
    for (let pixel = 0; pixel < pixels; pixel++) unit[i * pixels + pixel] = film[pixel]! / 255;
  }
  return unit;
}

/** The bytes of each film with its number among them; valid until the next is taken. */
function* bytesOf(
  stored: StoredFilms,
  pixels: number,
): Generator<readonly [number, Uint8Array]> {
  if (stored.kind === "memory") {
    const bytes = new Uint8Array(stored.bytes);
    for (const [i, film] of stored.films.entries()) {
      yield [i, bytes.subarray(film * pixels, (film + 1) * pixels)];
    }
    return;
  }
  const film = new Uint8Array(pixels);
  const open = new Map<string, Deno.FsFile>();
  try {
    for (const [i, { path, slot }] of stored.films.entries()) {
      const file = open.get(path) ?? Deno.openSync(path);
      open.set(path, file);
      file.seekSync(slot * pixels, Deno.SeekMode.Start);
      readFully(file, film, path);
      yield [i, film];
    }
  } finally {
    for (const file of open.values()) file.close();
  }
}

function readFully(file: Deno.FsFile, target: Uint8Array, path: string): void {
  for (let filled = 0; filled < target.length;) {
    const count = file.readSync(target.subarray(filled));
    if (count === null) throw new Error(`Cannot read "${path}": it became shorter while in use`);
    filled += count;
  }
}
