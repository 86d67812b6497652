/**
 * The length of the codes, for cohash and for the two ways of doing without its graph.
 *
 *     npx -y deno@2.9.6 task ablate bits
 *
 * @module
 */
import { CODE_LENGTHS, type Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "How does the score grow with the length of the codes?",
  baseline: "OrthoHash",
  rows: [
    {
      name: "OrthoHash",
      changes: { targets: { kind: "hadamard" }, loss: { epsilon: 0, prior: 0 } },
    },
    { name: "Bernoulli targets", changes: { targets: { kind: "bernoulli" } } },
    { name: "free targets", changes: { targets: { kind: "free" } } },
    { name: "cohash", changes: { targets: { kind: "gcn" } } },
  ],
  columnTitle: "bits",
  columns: CODE_LENGTHS,
};
