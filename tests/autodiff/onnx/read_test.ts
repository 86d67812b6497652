import { assertEquals, assertThrows } from "@std/assert";
import { create } from "@bufbuild/protobuf";
import { InputError } from "../../../lib/base/errors.ts";
import { trainableWeights } from "../../../lib/autodiff/onnx/network_nodes.ts";
import {
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
} from "../../../lib/autodiff/onnx/onnx_pb.ts";
import { partsOf, readOnnx } from "../../../lib/autodiff/onnx/read.ts";
import { floats, integers, smallFile, type SmallNode } from "./small_files.ts";

const scale: SmallNode = { operator: "Mul", inputs: ["x", "w"], outputs: ["y"], name: "scale" };

Deno.test("readOnnx() names inputs with their sizes, outputs and weights", () => {
  const file = readOnnx(
    smallFile({ nodes: [scale], tensors: [floats("w", [2], [3, 4])] }),
    "small.onnx",
  );
  assertEquals(file.inputs, [{ name: "x", shape: ["batch", 2] }]);
  assertEquals(file.outputs, ["y"]);
  assertEquals([...file.weights.keys()], ["w"]);
  assertEquals(file.weights.get("w")!.values(), Float32Array.of(3, 4));
});

Deno.test("readOnnx() takes weights from Constant nodes and from lists of floats", () => {
  const listed = create(TensorProtoSchema, {
    dims: [2n],
    dataType: TensorProto_DataType.FLOAT,
    floatData: [0.5, 2],
  });
  const constant = {
    operator: "Constant",
    inputs: [],
    outputs: ["w"],
    attributes: { value: listed },
  };
  const file = readOnnx(smallFile({ nodes: [constant, scale] }), "small.onnx");
  assertEquals(file.weights.get("w")!.values(), Float32Array.of(0.5, 2));
});

Deno.test("a weight that an exporter made a copy of another is a weight of its own", () => {
  const copy = { operator: "Identity", inputs: ["w"], outputs: ["v"] };
  const shift = { operator: "Add", inputs: ["s", "v"], outputs: ["y"] };
  const nodes = [copy, { ...scale, outputs: ["s"] }, shift];
  const file = readOnnx(smallFile({ nodes, tensors: [floats("w", [2], [1, 1])] }), "small.onnx");
  assertEquals(trainableWeights(file).map(({ name }) => name), ["w", "v"]);
});

Deno.test("quantised weights are multiplied out, channel by channel", () => {
  const nodes: SmallNode[] = [
    {
      operator: "DequantizeLinear",
      inputs: ["q", "scale", "zero"],
      outputs: ["w"],
      attributes: { axis: 0 },
    },
    { operator: "MatMul", inputs: ["x", "w"], outputs: ["y"] },
  ];
  const tensors = [
    integers("q", [2, 2], [-3, 5, 7, 9], TensorProto_DataType.INT8),
    floats("scale", [2], [0.5, 2]),
    integers("zero", [2], [1, -1], TensorProto_DataType.INT8),
  ];
  const file = readOnnx(smallFile({ nodes, tensors }), "small.onnx");
  assertEquals(file.weights.get("w")!.values(), Float32Array.of(-2, 2, 16, 20));
});

Deno.test("rounding between layers leaves its limits, which may do a ReLU's work", () => {
  for (const opset of [10, 13]) {
    const nodes: SmallNode[] = [
      { operator: "QuantizeLinear", inputs: ["x", "s", "z"], outputs: ["q"] },
      { operator: "DequantizeLinear", inputs: ["q", "s", "z"], outputs: ["y"] },
    ];
    const tensors = [
      floats("s", [], [0.5]),
      integers("z", [], [-128], TensorProto_DataType.INT8),
    ];
    const file = readOnnx(smallFile({ nodes, tensors, opset }), "q.onnx");
    const { nodes: [clip], literals } = partsOf(file);
    assertEquals(clip!.opType, "Clip");
    const bounds = opset === 10
      ? clip!.attribute.map(({ f }) => f)
      : clip!.input.slice(1).map((name) => literals.get(name)!.data[0]);
    assertEquals(bounds, [0, 127.5]);
  }
});

Deno.test("rounding to 16 bits has the limits of 16 bits", () => {
  const nodes: SmallNode[] = [
    { operator: "QuantizeLinear", inputs: ["x", "s", "z"], outputs: ["q"] },
    { operator: "DequantizeLinear", inputs: ["q", "s", "z"], outputs: ["y"] },
  ];
  for (
    const [type, zero, low, high] of [[4, 1000, -500, 32267.5], [5, 0, -16384, 16383.5]] as const
  ) {
    const tensors = [floats("s", [], [0.5]), integers("z", [], [zero], type)];
    const file = readOnnx(smallFile({ nodes, tensors, opset: 21 }), "q.onnx");
    const { nodes: [clip], literals } = partsOf(file);
    assertEquals(clip!.input.slice(1).map((name) => literals.get(name)!.data[0]), [low, high]);
  }
});

Deno.test("constants are read in all of their forms, and no mask is a weight", () => {
  const constant = (name: string, attributes: SmallNode["attributes"]) => ({
    operator: "Constant",
    inputs: [],
    outputs: [name],
    ...(attributes ? { attributes } : {}),
  });
  const nodes: SmallNode[] = [
    constant("one", { value_float: { float: 1.5 } }),
    constant("axes", { value_ints: [1] }),
    constant("axis", { value_int: 3 }),
    constant("mask", { value: floats("", [2], [0, -100]) }),
    { operator: "Add", inputs: ["x", "mask"], outputs: ["y"] },
  ];
  const file = readOnnx(smallFile({ nodes }), "small.onnx");
  const { literals } = partsOf(file);
  assertEquals([...literals].map(([name, { data }]) => [name, ...data]), [
    ["one", 1.5],
    ["axes", 1],
    ["axis", 3],
  ]);
  assertEquals(trainableWeights(file), []);
});

Deno.test("readOnnx() says what is wrong with a file", () => {
  const tensor = floats("w", [2], [1, 2]);
  const cases: [Uint8Array, string][] = [
    [
      smallFile({ nodes: [scale], tensors: [tensor], opset: 6 }),
      "it is written in version 6 of the operators, expected 7 or later",
    ],
    [new TextEncoder().encode("<html>"), 'Cannot use the model "bad.onnx": it is no ONNX file'],
    [new Uint8Array(), "it is no ONNX file, or an empty one"],
    [
      smallFile({
        nodes: [scale],
        tensors: [{ ...tensor, dataLocation: TensorProto_DataLocation.EXTERNAL }],
      }),
      'its tensor "w" lies in another file; save the model as one file',
    ],
    [
      smallFile({ nodes: [scale], tensors: [integers("w", [2], [1, 2], 10)] }),
      'its tensor "w" holds float16; export the model in float32',
    ],
    [
      smallFile({ nodes: [scale], tensors: [{ ...tensor, rawData: tensor.rawData.slice(0, 7) }] }),
      'its tensor "w" has 1.75 values, its shape [2] 2',
    ],
  ];
  for (const [bytes, message] of cases) {
    const read = () => readOnnx(bytes, "bad.onnx").weights.get("w")?.values();
    assertThrows(read, InputError, message);
  }
});
