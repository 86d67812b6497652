/**
 * Weights of convolutions in ONNX Runtime's blocked layouts.
 *
 * @module
 */
import type { Editor } from "./editor.ts";

/** Where ONNX Runtime keeps its operators for the blocked layout. */
export const NCHWC = "com.microsoft.nchwc";

/** The smallest multiple of a step that is at least the number. */
export function roundUp(count: number, step: number): number {
  return Math.ceil(count / step) * step;
}

/**
 * Kernels `[filters, channels, h, w]` for a convolution in blocks. They stand as
 * `[filters / block, channels / block, h, w, block of channels, block of filters]`; where there are
 * fewer channels than a block, as `[filters / block, channels, h, w, block of filters]`. Filters and
 * channels that are missing to a block are zeros.
 */
export function blockedWeights(editor: Editor, name: string, block: number): string {
  const [filters, channels, height, width] = editor.shapeOf(name) as [
    number,
    number,
    number,
    number,
  ];
  const isWide = channels >= block;
  const shape = [
    roundUp(filters, block),
    isWide ? roundUp(channels, block) : channels,
    height,
    width,
  ] as const;
  const full = padded(editor, name, shape);
  const outer = shape[0] / block;
  const split = isWide
    ? [outer, block, shape[1] / block, block, height * width]
    : [outer, block, channels * height * width];
  const order = isWide ? [0, 2, 4, 3, 1] : [0, 2, 1];
  const blocks = editor.add(`${name}@split`, "Reshape", [full, editor.integers(split)], {
    shape: split,
  });
  const turned = editor.add(`${name}@turned`, "Transpose", [blocks], {
    shape: order.map((axis) => split[axis]!),
    attributes: { perm: order },
  });
  const inputs = [turned, editor.integers(shape)];
  return editor.add(`${name}@weights`, "Reshape", inputs, { shape });
}

function padded(editor: Editor, name: string, shape: readonly number[]): string {
  const missing = shape.map((size, axis) => size - editor.shapeOf(name)[axis]!);
  if (missing.every((count) => count === 0)) return name;
  const inputs = [name, editor.integers([0, 0, 0, 0, ...missing])];
  return editor.add(`${name}@padded`, "Pad", inputs, { shape });
}
