/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals } from "@std/assert";
import { WHOLE } from "../../../lib/viewer/web/film/look.ts";
import { Looking, type ShownFilm } from "../../../lib/viewer/web/film/looking.ts";
import { FilmPixels } from "../../../lib/viewer/web/film/pixels.ts";
import { en } from "../../../lib/viewer/web/texts/en.ts";
import { PRESETS } from "../../../lib/viewer/web/film/window.ts";

type Side = "query" | "case";

/** Films that show this part of their values. */
function shown(low: number, high: number, nativeZoom: number): ShownFilm {
  const size = { width: 1, height: 1 };
  return { film: new FilmPixels(Uint16Array.of(0), size, { shown: { low, high } }), nativeZoom };
}

const FILMS: Readonly<Record<Side, ShownFilm>> = {
  query: shown(0, 1, 4),
  case: shown(0.25, 0.75, 0.5),
};

function looking(heard: (string | undefined)[] = []): Looking<Side> {
  return new Looking<Side>(["query", "case"], (side) => FILMS[side], (said) => {
    heard.push(said?.(en.film.said));
  });
}

Deno.test("Looking treats both films alike while they are linked", () => {
  const heard: (string | undefined)[] = [];
  const both = looking(heard);
  both.window(-2, 1);
  assertEquals(both.of("query"), both.of("case"));
  assertEquals(both.of("query").width, 0.9);
  both.toggleLinked();
  both.swap();
  both.invert();
  assertEquals([both.of("query").inverted, both.of("case").inverted], [false, true]);
  both.toggleLinked();
  assertEquals(both.of("query"), both.of("case"));
  both.reset();
  assertEquals([both.of("query"), both.of("case")], [WHOLE, WHOLE]);
  assertEquals(heard.length, 6);
});

Deno.test("Looking shows each film one to one and all its values by what it is", () => {
  const both = looking();
  both.native();
  assertEquals([both.of("query").zoom, both.of("case").zoom], [4, 0.5]);
  both.preset(PRESETS[1]!);
  assertEquals([both.of("query").width, both.of("case").width], [1, 2]);
  both.fit();
  assertEquals([both.of("query").zoom, both.of("case").zoom], [1, 1]);
});

Deno.test("Looking says what was done to those who do not see it", () => {
  const heard: (string | undefined)[] = [];
  const both = looking(heard);
  both.invert();
  both.invert();
  both.turn();
  both.flipSideways();
  both.flipUpright();
  both.native();
  both.fit();
  both.preset(PRESETS[2]!);
  both.use("length");
  both.use("length");
  both.reset();
  assert(heard.every((said) => said !== undefined && said !== ""), heard.join());
  assertEquals(heard.slice(0, 2), ["Inverted", "Not inverted"]);
  assertEquals(heard.slice(-4), [
    "Window for the lungs",
    "Length",
    "Window",
    "As the file shows it",
  ]);
  assertEquals(both.tool, "window");
});

Deno.test("Looking starts anew without a word", () => {
  const heard: (string | undefined)[] = [];
  const both = looking(heard);
  both.use("angle");
  both.turn();
  both.start();
  assertEquals([both.tool, both.of("case"), heard.at(-1)], ["window", WHOLE, undefined]);
});
