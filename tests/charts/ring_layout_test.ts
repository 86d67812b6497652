import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { arrowBetween, circlesOnRing, ringRadius } from "../../lib/charts/ring_layout.ts";

const between = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  Math.hypot(a.x - b.x, a.y - b.y);

Deno.test("circlesOnRing() spreads circles evenly in the order given, with areas as their sizes", () => {
  const [a, b, c, d] = circlesOnRing([400, 100, 400, 0], [0, 2, 1, 3]);
  for (const circle of [a!, b!, c!, d!]) {
    assertAlmostEquals(Math.hypot(circle.x, circle.y), ringRadius(4), 1e-9);
    assert(Math.hypot(circle.labelX, circle.labelY) > ringRadius(4) + circle.radius);
  }
  // Clockwise from the top: upper right, lower right, lower left, upper left.
  assert(a!.x > 0 && a!.y > 0 && c!.x > 0 && c!.y < 0);
  assert(b!.x < 0 && b!.y < 0 && d!.x < 0 && d!.y > 0);
  assertAlmostEquals(a!.radius ** 2 / b!.radius ** 2, 4, 1e-9);
  assert(d!.radius > 0);
});

Deno.test("arrowBetween() runs from edge to edge and keeps clear of the arrow that comes back", () => {
  const circles = circlesOnRing([9, 4, 1, 4, 9, 1, 2], [0, 1, 2, 3, 4, 5, 6]);
  for (const from of circles) {
    for (const to of circles) {
      if (from === to) continue;
      const [there, back] = [arrowBetween(from, to, 10), arrowBetween(to, from, 10)];
      const [start, end] = [there.shaft[0]!, there.shaft.at(-1)!];
      assertAlmostEquals(between(start, from), from.radius + 2, 2);
      assertAlmostEquals(between(end, to), to.radius + 12, 2);
      const middle = (points: typeof there.shaft) => points[points.length >> 1]!;
      assert(between(middle(there.shaft), middle(back.shaft)) > 5);
    }
  }
});

Deno.test("arrowBetween() points its head at the circle", () => {
  const [right, left] = [{ x: 100, y: 0 }, { x: -100, y: 0 }].map((place) => ({
    ...place,
    radius: 10,
    labelX: 0,
    labelY: 0,
  }));
  const { angle, head } = arrowBetween(left!, right!, 10);
  // To the right and upwards, since the curve swings below, to its own right.
  assert(angle > 60 && angle < 90, String(angle));
  assertEquals([head.x > 70, head.y < 0], [true, true]);
});
