import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../lib/errors.ts";
import { HammingIndex } from "../../lib/search/hamming_index.ts";
import { bruteForce, indexOf, randomFilms, summary } from "./films.ts";

Deno.test("HammingIndex.search() gives what comparing with every code gives", () => {
  fc.assert(fc.property(randomFilms(), (films) => {
    const index = indexOf(films);
    for (const request of films.requests) {
      assertEquals(summary(index.searchSync(request)), bruteForce(films, request));
    }
  }));
});

Deno.test("HammingIndex.save() and open() keep every case, code and number", async () => {
  await fc.assert(
    fc.asyncProperty(randomFilms(), async (films) => {
      const folder = await Deno.makeTempDir();
      try {
        const index = indexOf(films);
        await index.save(folder);
        const opened = await HammingIndex.open(folder);
        assertEquals([...opened.entries()], [...index.entries()]);
        assertEquals(opened.info, index.info);
        for (const request of films.requests) {
          assertEquals(opened.searchSync(request), index.searchSync(request));
        }
        await opened.close();
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    }),
    { numRuns: 20 },
  );
});

const film = { patient: "1", labels: [], sex: "F", age: 60, view: "PA", image: "" };
const twoFilms = [{ ...film, id: "a" }, { ...film, id: "b" }];

function emptyIndex(): HammingIndex {
  return HammingIndex.empty({ bits: 16, model: "m", labelNames: ["Effusion"] });
}

Deno.test("HammingIndex.add() refuses an id that is there or given twice, and adds nothing", () => {
  const index = emptyIndex();
  index.add(twoFilms, new Uint8Array(4));
  const again = { ...film, id: "c" };
  for (const second of [again, twoFilms[1]!]) {
    const id = second.id;
    assertThrows(() => index.add([again, second], new Uint8Array(4)), InputError, `"${id}"`);
    assertEquals(index.size, 2);
  }
});

Deno.test("HammingIndex.add() takes an id again after it was removed, with a new number", async () => {
  const index = emptyIndex();
  index.add(twoFilms, new Uint8Array(4));
  assertEquals(index.remove(["a", "nobody"]), 1);
  assertEquals(await index.find(["a"]), [undefined]);
  index.add([twoFilms[0]!], Uint8Array.of(255, 255));
  const [found] = await index.find(["a"]);
  assertEquals(found, { number: 2, case: twoFilms[0]!, code: Uint8Array.of(255, 255) });
});

Deno.test("HammingIndex.add() names a finding that the index does not have", () => {
  const wrong = { ...film, id: "a", labels: ["Effusions"] };
  assertThrows(
    () => emptyIndex().add([wrong], new Uint8Array(2)),
    InputError,
    'did you mean "Effusion"?',
  );
});

Deno.test("HammingIndex.search() refuses codes, tops and radii that make no sense", async () => {
  const index = emptyIndex();
  const code = new Uint8Array(2);
  await assertRejects(() => index.search({ code: new Uint8Array(3), top: 1 }), RangeError, "24");
  await assertRejects(() => index.search({ code, top: 0 }), RangeError, "top is 0");
  await assertRejects(() => index.search({ code, top: 1, radius: NaN }), RangeError, "NaN");
});
