import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Random } from "../../../lib/base/random.ts";
import { BatchSearch } from "../../../lib/store/memory/batch_search.ts";
import { HammingIndex } from "../../../lib/store/memory/hamming_index.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";
import { indexOf, randomFilms } from "../random_films.ts";

const film = { patient: "1", labels: [], unknown: [], sex: "F", age: 60, view: "PA", image: "" };
const twoFilms = [{ ...film, id: "a" }, { ...film, id: "b" }];

function emptyIndex(): HammingIndex {
  return HammingIndex.empty({ bits: 16, model: "m", labelNames: ["Effusion"] });
}

Deno.test("BatchSearch.search() gives what single searches give, in one thread or more", async () => {
  await fc.assert(
    fc.asyncProperty(randomFilms(), async (films) => {
      const index = indexOf(films);
      await using batches = new BatchSearch(index);
      const requests = Array.from({ length: 40 }, () => films.requests).flat();
      const expected = requests.map((request) => index.searchSync(request));
      assertEquals(await batches.search(requests), expected);
      assertEquals(await batches.search(requests, { workers: 3 }), expected);
      await index.close();
    }),
    { numRuns: 5 },
  );
});

Deno.test("BatchSearch.search() finds in workers what was added, removed and compacted between", async () => {
  const index = emptyIndex();
  await using batches = new BatchSearch(index);
  const request = { code: new Uint8Array(2), top: 3 };
  const ids = async () => {
    const [hits] = await batches.search([request], { workers: 2 });
    return hits!.map((hit) => hit.case.id);
  };
  index.add(twoFilms, new Uint8Array(4));
  assertEquals(await ids(), ["a", "b"]);
  const more = Array.from({ length: 20_000 }, (_, n) => ({ ...film, id: `more-${n}` }));
  index.add(more, new Uint8Array(40_000).fill(255));
  index.remove(["a"]);
  assertEquals(await ids(), ["b", "more-0", "more-1"]);
  index.compact();
  index.add([{ ...film, id: "c" }], new Uint8Array(2));
  assertEquals(await ids(), ["b", "c", "more-0"]);
  await index.close();
});

Deno.test("BatchSearch.nearest() and HammingIndex.nearest() give the numbers and distances of the hits", async () => {
  await fc.assert(fc.asyncProperty(randomFilms(), async (films) => {
    const index = indexOf(films);
    await using batches = new BatchSearch(index);
    const expected = films.requests.map((request) => {
      const hits = index.searchSync(request);
      return {
        numbers: Uint32Array.from(hits, ({ number }) => number),
        distances: Uint8Array.from(hits, ({ distance }) => distance),
      };
    });
    assertEquals(films.requests.map((request) => index.nearest(request)), expected);
    assertEquals(await batches.nearest(films.requests), expected);
  }));
});

Deno.test("HammingIndex.add() waits for nobody: during a batch it says that it cannot", async () => {
  const index = emptyIndex();
  await using batches = new BatchSearch(index);
  index.add(twoFilms, new Uint8Array(4));
  const request = { code: new Uint8Array(2), top: 1 };
  const batch = batches.search([request], { workers: 2 });
  await Promise.resolve();
  for (const change of [() => index.add([], new Uint8Array()), () => index.remove(["a"])]) {
    assertThrows(change, Error, "a batch is being searched; await it first");
  }
  assertThrows(() => index.searchSync(request), Error, "await it first");
  const after = index.search(request);
  assertEquals([await batch, index.size], [[await after], 2]);
  await index.close();
});

Deno.test("HammingIndex answers batches, searches and reads that are asked for at once", async () => {
  const random = new Random("at once");
  const codes = Uint8Array.from({ length: 40_000 }, () => random.below(256));
  const index = emptyIndex();
  await using batches = new BatchSearch(index);
  index.add(Array.from({ length: 20_000 }, (_, n) => ({ ...film, id: `${n}` })), codes);
  const requests = Array.from(
    { length: 200 },
    () => ({ code: Uint8Array.of(random.below(256), random.below(256)), top: 5 }),
  );
  const [first, second] = [requests.slice(0, 100), requests.slice(100)];
  const expected = requests.map((request) => index.searchSync(request));
  const both = [first, second].map((part) => batches.search(part, { workers: 2 }));
  const single = index.search(requests[7]!);
  assertEquals((await index.find(["19999"]))[0]!.code, codes.slice(-2));
  assertEquals(index.codes(), codes);
  const saved = inTemporaryFolder((folder) => index.save(folder));
  assertEquals((await Promise.all(both)).flat(), expected);
  assertEquals(await single, expected[7]);
  await saved;
  await index.close();
});

Deno.test("BatchSearch.search() refuses what makes no sense", async () => {
  const index = emptyIndex();
  await using batches = new BatchSearch(index);
  const request = { code: new Uint8Array(2), top: 1 };
  await assertRejects(
    () => batches.search([request], { workers: 0 }),
    RangeError,
    "workers is 0",
  );
  await assertRejects(
    () => batches.search([{ ...request, top: 0.5 }]),
    RangeError,
    "top is 0.5",
  );
  assertEquals(await batches.search([], { workers: 2 }), []);
});
