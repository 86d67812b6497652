/**
 * Where the smoothing mass ε goes: nowhere, to all labels evenly, or along co-occurrence.
 *
 *     npx -y deno@2.9.6 task ablate smoothing
 *
 * @module
 */
import type { Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "Does label smoothing help, and does it help more along co-occurrence?",
  baseline: "none",
  rows: [
    { name: "none", changes: { loss: { epsilon: 0 } } },
    ...[0.05, 0.1, 0.2].flatMap((epsilon) =>
      [
        {
          name: `uniform, ε = ${epsilon}`,
          changes: { loss: { smoothing: { kind: "uniform" }, epsilon } },
        },
        {
          name: `co-occurrence, ε = ${epsilon}`,
          changes: { loss: { smoothing: { kind: "cooccurrence" }, epsilon } },
        },
      ] as const
    ),
  ],
};
