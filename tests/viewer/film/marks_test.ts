/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Point } from "../../../lib/viewer/web/film/geometry.ts";
import { actionOf } from "../../../lib/viewer/web/film/gestures.ts";
import { Marks, markText } from "../../../lib/viewer/web/film/marks.ts";
import { scaleBar } from "../../../lib/viewer/web/film/scale_bar.ts";
import { angle, distance } from "../../../lib/viewer/web/film/units.ts";
import { en } from "../../../lib/viewer/web/texts/en.ts";

const real = fc.double({ min: -4000, max: 4000, noNaN: true });
const point = fc.record({ x: real, y: real });
const spacing = fc.option(
  fc.record({
    row: fc.double({ min: 0.05, max: 2, noNaN: true }),
    column: fc.double({ min: 0.05, max: 2, noNaN: true }),
    source: fc.constant("PixelSpacing" as const),
  }),
  { nil: undefined },
);
const at = (x: number, y: number): Point => ({ x, y });

Deno.test("lengths are in millimetres of both spacings where they are known", () => {
  const unequal = { row: 0.5, column: 0.1, source: "PixelSpacing" } as const;
  assertEquals(distance(at(0, 0), at(30, 8), unequal), 5);
  assertEquals(distance(at(0, 0), at(30, 40), undefined), 50);
  const length = { kind: "length", points: [at(0, 0), at(30, 8)] } as const;
  assertEquals(markText(length, unequal, en.film), "5.0 mm");
  assertEquals(
    markText({ ...length, points: [at(0, 0), at(30, 40)] }, undefined, en.film),
    "50 pixels",
  );
  fc.assert(fc.property(point, point, point, spacing, (a, b, c, spacing) => {
    const [ab, bc, ac] = [[a, b], [b, c], [a, c]].map(([p, q]) => distance(p!, q!, spacing));
    assert(ac! <= ab! + bc! + 1e-6);
    assert(Math.abs(ab! - distance(b, a, spacing)) < 1e-9);
  }));
});

Deno.test("angles are those on the detector, where pixels need not be square", () => {
  assertEquals(angle([at(1, 0), at(0, 0), at(0, 1)], undefined), 90);
  assertEquals(angle([at(1, 0), at(0, 0), at(-1, 0)], undefined), 180);
  const tall = { row: 2, column: 1, source: "ImagerPixelSpacing" } as const;
  const diagonal = [at(1, 0), at(0, 0), at(2, 1)] as const;
  assert(Math.abs(angle(diagonal, tall) - 45) < 1e-9);
  fc.assert(fc.property(point, point, point, spacing, (a, b, c, spacing) => {
    const there = angle([a, b, c], spacing);
    assert(there >= 0 && there <= 180);
    assert(Math.abs(there - angle([c, b, a], spacing)) < 1e-6);
  }));
});

Deno.test("the angles of a triangle add up to 180 degrees", () => {
  fc.assert(fc.property(point, point, point, spacing, (a, b, c, spacing) => {
    fc.pre([[a, b], [b, c], [a, c]].every(([p, q]) => distance(p!, q!, spacing) > 1));
    const sum = angle([a, b, c], spacing) + angle([b, c, a], spacing) + angle([c, a, b], spacing);
    assert(Math.abs(sum - 180) < 1e-3, `${sum}`);
  }));
});

Deno.test("Marks takes a length by a drag or by two clicks, and an angle by three points", () => {
  const marks = new Marks();
  marks.press("length", at(1, 1));
  marks.follow(at(9, 1));
  assertEquals(marks.release(2)?.points, [at(1, 1), at(9, 1)]);
  marks.press("length", at(2, 2));
  assertEquals(marks.release(2), undefined);
  marks.follow(at(5, 5));
  marks.press("length", at(8, 2));
  assertEquals(marks.release(2)?.points, [at(2, 2), at(8, 2)]);
  marks.press("angle", at(0, 0));
  marks.follow(at(5, 0));
  assertEquals(marks.release(2), undefined);
  assertEquals(marks.draft?.points.length, 3);
  marks.follow(at(5, 5));
  marks.press("angle", at(5, 6));
  const drawn = marks.release(2)!;
  assertEquals(markText(drawn, undefined, en.film), "90.0°");
  assertEquals(marks.done.length, 3);
  marks.remove(marks.done[0]);
  marks.remove();
  assertEquals(marks.done.map(({ kind }) => kind), ["length"]);
  marks.press("length", at(0, 0));
  marks.remove();
  assertEquals([marks.draft, marks.done.length], [undefined, 1]);
});

Deno.test("scaleBar() is of a round length that fits, and absent where no spacing is known", () => {
  const place = { scale: 0.4, frameWidth: 700, turns: 0 };
  const imager = { row: 0.2, column: 0.1, source: "ImagerPixelSpacing" } as const;
  assertEquals(scaleBar(imager, place), { length: 200, text: "5 cm" });
  assertEquals(scaleBar(imager, { ...place, turns: 1 }), { length: 200, text: "10 cm" });
  assertEquals(scaleBar(undefined, place), undefined);
  assertEquals(scaleBar(imager, { ...place, scale: 1000 }), undefined);
});

Deno.test("actionOf() gives buttons and fingers their tasks", () => {
  const press = (button: number, more: object = {}) =>
    actionOf({ button, pointerType: "mouse", shiftKey: false, ...more }, "window");
  assertEquals([press(0), press(1), press(2)], ["window", "move", "zoom"]);
  assertEquals(press(0, { shiftKey: true }), "move");
  assertEquals(press(0, { pointerType: "touch" }), "move");
  const touch = { button: 0, pointerType: "touch", shiftKey: false };
  assertEquals(actionOf(touch, "length"), "length");
});
