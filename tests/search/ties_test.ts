import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { asymmetricAgreements } from "../../lib/codes/asymmetric.ts";
import { packCodes } from "../../lib/codes/pack.ts";
import { searchUntied } from "../../lib/search/ties.ts";
import type { Case } from "../../lib/store/case.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";

const BITS = 8;

/** An index of these codes, whose cases are called by their numbers. */
function indexOf(codes: Uint8Array): HammingIndex {
  const index = HammingIndex.empty({ bits: BITS, model: "m", labelNames: ["Mass"] });
  const cases = Array.from(codes, (_, n): Case => ({
    ...{
      id: `${n}`,
      patient: `${n}`,
      labels: [],
      unknown: [],
      sex: "",
      age: NaN,
      view: "",
      image: "",
    },
  }));
  index.add(cases, codes);
  return index;
}

const unwanted: ReadonlySet<string> = new Set();

Deno.test("cases at one distance come by how well they agree with the continuous code", async () => {
  const index = indexOf(Uint8Array.of(0b11111110, 0b01111111, 0b11110000, 0b10111111));
  // Of the bits in which the first, second and fourth differ, the second is the least certain.
  const continuous = Float32Array.of(2, 0.1, 1, 1, 1, 1, 1, 1);
  const request = { code: packCodes(continuous, BITS), top: 2 };
  const { hits, ties } = await searchUntied(index, request, { continuous, unwanted });
  assertEquals(hits.map((hit) => hit.case.id), ["3", "0"]);
  assertEquals(ties, { cases: 3, isMore: false, shown: 2 });
  const plain = await searchUntied(index, request, { continuous: undefined, unwanted });
  assertEquals(plain.hits.map((hit) => hit.case.id), ["0", "1"]);
});

Deno.test("the first cases are those that sorting all of them finds, and ties are counted", async () => {
  const value = fc.double({ min: -1, max: 1, noNaN: true });
  await fc.assert(fc.asyncProperty(
    fc.uint8Array({ minLength: 1, maxLength: 80 }),
    fc.array(value, { minLength: BITS, maxLength: BITS }),
    fc.integer({ min: 1, max: 20 }),
    fc.uniqueArray(fc.nat(79)),
    async (codes, values, top, numbers) => {
      const index = indexOf(codes);
      const continuous = Float32Array.from(values);
      const code = packCodes(continuous, BITS);
      const unwanted = new Set(numbers.map(String));
      const found = await searchUntied(index, { code, top }, { continuous, unwanted });
      const sorted = (await index.search({ code, top: 100 })).filter((hit) =>
        !unwanted.has(hit.case.id)
      )
        .map((hit) => ({ ...hit, agreement: asymmetricAgreements(continuous, hit.code)[0]! }))
        .sort((a, b) => a.distance - b.distance || b.agreement - a.agreement);
      const expected = sorted.slice(0, top);
      assertEquals(found.hits.map((hit) => hit.case.id), expected.map((hit) => hit.case.id));
      const last = expected.at(-1)?.distance;
      const cases = sorted.filter((hit) => hit.distance === last).length;
      const shown = expected.filter((hit) => hit.distance === last).length;
      assertEquals(found.ties, cases > shown ? { cases, isMore: false, shown } : undefined);
    },
  ));
});

Deno.test("of more cases that tie than are looked at it says that there are more", async () => {
  const index = indexOf(new Uint8Array(1500));
  const request = { code: Uint8Array.of(0), top: 4 };
  const { hits, ties } = await searchUntied(index, request, { continuous: undefined, unwanted });
  assertEquals(hits.length, 4);
  assert(ties?.isMore);
  assertEquals(ties, { cases: 1004, isMore: true, shown: 4 });
});
