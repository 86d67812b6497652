/**
 * The paper's claim taken apart: OrthoHash, then each of its two parts and our prior alone, then all
 * together. All rows share margin and scale, so that a difference is the part's.
 *
 *     npx -y deno@2.9.6 task ablate components
 *
 * @module
 */
import type { Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "What do co-occurrence targets, label smoothing and a prior each add to OrthoHash?",
  baseline: "OrthoHash",
  rows: [
    {
      name: "OrthoHash",
      changes: { targets: { kind: "hadamard" }, loss: { epsilon: 0, prior: 0 } },
    },
    {
      name: "+ co-occurrence targets",
      changes: { targets: { kind: "gcn" }, loss: { epsilon: 0, prior: 0 } },
    },
    {
      name: "+ smoothing",
      changes: { targets: { kind: "hadamard" }, loss: { epsilon: 0.05, prior: 0 } },
    },
    {
      name: "+ both (cohash)",
      changes: { targets: { kind: "gcn" }, loss: { epsilon: 0.05, prior: 0 } },
    },
    {
      name: "+ a prior of labels too",
      changes: { targets: { kind: "gcn" }, loss: { epsilon: 0.05, prior: 0.5 } },
    },
  ],
};
