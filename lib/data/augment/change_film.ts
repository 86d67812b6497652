/**
 * One film, changed: seen from another angle, and under another light.
 *
 * @module
 */

/** How one film is changed. */
export interface FilmChange {
  /** Where each pixel comes from. */
  readonly place: PlaceChange;
  /** What each value is multiplied by, before `offset` is added. */
  readonly gain: number;
  /** Added to each value. */
  readonly offset: number;
}

/**
 * The pixel at p, in pixels from the centre, comes from M·(p − shift) + origin, also from the
 * centre.
 */
export interface PlaceChange {
  /** M, row by row: of the place across, then of the place down. */
  readonly matrix: readonly [number, number, number, number];
  /** Across and down, in pixels. */
  readonly shift: readonly [number, number];
  /** Across and down, in pixels. */
  readonly origin: readonly [number, number];
}

/**
 * Writes the changed film into `target`, kept within 0 … 1. Pixels lie between those of the original
 * by bilinear interpolation; beyond the edge, the edge goes on.
 *
 * @param source `[size, size]`
 * @param target `[size, size]`, another array
 * @example A film mirrored
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { changeFilm } from "./change_film.ts";
 *
 * const changed = new Float32Array(4);
 * const place = { matrix: [-1, 0, 0, 1], shift: [0, 0], origin: [0, 0] } as const;
 * changeFilm(Float32Array.of(0, 0.25, 0.5, 1), changed, 2, { place, gain: 1, offset: 0 });
 * assertEquals(changed, Float32Array.of(0.25, 0, 1, 0.5));
 * ```
 */
export function changeFilm(
  source: Float32Array,
  target: Float32Array,
  size: number,
  { place, gain, offset }: FilmChange,
): void {
  move(source, target, size, place);
  for (let i = 0; i < target.length; i++) {
    target[i] = Math.min(1, Math.max(0, target[i]! * gain + offset));
  }
}

/** Fills `target` with the moved `source`, looking up where each pixel came from. */
function move(
  source: Float32Array,
  target: Float32Array,
  size: number,
  { matrix: [acrossX, acrossY, downX, downY], shift: [right, down], origin }: PlaceChange,
): void {
  const last = size - 1;
  const centre = last / 2;
  const [originX, originY] = [centre + origin[0], centre + origin[1]];
  for (let row = 0; row < size; row++) {
    const y = row - centre - down;
    for (let column = 0; column < size; column++) {
      const x = column - centre - right;
      const sourceX = Math.min(last, Math.max(0, acrossX * x + acrossY * y + originX));
      const sourceY = Math.min(last, Math.max(0, downY * y + downX * x + originY));
      const left = Math.floor(sourceX);
      const top = Math.floor(sourceY);
      const next = Math.min(last, left + 1);
      const above = top * size;
      const below = Math.min(last, top + 1) * size;
      const across = sourceX - left;
      const upper = source[above + left]! * (1 - across) + source[above + next]! * across;
      const lower = source[below + left]! * (1 - across) + source[below + next]! * across;
      target[row * size + column] = upper + (lower - upper) * (sourceY - top);
    }
  }
}
