import { assertEquals, assertThrows } from "@std/assert";
import ort from "onnxruntime-node";
import { TensorProto_DataType } from "../../../lib/autodiff/onnx/onnx_pb.ts";
import { readOnnx } from "../../../lib/autodiff/onnx/read.ts";
import { withWeights } from "../../../lib/autodiff/onnx/write_weights.ts";
import { floats, integers, smallFile, type SmallNode } from "./small_files.ts";

/** x · w + v + u, where v is a copy of w and u was quantised. */
const nodes: readonly SmallNode[] = [
  { operator: "Identity", inputs: ["w"], outputs: ["v"] },
  { operator: "DequantizeLinear", inputs: ["q", "s"], outputs: ["u"] },
  { operator: "Mul", inputs: ["x", "w"], outputs: ["a"] },
  { operator: "Add", inputs: ["a", "v"], outputs: ["b"] },
  { operator: "Add", inputs: ["b", "u"], outputs: ["y"] },
];
const tensors = [
  floats("w", [2], [1 / 4, 4]),
  integers("q", [2], [3, 5], TensorProto_DataType.INT8),
  floats("s", [], [0.5]),
];
const small = readOnnx(smallFile({ nodes, tensors }), "small.onnx");

async function run(bytes: Uint8Array): Promise<number[]> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const x = new ort.Tensor("float32", Float32Array.of(1, 10), [1, 2]);
  const { y } = await session.run({ x });
  await session.release();
  return [...y!.data as Float32Array];
}

Deno.test("withWeights() replaces a weight wherever it came from, and no other", async () => {
  assertEquals(await run(withWeights(small, {})), [0.25 + 0.25 + 1.5, 46.5]);
  const changed = withWeights(small, { v: Float32Array.of(7, 8) });
  assertEquals(await run(changed), [0.25 + 7 + 1.5, 50.5]);
  assertEquals(
    await run(withWeights(small, { w: Float32Array.of(2, 2) })),
    [
      2 + 0.25 + 1.5,
      26.5,
    ],
  );
  assertEquals(
    await run(withWeights(small, { u: Float32Array.of(0, 0) })),
    [0.25 + 0.25, 44],
  );
});

Deno.test("weights that are not replaced stay bit by bit as they were", () => {
  const file = readOnnx(withWeights(small, { v: Float32Array.of(7, 8) }), "again.onnx");
  assertEquals(file.weights.get("w")!.values(), small.weights.get("w")!.values());
  assertEquals(file.weights.get("u")!.values(), small.weights.get("u")!.values());
  assertEquals(file.weights.get("v")!.values(), Float32Array.of(7, 8));
});

Deno.test("withWeights() refuses weights that the file does not have", () => {
  assertThrows(
    () => withWeights(small, { z: Float32Array.of(1) }),
    RangeError,
    'Cannot write "small.onnx": 1 values for "z", expected no weight of that name',
  );
  assertThrows(
    () => withWeights(small, { w: Float32Array.of(1) }),
    RangeError,
    'Cannot write "small.onnx": 1 values for "w", expected 2',
  );
});
