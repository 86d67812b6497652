/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { ViewTransform } from "../../../lib/viewer/web/film/geometry.ts";
import { changedLook, WHOLE } from "../../../lib/viewer/web/film/look.ts";
import { levelFor, visiblePart } from "../../../lib/viewer/web/film/painter.ts";
import { type FilmFacts, FilmPixels } from "../../../lib/viewer/web/film/pixels.ts";
import { ownWindow, pointText, sizeText, valueText } from "../../../lib/viewer/web/film/units.ts";
import {
  brightness,
  PRESETS,
  shadesOf,
  windowBetween,
  windowEnds,
} from "../../../lib/viewer/web/film/window.ts";
import { en } from "../../../lib/viewer/web/texts/en.ts";

/** A film whose pixels in a row are these shares of 65535. */
function filmOf(shares: readonly number[], facts: Partial<FilmFacts> = {}): FilmPixels {
  const values = Uint16Array.from(shares, (share) => Math.round(65535 * share));
  const shown = { low: 0, high: 1 };
  return new FilmPixels(values, { width: shares.length, height: 1 }, { shown, ...facts });
}

const range = fc.tuple(
  fc.double({ min: 0, max: 0.9, noNaN: true }),
  fc.double({ min: 0.01, max: 0.1, noNaN: true }),
).map(([low, width]) => ({ low, high: low + width }));

Deno.test("windowBetween() is the inverse of windowEnds() on any film", () => {
  fc.assert(fc.property(range, range, (shown, wanted) => {
    const film = { shown };
    const { low, high } = windowEnds({ ...windowBetween(wanted, film), inverted: false }, film);
    assert(Math.abs(low - wanted.low) < 1e-9 && Math.abs(high - wanted.high) < 1e-9);
  }));
});

Deno.test("the file's own window shows what the file shows", () => {
  fc.assert(fc.property(range, (shown) => {
    const { low, high } = windowEnds(WHOLE, { shown });
    assert(Math.abs(low - shown.low) < 1e-12 && Math.abs(high - shown.high) < 1e-12);
  }));
});

Deno.test("a higher level makes every value darker or leaves it, and inverting turns it over", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(range, share, share, (shown, value, step) => {
    const ends = (level: number) => windowEnds({ width: 0.8, level, inverted: false }, { shown });
    const before = brightness(value, ends(0.5), false);
    assert(brightness(value, ends(0.5 + step), false) <= before);
    assert(Math.abs(brightness(value, ends(0.5), true) + before - 1) < 1e-12);
  }));
});

Deno.test("shadesOf() is a table of opaque greys from black to white", () => {
  const shades = shadesOf(WHOLE, { shown: { low: 0.25, high: 0.75 } });
  assertEquals(shades[0], 0xff000000);
  assertEquals(shades[65535], 0xffffffff);
  assertEquals(shades[32768]! & 0xff, 128);
  const inverted = shadesOf({ ...WHOLE, inverted: true }, { shown: { low: 0.25, high: 0.75 } });
  assertEquals(inverted[0], 0xffffffff);
});

Deno.test("the presets show the file's window, all values, the dark, the bright, and most pixels", () => {
  const shares = Array.from({ length: 200 }, (_, n) => n < 2 || n > 197 ? n > 197 ? 1 : 0 : 0.5);
  const film = filmOf([...shares, 0.4, 0.6], { shown: { low: 0.2, high: 0.8 } });
  const [own, all, lungs, bones, most] = PRESETS.map(({ window }) =>
    windowEnds({ ...window(film), inverted: false }, film)
  );
  const rounded = ({ low, high }: { low: number; high: number }) =>
    [low, high].map((end) => Math.abs(Math.round(100 * end)) / 100);
  assertEquals(rounded(own!), [0.2, 0.8]);
  assertEquals(rounded(all!), [0, 1]);
  assert(lungs!.low < bones!.low && lungs!.high < bones!.high);
  assert(most!.low > 0.3 && most!.high < 0.7, JSON.stringify(most));
  assertEquals(PRESETS.map(({ key }) => key), ["1", "2", "3", "4", "5"]);
});

Deno.test("a film of one value has a window for its pixels all the same", () => {
  const film = filmOf([0.5, 0.5, 0.5]);
  for (const { window } of PRESETS) assert(window(film).width > 0);
});

Deno.test("values and windows are told in the film's own units and steps", () => {
  const scale = { black: -1024, white: 3071, step: 1, unit: "HU" };
  const film = filmOf([0, 1024 / 4095, 1], { scale });
  assertEquals([0, 1, 2].map((x) => film.valueAt({ x: x + 0.7, y: 0.2 })), [-1024, 0, 3071]);
  assertEquals(valueText(film.valueAt({ x: 0, y: 0 })!, film, en.film), "−1024 HU");
  assertEquals(ownWindow(WHOLE, film), { width: "4095", level: "1024" });
  // Greater values are darker: the level counts from the other end, the width is no less positive.
  const inverse = filmOf([0, 1], { scale: { black: 4000, white: 0, step: 0.25, unit: "" } });
  assertEquals(ownWindow({ ...WHOLE, width: 0.5, level: 0.25 }, inverse), {
    width: "2000.0",
    level: "3000.0",
  });
  assertEquals(pointText(inverse, { x: 1.2, y: 0 }, en.film), "x 1, y 0: 0.0");
  assertEquals(pointText(inverse, { x: 2, y: 0 }, en.film), "");
  assertEquals(pointText(inverse, { x: -0.1, y: 0 }, en.film), "");
  assertEquals(valueText(40_000, filmOf([0]), en.film), "40000 of 65535");
});

Deno.test("sizeText() tells one to one and shares of it", () => {
  const film = { width: 2022, height: 2022 };
  assertEquals([sizeText(film, 1, en.film), sizeText(film, 0.4512, en.film)], [
    "1:1 of 2022 × 2022",
    "45 % of 2022 × 2022",
  ]);
});

Deno.test("FilmPixels.level() halves a film by means, also at odd edges", () => {
  const values = Uint16Array.of(0, 4, 10, 8, 12, 20);
  const film = new FilmPixels(values, { width: 3, height: 2 }, { shown: { low: 0, high: 1 } });
  const { width, height, values: means } = film.level(1);
  assertEquals([width, height, ...means], [2, 1, 6, 15]);
  assertEquals([...film.level(2).values], [11]);
});

Deno.test("FilmPixels.quantile() is the least value that the part of the pixels does not exceed", () => {
  const film = filmOf([0.9, 0.1, 0.5, 0.3]);
  const told = [0.25, 0.26, 0.75, 1].map((part) => Math.round(10 * film.quantile(part)) / 10);
  assertEquals(told, [0.1, 0.3, 0.5, 0.9]);
});

Deno.test("levelFor() gives at least the screen's pixels, and at most twice as many a side", () => {
  fc.assert(fc.property(fc.double({ min: 1e-3, max: 50, noNaN: true }), (scale) => {
    const n = levelFor(scale);
    const perScreenPixel = 1 / (scale * 2 ** n);
    assert(n === 0 ? perScreenPixel < 2 : perScreenPixel >= 1 && perScreenPixel < 2);
    const brief = 1 / (scale * 2 ** levelFor(scale, true));
    assert(brief <= Math.SQRT2 + 1e-9 && (n === 0 || brief >= Math.SQRT1_2 - 1e-9));
  }));
});

Deno.test("visiblePart() holds every pixel that the frame shows, and few others", () => {
  const film = new FilmPixels(new Uint16Array(90 * 60), { width: 90, height: 60 }, {
    shown: { low: 0, high: 1 },
  });
  const frame = { width: 40, height: 30 };
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const looks = fc.record({
    turns: fc.integer({ min: 0, max: 3 }),
    mirrored: fc.boolean(),
    zoom: fc.double({ min: 0.2, max: 16, noNaN: true }),
    x: fc.double({ min: -2, max: 2, noNaN: true }),
    y: fc.double({ min: -2, max: 2, noNaN: true }),
  }).map((changes) => changedLook(WHOLE, changes));
  fc.assert(fc.property(looks, share, share, (look, right, down) => {
    const transform = ViewTransform.of(film, frame, look);
    const visible = visiblePart({ film, transform, frame });
    const { x, y } = transform.toFilm({ x: right * frame.width, y: down * frame.height });
    const { left, top, right: end, bottom, size, level } = visible;
    if (film.valueAt({ x, y }) !== undefined) {
      assert(x >= size * left && x < size * end && y >= size * top && y < size * bottom);
    }
    assert(left >= 0 && top >= 0 && end <= level.width && bottom <= level.height);
    const most = (2 * frame.width + 5) * (2 * frame.height + 5) * 4;
    assert(Math.max(0, end - left) * Math.max(0, bottom - top) <= most);
  }));
});
