/**
 * Normalisation: batch norm and unit-length rows.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { formatShape, operatorError, type Shape, sizeOf } from "../shape.ts";
import { add, div, expand, mean, mul, reshape, sub, sum } from "./core.ts";
import { maximum, sqrt } from "./elementwise.ts";

/** The variables and constants of a {@linkcode batchNorm}. */
export interface BatchNormOptions {
  /** `[channels]`; default: 1. */
  readonly scale?: Tensor;
  /** `[channels]`; default: 0. */
  readonly bias?: Tensor;
  /** A state `[channels]` that starts at 0. */
  readonly runningMean: Tensor;
  /** A state `[channels]` that starts at 1. */
  readonly runningVariance: Tensor;
  /** Which statistics normalise; default: the batch's in a training graph, else the running ones. */
  readonly statistics?: "batch" | "running";
  /** The share of the batch in the running statistics; default: 0.1. */
  readonly momentum?: number;
  /** Added to the variance; default: 1e-5. */
  readonly epsilon?: number;
}

/**
 * Batch normalisation (Ioffe & Szegedy 2015) of `[n, channels]` or
 * `[n, channels, height, width]`: scale · (x − mean) / √(variance + ε) + bias, channel by channel.
 *
 * A training graph normalises by the batch's own mean and variance and updates the running ones,
 * as PyTorch does: with the unbiased variance. Other graphs normalise by the running ones.
 *
 * @throws {RangeError} if the shapes do not fit or a training batch has one value per channel
 */
export function batchNorm(x: Tensor, options: BatchNormOptions): Tensor {
  const { graph } = x;
  const channels = requireChannels(x, options);
  const {
    scale = expand(graph.scalar(1), channels),
    bias = expand(graph.scalar(0), channels),
    runningMean,
    runningVariance,
    statistics = graph.training ? "batch" : "running",
    momentum = 0.1,
    epsilon = 1e-5,
  } = options;
  if (statistics === "running") {
    return normalise(x, { scale, bias, mean: runningMean, variance: runningVariance, epsilon });
  }

  const perChannel = [1, channels[0]!, ...x.shape.slice(2).map(() => 1)];
  const axes = x.shape.keys().filter((axis) => axis !== 1).toArray();
  const count = sizeOf(x.shape) / channels[0]!;
  if (count < 2) {
    throw operatorError("batchNorm", `a variance needs two values, ${formatShape(x.shape)}`);
  }

  const batchMean = mean(x, { axes, keepDims: true });
  const centred = sub(x, batchMean);
  const variance = mean(mul(centred, centred), { axes });
  const unbiased = mul(variance, count / (count - 1));
  update(runningMean, reshape(batchMean, channels), momentum);
  update(runningVariance, unbiased, momentum);

  const zero = expand(graph.scalar(0), channels);
  /** scale · x̂ + bias, where x̂ = centred / √(variance + ε), in one pass over the tensor. */
  const affine = (scale: Tensor, bias: Tensor) =>
    normalise(centred, { scale, bias, mean: zero, variance, epsilon });

  return graph.withGradient(affine(scale, bias), [x, scale, bias], (d) => {
    const inverse = div(1, sqrt(add(variance, epsilon)));
    const biasGradient = sum(d, { axes });
    const scaleGradient = mul(inverse, sum(mul(d, centred), { axes }));
    // dx = scale/√(variance + ε) · (d − mean(d) − x̂ · mean(d · x̂))
    const factor = mul(scale, inverse);
    const share = mul(factor, -1 / count);
    const rest = affine(mul(share, scaleGradient), mul(share, biasGradient));
    return [add(mul(d, reshape(factor, perChannel)), rest), scaleGradient, biasGradient];
  });
}

/** Rows scaled to unit Euclidean length: x / max(‖x‖, ε). */
export function l2Normalise(x: Tensor, epsilon = 1e-12): Tensor {
  if (x.shape.length !== 2) {
    throw operatorError("l2Normalise", `it takes rows [n, size], not ${formatShape(x.shape)}`);
  }
  const sumRows = (v: Tensor) => sum(v, { axes: [1], keepDims: true });
  const length = maximum(sqrt(sumRows(mul(x, x))), epsilon);
  const y = div(x, length);
  return x.graph.withGradient(y, [x], (d) => [div(sub(d, mul(y, sumRows(mul(d, y)))), length)]);
}

interface Statistics {
  readonly scale: Tensor;
  readonly bias: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly epsilon: number;
}

function normalise(x: Tensor, { scale, bias, mean, variance, epsilon }: Statistics): Tensor {
  return x.graph.apply("BatchNormalization", [x, scale, bias, mean, variance], {
    shape: x.shape,
    attributes: { epsilon: { float: epsilon } },
    gradient: (d) => {
      const axes = x.shape.keys().filter((axis) => axis !== 1).toArray();
      const perChannel = [1, x.shape[1]!, ...x.shape.slice(2).map(() => 1)];
      const inverse = div(1, sqrt(add(variance, epsilon)));
      const centred = sub(x, reshape(mean, perChannel));
      return [
        mul(d, reshape(mul(scale, inverse), perChannel)),
        mul(inverse, sum(mul(d, centred), { axes })),
        sum(d, { axes }),
      ];
    },
  });
}

/** running ← (1 − momentum) · running + momentum · batch. */
function update(running: Tensor, batch: Tensor, momentum: number): void {
  running.graph.assign(running, add(mul(running, 1 - momentum), mul(batch, momentum)));
}

/** The shape `[channels]`, once everything fits it. */
function requireChannels(x: Tensor, options: BatchNormOptions): Shape {
  if (x.shape.length !== 2 && x.shape.length !== 4) {
    throw operatorError(
      "batchNorm",
      `it takes [n, channels] or [n, channels, height, width], not ${formatShape(x.shape)}`,
    );
  }
  const channels = x.shape[1]!;
  for (const name of ["scale", "bias", "runningMean", "runningVariance"] as const) {
    const shape = options[name]?.shape;
    if (shape !== undefined && (shape.length !== 1 || shape[0] !== channels)) {
      throw operatorError(
        "batchNorm",
        `${name} must have one value per channel, ${formatShape(x.shape)} and ${
          formatShape(shape)
        }`,
      );
    }
  }
  return [channels];
}
