/**
 * Reference kernels that slide a window over images: convolution and pooling.
 *
 * @module
 */
import type { Attribute } from "../../program.ts";
import { type Shape, sizeOf } from "../../shape.ts";
import { integer, integers } from "../attributes.ts";
import { type Kernel, type NumberArray, zeros } from "./array.ts";

type Attributes = Readonly<Record<string, Attribute>>;

/**
 * Calls `visit` for every pixel that every window sees: with the window's place in one plane of
 * windows, the pixel's in one plane of the image and the kernel's in the kernel.
 */
function forEachTap(
  attributes: Attributes,
  image: Shape,
  windows: Shape,
  visit: (window: number, pixel: number, tap: number) => void,
): void {
  const [kernelHeight, kernelWidth] = integers(attributes.kernel_shape, []) as [number, number];
  const [strideY, strideX] = integers(attributes.strides, [1, 1]) as [number, number];
  const [top, left] = integers(attributes.pads, [0, 0, 0, 0]) as [number, number];
  const [apartY, apartX] = integers(attributes.dilations, [1, 1]) as [number, number];
  const [height, width] = image.slice(-2) as [number, number];
  const [windowRows, windowColumns] = windows.slice(-2) as [number, number];
  for (let row = 0; row < windowRows; row++) {
    for (let column = 0; column < windowColumns; column++) {
      for (let i = 0; i < kernelHeight; i++) {
        for (let j = 0; j < kernelWidth; j++) {
          const y = row * strideY - top + i * apartY;
          const x = column * strideX - left + j * apartX;
          if (y < 0 || y >= height || x < 0 || x >= width) continue;
          visit(row * windowColumns + column, y * width + x, i * kernelWidth + j);
        }
      }
    }
  }
}

/** Pixels from a window's first to its last, both included. */
function reachOf(attributes: Attributes): number[] {
  const dilations = integers(attributes.dilations, [1, 1]);
  return integers(attributes.kernel_shape, []).map((size, i) => (size - 1) * dilations[i]! + 1);
}

/** How many windows fit. */
function windowsOf(attributes: Attributes, image: Shape): number[] {
  const strides = integers(attributes.strides, [1, 1]);
  const pads = integers(attributes.pads, [0, 0, 0, 0]);
  return reachOf(attributes).map((pixels, i) =>
    Math.floor((image[i + 2]! + pads[i]! + pads[i + 2]! - pixels) / strides[i]!) + 1
  );
}

/**
 * Pairs every image plane with every plane of windows that it meets in a convolution, and with
 * their kernel: (n, channel) with (n, filter) of the same group.
 */
function forEachPlane(
  [images, channels]: Shape,
  [filters, depth]: Shape,
  visit: (image: number, windows: number, kernel: number) => void,
): void {
  const groups = channels! / depth!;
  for (let n = 0; n < images!; n++) {
    for (let filter = 0; filter < filters!; filter++) {
      const group = Math.floor(filter / (filters! / groups));
      for (let c = 0; c < depth!; c++) {
        visit(n * channels! + group * depth! + c, n * filters! + filter, filter * depth! + c);
      }
    }
  }
}

const conv: Kernel = ([x, w, bias], attributes) => {
  const windows = windowsOf(attributes, x!.shape);
  const y = zeros([x!.shape[0]!, w!.shape[0]!, ...windows]);
  const [image, area, taps] = [x!, y, w!].map(({ shape }) => sizeOf(shape.slice(2)));
  if (bias !== undefined) {
    y.data.forEach((_, i) => y.data[i] = bias.data[Math.floor(i / area!) % w!.shape[0]!]!);
  }
  forEachPlane(x!.shape, w!.shape, (planeX, planeY, planeW) => {
    forEachTap(attributes, x!.shape, windows, (window, pixel, tap) => {
      const product = x!.data[planeX * image! + pixel]! * w!.data[planeW * taps! + tap]!;
      y.data[planeY * area! + window]! += product;
    });
  });
  return y;
};

/** The adjoint of {@linkcode conv}: every window gives back to the pixels it saw. */
const convTranspose: Kernel = ([d, w], attributes) => {
  const windows = d!.shape.slice(2);
  const strides = integers(attributes.strides, [1, 1]);
  const pads = integers(attributes.pads, [0, 0, 0, 0]);
  const extra = integers(attributes.output_padding, [0, 0]);
  const reach = reachOf(attributes);
  const size = windows.map((count, i) =>
    (count - 1) * strides[i]! - pads[i]! - pads[i + 2]! + reach[i]! + extra[i]!
  );
  const x = zeros([d!.shape[0]!, w!.shape[1]! * integer(attributes.group, 1), ...size]);
  const [image, area, taps] = [x, d!, w!].map(({ shape }) => sizeOf(shape.slice(2)));
  forEachPlane(x.shape, w!.shape, (planeX, planeD, planeW) => {
    forEachTap(attributes, x.shape, windows, (window, pixel, tap) => {
      const product = d!.data[planeD * area! + window]! * w!.data[planeW * taps! + tap]!;
      x.data[planeX * image! + pixel]! += product;
    });
  });
  return x;
};

const maxPool: Kernel = ([x], attributes) => {
  const [y, places] = emptyWindows(x!, attributes, 2);
  y!.data.fill(-Infinity);
  forEachPooled(x!, attributes, (window, pixel) => {
    if (x!.data[pixel]! <= y!.data[window]!) return;
    y!.data[window] = x!.data[pixel]!;
    places!.data[window] = pixel;
  });
  return [y!, places!];
};

/** The mean with padding counted as zeros, as `count_include_pad = 1` asks. */
const averagePool: Kernel = ([x], attributes) => {
  const [y] = emptyWindows(x!, attributes, 1);
  const share = 1 / sizeOf(integers(attributes.kernel_shape, []));
  forEachPooled(x!, attributes, (window, pixel) => {
    y!.data[window]! += x!.data[pixel]! * share;
  });
  return y!;
};

function emptyWindows(x: NumberArray, attributes: Attributes, count: number): NumberArray[] {
  const shape = [...x.shape.slice(0, 2), ...windowsOf(attributes, x.shape)];
  return Array.from({ length: count }, () => zeros(shape));
}

function forEachPooled(
  x: NumberArray,
  attributes: Attributes,
  visit: (window: number, pixel: number) => void,
): void {
  const windows = windowsOf(attributes, x.shape);
  const [area, image] = [sizeOf(windows), sizeOf(x.shape.slice(2))];
  for (let plane = 0; plane < sizeOf(x.shape.slice(0, 2)); plane++) {
    forEachTap(attributes, x.shape, windows, (window, pixel) => {
      visit(plane * area + window, plane * image + pixel);
    });
  }
}

/** By ONNX operator. */
export const windowKernels: Readonly<Record<string, Kernel>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: maxPool,
  AveragePool: averagePool,
};
