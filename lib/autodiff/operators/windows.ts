/**
 * How a window moves over images `[n, channels, height, width]`: what convolution and pooling share.
 *
 * @module
 */
import type { Shape } from "../shape.ts";

/** A number for height and width, or one for each. */
export type PerAxis = number | readonly [height: number, width: number];

/** A number for every side, or one for each. */
export type PerSide =
  | number
  | readonly [top: number, left: number, bottom: number, right: number];

/** One number for height, one for width. */
export type Pair = readonly [height: number, width: number];

/** Pixels around an image, in ONNX's order. */
export type Sides = readonly [top: number, left: number, bottom: number, right: number];

/** The window, its steps and the pixels around the image. */
export interface Windows {
  /** Height and width, in pixels. */
  readonly kernel: Pair;
  /** The step between windows. */
  readonly strides: Pair;
  /** The step between the pixels that a window sees. */
  readonly dilations: Pair;
  /** Pixels added around the image. */
  readonly pads: Sides;
}

/** One number an axis. */
export function toPair(value: PerAxis): Pair {
  return typeof value === "number" ? [value, value] : value;
}

/** One number a side. */
export function toSides(value: PerSide): Sides {
  return typeof value === "number" ? [value, value, value, value] : value;
}

/** Pixels from a window's first to its last, both included. */
export function reachOf({ kernel, dilations }: Windows): Pair {
  return [(kernel[0] - 1) * dilations[0] + 1, (kernel[1] - 1) * dilations[1] + 1];
}

/** How many windows fit, from top to bottom and from left to right; below 1 if none does. */
export function countWindows(size: Pair, windows: Windows): Pair {
  const room = roomOf(size, windows);
  return [
    Math.floor(room[0] / windows.strides[0]) + 1,
    Math.floor(room[1] / windows.strides[1]) + 1,
  ];
}

/** Pixels at the bottom and on the right, padding included, that no window sees. */
export function unseenPixels(size: Pair, windows: Windows): Pair {
  const [room, { strides }] = [roomOf(size, windows), windows];
  const remainder = (pixels: number, step: number) => pixels - Math.floor(pixels / step) * step;
  return [remainder(room[0], strides[0]), remainder(room[1], strides[1])];
}

/** As ONNX names them. Without dilation none is written. */
export function windowAttributes({ kernel, strides, pads, dilations }: Windows) {
  return {
    kernel_shape: kernel,
    strides,
    pads,
    ...(dilations[0] === 1 && dilations[1] === 1 ? {} : { dilations }),
  };
}

/** Height and width of images. */
export function sizeOfImages(shape: Shape): Pair {
  return [shape[2]!, shape[3]!];
}

/** How far the first window can move. */
function roomOf(size: Pair, windows: Windows): Pair {
  const { pads: [top, left, bottom, right] } = windows;
  const reach = reachOf(windows);
  return [size[0] + top + bottom - reach[0], size[1] + left + right - reach[1]];
}
