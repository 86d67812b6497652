/**
 * Pooling over images `[n, channels, height, width]`.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { formatShape, operatorError, sizeOf } from "../shape.ts";
import { expand, mean, reshape } from "./core.ts";
import { scatterAdd } from "./movement.ts";

/** The pooling window. */
export interface PoolOptions {
  /** Height and width of the window, in pixels. */
  readonly kernel: number;
  /** The step between windows; default: the kernel. */
  readonly stride?: number;
  /** Pixels added on every side; default: 0. */
  readonly padding?: number;
}

/** The largest value in each window. */
export function maxPool(x: Tensor, options: PoolOptions): Tensor {
  const { shape, attributes } = plan("maxPool", x, options);
  const [y, places] = x.graph.applyMany("MaxPool", [x], {
    results: [{ shape }, { shape, type: "int64" }],
    attributes,
    // ONNX numbers each window's winner within the whole tensor.
    gradient: (d) => {
      const zeros = expand(x.graph.scalar(0), [sizeOf(x.shape)]);
      const flat = x.graph.apply("Reshape", [places!, x.graph.integers([sizeOf(shape)])], {
        shape: [sizeOf(shape)],
        type: "int64",
      });
      return [reshape(scatterAdd(zeros, flat, reshape(d, [sizeOf(shape)])), x.shape)];
    },
  });
  return y!;
}

/** The mean of each window; padding counts as zeros. */
export function averagePool(x: Tensor, options: PoolOptions): Tensor {
  const { kernel } = options;
  const { shape, attributes, remainder } = plan("averagePool", x, options);
  return x.graph.apply("AveragePool", [x], {
    shape,
    attributes: { ...attributes, count_include_pad: 1 },
    // Every pixel of a window gets its share: a transposed convolution with a constant kernel.
    gradient: (d) => {
      const channels = x.shape[1]!;
      const share = expand(x.graph.scalar(1 / kernel ** 2), [channels, 1, kernel, kernel]);
      return [
        x.graph.apply("ConvTranspose", [d, share], {
          shape: x.shape,
          attributes: { ...attributes, group: channels, output_padding: remainder },
        }),
      ];
    },
  });
}

/** The mean of each channel: `[n, channels, height, width]` gives `[n, channels]`. */
export function globalAveragePool(x: Tensor): Tensor {
  requireImages("globalAveragePool", x);
  return mean(x, { axes: [2, 3] });
}

function requireImages(operator: string, x: Tensor): void {
  if (x.shape.length !== 4) {
    throw operatorError(
      operator,
      `it takes images [n, channels, height, width], not ${formatShape(x.shape)}`,
    );
  }
}

function plan(operator: string, x: Tensor, options: PoolOptions) {
  const { kernel, stride = kernel, padding = 0 } = options;
  requireImages(operator, x);
  if (!(kernel >= 1 && stride >= 1 && padding >= 0 && padding < kernel)) {
    throw operatorError(
      operator,
      `kernel ${kernel} and stride ${stride} must be at least 1, padding ${padding} below the kernel`,
    );
  }
  const [n, channels, ...size] = x.shape;
  const windows = size.map((pixels) => Math.floor((pixels + 2 * padding - kernel) / stride) + 1);
  if (windows.some((count) => count < 1)) {
    throw operatorError(
      operator,
      `a ${kernel} × ${kernel} window with padding ${padding} does not fit into ${
        formatShape(x.shape)
      }`,
    );
  }
  return {
    shape: [n!, channels!, ...windows],
    attributes: {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [padding, padding, padding, padding],
    },
    remainder: size.map((pixels) => (pixels + 2 * padding - kernel) % stride),
  };
}
