import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { BatchSearch } from "../../../lib/store/memory/batch_search.ts";
import { HammingIndex } from "../../../lib/store/memory/hamming_index.ts";
import type { IndexRequest } from "../../../lib/store/memory/index_request.ts";
import { mostRelevant, randomExpectation, scoredSummary } from "../random_askers.ts";
import { type Films, indexOf, LABEL_NAMES, randomFilms } from "../random_films.ts";

/** The requests without radius, which has no meaning here. */
function requestsOf({ requests }: Films): readonly IndexRequest[] {
  return requests.map(({ radius: _, ...request }) => request);
}

const filmsAndSeeds = () =>
  fc.tuple(randomFilms(), fc.array(fc.nat(), { minLength: 1, maxLength: 3 }));

for (const kernel of ["wasm", "plain"] as const) {
  Deno.test(`HammingIndex.search() gives what scoring every case gives (${kernel})`, () => {
    fc.assert(fc.property(filmsAndSeeds(), ([films, seeds]) => {
      const index = indexOf(films, { kernel });
      for (const seed of seeds) {
        const expected = randomExpectation(films.bits, seed);
        for (const request of requestsOf(films)) {
          const hits = index.searchSync({ ...request, expected });
          assertEquals(scoredSummary(hits), mostRelevant(films, request, expected));
          for (const { number, code } of hits) assertEquals(code, films.codes[number]);
        }
      }
    }));
  });

  Deno.test(`HammingIndex.search() scores what was added, not what was removed, since the last (${kernel})`, () => {
    fc.assert(fc.property(randomFilms(), fc.nat(), (films, seed) => {
      const index = HammingIndex.empty({ bits: films.bits, model: "", labelNames: LABEL_NAMES }, {
        kernel,
      });
      const expected = randomExpectation(films.bits, seed);
      const [request] = requestsOf(films);
      const check = (there: Pick<Films, "cases" | "removed">) => {
        const hits = index.searchSync({ ...request!, expected });
        assertEquals(
          scoredSummary(hits),
          mostRelevant({ ...films, ...there }, request!, expected),
        );
      };
      for (let n = 0; n < films.cases.length; n += 7) {
        const cases = films.cases.slice(n, n + 7);
        index.add(cases, Uint8Array.from(films.codes.slice(n, n + 7).flatMap((c) => [...c])));
        check({ cases: films.cases.slice(0, n + 7), removed: [] });
      }
      index.remove(films.removed);
      check(films);
      index.compact();
      check(films);
    }));
  });
}

Deno.test("BatchSearch.search() and nearest() score as single searches do, in one thread or more", async () => {
  await fc.assert(
    fc.asyncProperty(randomFilms(), fc.nat(), async (films, seed) => {
      const index = indexOf(films);
      await using batches = new BatchSearch(index);
      const expected = randomExpectation(films.bits, seed);
      const requests = Array.from({ length: 40 }, () => requestsOf(films)).flat()
        .map((request, n) => n % 3 === 0 ? request : { ...request, expected });
      const hits = requests.map((request) => index.searchSync(request));
      assertEquals(await batches.search(requests), hits);
      assertEquals(await batches.search(requests, { workers: 3 }), hits);
      const nearest = await batches.nearest(requests, { workers: 2 });
      assertEquals(
        nearest.map(({ numbers, relevances }) => [[...numbers], relevances && [...relevances]]),
        hits.map((each, n) => [
          each.map(({ number }) => number),
          n % 3 === 0 ? undefined : each.map(({ relevance }) => relevance!),
        ]),
      );
    }),
    { numRuns: 5 },
  );
});

Deno.test("HammingIndex.search() refuses what does not go with expected relevance", async () => {
  const index = HammingIndex.empty({ bits: 16, model: "", labelNames: LABEL_NAMES });
  const expected = randomExpectation(16, 1);
  const { weights } = expected;
  const request = { code: new Uint8Array(2), top: 1, expected };
  for (
    const [change, reason] of [
      [{ radius: 3 }, "within a radius of 3 bits: leave the radius out"],
      [{ continuous: new Float32Array(16) }, "breaks ties of distances"],
      [{ expected: randomExpectation(24, 1) }, "codes of 24 bits, those of the index have 16"],
      [{ expected: { ...expected, weights: weights.slice(1) } }, `${weights.length - 1} weights`],
      [{ expected: { ...expected, weights: weights.slice().fill(40_000) } }, "weight is 40000"],
      [{ expected: { ...expected, candidates: 0 } }, "candidates is 0"],
      [
        { expected: { ...expected, record: { kind: "both", missing: 0, wrong: 1.5 } } },
        "the share of wrong labels is 1.5, expected 0 to 1",
      ],
    ] as const
  ) {
    await assertRejects(() => index.search({ ...request, ...change }), RangeError, reason);
  }
  assertEquals(await index.search(request), []);
});
