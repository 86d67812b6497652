/**
 * Convolution of images.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { sum } from "./core.ts";
import { inputGradient, weightGradient } from "./convolution_gradients.ts";
import { convolutionAttributes, type ConvolutionOptions } from "./convolution_plan.ts";
import { planConvolution } from "./convolution_plan.ts";

/**
 * 2-D convolution (cross-correlation, as in every framework).
 *
 * @param x `[n, channels, height, width]`
 * @param weights `[filters, channels / groups, kernelHeight, kernelWidth]`
 * @returns `[n, filters, outputHeight, outputWidth]`
 * @throws {RangeError} if the shapes or options do not fit
 */
export function conv2d(x: Tensor, weights: Tensor, options: ConvolutionOptions = {}): Tensor {
  const plan = planConvolution(x, weights, options);
  const { bias } = options;
  return x.graph.apply("Conv", bias === undefined ? [x, weights] : [x, weights, bias], {
    shape: [plan.n, plan.filters, ...plan.output],
    attributes: convolutionAttributes(plan),
    gradient: (d) => [
      inputGradient(d, x, weights, plan),
      weightGradient(d, x, weights, plan),
      ...(bias === undefined ? [] : [sum(d, { axes: [0, 2, 3] })]),
    ],
  });
}
