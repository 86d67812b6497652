/**
 * What the labels that an archive has recorded add to the codes of its films, where some or most
 * positives were lost from the record.
 *
 *     npx -y deno@2.9.6 task ablate recorded --data chexnet_probs
 *
 * @module
 */
import type { Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "What do recorded labels add to codes, where a share of the positives was lost?",
  baseline: "labels",
  rows: [
    { name: "labels", changes: { loss: { kind: "labels" } } },
    {
      name: "sets",
      changes: {
        loss: { kind: "sets" },
        asking: { kind: "sets" },
      },
    },
  ],
  columnTitle: "lost",
  columns: [0, 0.3, 0.6].map((lost) => ({
    name: `${100 * lost} %`,
    changes: {
      evaluation: {
        asks: ["code", "expected", "expected-recorded", "expected-both"],
        record: { missing: Math.max(lost, 0.1), wrong: 0.02, lost },
      },
    },
  })),
  asks: ["expected", "expected-recorded", "expected-both"],
};
