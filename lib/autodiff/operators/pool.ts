/**
 * Pooling over images `[n, channels, height, width]`.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { formatShape, operatorError, sizeOf } from "../shape.ts";
import { expand, mean, mul, reshape } from "./core.ts";
import { scatterAdd } from "./indexing.ts";
import { countWindows, type Pair, type PerAxis, type PerSide, type Sides } from "./windows.ts";
import { sizeOfImages, toPair, toSides, unseenPixels, windowAttributes } from "./windows.ts";
import type { Windows } from "./windows.ts";

/** The pooling window. */
export interface PoolOptions {
  /** Height and width of the window, in pixels. */
  readonly kernel: PerAxis;
  /** The step between windows; default: the kernel. */
  readonly stride?: PerAxis | undefined;
  /** Pixels added around the image, fewer than the kernel has; default: 0. */
  readonly padding?: PerSide | undefined;
  /**
   * Whether pixels that are left over at the bottom and on the right get a window too, which then
   * reaches beyond the padding; default: no.
   */
  readonly ceil?: boolean | undefined;
}

/** The window of {@linkcode averagePool}. */
export interface AveragePoolOptions extends PoolOptions {
  /** Whether padding counts as zeros, or is left out of the mean; default: it counts. */
  readonly countsPadding?: boolean | undefined;
}

/** The largest value in each window. */
export function maxPool(x: Tensor, options: PoolOptions): Tensor {
  const { shape, windows } = plan("maxPool", x, options);
  const [y, places] = x.graph.applyMany("MaxPool", [x], {
    results: [{ shape }, { shape, type: "int64" }],
    attributes: windowAttributes(windows),
    // ONNX numbers each window's winner within the whole tensor.
    gradient: (d) => {
      const zeros = expand(x.graph.scalar(0), [sizeOf(x.shape)]);
      const flat = x.graph.apply("Reshape", [places!, x.graph.integers([sizeOf(shape)])], {
        shape: [sizeOf(shape)],
        type: "int64",
      });
      return [reshape(scatterAdd(zeros, flat, reshape(d, [sizeOf(shape)]), 0), x.shape)];
    },
  });
  return y!;
}

/** The mean of each window. What a window sees beyond the padding never counts. */
export function averagePool(x: Tensor, options: AveragePoolOptions): Tensor {
  const { shape, windows, pads } = plan("averagePool", x, options);
  const y = meanOfWindows(x, shape, windows);
  const counted: Sides = options.countsPadding ?? true ? pads : [0, 0, 0, 0];
  const size = sizeOfImages(x.shape);
  const [rows, columns] = [0, 1].map((axis) => countPixels(axis as 0 | 1, size, windows, counted));
  const area = windows.kernel[0] * windows.kernel[1];
  const factors = rows!.flatMap((row) => columns!.map((column) => area / (row * column)));
  if (factors.every((factor) => factor === 1)) return y;
  return mul(y, x.graph.constant([1, 1, rows!.length, columns!.length], factors));
}

/** The mean of each channel: `[n, channels, height, width]` gives `[n, channels]`. */
export function globalAveragePool(x: Tensor): Tensor {
  requireImages("globalAveragePool", x);
  return mean(x, { axes: [2, 3] });
}

/** The mean of each window with zeros around the image. */
function meanOfWindows(x: Tensor, shape: readonly number[], windows: Windows): Tensor {
  return x.graph.apply("AveragePool", [x], {
    shape,
    attributes: { ...windowAttributes(windows), count_include_pad: 1 },
    // Every pixel of a window gets its share: a transposed convolution with a constant kernel.
    gradient: (d) => {
      const { kernel } = windows;
      const channels = x.shape[1]!;
      const share = x.graph.scalar(1 / (kernel[0] * kernel[1]));
      return [
        x.graph.apply("ConvTranspose", [d, expand(share, [channels, 1, ...kernel])], {
          shape: x.shape,
          attributes: {
            ...windowAttributes(windows),
            group: channels,
            output_padding: unseenPixels(sizeOfImages(x.shape), windows),
          },
        }),
      ];
    },
  });
}

/** How many pixels of the image and of the padding that counts each window sees along an axis. */
function countPixels(axis: 0 | 1, size: Pair, windows: Windows, counted: Sides): number[] {
  const [kernel, stride] = [windows.kernel[axis], windows.strides[axis]];
  const [first, end] = [-counted[axis], size[axis] + counted[axis + 2 as 2 | 3]];
  return Array.from({ length: countWindows(size, windows)[axis] }, (_, i) => {
    const start = i * stride - windows.pads[axis];
    return Math.min(start + kernel, end) - Math.max(start, first);
  });
}

function requireImages(operator: string, x: Tensor): void {
  if (x.shape.length !== 4) {
    throw operatorError(
      operator,
      `it takes images [n, channels, height, width], not ${formatShape(x.shape)}`,
    );
  }
}

/** The result's shape, the padding asked for, and the windows with the padding they reach. */
function plan(operator: string, x: Tensor, options: PoolOptions) {
  requireImages(operator, x);
  const [kernel, pads] = [toPair(options.kernel), toSides(options.padding ?? 0)];
  const strides = toPair(options.stride ?? kernel);
  const isTooLarge = (count: number, side: number) => !(count >= 0 && count < kernel[side % 2]!);
  if ([...kernel, ...strides].some((count) => !(count >= 1)) || pads.some(isTooLarge)) {
    throw operatorError(
      operator,
      `kernel ${kernel.join(" × ")} and stride ${strides.join(" × ")} must be at least 1, ` +
        `padding ${formatShape(pads)} below the kernel`,
    );
  }
  const size = sizeOfImages(x.shape);
  const asked: Windows = { kernel, strides, dilations: [1, 1], pads };
  const windows = options.ceil ? reachingFurther(size, asked) : asked;
  const counts = countWindows(size, windows);
  if (counts.some((count) => count < 1)) {
    throw operatorError(
      operator,
      `a ${kernel.join(" × ")} window with padding ${formatShape(pads)} does not fit into ${
        formatShape(x.shape)
      }`,
    );
  }
  return { shape: [x.shape[0]!, x.shape[1]!, ...counts], windows, pads };
}

/**
 * Windows with the padding that lets one more fit where pixels are left over, unless it would start
 * beyond the image: PyTorch's rule, written as padding since runtimes differ in theirs.
 */
function reachingFurther(size: Pair, windows: Windows): Windows {
  const [top, left, bottom, right] = windows.pads;
  const unseen = unseenPixels(size, windows);
  const [height, width] = ([0, 1] as const).map((axis) => {
    const missing = unseen[axis] === 0 ? 0 : windows.strides[axis] - unseen[axis];
    return windows.pads[axis + 2 as 2 | 3] + missing < windows.kernel[axis] ? missing : 0;
  });
  return { ...windows, pads: [top, left, bottom + height!, right + width!] };
}
