/**
 * A network of ResNet-50's size (He et al., CVPR 2016) as it runs frozen: forward only, with made-up
 * weights.
 *
 * @module
 */
import {
  add,
  batchNorm,
  conv2d,
  globalAveragePool,
  Graph,
  maxPool,
  relu,
  type Tensor,
} from "../lib/autodiff/mod.ts";
import { spread, type TrainingStep } from "./engine_models.ts";

/** Blocks and inner channels of the four stages. */
const STAGES = [[3, 64], [4, 128], [6, 256], [3, 512]] as const;

/** Features `[batch, 2048]` of films `[batch, 3, size, size]`, as output `features`. */
export function resnet50Forward(batch: number, size = 224): TrainingStep {
  const graph = new Graph();
  let layers = 0;
  const convolution = (x: Tensor, filters: number, kernel: number, stride: number): Tensor => {
    const channels = x.shape[1]!;
    const fanIn = channels * kernel * kernel;
    const layer = layers++;
    const values = spread(filters * fanIn, layer, Math.sqrt(3 / fanIn));
    const weights = graph.parameter(`weights${layer}`, [filters, channels, kernel, kernel], values);
    const state = (name: string, value: number) =>
      graph.state(`${name}${layer}`, [filters], new Float32Array(filters).fill(value));
    const statistics = { runningMean: state("mean", 0), runningVariance: state("variance", 1) };
    return batchNorm(conv2d(x, weights, { stride, padding: kernel >> 1 }), statistics);
  };
  const block = (x: Tensor, width: number, stride: number): Tensor => {
    const reduced = relu(convolution(x, width, 1, 1));
    const inner = relu(convolution(reduced, width, 3, stride));
    const outer = convolution(inner, 4 * width, 1, 1);
    const fits = stride === 1 && x.shape[1] === 4 * width;
    return relu(add(outer, fits ? x : convolution(x, 4 * width, 1, stride)));
  };

  const films = graph.input("films", [batch, 3, size, size]);
  let x = maxPool(relu(convolution(films, 64, 7, 2)), { kernel: 3, stride: 2, padding: 1 });
  for (const [stage, [blocks, width]] of STAGES.entries()) {
    for (let i = 0; i < blocks; i++) x = block(x, width, i === 0 && stage > 0 ? 2 : 1);
  }
  graph.output("features", globalAveragePool(x));
  return { program: graph.toProgram(), feeds: { films: spread(batch * 3 * size * size, 99) } };
}
