import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import { Random } from "../../../lib/base/random.ts";
import { HammingIndex } from "../../../lib/store/memory/hamming_index.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";
import { bruteForce, indexOf, randomFilms, summary } from "../random_films.ts";

for (const kernel of ["wasm", "plain"] as const) {
  Deno.test(`HammingIndex.search() gives what comparing with every code gives (${kernel})`, () => {
    fc.assert(fc.property(randomFilms(), (films) => {
      const index = indexOf(films, { kernel });
      for (const request of films.requests) {
        assertEquals(summary(index.searchSync(request)), bruteForce(films, request));
      }
    }));
  });
}

Deno.test("HammingIndex.searchBatch() gives what single searches give, in one thread or more", async () => {
  await fc.assert(
    fc.asyncProperty(randomFilms(), async (films) => {
      const index = indexOf(films);
      const requests = Array.from({ length: 40 }, () => films.requests).flat();
      const expected = requests.map((request) => index.searchSync(request));
      assertEquals(await index.searchBatch(requests), expected);
      assertEquals(await index.searchBatch(requests, { workers: 3 }), expected);
      await index.close();
    }),
    { numRuns: 5 },
  );
});

Deno.test("HammingIndex.searchBatch() finds in workers what was added, removed and compacted between", async () => {
  const index = emptyIndex();
  const request = { code: new Uint8Array(2), top: 3 };
  const ids = async () => {
    const [hits] = await index.searchBatch([request], { workers: 2 });
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

Deno.test("HammingIndex.nearest() and nearestBatch() give the numbers and distances of the hits", async () => {
  await fc.assert(fc.asyncProperty(randomFilms(), async (films) => {
    const index = indexOf(films);
    const expected = films.requests.map((request) => {
      const hits = index.searchSync(request);
      return {
        numbers: Uint32Array.from(hits, ({ number }) => number),
        distances: Uint8Array.from(hits, ({ distance }) => distance),
      };
    });
    assertEquals(films.requests.map((request) => index.nearest(request)), expected);
    assertEquals(await index.nearestBatch(films.requests), expected);
  }));
});

Deno.test("HammingIndex.compact() keeps every case, code and number, and what a search gives", () => {
  fc.assert(fc.property(randomFilms(), (films) => {
    const [index, compacted] = [indexOf(films), indexOf(films)];
    compacted.compact();
    assertEquals([...compacted.entries()], [...index.entries()]);
    assertEquals(compacted.size, index.size);
    assertEquals(compacted.codes(), index.codes());
    for (const request of films.requests) {
      assertEquals(compacted.searchSync(request), index.searchSync(request));
    }
  }));
});

Deno.test("HammingIndex.add() and remove() work on an index that was opened", async () => {
  await inTemporaryFolder(async (folder) => {
    const index = emptyIndex();
    index.add(twoFilms, Uint8Array.of(1, 1, 2, 2));
    await index.save(folder);
    const opened = await HammingIndex.open(folder);
    opened.remove(["a"]);
    opened.add([{ ...film, id: "c", patient: "2", view: "AP" }], Uint8Array.of(3, 3));
    await opened.save(folder);
    await opened.close();
    const again = await HammingIndex.open(folder);
    const cases = [...again.entries()].map(({ number, case: { id, patient, view } }) => {
      return { number, id, patient, view };
    });
    assertEquals(cases, [
      { number: 1, id: "b", patient: "1", view: "PA" },
      { number: 2, id: "c", patient: "2", view: "AP" },
    ]);
    await again.close();
  });
});

Deno.test("HammingIndex.search() orders cases at one distance by agreement with a continuous code", () => {
  const value = fc.constantFrom(-2, -1, -0.5, 0.25, 0.5, 1, 3);
  const requests = fc.tuple(randomFilms(), fc.array(value, { minLength: 128, maxLength: 128 }));
  fc.assert(fc.property(requests, ([films, values]) => {
    const index = indexOf(films);
    const continuous = Float32Array.from(values.slice(0, films.bits));
    for (const request of films.requests) {
      const found = index.searchSync({ ...request, continuous });
      assertEquals(summary(found), bruteForce(films, request, continuous));
    }
  }));
});

Deno.test("HammingIndex.add() waits for nobody: during a batch it says that it cannot", async () => {
  const index = emptyIndex();
  index.add(twoFilms, new Uint8Array(4));
  const request = { code: new Uint8Array(2), top: 1 };
  const batch = index.searchBatch([request], { workers: 2 });
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
  index.add(Array.from({ length: 20_000 }, (_, n) => ({ ...film, id: `${n}` })), codes);
  const requests = Array.from(
    { length: 200 },
    () => ({ code: Uint8Array.of(random.below(256), random.below(256)), top: 5 }),
  );
  const [first, second] = [requests.slice(0, 100), requests.slice(100)];
  const expected = requests.map((request) => index.searchSync(request));
  const batches = [first, second].map((part) => index.searchBatch(part, { workers: 2 }));
  const single = index.search(requests[7]!);
  assertEquals((await index.find(["19999"]))[0]!.code, codes.slice(-2));
  assertEquals(index.codes(), codes);
  const saved = inTemporaryFolder((folder) => index.save(folder));
  assertEquals((await Promise.all(batches)).flat(), expected);
  assertEquals(await single, expected[7]);
  await saved;
  await index.close();
});

Deno.test("HammingIndex.search() heeds a filter after an add that was refused", () => {
  const index = emptyIndex();
  const cases = Array.from(
    { length: 16 },
    (_, n) => ({ ...film, id: `${n}`, view: n % 2 === 0 ? "PA" : "AP" }),
  );
  index.add(cases, new Uint8Array(32));
  const filter = { kind: "view", view: "PA" } as const;
  const found = () => index.searchSync({ code: new Uint8Array(2), top: 16, filter }).length;
  assertEquals(found(), 8);
  const more = Array.from({ length: 100 }, (_, n) => ({ ...film, id: `${n}` }));
  assertThrows(() => index.add(more, new Uint8Array(200)), InputError);
  assertEquals(found(), 8);
});

Deno.test("HammingIndex.searchBatch() refuses what makes no sense", async () => {
  const index = emptyIndex();
  const request = { code: new Uint8Array(2), top: 1 };
  await assertRejects(
    () => index.searchBatch([request], { workers: 0 }),
    RangeError,
    "workers is 0",
  );
  await assertRejects(
    () => index.searchBatch([{ ...request, top: 0.5 }]),
    RangeError,
    "top is 0.5",
  );
  assertEquals(await index.searchBatch([], { workers: 2 }), []);
});

Deno.test("HammingIndex.search() tells filters apart that differ in an infinite age only", () => {
  const index = emptyIndex();
  index.add(twoFilms, new Uint8Array(4));
  const found = (from: number, to: number) => {
    const filter = { kind: "age", from, to } as const;
    return index.nearest({ code: new Uint8Array(2), top: 9, filter }).numbers.length;
  };
  assertEquals([found(-Infinity, Infinity), found(Infinity, Infinity), found(60, 60)], [2, 0, 2]);
});

Deno.test("HammingIndex.search() names a finding in a filter that the index does not have", async () => {
  const filter = { kind: "label", label: "Efusion" } as const;
  const request = { code: new Uint8Array(2), top: 1, filter };
  await assertRejects(() => emptyIndex().search(request), InputError, 'did you mean "Effusion"?');
});

Deno.test("HammingIndex.save() and open() keep every case, code and number", async () => {
  await fc.assert(
    fc.asyncProperty(randomFilms(), async (films) => {
      await inTemporaryFolder(async (folder) => {
        const index = indexOf(films);
        await index.save(folder);
        const opened = await HammingIndex.open(folder);
        assertEquals([...opened.entries()], [...index.entries()]);
        assertEquals(opened.info, index.info);
        const plain = await HammingIndex.open(folder, { kernel: "plain" });
        for (const request of films.requests) {
          assertEquals(opened.searchSync(request), index.searchSync(request));
          assertEquals(plain.searchSync(request), index.searchSync(request));
        }
        await opened.close();
        await plain.close();
      });
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
  const withContinuous = (continuous: Float32Array) => () =>
    index.search({ code, top: 1, continuous });
  await assertRejects(withContinuous(new Float32Array(8)), RangeError, "8 values, those");
  await assertRejects(withContinuous(new Float32Array(16).fill(NaN)), RangeError, "no numbers");
});
