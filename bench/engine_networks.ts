/**
 * Large networks as they are fine-tuned, with made-up weights that `engine_torch.py` makes in the
 * same way.
 *
 * @module
 */
import {
  addOptimiser,
  Graph,
  matmul,
  type Shape,
  sizeOf,
  type Tensor,
} from "../lib/autodiff/mod.ts";
import { crossEntropy, spread, spreadRows, type TrainingStep } from "./engine_models.ts";

/** The weights of a network, made when they are asked for: trained, or constants where frozen. */
export class Weights {
  readonly #graph: Graph;
  readonly #kind: "trained" | "frozen";
  #layers = 0;

  /** None yet. */
  constructor(graph: Graph, kind: "trained" | "frozen") {
    this.#graph = graph;
    this.#kind = kind;
  }

  /** Kernels that keep the variance of what they see, and a bias that starts at 0. */
  ofConvolution(shape: Shape): { readonly kernels: Tensor; readonly bias: Tensor } {
    const layer = this.#layers++;
    const fanIn = sizeOf(shape.slice(1));
    return {
      kernels: this.of(
        `weights${layer}`,
        shape,
        spread(sizeOf(shape), layer, Math.sqrt(3 / fanIn)),
      ),
      bias: this.of(`bias${layer}`, shape.slice(0, 1), new Float32Array(shape[0]!)),
    };
  }

  /** Weights of that name that start at the given values. */
  of(name: string, shape: Shape, initial: Float32Array): Tensor {
    return this.#kind === "trained"
      ? this.#graph.parameter(name, shape, initial)
      : this.#graph.constant(shape, initial);
  }
}

/** Features `[batch, channels]` of films `[batch, 3, size, size]`. */
export type Network = (films: Tensor, weights: Weights) => Tensor;

/** A step that trains all of a network and 14 classes on top of it, by SGD with momentum. */
export function fineTuningStep(
  network: Network,
  { batch, size }: { readonly batch: number; readonly size: number },
): TrainingStep {
  const graph = new Graph({ training: true });
  const films = graph.input("films", [batch, 3, size, size]);
  const labels = graph.input("labels", [batch, 14]);
  const weights = new Weights(graph, "trained");
  const features = network(films, weights);
  const channels = features.shape[1]!;
  const classes = weights.of("classes", [channels, 14], spread(channels * 14, 98, 0.01));

  const loss = crossEntropy(matmul(features, classes), labels);
  graph.output("loss", loss);
  addOptimiser(graph, loss, [{ parameters: graph.parameters() }], { kind: "sgd", momentum: 0.9 });
  return {
    program: graph.toProgram(),
    feeds: {
      films: spread(batch * 3 * size * size, 99),
      labels: spreadRows(batch, 14, 97),
      learningRate: Float32Array.of(1e-3),
    },
  };
}
