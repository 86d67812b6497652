/**
 * Shapes of tensors: the sizes of their axes, outermost first, row-major.
 *
 * @module
 */

/** The sizes of a tensor's axes; `[]` is a scalar. */
export type Shape = readonly number[];

/** The number of elements. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether both shapes have the same axes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** `[256, 1024]`, as error messages print a shape. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** The error every operator throws for inputs that do not fit: `Cannot add matmul: …`. */
export function operatorError(operator: string, reason: string): RangeError {
  return new RangeError(`Cannot add ${operator}: ${reason}`);
}

/**
 * The shape of an elementwise operation's result by NumPy's rule: axes are matched from the last
 * one backwards, and sizes must be equal or one of them 1.
 *
 * @throws {RangeError} if the shapes do not fit; it names the operator and both shapes
 */
export function broadcastShapes(operator: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw operatorError(
        operator,
        `shapes do not broadcast, ${formatShape(a)} and ${formatShape(b)}`,
      );
    }
    return sizeA === 1 ? sizeB : sizeA;
  });
}

/**
 * Axes as numbers in 0 … rank−1, sorted; negative ones count from the end.
 *
 * @throws {RangeError} if an axis is not one of the shape's or is given twice
 */
export function normaliseAxes(operator: string, axes: readonly number[], shape: Shape): number[] {
  const normalised = axes.map((axis) => {
    const index = axis < 0 ? axis + shape.length : axis;
    if (!Number.isInteger(index) || index < 0 || index >= shape.length) {
      throw operatorError(operator, `there is no axis ${axis} in shape ${formatShape(shape)}`);
    }
    return index;
  }).sort((a, b) => a - b);
  if (new Set(normalised).size < axes.length) {
    throw operatorError(operator, `axes ${formatShape(axes)} repeat an axis`);
  }
  return normalised;
}
