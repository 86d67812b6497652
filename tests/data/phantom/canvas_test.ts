import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  Canvas,
  coverage,
  disc,
  ellipse,
  polyline,
  smoothNoise,
  union,
  type View,
} from "../../../lib/data/phantom/canvas.ts";
import { Random } from "../../../lib/base/random.ts";

const STRAIGHT: View = { extent: 32, rotation: 0, shiftX: 0, shiftY: 0 };

/** What was painted in all, in density times square centimetres. */
function total(canvas: Canvas): number {
  return canvas.values.reduce((sum, value) => sum + value, 0) * canvas.pixel ** 2;
}

Deno.test("coverage() is one inside, zero outside and a half on the edge", () => {
  assertEquals([-2, -0.5, 0, 0.5, 2].map((distance) => coverage(distance, 1)), [1, 1, 0.5, 0, 0]);
});

Deno.test("ellipse() is a disc when both radii agree, whatever its angle", () => {
  const round = ellipse([1, 2], [3, 3], 0.7);
  for (const [x, y] of [[1, 2.5], [4, 2], [8, -3]] as const) {
    assertAlmostEquals(round.distance(x, y), disc([1, 2], 3).distance(x, y), 1e-9);
  }
});

Deno.test("ellipse() turns its long radius clockwise on the film", () => {
  const shape = ellipse([0, 0], [4, 1], Math.PI / 4);
  assert(shape.distance(2, 2) < 0);
  assert(shape.distance(2, -2) > 0);
});

Deno.test("polyline() measures the distance to its nearest segment", () => {
  const line = polyline([[0, 0], [4, 0], [4, 4]], 0.5);
  assertAlmostEquals(line.distance(2, 2), 1.5, 1e-12);
  assertAlmostEquals(line.distance(5, 3), 0.5, 1e-12);
  assertAlmostEquals(line.distance(-3, 4), 4.5, 1e-12);
});

Deno.test("union() is the nearer shape, and fills the joint when blended", () => {
  const shapes = [disc([-2, 0], 1.9), disc([2, 0], 1.9)];
  assertAlmostEquals(union(shapes).distance(5, 0), 1.1, 1e-12);
  assert(union(shapes).distance(0, 0) > 0);
  assert(union(shapes, 2).distance(0, 0) < 0);
});

Deno.test("Canvas.fill() paints the same amount at every size and under every view", () => {
  const area = Math.PI * 3 ** 2;
  for (const size of [64, 128]) {
    for (const view of [STRAIGHT, { extent: 36, rotation: 0.4, shiftX: 2, shiftY: -3 }]) {
      const canvas = new Canvas(size, view);
      canvas.fill(disc([4, -5], 3), 2);
      assertAlmostEquals(total(canvas), 2 * area, 0.02 * area);
    }
  }
});

Deno.test("Canvas.fill() puts the patient's left on the right of the film", () => {
  const canvas = new Canvas(64, STRAIGHT);
  canvas.fill(disc([8, -8], 1), 1);
  const brightest = canvas.values.indexOf(Math.max(...canvas.values));
  assert(brightest % 64 > 32, "it should lie right of the middle");
  assert(Math.floor(brightest / 64) < 32, "it should lie above the middle");
});

Deno.test("Canvas.fill() leaves out what the mask leaves out", () => {
  const within = new Float32Array(64 * 64);
  within[32 * 64 + 32] = 0.5;
  const canvas = new Canvas(64, STRAIGHT);
  canvas.fill(disc([0, 0], 5), 2, { within });
  assertEquals(canvas.values[32 * 64 + 32], 1);
  assertAlmostEquals(total(canvas), 1 * canvas.pixel ** 2, 1e-6);
});

Deno.test("Canvas.stroke() paints thin lines as strongly on a coarse film as on a fine one", () => {
  const amounts = [64, 256].map((size) => {
    const canvas = new Canvas(size, STRAIGHT);
    canvas.stroke([[-8, -3], [7, 5]], 0.2, 1);
    return total(canvas);
  });
  assertAlmostEquals(amounts[0]!, amounts[1]!, 0.1 * amounts[1]!);
});

Deno.test("smoothNoise() has mean 0 and spread 1, and near points are alike", () => {
  const noise = smoothNoise(1, new Random(4));
  let [sum, squares, steps] = [0, 0, 0];
  const count = 10_000;
  const random = new Random(5);
  for (let i = 0; i < count; i++) {
    const [x, y] = [random.between(-20, 20), random.between(-20, 20)];
    const value = noise(x, y);
    sum += value;
    squares += value * value;
    steps = Math.max(steps, Math.abs(noise(x + 0.01, y) - value));
  }
  assertAlmostEquals(sum / count, 0, 0.1);
  assertAlmostEquals(squares / count, 1, 0.1);
  assert(steps < 0.2, `a step of 0.01 cm changes the noise by ${steps}`);
});
