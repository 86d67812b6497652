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
