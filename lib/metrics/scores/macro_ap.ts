/**
 * Average precision for each finding on its own.
 *
 * @module
 */
import { averagePrecision } from "../average_precision.ts";
import { type ScoreFamily, titleAt } from "./score.ts";

/** `macro-ap[@k]`; see {@linkcode averagePrecision}. */
export const macroApFamily: ScoreFamily = {
  name: "macro-ap",
  cutOff: "optional",
  score: ({ k }) => ({
    title: titleAt("Macro AP", k),
    meaning:
      "Average precision worked out for each finding on its own and then averaged, so that " +
      "a rare finding counts as much as a common one.",
    hardToFool: true,
    over: "class",
    of: ({ groups, options }) => averagePrecision(groups, { ...options, k }),
  }),
};
