/**
 * Taking slices of a tensor by their numbers, and adding to them.
 *
 * @module
 */
import { type Graph, Tensor } from "../graph.ts";
import { formatShape, normaliseAxes, operatorError, type Shape, sizeOf } from "../shape.ts";
import { expand, reshape } from "./core.ts";
import { slice } from "./movement.ts";

/** Whole numbers that are known beforehand; negative ones count from the end. */
export interface ConstantIndices {
  /** `[]` for one number. */
  readonly shape: Shape;
  /** Row-major. */
  readonly data: ArrayLike<number>;
}

/**
 * The slices of x along an axis that the indices name, in their order: the axis is replaced by those
 * of the indices. A slice taken twice gets both gradients.
 *
 * @param x `[…, size, …]`
 * @param indices Constants, or int32 of any shape, from 0 to size − 1
 * @param axis Default: the first
 * @throws {RangeError} if a constant index is not one of the axis's
 * @example Rows of a table
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { gather, Graph } from "@cohash/cohash/autodiff";
 *
 * const graph = new Graph();
 * const words = graph.input("words", [8, 7], "int32");
 * assertEquals(gather(graph.input("table", [100, 16]), words).shape, [8, 7, 16]);
 * ```
 */
export function gather(x: Tensor, indices: Tensor | ConstantIndices, axis = 0): Tensor {
  const along = normaliseAxes("gather", [axis], x.shape)[0]!;
  const shape = [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)];
  if (!(indices instanceof Tensor)) {
    const places = placesOf(indices, x.shape, along);
    if (places.length === 1) {
      const taken = slice(x, { starts: places, ends: [places[0]! + 1], axes: [along] });
      return reshape(taken, shape);
    }
    return reshape(gatherFlat(x, x.graph.integers(places), along), shape);
  }
  if (indices.type !== "int32") {
    throw operatorError(
      "gather",
      `indices must be int32, not ${indices.type} ${formatShape(indices.shape)}`,
    );
  }
  return reshape(gatherFlat(x, flat(indices), along), shape);
}

/** Slices along an axis by indices `[count]`. */
function gatherFlat(x: Tensor, indices: Tensor, axis: number): Tensor {
  const count = indices.shape[0]!;
  return x.graph.apply("Gather", [x, indices], {
    shape: x.shape.with(axis, count),
    attributes: { axis },
    gradient: (d) => {
      // Each element of an update needs the index that its slice has.
      const column = d.shape.map((_, i) => i === axis ? count : 1);
      const places = expandIndices(reshapeIndices(indices, column), d.shape);
      return [scatterAdd(expand(x.graph.scalar(0), x.shape), places, d, axis)];
    },
  });
}

/** Adds each update to the element that its index names along an axis. */
export function scatterAdd(x: Tensor, indices: Tensor, updates: Tensor, axis: number): Tensor {
  return x.graph.apply("ScatterElements", [x, indices, updates], {
    shape: x.shape,
    attributes: { axis, reduction: "add" },
  });
}

function placesOf({ data }: ConstantIndices, shape: Shape, axis: number): number[] {
  const size = shape[axis]!;
  return Array.from(data, (index) => {
    const place = index < 0 ? index + size : index;
    if (Number.isInteger(place) && place >= 0 && place < size) return place;
    throw operatorError(
      "gather",
      `there is no index ${index} along axis ${axis} of ${formatShape(shape)}`,
    );
  });
}

function flat(indices: Tensor): Tensor {
  return indices.shape.length === 1 ? indices : reshapeIndices(indices, [sizeOf(indices.shape)]);
}

function reshapeIndices(indices: Tensor, shape: Shape): Tensor {
  return move("Reshape", indices, shape, indices.graph);
}

function expandIndices(indices: Tensor, shape: Shape): Tensor {
  return move("Expand", indices, shape, indices.graph);
}

function move(operator: string, x: Tensor, shape: Shape, graph: Graph): Tensor {
  return graph.apply(operator, [x, graph.integers(shape)], { shape, type: x.type });
}
