/**
 * A normal distribution fitted to vectors, and how far from it others lie.
 *
 * @module
 */

/** A fitted distribution. */
export interface Gaussian {
  /** `[D]` */
  readonly mean: Float64Array;
  /** `[D, D]` the lower triangle L of the Cholesky factors Σ = L·Lᵀ of the covariance. */
  readonly factor: Float64Array;
}

/** The part of the mean variance that is added to each, so that few vectors do for many numbers. */
const SHRINKAGE = 0.05;

/** The least variance, for vectors that are all one. */
const LEAST_VARIANCE = 1e-12;

/**
 * Fits mean and covariance; the covariance is drawn towards equal variances (Ledoit & Wolf, 2004),
 * by a share that is our choice.
 *
 * @param vectors n of length D
 * @throws {RangeError} if there is no vector
 */
export function fitGaussian(vectors: readonly Float32Array[]): Gaussian {
  const count = vectors.length;
  const width = vectors[0]?.length;
  if (width === undefined) throw new RangeError("Cannot fit a distribution: there are no vectors");
  const mean = new Float64Array(width);
  for (const vector of vectors) vector.forEach((value, i) => mean[i]! += value / count);
  const covariance = new Float64Array(width * width);
  for (const vector of vectors) {
    const off = vector.map((value, i) => value - mean[i]!);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) covariance[i * width + j]! += off[i]! * off[j]! / count;
    }
  }
  let trace = 0;
  for (let i = 0; i < width; i++) trace += covariance[i * width + i]!;
  const added = Math.max(LEAST_VARIANCE, SHRINKAGE * trace / width);
  for (let i = 0; i < width; i++) covariance[i * width + i]! += added;
  return { mean, factor: choleskyFactor(covariance, width) };
}

/**
 * The square of the Mahalanobis distance (1936) of a vector, over its length D: about 1 for vectors
 * like those that the distribution was fitted to.
 *
 * @param vector `[D]`
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { fitGaussian, mahalanobis } from "./gaussian.ts";
 *
 * const gaussian = fitGaussian([[-1, 0], [1, 0], [0, -1], [0, 1]].map((v) => Float32Array.from(v)));
 * assertAlmostEquals(mahalanobis(Float32Array.of(1, 0), gaussian), 1 / (1.05 * 0.5) / 2);
 * ```
 */
export function mahalanobis(vector: ArrayLike<number>, { mean, factor }: Gaussian): number {
  const width = mean.length;
  const solved = new Float64Array(width);
  let squares = 0;
  for (let i = 0; i < width; i++) {
    let left = vector[i]! - mean[i]!;
    for (let k = 0; k < i; k++) left -= factor[i * width + k]! * solved[k]!;
    solved[i] = left / factor[i * width + i]!;
    squares += solved[i]! ** 2;
  }
  return squares / width;
}

/** The lower triangle L of Σ = L·Lᵀ, of a positive definite Σ of which the lower triangle is read. */
function choleskyFactor(covariance: Float64Array, width: number): Float64Array {
  const factor = Float64Array.from(covariance);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let left = factor[i * width + j]!;
      for (let k = 0; k < j; k++) left -= factor[i * width + k]! * factor[j * width + k]!;
      factor[i * width + j] = i === j ? Math.sqrt(left) : left / factor[j * width + j]!;
    }
  }
  return factor;
}
