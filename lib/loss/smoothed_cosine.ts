/**
 * The one loss: a cross-entropy over cosines between an image's continuous code and the targets of
 * all labels, with a margin and a smoothed label distribution.
 *
 * @module
 */
import {
  acos,
  add,
  clip,
  cos,
  l2Normalise,
  logSoftmax,
  matmul,
  mean,
  mul,
  neg,
  sub,
  sum,
  type Tensor,
} from "../autodiff/mod.ts";

/** What one batch brings to the loss. */
export interface LossInputs {
  /** Continuous codes v `[N, bits]`. */
  readonly codes: Tensor;
  /** Label targets t `[C, bits]`. */
  readonly targets: Tensor;
  /** Labels y `[N, C]`, which the margin is taken from; 0 where missing. */
  readonly labels: Tensor;
  /** Smoothed distributions q `[N, C]`; see smoothedDistributions. */
  readonly distributions: Tensor;
  /** `[N, C]`, 1 where the label is known, else 0; without it all labels are. */
  readonly known?: Tensor;
}

/** Options of {@linkcode smoothedCosineLoss}. */
export interface LossOptions {
  /** Scale s of the cosines. */
  readonly scale: number;
  /** Margin m, taken from the cosine (`cos`) or added to the angle (`arc`) of positive labels. */
  readonly margin: number;
  /** `cos`: cosine − m, as CosFace has it; `arc`: cos(angle + m), as ArcFace. */
  readonly marginForm: "cos" | "arc";
  /** p `[C]`, the logits that labels begin with, see labelPrior; default: none. */
  readonly prior?: readonly number[] | undefined;
}

/**
 * L = −mean_n Σ_i q_ni log softmax(z_n)_i with z_ni = s(c_ni − m·y_ni) + p_i, a scalar.
 *
 * With q = y/|y|, fixed targets and p = 0 this is OrthoHash (Hoe et al., NeurIPS 2021, eq. 7).
 * Labels that are not known leave the softmax of their image.
 *
 * @throws {RangeError} if the shapes do not fit each other
 * @example A code on its target, orthogonal to the other: cosines 1 and 0
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { createExecutor, Graph } from "@cohash/cohash/autodiff";
 * import { smoothedCosineLoss } from "@cohash/cohash/loss";
 *
 * const graph = new Graph();
 * const batch = {
 *   codes: graph.constant([1, 2], [3, 3]),
 *   targets: graph.constant([2, 2], [1, 1, 1, -1]),
 *   labels: graph.constant([1, 2], [1, 0]),
 *   distributions: graph.constant([1, 2], [1, 0]),
 * };
 * graph.output("loss", smoothedCosineLoss(batch, { scale: 2, margin: 0.2, marginForm: "cos" }));
 * const session = await (await createExecutor("reference")).load(graph.toProgram());
 * const { loss } = await session.run();
 * assertAlmostEquals(loss![0]!, Math.log(1 + Math.exp(-2 * (1 - 0.2))), 1e-6);
 * ```
 */
export function smoothedCosineLoss(
  { codes, targets, labels, distributions, known }: LossInputs,
  { scale, margin, marginForm, prior }: LossOptions,
): Tensor {
  const cosines = cosineSimilarities(codes, targets);
  const withMargin = marginForm === "cos"
    ? sub(cosines, mul(labels, margin))
    : cos(add(acos(clip(cosines, -1 + 1e-6, 1 - 1e-6)), mul(labels, margin)));
  const logits = mul(withMargin, scale);
  const started = prior ? add(logits, codes.graph.constant([1, prior.length], prior)) : logits;
  return crossEntropy(started, { distributions, known });
}

/**
 * −mean_n Σ_i q_ni log softmax(z_n)_i of logits z `[N, C]`, a scalar. Labels that are not known
 * leave the softmax of their image.
 */
export function crossEntropy(
  logits: Tensor,
  { distributions, known }: {
    readonly distributions: Tensor;
    readonly known?: Tensor | undefined;
  },
): Tensor {
  const shown = known ? add(mul(logits, known), mul(sub(known, 1), 1e4)) : logits;
  const perImage = sum(mul(distributions, logSoftmax(shown)), { axes: [1] });
  return neg(mean(perImage));
}

/** c_ni = v_n·t_i / (‖v_n‖‖t_i‖), `[N, C]`, of codes v `[N, bits]` and targets t `[C, bits]`. */
export function cosineSimilarities(codes: Tensor, targets: Tensor): Tensor {
  return matmul(l2Normalise(codes), l2Normalise(targets), { transposeB: true });
}

/**
 * The scale s a configuration asks for, given C labels and K bits: a number as it is, `sqrt-bits`
 * √K (OrthoHash's paper; its code has 8), `adaptive` √2·ln(C−1) (its supplement's numbers, from
 * AdaCos, Zhang et al., CVPR 2019).
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { resolveScale } from "@cohash/cohash/loss";
 *
 * assertAlmostEquals(resolveScale("adaptive", { classes: 14, bits: 32 }), 3.627, 1e-3);
 * ```
 */
export function resolveScale(
  scale: number | "sqrt-bits" | "adaptive",
  { classes, bits }: { readonly classes: number; readonly bits: number },
): number {
  if (scale === "sqrt-bits") return Math.sqrt(bits);
  // With one or two labels the formula gives no usable scale.
  if (scale === "adaptive") return classes > 3 ? Math.SQRT2 * Math.log(classes - 1) : 1;
  return scale;
}
