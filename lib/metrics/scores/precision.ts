/**
 * Precision at a cut-off.
 *
 * @module
 */
import { averageCumulativeGain } from "../cumulative_gain.ts";
import { filmsWithin, type ScoreFamily } from "./score.ts";

/** `precision@k`; see {@linkcode averageCumulativeGain}, where a relevant film gains 1. */
export const precisionFamily: ScoreFamily = {
  name: "precision",
  cutOff: "required",
  score: ({ k }) => ({
    title: `P@${k}`,
    meaning: `Precision at ${k}: the share of ${filmsWithin(k)} that share a finding.`,
    of: ({ groups: { counts, relevant } }) => averageCumulativeGain({ counts, gains: relevant }, k),
  }),
};
