/**
 * The loss over label sets: a cross-entropy over sums of cosines between an image's continuous code
 * and the targets of a set's labels, with a margin and a distribution smoothed along alike sets.
 *
 * @module
 */
import {
  add,
  logSoftmax,
  matmul,
  mean,
  mul,
  neg,
  step,
  sub,
  sum,
  type Tensor,
} from "../autodiff/mod.ts";
import type { SetFrequencies } from "../data/labels/set_frequencies.ts";
import { PRESENT_FROM } from "../data/labels/label_sets.ts";
import { cosineSimilarities } from "./smoothed_cosine.ts";

/** What one batch brings to the loss over S sets. */
export interface SetLossInputs {
  /** Continuous codes v `[N, bits]`. */
  readonly codes: Tensor;
  /** Label targets t `[C, bits]`. */
  readonly targets: Tensor;
  /** Labels y `[N, C]`, 0 where missing; those from 0.5 on have the margin. */
  readonly labels: Tensor;
  /** Smoothed distributions q `[N, S]`; see setDistributions. */
  readonly distributions: Tensor;
  /** The part of q, `[N, S]`, on the sets that agree with a film, where labels are missing. */
  readonly own?: Tensor | undefined;
}

/** Options of {@linkcode setCosineLoss}. */
export interface SetLossOptions {
  /** Scale s of the cosines. */
  readonly scale: number;
  /** Margin m, taken from the cosines of labels that the film has. */
  readonly margin: number;
  /** Weight a of a set's frequency. */
  readonly prior: number;
}

/**
 * L = −mean_n Σ_S q_nS log softmax(z_n)_S with z_nS = s·Σ_{l∈S} (c_nl − m·y_nl) + a·ln π_S, a
 * scalar (ours, beyond the paper; with sets of one label, a = 0 and ε = 0 it is OrthoHash's).
 *
 * Where labels of a film are missing, its set is one of several, S ∼ y, and what is to be likely is
 * that it is any of them: (1 − ε) of its loss is −ln Σ_{S∼y} p(S), the likelihood of what is known
 * with the unknown labels summed out, in place of −ln p(y). Since p(S) / Σ_{S'∼y} p(S') is the
 * softmax over these sets alone, that is −ln softmax(z)_S + ln softmax_{∼y}(z)_S for any S of them:
 * the second term is what `own` adds. It is 0 where one set agrees.
 *
 * @throws {RangeError} if the shapes do not fit each other
 * @example A code on the first target, orthogonal to the other: sums of cosines 1, 0 and 1
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { createExecutor, Graph } from "@cohash/cohash/autodiff";
 * import { setCosineLoss } from "@cohash/cohash/loss";
 *
 * const graph = new Graph();
 * const batch = {
 *   codes: graph.constant([1, 2], [3, 3]),
 *   targets: graph.constant([2, 2], [1, 1, 1, -1]),
 *   labels: graph.constant([1, 2], [1, 0]),
 *   distributions: graph.constant([1, 3], [1, 0, 0]),
 * };
 * const mined = { sets: [[0], [1], [0, 1]], frequencies: [0.5, 0.25, 0.25] };
 * const loss = setCosineLoss(batch, mined, { scale: 2, margin: 0.2, prior: 1 });
 * graph.output("loss", loss);
 * const session = await (await createExecutor("reference")).load(graph.toProgram());
 * const { loss: value } = await session.run();
 * const odds = [0.5, 0.25, 0.25].map((pi, set) => pi * Math.exp(2 * [0.8, 0, 0.8][set]!));
 * assertAlmostEquals(value![0]!, -Math.log(odds[0]! / (odds[0]! + odds[1]! + odds[2]!)), 1e-6);
 * ```
 */
export function setCosineLoss(
  { codes, targets, labels, distributions, own }: SetLossInputs,
  mined: SetFrequencies,
  { scale, margin, prior }: SetLossOptions,
): Tensor {
  const { graph } = codes;
  const [classes, sets] = [targets.shape[0]!, mined.sets.length];
  const present = sub(1, step(sub(PRESENT_FROM, labels)));
  const cosines = sub(cosineSimilarities(codes, targets), mul(present, margin));
  const members = graph.constant([classes, sets], memberTable(mined.sets, classes));
  const logPrior = mined.frequencies.map((frequency) => prior * Math.log(frequency));
  const logits = add(matmul(mul(cosines, scale), members), graph.constant([1, sets], logPrior));
  const perSet = mul(distributions, logSoftmax(logits));
  const perImage = own ? sub(perSet, mul(own, logSoftmax(amongAgreeing(logits, own)))) : perSet;
  return neg(mean(sum(perImage, { axes: [1] })));
}

/** `[C, S]`, 1 where the set has the label. */
function memberTable(sets: SetFrequencies["sets"], classes: number): Float32Array {
  const table = new Float32Array(classes * sets.length);
  sets.forEach((set, s) => set.forEach((label) => table[label * sets.length + s] = 1));
  return table;
}

/** The logits of the sets that have a part of `own`; the others leave the softmax. */
function amongAgreeing(logits: Tensor, own: Tensor): Tensor {
  const agrees = step(own);
  return add(mul(logits, agrees), mul(sub(agrees, 1), 1e4));
}
