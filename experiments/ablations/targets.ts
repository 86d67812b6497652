/**
 * Where hash targets come from: the label graph, a learned table, or a fixed one.
 *
 *     npx -y deno@2.9.6 task ablate targets
 *
 * @module
 */
import type { Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "Do targets that learn, or that know the label graph, beat fixed ones?",
  baseline: "Hadamard",
  rows: [
    { name: "Hadamard", changes: { targets: { kind: "hadamard" } } },
    { name: "Bernoulli", changes: { targets: { kind: "bernoulli" } } },
    { name: "greatest distance", changes: { targets: { kind: "max-distance" } } },
    { name: "CSQ", changes: { targets: { kind: "csq" } } },
    { name: "free", changes: { targets: { kind: "free" } } },
    { name: "GCN", changes: { targets: { kind: "gcn" } } },
    { name: "GCN, tanh", changes: { targets: { kind: "gcn", binarise: { kind: "tanh" } } } },
    { name: "GCN, real-valued", changes: { targets: { kind: "gcn", binarise: { kind: "real" } } } },
    { name: "GCN, frozen after 10", changes: { targets: { kind: "gcn", freezeAfter: 10 } } },
    { name: "GCN, kept orthogonal", changes: { targets: { kind: "gcn", orthogonality: 0.1 } } },
    { name: "Hadamard + GCN", changes: { targets: { kind: "hadamard-gcn" } } },
  ],
};
