/**
 * How a film is laid out: where it is bright and where it is dark, at a glance.
 *
 * @module
 */

/** Rows and columns of the grid that a film is averaged over. */
export const PICTURE_SIDE = 8;

/** The least contrast of a picture, below which a film shows nothing. */
const LEAST_CONTRAST = 1e-3;

/** A film's picture `[64]`; "blank" where it is of one grey, "none" where there are no pixels. */
export type Picture = Float32Array | "blank" | "none";

/**
 * A film's mean grey in each cell of a grid, less their mean and at length 1: exposure and contrast
 * do not count.
 *
 * @param film `[size, size]`, 0 black to 1 white
 * @returns `[64]` row by row; "blank" where the film is of one grey throughout
 * @example The left half is white
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pictureOf } from "./picture.ts";
 *
 * const film = Float32Array.from({ length: 256 }, (_, i) => i % 16 < 8 ? 1 : 0);
 * const picture = pictureOf(film);
 * assertEquals([picture[0], picture[7]], [0.125, -0.125]);
 * assertEquals(pictureOf(new Float32Array(256)), "blank");
 * ```
 */
export function pictureOf(film: Float32Array): Float32Array<ArrayBuffer> | "blank" {
  const size = Math.sqrt(film.length);
  const cells = PICTURE_SIDE ** 2;
  const sums = new Float64Array(cells);
  const counts = new Float64Array(cells);
  const place = Uint32Array.from({ length: size }, (_, i) => Math.floor(i * PICTURE_SIDE / size));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const cell = place[y]! * PICTURE_SIDE + place[x]!;
      sums[cell]! += film[y * size + x]!;
      counts[cell]!++;
    }
  }
  const greys = sums.map((sum, cell) => sum / Math.max(1, counts[cell]!));
  const mean = greys.reduce((sum, grey) => sum + grey, 0) / cells;
  const length = Math.sqrt(greys.reduce((sum, grey) => sum + (grey - mean) ** 2, 0));
  if (length < LEAST_CONTRAST) return "blank";
  return Float32Array.from(greys, (grey) => (grey - mean) / length);
}
