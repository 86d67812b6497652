/**
 * Films painted with a table of the shade of each value. Only what is visible is looked up, at the
 * level that the screen can show; the browser turns and smooths it.
 *
 * @module
 */
import { type Painter, type Picture, type Visible, visiblePart } from "./painter.ts";
import { shadesOf, type Windowing } from "./window.ts";

/** See the module. */
export class LookupPainter implements Painter {
  readonly canvas = document.createElement("canvas");
  readonly #shaded = document.createElement("canvas");
  #last: { readonly visible: Visible; readonly windowing: Windowing } | undefined;

  /** Any film. */
  canPaint(): boolean {
    return true;
  }

  /** Paints the film; what was shaded for the last picture is used again where it is the same. */
  paint(picture: Picture): void {
    const { film, windowing, transform, frame } = picture;
    const visible = visiblePart(picture);
    const { left, top, right, bottom, size } = visible;
    const isVisible = left < right && top < bottom;
    if (isVisible && !this.#hasShaded(visible, windowing)) {
      shade(this.#shaded, visible, shadesOf(windowing, film));
      this.#last = { visible, windowing };
    }
    resize(this.canvas, frame.width, frame.height);
    const context = this.canvas.getContext("2d")!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, frame.width, frame.height);
    if (!isVisible) return;
    const [a, b, c, d, e, f] = transform.matrix;
    // On whole pixels of the screen, so that a film at 1:1 is sharp.
    context.setTransform(a, b, c, d, Math.round(e), Math.round(f));
    // Among at most four pixels for one of the screen blending four is enough, and twice as fast.
    context.imageSmoothingQuality = "low";
    const [width, height] = [size * (right - left), size * (bottom - top)];
    context.drawImage(this.#shaded, size * left, size * top, width, height);
  }

  #hasShaded(visible: Visible, { width, level, inverted }: Windowing): boolean {
    if (this.#last === undefined) return false;
    const { visible: old, windowing } = this.#last;
    return old.level === visible.level && old.left === visible.left && old.top === visible.top &&
      old.right === visible.right && old.bottom === visible.bottom &&
      windowing.width === width && windowing.level === level && windowing.inverted === inverted;
  }
}

function shade(canvas: HTMLCanvasElement, visible: Visible, shades: Uint32Array): void {
  const { level: { values, width }, left, top, right, bottom } = visible;
  const image = new ImageData(right - left, bottom - top);
  const colours = new Uint32Array(image.data.buffer);
  for (let row = top, to = 0; row < bottom; row++) {
    const end = row * width + right;
    for (let at = row * width + left; at < end; at++, to++) colours[to] = shades[values[at]!]!;
  }
  resize(canvas, image.width, image.height);
  canvas.getContext("2d")!.putImageData(image, 0, 0);
}

/** Setting a canvas's size clears it and takes time, even where it stays as it is. */
function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
