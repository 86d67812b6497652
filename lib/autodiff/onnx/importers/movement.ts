/**
 * Importers of operations that move elements without computing.
 *
 * @module
 */
import { expand, reshape } from "../../operators/core.ts";
import { concat, pad, slice, transpose } from "../../operators/movement.ts";
import { broadcastShapes, normaliseAxes, sizeOf } from "../../shape.ts";
import { reshaped, sliceOf, squeezed, unsqueezed } from "../fold.ts";
import type { Importers } from "./importer.ts";

/** By ONNX operator. */
export const movementImporters: Importers = {
  Reshape: (node) => {
    const x = node.tensor(0);
    return reshape(x, reshaped(x.shape, node.list(1, "shape") ?? []));
  },
  Flatten: (node) => {
    const x = node.tensor(0);
    const axis = node.integer("axis", 1);
    const rows = sizeOf(x.shape.slice(0, axis));
    return reshape(x, [rows, sizeOf(x.shape) / rows]);
  },
  Squeeze: (node) => {
    const x = node.tensor(0);
    return reshape(x, squeezed(x.shape, node.list(1, "axes") ?? []));
  },
  Unsqueeze: (node) => {
    const x = node.tensor(0);
    return reshape(x, unsqueezed(x.shape, node.list(1, "axes") ?? []));
  },
  Expand: (node) => {
    const x = node.tensor(0);
    return expand(x, broadcastShapes("Expand", x.shape, node.known(1, "shape")));
  },
  Transpose: (node) => {
    const x = node.tensor(0);
    return transpose(x, node.integers("perm", x.shape.map((_, axis) => x.shape.length - 1 - axis)));
  },
  Concat: (node) =>
    concat(Array.from({ length: node.inputs }, (_, i) => node.tensor(i)), node.integer("axis", 0)),
  Slice: (node) => {
    const lists = [1, 2, 3, 4].map((i) => node.literal(i));
    return slice(node.tensor(0), sliceOf(lists, node.attributes));
  },
  Pad: (node) => {
    const x = node.tensor(0);
    const value = node.number(2, "value") ?? node.float("value", 0);
    if (node.text("mode", "constant") !== "constant" || value !== 0) {
      return node.fail("it must pad with zeros");
    }
    const pads = node.list(1, "pads") ?? [];
    const axes = normaliseAxes("pad", node.list(3, "axes") ?? x.shape.map((_, i) => i), x.shape);
    const sides = (from: number) =>
      x.shape.map((_, axis) => axes.includes(axis) ? pads[from + axes.indexOf(axis)]! : 0);
    return pad(x, { before: sides(0), after: sides(axes.length) });
  },
};
