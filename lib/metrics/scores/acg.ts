/**
 * Average cumulative gain.
 *
 * @module
 */
import { averageCumulativeGain } from "../cumulative_gain.ts";
import { labelsShared } from "../query_ranking.ts";
import { filmsWithin, type ScoreFamily } from "./score.ts";

/** `acg@k`; see {@linkcode averageCumulativeGain}. */
export const acgFamily: ScoreFamily = {
  name: "acg",
  cutOff: "required",
  score: ({ k }) => ({
    title: `ACG@${k}`,
    meaning: `Average cumulative gain: findings shared per film among ${filmsWithin(k)}; above 1 ` +
      "when films share several.",
    of: ({ groups: { counts }, gains }) =>
      averageCumulativeGain({ counts, gains: gains(labelsShared) }, k),
  }),
};
