/**
 * Reference kernels for matrix products, reductions and what is made of them.
 *
 * @module
 */
import { broadcastShapes, sizeOf } from "../../shape.ts";
import { float, integer } from "../attributes.ts";
import { broadcastOffsets, type Kernel, type NumberArray } from "./array.ts";
import { offsets, stridesOf, zeros } from "./array.ts";

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

/** The products of two stacks of matrices, whose first axes are broadcast. */
const batchedProduct: Kernel = ([a, b]) => {
  const [m, inner] = a!.shape.slice(-2) as [number, number];
  const n = b!.shape.at(-1)!;
  const [stackA, stackB] = [a!, b!].map(({ shape }) => shape.slice(0, -2));
  const stack = broadcastShapes("MatMul", stackA!, stackB!);
  const [itemsA, itemsB] = [stackA!, stackB!].map((shape) => broadcastOffsets(shape, stack));
  const y = zeros([...stack, m, n]);
  for (let item = 0; item < y.data.length / (m * n); item++) {
    const [startA, startB] = [itemsA![item]! * m * inner, itemsB![item]! * inner * n];
    const left = a!.data.subarray(startA, startA + m * inner);
    const right = b!.data.subarray(startB, startB + inner * n);
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

/** Softmax along an axis, or its logarithm: x − max − ln Σ e^(x − max). */
function softmax(finish: (logarithm: number) => number): Kernel {
  return ([x], { axis }) => {
    const along = integer(axis, -1) < 0 ? integer(axis, -1) + x!.shape.length : integer(axis, -1);
    const y = zeros(x!.shape);
    const strides = stridesOf(x!.shape);
    for (const start of offsets(x!.shape.with(along, 1), strides)) {
      const places = offsets([x!.shape[along]!], [strides[along]!], start);
      const row = Float64Array.from(places, (place) => x!.data[place]!);
      const largest = Math.max(...row);
      const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0));
      places.forEach((place, i) => y.data[place] = finish(row[i]! - largest - total));
    }
    return y;
  };
}

/** The mean and 1 / √(variance + ε) of each run of `size` elements. */
function momentsOf(data: Float64Array, size: number, epsilon: number) {
  return Array.from({ length: data.length / size }, (_, row) => {
    const values = data.subarray(row * size, (row + 1) * size);
    const mean = values.reduce((sum, value) => sum + value, 0) / size;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
    return { mean, inverse: 1 / Math.sqrt(variance + epsilon) };
  });
}

const layerNormalization: Kernel = ([x, scale, bias], { axis, epsilon }) => {
  const first = integer(axis, -1) < 0 ? integer(axis, -1) + x!.shape.length : integer(axis, -1);
  const size = sizeOf(x!.shape.slice(first));
  const moments = momentsOf(x!.data, size, float(epsilon, 1e-5));
  const data = x!.data.map((value, i) => {
    const { mean, inverse } = moments[Math.floor(i / size)]!;
    return (value - mean) * inverse * scale!.data[i % size]! + bias!.data[i % size]!;
  });
  const shape = x!.shape.map((length, i) => i < first ? length : 1);
  const column = (name: "mean" | "inverse") => ({
    shape,
    data: Float64Array.from(moments, (row) => row[name]),
  });
  return [{ shape: x!.shape, data }, column("mean"), column("inverse")];
};

const instanceNormalization: Kernel = ([x, scale, bias], { epsilon }) => {
  const area = sizeOf(x!.shape.slice(2));
  const moments = momentsOf(x!.data, area, float(epsilon, 1e-5));
  const data = x!.data.map((value, i) => {
    const plane = Math.floor(i / area);
    const { mean, inverse } = moments[plane]!;
    const channel = plane % x!.shape[1]!;
    return (value - mean) * inverse * scale!.data[channel]! + bias!.data[channel]!;
  });
  return { shape: x!.shape, data };
};

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
  LayerNormalization: layerNormalization,
  InstanceNormalization: instanceNormalization,
};
