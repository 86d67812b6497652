import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { HammingIndex } from "../../../lib/store/memory/hamming_index.ts";
import { push } from "../../../lib/store/postgres/push.ts";
import { ConnectionLost, type SqlConnection } from "../../../lib/store/postgres/sql_connection.ts";
import { PostgresStore } from "../../../lib/store/postgres/postgres_store.ts";
import { RetryingConnection } from "../../../lib/store/postgres/retry.ts";
import { indexOf, randomFilms } from "../random_films.ts";
import { testWithDatabases, withStore } from "./databases.ts";

/** So few that small indexes have several blocks. */
const blockSize = 10;

/** An index of cases that differ in their ids and codes. */
function indexOfCases(count: number): HammingIndex {
  const index = HammingIndex.empty({ bits: 16, model: "m", labelNames: ["Effusion"] });
  const film = { patient: "1", labels: [], unknown: [], sex: "F", age: 60, view: "PA", image: "" };
  const cases = Array.from({ length: count }, (_, n) => ({ ...film, id: `${n}.png` }));
  index.add(cases, Uint8Array.from({ length: 2 * count }, (_, n) => n % 251));
  return index;
}

/** A connection that fails when `put` is called the given time. */
function failingAt(connection: SqlConnection, time: number, failure: Error): SqlConnection {
  let inserts = 0;
  return {
    name: connection.name,
    async query(text, values) {
      const isInsert = text.startsWith("insert into") && text.includes("unnest");
      if (!isInsert || ++inserts !== time) return await connection.query(text, values);
      await connection.query(text, values);
      throw failure;
    },
    close: () => connection.close(),
  };
}

const NOTHING = { added: 0, changed: 0, kept: 0, removed: 0, foreign: 0 };

testWithDatabases(
  "push() stores every case, and a second push adds nothing",
  async (connection) => {
    await fc.assert(
      fc.asyncProperty(randomFilms(), async (films) => {
        const index = indexOf(films);
        await withStore(connection, index.info, async (store) => {
          const entries = [...index.entries()];
          const size = entries.length;
          assertEquals(await push(index, store, { blockSize }), { ...NOTHING, added: size });
          assertEquals(await push(index, store, { blockSize }), { ...NOTHING, kept: size });
          assertEquals(await store.find(entries.map((entry) => entry.case.id)), entries);
        });
      }),
      { numRuns: 10 },
    );
  },
);

testWithDatabases("push() sends what changed in the index since", async (connection) => {
  const index = indexOfCases(100);
  await withStore(connection, index.info, async (store) => {
    await push(index, store, { blockSize });
    const [again] = await index.find(["7.png"]);
    index.remove(["7.png", "8.png"]);
    index.add([{ ...again!.case, view: "AP" }], again!.code);
    const result = await push(index, store, { blockSize });
    assertEquals(result, { added: 0, changed: 1, kept: 98, removed: 0, foreign: 1 });
    assertEquals(await store.find(["7.png"]), await index.find(["7.png"]));
  });
});

testWithDatabases("push() removes what the index does not have when asked", async (connection) => {
  const index = indexOfCases(45);
  await withStore(connection, index.info, async (store) => {
    await push(index, store, { blockSize });
    const gone = ["8.png", "42.png"];
    index.remove(gone);
    assertEquals(await push(index, store, { blockSize }), { ...NOTHING, kept: 43, foreign: 2 });
    assertEquals(await push(index, store, { blockSize, prune: true }), {
      ...NOTHING,
      kept: 43,
      removed: 2,
    });
    assertEquals(await store.find(gone), [undefined, undefined]);
    assertEquals(await store.count(), 43);
  });
});

testWithDatabases("push() goes on where it was ended", async (connection) => {
  const index = indexOfCases(65);
  await withStore(connection, index.info, async (store) => {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("enough"));
    const { signal } = controller;
    await assertRejects(
      () => push(index, store, { blockSize, onProgress, signal }),
      Error,
      "enough",
    );
    // Two blocks are under way at once.
    await store.count();
    const kept = await store.count();
    assert(kept > 0 && kept <= 20 && kept % 10 === 0, String(kept));
    const seen: number[] = [];
    const result = await push(index, store, { blockSize, onProgress: (done) => seen.push(done) });
    assertEquals(result, { ...NOTHING, added: 65 - kept, kept });
    assertEquals([seen.length, seen.at(-1)], [7, 65]);
    assertEquals(seen, seen.toSorted((a, b) => a - b));
  });
});

testWithDatabases("push() goes on after a connection lost in the middle", async (connection) => {
  const index = indexOfCases(25);
  await withStore(connection, index.info, async (_, schema) => {
    const messages: string[] = [];
    const failing = failingAt(connection, 2, new ConnectionLost("gone"));
    const retrying = new RetryingConnection(failing, {
      firstWait: 0.001,
      onRetry: (message) => messages.push(message),
    });
    const store = await PostgresStore.open(retrying, schema);
    assertEquals(await push(index, store, { blockSize }), { ...NOTHING, added: 25 });
    assertEquals(messages, [
      `Lost ${connection.name}: gone; trying again in 0.001 s (1 of 7)`,
    ]);
    assertEquals(await store.count(), 25);
  });
});
