/**
 * The backbone for precomputed features: standardised with the training rows' statistics, then
 * used as they are or sent through one hidden layer.
 *
 * @module
 */
import { add, div, matmul, relu, sub, type Tensor } from "../autodiff/mod.ts";
import type { Random } from "../base/random.ts";
import type { FeatureInputs } from "../data/dataset.ts";
import { partsOf } from "../data/rows.ts";

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
  const totals = new ColumnTotals(width);
  totals.add(features);
  const spread = totals.aboutTheMean();
  spread.add(features);
  return spread.statistics();
}

/**
 * The same of films whose features do not all fit in memory at once: they are read twice, a few at a
 * time. The bits are those of {@linkcode featureStatistics}.
 *
 * @param rows The films, at least one
 */
export async function featureStatisticsOf(
  { width, read }: Pick<FeatureInputs, "width" | "read">,
  rows: Uint32Array,
): Promise<FeatureStatistics> {
  const totals = new ColumnTotals(width);
  for (const some of partsOf(rows, ROWS_AT_ONCE)) totals.add(await read(some));
  const spread = totals.aboutTheMean();
  for (const some of partsOf(rows, ROWS_AT_ONCE)) spread.add(await read(some));
  return spread.statistics();
}

/** Rows whose features are held at once. */
const ROWS_AT_ONCE = 1024;

/** Sums over the rows of features, column by column: of values, or of squares about a mean. */
class ColumnTotals {
  readonly #mean: Float64Array | undefined;
  readonly #sums: Float64Array;
  #rows = 0;

  /** @param mean `[width]`, about which squares are summed; default: values are */
  constructor(width: number, mean?: Float64Array) {
    this.#mean = mean;
    this.#sums = new Float64Array(width);
  }

  /** Adds `[n, width]` features. */
  add(features: Float32Array): void {
    const width = this.#sums.length;
    for (let start = 0; start < features.length; start += width) {
      for (let c = 0; c < width; c++) {
        const value = features[start + c]!;
        this.#sums[c]! += this.#mean === undefined ? value : (value - this.#mean[c]!) ** 2;
      }
      this.#rows++;
    }
  }

  /** To go through the rows again, for their spread. */
  aboutTheMean(): ColumnTotals {
    return new ColumnTotals(this.#sums.length, this.#average());
  }

  /** Of rows that have been gone through twice. */
  statistics(): FeatureStatistics {
    const deviation = Float32Array.from(this.#average(), (variance) => Math.sqrt(variance) || 1);
    return { mean: Float32Array.from(this.#mean!), deviation };
  }

  #average(): Float64Array {
    return this.#sums.map((sum) => sum / this.#rows);
  }
}
