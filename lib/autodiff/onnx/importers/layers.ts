/**
 * Importers of the layers of networks: convolutions, matrix products, pools, normalisations.
 *
 * @module
 */
import type { Tensor } from "../../graph.ts";
import { conv2d } from "../../operators/convolution.ts";
import { add, div, expand, mean, mul, reshape, sub, sum } from "../../operators/core.ts";
import { sqrt } from "../../operators/elementwise.ts";
import { matmul } from "../../operators/matrix.ts";

import { groupNorm, instanceNorm, layerNorm } from "../../operators/layer_norm.ts";
import { batchNorm } from "../../operators/normalise.ts";
import { averagePool, maxPool } from "../../operators/pool.ts";
import { softmax } from "../../operators/softmax.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Importers } from "./importer.ts";

/** By ONNX operator. */
export const layerImporters: Importers = {
  Conv: (node) => {
    const [x, weights] = [node.tensor(0), node.tensor(1)];
    const kernel = weights.shape.slice(2);
    return conv2d(x, weights, {
      ...windowsOf(node, x, kernel),
      groups: node.integer("group", 1),
      ...(node.has(2) ? { bias: node.tensor(2) } : {}),
    });
  },
  Gemm: (node) => {
    const product = matmul(node.tensor(0), node.tensor(1), {
      transposeA: node.integer("transA", 0) === 1,
      transposeB: node.integer("transB", 0) === 1,
    });
    const scaled = times(product, node.float("alpha", 1));
    return node.has(2) ? add(scaled, times(node.tensor(2), node.float("beta", 1))) : scaled;
  },
  MatMul: (node) => matmul(node.tensor(0), node.tensor(1)),
  MaxPool: (node) => {
    const x = node.tensor(0);
    if (node.outputs > 1) return node.fail("the places of its maxima are not read");
    return maxPool(x, { ...poolOf(node, x) });
  },
  AveragePool: (node) => {
    const x = node.tensor(0);
    return averagePool(x, {
      ...poolOf(node, x),
      countsPadding: node.integer("count_include_pad", 0) === 1,
    });
  },
  GlobalAveragePool: (node) => {
    const x = node.tensor(0);
    return mean(x, { axes: x.shape.keys().drop(2).toArray(), keepDims: true });
  },
  ReduceMean: (node) => mean(node.tensor(0), reductionOf(node)),
  ReduceSum: (node) => sum(node.tensor(0), reductionOf(node)),
  Softmax: (node) => {
    const x = node.tensor(0);
    const last = x.shape.length - 1;
    const axis = node.integer("axis", node.opset < 13 ? 1 : -1);
    if (node.opset >= 13 || axis === last || axis === -1) return softmax(x, axis);
    // Before version 13 it went over all axes from this one on.
    const rows = x.shape.slice(0, axis).reduce((product, size) => product * size, 1);
    return reshape(softmax(reshape(x, [rows, -1])), x.shape);
  },
  BatchNormalization: (node) => {
    const shared = { scale: node.tensor(1), bias: node.tensor(2) };
    const epsilon = node.float("epsilon", 1e-5);
    const isFrozen = node.statistics === "frozen";
    return batchNorm(node.tensor(0), {
      ...shared,
      runningMean: isFrozen ? node.kept(3) : node.state(3),
      runningVariance: isFrozen ? node.kept(4) : node.state(4),
      statistics: isFrozen ? "running" : "batch",
      // PyTorch writes its momentum m as 1 − m, which is ONNX's meaning of the word.
      momentum: 1 - node.float("momentum", 0.9),
      epsilon,
    });
  },
  LayerNormalization: (node) => {
    const x = node.tensor(0);
    const axis = node.integer("axis", -1);
    const axes = x.shape.keys().drop(axis < 0 ? axis + x.shape.length : axis).toArray();
    return layerNorm(x, {
      axes,
      scale: node.tensor(1),
      bias: node.optional(2),
      epsilon: node.float("epsilon", 1e-5),
    });
  },
  InstanceNormalization: (node) =>
    instanceNorm(node.tensor(0), {
      scale: node.tensor(1),
      bias: node.tensor(2),
      epsilon: node.float("epsilon", 1e-5),
    }),
  GroupNormalization: (node) => {
    const x = node.tensor(0);
    const groups = node.integer("num_groups", 1);
    // Before version 21 scale and bias had one value a group.
    const perChannel = (values: Tensor) =>
      values.shape[0] === x.shape[1]
        ? values
        : reshape(expand(reshape(values, [groups, 1]), [groups, x.shape[1]! / groups]), [-1]);
    return groupNorm(x, {
      groups,
      scale: perChannel(node.tensor(1)),
      bias: perChannel(node.tensor(2)),
      epsilon: node.float("epsilon", 1e-5),
    });
  },
};

function times(x: Tensor, factor: number): Tensor {
  return factor === 1 ? x : mul(x, factor);
}

function reductionOf(node: NodeReader) {
  const axes = node.list(1, "axes") ?? [];
  // No axes mean all of them, or none where the file says so.
  const isGiven = axes.length > 0 || node.integer("noop_with_empty_axes", 0) === 1;
  return { ...(isGiven ? { axes } : {}), keepDims: node.integer("keepdims", 1) === 1 };
}

/** Kernel, stride, padding and dilation of a pool. */
function poolOf(node: NodeReader, x: Tensor) {
  const kernel = pair(node, "kernel_shape", 1);
  const { dilation, ...windows } = windowsOf(node, x, kernel);
  if (dilation.some((step) => step > 1)) return node.fail("a pool's window must have no holes");
  return { ...windows, kernel, ceil: node.integer("ceil_mode", 0) === 1 };
}

/** Stride, padding and dilation of windows over images. */
function windowsOf(node: NodeReader, x: Tensor, kernel: readonly number[]) {
  if (x.shape.length !== 4 || kernel.length !== 2) {
    return node.fail("it must take images [n, channels, height, width]");
  }
  const stride = pair(node, "strides", 1);
  const dilation = pair(node, "dilations", 1);
  const given = node.integers("pads", [0, 0, 0, 0]);
  const sides = [given[0]!, given[1]!, given[2]!, given[3]!] as const;
  const rule = node.text("auto_pad", "NOTSET");
  if (rule === "NOTSET" || rule === "VALID") return { stride, dilation, padding: sides };
  const size = [x.shape[2]!, x.shape[3]!];
  const total = size.map((pixels, i) => {
    const reach = (kernel[i]! - 1) * dilation[i]! + 1;
    return Math.max(0, (Math.ceil(pixels / stride[i]!) - 1) * stride[i]! + reach - pixels);
  });
  const less = total.map((pixels) => Math.floor(pixels / 2));
  const more = total.map((pixels, i) => pixels - less[i]!);
  const [before, after] = rule === "SAME_LOWER" ? [more, less] : [less, more];
  return { stride, dilation, padding: [before[0]!, before[1]!, after[0]!, after[1]!] as const };
}

function pair(node: NodeReader, name: string, otherwise: number): readonly [number, number] {
  const [height = otherwise, width = otherwise] = node.integers(name, []);
  return [height, width];
}

/**
 * A convolution and the batch norm after it, with the file's statistics, as one convolution: scale
 * and shift go into the weights and the bias, which costs nothing beside a pass over the images.
 */
export function normalisedConvolution(conv: NodeReader, norm: NodeReader): Tensor {
  const [x, weights] = [conv.tensor(0), conv.tensor(1)];
  const variance = add(norm.kept(4), norm.float("epsilon", 1e-5));
  const factor = div(norm.tensor(1), sqrt(variance));
  const shift = sub(norm.tensor(2), mul(norm.kept(3), factor));
  return conv2d(x, mul(weights, reshape(factor, [-1, 1, 1, 1])), {
    ...windowsOf(conv, x, weights.shape.slice(2)),
    groups: conv.integer("group", 1),
    bias: conv.has(2) ? add(mul(conv.tensor(2), factor), shift) : shift,
  });
}
