import { assertEquals } from "@std/assert";
import { type FoldedNode, FOLDS } from "../../../lib/autodiff/onnx/fold.ts";
import type { Literal } from "../../../lib/autodiff/onnx/tensor_values.ts";

function whole(values: readonly number[], shape: readonly number[] = [values.length]): Literal {
  return { type: "int64", shape, data: Float64Array.from(values) };
}

function fold(
  operator: string,
  inputs: readonly (Literal | undefined)[],
  attributes: FoldedNode["attributes"] = {},
) {
  const [result] = [FOLDS[operator]!({ inputs, attributes })].flat();
  return [[...result!.shape], [...result!.data]];
}

const table = whole([1, 2, 3, 4, 5, 6], [2, 3]);

Deno.test("arithmetic of whole numbers is ONNX's", () => {
  assertEquals(fold("Div", [whole([7, -7]), whole([2])]), [[2], [3, -3]]);
  assertEquals(fold("Mod", [whole([-4, 7, 5, 4]), whole([3, -3, 8, -3])]), [[4], [2, -2, 5, -2]]);
  const fmod = { fmod: 1 };
  assertEquals(fold("Mod", [whole([-4, 7]), whole([3, -3])], fmod), [[2], [-1, 1]]);
  assertEquals(fold("Equal", [whole([1, 2]), whole([2])]), [[2], [0, 1]]);
  assertEquals(fold("Cast", [{ ...whole([1.7, -1.7]), type: "float32" }], { to: 7 }), [
    [2],
    [1, -1],
  ]);
  assertEquals(fold("Cast", [whole([0, 3])], { to: 9 }), [[2], [0, 1]]);
});

Deno.test("floats are rounded as a runtime's, and the least of several is found", () => {
  const float = (...values: number[]) => ({ ...whole(values), type: "float32" as const });
  // 10 · 0.7 in float32 is 7, where the nearest float32 to 0.7 times 10 is less.
  assertEquals(fold("Mul", [float(10), float(Math.fround(0.7))]), [[1], [7]]);
  assertEquals(fold("Min", [whole([3]), whole([2]), whole([1])]), [[1], [1]]);
});

Deno.test("Slice counts from the end, steps and walks backwards", () => {
  const slice = (...lists: number[][]) =>
    fold("Slice", [table, ...lists.map((list) => whole(list))]);
  assertEquals(slice([-1], [9], [1]), [[2, 1], [3, 6]]);
  assertEquals(slice([0], [3], [1], [2]), [[2, 2], [1, 3, 4, 6]]);
  assertEquals(slice([-1], [-9], [1], [-1]), [[2, 3], [3, 2, 1, 6, 5, 4]]);
  assertEquals(fold("Slice", [table], { starts: [1], ends: [2], axes: [0] }), [[1, 3], [4, 5, 6]]);
});

Deno.test("Gather, Concat, Transpose, Expand and Where find their elements", () => {
  assertEquals(fold("Gather", [table, whole([2, -3])], { axis: 1 }), [[2, 2], [3, 1, 6, 4]]);
  assertEquals(fold("Gather", [whole([7, 8, 9]), whole([1], [])], { axis: 0 }), [[], [8]]);
  assertEquals(fold("Concat", [table, table], { axis: -1 }), [
    [2, 6],
    [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6],
  ]);
  assertEquals(fold("Transpose", [table]), [[3, 2], [1, 4, 2, 5, 3, 6]]);
  assertEquals(fold("Expand", [whole([1, 2], [2, 1]), whole([1, 3])]), [[2, 3], [
    1,
    1,
    1,
    2,
    2,
    2,
  ]]);
  assertEquals(fold("Where", [whole([1, 0]), whole([5]), whole([6])]), [[2], [5, 6]]);
});

Deno.test("shapes are changed by Reshape, Squeeze and Unsqueeze in every version's form", () => {
  assertEquals(fold("Reshape", [table, whole([0, -1, 1])])[0], [2, 3, 1]);
  assertEquals(fold("Unsqueeze", [table, whole([0, -1])])[0], [1, 2, 3, 1]);
  assertEquals(fold("Unsqueeze", [table], { axes: [1] })[0], [2, 1, 3]);
  assertEquals(fold("Squeeze", [whole([1, 2], [1, 2, 1])])[0], [2]);
  assertEquals(fold("Squeeze", [whole([1, 2], [1, 2, 1]), whole([-1])])[0], [1, 2]);
});

Deno.test("ranges, constants and scattered updates", () => {
  assertEquals(fold("Range", [whole([1], []), whole([8], []), whole([3], [])]), [[3], [1, 4, 7]]);
  assertEquals(fold("ConstantOfShape", [whole([2, 2])], { value: whole([7]) }), [
    [2, 2],
    [7, 7, 7, 7],
  ]);
  assertEquals(fold("ConstantOfShape", [whole([2])]), [[2], [0, 0]]);
  assertEquals(fold("ScatterND", [table, whole([1, 0, 0, -1], [2, 2]), whole([40, 30])]), [
    [2, 3],
    [1, 2, 30, 40, 5, 6],
  ]);
  assertEquals(fold("ScatterND", [table, whole([-1], [1, 1]), whole([7, 8, 9], [1, 3])]), [
    [2, 3],
    [1, 2, 3, 7, 8, 9],
  ]);
});
