import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import { HammingIndex } from "../../../lib/store/memory/hamming_index.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";
import { checkPages, checkRefusals } from "../listing.ts";
import { bruteForce, indexOf, randomFilms, summary } from "../random_films.ts";

for (const kernel of ["wasm", "plain"] as const) {
  Deno.test(`HammingIndex.search() gives what comparing with every code gives (${kernel})`, () => {
    fc.assert(fc.property(randomFilms(), (films) => {
      const index = indexOf(films, { kernel });
      for (const request of films.requests) {
        const hits = index.searchSync(request);
        assertEquals(summary(hits), bruteForce(films, request));
        for (const { number, code } of hits) assertEquals(code, films.codes[number]);
      }
    }));
  });
}

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

Deno.test("HammingIndex.list() gives every case that fits, page by page, in order", async () => {
  await fc.assert(fc.asyncProperty(randomFilms(), async (films) => {
    const index = indexOf(films);
    await checkPages(index, films);
    index.compact();
    await checkPages(index, films);
  }));
});

Deno.test("HammingIndex.list() goes on where a page ended, whatever changed meanwhile", async () => {
  const index = emptyIndex();
  index.add(["a", "b", "c", "d"].map((id) => ({ ...film, id })), new Uint8Array(8));
  const first = await index.list({ limit: 2 });
  index.remove(["a", "b"]);
  index.compact();
  index.add([{ ...film, id: "e" }], new Uint8Array(2));
  const rest = await index.list({ limit: 9, cursor: first.next });
  assertEquals(rest.entries.map((entry) => entry.case.id), ["c", "d", "e"]);
  assertEquals(rest.next, undefined);
});

Deno.test("HammingIndex.list() refuses what makes no sense", async () => {
  await checkRefusals(emptyIndex());
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

const film = { patient: "1", labels: [], unknown: [], sex: "F", age: 60, view: "PA", image: "" };
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
