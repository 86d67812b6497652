/**
 * A small residual network for one-channel films of 64 to 128 pixels, trained from scratch.
 *
 * @module
 */
import {
  add,
  batchNorm,
  conv2d,
  div,
  globalAveragePool,
  relu,
  sub,
  type Tensor,
} from "../autodiff/mod.ts";
import type { Random } from "../base/random.ts";
import { normalisation } from "./normalisation.ts";

/** Options of {@linkcode smallResnet}. */
export interface SmallResnetOptions {
  /** Channels of the first layers; the last have eight times as many. */
  readonly width: number;
  /** Stride of the stem: 2 halves the picture at once, for a quarter of the work. */
  readonly stemStride: 1 | 2;
  /** Decides the initial weights. */
  readonly random: Random;
}

/**
 * Features `[N, 8·width]` of films `[N, 1, size, size]` with values 0 to 1: a stem, four residual
 * blocks (He et al., CVPR 2016) of which the last three halve the picture, and the average over
 * what is left of it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Graph } from "@cohash/cohash/autodiff";
 * import { Random } from "@cohash/cohash/base";
 * import { smallResnet } from "@cohash/cohash/model";
 *
 * const films = new Graph().input("films", [2, 1, 64, 64]);
 * const features = smallResnet(films, { width: 4, stemStride: 2, random: new Random(0) });
 * assertEquals(features.shape, [2, 32]);
 * ```
 */
export function smallResnet(
  films: Tensor,
  { width, stemStride, random }: SmallResnetOptions,
): Tensor {
  const convolve = (x: Tensor, name: string, channels: number, kernel: number, stride: number) =>
    normalisedConvolution(x, { name, channels, kernel, stride, random });
  const block = (x: Tensor, name: string, channels: number, stride: number): Tensor => {
    const inner = relu(convolve(x, `${name}.conv1`, channels, 3, stride));
    const branch = convolve(inner, `${name}.conv2`, channels, 3, 1);
    const shortcut = stride === 1 ? x : convolve(x, `${name}.shortcut`, channels, 1, stride);
    return relu(add(branch, shortcut));
  };
  // Films of every source lie between black and white; this brings them near mean 0 and spread 1.
  const centred = div(sub(films, 0.5), 0.25);
  let x = relu(convolve(centred, "backbone.stem", width, 3, stemStride));
  x = block(x, "backbone.block1", width, 1);
  x = block(x, "backbone.block2", 2 * width, 2);
  x = block(x, "backbone.block3", 4 * width, 2);
  x = block(x, "backbone.block4", 8 * width, 2);
  return globalAveragePool(x);
}

interface ConvolutionOptions {
  readonly name: string;
  readonly channels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly random: Random;
}

/** Convolution without bias, then batch normalisation; initial weights after He et al. (2015). */
function normalisedConvolution(
  x: Tensor,
  { name, channels, kernel, stride, random }: ConvolutionOptions,
): Tensor {
  const shape = [channels, x.shape[1]!, kernel, kernel] as const;
  const inputs = shape[1] * kernel * kernel;
  const weight = x.graph.parameter(
    `${name}.weight`,
    shape,
    random.fork(name).normals(channels * inputs, Math.sqrt(2 / inputs)),
  );
  const convolved = conv2d(x, weight, { stride, padding: (kernel - 1) / 2 });
  return batchNorm(convolved, normalisation(x, name, channels));
}
