import {
  assert,
  assertAlmostEquals,
  assertEquals,
  AssertionError,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { parse, stringify } from "@std/csv";
import fc from "fast-check";
import strict from "node:assert/strict";

/** Calls that must pass, and calls that must fail; the rest of the tests rests on them. */
const CALLS: Readonly<Record<string, { passes: (() => void)[]; fails: (() => void)[] }>> = {
  "assert()": {
    passes: [() => assert(true), () => assert("text"), () => assert({})],
    fails: [() => assert(false), () => assert(0), () => assert(undefined), () => assert(NaN)],
  },
  "assertEquals()": {
    passes: [
      () => assertEquals({ a: [1, { b: NaN }] }, { a: [1, { b: NaN }] }),
      () => assertEquals(Float32Array.of(1, 2), Float32Array.of(1, 2)),
      () => assertEquals(new Map([["a", 1]]), new Map([["a", 1]])),
    ],
    fails: [
      () => assertEquals<unknown>(1, "1"),
      () => assertEquals([1, 2], [1, 3]),
      () => assertEquals<unknown>({ a: undefined }, {}),
      () => assertEquals<unknown>(Float32Array.of(1), Float64Array.of(1)),
      () => assertEquals(Float32Array.of(1, 2), Float32Array.of(1, 3)),
      () => assertEquals(new Set([1]), new Set([2])),
    ],
  },
  "assertNotEquals()": {
    passes: [() => assertNotEquals([1], [2]), () => assertNotEquals<unknown>(1, "1")],
    fails: [() => assertNotEquals({ a: 1 }, { a: 1 }), () => assertNotEquals(NaN, NaN)],
  },
  "assertStrictEquals()": {
    passes: [() => assertStrictEquals(CALLS, CALLS), () => assertStrictEquals(NaN, NaN)],
    fails: [() => assertStrictEquals({}, {}), () => assertStrictEquals(0, -0)],
  },
  "assertAlmostEquals()": {
    passes: [
      () => assertAlmostEquals(0.1 + 0.2, 0.3),
      () => assertAlmostEquals(1, 1.4, 0.5),
      () => assertAlmostEquals(Infinity, Infinity),
      () => assertAlmostEquals(NaN, NaN),
    ],
    fails: [
      () => assertAlmostEquals(1, 1.001),
      () => assertAlmostEquals(1, 1.6, 0.5),
      () => assertAlmostEquals(NaN, 1, 100),
      () => assertAlmostEquals(1, NaN, 100),
      () => assertAlmostEquals(Infinity, 1, 100),
    ],
  },
  "assertStringIncludes()": {
    passes: [() => assertStringIncludes("chest film", "film")],
    fails: [() => assertStringIncludes("chest film", "Film")],
  },
  "assertMatch()": {
    passes: [() => assertMatch("film 12", /\d+$/)],
    fails: [() => assertMatch("film", /\d+$/)],
  },
  "assertThrows()": {
    passes: [
      () => assertThrows(() => fail(new RangeError("too far")), RangeError, "far"),
      () => assertThrows(() => fail(new RangeError("too far")), Error),
    ],
    fails: [
      () => assertThrows(() => 1),
      () => assertThrows(() => fail(new Error("too far")), RangeError),
      () => assertThrows(() => fail(new RangeError("too far")), RangeError, "near"),
      () => assertThrows(() => fail("no error"), Error),
    ],
  },
};

function fail(error: unknown): never {
  throw error;
}

// Node's own assertions judge ours.
for (const [name, { passes, fails }] of Object.entries(CALLS)) {
  Deno.test(`${name} passes and fails as it should`, () => {
    for (const call of passes) strict.doesNotThrow(call);
    for (const call of fails) strict.throws(call, AssertionError, String(call));
  });
}

Deno.test("assertRejects() passes and fails as it should", async () => {
  const far = () => Promise.reject(new RangeError("too far"));
  const error = await assertRejects(far, RangeError, "far");
  strict.equal(error.message, "too far");
  await strict.rejects(assertRejects(() => Promise.resolve(1)), AssertionError);
  await strict.rejects(assertRejects(far, TypeError), AssertionError);
  await strict.rejects(assertRejects(far, RangeError, "near"), AssertionError);
});

Deno.test("assertions fail with the message they are given", () => {
  strict.throws(() => assert(false, "film 3"), /film 3/);
  strict.throws(() => assertEquals(1, 2, "film 3"), /film 3/);
  strict.throws(() => assertAlmostEquals(1, 2, 0.1, "film 3"), /film 3/);
  strict.throws(() => assertStringIncludes("a", "b", "film 3"), /film 3/);
});

Deno.test("parse() reads quotes, line breaks, a byte-order mark and blank lines", () => {
  assertEquals(parse('\ufeffid,label\r\n\r\n1,"a, ""b""\nc"\n2,\n'), [
    ["id", "label"],
    ["1", 'a, "b"\nc'],
    ["2", ""],
  ]);
  assertEquals(parse("a;b", { separator: ";" }), [["a", "b"]]);
  assertEquals(parse("a, b"), [["a", " b"]]);
  assertEquals(parse("a, b", { trimLeadingSpace: true }), [["a", "b"]]);
  assertEquals(parse(""), []);
});

Deno.test("parse() refuses open quotes and records of different lengths", () => {
  assertThrows(() => parse('a,"b'), SyntaxError);
  assertThrows(() => parse("a,b\n1\n"), SyntaxError);
  assertThrows(() => parse("a,b\n1,2,3\n"), SyntaxError);
});

Deno.test("parse() reads what stringify() writes", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", " ", ",", ";", '"', "\n", "\r", "é", "|") });
  const records = fc.array(fc.tuple(cell.map((text) => `x${text}`), cell), { minLength: 1 });
  fc.assert(
    fc.property(records, fc.constantFrom(",", ";", "\t"), (cells, separator) => {
      assertEquals<readonly string[][]>(
        parse(stringify(cells, { separator }), { separator }),
        cells,
      );
    }),
    { seed: 1 },
  );
});

Deno.test("stringify() writes numbers and truth values, quoting only where it must", () => {
  assertEquals(
    stringify([["id", 1, true], ["a,b", 0.5, false]]),
    'id,1,true\r\n"a,b",0.5,false\r\n',
  );
  assertEquals(stringify([["a", null, undefined, 0]]), "a,,,0\r\n");
});
