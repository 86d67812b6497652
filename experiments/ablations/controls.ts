/**
 * What of the method knows how findings occur together, beside the same with that knowledge taken
 * away: the graph without edges or rewired, tables without a graph, label sets without frequencies,
 * with their labels swapped between films, or as if labels were independent. All that learn sets are
 * asked over the sets of the training films, so that they differ in what they learnt alone.
 *
 *     npx -y deno@2.9.6 task ablate controls
 *
 * @module
 */
import type { Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "Does it matter that findings occur together, or would a control do as well?",
  baseline: "conditional graph",
  rows: [
    {
      name: "conditional graph",
      changes: { targets: { kind: "gcn" }, graph: { kind: "conditional" } },
    },
    { name: "identity graph", changes: { targets: { kind: "gcn" }, graph: { kind: "identity" } } },
    { name: "random graph", changes: { targets: { kind: "gcn" }, graph: { kind: "random" } } },
    { name: "learned table", changes: { targets: { kind: "free" } } },
    { name: "Bernoulli targets", changes: { targets: { kind: "bernoulli" } } },
    { name: "label sets", changes: { loss: { kind: "sets" }, asking: { kind: "sets" } } },
    {
      name: "label sets, all as frequent",
      changes: { loss: { kind: "sets", prior: 0 }, asking: { kind: "sets" } },
    },
    {
      name: "label sets, permuted",
      changes: { loss: { kind: "sets", sets: "permuted" }, asking: { kind: "sets" } },
    },
    {
      name: "label sets, independent",
      changes: { loss: { kind: "sets", sets: "independent" }, asking: { kind: "sets" } },
    },
  ],
};
