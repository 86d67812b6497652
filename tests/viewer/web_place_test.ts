import { assert, assertEquals } from "@std/assert";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import type { HitAnswer, SearchAnswer } from "../../lib/viewer/schemas.ts";
import { addressOf, FIRST_PLACE, type Place, placeOf } from "../../lib/viewer/web/address.ts";
import { arranged, byPatient, ordered, ORDERS } from "../../lib/viewer/web/arrange.ts";
import { csvOf, jsonOf } from "../../lib/viewer/web/export.ts";
import {
  firstStep,
  PLAIN,
  redone,
  stepTo,
  undone,
  withEmphasis,
  withMark,
} from "../../lib/viewer/web/refinement.ts";

const label = fc.string({ unit: "grapheme", minLength: 1, maxLength: 9 })
  .filter((text) => text.isWellFormed());
const labels = fc.uniqueArray(label, { maxLength: 3 });
/** A record as literals are, with a prototype. */
const plain = <T>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record<T>(model, { noNullPrototype: true });
const places = plain<Place>({
  query: fc.oneof(
    fc.constant({ kind: "none" } as const),
    fc.constant({ kind: "film" } as const),
    plain({ kind: fc.constant("case" as const), handle: label }),
    plain({
      kind: fc.constant("findings" as const),
      wanted: fc.uniqueArray(label, { minLength: 1, maxLength: 3 }),
      unwanted: labels,
    }),
  ),
  refinement: plain({
    marks: fc.uniqueArray(fc.tuple(label, fc.constantFrom("like" as const, "unlike" as const)), {
      selector: ([handle]) => handle,
      maxLength: 3,
    }).map((all) => new Map(all)),
    emphasis: fc.uniqueArray(fc.tuple(label, fc.constantFrom(0, 0.25, 0.5, 2, 4)), {
      selector: ([name]) => name,
      maxLength: 3,
    }).map((all) => new Map(all)),
  }),
  marked: fc.option(labels.map((all) => new Set(all)), { nil: undefined }),
  filters: plain({
    findings: fc.uniqueArray(
      fc.tuple(label, fc.constantFrom("with" as const, "without" as const, "unknown" as const)),
      { selector: ([name]) => name, maxLength: 3 },
    ).map((all) => new Map(all)),
    isAnyEnough: fc.boolean(),
    view: fc.constantFrom("", "PA", "unknown"),
    sex: fc.constantFrom("", "F", "M", "unknown"),
    ageFrom: fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined }),
    ageTo: fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined }),
    patient: fc.constant(""),
  }),
  ask: fc.constantFrom(undefined, "code" as const, "target" as const, "expected" as const),
  radius: fc.option(fc.integer({ min: 0, max: 128 }), { nil: undefined }),
  top: fc.constantFrom(12, 24, 48, 96),
  samePatient: fc.boolean(),
  order: fc.constantFrom(...ORDERS),
  isGrouped: fc.boolean(),
  from: fc.nat(1e6),
  at: fc.option(fc.nat(95), { nil: undefined }),
});

Deno.test("placeOf() reads what addressOf() writes", () => {
  fc.assert(fc.property(places, (place) => {
    assertEquals(placeOf(addressOf(place)), place);
  }));
  assertEquals([addressOf(FIRST_PLACE), placeOf(""), placeOf("#")], ["", FIRST_PLACE, FIRST_PLACE]);
  assertEquals(
    addressOf({ ...FIRST_PLACE, query: { kind: "case", handle: "h" }, at: 3 }),
    "#case=h&at=3",
  );
});

Deno.test("placeOf() takes any address, however wrong", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    placeOf(`#${text}`);
    placeOf(`#case=${text}&top=${text}&weight=${text}&order=${text}&at=${text}`);
  }));
  assertEquals(placeOf("#top=9e9&at=-1&from=x&weight=101:Mass&ask=guess&case="), FIRST_PLACE);
});

Deno.test("addressOf() names no patient", () => {
  const filters = { ...FIRST_PLACE.filters, patient: "Doe, Jane" };
  assertEquals(addressOf({ ...FIRST_PLACE, filters }), "");
});

Deno.test("steps are taken back and again, and a new one ends what was taken back", () => {
  const one = withMark(PLAIN, "a", "like");
  const two = withEmphasis(one, "Mass", 2);
  const steps = stepTo(stepTo(firstStep(PLAIN), one), two);
  assertEquals(undone(steps).present, one);
  assertEquals(undone(undone(undone(steps))).present, PLAIN);
  assertEquals(redone(redone(undone(undone(steps)))), steps);
  assertEquals(redone(stepTo(undone(steps), PLAIN)).present, PLAIN);
  assertEquals(withMark(one, "a", "like"), PLAIN);
  assertEquals(withMark(one, "a", "unlike").marks, new Map([["a", "unlike"]]));
  assertEquals(withEmphasis(two, "Mass", 1), one);
});

function hit(id: string, more: Partial<HitAnswer["case"]> = {}): HitAnswer {
  return {
    distance: 3,
    near: null,
    relevance: null,
    chance: null,
    shared: [],
    case: {
      id,
      handle: `h${id}`,
      patient: "",
      labels: [],
      unknown: [],
      sex: "",
      age: null,
      view: "",
      date: "",
      visit: null,
      report: "",
      hasImage: true,
      ...more,
    },
  };
}
const idsOf = (hits: readonly HitAnswer[]) => hits.map(({ case: { id } }) => id).join("");

Deno.test("ordered() orders by age and date, unknown ones last, and keeps ties as found", () => {
  const hits = [
    hit("a", { age: 60, date: "2017-03-05" }),
    hit("b"),
    hit("c", { age: 30, date: "2015-12-31" }),
    hit("d", { age: 60, date: "2017-03-05" }),
  ];
  const by = Object.fromEntries(ORDERS.map((order) => [order, idsOf(ordered(hits, order))]));
  assertEquals(by, {
    found: "abcd",
    youngest: "cadb",
    oldest: "adcb",
    newest: "adcb",
    earliest: "cadb",
  });
});

Deno.test("byPatient() puts a patient's cases together and in time", () => {
  const hits = [
    hit("a", { patient: "1", visit: 4 }),
    hit("b", { patient: "2" }),
    hit("c"),
    hit("d", { patient: "1", visit: 2 }),
    hit("e", { patient: "1", date: "2011-01-01" }),
    hit("f"),
  ];
  assertEquals(byPatient(hits).map(idsOf), ["eda", "b", "c", "f"]);
  assertEquals(idsOf(arranged(hits, { order: "found", isGrouped: true })), "edabcf");
  assertEquals(idsOf(arranged(hits, { order: "found", isGrouped: false })), "abcdef");
});

Deno.test("csvOf() writes a table that reads back, and no formula", () => {
  const text = '=HYPERLINK("http://x")';
  const hits = [hit("a,b", { labels: ["Mass", "Edema"], age: 40, report: 'He said "no",\nthen' })];
  const [row] = parse(csvOf([...hits, hit(text)]), { columns: true }) as Record<string, string>[];
  assertEquals([row!.id, row!.findings, row!.age, row!.place], ["a,b", "Mass|Edema", "40", "1"]);
  assertEquals(row!.report, 'He said "no",\nthen');
  fc.assert(fc.property(fc.string(), (id) => {
    const [read] = parse(csvOf([hit(id)]), { columns: true }) as Record<string, string>[];
    assert(!/^[=+\-@\t\r]/.test(read!.id!), id);
    assertEquals(read!.id!.replace(/^'(?=[=+\-@\t\r])/, ""), id);
  }));
});

Deno.test("jsonOf() says what was asked and found, without handles", () => {
  const answer = { ask: "code", target: null, query: { code: "ff", notes: [] }, warnings: [] };
  const asked = { query: "film.png", where: "Mass" };
  const told = jsonOf(answer as unknown as SearchAnswer, [hit("a")], asked);
  const { query, where, cases } = JSON.parse(told);
  assertEquals([query.name, where, cases[0].case.id], ["film.png", "Mass", "a"]);
  assert(!told.includes("handle"));
});
