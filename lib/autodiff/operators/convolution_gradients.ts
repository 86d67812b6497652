/**
 * The gradients of a convolution.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { reshape, sum } from "./core.ts";
import { convolutionAttributes, type ConvolutionPlan } from "./convolution_plan.ts";
import { matmul } from "./matrix.ts";
import { concat, pad, slice, transpose } from "./movement.ts";
import { reachOf, unseenPixels } from "./windows.ts";

/**
 * d(loss)/d(images). At stride 1 it is a convolution with the weights turned by 180° and with filters
 * and channels swapped, which runs faster than the general transposed convolution.
 *
 * @param d d(loss)/d(result) `[n, filters, outputHeight, outputWidth]`
 */
export function inputGradient(
  d: Tensor,
  x: Tensor,
  weights: Tensor,
  plan: ConvolutionPlan,
): Tensor {
  const { graph } = x;
  const { pads, strides, groups, input } = plan;
  const reach = reachOf(plan);
  const pixels = pads.map((count, side) => reach[side % 2]! - 1 - count);
  if (strides.some((step) => step > 1) || pixels.some((count) => count < 0)) {
    return graph.apply("ConvTranspose", [d, weights], {
      shape: x.shape,
      attributes: { ...convolutionAttributes(plan), output_padding: unseenPixels(input, plan) },
    });
  }
  return graph.apply("Conv", [d, turned(weights, groups)], {
    shape: x.shape,
    attributes: { ...convolutionAttributes(plan), pads: pixels },
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
 * d(loss)/d(weights).
 *
 * @param d d(loss)/d(result) `[n, filters, outputHeight, outputWidth]`
 */
export function weightGradient(
  d: Tensor,
  x: Tensor,
  weights: Tensor,
  plan: ConvolutionPlan,
): Tensor {
  const isDepthwise = plan.groups > 1 && plan.groups === plan.channels;
  return isDepthwise
    ? depthwiseWeightGradient(d, x, weights, plan)
    : denseWeightGradient(d, x, weights, plan);
}

/**
 * One matrix product for each kernel position (i, j): dW[:, :, i, j] = Σ D · X(i, j)ᵀ, where D
 * `[filters, windows]` is the gradient and X(i, j) `[channels, windows]` the pixels that this
 * position of the kernel has seen. With few channels one product takes all positions.
 */
function denseWeightGradient(
  d: Tensor,
  x: Tensor,
  weights: Tensor,
  plan: ConvolutionPlan,
): Tensor {
  const { channels, filters, output, groups } = plan;
  const isLarge = groups === 1 && output[0] * output[1] >= LARGE_PLANE;
  const product = isLarge ? sumOfProducts(d, plan) : productOfRows(d, plan);
  const seen = seenPixels(isLarge ? x : transpose(x, [1, 0, 2, 3]), plan);
  if (groups === 1 && channels < FEW_CHANNELS && seen.length > 1) {
    const all = product(concat(seen, isLarge ? 1 : 0));
    const perPosition = reshape(all, [filters, seen.length, channels]);
    return reshape(transpose(perPosition, [0, 2, 1]), weights.shape);
  }
  const products = seen.map((pixels) => reshape(product(pixels), [filters, channels / groups, 1]));
  return reshape(concat(products, 2), weights.shape);
}

/** Windows of an image from which on a product an image is faster than one product of all. */
const LARGE_PLANE = 1024;

/** Channels below which a product's matrices are too narrow to be fast. */
const FEW_CHANNELS = 16;

/** X(i, j) for every position of the kernel, in the order of axes in which the images are given. */
function seenPixels(images: Tensor, { kernel, output, strides, dilations, pads }: ConvolutionPlan) {
  const [top, left, bottom, right] = pads;
  const image = pad(images, { before: [0, 0, top, left], after: [0, 0, bottom, right] });
  const seen: Tensor[] = [];
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      const starts = [i * dilations[0], j * dilations[1]];
      const ends = starts.map((start, axis) => start + (output[axis]! - 1) * strides[axis]! + 1);
      seen.push(slice(image, { starts, ends, axes: [2, 3], steps: strides }));
    }
  }
  return seen;
}

/** D · Xᵀ over all images at once, of pixels `[channels, n, height, width]`. */
function productOfRows(d: Tensor, { n, filters, output, groups }: ConvolutionPlan) {
  const windows = n * output[0] * output[1];
  const gradient = reshape(transpose(d, [1, 0, 2, 3]), [filters, windows]);
  return (pixels: Tensor) =>
    groupedProduct(gradient, reshape(pixels, [pixels.shape[0]!, windows]), groups);
}

/** The sum of D · Xᵀ over images, of pixels `[n, channels, height, width]`. */
function sumOfProducts(d: Tensor, { n, filters, output }: ConvolutionPlan) {
  const windows = output[0] * output[1];
  const gradient = reshape(d, [n, filters, windows]);
  return (pixels: Tensor) => {
    const channels = pixels.shape[1]!;
    const columns = transpose(reshape(pixels, [n, channels, windows]), [0, 2, 1]);
    const shape = [n, filters, channels];
    return sum(d.graph.apply("MatMul", [gradient, columns], { shape }), { axes: [0] });
  };
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

/**
 * Every plane of every image is convolved with its own gradient: the kernel's position takes the
 * window's place, so that strides and dilations change places, too. The images' shares are summed.
 * As one depthwise convolution of all planes it takes little longer than the forward one.
 */
function depthwiseWeightGradient(
  d: Tensor,
  x: Tensor,
  weights: Tensor,
  plan: ConvolutionPlan,
): Tensor {
  const { n, channels, filters, kernel, input, output, strides, dilations, pads } = plan;
  const [top, left, bottom, right] = pads;
  const unseen = unseenPixels(input, plan);
  const around = [top, left, Math.max(0, bottom - unseen[0]), Math.max(0, right - unseen[1])];
  const places = ([0, 1] as const).map((axis) => {
    const pixels = input[axis] + around[axis]! + around[axis + 2]!;
    return Math.floor((pixels - (output[axis] - 1) * strides[axis] - 1) / dilations[axis]) + 1;
  });
  const images = reshape(x, [1, n * channels, ...input]);
  const shares = x.graph.apply("Conv", [images, reshape(d, [n * filters, 1, ...output])], {
    shape: [1, n * filters, ...places],
    attributes: {
      kernel_shape: output,
      strides: dilations,
      dilations: strides,
      pads: around,
      group: n * channels,
    },
  });
  const perImage = reshape(shares, [n, filters, ...places]);
  const isExact = places.every((count, axis) => count === kernel[axis]);
  const wanted = isExact
    ? perImage
    : slice(perImage, { starts: [0, 0], ends: kernel, axes: [2, 3] });
  return reshape(sum(wanted, { axes: [0] }), weights.shape);
}
