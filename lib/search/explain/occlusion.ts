/**
 * Which region of a film its code depends on, found by covering one region after another (Zeiler
 * and Fergus, ECCV 2014).
 *
 * @module
 */
import type { OcclusionMap } from "./explanation.ts";
import { cosine } from "./explain.ts";
import { decodeFilm, type FilmSettings } from "../../data/images/decode.ts";
import { unitFilms } from "../../data/images/unit_films.ts";
import type { Codes } from "../../run/encoder.ts";

/** What {@linkcode occlusionMap} needs of an `Encoder`. */
export interface OccludedEncoder {
  /** The size of the films that it takes. */
  readonly filmSettings: Pick<FilmSettings, "size">;
  /** The codes of films `[n, 1, size, size]`. */
  encode(films: Float32Array): Promise<Pick<Codes, "continuous">>;
}

/** What {@linkcode occlusionOfFile} needs of an `Encoder`. */
export interface FileEncoder extends OccludedEncoder {
  /** How an image file becomes the film that it takes. */
  readonly filmSettings: FilmSettings;
}

/** Options of {@linkcode occlusionMap}. */
export interface OcclusionOptions {
  /** Rows and columns of the grid; default: 8. */
  readonly size?: number;
  /** Films encoded at once; default: 32. */
  readonly batchSize?: number;
  /** Hears how many cells have been covered. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Covers each cell of a grid with the film's mean grey and measures how far its continuous code
 * turns: 1 − cos(v, v with the cell covered).
 *
 * @param film `[size, size]`, 0 black to 1 white, as the encoder takes it
 * @throws {RangeError} if the film has another size, or the grid is finer than its pixels
 * @example An encoder whose second bit looks only at the top left pixel
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { occlusionMap } from "./occlusion.ts";
 *
 * const encoder = {
 *   filmSettings: { size: 2 },
 *   encode: (films: Float32Array) =>
 *     Promise.resolve({
 *       continuous: Float32Array.from(
 *         { length: films.length / 2 },
 *         (_, i) => i % 2 === 0 ? 1 : films[2 * i - 2]!,
 *       ),
 *     }),
 * };
 * const { values } = await occlusionMap(Float32Array.of(1, 0, 0, 0), encoder, { size: 2 });
 * assertEquals(values, Float32Array.of(1, 0, 0, 0));
 * ```
 */
export async function occlusionMap(
  film: Float32Array,
  encoder: OccludedEncoder,
  { size = 8, batchSize = 32, onProgress }: OcclusionOptions = {},
): Promise<OcclusionMap> {
  const side = encoder.filmSettings.size;
  if (film.length !== side ** 2 || !(Number.isInteger(size) && size >= 1 && size <= side)) {
    throw new RangeError(
      `Cannot map a film of ${film.length} pixels with ${size} × ${size} cells: expected ` +
        `${side} × ${side} pixels and at most as many cells`,
    );
  }
  const grey = film.reduce((sum, value) => sum + value, 0) / film.length;
  const { continuous: whole } = await encoder.encode(film);
  const turns = new Float32Array(size ** 2);
  for (let start = 0; start < turns.length; start += batchSize) {
    const cells = Math.min(batchSize, turns.length - start);
    const films = new Float32Array(cells * film.length);
    for (let n = 0; n < cells; n++) {
      const covered = films.subarray(n * film.length, (n + 1) * film.length);
      covered.set(film);
      coverCell(covered, side, { cell: start + n, size, grey });
    }
    const { continuous: codes } = await encoder.encode(films);
    for (let n = 0; n < cells; n++) {
      const code = codes.subarray(n * whole.length, (n + 1) * whole.length);
      turns[start + n] = 1 - cosine(whole, code);
    }
    onProgress?.(start + cells, turns.length);
  }
  const greatest = Math.max(...turns);
  return { size, values: greatest > 0 ? turns.map((turn) => turn / greatest) : turns, greatest };
}

/**
 * The same of an image file.
 *
 * @param bytes A PNG, JPEG or DICOM file, told by content
 * @param name What messages call it
 * @throws {InputError} if it cannot be read
 */
export async function occlusionOfFile(
  bytes: Uint8Array,
  name: string,
  encoder: FileEncoder,
): Promise<OcclusionMap> {
  const film = unitFilms([await decodeFilm(bytes, name, encoder.filmSettings)]);
  return await occlusionMap(film, encoder);
}

/** Paints one cell; rows and columns that do not divide evenly are shared out as evenly as can be. */
function coverCell(
  film: Float32Array,
  side: number,
  { cell, size, grey }: { readonly cell: number; readonly size: number; readonly grey: number },
): void {
  const edge = (at: number) => Math.round(at * side / size);
  const [row, column] = [Math.floor(cell / size), cell % size];
  for (let y = edge(row); y < edge(row + 1); y++) {
    film.fill(grey, y * side + edge(column), y * side + edge(column + 1));
  }
}
