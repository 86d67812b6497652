import { assertEquals } from "@std/assert";
import {
  createExecutor,
  gradients,
  Graph,
  matmul,
  mul,
  relu,
  sum,
} from "../../lib/autodiff/mod.ts";

Deno.test("gradients() of a two-layer network are those worked out by hand", async () => {
  // h = relu(x·V), y = h·w, loss = y² with x = [1, 2]:
  //   x·V = [1·1 + 2·1, 1·2 + 2·(−3)] = [3, −4], h = [3, 0], y = 3·2 + 0·5 = 6, loss = 36
  //   dy = 2·6 = 12, dw = h·dy = [36, 0], dh = w·dy = [24, 60], d(x·V) = [24, 0] past the relu
  //   dV = xᵀ·[24, 0] = [[24, 0], [48, 0]], dx = [24, 0]·Vᵀ = [24·1, 24·1]
  const graph = new Graph();
  const x = graph.input("x", [1, 2]);
  const V = graph.parameter("V", [2, 2], Float32Array.of(1, 2, 1, -3));
  const w = graph.parameter("w", [2, 1], Float32Array.of(2, 5));
  const y = matmul(relu(matmul(x, V)), w);
  const loss = sum(mul(y, y));
  graph.output("loss", loss);
  gradients(loss, [V, w, x]).forEach((gradient, i) =>
    graph.output(["dV", "dw", "dx"][i]!, gradient)
  );

  for (const kind of ["reference", "onnxruntime"] as const) {
    const session = await (await createExecutor(kind)).load(graph.toProgram());
    assertEquals(await session.run({ x: Float32Array.of(1, 2) }), {
      loss: Float32Array.of(36),
      dV: Float32Array.of(24, 0, 48, 0),
      dw: Float32Array.of(36, 0),
      dx: Float32Array.of(24, 24),
    });
    await session.dispose();
  }
});
