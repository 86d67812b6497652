import { assertEquals } from "@std/assert";
import { ONE } from "../../lib/asking/expected_relevance.ts";
import { findingWeights } from "../../lib/asking/finding_weights.ts";

const labels = ["Edema", "Effusion", "Mass"];
const [edema, effusion, mass] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
const overLabels = { over: "labels" as const, labels, films: [3, 4, 2], sets: [] };
const overSets = {
  ...overLabels,
  over: "sets" as const,
  sets: [[0], [0, 1], [1, 2], [0, 1, 2]].map((labels) => ({ labels, films: 1 })),
};
const shares = (weights: Uint16Array) => Array.from(weights, (w) => Math.round(1000 * w / ONE));

Deno.test("findingWeights() over label sets are whether a set fits", () => {
  const both = { wanted: [edema!, effusion!], unwanted: [] };
  assertEquals(shares(findingWeights(overSets, both)), [0, 1000, 0, 1000]);
  assertEquals(
    shares(findingWeights(overSets, { ...both, unwanted: [mass!] })),
    [0, 1000, 0, 0],
  );
  const nothing = { wanted: [edema!, mass!], unwanted: [effusion!] };
  assertEquals(shares(findingWeights(overSets, nothing)), [0, 0, 0, 0]);
});

Deno.test("findingWeights() over labels are shares wanted less shares unwanted", () => {
  assertEquals(
    shares(findingWeights(overLabels, { wanted: [edema!, effusion!], unwanted: [] })),
    [1000, 1000, 0],
  );
  assertEquals(
    shares(findingWeights(overLabels, { wanted: [edema!], unwanted: [mass!] })),
    [1000, 500, 0],
  );
});

Deno.test("findingWeights() of a finding that is no label follow those that it comes with", () => {
  const wanted = [[0.2, 0.4, 0]];
  assertEquals(shares(findingWeights(overLabels, { wanted, unwanted: [] })), [500, 1000, 0]);
  // 1 − (1 − .2)(1 − .4) = .52 is the most.
  assertEquals(
    shares(findingWeights(overSets, { wanted, unwanted: [] })),
    [0.2, 0.52, 0.4, 0.52].map((value) => Math.round(1000 * value / 0.52)),
  );
});

Deno.test("findingWeights() of a finding that is not wanted are least where it is certain", () => {
  const weights = shares(findingWeights(overLabels, { wanted: [], unwanted: [mass!] }));
  assertEquals(weights, [1000, 1000, 0]);
});
