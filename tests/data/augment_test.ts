import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { augment } from "../../lib/data/augment.ts";
import { Random } from "../../lib/base/random.ts";

const ALL = { shift: 0.1, rotation: 10, brightness: 0.2, contrast: 0.2 };

Deno.test("augment() gives the same bits for the same seed and others for another", () => {
  const images = new Random(1).uniforms(3 * 64, 0, 1);
  const once = augment(images, 8, new Random(2), ALL);
  assertEquals(augment(images, 8, new Random(2), ALL), once);
  assertNotEquals(augment(images, 8, new Random(3), ALL), once);
});

Deno.test("augment() leaves its input alone and changes every film in its own way", () => {
  const film = new Random(1).uniforms(64, 0, 1);
  const images = new Float32Array([...film, ...film]);
  const before = images.slice();
  const changed = augment(images, 8, new Random(2), ALL);
  assertEquals(images, before);
  assertNotEquals(changed.slice(0, 64), changed.slice(64));
});

Deno.test("augment() keeps every value within 0 and 1", () => {
  const option = fc.double({ min: 0, max: 1, noNaN: true });
  const options = fc.record({
    shift: option,
    rotation: fc.double({ min: 0, max: 180, noNaN: true }),
    brightness: option,
    contrast: option,
  });
  fc.assert(
    fc.property(options, fc.integer(), (options, seed) => {
      const images = new Random(seed).uniforms(2 * 25, 0, 1);
      const changed = augment(images, 5, new Random(seed), options);
      assert(changed.every((value) => value >= 0 && value <= 1));
    }),
    { seed: 9 },
  );
});

Deno.test("augment() without changes gives the film back", () => {
  const images = new Random(1).uniforms(2 * 49, 0, 1);
  assertEquals(augment(images, 7, new Random(2), {}), images);
});

Deno.test("augment() moves a bright spot no farther than the shift", () => {
  const size = 32;
  const spot = new Float32Array(size * size);
  spot[16 * size + 16] = 1;
  const random = new Random(4);
  for (let n = 0; n < 50; n++) {
    const moved = augment(spot, size, random, { shift: 0.125 });
    const [x, y] = centreOfMass(moved, size);
    assert(Math.abs(x - 16) <= 4 + 1e-5 && Math.abs(y - 16) <= 4 + 1e-5, `at ${x}, ${y}`);
    assert(Math.abs(sum(moved) - 1) < 1e-5, "bilinear weights sum to 1");
  }
});

Deno.test("augment() turns about the centre and no farther than the rotation", () => {
  const size = 33;
  const spot = new Float32Array(size * size);
  spot[16 * size + 28] = 1;
  const random = new Random(5);
  const angles = Array.from({ length: 50 }, () => {
    const [x, y] = centreOfMass(augment(spot, size, random, { rotation: 30 }), size);
    assert(Math.abs(Math.hypot(x - 16, y - 16) - 12) < 0.1);
    return Math.atan2(y - 16, x - 16) * 180 / Math.PI;
  });
  assert(angles.every((angle) => Math.abs(angle) < 30.5));
  assert(Math.max(...angles) > 15 && Math.min(...angles) < -15);
});

Deno.test("augment() adds brightness and stretches contrast about middle gray", () => {
  const gray = new Float32Array(16).fill(0.5);
  const brighter = augment(gray, 4, new Random(6), { brightness: 0.1 });
  assert(brighter.every((value) => value === brighter[0]) && brighter[0] !== 0.5);
  assert(Math.abs(brighter[0]! - 0.5) <= 0.1);
  assertEquals(augment(gray, 4, new Random(6), { contrast: 0.5 }), gray);
});

Deno.test("augment() throws RangeError when the values are no whole films", () => {
  assertThrows(() => augment(new Float32Array(65), 8, new Random(1), ALL), RangeError);
});

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function centreOfMass(film: Float32Array, size: number): [number, number] {
  let [x, y] = [0, 0];
  film.forEach((value, i) => {
    x += value * (i % size);
    y += value * Math.floor(i / size);
  });
  return [x / sum(film), y / sum(film)];
}
