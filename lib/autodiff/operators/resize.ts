/**
 * Making images larger or smaller.
 *
 * @module
 */
import type { Graph, Tensor } from "../graph.ts";
import { formatShape, operatorError } from "../shape.ts";
import { reshape } from "./core.ts";
import { matmul } from "./matrix.ts";

/** To which size, and how. The names are those of ONNX's Resize. */
export interface ResizeOptions {
  /** Height and width of the result, in pixels. */
  readonly size: readonly [height: number, width: number];
  /** The nearest pixel, or the two nearest along each axis weighted by their distance. */
  readonly mode: "nearest" | "linear";
  /**
   * Where a pixel of the result lies in the image; default: "half_pixel", which aligns the borders
   * of both. "align_corners" aligns the centres of the pixels in the corners, "asymmetric" those of
   * the first pixels.
   */
  readonly coordinates?: "half_pixel" | "pytorch_half_pixel" | "align_corners" | "asymmetric";
  /** Which pixel is the nearest; default: the closest, the first of two. */
  readonly rounding?: "round_prefer_floor" | "round_prefer_ceil" | "floor" | "ceil";
  /** Pixels of the result for one of the image; default: the ratio of the sizes. */
  readonly scale?: readonly [height: number, width: number];
}

/**
 * Resizes images `[n, channels, height, width]`. Both ways to do it are linear and take height and
 * width one after the other, so that it is a product with one constant matrix each.
 *
 * @throws {RangeError} if x holds no images or the size is no size
 */
export function resize(x: Tensor, options: ResizeOptions): Tensor {
  if (x.shape.length !== 4) {
    throw operatorError(
      "resize",
      `it takes images [n, channels, height, width], not ${formatShape(x.shape)}`,
    );
  }
  if (options.size.some((pixels) => !(Number.isInteger(pixels) && pixels >= 1))) {
    throw operatorError("resize", `the size ${formatShape(options.size)} must be whole pixels`);
  }
  const [n, channels, height, width] = x.shape as [number, number, number, number];
  const { size: [rows, columns], scale } = options;
  const across = columns === width && (scale?.[1] ?? 1) === 1
    ? x
    : matmul(x, samplingMatrix(x.graph, width, 1, options), { transposeB: true });
  if (rows === height && (scale?.[0] ?? 1) === 1) return across;
  const planes = reshape(across, [n * channels, height, columns]);
  const resized = matmul(samplingMatrix(x.graph, height, 0, options), planes);
  return reshape(resized, [n, channels, rows, columns]);
}

/** `[result, image]`: the weight of each pixel of the image in each pixel of the result. */
function samplingMatrix(
  graph: Graph,
  pixels: number,
  axis: 0 | 1,
  { size, mode, coordinates = "half_pixel", rounding, scale }: ResizeOptions,
): Tensor {
  const count = size[axis];
  const matrix = new Float32Array(count * pixels);
  const add = (row: number, place: number, weight: number) => {
    matrix[row * pixels + Math.min(Math.max(place, 0), pixels - 1)]! += weight;
  };
  for (let i = 0; i < count; i++) {
    const place = placeIn(i, {
      pixels,
      count,
      scale: scale?.[axis] ?? count / pixels,
      coordinates,
    });
    if (mode === "nearest") {
      add(i, nearest(place, rounding ?? "round_prefer_floor"), 1);
      continue;
    }
    const [left, share] = [Math.floor(place), place - Math.floor(place)];
    add(i, left, 1 - share);
    add(i, left + 1, share);
  }
  return graph.constant([count, pixels], matrix);
}

/** Where pixel i of the result lies in the image, in pixels. */
function placeIn(
  i: number,
  { pixels, count, scale, coordinates }: {
    readonly pixels: number;
    readonly count: number;
    readonly scale: number;
    readonly coordinates: NonNullable<ResizeOptions["coordinates"]>;
  },
): number {
  switch (coordinates) {
    case "half_pixel":
      return Math.fround(Math.fround((i + 0.5) / scale) - 0.5);
    case "pytorch_half_pixel":
      return count > 1 ? (i + 0.5) / scale - 0.5 : 0;
    case "align_corners":
      return count > 1 ? i * (pixels - 1) / (count - 1) : 0;
    case "asymmetric":
      return Math.fround(i / scale);
  }
}

function nearest(place: number, rounding: NonNullable<ResizeOptions["rounding"]>): number {
  switch (rounding) {
    case "round_prefer_floor":
      return Math.ceil(place - 0.5);
    case "round_prefer_ceil":
      return Math.floor(place + 0.5);
    case "floor":
      return Math.floor(place);
    case "ceil":
      return Math.ceil(place);
  }
}
