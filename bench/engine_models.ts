/**
 * The two training steps that the engine is measured and checked by, with made-up inputs that
 * `engine_torch.py` makes in the same way.
 *
 * @module
 */
import {
  add,
  addOptimiser,
  batchNorm,
  conv2d,
  globalAveragePool,
  Graph,
  l2Normalise,
  leakyRelu,
  logSoftmax,
  matmul,
  mean,
  mul,
  neg,
  type Program,
  relu,
  type Shape,
  sizeOf,
  sum,
  tanh,
  type Tensor,
} from "../lib/autodiff/mod.ts";

/** A training step and what to feed it. */
export interface TrainingStep {
  readonly program: Program;
  readonly feeds: Readonly<Record<string, Float32Array>>;
}

/**
 * Numbers scattered evenly over [−scale, scale), by a formula in whole numbers so that other
 * languages get the same bits; `stream` tells the arrays of a step apart.
 */
export function spread(count: number, stream: number, scale = 1): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const start = (i * 7919 + stream * 104729) % 1000003;
    return scale * (2 * ((start * start) % 999983) / 999983 - 1);
  });
}

/** Rows of positive numbers that sum to 1, spread likewise: label distributions, a graph. */
export function spreadRows(rows: number, columns: number, stream: number): Float32Array {
  const values = spread(rows * columns, stream).map((value) => value + 1.01);
  for (let row = 0; row < rows; row++) {
    const part = values.subarray(row * columns, (row + 1) * columns);
    const total = part.reduce((a, b) => a + b, 0);
    part.forEach((value, i) => part[i] = value / total);
  }
  return values;
}

/**
 * A hash head on 1,024 features and a two-layer GCN on 14 labels, trained together by Adam: 64 bits,
 * batch 256.
 */
export function headGcnStep(): TrainingStep {
  const graph = new Graph({ training: true });
  const features = graph.input("features", [256, 1024]);
  const labels = graph.input("labels", [256, 14]);
  const nodes = graph.constant([14, 300], spread(14 * 300, 1));
  const adjacency = graph.constant([14, 14], spreadRows(14, 14, 2));
  const parameter = (name: string, shape: Shape, stream: number, scale: number) =>
    graph.parameter(name, shape, spread(sizeOf(shape), stream, scale));

  const weights = parameter("head.weights", [1024, 64], 3, 0.05);
  const bias = parameter("head.bias", [64], 4, 0);
  const gcn1 = parameter("gcn.weights1", [300, 512], 5, 0.08);
  const gcn2 = parameter("gcn.weights2", [512, 64], 6, 0.08);

  const codes = l2Normalise(tanh(add(matmul(features, weights), bias)));
  const hidden = leakyRelu(matmul(adjacency, matmul(nodes, gcn1)), 0.2);
  const targets = l2Normalise(matmul(adjacency, matmul(hidden, gcn2)));
  const logits = mul(matmul(codes, targets, { transposeB: true }), 8);
  const loss = crossEntropy(logits, labels);

  graph.output("loss", loss);
  addOptimiser(graph, loss, [{ parameters: graph.parameters() }], { kind: "adam" });
  return {
    program: graph.toProgram(),
    feeds: {
      features: spread(256 * 1024, 7, 1.5),
      labels: spreadRows(256, 14, 8),
      learningRate: Float32Array.of(1e-3),
    },
  };
}

/** How large the residual network and its images are. */
export interface SmallResidualOptions {
  /** Height and width of an image; default: 64. */
  readonly size?: number;
  /** Filters of the first layers; default: 32. */
  readonly width?: number;
}

/**
 * A residual network (32, 32, 64, 128 and 256 filters) with a tanh head on 64 × 64 images, trained
 * by SGD with momentum: batch 32.
 */
export function smallResidualStep(
  batch = 32,
  { size = 64, width = 32 }: SmallResidualOptions = {},
): TrainingStep {
  const graph = new Graph({ training: true });
  const images = graph.input("images", [batch, 1, size, size]);
  const labels = graph.input("labels", [batch, 14]);
  let layers = 0;
  const weights = (shape: Shape, fanIn: number) =>
    graph.parameter(
      `weights${layers}`,
      shape,
      spread(sizeOf(shape), 10 + layers++, Math.sqrt(6 / fanIn)),
    );

  const convolution = (x: Tensor, filters: number, kernel: number, stride: number) => {
    const channels = x.shape[1]!;
    const name = `norm${layers}`;
    const kernels = weights([filters, channels, kernel, kernel], channels * kernel * kernel);
    const y = conv2d(x, kernels, { stride, padding: kernel >> 1 });
    const filled = (value: number) => new Float32Array(filters).fill(value);
    return batchNorm(y, {
      scale: graph.parameter(`${name}.scale`, [filters], filled(1)),
      bias: graph.parameter(`${name}.bias`, [filters], filled(0)),
      runningMean: graph.state(`${name}.mean`, [filters], filled(0)),
      runningVariance: graph.state(`${name}.variance`, [filters], filled(1)),
    });
  };

  let x = relu(convolution(images, width, 3, 1));
  for (const [times, stride] of [[1, 1], [2, 2], [4, 2], [8, 2]] as const) {
    const filters = times * width;
    const inner = convolution(relu(convolution(x, filters, 3, stride)), filters, 3, 1);
    x = relu(add(inner, stride === 1 ? x : convolution(x, filters, 1, stride)));
  }
  const codes = tanh(matmul(globalAveragePool(x), weights([8 * width, 64], 8 * width)));
  const loss = crossEntropy(matmul(codes, weights([64, 14], 64)), labels);

  graph.output("loss", loss);
  const groups = [{ parameters: graph.parameters() }];
  addOptimiser(graph, loss, groups, { kind: "sgd", momentum: 0.9 });
  return {
    program: graph.toProgram(),
    feeds: {
      images: spread(batch * size * size, 8, 1.5),
      labels: spreadRows(batch, 14, 9),
      learningRate: Float32Array.of(0.01),
    },
  };
}

/** The mean over rows of −Σ labels · log softmax(logits). */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return neg(mean(sum(mul(labels, logSoftmax(logits)), { axes: [1] })));
}
