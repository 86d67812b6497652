import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { CHESTXRAY14_LABELS } from "../../lib/data/dataset.ts";
import { parseFilter } from "../../lib/store/filter/filter_parser.ts";
import { fits } from "../../lib/store/filter/filter.ts";
import { readPage } from "../../lib/viewer/page.ts";
import { countFilters, type Filters, NO_FILTERS, whereOf } from "../../lib/viewer/web/filters.ts";
import { changedLook, WHOLE, zoomedLook } from "../../lib/viewer/web/film/look.ts";

const NAMES = [...CHESTXRAY14_LABELS, 'a "quoted" AND'];
const age = fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined });
const filters = fc.record({
  findings: fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(...NAMES),
      fc.constantFrom("with" as const, "without" as const, "unknown" as const),
    ),
    { selector: ([label]) => label, maxLength: 4 },
  ).map((entries) => new Map(entries)),
  view: fc.constantFrom("", "PA", "AP", "LATERAL", "unknown"),
  sex: fc.constantFrom("", "F", "M", "unknown"),
  isAnyEnough: fc.boolean(),
  ageFrom: age,
  ageTo: age,
  patient: fc.constantFrom("", "1", 'a "quoted" one'),
}).filter(({ ageFrom = 0, ageTo = 200 }) => ageFrom <= ageTo);
const films = fc.record({
  id: fc.constant("x"),
  patient: fc.constant("1"),
  findings: fc.tuple(fc.subarray(NAMES), fc.subarray(NAMES)),
  sex: fc.constantFrom("F", "M", ""),
  age: fc.oneof(fc.integer({ min: 0, max: 120 }), fc.constant(NaN)),
  view: fc.constantFrom("PA", "AP", "LATERAL", ""),
  image: fc.constant(""),
}).map(({ findings: [labels, others], ...rest }) => ({
  ...rest,
  labels,
  unknown: others.filter((name) => !labels.includes(name)),
}));

Deno.test("whereOf() writes filters that parseFilter() reads as they are meant", () => {
  fc.assert(fc.property(filters, films, (wanted: Filters, film) => {
    const where = whereOf(wanted);
    const { findings, isAnyEnough, view, sex, ageFrom, ageTo, patient } = wanted;
    const present = Array.from(findings).filter(([, wish]) => wish === "with")
      .map(([label]) => film.labels.includes(label));
    const known = (value: string) => value === "unknown" ? "" : value;
    const isMeant = Array.from(findings).every(([label, wish]) =>
      wish === "with" ||
      (film.unknown.includes(label) === (wish === "unknown") && !film.labels.includes(label))
    ) &&
      (present.length === 0 || present[isAnyEnough ? "some" : "every"](Boolean)) &&
      (patient === "" || film.patient === patient) &&
      (view === "" || film.view === known(view)) && (sex === "" || film.sex === known(sex)) &&
      ((ageFrom === undefined && ageTo === undefined) ||
        (film.age >= (ageFrom ?? 0) && film.age <= (ageTo ?? Infinity)));
    assertEquals(where === "" || fits(parseFilter(where, NAMES), film), isMeant, where);
  }));
  const wishes = new Map([["Mass", "unknown"], ["Edema", "without"], ["Hernia", "with"]] as const);
  const where = whereOf({ ...NO_FILTERS, findings: wishes });
  assertEquals(where, '"Hernia" AND NOT "Edema" AND "Mass"=unknown');
  assertEquals([whereOf(NO_FILTERS), countFilters(NO_FILTERS)], ["", 0]);
  assertEquals(countFilters({ ...NO_FILTERS, view: "PA", ageFrom: 3, ageTo: 9 }), 2);
});

Deno.test("zoomedLook() keeps the point under the pointer and the film in its frame", () => {
  const point = fc.double({ min: -0.5, max: 0.5, noNaN: true });
  fc.assert(fc.property(fc.double({ min: 0.05, max: 30, noNaN: true }), point, point, (f, x, y) => {
    const look = zoomedLook(zoomedLook(WHOLE, 2, 0.1, -0.2), f, x, y);
    assert(look.zoom >= 1 && look.zoom <= 16);
    assert(Math.abs(look.x) <= (look.zoom - 1) / 2 && Math.abs(look.y) <= (look.zoom - 1) / 2);
  }));
  // The part of the film at (x, y) is (x − place) / zoom from its middle.
  const look = zoomedLook(WHOLE, 4, 0.3, -0.1);
  assert(Math.abs((0.3 - look.x) / look.zoom - 0.3) < 1e-12);
  assert(Math.abs((-0.1 - look.y) / look.zoom + 0.1) < 1e-12);
  const { zoom, x, y } = zoomedLook(look, 1 / 4);
  assert(zoom === 1 && x === 0 && y === 0);
});

Deno.test("changedLook() keeps the window within bounds", () => {
  const narrow = changedLook(WHOLE, { width: -3, level: 7000 });
  assertEquals(narrow, { ...WHOLE, width: 0.001, level: 1024 });
  const wide = changedLook(WHOLE, { width: 3000, level: -7000 });
  assertEquals(wide, { ...WHOLE, width: 1024, level: -1024 });
});

Deno.test("readPage() gives modules that browsers can read, and nothing else of the project", async () => {
  const page = await readPage();
  for (const [path, { type, body }] of page) {
    assert(/^\/([\w-]+\/)?[\w-]+\.(html|css|svg|ts|js|woff2)$/.test(path), path);
    if (type !== "text/javascript; charset=utf-8" || typeof body !== "string") continue;
    for (const [, specifier] of body.matchAll(/\bfrom "([^"]+)"/g)) {
      assert(page.has(new URL(specifier!, `http://host${path}`).pathname), `${path}: ${specifier}`);
    }
    assert(!/\binterface \w+ \{|: readonly |import type/.test(body), path);
  }
  assert(page.has("/main.ts") && page.has("/vendor/lit-html.js"));
});
