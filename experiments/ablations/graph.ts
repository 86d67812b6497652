/**
 * The label graph, every way it can be drawn, beside controls that know nothing of co-occurrence:
 * a graph without edges, a rewired one, fixed targets, and targets learned without any graph.
 *
 *     npx -y deno@2.9.6 task ablate graph
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";
import type { Study, Variant } from "@cohash/cohash/study";

const withGraph = (name: string, graph: NonNullable<ConfigInput["graph"]>): Variant => ({
  name,
  changes: { targets: { kind: "gcn" }, graph },
});

/** See the module. */
export const study: Study = {
  question: "Does it matter which labels the graph joins, or that there is a graph at all?",
  baseline: "identity graph",
  rows: [
    withGraph("identity graph", { kind: "identity" }),
    withGraph("random graph", { kind: "random" }),
    { name: "Hadamard targets", changes: { targets: { kind: "hadamard" } } },
    { name: "Bernoulli targets", changes: { targets: { kind: "bernoulli" } } },
    { name: "learned table", changes: { targets: { kind: "free" } } },
    withGraph("conditional", { kind: "conditional" }),
    withGraph("unthresholded", { kind: "unthresholded" }),
    withGraph("PPMI", { kind: "ppmi" }),
    withGraph("learned graph", { kind: "learned" }),
    ...[0.05, 0.15, 0.2, 0.3, 0.4].map((tau) =>
      withGraph(`conditional, τ = ${tau}`, { kind: "conditional", tau })
    ),
    ...[0.1, 0.4, 0.6, 0.8].map((p) =>
      withGraph(`conditional, p = ${p}`, { kind: "conditional", p })
    ),
    withGraph("conditional, by patient", { kind: "conditional", patientWeighting: true }),
  ],
};
