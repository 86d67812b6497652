/**
 * Importers of operations that move elements without computing.
 *
 * @module
 */
import { expand, reshape } from "../../operators/core.ts";
import { gather } from "../../operators/indexing.ts";
import { concat, pad, slice, split, transpose } from "../../operators/movement.ts";
import { resize } from "../../operators/resize.ts";
import { broadcastShapes, normaliseAxes, sizeOf } from "../../shape.ts";
import { reshaped, sliceOf, squeezed, unsqueezed } from "../fold.ts";
import type { NodeReader } from "../node_reader.ts";
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
    const lists = ["starts", "ends", "axes", "steps"].map((what, i) => {
      if (node.has(i + 1)) node.known(i + 1, what);
      return node.literal(i + 1);
    });
    return slice(node.tensor(0), sliceOf(lists, node.attributes));
  },
  Split: (node) => {
    const x = node.tensor(0);
    const [axis] = normaliseAxes("split", [node.integer("axis", 0)], x.shape);
    const even = Math.ceil(x.shape[axis!]! / node.outputs);
    const sizes = Array.from(
      { length: node.outputs },
      (_, i) => Math.min(even, x.shape[axis!]! - i * even),
    );
    return split(x, node.list(1, "split") ?? sizes, axis!);
  },
  Gather: (node) => {
    const indices = node.literal(1) ?? node.fail("its indices must be known before it runs");
    return gather(node.tensor(0), indices, node.integer("axis", 0));
  },
  Pad: (node) => {
    const x = node.tensor(0);
    const value = node.number(2, "value") ?? node.float("value", 0);
    if (node.text("mode", "constant") !== "constant") return node.fail("it must pad with a number");
    const pads = node.list(1, "pads") ?? [];
    const given = node.list(3, "axes") ?? x.shape.map((_, i) => i);
    const axes = given.map((axis) => normaliseAxes("pad", [axis], x.shape)[0]!);
    const sides = (from: number) =>
      x.shape.map((_, axis) => axes.includes(axis) ? pads[from + axes.indexOf(axis)]! : 0);
    return pad(x, { before: sides(0), after: sides(axes.length), value });
  },
  Resize: (node) => {
    const x = node.tensor(0);
    if (x.shape.length !== 4) return node.fail("it must take images [n, channels, height, width]");
    if (node.integer("antialias", 0) === 1 || "axes" in node.attributes) {
      return node.fail("antialias and axes are not known");
    }
    oneOf(node, "keep_aspect_ratio_policy", ["stretch"]);
    // Version 10 has neither the region of interest nor sizes.
    const factors = node.has(3) ? undefined : node.known(node.opset < 11 ? 1 : 2, "scales");
    const size = factors === undefined
      ? node.known(3, "sizes")
      : x.shape.map((pixels, axis) => Math.floor(Math.fround(pixels * factors[axis]!)));
    if (size[0] !== x.shape[0] || size[1] !== x.shape[1]) {
      return node.fail("it must change height and width alone");
    }
    return resize(x, {
      size: [size[2]!, size[3]!],
      mode: oneOf(node, "mode", ["nearest", "linear"]),
      ...(node.opset < 11 ? { coordinates: "asymmetric", rounding: "floor" } : {
        coordinates: oneOf(node, "coordinate_transformation_mode", COORDINATES),
        rounding: oneOf(node, "nearest_mode", ROUNDINGS),
      }),
      ...(factors ? { scale: [factors[2]!, factors[3]!] } : {}),
    });
  },
};

const COORDINATES = ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"] as const;
const ROUNDINGS = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"] as const;

/** A text attribute that must be one of these; where it is missing, the first. */
function oneOf<Text extends string>(
  node: NodeReader,
  name: string,
  known: readonly [Text, ...Text[]],
): Text {
  const given = node.text(name, known[0]);
  return known.find((each) => each === given) ??
    node.fail(`its ${name} is "${given}", expected ${known.join(", ")}`);
}
