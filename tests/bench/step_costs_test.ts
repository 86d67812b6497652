import { assertEquals } from "@std/assert";
import { costsOf } from "../../bench/step_costs.ts";
import { conv2d, Graph, matmul, mul, relu, reshape } from "../../lib/autodiff/mod.ts";

Deno.test("costsOf() counts products and convolutions, what they move, and variables", () => {
  const graph = new Graph();
  const images = graph.input("images", [2, 3, 4, 4]);
  const kernels = graph.parameter("kernels", [5, 3, 3, 3], new Float32Array(135));
  const weights = graph.parameter("weights", [80, 7], new Float32Array(560));
  const maps = relu(conv2d(images, kernels, { padding: 1 }));
  graph.output("y", matmul(reshape(maps, [2, 80]), weights));
  graph.assign(kernels, mul(kernels, 0.5));

  const { operations, bytes } = costsOf(graph.toProgram());
  // 160 results of 27 products each; 14 results of 80 products each.
  assertEquals(operations, 2 * 160 * 27 + 2 * 14 * 80);
  // Images, kernels and maps; maps, weights and results; the kernels there and back.
  assertEquals(bytes, 4 * ((96 + 135 + 160) + (160 + 560 + 14) + 2 * 135));
});
