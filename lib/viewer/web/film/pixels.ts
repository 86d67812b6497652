/**
 * A film's pixels in all their depth.
 *
 * @module
 */
import type { FilmScale, PixelSpacing } from "../../../data/images/deep_image.ts";
import type { Point, Size } from "./geometry.ts";

/** A film's pixels, or the means of 2 × 2, 4 × 4 … of them. */
export interface Level extends Size {
  /** `[height, width]` of 16 bits. */
  readonly values: Uint16Array;
}

/** What a film's file says of its pixels. */
export interface FilmFacts {
  /** The values that the file shows from black to white, as shares of 65535. */
  readonly shown: { readonly low: number; readonly high: number };
  /** What the file has stored; undefined where a curve or a mixture of colours hides that. */
  readonly scale?: FilmScale | undefined;
  /** How large a pixel is; undefined where the file does not say. */
  readonly spacing?: PixelSpacing | undefined;
}

/** The scale of films whose own values are hidden: brightness as the viewer sends it. */
const BRIGHTNESS: FilmScale = { black: 0, white: 65535, step: 1, unit: "" };

/** Values of 16 bits, row by row, and what they stand for. */
export class FilmPixels implements Size {
  readonly width: number;
  readonly height: number;
  readonly shown: FilmFacts["shown"];
  readonly scale: FilmScale;
  /** Whether the scale is that of the file's own values. */
  readonly hasOwnScale: boolean;
  readonly spacing: PixelSpacing | undefined;
  readonly #levels: Level[];
  #cumulative: Uint32Array | undefined;

  constructor(values: Uint16Array, { width, height }: Size, facts: FilmFacts) {
    this.width = width;
    this.height = height;
    this.shown = facts.shown;
    this.scale = facts.scale ?? BRIGHTNESS;
    this.hasOwnScale = facts.scale !== undefined;
    this.spacing = facts.spacing;
    this.#levels = [{ values, width, height }];
  }

  /** The film in 1/2ⁿ of its size, which is made when it is first asked for. */
  level(n: number): Level {
    for (let next = this.#levels.length; next <= n; next++) {
      this.#levels.push(halved(this.#levels[next - 1]!));
    }
    return this.#levels[n]!;
  }

  /** The film's own value at a point, undefined beside the film. */
  valueAt({ x, y }: Point): number | undefined {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const isInside = column >= 0 && row >= 0 && column < this.width && row < this.height;
    if (!isInside) return undefined;
    return this.ownValue(this.#levels[0]!.values[row * this.width + column]! / 65535);
  }

  /** The film's own value of a share of 65535, as near as its steps come. */
  ownValue(share: number): number {
    const { black, white, step } = this.scale;
    return black + step * Math.round((white - black) * share / step);
  }

  /** The least share of 65535 that a part of the pixels does not exceed. */
  quantile(part: number): number {
    this.#cumulative ??= cumulativeCounts(this.#levels[0]!.values);
    const wanted = part * this.width * this.height;
    const value = this.#cumulative.findIndex((count) => count >= wanted);
    return Math.max(0, value) / 65535;
  }
}

/** The means of 2 × 2 pixels; at odd edges of those that are there. */
function halved({ values, width, height }: Level): Level {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const means = new Uint16Array(half.width * half.height);
  for (let row = 0, to = 0; row < half.height; row++) {
    const upper = 2 * row * width;
    const lower = Math.min(2 * row + 1, height - 1) * width;
    for (let column = 0; column < half.width; column++, to++) {
      const left = 2 * column;
      const right = Math.min(left + 1, width - 1);
      const sum = values[upper + left]! + values[upper + right]! +
        values[lower + left]! + values[lower + right]!;
      means[to] = (sum + 2) >> 2;
    }
  }
  return { values: means, ...half };
}

/** How many pixels have at most each of the 65,536 values. */
function cumulativeCounts(values: Uint16Array): Uint32Array {
  const counts = new Uint32Array(65536);
  for (let at = 0; at < values.length; at++) counts[values[at]!]!++;
  for (let value = 1; value < counts.length; value++) counts[value]! += counts[value - 1]!;
  return counts;
}
