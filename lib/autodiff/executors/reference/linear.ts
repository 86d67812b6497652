/**
 * Reference kernels for matrix products, reductions and what is made of them.
 *
 * @module
 */
import { sizeOf } from "../../shape.ts";
import { float, integer } from "../attributes.ts";
import { broadcastOffsets, type Kernel, type NumberArray, zeros } from "./array.ts";

const gemm: Kernel = ([a, b], { transA, transB }) => {
  const [rowsA, columnsA] = a!.shape as [number, number];
  const [rowsB, columnsB] = b!.shape as [number, number];
  const [m, inner, rowStep, innerStep] = transA
    ? [columnsA, rowsA, 1, columnsA]
    : [rowsA, columnsA, columnsA, 1];
  const [n, columnStep, innerStepB] = transB ? [rowsB, columnsB, 1] : [columnsB, 1, columnsB];
  const y = zeros([m, n]);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        const left = a!.data[i * rowStep + k * innerStep]!;
        sum += left * b!.data[k * innerStepB + j * columnStep]!;
      }
      y.data[i * n + j] = sum;
    }
  }
  return y;
};

/** The products of two stacks of matrices of equal height. */
const batchedProduct: Kernel = ([a, b]) => {
  const [m, inner] = a!.shape.slice(-2) as [number, number];
  const n = b!.shape.at(-1)!;
  const y = zeros([...a!.shape.slice(0, -2), m, n]);
  for (let item = 0; item < y.data.length / (m * n); item++) {
    const left = a!.data.subarray(item * m * inner, (item + 1) * m * inner);
    const right = b!.data.subarray(item * inner * n, (item + 1) * inner * n);
    const factors = [{ shape: [m, inner], data: left }, { shape: [inner, n], data: right }];
    const product = gemm(factors, {}) as NumberArray;
    y.data.set(product.data, item * m * n);
  }
  return y;
};

/** Sums each group of elements that share a place in the reduced array. */
function reduction(finish: (sum: number, count: number) => number): Kernel {
  return ([x, axes], { keepdims }) => {
    const reduced = x!.shape.map((size, axis) => axes!.data.includes(axis) ? 1 : size);
    const y = zeros(reduced);
    broadcastOffsets(reduced, x!.shape).forEach((place, i) => {
      y.data[place]! += x!.data[i]!;
    });
    const count = sizeOf(x!.shape) / sizeOf(reduced);
    const shape = integer(keepdims, 1)
      ? reduced
      : reduced.filter((_, axis) => !axes!.data.includes(axis));
    return { shape, data: y.data.map((sum) => finish(sum, count)) };
  };
}

/** Softmax of each row, or its logarithm: x − max − ln Σ e^(x − max). */
function softmax(finish: (logarithm: number) => number): Kernel {
  return ([x]) => {
    const width = x!.shape.at(-1)!;
    const y = zeros(x!.shape);
    for (let start = 0; start < x!.data.length; start += width) {
      const row = x!.data.subarray(start, start + width);
      const largest = Math.max(...row);
      const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0));
      y.data.set(row.map((value) => finish(value - largest - total)), start);
    }
    return y;
  };
}

const batchNormalization: Kernel = ([x, scale, bias, mean, variance], { epsilon }) => {
  const channels = x!.shape[1]!;
  const area = sizeOf(x!.shape.slice(2));
  const data = x!.data.map((value, i) => {
    const channel = Math.floor(i / area) % channels;
    const deviation = Math.sqrt(variance!.data[channel]! + float(epsilon, 1e-5));
    const standardised = (value - mean!.data[channel]!) / deviation;
    return standardised * scale!.data[channel]! + bias!.data[channel]!;
  });
  return { shape: x!.shape, data };
};

/** By ONNX operator. */
export const linearKernels: Readonly<Record<string, Kernel>> = {
  Gemm: gemm,
  MatMul: batchedProduct,
  ReduceSum: reduction((sum) => sum),
  ReduceMean: reduction((sum, count) => sum / count),
  Softmax: softmax(Math.exp),
  LogSoftmax: softmax((logarithm) => logarithm),
  BatchNormalization: batchNormalization,
};
