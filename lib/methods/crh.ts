/**
 * CRH (Yin, Yin, Hou, Liu, Chen, Zhang: "Codebook-Centric Deep Hashing: End-to-End Joint Learning
 * of Semantic Hash Centers and Neural Hash Function", AAAI 2026): OrthoHash's loss, whose targets
 * are dealt anew from a fixed codebook between epochs, to the labels whose films lie nearest.
 *
 * The codebook has 2C codes of fair coin tosses, so that related labels may get near ones. It is
 * dealt greedily, nearest pair of label and code first, after every epoch to the 20th and after
 * every fifth from then on. Defaults: s = √2·ln(C − 1), m = 0.2.
 *
 * Deviations: for many labels a film counts for each of its labels, and q = y/|y|; the mean code of
 * a label is that of the epoch's own steps, which spares a second pass over the films; one head,
 * and no quantisation term beside the loss.
 *
 * @module
 */
import { z } from "zod";
import { add, l2Normalise, matmul, type Tensor } from "../autodiff/mod.ts";
import { resolveScale, smoothedCosineLoss } from "../loss/smoothed_cosine.ts";
import { fixedTargets } from "../model/fixed_targets.ts";
import { Random } from "../base/random.ts";
import { type Batch, defineMethod, type MethodContext } from "./method.ts";
import { cosineLoss, count, TUNED_COSINE_LOSS } from "./options.ts";

/** The state that holds the targets, `[C, bits]`. */
const TABLE = "targets.table";

/** The state that sums up the codes of each label's films over an epoch, `[C, bits]`. */
const SUMS = "method.sums";

const options = z.strictObject({
  ...cosineLoss,
  codebook: count.default(2).describe("CRH: candidate centres for each label"),
});

/** See the module. */
export const crh = defineMethod("crh", options, ({ codebook: perLabel, ...cosine }) => ({
  kind: "targets",
  targets: (graph, context) => {
    const { classes, bits } = context;
    const codes = codebook(perLabel, context);
    return graph.state(TABLE, [classes, bits], codes.slice(0, classes * bits));
  },
  loss: (batch, targets, context) => {
    sumUpCodes(batch);
    const scale = resolveScale(cosine.scale, context);
    return smoothedCosineLoss({ ...batch, targets }, { ...cosine, scale });
  },
  afterEpoch: (variables, { epoch, ...context }) => {
    const sums = variables[SUMS]!;
    const cleared = { ...variables, [SUMS]: new Float32Array(sums.length) };
    if (epoch > 20 && epoch % 5 !== 0) return cleared;
    return { ...cleared, [TABLE]: dealCodes(sums, codebook(perLabel, context), context.bits) };
  },
}), { tune: TUNED_COSINE_LOSS });

/** The candidate codes `[perLabel · C, bits]`, the same at every call. */
function codebook(perLabel: number, { classes, bits, seed }: MethodContext): Float32Array {
  const random = new Random(seed).fork("codebook");
  return fixedTargets("bernoulli", { classes: perLabel * classes, bits, random });
}

/** Adds each film's code, at length 1, to the sums of its labels. */
function sumUpCodes({ codes, labels }: Batch): void {
  const { graph } = codes;
  const shape = [labels.shape[1]!, codes.shape[1]!];
  const sums: Tensor = graph.state(SUMS, shape, new Float32Array(shape[0]! * shape[1]!));
  graph.assign(sums, add(sums, matmul(labels, l2Normalise(codes), { transposeA: true })));
}

/**
 * One code of the codebook for each label, `[C, bits]`: of all labels and codes that are left, the
 * pair with the greatest cosine comes next. No code is dealt twice.
 *
 * @param means `[C, bits]`, a direction for each label; their length does not matter
 * @param codes ±1, `[M, bits]` with M ≥ C
 * @example The second label lies nearest to the first code, and the first label gets what is left
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dealCodes } from "./crh.ts";
 *
 * const means = Float32Array.of(3, 1, 2, 2);
 * const codes = Float32Array.of(1, 1, 1, -1);
 * assertEquals(dealCodes(means, codes, 2), Float32Array.of(1, -1, 1, 1));
 * ```
 */
export function dealCodes(means: Float32Array, codes: Float32Array, bits: number): Float32Array {
  const row = (values: Float32Array, n: number) => values.subarray(n * bits, (n + 1) * bits);
  const pairs = Array.from({ length: means.length / bits }, (_, label) => {
    const mean = row(means, label);
    const length = Math.hypot(...mean) || 1;
    return Array.from({ length: codes.length / bits }, (_, code) => {
      const inner = row(codes, code).reduce((sum, t, k) => sum + t * mean[k]!, 0);
      return { label, code, cosine: inner / length };
    });
  }).flat().sort((a, b) => b.cosine - a.cosine);
  const table = new Float32Array(means.length);
  const dealt = { labels: new Set<number>(), codes: new Set<number>() };
  for (const { label, code } of pairs) {
    if (dealt.labels.has(label) || dealt.codes.has(code)) continue;
    dealt.labels.add(label);
    dealt.codes.add(code);
    table.set(row(codes, code), label * bits);
  }
  return table;
}
