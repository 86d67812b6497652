/**
 * Small random changes of training films, so that a network does not learn positions by heart.
 *
 * @module
 */
import type { Random } from "../base/random.ts";

/** The largest change of each kind; a film's own is drawn evenly up to it, in either direction. */
export interface AugmentOptions {
  /** Along either axis, as a share of the width. */
  readonly shift?: number;
  /** About the centre, in degrees. */
  readonly rotation?: number;
  /** Added to every pixel. */
  readonly brightness?: number;
  /** Share by which the distance from middle gray grows or shrinks. */
  readonly contrast?: number;
}

/**
 * Each film shifted, rotated and changed in brightness at random: a new `[n, 1, size, size]`, kept
 * within 0 … 1. Pixels lie between those of the original by bilinear interpolation; beyond the
 * edge, the edge goes on. The same stream gives the same bits.
 *
 * @param images `[n, 1, size, size]`
 * @throws {RangeError} if the images are not whole films of this size
 * @example No changes asked for, none made
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../base/random.ts";
 * import { augment } from "./augment.ts";
 *
 * const film = new Float32Array([0, 0.25, 0.5, 1]);
 * assertEquals(augment(film, 2, new Random(0), {}), film);
 * ```
 */
export function augment(
  images: Float32Array,
  size: number,
  random: Random,
  options: AugmentOptions,
): Float32Array<ArrayBuffer> {
  const { shift = 0, rotation = 0, brightness = 0, contrast = 0 } = options;
  const pixels = size * size;
  if (!(size > 0) || images.length % pixels !== 0) {
    throw new RangeError(`Cannot augment: ${images.length} values are no films of ${size}×${size}`);
  }
  const changed = new Float32Array(images.length);
  for (let start = 0; start < images.length; start += pixels) {
    const movement = {
      angle: random.between(-rotation, rotation) * Math.PI / 180,
      right: random.between(-shift, shift) * size,
      down: random.between(-shift, shift) * size,
    };
    const film = changed.subarray(start, start + pixels);
    move(images.subarray(start, start + pixels), film, size, movement);
    const gain = 1 + random.between(-contrast, contrast);
    const offset = 0.5 - 0.5 * gain + random.between(-brightness, brightness);
    for (let i = 0; i < pixels; i++) film[i] = Math.min(1, Math.max(0, film[i]! * gain + offset));
  }
  return changed;
}

/** A rotation about the centre in radians, then a shift in pixels. */
interface Movement {
  readonly angle: number;
  readonly right: number;
  readonly down: number;
}

/** Fills `target` with the moved `source`, looking up where each pixel came from. */
function move(source: Float32Array, target: Float32Array, size: number, by: Movement): void {
  const [cos, sin] = [Math.cos(by.angle), Math.sin(by.angle)];
  const centre = (size - 1) / 2;
  const last = size - 1;
  for (let row = 0; row < size; row++) {
    const y = row - centre - by.down;
    for (let column = 0; column < size; column++) {
      const x = column - centre - by.right;
      const sourceX = Math.min(last, Math.max(0, cos * x + sin * y + centre));
      const sourceY = Math.min(last, Math.max(0, cos * y - sin * x + centre));
      const left = Math.floor(sourceX);
      const top = Math.floor(sourceY);
      const right = Math.min(last, left + 1);
      const above = top * size;
      const below = Math.min(last, top + 1) * size;
      const across = sourceX - left;
      const upper = source[above + left]! * (1 - across) + source[above + right]! * across;
      const lower = source[below + left]! * (1 - across) + source[below + right]! * across;
      target[row * size + column] = upper + (lower - upper) * (sourceY - top);
    }
  }
}
