/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  mirroredSideways,
  mirroredUpright,
  type Orientation,
  type Point,
  turned,
  ViewTransform,
} from "../../../lib/viewer/web/film/geometry.ts";
import {
  changedLook,
  flippedSideways,
  flippedUpright,
  type Look,
  turnedLook,
  WHOLE,
  zoomedLook,
} from "../../../lib/viewer/web/film/look.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const side = fc.integer({ min: 1, max: 4000 });
const size = fc.record({ width: side, height: side });
const orientation = fc.record(
  { turns: fc.integer({ min: 0, max: 3 }), mirrored: fc.boolean() },
  { noNullPrototype: true },
);
const looks: fc.Arbitrary<Look> = fc.tuple(
  orientation,
  fc.record({ zoom: real(0.1, 16), x: real(-2, 2), y: real(-2, 2) }),
).map(([way, place]) => changedLook({ ...WHOLE, ...way }, place));
const point = fc.record({ x: real(-3000, 3000), y: real(-3000, 3000) });

function assertNear(one: Point, other: Point, tolerance = 1e-6) {
  const far = Math.hypot(one.x - other.x, one.y - other.y);
  assert(far <= tolerance, `${JSON.stringify(one)} is ${far} from ${JSON.stringify(other)}`);
}

Deno.test("ViewTransform leads from the screen to the film and back, however a film is shown", () => {
  fc.assert(fc.property(size, size, looks, point, (film, frame, look, place) => {
    const transform = ViewTransform.of(film, frame, look);
    assertNear(transform.toScreen(transform.toFilm(place)), place, 1e-5);
    const [a, b, c, d, e, f] = transform.matrix;
    const { x, y } = transform.toFilm(place);
    assertNear({ x: a * x + c * y + e, y: b * x + d * y + f }, place, 1e-5);
  }));
});

Deno.test("ViewTransform shows the whole film in its frame, and fills it one way", () => {
  fc.assert(fc.property(size, size, orientation, (film, frame, way) => {
    const transform = ViewTransform.of(film, frame, { ...WHOLE, ...way });
    const corners = [{ x: 0, y: 0 }, { x: film.width, y: film.height }]
      .map((corner) => transform.toScreen(corner));
    const [one, other] = corners as [Point, Point];
    const [wide, high] = [Math.abs(one.x - other.x), Math.abs(one.y - other.y)];
    assert(wide <= frame.width + 1e-6 && high <= frame.height + 1e-6);
    assert(Math.abs(wide - frame.width) < 1e-6 || Math.abs(high - frame.height) < 1e-6);
  }));
});

/** Where a look puts the film's top left and top right corners in a square frame: "lt", "rb" … */
function cornersOf(way: Orientation): string {
  const film = { width: 100, height: 100 };
  const transform = ViewTransform.of(film, film, { ...WHOLE, ...way });
  return [{ x: 0, y: 0 }, { x: 100, y: 0 }].map((corner) => {
    const { x, y } = transform.toScreen(corner);
    return `${y < 50 ? "top" : "bottom"} ${x < 50 ? "left" : "right"}`;
  }).join(", ");
}

Deno.test("turned() and the mirrors act on what is seen, whatever was done before", () => {
  const upright = { turns: 0, mirrored: false };
  assertEquals(cornersOf(upright), "top left, top right");
  assertEquals(cornersOf(turned(upright)), "top right, bottom right");
  assertEquals(cornersOf(mirroredSideways(upright)), "top right, top left");
  assertEquals(cornersOf(mirroredUpright(upright)), "bottom left, bottom right");
  assertEquals(cornersOf(turned(mirroredSideways(upright))), "bottom right, top right");
  assertEquals(cornersOf(mirroredUpright(turned(upright))), "bottom right, top right");
  fc.assert(fc.property(orientation, (way) => {
    assertEquals(turned(turned(turned(turned(way)))), way);
    assertEquals(mirroredSideways(mirroredSideways(way)), way);
    assertEquals(mirroredUpright(mirroredUpright(way)), way);
    assertEquals(mirroredSideways(turned(mirroredSideways(turned(way)))), way);
  }));
});

Deno.test("turning and flipping a look moves what is seen as a picture on paper", () => {
  const frame = { width: 300, height: 300 };
  fc.assert(fc.property(size, looks, point, (film, look, place) => {
    const seen = ViewTransform.of(film, frame, look).toScreen(place);
    const after = (changed: Look) => ViewTransform.of(film, frame, changed).toScreen(place);
    assertNear(after(turnedLook(look)), { x: 300 - seen.y, y: seen.x }, 1e-5);
    assertNear(after(flippedSideways(look)), { x: 300 - seen.x, y: seen.y }, 1e-5);
    assertNear(after(flippedUpright(look)), { x: seen.x, y: 300 - seen.y }, 1e-5);
  }));
});

Deno.test("zoomedLook() keeps the point of the film under the pointer", () => {
  const frame = { width: 640, height: 480 };
  fc.assert(fc.property(size, orientation, real(-0.5, 0.5), real(-0.5, 0.5), (film, way, x, y) => {
    const pointer = { x: (0.5 + x) * frame.width, y: (0.5 + y) * frame.height };
    const before = { ...WHOLE, ...way, zoom: 3 };
    const after = zoomedLook(before, 2.5, x, y);
    const place = ViewTransform.of(film, frame, before).toFilm(pointer);
    assertNear(ViewTransform.of(film, frame, after).toScreen(place), pointer, 1e-5);
  }));
});

Deno.test("zoomedLook() begins where one to one is smaller than the whole film", () => {
  const small = changedLook(WHOLE, { zoom: 0.2 });
  assertEquals(zoomedLook(small, 1.25).zoom, 0.25);
  assertEquals(zoomedLook(small, 0.5).zoom, 0.2);
});

Deno.test("ViewTransform.magnified() enlarges about a place", () => {
  const film = { width: 400, height: 300 };
  fc.assert(fc.property(looks, point, (look, place) => {
    const transform = ViewTransform.of(film, { width: 640, height: 480 }, look);
    const lens = transform.magnified(2.5, place, { x: 110, y: 110 });
    assertNear(lens.toScreen(transform.toFilm(place)), { x: 110, y: 110 });
    const right = transform.toFilm({ x: place.x + 10, y: place.y });
    assertNear(lens.toScreen(right), { x: 135, y: 110 }, 1e-5);
  }));
});
