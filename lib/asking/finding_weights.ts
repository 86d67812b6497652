/**
 * Asking for findings and not with a film: what a case's labels or label sets are worth to somebody
 * who wants some findings and does not want others. The search is the same; only its weights are
 * given and not told from a code.
 *
 * @module
 */
import { toFixed } from "./expected_relevance.ts";
import { alternativesOf, type CountedLabels } from "./posterior.ts";

/** What is asked for. A finding is given by how probable it is, 0 to 1, beside each of the C labels. */
export interface SoughtFindings {
  /** `[C]` each; a label itself has 1 at its own place and 0 elsewhere. */
  readonly wanted: readonly ArrayLike<number>[];
  /** `[C]` each. */
  readonly unwanted: readonly ArrayLike<number>[];
}

/**
 * `[J]` the weights that ask for findings. With m_l(j) = 1 − Π_{i∈j}(1 − P(l | i)), the chance that a
 * case with the labels j has the finding l (a noisy or; Pearl, 1988), which for a label is whether it
 * is in j:
 *
 * - over label sets Π_wanted m_l(S)·Π_unwanted (1 − m_l(S)): the expected relevance is then the
 *   probability that all wanted findings are there and no unwanted one, Σ_{S fits} p(S | b);
 * - over labels, whose p(j | b) are shares of one case, Σ_wanted m_l(j) − Σ_unwanted m_l(j): the share
 *   of what is wanted less that of what is not. "All" cannot be told from shares. As they sum to 1, a
 *   constant makes the weights positive and changes no rank.
 *
 * The greatest weight is scaled to 1, so that rounding loses nothing.
 *
 * @returns Zeros where nothing fits, such as wanted findings that no label set has together
 * @example Over labels: effusion, but no edema
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { findingWeights, ONE } from "@cohash/cohash/asking";
 *
 * const card = { over: "labels", labels: ["Edema", "Effusion", "Mass"], films: [1, 1, 1], sets: [] } as const;
 * const effusion = { wanted: [[0, 1, 0]], unwanted: [] };
 * assertEquals([...findingWeights(card, effusion)], [0, ONE, 0]);
 * const withoutEdema = { ...effusion, unwanted: [[1, 0, 0]] };
 * assertEquals([...findingWeights(card, withoutEdema)], [0, ONE, Math.round(ONE / 2)]);
 * ```
 */
export function findingWeights(
  card: CountedLabels,
  { wanted, unwanted }: SoughtFindings,
): Uint16Array<ArrayBuffer> {
  const { labels: alternatives } = alternativesOf(card);
  const values = Float64Array.from(alternatives, (labels) => {
    const chances = (findings: readonly ArrayLike<number>[]) =>
      findings.map((finding) => 1 - product(labels.map((label) => 1 - finding[label]!)));
    const [of, without] = [chances(wanted), chances(unwanted)];
    return card.over === "sets"
      ? product(of) * product(without.map((chance) => 1 - chance))
      : sum(of) - sum(without);
  });
  const least = Math.min(0, ...values);
  const most = Math.max(...values) - least || 1;
  return toFixed(values.map((value) => (value - least) / most));
}

function product(factors: readonly number[]): number {
  return factors.reduce((result, factor) => result * factor, 1);
}

function sum(terms: readonly number[]): number {
  return terms.reduce((result, term) => result + term, 0);
}
