import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { Random } from "../../../lib/base/random.ts";
import { changeFilm } from "../../../lib/data/augment/change_film.ts";
import {
  type AugmentOptions,
  FilmChanges,
  isAugmented,
} from "../../../lib/data/augment/film_changes.ts";

const FIRST = { shift: 0.1, rotation: 10, brightness: 0.2, contrast: 0.2 };
const ALL = { ...FIRST, scale: 0.1, shear: 5, crop: 0.2, flip: 0.5 };

/** What the options FIRST once made of a pixel each of three films, two of the last. */
const RECORDED = [0.83623868227005, 0.46590176224708557, 0.6871510148048401, 0.8602735996246338];

/** Every film changed in its own way. */
function augment(images: Float32Array, size: number, random: Random, options: AugmentOptions) {
  const changes = new FilmChanges(options, size, random);
  const changed = new Float32Array(images.length);
  for (let start = 0; start < images.length; start += size ** 2) {
    const film = (of: Float32Array) => of.subarray(start, start + size ** 2);
    changeFilm(film(images), film(changed), size, changes.next());
  }
  return changed;
}

Deno.test("FilmChanges gives the same bits for the same seed and others for another", () => {
  const images = new Random(1).uniforms(3 * 64, 0, 1);
  const once = augment(images, 8, new Random(2), ALL);
  assertEquals(augment(images, 8, new Random(2), ALL), once);
  assertNotEquals(augment(images, 8, new Random(3), ALL), once);
});

Deno.test("FilmChanges leaves its input alone and changes every film in its own way", () => {
  const film = new Random(1).uniforms(64, 0, 1);
  const images = new Float32Array([...film, ...film]);
  const before = images.slice();
  const changed = augment(images, 8, new Random(2), ALL);
  assertEquals(images, before);
  assertNotEquals(changed.slice(0, 64), changed.slice(64));
});

Deno.test("FilmChanges keeps every value within 0 and 1", () => {
  const option = fc.double({ min: 0, max: 1, noNaN: true });
  const part = fc.double({ min: 0, max: 0.9, noNaN: true });
  const options = fc.record({
    shift: option,
    rotation: fc.double({ min: 0, max: 180, noNaN: true }),
    scale: part,
    shear: fc.double({ min: 0, max: 45, noNaN: true }),
    crop: part,
    flip: option,
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

Deno.test("FilmChanges without changes gives the film back", () => {
  const images = new Random(1).uniforms(2 * 49, 0, 1);
  assertEquals(augment(images, 7, new Random(2), {}), images);
});

Deno.test("FilmChanges moves a bright spot no farther than the shift", () => {
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

Deno.test("FilmChanges turns about the centre and no farther than the rotation", () => {
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

Deno.test("FilmChanges adds brightness and stretches contrast about middle gray", () => {
  const gray = new Float32Array(16).fill(0.5);
  const brighter = augment(gray, 4, new Random(6), { brightness: 0.1 });
  assert(brighter.every((value) => value === brighter[0]) && brighter[0] !== 0.5);
  assert(Math.abs(brighter[0]! - 0.5) <= 0.1);
  assertEquals(augment(gray, 4, new Random(6), { contrast: 0.5 }), gray);
});

Deno.test("FilmChanges draws what was there first as if nothing had been added", () => {
  const [first, all] = [FIRST, ALL].map((options) => new FilmChanges(options, 8, new Random(7)));
  for (let n = 0; n < 5; n++) {
    const [old, full] = [first!.next(), all!.next()];
    assertEquals(old.place.shift, full.place.shift);
    assertEquals([old.gain, old.offset], [full.gain, full.offset]);
    assertEquals(old.place.origin, [0, 0]);
    assertNotEquals(old.place.matrix, full.place.matrix);
  }
});

Deno.test("FilmChanges turns, shifts and changes contrast to the bits of the first release", () => {
  const images = new Random(1).uniforms(3 * 64, 0, 1);
  for (const options of [FIRST, { ...FIRST, flip: Number.MIN_VALUE }]) {
    const changed = augment(images, 8, new Random(2), options);
    assertEquals([0, 64 + 9, 128 + 27, 128 + 63].map((at) => changed[at]), RECORDED);
  }
});

Deno.test("FilmChanges draws scale and crop within their bounds, and crops within the film", () => {
  const size = 100;
  const scaled = new FilmChanges({ scale: 0.15 }, size, new Random(3));
  const cropped = new FilmChanges({ crop: 0.4 }, size, new Random(3));
  const areas = Array.from({ length: 500 }, () => {
    const [a, b, c, d] = scaled.next().place.matrix;
    assertEquals([a, b, c], [d, 0, -0]);
    assert(1 / a >= 0.85 && 1 / a <= 1.15);
    const { matrix: [width, , , height], origin: [x, y] } = cropped.next().place;
    assert(width <= 1 + 1e-12 && height <= 1 + 1e-12, `${width} × ${height}`);
    assert(height / width <= 4 / 3 + 1e-9 && width / height <= 4 / 3 + 1e-9);
    assert(Math.abs(x) <= (1 - width) / 2 * size + 1e-9);
    assert(Math.abs(y) <= (1 - height) / 2 * size + 1e-9);
    return width * height;
  });
  assert(Math.min(...areas) >= 0.6 && Math.min(...areas) < 0.65 && Math.max(...areas) > 0.95);
});

Deno.test("FilmChanges shears along rows, and keeps the area", () => {
  const changes = new FilmChanges({ shear: 20 }, 64, new Random(3));
  for (let n = 0; n < 50; n++) {
    const [a, b, c, d] = changes.next().place.matrix;
    assertEquals([a, c, d], [1, -0, 1]);
    assert(Math.abs(b) <= Math.tan(20 * Math.PI / 180));
  }
});

Deno.test("FilmChanges mirrors films as often as asked", () => {
  const film = Float32Array.of(0, 1, 0, 1);
  const mirrored = Float32Array.of(1, 0, 1, 0);
  assertEquals(augment(film, 2, new Random(1), { flip: 1 }), mirrored);
  const changes = new FilmChanges({ flip: 0.25 }, 2, new Random(1));
  const flips = Array.from({ length: 2000 }, () => Number(changes.next().place.matrix[0] < 0));
  assertAlmostEquals(flips.reduce((sum, flip) => sum + flip) / 2000, 0.25, 0.03);
});

Deno.test("FilmChanges undoes a film's scale, shear, turn and shift in one look-up", () => {
  const options = { shift: 0.1, rotation: 30, scale: 0.3, shear: 15, flip: 0.5 };
  const changes = new FilmChanges(options, 10, new Random(8));
  for (let n = 0; n < 50; n++) {
    const { matrix: [a, b, c, d] } = changes.next().place;
    // Without its scale, M is a rotation after a shear after a mirror: rows keep their length.
    const zoom = 1 / Math.hypot(c, d);
    assert(zoom >= 0.7 && zoom <= 1.3);
    assertAlmostEquals(Math.abs(a * d - b * c), 1 / zoom ** 2, 1e-9);
    assert(Math.abs(Math.atan2(-c, d)) <= Math.PI / 6 + 1e-9);
  }
});

Deno.test("isAugmented() tells whether any change is asked for", () => {
  assertEquals(isAugmented(undefined), false);
  assertEquals(isAugmented({ shift: 0, flip: 0 }), false);
  assertEquals(isAugmented({ shift: 0, crop: 0.1 }), true);
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
