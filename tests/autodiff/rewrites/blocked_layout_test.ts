import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  add,
  clip,
  conv2d,
  createExecutor,
  gradients,
  Graph,
  mul,
  type Program,
  relu,
  type Shape,
  sizeOf,
  sum,
  type Tensor,
} from "../../../lib/autodiff/mod.ts";
import { blockLayout } from "../../../lib/autodiff/rewrites/blocked_layout.ts";
import { NCHWC } from "../../../lib/autodiff/rewrites/blocked_weights.ts";
import { Random } from "../../../lib/base/random.ts";

/** A small network of what the layout has ways for, and of what it leaves as it is. */
interface Network {
  readonly n: number;
  /** Of the images: fewer than a block, a block, and numbers between blocks. */
  readonly channels: number;
  readonly filters: number;
  readonly kernel: number;
  readonly stride: number;
  readonly seed: number;
}

const networks: fc.Arbitrary<Network> = fc.record({
  n: fc.integer({ min: 1, max: 2 }),
  channels: fc.constantFrom(1, 3, 6, 16, 20, 32),
  filters: fc.constantFrom(8, 16, 17, 18, 24, 32),
  kernel: fc.constantFrom(1, 3),
  stride: fc.integer({ min: 1, max: 2 }),
  seed: fc.nat(),
});

Deno.test("blockLayout() keeps results and gradients of networks that train", async () => {
  const native = await createExecutor("onnxruntime");
  const reference = await createExecutor("reference");
  await fc.assert(
    fc.asyncProperty(networks, async (network) => {
      const { program, feeds } = build(network);
      const [actual, expected] = await Promise.all([native, reference].map(async (executor) => {
        const session = await executor.load(program);
        const outputs = await session.run(feeds);
        await session.dispose();
        return outputs;
      }));
      for (const [name, values] of Object.entries(expected!)) {
        const scale = Math.max(1, ...values.map(Math.abs));
        values.forEach((value, i) => {
          const error = Math.abs(value - actual![name]![i]!) / scale;
          assert(error < 2e-5, `${name}[${i}] is off by ${error}`);
        });
      }
    }),
    { seed: 1, numRuns: 40 },
  );
});

Deno.test("blockLayout() reorders where the layout begins and ends, and joins activations", () => {
  const graph = new Graph();
  const images = graph.input("images", [2, 16, 8, 8]);
  const kernels = graph.parameter("kernels", [32, 16, 3, 3], new Float32Array(32 * 16 * 9));
  const first = relu(conv2d(images, kernels, { padding: 1 }));
  const planes = graph.parameter("planes", [32, 1, 3, 3], new Float32Array(32 * 9));
  const second = clip(conv2d(first, planes, { padding: 1, groups: 32 }), 0, 6);
  graph.output("sum", sum(add(first, second)));
  const blocked = blockLayout(graph.toProgram(), 16).nodes
    .filter(({ operator, domain }) => domain === NCHWC || operator === "Add")
    .map(({ operator, attributes }) => [operator, attributes.activation].join(" ").trim());
  assertEquals(blocked, ["ReorderInput", "Conv Relu", "Conv Clip", "Add", "ReorderOutput"]);
});

/** A convolution, a depthwise one and one more, with what stands between them in real networks. */
function build({ n, channels, filters, kernel, stride, seed }: Network): {
  readonly program: Program;
  readonly feeds: Readonly<Record<string, Float32Array>>;
} {
  const random = new Random(seed);
  const graph = new Graph({ training: true });
  const images = graph.input("images", [n, channels, 8, 6]);
  const parameter = (name: string, shape: Shape) =>
    graph.parameter(name, shape, random.uniforms(sizeOf(shape), -0.5, 0.5));
  const padding = kernel >> 1;

  const bias = parameter("bias", [filters]);
  const kernels1 = parameter("kernels1", [filters, channels, kernel, kernel]);
  const first = conv2d(images, kernels1, { bias, padding, stride });
  const wide = relu(first);
  const kernels2 = parameter("kernels2", [filters, 1, 3, 3]);
  const inner = conv2d(wide, kernels2, { padding: 1, groups: filters, stride });
  const kernels3 = parameter("kernels3", [filters, filters, 1, 1]);
  const held = clip(inner, -0.7, 0.9);
  // An activation that is not all that becomes of its convolution.
  const outer = conv2d(kernel === 1 ? add(held, mul(inner, 0.5)) : held, kernels3);
  const result = stride === 1 ? add(wide, outer) : outer;

  const summed = add(
    result,
    graph.constant(result.shape, random.uniforms(sizeOf(result.shape), -1, 1)),
  );
  const weights = graph.constant(result.shape, random.uniforms(sizeOf(result.shape), -1, 1));
  const loss = sum(mul(summed, weights));
  graph.output("loss", loss);
  graph.output("wide", wide);
  if (kernel === 1) {
    const other = graph.constant(first.shape, random.uniforms(sizeOf(first.shape), -1, 1));
    graph.output("moved", add(first, other));
  }
  const trained = [images, ...graph.parameters()];
  gradients(loss, trained).forEach((d: Tensor, i) => graph.output(`d(${trained[i]!.name})`, d));
  // Only programs that change variables are laid out anew.
  const steps = graph.state("steps", [], Float32Array.of(0));
  graph.assign(steps, add(steps, 1));
  return {
    program: graph.toProgram(),
    feeds: { images: random.uniforms(sizeOf(images.shape), -1, 1) },
  };
}
