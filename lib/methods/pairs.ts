/**
 * What pairwise methods share: which two films of a batch are similar, and means over such pairs.
 *
 * @module
 */
import {
  add,
  div,
  l2Normalise,
  matmul,
  maximum,
  mul,
  sign,
  sub,
  sum,
  type Tensor,
  transpose,
} from "../autodiff/mod.ts";

/** 1 where two films share a label, else 0, `[N, N]`, from labels `[N, C]`. */
export function sharesLabel(labels: Tensor): Tensor {
  return sign(matmul(labels, labels, { transposeB: true }));
}

/** cos(y, y') of two films' labels, `[N, N]`, from labels `[N, C]`; 0 for a film without any. */
export function labelCosines(labels: Tensor): Tensor {
  const directions = l2Normalise(labels);
  return matmul(directions, directions, { transposeB: true });
}

/**
 * |y ∧ y'| / |y ∨ y'| of two films' labels, `[N, N]`, from labels `[N, C]`; 0 for two films without
 * any.
 */
export function labelJaccards(labels: Tensor): Tensor {
  const shared = matmul(labels, labels, { transposeB: true });
  const counts = sum(labels, { axes: [1], keepDims: true });
  const either = sub(add(counts, transpose(counts, [1, 0])), shared);
  return div(shared, maximum(either, 1));
}

/** u·u' of two films' codes, `[N, N]`, from codes `[N, bits]`. */
export function innerProducts(codes: Tensor): Tensor {
  return matmul(codes, codes, { transposeB: true });
}

/** 1 for two different films, 0 for a film and itself, `[N, N]`: what a film learns of others. */
export function differentFilms({ graph, shape }: Tensor): Tensor {
  const films = shape[0]!;
  const isPair = (at: number) => Number(at % (films + 1) !== 0);
  return graph.constant([films, films], Array.from({ length: films ** 2 }, (_, at) => isPair(at)));
}

/** The mean of the entries of x weighted by a mask of the same shape; 0 where the mask is empty. */
export function meanWhere(x: Tensor, mask: Tensor): Tensor {
  return div(sum(mul(x, mask)), maximum(sum(mask), 1));
}

/**
 * mean_pairs w·x = mean over similar pairs + mean over dissimilar pairs: the weights give both as
 * much say, however rare similar pairs are.
 *
 * @param x One value a pair, `[N, N]`
 * @param similar 1 or 0 a pair, `[N, N]`
 */
export function classBalanced(x: Tensor, similar: Tensor): Tensor {
  const pairs = differentFilms(x);
  return add(
    meanWhere(x, mul(similar, pairs)),
    meanWhere(x, mul(sub(1, similar), pairs)),
  );
}
