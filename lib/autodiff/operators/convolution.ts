/**
 * Convolution of images.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { formatShape, operatorError } from "../shape.ts";
import { matmul } from "./matrix.ts";
import { reshape } from "./core.ts";
import { concat, pad, slice, transpose } from "./movement.ts";

/** How the kernel moves over the image. */
export interface ConvolutionOptions {
  /** The step between windows, in pixels; default: 1. */
  readonly stride?: number;
  /** Zeros added on every side; default: 0. */
  readonly padding?: number;
  /** Into how many groups the channels are divided, each convolved alone; default: 1. */
  readonly groups?: number;
}

/** The sizes of a convolution, by the names used in the formulas below. */
interface Plan {
  readonly n: number;
  readonly channels: number;
  readonly filters: number;
  readonly kernel: readonly [number, number];
  readonly input: readonly [number, number];
  readonly output: readonly [number, number];
  readonly stride: number;
  readonly padding: number;
  readonly groups: number;
}

/**
 * 2-D convolution (cross-correlation, as in every framework) without bias.
 *
 * @param x `[n, channels, height, width]`
 * @param weights `[filters, channels / groups, kernelHeight, kernelWidth]`
 * @returns `[n, filters, outputHeight, outputWidth]`
 * @throws {RangeError} if the shapes or options do not fit
 */
export function conv2d(x: Tensor, weights: Tensor, options: ConvolutionOptions = {}): Tensor {
  const plan = planConvolution(x, weights, options);
  return x.graph.apply("Conv", [x, weights], {
    shape: [plan.n, plan.filters, ...plan.output],
    attributes: attributesOf(plan),
    gradient: (d) => [inputGradient(d, x, weights, plan), weightGradient(d, x, weights, plan)],
  });
}

/**
 * At stride 1 the input's gradient is a convolution with the weights turned by 180° and with
 * filters and channels swapped, which runs faster than the general transposed convolution.
 */
function inputGradient(d: Tensor, x: Tensor, weights: Tensor, plan: Plan): Tensor {
  const { graph } = x;
  const { kernel, padding, stride, groups, input, output } = plan;
  const [top, left] = [kernel[0] - 1 - padding, kernel[1] - 1 - padding];
  if (stride > 1 || top < 0 || left < 0) {
    const remainder = [0, 1].map((i) =>
      input[i]! - ((output[i]! - 1) * stride - 2 * padding + kernel[i]!)
    );
    return graph.apply("ConvTranspose", [d, weights], {
      shape: x.shape,
      attributes: { ...attributesOf(plan), output_padding: remainder },
    });
  }
  return graph.apply("Conv", [d, turned(weights, groups)], {
    shape: x.shape,
    attributes: {
      ...attributesOf(plan),
      pads: [top, left, top, left],
    },
  });
}

/** `[filters, channels / groups, h, w]` to `[channels, filters / groups, h, w]`, turned by 180°. */
function turned(weights: Tensor, groups: number): Tensor {
  const { graph } = weights;
  const [filters, channels, height, width] = weights.shape as [number, number, number, number];
  const grouped = reshape(weights, [groups, filters / groups, channels, height, width]);
  const swapped = transpose(grouped, [0, 2, 1, 3, 4]);
  const merged = reshape(swapped, [groups * channels, filters / groups, height, width]);
  if (height === 1 && width === 1) return merged;
  const [last, beforeFirst] = [[-1, -1], [-height - 1, -width - 1]];
  const lists = [last, beforeFirst, [2, 3], [-1, -1]].map((list) => graph.integers(list));
  return graph.apply("Slice", [merged, ...lists], { shape: merged.shape });
}

/**
 * One matrix product for each kernel position (i, j), over all images and windows at once:
 * dW[:, :, i, j] = D · X(i, j)ᵀ, where D `[filters, n·oh·ow]` is the gradient and X(i, j)
 * `[channels, n·oh·ow]` the pixels that this position of the kernel has seen. With one channel the
 * X(i, j) are rows, and one product takes them all.
 */
function weightGradient(d: Tensor, x: Tensor, weights: Tensor, plan: Plan): Tensor {
  const { n, channels, filters, kernel, output, stride, padding, groups } = plan;
  const windows = n * output[0] * output[1];
  const gradient = reshape(transpose(d, [1, 0, 2, 3]), [filters, windows]);
  const border = [0, 0, padding, padding];
  const image = pad(transpose(x, [1, 0, 2, 3]), { before: border, after: border });

  const seen: Tensor[] = [];
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      const pixels = slice(image, {
        starts: [i, j],
        ends: [i + (output[0] - 1) * stride + 1, j + (output[1] - 1) * stride + 1],
        axes: [2, 3],
        steps: [stride, stride],
      });
      seen.push(reshape(pixels, [channels, windows]));
    }
  }
  if (channels === 1) {
    const product = matmul(gradient, concat(seen, 0), { transposeB: true });
    return reshape(product, weights.shape);
  }
  const products = seen.map((pixels) =>
    reshape(groupedProduct(gradient, pixels, groups), [filters, channels / groups, 1])
  );
  return reshape(concat(products, 2), weights.shape);
}

/** A · Bᵀ for each group of rows: `[f, m]` and `[c, m]` give `[f, c / groups]`. */
function groupedProduct(a: Tensor, b: Tensor, groups: number): Tensor {
  if (groups === 1) return matmul(a, b, { transposeB: true });
  const [rowsA, columns] = a.shape as [number, number];
  const rowsB = b.shape[0]!;
  const left = reshape(a, [groups, rowsA / groups, columns]);
  const right = transpose(reshape(b, [groups, rowsB / groups, columns]), [0, 2, 1]);
  const shape = [groups, rowsA / groups, rowsB / groups];
  return reshape(a.graph.apply("MatMul", [left, right], { shape }), [rowsA, rowsB / groups]);
}

function attributesOf({ kernel, stride, padding, groups }: Plan) {
  return {
    kernel_shape: kernel,
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
    group: groups,
  };
}

function planConvolution(x: Tensor, weights: Tensor, options: ConvolutionOptions): Plan {
  const { stride = 1, padding = 0, groups = 1 } = options;
  const shapes = `${formatShape(x.shape)} and ${formatShape(weights.shape)}`;
  if (x.shape.length !== 4 || weights.shape.length !== 4) {
    throw operatorError("conv2d", `images and weights must have 4 axes, ${shapes}`);
  }
  const [n, channels, inputHeight, inputWidth] = x.shape as [number, number, number, number];
  const [filters, depth, height, width] = weights.shape as [number, number, number, number];
  if (!(stride >= 1 && padding >= 0)) {
    throw operatorError(
      "conv2d",
      `stride ${stride} must be at least 1, padding ${padding} at least 0`,
    );
  }
  if (channels !== depth * groups || filters % groups !== 0) {
    throw operatorError("conv2d", `channels differ in ${groups} groups, ${shapes}`);
  }
  const outputHeight = Math.floor((inputHeight + 2 * padding - height) / stride) + 1;
  const outputWidth = Math.floor((inputWidth + 2 * padding - width) / stride) + 1;
  if (outputHeight < 1 || outputWidth < 1) {
    throw operatorError("conv2d", `the kernel is larger than the padded image, ${shapes}`);
  }
  return {
    n,
    channels,
    filters,
    kernel: [height, width],
    input: [inputHeight, inputWidth],
    output: [outputHeight, outputWidth],
    stride,
    padding,
    groups,
  };
}
