import { assertEquals, assertThrows } from "@std/assert";
import {
  add,
  averagePool,
  batchNorm,
  clip,
  concat,
  conv2d,
  gather,
  globalAveragePool,
  gradients,
  Graph,
  l2Normalise,
  leakyRelu,
  matmul,
  maxPool,
  mean,
  mul,
  reshape,
  slice,
  sum,
  type Tensor,
  transpose,
} from "../../lib/autodiff/mod.ts";

const graph = new Graph({ training: true });
let inputs = 0;
const tensor = (...shape: number[]) => graph.input(`input${inputs++}`, shape);
const statistics = (channels: number) => ({
  runningMean: tensor(channels),
  runningVariance: tensor(channels),
});

const MISFITS: readonly [string, () => Tensor][] = [
  ["add: shapes do not broadcast, [2, 3] and [2]", () => add(tensor(2, 3), tensor(2))],
  ["mul: shapes do not broadcast, [4] and [3, 2]", () => mul(tensor(4), tensor(3, 2))],
  [
    "matmul: inner sizes differ, [256, 1024] and [512, 64]",
    () => matmul(tensor(256, 1024), tensor(512, 64)),
  ],
  [
    "matmul: inner sizes differ, [2, 3] and [3, 4] (the second transposed)",
    () => matmul(tensor(2, 3), tensor(3, 4), { transposeB: true }),
  ],
  ["matmul: both factors must be matrices, [2, 3] and [3]", () => matmul(tensor(2, 3), tensor(3))],
  ["mean: there is no axis 2 in shape [4, 5]", () => mean(tensor(4, 5), { axes: [2] })],
  ["sum: axes [0, -2] repeat an axis", () => sum(tensor(4, 5), { axes: [0, -2] })],
  ["reshape: [2, 3] does not fit into [4, -1]", () => reshape(tensor(2, 3), [4, -1])],
  ["transpose: [0] does not order the axes of [2, 3]", () => transpose(tensor(2, 3), [0])],
  [
    "slice: nothing is left of [4] from [3] to [2] along axes [0]",
    () => slice(tensor(4), { starts: [3], ends: [2] }),
  ],
  [
    "slice: steps [-1] must be 1 or more",
    () => slice(tensor(4), { starts: [3], ends: [0], steps: [-1] }),
  ],
  [
    "concat: shapes differ beyond axis 1, [2, 3] and [4, 3]",
    () => concat([tensor(2, 3), tensor(4, 3)], 1),
  ],
  [
    "gather: indices must be int32, not float32 [3]",
    () => gather(tensor(4, 2), tensor(3)),
  ],
  [
    "conv2d: channels differ in 1 groups, [1, 3, 8, 8] and [4, 2, 3, 3]",
    () => conv2d(tensor(1, 3, 8, 8), tensor(4, 2, 3, 3)),
  ],
  [
    "conv2d: the kernel is larger than the padded image, [1, 1, 2, 8] and [1, 1, 3, 3]",
    () => conv2d(tensor(1, 1, 2, 8), tensor(1, 1, 3, 3)),
  ],
  [
    "conv2d: the bias must have one value per filter, [4, 1, 3, 3] and [3]",
    () => conv2d(tensor(1, 1, 8, 8), tensor(4, 1, 3, 3), { bias: tensor(3) }),
  ],
  [
    "conv2d: stride 1 × 0 and dilation 2 × 2 must be at least 1, padding [0, 0, 0, 0] at least 0",
    () => conv2d(tensor(1, 1, 8, 8), tensor(4, 1, 3, 3), { stride: [1, 0], dilation: 2 }),
  ],
  [
    "averagePool: kernel 2 × 3 and stride 1 × 1 must be at least 1, padding [2, 0, 0, 0] below",
    () => averagePool(tensor(1, 1, 8, 8), { kernel: [2, 3], stride: 1, padding: [2, 0, 0, 0] }),
  ],
  [
    "maxPool: a 3 × 3 window with padding [0, 0, 0, 0] does not fit into [1, 1, 2, 2]",
    () => maxPool(tensor(1, 1, 2, 2), { kernel: 3 }),
  ],
  [
    "averagePool: it takes images [n, channels, height, width], not [2, 3]",
    () => averagePool(tensor(2, 3), { kernel: 2 }),
  ],
  ["globalAveragePool: it takes images", () => globalAveragePool(tensor(2, 3))],
  [
    "batchNorm: scale must have one value per channel, [8, 4] and [3]",
    () => batchNorm(tensor(8, 4), { ...statistics(4), scale: tensor(3) }),
  ],
  ["batchNorm: a variance needs two values, [1, 4]", () => batchNorm(tensor(1, 4), statistics(4))],
  ["l2Normalise: it takes rows [n, size], not [3]", () => l2Normalise(tensor(3))],
  ["leakyRelu: the slope must be a number, not NaN", () => leakyRelu(tensor(3), NaN)],
  ["clip: low 1 is above high 0", () => clip(tensor(3), 1, 0)],
];

for (const [message, build] of MISFITS) {
  Deno.test(`an operator that does not fit is refused: ${message}`, () => {
    assertThrows(build, RangeError, `Cannot add ${message}`);
  });
}

Deno.test("an operator refuses tensors of two graphs and indices as numbers", () => {
  assertThrows(() => add(tensor(1), new Graph().scalar(1)), TypeError, "different graphs");
  assertThrows(() => add(1, 2), TypeError, "one of its operands must be a tensor");
  const indices = graph.input("indices", [2], "int32");
  assertThrows(() => add(indices, 1), RangeError, '"indices" holds int32, it must hold float32');
});

Deno.test("Graph refuses a name twice and values that do not fill a shape", () => {
  const graph = new Graph();
  const x = graph.input("x", [2]);
  graph.output("y", x);
  assertThrows(() => graph.state("x", [], Float32Array.of(0)), TypeError, "the name is taken");
  assertThrows(() => graph.output("y", x), TypeError, 'output "y": there is one already');
  assertThrows(
    () => graph.parameter("w", [2, 2], new Float32Array(3)),
    RangeError,
    'parameter "w": shape [2, 2] has 4 elements, but 3 values were given',
  );
});

Deno.test("assign() takes one value of the variable's shape", () => {
  const graph = new Graph();
  const state = graph.state("state", [2], new Float32Array(2));
  assertThrows(() => graph.assign(state, graph.scalar(0)), RangeError, "its shape is [2]");
  assertThrows(() => graph.assign(graph.scalar(0), state), TypeError, "no variable");
  graph.assign(state, mul(state, 2));
  assertThrows(() => graph.assign(state, state), TypeError, "a next value already");
});

Deno.test("gradients() needs a scalar that depends on every tensor", () => {
  const [x, y] = [tensor(2), tensor(2)];
  assertThrows(() => gradients(x, [x]), RangeError, "must be a scalar, its shape is [2]");
  assertThrows(() => gradients(sum(x), [x, y]), RangeError, `does not depend on "${y.name}"`);
});

Deno.test("toProgram() keeps what outputs and assignments need, and nothing else", () => {
  const graph = new Graph();
  const used = graph.input("used", [2]);
  const unused = graph.input("unused", [2]);
  const state = graph.state("state", [2], new Float32Array(2));
  const idle = graph.parameter("idle", [2], new Float32Array(2));
  mul(unused, idle);
  graph.assign(state, add(used, 3));
  graph.output("y", mul(used, 2));

  const program = graph.toProgram();
  assertEquals(program.nodes.map((node) => node.operator), ["Add", "Mul"]);
  assertEquals(program.inputs.map(({ name }) => name), ["used"]);
  assertEquals(program.variables.map(({ name }) => name), ["state"]);
  assertEquals(program.constants.map(({ values }) => [...values]), [[3], [2]]);
});

Deno.test("parameters() lists what is trained, in order", () => {
  const graph = new Graph();
  const first = graph.parameter("first", [], Float32Array.of(0));
  graph.state("state", [], Float32Array.of(0));
  const second = graph.parameter("second", [], Float32Array.of(0));
  assertEquals(graph.parameters().map(({ name }) => name), [first.name, second.name]);
});
