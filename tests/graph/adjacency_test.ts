import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  ADJACENCY_KINDS,
  adjacencyMatrix,
  edgeWeights,
  normaliseAdjacency,
  reweightEdges,
  rewire,
  thresholdEdges,
} from "../../lib/graph/adjacency.ts";
import { Random } from "../../lib/base/random.ts";

const cooccurrence = {
  labelNames: ["A", "B", "C"],
  counts: [[10, 4, 1], [4, 5, 0], [1, 0, 4]],
  positiveFilms: 14,
};

Deno.test("thresholdEdges() keeps an edge i→j where P(j | i) ≥ τ, and no loops", () => {
  const probabilities = [[1, 0.4, 0.1], [0.8, 1, 0], [0.25, 0, 1]];
  assertEquals(thresholdEdges(probabilities, 0.25), [[0, 1, 0], [1, 0, 0], [1, 0, 0]]);
  // At τ = 0 a pair never seen together is still no edge.
  assertEquals(thresholdEdges(probabilities, 0), [[0, 1, 1], [1, 0, 0], [1, 0, 0]]);
});

Deno.test("reweightEdges() shares p among the edges into a label and gives each label 1", () => {
  const reweighted = reweightEdges([[0, 1, 0], [1, 0, 0], [1, 0, 0]], 0.2);
  assertEquals(reweighted, [[1, 0.2, 0], [0.1, 1, 0], [0.1, 0, 1]]);
});

Deno.test("normaliseAdjacency() divides by the roots of both row sums", () => {
  const normalised = normaliseAdjacency([[1, 3], [0, 1]]);
  assertAlmostEquals(normalised[0]![0]!, 1 / 4);
  assertAlmostEquals(normalised[0]![1]!, 3 / 2);
  assertAlmostEquals(normalised[1]![1]!, 1);
});

Deno.test("adjacencyMatrix() is finite and without edges the identity, for every kind", () => {
  for (const kind of ADJACENCY_KINDS) {
    const adjacency = adjacencyMatrix(cooccurrence, { kind, tau: 0.1, p: 0.2 }, new Random(1));
    assertEquals(adjacency.length, 3);
    assertEquals(adjacency.flat().every(Number.isFinite), true, kind);
    const isIdentity = adjacency.every((row, i) => row.every((a, j) => a === Number(i === j)));
    assertEquals(isIdentity, kind === "identity", kind);
  }
});

Deno.test("edgeWeights() of the unthresholded graph are the conditional probabilities", () => {
  const weights = edgeWeights(
    cooccurrence,
    { kind: "unthresholded" },
    new Random(1),
  );
  assertEquals(weights, [[0, 0.4, 0.1], [0.8, 0, 0], [0.25, 0, 0]]);
});

Deno.test("rewire() keeps every label's edges in and out, and changes the graph", () => {
  const edges = fc.array(fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), {
    minLength: 7,
    maxLength: 7,
  }).map((rows) => rows.map((row, i) => row.map((edge, j) => edge && i !== j ? 1 : 0)));
  const degrees = (graph: readonly (readonly number[])[]) => ({
    out: graph.map((row) => row.reduce((a, b) => a + b, 0)),
    in: graph.map((_, j) => graph.reduce((sum, row) => sum + row[j]!, 0)),
    loops: graph.reduce((sum, row, i) => sum + row[i]!, 0),
  });
  let changed = 0;
  fc.assert(
    fc.property(edges, fc.integer(), (graph, seed) => {
      const rewired = rewire(graph, new Random(seed));
      assertEquals(degrees(rewired), degrees(graph));
      if (JSON.stringify(rewired) !== JSON.stringify(graph)) changed++;
    }),
    { seed: 1 },
  );
  assertEquals(changed > 90, true, `only ${changed} of 100 graphs changed`);
});
