/**
 * From what a pixel value stands for to how bright it is shown.
 *
 * @module
 */

/** Brightness of a value: 0 black to 1 white. */
export type Shade = (value: number) => number;

/** The shapes of window that DICOM knows. */
export const WINDOW_SHAPES = ["LINEAR", "LINEAR_EXACT", "SIGMOID"] as const;

/** A window over pixel values. */
export interface Window {
  readonly center: number;
  readonly width: number;
  readonly shape: (typeof WINDOW_SHAPES)[number];
}

/**
 * The brightness that a DICOM window gives, by the formulas of PS3.3, C.11.2.1.2 and C.11.2.1.3.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { windowShade } from "./shade.ts";
 *
 * const shade = windowShade({ center: 2048, width: 4096, shape: "LINEAR" });
 * assertEquals([shade(-5), shade(0), shade(4095), shade(5000)], [0, 0, 1, 1]);
 * ```
 */
export function windowShade(window: Window): Shade {
  const { center, width, shape } = window;
  if (shape === "SIGMOID") return (value) => 1 / (1 + Math.exp(-4 * (value - center) / width));
  return ramp(...windowEnds(window));
}

/** The values between which a window's brightness rises; for a sigmoid, where its tangent does. */
export function windowEnds({ center, width, shape }: Window): [low: number, high: number] {
  if (shape !== "LINEAR") return [center - width / 2, center + width / 2];
  return [center - 0.5 - (width - 1) / 2, center - 0.5 + (width - 1) / 2];
}

/** What of a film deeper than 8 bits is black and what is white, where its file does not say so. */
export type FilmRange =
  /** Its least and its greatest value. */
  | { readonly kind: "full" }
  /** These percentiles of its values, so that a hot pixel or a marker does not darken the rest. */
  | { readonly kind: "percentiles"; readonly low: number; readonly high: number };

/**
 * The values of black and of white of a film. A percentile p is the least value that at least p %
 * of the pixels do not exceed. Where both percentiles are one value, the least and the greatest are
 * taken after all.
 *
 * @param counts How many pixels have each value
 * @example One hot pixel among a thousand
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { greyRange } from "./shade.ts";
 *
 * const counts = new Map([[4095, 1], [10, 500], [20, 499]]);
 * assertEquals(greyRange(counts, { kind: "full" }), [10, 4095]);
 * assertEquals(greyRange(counts, { kind: "percentiles", low: 1, high: 99.9 }), [10, 20]);
 * ```
 */
export function greyRange(
  counts: ReadonlyMap<number, number>,
  range: FilmRange,
): [low: number, high: number] {
  const ascending = [...counts].sort(([a], [b]) => a - b);
  const full: [number, number] = [ascending[0]?.[0] ?? 0, ascending.at(-1)?.[0] ?? 0];
  if (range.kind === "full") return full;
  const total = ascending.reduce((sum, [, count]) => sum + count, 0);
  const percentile = (percent: number) => {
    let pixels = 0;
    for (const [value, count] of ascending) {
      pixels += count;
      if (100 * pixels >= percent * total) return value;
    }
    return full[1];
  };
  const [low, high] = [percentile(range.low), percentile(range.high)];
  return low < high ? [low, high] : full;
}

/** 0 up to `low`, 1 above `high`, and a straight line between; a step where they are equal. */
export function ramp(low: number, high: number): Shade {
  return (value) => {
    if (value <= low) return 0;
    return value >= high ? 1 : (value - low) / (high - low);
  };
}

/**
 * Pixels of 16 bits as they are shown, 0 black to 65535 white.
 *
 * @param shade The brightness of a pixel's value
 */
export function shadePixels(pixels: Uint16Array, shade: Shade): Uint16Array {
  const brightness = new Uint16Array(65536);
  for (let value = 0; value < 65536; value++) brightness[value] = Math.round(65535 * shade(value));
  const shown = new Uint16Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) shown[i] = brightness[pixels[i]!]!;
  return shown;
}

/** Pixels of 16 bits stretched over a range of their values, 0 black to 65535 white. */
export function stretch(pixels: Uint16Array, range: FilmRange): Uint16Array {
  return shadePixels(pixels, ramp(...greyRange(countValues(pixels), range)));
}

/** How many pixels have each value that occurs. */
export function countValues(pixels: Uint16Array): Map<number, number> {
  const counts = new Uint32Array(65536);
  for (let i = 0; i < pixels.length; i++) counts[pixels[i]!]!++;
  return new Map([...counts.entries()].filter(([, count]) => count > 0));
}

/** Pixels of 8 bits as ones of 16, by a loop: Uint16Array.from takes fifty times as long. */
export function widen(pixels: Uint8Array): Uint16Array {
  const { length } = pixels;
  const wide = new Uint16Array(length);
  for (let i = 0; i < length; i++) wide[i] = 257 * pixels[i]!;
  return wide;
}

/** The least and the greatest of many values. */
export function valueRange(values: ArrayLike<number>): [least: number, greatest: number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  return [least, greatest];
}
