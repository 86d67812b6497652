/**
 * Precision within a Hamming radius.
 *
 * @module
 */
import { radiusCurve } from "../hamming_ball.ts";
import type { ScoreFamily } from "./score.ts";

/** `precision@radiusN`; see {@linkcode radiusCurve}. */
export const precisionWithinRadiusFamily: ScoreFamily = {
  name: "precision",
  cutOff: "radius",
  score: ({ k: radius }) => ({
    title: `P@r≤${radius}`,
    meaning: `Precision within radius ${radius}: the share of relevant films among those whose ` +
      `hash code differs in at most ${bitsInWords(radius)}; a query that finds none scores 0.`,
    needsHamming: true,
    of: ({ groups }) => {
      const { precision } = radiusCurve(groups);
      return precision[Math.min(radius, precision.length - 1)]!;
    },
  }),
};

function bitsInWords(bits: number): string {
  return ["no bit", "one bit", "two bits"][bits] ?? `${bits} bits`;
}
