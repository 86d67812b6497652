/**
 * The paper's claim taken apart: OrthoHash, then each of the two parts alone, then both. All rows
 * share margin and scale, so that a difference is the part's.
 *
 *     npx -y deno@2.9.6 task ablate components
 *
 * @module
 */
import type { Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "What do co-occurrence targets and label smoothing each add to OrthoHash?",
  baseline: "OrthoHash",
  rows: [
    { name: "OrthoHash", changes: { targets: { kind: "hadamard" }, loss: { epsilon: 0 } } },
    {
      name: "+ co-occurrence targets",
      changes: { targets: { kind: "gcn" }, loss: { epsilon: 0 } },
    },
    { name: "+ smoothing", changes: { targets: { kind: "hadamard" }, loss: { epsilon: 0.05 } } },
    { name: "+ both (cohash)", changes: { targets: { kind: "gcn" }, loss: { epsilon: 0.05 } } },
  ],
};
