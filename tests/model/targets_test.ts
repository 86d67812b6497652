import { assertAlmostEquals, assertEquals } from "@std/assert";
import { createExecutor, Graph, type Tensor } from "../../lib/autodiff/mod.ts";
import { labelGcn } from "../../lib/model/gcn.ts";
import {
  binariseTargets,
  orthogonalityPenalty,
  pullTowards,
  standardiseBits,
} from "../../lib/model/targets.ts";
import { Random } from "../../lib/base/random.ts";

/** What the tensors that `build` makes hold. */
async function valueOf(build: (graph: Graph) => Tensor): Promise<Float32Array> {
  const graph = new Graph();
  graph.output("value", build(graph));
  const session = await (await createExecutor("reference")).load(graph.toProgram());
  return (await session.run())["value"]!;
}

const raw = [[1, 4], [2, 4.5], [6, 5]];
const rawTensor = (graph: Graph) => graph.constant([3, 2], raw.flat());

Deno.test("standardiseBits() gives every bit mean 0 and variance 1 over the labels", async () => {
  const values = await valueOf((graph) => standardiseBits(rawTensor(graph)));
  for (const bit of [0, 1]) {
    const column = [0, 2, 4].map((at) => values[at + bit]!);
    assertAlmostEquals(column.reduce((a, b) => a + b), 0, 1e-5);
    assertAlmostEquals(column.reduce((a, b) => a + b * b, 0) / 3, 1, 1e-3);
  }
});

Deno.test("binariseTargets() sign is ±1 by each bit's mean", async () => {
  const signs = await valueOf((graph) =>
    binariseTargets(rawTensor(graph), { kind: "sign", backward: "identity" })
  );
  assertEquals(signs, Float32Array.of(-1, -1, -1, 1, 1, 1));
});

Deno.test("binariseTargets() tanh nears the sign as β grows", async () => {
  const soft = (beta: number) =>
    valueOf((graph) =>
      binariseTargets(rawTensor(graph), { kind: "tanh", beta: graph.scalar(beta) })
    );
  const [gentle, steep] = [await soft(1), await soft(50)];
  assertEquals(gentle.every((value) => Math.abs(value) < 0.95), true);
  for (const at of [0, 1, 2, 4, 5]) assertAlmostEquals(Math.abs(steep[at]!), 1, 1e-4);
});

Deno.test("pullTowards() with a small λ keeps the signs of the table", async () => {
  const table = Float32Array.of(1, -1, 1, 1, -1, -1);
  const pulled = (lambda: number) =>
    valueOf((graph) => pullTowards(graph.constant([3, 2], table), rawTensor(graph), lambda));
  assertEquals((await pulled(0.1)).map(Math.sign), table);
  assertEquals((await pulled(10)).map(Math.sign).join() === table.join(), false);
});

Deno.test("orthogonalityPenalty() is 0 for orthogonal targets and grows with overlap", async () => {
  const penalty = async (targets: readonly number[]) =>
    (await valueOf((graph) => orthogonalityPenalty(graph.constant([2, 2], targets))))[0]!;
  assertEquals(await penalty([1, 1, 1, -1]), 0);
  // Two equal targets: two off-diagonal entries of 1 among four.
  assertAlmostEquals(await penalty([1, 1, 1, 1]), 0.5, 1e-6);
});

Deno.test("labelGcn() without edges treats labels apart; with them it mixes neighbours", async () => {
  const table = (adjacency: readonly number[]) =>
    valueOf((graph) =>
      labelGcn(graph.constant([2, 2], adjacency), graph.constant([2, 2], [1, 0, 0, 1]), {
        hidden: 8,
        bits: 4,
        random: new Random(5),
      })
    );
  const apart = await table([1, 0, 0, 1]);
  const mixed = await table([1, 0, 0.5, 1]);
  // The first label has no neighbour in either graph; the second one listens to it in the other.
  assertEquals(mixed.slice(0, 4), apart.slice(0, 4));
  assertEquals(mixed.slice(4).some((value, k) => Math.abs(value - apart[4 + k]!) > 1e-3), true);
});
