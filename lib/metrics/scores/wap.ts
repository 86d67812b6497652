/**
 * Weighted average precision.
 *
 * @module
 */
import { averagePrecision } from "../average_precision.ts";
import { labelsShared } from "../query_ranking.ts";
import { type ScoreFamily, titleAt } from "./score.ts";

/** `wap[@k]`; see {@linkcode averagePrecision}. */
export const wapFamily: ScoreFamily = {
  name: "wap",
  cutOff: "optional",
  score: ({ k }) => ({
    title: titleAt("WAP", k),
    meaning:
      "Weighted average precision: mAP in which a film counts by the findings it shares; above 1 " +
      "when films share several.",
    of: ({ groups, gains, options }) =>
      averagePrecision({ ...groups, gains: gains(labelsShared) }, { ...options, k }),
  }),
};
