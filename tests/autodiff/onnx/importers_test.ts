import { assertAlmostEquals, assertEquals } from "@std/assert";
import ort from "onnxruntime-node";
import { createExecutor, Graph } from "../../../lib/autodiff/mod.ts";
import { addOnnx } from "../../../lib/autodiff/onnx/add_onnx.ts";
import { elementwiseImporters } from "../../../lib/autodiff/onnx/importers/elementwise.ts";
import { layerImporters } from "../../../lib/autodiff/onnx/importers/layers.ts";
import { movementImporters } from "../../../lib/autodiff/onnx/importers/movement.ts";
import { readOnnx } from "../../../lib/autodiff/onnx/read.ts";
import { Random } from "../../../lib/base/random.ts";
import { floats, integers, type SmallFile, smallFile, type SmallNode } from "./small_files.ts";

/** One operation, in one version of the standard. */
interface Case {
  readonly node: Omit<SmallNode, "outputs"> & { readonly outputs?: readonly string[] };
  readonly tensors?: SmallFile["tensors"];
  readonly opset?: number;
  /** Of its input; default: images. */
  readonly shape?: readonly number[];
  /** Whether the operation is only for positive numbers. */
  readonly isPositive?: boolean;
}

const IMAGES = [2, 4, 5, 6];
const random = new Random(8);
const values = (name: string, ...shape: number[]) =>
  floats(name, shape, [...random.uniforms(shape.reduce((n, size) => n * size, 1), 0.5, 2)]);
const on = (
  operator: string,
  attributes: SmallNode["attributes"] = {},
  ...others: string[]
): Case["node"] => ({ operator, inputs: ["x", ...others], attributes });
const alone = (...operators: string[]): Case[] => operators.map((name) => ({ node: on(name) }));

const CASES: readonly Case[] = [
  ...alone("Neg", "Abs", "Exp", "Erf", "Relu", "Sigmoid", "Tanh", "Softplus", "Identity"),
  ...alone("Reciprocal", "Dropout", "Elu", "LeakyRelu", "HardSigmoid", "GlobalAveragePool"),
  { node: on("Log"), isPositive: true },
  { node: on("Sqrt"), isPositive: true },
  { node: on("HardSwish"), opset: 14 },
  { node: on("Gelu"), opset: 20 },
  { node: on("Gelu", { approximate: "tanh" }), opset: 20 },
  { node: on("Elu", { alpha: { float: 0.5 } }) },
  { node: on("LeakyRelu", { alpha: { float: 0.3 } }) },
  { node: on("HardSigmoid", { alpha: { float: 0.4 }, beta: { float: 0.1 } }) },
  ...["Add", "Sub", "Mul", "Div"].flatMap((name): Case[] => [
    { node: on(name, {}, "w"), tensors: [values("w", 4, 1, 1)] },
    { node: { operator: name, inputs: ["w", "x"] }, tensors: [values("w")], isPositive: true },
  ]),
  { node: on("Pow", {}, "two"), tensors: [floats("two", [], [2])] },
  { node: on("Pow", {}, "w"), tensors: [values("w", 6)], isPositive: true },
  {
    node: on("Clip", {}, "low", "high"),
    tensors: [floats("low", [], [-0.5]), floats("high", [], [1])],
  },
  { node: on("Clip", {}, "", "high"), tensors: [floats("high", [], [0.5])] },
  { node: on("Clip", { min: { float: 0 } }), opset: 7 },
  { node: on("Max", {}, "w", "low"), tensors: [values("w", 6), floats("low", [], [0.75])] },
  { node: on("Min", {}, "w"), tensors: [values("w", 4, 1, 1)] },
  {
    node: { operator: "Where", inputs: ["mask", "x", "zero"] },
    tensors: [integers("mask", [6], [1, 0, 1, 1, 0, 0], 9), floats("zero", [], [-3])],
  },
  { node: on("Cast", { to: 1 }) },
  { node: on("Reshape", {}, "sizes"), tensors: [integers("sizes", [3], [0, -1, 3])] },
  { node: on("Flatten") },
  { node: on("Flatten", { axis: 2 }) },
  { node: on("Unsqueeze", {}, "axes"), tensors: [integers("axes", [2], [0, -1])] },
  { node: on("Unsqueeze", { axes: [1] }), opset: 11 },
  { node: on("Squeeze", {}, "axes"), tensors: [integers("axes", [1], [1])], shape: [40, 1, 6] },
  { node: on("Squeeze", { axes: [-1] }), opset: 11, shape: [40, 6, 1] },
  { node: on("Expand", {}, "sizes"), tensors: [integers("sizes", [5], [3, 1, 1, 1, 1])] },
  { node: on("Transpose") },
  { node: on("Transpose", { perm: [0, 2, 3, 1] }) },
  { node: { operator: "Concat", inputs: ["x", "x"], attributes: { axis: -3 } } },
  {
    node: on("Slice", {}, "from", "to", "axes"),
    tensors: [integers("from", [1], [-2]), integers("axes", [1], [2]), {
      ...integers("to", [1], [0]),
      int64Data: [9223372036854775807n],
    }],
  },
  { node: on("Slice", { starts: [1], ends: [3], axes: [3] }), opset: 9 },
  { node: { ...on("Split", { axis: 1 }), outputs: ["a", "y"] } },
  {
    node: { ...on("Split", { axis: 3 }, "parts"), outputs: ["a", "y"] },
    tensors: [integers("parts", [2], [2, 4])],
  },
  { node: on("Gather", { axis: 1 }, "i"), tensors: [integers("i", [2, 2], [3, 0, -1, 1])] },
  { node: on("Gather", { axis: 2 }, "i"), tensors: [integers("i", [], [-2])] },
  { node: on("Pad", {}, "pads"), tensors: [integers("pads", [8], [0, 1, 2, 0, 0, 0, -1, 3])] },
  {
    node: on("Pad", {}, "pads", "value", "axes"),
    tensors: [
      integers("pads", [4], [1, 2, 0, 3]),
      floats("value", [], [-7]),
      integers("axes", [2], [3, -2]),
    ],
    opset: 18,
  },
  { node: on("Pad", { pads: [0, 0, 1, 1, 0, 0, 2, 2] }), opset: 7 },
  {
    node: on("Resize", { mode: "nearest" }, "scales"),
    tensors: [floats("scales", [4], [1, 1, 2, 1])],
    opset: 10,
  },
  {
    node: on("Resize", { mode: "linear" }, "", "scales"),
    tensors: [floats("scales", [4], [1, 1, 1.05, 2])],
  },
  {
    node: on("Resize", { mode: "linear" }, "", "scales"),
    tensors: [floats("scales", [4], [1, 1, 0.7, 0.7])],
    shape: [1, 1, 10, 10],
  },
  ...[["nearest", "asymmetric", "floor"], ["nearest", "half_pixel", "round_prefer_floor"]].map((
    [mode, coordinate_transformation_mode, nearest_mode],
  ): Case => ({
    node: on(
      "Resize",
      {
        mode: mode!,
        coordinate_transformation_mode: coordinate_transformation_mode!,
        nearest_mode: nearest_mode!,
      },
      "",
      "scales",
    ),
    tensors: [floats("scales", [4], [1, 1, 2, 1.5])],
  })),
  ...["half_pixel", "align_corners", "asymmetric"].map((rule): Case => ({
    node: on("Resize", { mode: "linear", coordinate_transformation_mode: rule }, "", "", "sizes"),
    tensors: [integers("sizes", [4], [2, 4, 8, 3])],
  })),
  { node: on("Conv", { pads: [1, 0, 1, 0] }, "w"), tensors: [values("w", 3, 4, 3, 2)] },
  {
    node: on("Gemm", { transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } }, "w", "b"),
    tensors: [values("w", 3, 6), values("b", 3)],
    shape: [40, 6],
  },
  { node: on("MatMul", {}, "w"), tensors: [values("w", 6, 3)] },
  { node: on("MatMul", {}, "w"), tensors: [values("w", 4, 6, 3)] },
  { node: on("MaxPool", { kernel_shape: [2, 2], strides: [2, 2] }) },
  { node: on("AveragePool", { kernel_shape: [2, 3], strides: [1, 2] }) },
  { node: on("ReduceMean", { axes: [1, -1], keepdims: 0 }) },
  { node: on("ReduceMean", {}, "axes"), tensors: [integers("axes", [1], [2])], opset: 18 },
  { node: on("ReduceSum", {}, "axes"), tensors: [integers("axes", [0], [])] },
  { node: on("ReduceSum", { noop_with_empty_axes: 1 }) },
  { node: on("ReduceSum", {}, "axes"), tensors: [integers("axes", [1], [2])] },
  ...alone("Softmax"),
  { node: on("Softmax", { axis: 1 }) },
  { node: on("Softmax", { axis: 2 }), opset: 11 },
  {
    node: on("BatchNormalization", {}, "s", "b", "m", "v"),
    tensors: ["s", "b", "m", "v"].map((name) => values(name, 4)),
  },
  {
    node: on("LayerNormalization", { axis: 2 }, "s", "b"),
    tensors: [values("s", 5, 6), values("b", 5, 6)],
    opset: 17,
  },
  { node: on("LayerNormalization", {}, "s"), tensors: [values("s", 6)], opset: 17 },
  { node: on("InstanceNormalization", {}, "s", "b"), tensors: [values("s", 4), values("b", 4)] },
  {
    node: on("GroupNormalization", { num_groups: 2 }, "s", "b"),
    tensors: [values("s", 4), values("b", 4)],
    opset: 21,
  },
];

Deno.test("every operation gives what ONNX Runtime gives for the file itself", async (t) => {
  const executor = await createExecutor();
  const films = new Random(4).normals(2 * 4 * 5 * 6);
  for (const [i, each] of CASES.entries()) {
    const { node, tensors = [], opset = 13, shape = IMAGES, isPositive = false } = each;
    await t.step(`${i} ${node.operator}, version ${opset}`, async () => {
      const bytes = smallFile({
        nodes: [{ outputs: ["y"], ...node }],
        tensors,
        inputs: { x: shape },
        opset,
      });
      const values = films.subarray(0, shape.reduce((product, size) => product * size, 1));
      const x = isPositive ? values.map((value) => Math.abs(value) + 0.1) : values;
      const graph = new Graph();
      const y = addOnnx(graph, readOnnx(bytes, "one.onnx"), graph.input("x", shape), {
        prefix: "",
        isTrained: () => false,
        statistics: "frozen",
      });
      graph.output("y", y);
      const ours = await executor.load(graph.toProgram());
      const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
      const { y: wanted } = await session.run({ x: new ort.Tensor("float32", x, shape) });
      const expected = wanted!.data as Float32Array;
      const actual = (await ours.run({ x })).y!;
      assertEquals(y.shape, wanted!.dims);
      expected.forEach((value, i) => assertAlmostEquals(actual[i]!, value, 1e-4));
      await Promise.all([ours.dispose(), session.release()]);
    });
  }
});

Deno.test("no operation is left out of the comparison", () => {
  const known = [elementwiseImporters, layerImporters, movementImporters].flatMap(Object.keys);
  const tried = new Set(CASES.map(({ node }) => node.operator));
  assertEquals(known.filter((name) => !tried.has(name)), []);
});
