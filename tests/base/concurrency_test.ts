import { assert, assertEquals, assertRejects } from "@std/assert";
import { forEachConcurrently, makeAhead, mapConcurrently } from "../../lib/base/concurrency.ts";

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

Deno.test("forEachConcurrently() lets each worker do one item at a time", async () => {
  const busy = new Set<number>();
  let [most, done] = [0, 0];
  await forEachConcurrently(Array(20).keys(), 3, async (_, worker) => {
    assert(!busy.has(worker) && worker < 3);
    busy.add(worker);
    most = Math.max(most, busy.size);
    await pause();
    busy.delete(worker);
    done++;
  });
  assertEquals([most, done], [3, 20]);
});

Deno.test("forEachConcurrently() takes no further item of a generator once one has failed", async () => {
  const taken: number[] = [];
  function* numbers() {
    for (let n = 0; n < 100; n++) {
      taken.push(n);
      yield n;
    }
  }
  const fail = () =>
    forEachConcurrently(numbers(), 2, async (n) => {
      await pause();
      if (n === 3) throw new RangeError("three");
    });
  await assertRejects(fail, RangeError, "three");
  await pause();
  await pause();
  assert(taken.length < 8, String(taken));
});

Deno.test("mapConcurrently() keeps the order, whoever is done first, and asks for no more than there are", async () => {
  const results = await mapConcurrently([3, 1, 2], 8, async (n, worker) => {
    for (let i = 0; i < n; i++) await pause();
    return [n, worker];
  });
  assertEquals(results, [[3, 0], [1, 1], [2, 2]]);
  assertEquals(await mapConcurrently([], 4, () => Promise.resolve(1)), []);
});

Deno.test("makeAhead() makes so many ahead of the one that is used, in order", async () => {
  for (const ahead of [0, 1, 3]) {
    const made: number[] = [];
    const results = makeAhead(5, ahead, (n) => {
      made.push(n);
      return Promise.resolve(n);
    });
    for await (const n of results) assertEquals(made.at(-1), Math.min(4, n + ahead));
    assertEquals(made, [0, 1, 2, 3, 4]);
  }
});

Deno.test("makeAhead() passes on what failed in its turn, and is silent where nobody takes it", async () => {
  const make = (n: number) => n === 2 ? Promise.reject(new Error("2")) : Promise.resolve(n);
  const taken: number[] = [];
  await assertRejects(
    async () => {
      for await (const n of makeAhead(4, 3, make)) taken.push(n);
    },
    Error,
    "2",
  );
  assertEquals(taken, [0, 1]);
  for await (const _ of makeAhead(4, 3, make)) break;
});
