/**
 * A film's pixels in all their depth.
 *
 * @module
 */
import type { Windowing } from "./look.ts";

/** The values that the film's file shows from black to white, as shares of 65535. */
interface Shown {
  readonly low: number;
  readonly high: number;
}

/** Values of 16 bits, row by row. */
export class FilmPixels {
  readonly width: number;
  readonly height: number;
  readonly #values: Uint16Array;
  readonly #shown: Shown;

  constructor(values: Uint16Array, size: { width: number; height: number }, shown: Shown) {
    this.width = size.width;
    this.height = size.height;
    this.#values = values;
    this.#shown = shown;
  }

  /** Draws the film through a window onto a canvas of its own size. */
  draw(canvas: HTMLCanvasElement, windowing: Windowing): void {
    canvas.width = this.width;
    canvas.height = this.height;
    const context = canvas.getContext("2d")!;
    const image = context.createImageData(this.width, this.height);
    const shown = new Uint32Array(image.data.buffer);
    const shades = shadesOf(windowing, this.#shown);
    for (let at = 0; at < shown.length; at++) shown[at] = shades[this.#values[at]!]!;
    context.putImageData(image, 0, 0);
  }
}

/** The colour of each of the 65,536 values, as a canvas keeps it: opaque grey. */
function shadesOf({ width, level, inverted }: Windowing, shown: Shown): Uint32Array {
  const low = level - width / 2;
  const range = shown.high - shown.low;
  const shades = new Uint32Array(65536);
  for (let value = 0; value < shades.length; value++) {
    const share = (value / 65535 - shown.low) / range;
    const shade = Math.min(1, Math.max(0, (share - low) / width));
    const grey = Math.round(255 * (inverted ? 1 - shade : shade));
    shades[value] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
  }
  return shades;
}
