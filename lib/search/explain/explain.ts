/**
 * Why two codes lie near each other: their agreeing and disagreeing bits, put down to the findings
 * through the findings' targets.
 *
 * @module
 */
import { bytesPerCode, unpackCodes } from "../../codes/pack.ts";
import type { FindingTargets } from "../../run/encoder_files.ts";
import { type Explanation, type FindingAgreement, nearCosine } from "./explanation.ts";

/** What {@linkcode explainMatch} compares. */
export interface Match {
  /** `[bits]` the query's continuous code; where only its bits are known, −1 and 1. */
  readonly query: Float32Array;
  /** `[bits / 8]` the case's packed code. */
  readonly code: Uint8Array;
  /** None for methods without targets. */
  readonly targets?: FindingTargets | undefined;
}

/**
 * Why a case was found.
 *
 * Finding i has the weight wᵢ = cos(v, tᵢ)², v being the query's continuous code and tᵢ the finding's
 * target, or none unless the cosine is more than chance gives, see {@linkcode nearCosine}. With
 * orthogonal targets cos² is the part of the code's squared length that lies along the target. Each bit is shared out among the findings whose target has the query's bit there,
 * in proportion to their weights:
 *
 *     share(i) = 1/|A| · Σ over the agreeing bits k ∈ A:  wᵢ·[tᵢₖ = bₖ] / Σⱼ wⱼ·[tⱼₖ = bₖ]
 *
 * and likewise over the bits that disagree. A bit for which no such finding has a weight is put
 * down to none. This attribution is our own, not the paper's.
 *
 * @throws {RangeError} if the codes or the targets have another length
 * @example A query at the target of its only finding, and a case that lacks one bit of it
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { explainMatch } from "./explain.ts";
 *
 * const target = Float32Array.of(1, 1, 1, 1, -1, -1, -1, -1);
 * const { agrees, findings } = explainMatch({
 *   query: target,
 *   code: Uint8Array.of(0b11100000),
 *   targets: { names: ["Edema"], values: target },
 * });
 * assertEquals(agrees.filter((agree) => agree).length, 7);
 * const [edema] = findings;
 * assertEquals([edema?.share, edema?.queryCosine, edema?.caseCosine], [1, 1, 0.75]);
 * assertEquals([edema?.agreeing, edema?.disagreeing], [7, 1]);
 * ```
 */
export function explainMatch({ query, code, targets }: Match): Explanation {
  const bits = query.length;
  checkLengths({ query, code, targets });
  const found = unpackCodes(code, bits);
  const agrees = Array.from(query, (value, k) => (value >= 0) === (found[k]! > 0));
  const nearFrom = nearCosine(bits, targets?.names.length ?? 0);
  if (targets === undefined) return { agrees, findings: [], nearFrom };

  const rows = targets.names.map((label, i) => {
    const target = targets.values.subarray(i * bits, (i + 1) * bits);
    const queryCosine = cosine(query, target);
    const has = Array.from(target, (value, k) => (value >= 0) === (query[k]! >= 0));
    return { label, has, queryCosine, caseCosine: cosine(found, target) };
  });
  const weights = rows.map(({ queryCosine }) => queryCosine < nearFrom ? 0 : queryCosine ** 2);
  const agreeing = shareOut(weights, { rows, among: agrees });
  const disagreeing = shareOut(weights, { rows, among: agrees.map((agree) => !agree) });
  const findings = rows.map(({ label, has, queryCosine, caseCosine }, i): FindingAgreement => ({
    label,
    queryCosine,
    isNear: queryCosine >= nearFrom,
    caseCosine,
    agreeing: has.filter((own, k) => own && agrees[k]).length,
    disagreeing: has.filter((own, k) => own && !agrees[k]).length,
    share: agreeing[i]!,
    disagreeingShare: disagreeing[i]!,
  }));
  return {
    agrees,
    findings: findings.sort((a, b) => b.share - a.share || b.queryCosine - a.queryCosine),
    nearFrom,
  };
}

/** `[C]` the share of these bits that each finding gets; see {@linkcode explainMatch}. */
function shareOut(
  weights: readonly number[],
  { rows, among }: {
    readonly rows: readonly { readonly has: readonly boolean[] }[];
    readonly among: readonly boolean[];
  },
): number[] {
  const shares = weights.map(() => 0);
  const count = among.filter((counts) => counts).length;
  for (const k of among.keys()) {
    if (!among[k]) continue;
    const claims = weights.map((weight, i) => rows[i]!.has[k] ? weight : 0);
    const sum = claims.reduce((total, claim) => total + claim, 0);
    if (sum > 0) claims.forEach((claim, i) => shares[i]! += claim / sum);
  }
  return count === 0 ? shares : shares.map((share) => share / count);
}

/** The cosine of two vectors; 0 where one of them is 0. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [inner, squaredA, squaredB] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    inner += a[k]! * b[k]!;
    squaredA += a[k]! ** 2;
    squaredB += b[k]! ** 2;
  }
  const lengths = Math.sqrt(squaredA * squaredB);
  return lengths === 0 ? 0 : Math.min(1, Math.max(-1, inner / lengths));
}

function checkLengths({ query, code, targets }: Match): void {
  const bits = query.length;
  if (code.length !== bytesPerCode(bits)) {
    throw new RangeError(
      `Cannot explain a match: the query has ${bits} bits and the case ${8 * code.length}`,
    );
  }
  if (targets !== undefined && targets.values.length !== targets.names.length * bits) {
    throw new RangeError(
      `Cannot explain a match: ${targets.names.length} targets of ${bits} bits have not ` +
        `${targets.values.length} values`,
    );
  }
}
