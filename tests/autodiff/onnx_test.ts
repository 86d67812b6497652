import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import ort from "onnxruntime-node";
import {
  add,
  averagePool,
  batchNorm,
  conv2d,
  createExecutor,
  gelu,
  globalAveragePool,
  Graph,
  groupNorm,
  l2Normalise,
  layerNorm,
  matmul,
  maxPool,
  mean,
  relu,
  reshape,
  resize,
  sizeOf,
  softmax,
  split,
  tanh,
  type Tensor,
  toOnnx,
  transpose,
} from "../../lib/autodiff/mod.ts";
import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "../../lib/autodiff/onnx/onnx_pb.ts";
import { Random } from "../../lib/base/random.ts";

/** A small encoder of images with everything that a real one may have. */
function encoder() {
  const random = new Random(1);
  const graph = new Graph();
  const kernels = graph.parameter("kernels", [4, 1, 3, 3], random.normals(36));
  const weights = graph.parameter("weights", [8, 2], random.normals(16));
  const bias = graph.parameter("bias", [2], random.normals(2));
  const mean = graph.state("mean", [4], random.normals(4));
  const variance = graph.state("variance", [4], random.uniforms(4, 0.5, 2));
  const images = conv2d(graph.input("images", [2, 1, 8, 8]), kernels, { padding: 1 });
  const normal = relu(batchNorm(images, { runningMean: mean, runningVariance: variance }));
  const pooled = averagePool(maxPool(normal, { kernel: 2 }), { kernel: 2, stride: 2 });
  const flat = reshape(pooled, [2, 16]);
  const pair = reshape(matmul(flat, graph.constant([16, 4], random.normals(64))), [-1, 4]);
  const features = add(globalAveragePool(pooled), pair);
  const wide = matmul(features, graph.constant([4, 8], random.normals(32)));
  graph.output("code", l2Normalise(tanh(add(matmul(wide, weights), bias))));
  return graph.toProgram();
}

async function bakedEncoder(metadata = {}) {
  const program = encoder();
  const session = await (await createExecutor("reference")).load(program);
  const variables = await session.readVariables();
  return { program, bytes: toOnnx(program, { variables, symbolicBatch: true, metadata }) };
}

Deno.test("toOnnx() bakes variables in and leaves the batch size open", async () => {
  const { program, bytes } = await bakedEncoder();
  const model = await ort.InferenceSession.create(bytes);
  assertEquals(model.inputNames, ["images"]);
  assertEquals(model.outputNames, ["code"]);

  const images = new Random(2).normals(6 * 64);
  const reference = await (await createExecutor("reference")).load(program);
  const expected: number[] = [];
  for (const start of [0, 2, 4]) {
    const pair = images.slice(start * 64, (start + 2) * 64);
    expected.push(...(await reference.run({ images: pair })).code!);
  }
  for (const batch of [1, 5]) {
    const part = new ort.Tensor("float32", images.slice(0, batch * 64), [batch, 1, 8, 8]);
    const { code } = await model.run({ images: part });
    assertEquals(code!.dims, [batch, 2]);
    const values = code!.data as Float32Array;
    values.forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-5));
  }
  await model.release();
});

/** Tokens of images that see each other, as in a transformer with windows. */
function transformer(batch: number) {
  const random = new Random(3);
  const graph = new Graph();
  const weights = (...shape: number[]) => graph.constant(shape, random.normals(sizeOf(shape)));
  const images = groupNorm(graph.input("images", [batch, 8, 4, 4]), { groups: 2 });
  const larger = resize(images, { size: [4, 8], mode: "linear" });
  const tokens = layerNorm(transpose(reshape(larger, [batch, 8, 32]), [0, 2, 1]));
  const heads = split(matmul(tokens, weights(8, 24)), [8, 8, 8], 2)
    .map((part) => transpose(reshape(part, [batch, 32, 2, 4]), [0, 2, 1, 3]));
  const [queries, keys, values] = heads as [Tensor, Tensor, Tensor];
  const seen = matmul(softmax(matmul(queries, keys, { transposeB: true })), values);
  const merged = reshape(transpose(seen, [0, 2, 1, 3]), [batch, 32, 8]);
  const windows = gelu(matmul(reshape(merged, [batch * 8, 4, 8]), weights(8, 8)));
  graph.output("code", mean(reshape(windows, [batch, 32, 8]), { axes: [1] }));
  return graph.toProgram();
}

Deno.test("toOnnx() leaves the batch size open through stacks of tokens and windows", async () => {
  const model = await ort.InferenceSession.create(
    toOnnx(transformer(2), { variables: {}, symbolicBatch: true }),
  );
  const images = new Random(4).normals(5 * 128);
  const { code } = await model.run({ images: new ort.Tensor("float32", images, [5, 8, 4, 4]) });
  await model.release();
  assertEquals(code!.dims, [5, 8]);
  const reference = await (await createExecutor("reference")).load(transformer(5));
  const expected = (await reference.run({ images })).code!;
  (code!.data as Float32Array).forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-5));
});

Deno.test("toOnnx() keeps metadata and names the open axis", async () => {
  const { bytes } = await bakedEncoder({ bits: "2" });
  const model = fromBinary(ModelProtoSchema, bytes);
  assertEquals(model.metadataProps.map(({ key, value }) => [key, value]), [["bits", "2"]]);
  const type = model.graph!.input[0]!.type!.value;
  const axes = type.case === "tensorType" ? type.value.shape!.dim : [];
  assertEquals(axes.map((axis) => axis.value.value), ["batch", 1n, 8n, 8n]);
});

Deno.test("toOnnx() names a variable that it was given no values for", () => {
  assertThrows(
    () => toOnnx(encoder(), { variables: {} }),
    RangeError,
    'variable "kernels" of shape [4, 1, 3, 3] was given no values',
  );
});
