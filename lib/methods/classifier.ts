/**
 * What methods share that learn to name the labels of a code, beside comparing codes: a linear
 * classifier, whose parameters the run learns with the rest and no code depends on.
 *
 * @module
 */
import { add, matmul, mean, mul, softplus, sub, sum, type Tensor } from "../autodiff/mod.ts";
import { Random } from "../base/random.ts";
import type { Batch, MethodContext } from "./method.ts";

/** The classifier's parameters: W `[bits, C]` and c `[C]`. */
export const CLASSIFIER = {
  weight: "method.classifier.weight",
  bias: "method.classifier.bias",
} as const;

/** Logits W·h + c of the labels `[N, C]`, from codes h `[N, bits]`. */
export function classifierLogits(codes: Tensor, context: MethodContext): Tensor {
  const { classes, bits, seed } = context;
  const { graph } = codes;
  const random = new Random(seed).fork("classifier");
  const initial = random.normals(bits * classes, 1 / Math.sqrt(bits));
  const weights = graph.parameter(CLASSIFIER.weight, [bits, classes], initial);
  const bias = graph.parameter(CLASSIFIER.bias, [classes], new Float32Array(classes));
  return add(matmul(codes, weights), bias);
}

/**
 * The mean over films of Σ_l log(1 + e^z_l) − y_l·z_l, the binary cross-entropies of a film's labels;
 * a label that is not known counts for nothing.
 *
 * @param logits z `[N, C]`
 */
export function binaryCrossEntropy(
  logits: Tensor,
  { labels, known }: Pick<Batch, "labels" | "known">,
): Tensor {
  const each = sub(softplus(logits), mul(labels, logits));
  return mean(sum(mul(each, known), { axes: [1] }));
}
