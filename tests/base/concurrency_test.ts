import { assert, assertEquals, assertRejects } from "@std/assert";
import { forEachConcurrently, mapConcurrently } from "../../lib/base/concurrency.ts";

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
