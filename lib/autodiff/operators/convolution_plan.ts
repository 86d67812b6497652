/**
 * The sizes of a convolution, checked.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { formatShape, operatorError } from "../shape.ts";
import { countWindows, type Pair, type PerAxis, type PerSide, sizeOfImages } from "./windows.ts";
import { toPair, toSides, windowAttributes, type Windows } from "./windows.ts";

/** How the kernel moves over the image. */
export interface ConvolutionOptions {
  /** `[filters]`, added to every pixel; default: none. */
  readonly bias?: Tensor | undefined;
  /** The step between windows, in pixels; default: 1. */
  readonly stride?: PerAxis | undefined;
  /** Zeros added around the image; default: 0. */
  readonly padding?: PerSide | undefined;
  /** The step between the pixels that a window sees; default: 1. */
  readonly dilation?: PerAxis | undefined;
  /**
   * Into how many groups the channels are divided, each convolved alone; default: 1. With as many as
   * there are channels it is a depthwise convolution.
   */
  readonly groups?: number | undefined;
}

/** The sizes of a convolution, by the names used in the formulas of its gradients. */
export interface ConvolutionPlan extends Windows {
  readonly n: number;
  readonly channels: number;
  readonly filters: number;
  readonly groups: number;
  readonly input: Pair;
  readonly output: Pair;
}

/**
 * What follows from the shapes and options.
 *
 * @throws {RangeError} if they do not fit
 */
export function planConvolution(
  x: Tensor,
  weights: Tensor,
  options: ConvolutionOptions,
): ConvolutionPlan {
  const { bias, stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const shapes = `${formatShape(x.shape)} and ${formatShape(weights.shape)}`;
  if (x.shape.length !== 4 || weights.shape.length !== 4) {
    throw operatorError("conv2d", `images and weights must have 4 axes, ${shapes}`);
  }
  const [strides, dilations, pads] = [toPair(stride), toPair(dilation), toSides(padding)];
  if ([...strides, ...dilations].some((step) => !(step >= 1)) || pads.some((p) => !(p >= 0))) {
    throw operatorError(
      "conv2d",
      `stride ${strides.join(" × ")} and dilation ${dilations.join(" × ")} must be at least 1, ` +
        `padding ${formatShape(pads)} at least 0`,
    );
  }
  const [n, channels] = x.shape as [number, number];
  const [filters, depth] = weights.shape as [number, number];
  if (channels !== depth * groups || filters % groups !== 0) {
    throw operatorError("conv2d", `channels differ in ${groups} groups, ${shapes}`);
  }
  if (bias !== undefined && (bias.shape.length !== 1 || bias.shape[0] !== filters)) {
    throw operatorError(
      "conv2d",
      `the bias must have one value per filter, ${formatShape(weights.shape)} and ${
        formatShape(bias.shape)
      }`,
    );
  }
  const windows = { kernel: sizeOfImages(weights.shape), strides, dilations, pads };
  const input = sizeOfImages(x.shape);
  const output = countWindows(input, windows);
  if (output.some((count) => count < 1)) {
    throw operatorError("conv2d", `the kernel is larger than the padded image, ${shapes}`);
  }
  return { ...windows, n, channels, filters, groups, input, output };
}

/** As ONNX names them. */
export function convolutionAttributes(plan: ConvolutionPlan) {
  return { ...windowAttributes(plan), group: plan.groups };
}
