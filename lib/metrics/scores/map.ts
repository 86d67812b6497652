/**
 * Mean average precision, and the ends between which the order of tied films can move it.
 *
 * @module
 */
import { averagePrecision, averagePrecisionEnds } from "../average_precision.ts";
import { filmsWithin, type ScoreDescription, type ScoreFamily, titleAt } from "./score.ts";

/** `map[@k]`, and `map[@k]:pessimistic` and `:optimistic`; see {@linkcode averagePrecision}. */
export const mapFamily: ScoreFamily = {
  name: "map",
  cutOff: "optional",
  variants: ["pessimistic", "optimistic"],
  score: ({ k, variant }) => {
    if (variant === "pessimistic") return end("low", "lost", "irrelevant", k);
    if (variant === "optimistic") return end("high", "won", "relevant", k);
    return {
      title: titleAt("mAP", k),
      meaning:
        "Mean average precision, the field's classic: precision averaged over the ranks of " +
        `${filmsWithin(k)} that share at least one finding with the query.`,
      of: ({ groups, options }) => averagePrecision(groups, { ...options, k }),
    };
  },
};

function end(which: "low" | "high", fate: string, first: string, k: number): ScoreDescription {
  const map = titleAt("mAP", k);
  return {
    title: k === Infinity ? `Ties ${fate}` : `${map}, ties ${fate}`,
    meaning: `${map} if, among films at equal distance, the ${first} ones always came first.`,
    better: "none",
    of: ({ groups, options }) => averagePrecisionEnds(groups, { ...options, k })[which],
  };
}
