/**
 * The backbone for precomputed features: standardised with the training rows' statistics, then
 * used as they are or sent through one hidden layer.
 *
 * @module
 */
import { add, div, matmul, relu, sub, type Tensor } from "../autodiff/mod.ts";
import type { Random } from "../base/random.ts";

/** Mean and standard deviation of each feature, `[D]` each. */
export interface FeatureStatistics {
  /** Of the training rows. */
  readonly mean: Float32Array;
  /** Of the training rows; 1 for a feature that never varies. */
  readonly deviation: Float32Array;
}

/** Options of {@linkcode featureAdaptor}. */
export interface FeatureAdaptorOptions {
  /** Width of the hidden layer; 0 for none (a linear hash function). */
  readonly hidden: number;
  /** Subtracted and divided by before anything else. */
  readonly statistics: FeatureStatistics;
  /** Decides the initial weights of the hidden layer. */
  readonly random: Random;
}

/**
 * Adapted features relu((f − mean) / deviation · W + b), `[N, hidden]`; without a hidden layer the
 * standardised features, `[N, D]`.
 *
 * @param features f `[N, D]`
 */
export function featureAdaptor(
  features: Tensor,
  { hidden, statistics, random }: FeatureAdaptorOptions,
): Tensor {
  const { graph } = features;
  const width = features.shape[1]!;
  // States, not constants, so that a checkpoint is all an encoder needs.
  const mean = graph.state("backbone.mean", [1, width], statistics.mean);
  const deviation = graph.state("backbone.deviation", [1, width], statistics.deviation);
  const standardised = div(sub(features, mean), deviation);
  if (hidden === 0) return standardised;
  const weight = graph.parameter(
    "backbone.weight",
    [width, hidden],
    random.fork("backbone.weight").normals(width * hidden, Math.sqrt(2 / width)),
  );
  const bias = graph.parameter("backbone.bias", [hidden], new Float32Array(hidden));
  return relu(add(matmul(standardised, weight), bias));
}

/**
 * (f − mean) / deviation of features `[n, D]`, row-major: what {@linkcode featureAdaptor} does
 * first, for methods that need the numbers before there is a graph.
 */
export function standardise(
  features: Float32Array,
  { mean, deviation }: FeatureStatistics,
): Float32Array {
  const width = mean.length;
  return features.map((value, at) => (value - mean[at % width]!) / deviation[at % width]!);
}

/**
 * Mean and standard deviation of each column of `[n, width]` features. A constant column gets
 * deviation 1, so that it becomes 0 and not NaN.
 *
 * @param features `[n, width]`, row-major
 * @example Two films; the second feature never varies
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { featureStatistics } from "@cohash/cohash/model";
 *
 * const { mean, deviation } = featureStatistics(Float32Array.of(1, 5, 3, 5), 2);
 * assertEquals([...mean], [2, 5]);
 * assertEquals([...deviation], [1, 1]);
 * ```
 */
export function featureStatistics(features: Float32Array, width: number): FeatureStatistics {
  const rows = features.length / width;
  const column = (c: number) => Array.from({ length: rows }, (_, r) => features[r * width + c]!);
  const mean = new Float32Array(width);
  const deviation = new Float32Array(width);
  for (let c = 0; c < width; c++) {
    const values = column(c);
    const average = values.reduce((sum, x) => sum + x, 0) / rows;
    const variance = values.reduce((sum, x) => sum + (x - average) ** 2, 0) / rows;
    mean[c] = average;
    deviation[c] = Math.sqrt(variance) || 1;
  }
  return { mean, deviation };
}
