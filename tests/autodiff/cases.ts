/**
 * Every operator with random shapes and values: what the gradient and executor tests run through.
 *
 * @module
 */
import fc from "fast-check";
import * as ad from "../../lib/autodiff/mod.ts";
import { gradients, Graph, mul, type Program, type Shape } from "../../lib/autodiff/mod.ts";
import { sizeOf, sum, type Tensor } from "../../lib/autodiff/mod.ts";
import { Random } from "../../lib/base/random.ts";

/** Where an operator's values come from, so that none lies at a kink or outside its domain. */
export type Domain = "any" | "awayFromZero" | "positive" | "cosines" | "distinct";

/** One operator applied to inputs of given shapes. */
export interface Example {
  readonly shapes: readonly Shape[];
  readonly build: (...inputs: Tensor[]) => Tensor;
  /** Whole numbers to feed beside them, by input. */
  readonly indices?: Readonly<Record<string, Int32Array>>;
}

/** An operator, examples of it, and the values it is tried on. */
export interface OperatorCase {
  readonly name: string;
  readonly domain: Domain;
  readonly examples: fc.Arbitrary<Example>;
}

/** Values of a domain. */
export function valuesOf(domain: Domain, count: number, random: Random): Float64Array {
  const sign = () => random.chance(0.5) ? 1 : -1;
  switch (domain) {
    case "any":
      return Float64Array.from({ length: count }, () => Math.fround(random.between(-2, 2)));
    case "awayFromZero":
      return Float64Array.from(
        { length: count },
        () => Math.fround(sign() * random.between(0.3, 2)),
      );
    case "positive":
      return Float64Array.from({ length: count }, () => Math.fround(random.between(0.3, 2)));
    case "cosines":
      return Float64Array.from({ length: count }, () => Math.fround(random.between(-0.9, 0.9)));
    case "distinct":
      return Float64Array.from(random.permutation(count), (rank) => Math.fround(rank / 16 - 1));
  }
}

/** An example as a program with output `y`, and `gradient0`, `gradient1`, … of Σ y · weight. */
export interface Trial {
  readonly program: Program;
  readonly feeds: Readonly<Record<string, Float64Array | Int32Array>>;
}

/** Builds an example with random values and random weights. */
export function tryOut(
  { shapes, build, indices = {} }: Example,
  { domain, seed, training }: {
    readonly domain: Domain;
    readonly seed: number;
    readonly training: boolean;
  },
): Trial {
  const random = new Random(seed);
  const graph = new Graph({ training });
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, shape));
  const y = build(...inputs);
  const weights = graph.constant(y.shape, random.uniforms(sizeOf(y.shape), -1, 1));
  const loss = sum(mul(y, weights));
  graph.output("y", y);
  graph.output("loss", loss);
  gradients(loss, inputs).forEach((gradient, i) => graph.output(`gradient${i}`, gradient));
  const values = shapes.map((shape, i) => [`x${i}`, valuesOf(domain, sizeOf(shape), random)]);
  return { program: graph.toProgram(), feeds: { ...Object.fromEntries(values), ...indices } };
}

const size = fc.integer({ min: 1, max: 4 });
const anyShape = fc.array(size, { maxLength: 4 });

/** A shape, and one that expands to it: axes shrunk to 1 and some dropped in front. */
const expandingPair = fc.tuple(anyShape, fc.array(fc.boolean(), { minLength: 4 }), fc.nat(3)).map(
  ([shape, shrunk, dropped]): [Shape, Shape] => [
    shape,
    shape.map((n, axis) => shrunk[axis] ? 1 : n).slice(Math.min(dropped, shape.length)),
  ],
);

/** Two shapes that broadcast, each shrunk along axes of its own. */
const broadcastPair = fc.tuple(
  expandingPair,
  fc.array(fc.boolean(), { minLength: 4 }),
  fc.boolean(),
)
  .map(([[full, small], shrunk, swapped]): [Shape, Shape] => {
    const other = full.map((n, axis) => shrunk[axis] ? 1 : n);
    return swapped ? [small, other] : [other, small];
  });

function unary(name: string, build: (x: Tensor) => Tensor, domain: Domain = "any"): OperatorCase {
  return { name, domain, examples: anyShape.map((shape) => ({ shapes: [shape], build })) };
}

function binary(
  name: string,
  build: (a: Tensor, b: Tensor) => Tensor,
  domain: Domain = "any",
): OperatorCase {
  return { name, domain, examples: broadcastPair.map((shapes) => ({ shapes, build })) };
}

function shaped<T>(
  name: string,
  settings: fc.Arbitrary<T>,
  example: (settings: T) => Example,
  domain: Domain = "any",
): OperatorCase {
  return { name, domain, examples: settings.map(example) };
}

const flag = fc.boolean();
const axesOf = (rank: number) => fc.subarray([...Array(rank).keys()]);
const reduceSettings = fc.array(size, { minLength: 1, maxLength: 4 }).chain((shape) =>
  fc.record({ shape: fc.constant(shape), axes: axesOf(shape.length), keepDims: flag })
);
const matmulSettings = fc.record({
  m: size,
  k: size,
  n: size,
  transposeA: flag,
  transposeB: flag,
});
const convolutionSettings = fc.record({
  n: fc.integer({ min: 1, max: 2 }),
  groups: fc.integer({ min: 1, max: 2 }),
  depth: fc.integer({ min: 1, max: 2 }),
  filters: fc.integer({ min: 1, max: 2 }),
  height: fc.integer({ min: 3, max: 6 }),
  width: fc.integer({ min: 3, max: 6 }),
  kernel: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  padding: fc.integer({ min: 0, max: 2 }),
});
const pairOf = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));
const sidesOf = (max: number) => fc.tuple(fc.nat(max), fc.nat(max), fc.nat(max), fc.nat(max));
const generalConvolutionSettings = fc.record({
  n: fc.integer({ min: 1, max: 2 }),
  groups: fc.integer({ min: 1, max: 3 }),
  depth: fc.integer({ min: 1, max: 2 }),
  filters: fc.integer({ min: 1, max: 2 }),
  size: pairOf(5, 8),
  kernel: pairOf(1, 3),
  stride: pairOf(1, 3),
  dilation: pairOf(1, 2),
  padding: sidesOf(3),
});
const poolSettings = fc.record({
  shape: fc.tuple(size, size, fc.integer({ min: 3, max: 6 }), fc.integer({ min: 3, max: 6 })),
  kernel: fc.integer({ min: 2, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  padding: fc.integer({ min: 0, max: 1 }),
});
const generalPoolSettings = fc.record({
  shape: fc.tuple(size, size, fc.integer({ min: 3, max: 7 }), fc.integer({ min: 3, max: 7 })),
  kernel: pairOf(2, 3),
  stride: pairOf(1, 3),
  padding: sidesOf(1),
  ceil: fc.boolean(),
  countsPadding: fc.boolean(),
});
const resizeSettings = fc.record({
  shape: fc.tuple(size, size, size, size),
  size: pairOf(1, 7),
  mode: fc.constantFrom("nearest", "linear"),
  coordinates: fc.constantFrom("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"),
  rounding: fc.constantFrom("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"),
});
const sliceSettings = fc.array(fc.integer({ min: 3, max: 6 }), { minLength: 1, maxLength: 3 })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.nat(shape.length - 1),
      start: fc.nat(1),
      end: fc.constantFrom(-1, 3, 99),
      step: fc.integer({ min: 1, max: 3 }),
    })
  );
const gatherSettings = fc.record({
  shape: fc.tuple(size, size, size).map(([a, b, c]) => [a + 2, b + 2, c + 2] as const),
  axis: fc.integer({ min: -3, max: 2 }),
  indices: fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
  tall: fc.boolean(),
});
const rows = fc.tuple(size, fc.integer({ min: 2, max: 5 }));

function batchNormExample(shape: Shape): Example {
  const channels = shape[1]!;
  return {
    shapes: [shape, [channels], [channels]],
    build: (x, scale, bias) =>
      ad.batchNorm(x, {
        scale,
        bias,
        runningMean: x.graph.state("mean", [channels], new Float32Array(channels).fill(0.25)),
        runningVariance: x.graph.state("variance", [channels], new Float32Array(channels).fill(2)),
      }),
  };
}

/** Every differentiable operator. */
export const operatorCases: readonly OperatorCase[] = [
  binary("add", ad.add),
  binary("sub", ad.sub),
  binary("mul", ad.mul),
  binary("div", ad.div, "awayFromZero"),
  unary("number − tensor", (x) => ad.sub(1.5, x)),
  unary("tensor / number", (x) => ad.div(x, -4)),
  unary("neg", ad.neg),
  unary("exp", ad.exp),
  unary("log", ad.log, "positive"),
  unary("log1p", ad.log1p, "cosines"),
  unary("sqrt", ad.sqrt, "positive"),
  unary("abs", ad.abs, "awayFromZero"),
  unary("pow 3", (x) => ad.pow(x, 3)),
  unary("pow −1.5", (x) => ad.pow(x, -1.5), "positive"),
  unary("clip", (x) => ad.clip(x, -0.99, 1.01), "distinct"),
  unary("maximum", (x) => ad.maximum(x, 0.1), "awayFromZero"),
  unary("minimum", (x) => ad.minimum(x, 0.1), "awayFromZero"),
  unary("clip from below", (x) => ad.clip(x, -0.99, Infinity), "distinct"),
  unary("clip from above", (x) => ad.clip(x, -Infinity, 0.99), "distinct"),
  unary("pow 2", (x) => ad.pow(x, 2)),
  binary("pow by a tensor", ad.pow, "positive"),
  shaped(
    "maximum of tensors",
    expandingPair,
    (shapes) => ({ shapes, build: (x, y) => ad.maximum(x, ad.add(y, 1 / 32)) }),
    "distinct",
  ),
  shaped(
    "minimum of tensors",
    expandingPair,
    (shapes) => ({ shapes, build: (x, y) => ad.minimum(x, ad.add(y, 1 / 32)) }),
    "distinct",
  ),
  unary("erf", ad.erf),
  unary("cos", ad.cos),
  unary("sin", ad.sin),
  unary("acos", ad.acos, "cosines"),
  unary("relu", ad.relu, "awayFromZero"),
  unary("leakyRelu", (x) => ad.leakyRelu(x, 0.2), "awayFromZero"),
  unary("leakyRelu with a slope above 1", (x) => ad.leakyRelu(x, 1.5), "awayFromZero"),
  unary("leakyRelu with a slope below 0", (x) => ad.leakyRelu(x, -0.5), "awayFromZero"),
  unary("elu", (x) => ad.elu(x, 0.7), "awayFromZero"),
  unary("silu", ad.silu),
  unary("hardSigmoid", (x) => ad.hardSigmoid(x, { alpha: 0.7, beta: 0.4 }), "awayFromZero"),
  unary("hardSwish", (x) => ad.hardSwish(ad.mul(x, 2)), "awayFromZero"),
  unary("gelu", (x) => ad.gelu(x)),
  unary("gelu by tanh", (x) => ad.gelu(x, { approximate: "tanh" })),
  unary("tanh", ad.tanh),
  unary("sigmoid", ad.sigmoid),
  unary("softplus", ad.softplus),
  shaped("matmul", matmulSettings, ({ m, k, n, transposeA, transposeB }) => ({
    shapes: [transposeA ? [k, m] : [m, k], transposeB ? [n, k] : [k, n]],
    build: (a, b) => ad.matmul(a, b, { transposeA, transposeB }),
  })),
  shaped(
    "matmul of stacks",
    fc.record({
      stacks: broadcastPair,
      m: size,
      k: size,
      n: size,
      transposeA: flag,
      transposeB: flag,
    }),
    ({ stacks: [a, b], m, k, n, transposeA, transposeB }) => ({
      shapes: [
        [...a.slice(0, 3), ...transposeA ? [k, m] : [m, k]],
        [...(a.length > 3 ? [] : b), ...transposeB ? [n, k] : [k, n]],
      ],
      build: (x, y) => ad.matmul(x, y, { transposeA, transposeB }),
    }),
  ),
  shaped(
    "softmax along any axis",
    fc.tuple(size, size, size, fc.integer({ min: -3, max: 2 })),
    ([a, b, c, axis]) => ({
      shapes: [[a, b, c]],
      build: (x) => ad.softmax(x, axis),
    }),
  ),
  shaped(
    "logSoftmax along any axis",
    fc.tuple(size, size, size, fc.integer({ min: -3, max: 2 })),
    ([a, b, c, axis]) => ({
      shapes: [[a, b, c]],
      build: (x) => ad.logSoftmax(x, axis),
    }),
  ),
  shaped("softmax", rows, (shape) => ({ shapes: [shape], build: (x) => ad.softmax(x) })),
  shaped("logSoftmax", rows, (shape) => ({ shapes: [shape], build: (x) => ad.logSoftmax(x) })),
  shaped("sum", reduceSettings, ({ shape, ...options }) => ({
    shapes: [shape],
    build: (x) => ad.sum(x, options),
  })),
  shaped("mean", reduceSettings, ({ shape, ...options }) => ({
    shapes: [shape],
    build: (x) => ad.mean(x, options),
  })),
  shaped("reshape", anyShape, (shape) => ({
    shapes: [shape],
    build: (x) => ad.reshape(x, [-1]),
  })),
  shaped("expand", expandingPair, ([full, small]) => ({
    shapes: [small],
    build: (x) => ad.expand(x, full),
  })),
  shaped(
    "transpose",
    fc.array(size, { minLength: 1, maxLength: 4 }).chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      )
    ),
    ([shape, permutation]) => ({
      shapes: [shape],
      build: (x) => ad.transpose(x, permutation),
    }),
  ),
  shaped("slice", sliceSettings, ({ shape, axis, start, end, step }) => ({
    shapes: [shape],
    build: (x) => ad.slice(x, { starts: [start], ends: [end], axes: [axis], steps: [step] }),
  })),
  shaped("concat", fc.tuple(size, size, size, fc.nat(1)), ([a, b, other, axis]) => ({
    shapes: [a, b].map((length) => axis === 0 ? [length, other] : [other, length]),
    build: (x, y) => ad.concat([x, y], axis),
  })),
  shaped("gather", gatherSettings, ({ shape, axis, indices, tall }) => ({
    shapes: [shape],
    indices: { indices: Int32Array.from(indices) },
    build: (x) => {
      const indicesShape = tall ? [1, indices.length, 1] : [indices.length];
      return ad.gather(x, x.graph.input("indices", indicesShape, "int32"), axis);
    },
  })),
  shaped("gather of constants", gatherSettings, ({ shape, axis, indices, tall }) => ({
    shapes: [shape],
    build: (x) =>
      ad.gather(x, { shape: tall ? [indices.length, 1] : [indices.length], data: indices }, axis),
  })),
  shaped("gather of one constant", gatherSettings, ({ shape, axis }) => ({
    shapes: [shape],
    build: (x) => ad.gather(x, { shape: [], data: [-1] }, axis),
  })),
  shaped(
    "split",
    fc.tuple(fc.nat(2), fc.array(size, { minLength: 1, maxLength: 3 }), size, size),
    ([axis, sizes, a, b]) => ({
      shapes: [[a, b].toSpliced(axis, 0, sizes.reduce((x, y) => x + y))],
      build: (x) =>
        ad.concat(
          ad.split(x, sizes, axis).map((part, i) => ad.mul(part, i + 1)).toReversed(),
          axis,
        ),
    }),
  ),
  shaped(
    "pad",
    fc.tuple(
      fc.array(fc.integer({ min: 3, max: 4 }), { minLength: 1, maxLength: 5 }),
      fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 10, maxLength: 10 }),
      fc.constantFrom(0, 0.5),
    ),
    ([shape, counts, value]) => ({
      shapes: [shape],
      build: (x) =>
        ad.pad(x, {
          before: shape.map((_, i) => counts[i]!),
          after: shape.map((_, i) => counts[5 + i]!),
          value,
        }),
    }),
  ),
  shaped("conv2d", convolutionSettings, (c) => ({
    shapes: [
      [c.n, c.groups * c.depth, c.height, c.width],
      [c.groups * c.filters, c.depth, c.kernel, c.kernel],
    ],
    build: (x, w) => ad.conv2d(x, w, c),
  })),
  shaped(
    "conv2d with bias, dilation and a number each axis and side",
    generalConvolutionSettings,
    (c) => ({
      shapes: [
        [c.n, c.groups * c.depth, ...c.size],
        [c.groups * c.filters, c.depth, ...c.kernel],
        [c.groups * c.filters],
      ],
      build: (x, w, bias) => ad.conv2d(x, w, { ...c, bias }),
    }),
  ),
  shaped("conv2d depthwise", generalConvolutionSettings, (c) => ({
    shapes: [[c.n, c.groups + 1, ...c.size], [(c.groups + 1) * c.filters, 1, ...c.kernel]],
    build: (x, w) => ad.conv2d(x, w, { ...c, groups: c.groups + 1 }),
  })),
  shaped("conv2d depthwise at stride 1", generalConvolutionSettings, (c) => ({
    shapes: [[c.n, c.groups + 1, ...c.size], [c.groups + 1, 1, ...c.kernel]],
    build: (x, w) => ad.conv2d(x, w, { ...c, stride: 1, groups: c.groups + 1 }),
  })),
  shaped("maxPool of any window", generalPoolSettings, ({ shape, ...options }) => ({
    shapes: [shape],
    build: (x) => ad.maxPool(x, options),
  }), "distinct"),
  shaped("averagePool of any window", generalPoolSettings, ({ shape, ...options }) => ({
    shapes: [shape],
    build: (x) => ad.averagePool(x, options),
  })),
  shaped("maxPool", poolSettings, ({ shape, ...options }) => ({
    shapes: [shape],
    build: (x) => ad.maxPool(x, options),
  }), "distinct"),
  shaped("averagePool", poolSettings, ({ shape, ...options }) => ({
    shapes: [shape],
    build: (x) => ad.averagePool(x, options),
  })),
  shaped("globalAveragePool", poolSettings, ({ shape }) => ({
    shapes: [shape],
    build: ad.globalAveragePool,
  })),
  shaped(
    "batchNorm of rows",
    fc.tuple(fc.integer({ min: 3, max: 6 }), size),
    batchNormExample,
    "distinct",
  ),
  shaped(
    "batchNorm of images",
    fc.tuple(size, size, fc.integer({ min: 2, max: 4 }), size),
    batchNormExample,
    "distinct",
  ),
  shaped(
    "layerNorm",
    fc.tuple(fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1, maxLength: 4 }), fc.nat(3)),
    ([shape, count]) => {
      const inner = shape.slice(-1 - Math.min(count, shape.length - 1));
      return {
        shapes: [shape, inner, inner],
        build: (x, scale, bias) =>
          ad.layerNorm(x, { scale, bias, axes: inner.map((_, i) => i - inner.length) }),
      };
    },
    "distinct",
  ),
  shaped("layerNorm without variables", rows, (shape) => ({
    shapes: [shape],
    build: (x) => ad.layerNorm(x, { epsilon: 0.01 }),
  }), "distinct"),
  shaped(
    "groupNorm",
    fc.tuple(size, size, size, fc.array(fc.integer({ min: 2, max: 3 }), { maxLength: 3 })),
    ([n, groups, depth, rest]) => ({
      shapes: [[n, groups * depth * 2, ...rest], [groups * depth * 2], [groups * depth * 2]],
      build: (x, scale, bias) => ad.groupNorm(x, { groups, scale, bias, epsilon: 0.01 }),
    }),
    "distinct",
  ),
  shaped("instanceNorm", fc.tuple(size, size, fc.integer({ min: 2, max: 4 }), size), (shape) => ({
    shapes: [shape, [shape[1]]],
    build: (x, bias) => ad.instanceNorm(x, { bias, epsilon: 0.01 }),
  }), "distinct"),
  shaped("resize", resizeSettings, ({ shape, ...options }) => ({
    shapes: [shape],
    build: (x) => ad.resize(x, options),
  })),
  shaped("l2Normalise", rows, (shape) => ({
    shapes: [shape],
    build: (x) => ad.l2Normalise(x),
  }), "awayFromZero"),
];
