import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Matrix } from "ml-matrix";
import { itq, nearestOrthonormal } from "../../lib/methods/itq.ts";
import { Random } from "../../lib/base/random.ts";
import { contextOf } from "./trial.ts";

/** 300 films with 4 features: two groups of signs, spread most along the first axis. */
function features(): Matrix {
  const random = new Random(1);
  const scale = [3, 2, 1, 0.1];
  return new Matrix(Array.from({ length: 300 }, () => scale.map((s) => s * random.normal())));
}

function directionsOf(bits: number, iterations = 50): Matrix {
  const context = contextOf({ classes: 2, bits });
  const values = Float32Array.from(features().to1DArray());
  return Matrix.from1DArray(
    4,
    bits,
    itq.create({ iterations }).directions({ values, width: 4 }, context),
  );
}

/** ‖B − VR‖² of the codes that directions give. */
function quantisationLoss(directions: Matrix): number {
  const projected = features().mmul(directions);
  return Matrix.sub(Matrix.sign(projected), projected).norm("frobenius") ** 2;
}

Deno.test("itq spans the first principal components with orthonormal directions", () => {
  const directions = directionsOf(2);
  const gram = directions.transpose().mmul(directions);
  assertAlmostEquals(Matrix.sub(gram, Matrix.eye(2)).norm(), 0, 1e-5);
  // The first two axes have nearly all of the variance.
  for (const [axis, share] of [[0, 1], [1, 1], [2, 0], [3, 0]] as const) {
    assertAlmostEquals(Math.hypot(...directions.getRow(axis)), share, 0.1);
  }
});

Deno.test("itq loses less from turn to turn", () => {
  for (const bits of [2, 4, 16]) {
    const losses = [1, 2, 5, 10, 50].map((turns) => quantisationLoss(directionsOf(bits, turns)));
    losses.slice(1).forEach((loss, n) => assert(loss <= losses[n]! + 1e-3, `${losses}`));
    assert(losses.at(-1)! < losses[0]!, `${bits} bits: ${losses}`);
  }
});

Deno.test("itq with more bits than features has a wide matrix with orthonormal rows", () => {
  const directions = directionsOf(16);
  const gram = directions.mmul(directions.transpose());
  assertAlmostEquals(Matrix.sub(gram, Matrix.eye(4)).norm(), 0, 1e-5);
});

Deno.test("itq learns from as many films as it may", () => {
  const context = contextOf({ classes: 2, bits: 2 });
  const values = Float32Array.from(features().to1DArray());
  const method = itq.create({ films: 50 });
  const few = method.directions({ values, width: 4 }, context);
  assertEquals(few, method.directions({ values, width: 4 }, context));
  const all = (directionsOf(2)).to1DArray();
  assert(few.some((value, at) => Math.abs(value - all[at]!) > 1e-4));
});

Deno.test("nearestOrthonormal() has the greatest trace with the matrix", () => {
  const random = new Random(2);
  for (const [rows, columns] of [[3, 3], [3, 7]] as const) {
    const draw = () => Matrix.from1DArray(rows, columns, random.normals(rows * columns));
    const matrix = draw();
    const trace = (r: Matrix) => r.transpose().mmul(matrix).trace();
    const best = nearestOrthonormal(matrix);
    const gram = best.mmul(best.transpose());
    assertAlmostEquals(Matrix.sub(gram, Matrix.eye(rows)).norm(), 0, 1e-10);
    for (let n = 0; n < 50; n++) assert(trace(nearestOrthonormal(draw())) <= trace(best));
  }
});
