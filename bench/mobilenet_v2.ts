/**
 * MobileNetV2 (Sandler et al., CVPR 2018) with made-up weights, batch norm folded into its
 * convolutions as in an ONNX file.
 *
 * @module
 */
import { add, clip, conv2d, globalAveragePool, type Tensor } from "../lib/autodiff/mod.ts";
import { fineTuningStep, type Weights } from "./engine_networks.ts";
import type { TrainingStep } from "./engine_models.ts";

/** Expansion, channels, blocks and first stride of each stage: table 2 of the paper. */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** A step of SGD with momentum on all weights. */
export function mobilenetV2Step(batch: number, size = 224): TrainingStep {
  return fineTuningStep(mobilenetV2, { batch, size });
}

/** `[batch, 3, size, size]` gives `[batch, 1280]`. */
function mobilenetV2(films: Tensor, weights: Weights): Tensor {
  const convolution = (x: Tensor, filters: number, kernel: number, stride = 1, groups = 1) => {
    const shape = [filters, x.shape[1]! / groups, kernel, kernel];
    const { kernels, bias } = weights.ofConvolution(shape);
    return conv2d(x, kernels, { bias, stride, padding: kernel >> 1, groups });
  };
  const relu6 = (x: Tensor) => clip(x, 0, 6);
  const block = (x: Tensor, expansion: number, filters: number, stride: number): Tensor => {
    const channels = x.shape[1]! * expansion;
    const wide = expansion === 1 ? x : relu6(convolution(x, channels, 1));
    const inner = relu6(convolution(wide, channels, 3, stride, channels));
    const narrow = convolution(inner, filters, 1);
    return stride === 1 && x.shape[1] === filters ? add(x, narrow) : narrow;
  };

  let x = relu6(convolution(films, 32, 3, 2));
  for (const [expansion, filters, blocks, stride] of STAGES) {
    for (let i = 0; i < blocks; i++) x = block(x, expansion, filters, i === 0 ? stride : 1);
  }
  return globalAveragePool(relu6(convolution(x, 1280, 1)));
}
