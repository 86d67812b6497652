/**
 * Reverse-mode automatic differentiation over a graph of ONNX operators: the forward pass, the
 * gradients and the optimiser's update are one graph, which ONNX Runtime runs.
 *
 * @example Fitting a line
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { add, addOptimiser, createExecutor, Graph, mean, mul, sub } from "@cohash/cohash/autodiff";
 *
 * const graph = new Graph({ training: true });
 * const x = graph.input("x", [3]);
 * const y = graph.input("y", [3]);
 * const slope = graph.parameter("slope", [], Float32Array.of(0));
 * const offset = graph.parameter("offset", [], Float32Array.of(0));
 * const error = sub(add(mul(slope, x), offset), y);
 * const loss = mean(mul(error, error));
 * addOptimiser(graph, loss, [{ parameters: graph.parameters() }], { kind: "sgd", momentum: 0.9 });
 *
 * const session = await (await createExecutor()).load(graph.toProgram());
 * const feeds = {
 *   x: Float32Array.of(-1, 0, 1),
 *   y: Float32Array.of(-1, 1, 3),
 *   learningRate: Float32Array.of(0.1),
 * };
 * for (let step = 0; step < 200; step++) await session.run(feeds);
 * const { slope: a, offset: b } = await session.readVariables();
 * assertAlmostEquals(a![0]!, 2, 1e-3);
 * assertAlmostEquals(b![0]!, 1, 1e-3);
 * ```
 *
 * @module
 */
export { type ApplyOptions, type GradientRule, Graph, type Origin } from "./graph.ts";
export { type ResultOptions, Tensor } from "./graph.ts";
export { gradients } from "./gradients.ts";
export type { Attribute, Constant, DataType, Input, Node, Output } from "./program.ts";
export type { Program, Variable } from "./program.ts";
export { type Shape, sizeOf } from "./shape.ts";

export { add, div, expand, mean, mul, neg, type Operand } from "./operators/core.ts";
export { type ReduceOptions, reshape, sub, sum } from "./operators/core.ts";
export { abs, acos, clip, cos, erf, exp, log, log1p } from "./operators/elementwise.ts";
export { maximum, minimum, pow, sign, sin, sqrt, step } from "./operators/elementwise.ts";
export { elu, gelu, type GeluOptions, hardSigmoid } from "./operators/activations.ts";
export { type HardSigmoidOptions, hardSwish, leakyRelu } from "./operators/activations.ts";
export { relu, sigmoid, silu, softplus, tanh } from "./operators/activations.ts";
export { type StraightThroughOptions, straightThroughSign } from "./operators/activations.ts";
export { matmul, type MatmulOptions } from "./operators/matrix.ts";
export { logSoftmax, softmax } from "./operators/softmax.ts";
export { concat, pad, type PadOptions, slice, type SliceOptions } from "./operators/movement.ts";
export { split, transpose } from "./operators/movement.ts";
export { type ConstantIndices, gather } from "./operators/indexing.ts";
export { conv2d } from "./operators/convolution.ts";
export type { ConvolutionOptions } from "./operators/convolution_plan.ts";
export { averagePool, type AveragePoolOptions, globalAveragePool } from "./operators/pool.ts";
export { maxPool, type PoolOptions } from "./operators/pool.ts";
export type { PerAxis, PerSide } from "./operators/windows.ts";
export { batchNorm, type BatchNormOptions, l2Normalise } from "./operators/normalise.ts";
export { groupNorm, type GroupNormOptions, instanceNorm } from "./operators/layer_norm.ts";
export { layerNorm, type LayerNormOptions } from "./operators/layer_norm.ts";
export { resize, type ResizeOptions } from "./operators/resize.ts";

export { addOptimiser, addUpdates } from "./optimisers.ts";
export type { OptimiserOptions, ParameterGroup } from "./optimisers.ts";
export { accumulate, LAST_RUN } from "./accumulation.ts";
export { averagedValues, averageName, averageVariables, isAverage } from "./averaging.ts";
export { clipByGlobalNorm } from "./clipping.ts";
export { recompute, type RecomputeOptions } from "./recompute.ts";
export { learningRateAt, type Schedule } from "./schedules.ts";

export { createExecutor, type ExecutorOptions } from "./executors/create.ts";
export { ENGINE_KINDS, type EngineKind } from "./executors/kinds.ts";
export { type ModelOutput, type OnnxModel, openOnnxModel } from "./executors/onnx_model.ts";
export type { OnnxModelOptions } from "./executors/onnx_model.ts";
export { type Provider, PROVIDERS, type RuntimeKind } from "./executors/runtimes.ts";
export type { Executor, Feeds, LoadOptions, Session } from "./executors/executor.ts";
export type { Values, WriteOptions } from "./executors/executor.ts";
export { type OnnxOptions, toOnnx } from "./onnx/writer.ts";
export { type OnnxFile, type OnnxInput, type OnnxWeight, readOnnx } from "./onnx/read.ts";
export { addOnnx, type AddOnnxOptions } from "./onnx/add_onnx.ts";
export { type TrainableWeight, trainableWeights } from "./onnx/network_nodes.ts";
export { withWeights } from "./onnx/write_weights.ts";
