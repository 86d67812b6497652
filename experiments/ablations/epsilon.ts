/**
 * Label smoothing ε together with the scale s of the cosines, which it is coupled to: at s = 3.63
 * the loss hardly feels ε, at s = 8 it does.
 *
 *     npx -y deno@2.9.6 task ablate epsilon
 *
 * @module
 */
import type { Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "How much label smoothing ε helps, and at which scale s of the cosines?",
  baseline: "ε = 0",
  rows: [0, 0.01, 0.05, 0.1, 0.2, 0.3].map((epsilon) => ({
    name: `ε = ${epsilon}`,
    changes: { loss: { epsilon } },
  })),
  columnTitle: "scale s",
  columns: [
    { name: "√2·ln(C − 1)", changes: { loss: { scale: "adaptive" } } },
    { name: "√K", changes: { loss: { scale: "sqrt-bits" } } },
    { name: "8", changes: { loss: { scale: 8 } } },
    { name: "16", changes: { loss: { scale: 16 } } },
  ],
  choose: "over all",
};
