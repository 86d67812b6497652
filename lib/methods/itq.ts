/**
 * ITQ (Gong, Lazebnik: "Iterative Quantization: A Procrustean Approach to Learning Binary Codes",
 * CVPR 2011): the principal components V of the features, rotated so that their signs lose least:
 *
 *     min over B ∈ {±1} and RRᵀ = I of ‖B − VR‖²,   by turns B = sgn(VR) and R = argmax tr(R BᵀV)
 *
 * Default: 50 turns. It learns without labels. Deviations: features are standardised, as for the
 * other methods; R is learned from 10,000 films at most; and with more bits than features, where
 * the paper stops, R becomes a wide matrix `[D, bits]` with orthonormal rows: ‖VR‖ does not depend
 * on it either, so that the same turns still never raise the loss.
 *
 * @module
 */
import { z } from "zod";
import { EigenvalueDecomposition, Matrix, SVD } from "ml-matrix";
import { Random } from "../base/random.ts";
import { defineMethod, type StandardisedFeatures } from "./method.ts";
import { count } from "./options.ts";

const options = z.strictObject({
  iterations: count.default(50).describe("ITQ: alternations of codes and rotation"),
  films: count.default(10000).describe("ITQ: training films it learns from, at most"),
});

/** See the module. */
export const itq = defineMethod("itq", options, ({ iterations, films }) => ({
  kind: "features",
  directions: (features, { bits, seed }) => {
    const random = new Random(seed).fork("itq");
    const sample = sampleRows(features, films, random.fork("films"));
    const components = principalComponents(sample, Math.min(bits, features.width));
    const projected = sample.mmul(components);
    const start = random.fork("rotation").normals(components.columns * bits);
    const rotation = iterate(projected, matrixOf(start, bits), iterations);
    return Float32Array.from(components.mmul(rotation).to1DArray());
  },
}));

/** The first eigenvectors of the covariance, `[D, count]`, that of the largest eigenvalue first. */
function principalComponents(features: Matrix, count: number): Matrix {
  const covariance = features.transpose().mmul(features).div(features.rows);
  const { eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  // Eigenvalues come in ascending order.
  const columns = Array.from({ length: count }, (_, k) => features.columns - 1 - k);
  return eigenvectorMatrix.subMatrixColumn(columns);
}

/** The turns of ITQ from the matrix with orthonormal rows nearest to `start`. */
function iterate(projected: Matrix, start: Matrix, iterations: number): Matrix {
  const across = projected.transpose();
  let rotation = nearestOrthonormal(start);
  for (let turn = 0; turn < iterations; turn++) {
    const codes = Matrix.sign(projected.mmul(rotation));
    rotation = nearestOrthonormal(across.mmul(codes));
  }
  return rotation;
}

/**
 * The orthogonal Procrustes solution U·Wᵀ of M = U·S·Wᵀ (Schönemann 1966): of all matrices with
 * orthonormal rows, that with the greatest tr(RᵀM).
 */
export function nearestOrthonormal(matrix: Matrix): Matrix {
  const { leftSingularVectors, rightSingularVectors } = new SVD(matrix, { autoTranspose: true });
  return leftSingularVectors.mmul(rightSingularVectors.transpose());
}

/** At most `most` of the films, at random. */
function sampleRows({ values, width }: StandardisedFeatures, most: number, random: Random): Matrix {
  const all = matrixOf(values, width);
  if (all.rows <= most) return all;
  return all.subMatrixRow([...random.permutation(all.rows).subarray(0, most)]);
}

function matrixOf(values: Float32Array, columns: number): Matrix {
  return Matrix.from1DArray(values.length / columns, columns, values);
}
