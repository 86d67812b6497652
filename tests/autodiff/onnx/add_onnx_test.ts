import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import ort from "onnxruntime-node";
import { evaluate } from "../../../lib/autodiff/executors/reference.ts";
import { Graph, mean, mul, type Program } from "../../../lib/autodiff/mod.ts";
import { addOptimiser } from "../../../lib/autodiff/mod.ts";
import { addOnnx, type AddOnnxOptions } from "../../../lib/autodiff/onnx/add_onnx.ts";
import { trainableWeights } from "../../../lib/autodiff/onnx/network_nodes.ts";
import { readOnnx } from "../../../lib/autodiff/onnx/read.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { Random } from "../../../lib/base/random.ts";
import { floats, integers, type SmallFile, smallFile, type SmallNode } from "./small_files.ts";

const options: AddOnnxOptions = {
  prefix: "backbone.",
  isTrained: () => false,
  statistics: "frozen",
};

/** The output of a file that takes "x" of this shape, by our graph. */
function ours(
  small: SmallFile,
  shape: readonly number[],
  values: Float32Array,
  given: Partial<AddOnnxOptions> = {},
): number[] {
  const graph = new Graph();
  const x = graph.input("x", shape);
  const y = addOnnx(graph, readOnnx(smallFile(small), "small.onnx"), x, { ...options, ...given });
  graph.output("y", y);
  return [...evaluate(graph.toProgram(), { x: values }, {}).outputs.y!];
}

/** The same by ONNX Runtime. */
async function theirs(
  small: SmallFile,
  shape: readonly number[],
  values: Float32Array,
): Promise<number[]> {
  const session = await ort.InferenceSession.create(smallFile(small), { logSeverityLevel: 3 });
  const { y } = await session.run({ x: new ort.Tensor("float32", values, shape) });
  await session.release();
  return [...y!.data as Float32Array];
}

async function assertSame(small: SmallFile, shape: readonly number[]): Promise<void> {
  const values = new Random(3).normals(shape.reduce((product, size) => product * size, 1));
  const [actual, expected] = [ours(small, shape, values), await theirs(small, shape, values)];
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-4));
}

Deno.test("shapes that an exporter computes are folded, whatever the batch", async () => {
  const nodes: SmallNode[] = [
    { operator: "Shape", inputs: ["x"], outputs: ["shape"] },
    { operator: "Gather", inputs: ["shape", "first"], outputs: ["n"], attributes: { axis: 0 } },
    { operator: "Unsqueeze", inputs: ["n", "zero"], outputs: ["rows"] },
    { operator: "Concat", inputs: ["rows", "rest"], outputs: ["sizes"], attributes: { axis: 0 } },
    { operator: "Reshape", inputs: ["x", "sizes"], outputs: ["flat"] },
    { operator: "Slice", inputs: ["flat", "one", "end", "one"], outputs: ["y"] },
  ];
  const tensors = [
    integers("first", [], [0]),
    integers("zero", [1], [0]),
    integers("one", [1], [1]),
    integers("end", [1], [-1]),
    integers("rest", [1], [-1]),
  ];
  const small = { nodes, tensors, inputs: { x: ["batch", 2, 3] } };
  await assertSame(small, [2, 2, 3]);
  await assertSame(small, [3, 2, 3]);
});

Deno.test("convolutions are read with bias, pads, strides, holes and groups", async () => {
  const setting = fc.record({
    stride: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
    pads: fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 2 }))),
    dilations: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
    group: fc.constantFrom(1, 2, 4),
    rule: fc.constantFrom("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"),
  });
  const random = new Random(5);
  await fc.assert(
    fc.asyncProperty(setting, async ({ stride, pads, dilations, group, rule }) => {
      const tensors = [
        floats("w", [4, 4 / group, 3, 2], [...random.normals(96 / group)]),
        floats("b", [4], [...random.normals(4)]),
      ];
      const attributes = {
        strides: [...stride],
        dilations: rule === "NOTSET" ? [...dilations] : [1, 1],
        group,
        ...(rule === "NOTSET" ? { pads: [...pads] } : { auto_pad: rule }),
      };
      const nodes = [{ operator: "Conv", inputs: ["x", "w", "b"], outputs: ["y"], attributes }];
      await assertSame({ nodes, tensors, inputs: { x: ["n", 4, 7, 8] } }, [2, 4, 7, 8]);
    }),
    { numRuns: 30 },
  );
});

Deno.test("pools are read with both ways of counting, at the edges too", async () => {
  for (const operator of ["MaxPool", "AveragePool"]) {
    for (const ceil_mode of [0, 1]) {
      for (const count_include_pad of operator === "MaxPool" ? [0] : [0, 1]) {
        const attributes = {
          kernel_shape: [3, 2],
          strides: [2, 2],
          pads: [1, 0, 0, 1],
          ceil_mode,
          ...(operator === "MaxPool" ? {} : { count_include_pad }),
        };
        const nodes = [{ operator, inputs: ["x"], outputs: ["y"], attributes }];
        await assertSame({ nodes, inputs: { x: ["n", 2, 6, 7] } }, [2, 2, 6, 7]);
      }
    }
  }
});

const normalised: SmallFile = {
  nodes: [
    { operator: "Conv", inputs: ["x", "w", "b"], outputs: ["c"] },
    {
      operator: "BatchNormalization",
      inputs: ["c", "scale", "shift", "mean", "variance"],
      outputs: ["y"],
      attributes: { epsilon: { float: 0.01 }, momentum: { float: 0.75 } },
    },
  ],
  tensors: [
    floats("w", [2, 1, 1, 1], [2, -1]),
    floats("b", [2], [0.5, 1]),
    floats("scale", [2], [3, 0.5]),
    floats("shift", [2], [-1, 2]),
    floats("mean", [2], [0.25, -2]),
    floats("variance", [2], [4, 0.5]),
  ],
  inputs: { x: ["n", 1, 2, 2] },
};

Deno.test("batch norm with frozen statistics is part of the convolution before it", async () => {
  await assertSame(normalised, [3, 1, 2, 2]);
  const graph = new Graph({ training: true });
  const file = readOnnx(smallFile(normalised), "small.onnx");
  graph.output("y", addOnnx(graph, file, graph.input("x", [3, 1, 2, 2]), options));
  const operators = graph.toProgram().nodes.map(({ operator }) => operator);
  assertEquals(operators.filter((name) => name === "Conv").length, 1);
  assertEquals(operators.includes("BatchNormalization"), false);
});

Deno.test("with statistics of the batch, running ones move as the file's momentum says", () => {
  const graph = new Graph({ training: true });
  const file = readOnnx(smallFile(normalised), "small.onnx");
  const x = graph.input("x", [1, 1, 2, 2]);
  graph.output("y", addOnnx(graph, file, x, { ...options, statistics: "batch" }));
  const program = graph.toProgram();
  const { variables } = evaluate(program, { x: [1, 2, 3, 4] }, initial(program));
  // 2x + 0.5 has mean 5.5, −x + 1 has −1.5; a quarter of the batch goes into the running mean.
  assertEquals([...variables["backbone.mean"]!], [0.25 * 0.75 + 5.5 / 4, -2 * 0.75 - 1.5 / 4]);
});

function initial(program: Program) {
  return Object.fromEntries(program.variables.map(({ name, initial }) => [name, initial]));
}

Deno.test("weights that train move, all others are constants of the file's very bits", () => {
  const graph = new Graph({ training: true });
  const file = readOnnx(smallFile(normalised), "small.onnx");
  const x = graph.input("x", [3, 1, 2, 2]);
  const y = addOnnx(graph, file, x, { ...options, isTrained: (name) => name === "w" });
  addOptimiser(graph, mean(mul(y, y)), [{ parameters: graph.parameters() }], { kind: "sgd" });
  const program = graph.toProgram();
  assertEquals(program.variables.map(({ name }) => name), ["backbone.w"]);
  const feeds = { x: new Random(1).normals(12), learningRate: [0.1] };
  const { variables } = evaluate(program, feeds, initial(program));
  assertEquals([...variables["backbone.w"]!].some((value, i) => value === [2, -1][i]), false);
  const kept = program.constants.map(({ values }) => [...values].join());
  assertEquals(["3,0.5", "-1,2", "0.25,-2"].every((values) => kept.includes(values)), true);
});

Deno.test("frozen statistics never train, and shared ones are refused where they would move", () => {
  const build = (small: SmallFile, statistics: "frozen" | "batch") => {
    const graph = new Graph({ training: true });
    const x = graph.input("x", [3, 1, 2, 2]);
    addOnnx(graph, readOnnx(smallFile(small), "small.onnx"), x, {
      prefix: "",
      isTrained: () => true,
      statistics,
    });
    return graph.parameters().map(({ name }) => name);
  };
  assertEquals(build(normalised, "frozen").sort(), ["b", "scale", "shift", "w"]);
  const twice = {
    ...normalised,
    nodes: [
      { ...normalised.nodes[0]!, outputs: ["c"] },
      { ...normalised.nodes[1]!, outputs: ["first"] },
      { ...normalised.nodes[1]!, inputs: ["first", "scale", "shift", "mean", "variance"] },
    ],
  };
  assertThrows(
    () => build(twice, "batch"),
    InputError,
    'the statistics "mean" belong to several batch norms',
  );
});

Deno.test("any value inside a network can be its output", async () => {
  const nodes = [
    { operator: "Relu", inputs: ["x"], outputs: ["inner"] },
    { operator: "Neg", inputs: ["inner"], outputs: ["y"] },
  ];
  const x = Float32Array.of(-1, 2);
  assertEquals(ours({ nodes }, [1, 2], x, { output: "inner" }), [0, 2]);
  assertEquals(await theirs({ nodes }, [1, 2], x), [-0, -2]);
});

Deno.test("trainableWeights() lists weights in the order of their use, without statistics", () => {
  const file = readOnnx(smallFile(normalised), "small.onnx");
  assertEquals(trainableWeights(file).map(({ name, place }) => `${place} ${name}`), [
    "0 w",
    "0 b",
    "1 scale",
    "1 shift",
  ]);
});

Deno.test("what cannot be trained is named, all at once", () => {
  const add = (small: SmallFile, given: Partial<AddOnnxOptions> = {}) => () => {
    const graph = new Graph();
    const file = readOnnx(smallFile(small), "bad.onnx");
    addOnnx(graph, file, graph.input("x", [1, 2]), { ...options, ...given });
  };
  const nodes: SmallNode[] = [
    { operator: "NonZero", inputs: ["x"], outputs: ["a"], name: "first" },
    { operator: "Einsum", inputs: ["a"], outputs: ["b"] },
    { operator: "NonZero", inputs: ["b"], outputs: ["y"] },
  ];
  assertThrows(
    add({ nodes }),
    InputError,
    'Cannot train the model "bad.onnx": these operations are not known: NonZero ("first", "y"); ' +
      'Einsum ("b")',
  );
  const relu = [{ operator: "Relu", inputs: ["x"], outputs: ["scores"] }];
  assertThrows(
    add({ nodes: relu, outputs: ["scores"] }, { output: "score" }),
    InputError,
    'it has no output "score" (did you mean "scores"?); its outputs are scores',
  );
  assertThrows(
    add({ nodes: relu, outputs: ["scores"], inputs: { x: [1, 2], z: [1] } }),
    InputError,
    "it has 2 inputs (x, z), expected one",
  );
  assertThrows(
    add({ nodes: [{ operator: "Add", inputs: ["x", "lost"], outputs: ["y"], name: "sum" }] }),
    InputError,
    'it takes a value "lost" that nothing makes',
  );
  assertThrows(
    add({
      nodes: [{ operator: "Conv", inputs: ["x", "w"], outputs: ["y"], name: "stem" }],
      tensors: [floats("w", [1, 1, 1, 1], [1])],
    }),
    InputError,
    'Conv "stem": it must take images [n, channels, height, width]',
  );
});
