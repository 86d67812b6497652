/**
 * ResNet-50 (He et al., CVPR 2016) with made-up weights, batch norm folded into its convolutions as
 * in an ONNX file: frozen, forward only, and a step that trains all of it.
 *
 * @module
 */
import {
  add,
  conv2d,
  globalAveragePool,
  Graph,
  maxPool,
  relu,
  type Tensor,
} from "../lib/autodiff/mod.ts";
import { fineTuningStep, Weights } from "./engine_networks.ts";
import { spread, type TrainingStep } from "./engine_models.ts";

/** Blocks and inner channels of the four stages. */
const STAGES = [[3, 64], [4, 128], [6, 256], [3, 512]] as const;

/** Features `[batch, 2048]` of films `[batch, 3, size, size]`, as output `features`. */
export function resnet50Forward(batch: number, size = 224): TrainingStep {
  const graph = new Graph();
  const films = graph.input("films", [batch, 3, size, size]);
  graph.output("features", resnet50(films, new Weights(graph, "frozen")));
  return { program: graph.toProgram(), feeds: { films: spread(batch * 3 * size * size, 99) } };
}

/** A step of SGD with momentum on all weights. */
export function resnet50Step(batch: number, size = 224): TrainingStep {
  return fineTuningStep(resnet50, { batch, size });
}

/** `[batch, 3, size, size]` gives `[batch, 2048]`. */
function resnet50(films: Tensor, weights: Weights): Tensor {
  const convolution = (x: Tensor, filters: number, kernel: number, stride: number): Tensor => {
    const { kernels, bias } = weights.ofConvolution([filters, x.shape[1]!, kernel, kernel]);
    return conv2d(x, kernels, { bias, stride, padding: kernel >> 1 });
  };
  const block = (x: Tensor, width: number, stride: number): Tensor => {
    const reduced = relu(convolution(x, width, 1, 1));
    const inner = relu(convolution(reduced, width, 3, stride));
    const outer = convolution(inner, 4 * width, 1, 1);
    const fits = stride === 1 && x.shape[1] === 4 * width;
    return relu(add(outer, fits ? x : convolution(x, 4 * width, 1, stride)));
  };

  let x = maxPool(relu(convolution(films, 64, 7, 2)), { kernel: 3, stride: 2, padding: 1 });
  for (const [stage, [blocks, width]] of STAGES.entries()) {
    for (let i = 0; i < blocks; i++) x = block(x, width, i === 0 && stage > 0 ? 2 : 1);
  }
  return globalAveragePool(x);
}
