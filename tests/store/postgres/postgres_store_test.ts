import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import type { StoredCase } from "../../../lib/store/case.ts";
import type { StoreInfo } from "../../../lib/store/code_store.ts";
import type { Filter } from "../../../lib/store/filter/filter.ts";
import { PostgresStore } from "../../../lib/store/postgres/postgres_store.ts";
import type { SqlConnection } from "../../../lib/store/postgres/sql_connection.ts";
import { everyCase } from "../../../lib/store/every_case.ts";
import { checkPages, checkRefusals } from "../listing.ts";
import { mostRelevant, randomExpectation, scoredSummary } from "../random_askers.ts";
import {
  bruteForce,
  type Films,
  indexOf,
  LABEL_NAMES,
  randomFilms,
  summary,
} from "../random_films.ts";
import { testWithDatabases, withStore } from "./databases.ts";
import { pglite } from "../../../tools/postgres/pglite.ts";

const INFO: StoreInfo = { bits: 16, model: "abc", labelNames: LABEL_NAMES };

/** A case with a code of 16 bits. */
function entry(number: number, changes: Partial<StoredCase["case"]> = {}): StoredCase {
  const film = {
    patient: "1",
    labels: ["Hernia"],
    unknown: [],
    sex: "F",
    age: 60,
    view: "PA",
    image: "a.png",
  };
  return {
    number,
    case: { id: `${number}.png`, ...film, ...changes },
    code: Uint8Array.of(number, 255),
  };
}

testWithDatabases(
  "PostgresStore.search() gives what comparing with every code gives",
  async (connection) => {
    await fc.assert(
      fc.asyncProperty(randomFilms(), async (films: Films) => {
        const index = indexOf(films);
        await withStore(connection, index.info, async (store) => {
          await store.put([...index.entries()]);
          assertEquals(await store.count(), index.size);
          for (const request of films.requests) {
            const hits = await store.search(request);
            assertEquals(summary(hits), bruteForce(films, request));
            assertEquals(hits, await index.search(request));
          }
        });
      }),
      { numRuns: 40 },
    );
  },
);

testWithDatabases(
  "PostgresStore.search() gives what scoring the nearest candidates gives, and says where they are not all",
  async (connection) => {
    await fc.assert(
      fc.asyncProperty(randomFilms(), fc.nat(), async (films, seed) => {
        const index = indexOf(films);
        await withStore(connection, index.info, async (store) => {
          await store.put([...index.entries()]);
          const expected = randomExpectation(films.bits, seed);
          for (const { radius: _, ...request } of films.requests) {
            const all = { ...request, expected };
            assertEquals(await store.search(all), index.searchSync(all));
            const partial: number[] = [];
            const candidates = 1 + seed % 7;
            const some = { candidates, onPartial: (scored: number) => partial.push(scored) };
            const hits = await store.search({ ...all, expected: { ...expected, ...some } });
            const most = Math.max(request.top, candidates);
            const nearest = bruteForce(films, { ...request, top: most });
            const fitting = bruteForce(films, { ...request, top: films.cases.length + 1 });
            const scored = new Set(nearest.map(({ id }) => id));
            const left = mostRelevant(films, { ...request, top: Infinity }, expected)
              .filter(({ id }) => scored.has(id)).slice(0, request.top);
            assertEquals(scoredSummary(hits), left);
            assertEquals(partial, fitting.length > most ? [most] : []);
          }
        });
      }),
      { numRuns: 20 },
    );
  },
);

testWithDatabases("PostgresStore.list() gives every case that fits", async (connection) => {
  await fc.assert(
    fc.asyncProperty(randomFilms(), async (films: Films) => {
      const index = indexOf(films);
      await withStore(connection, index.info, async (store) => {
        await store.put([...index.entries()]);
        await checkPages(store, films);
      });
    }),
    { numRuns: 15 },
  );
});

testWithDatabases("PostgresStore.list() pages cases of one number by id", async (connection) => {
  await withStore(connection, INFO, async (store) => {
    await checkRefusals(store);
    const ids = ["a", "b", "c", "d", "e", "f", "g"];
    const numbers = [1, 4, 4, 4, 4, 9, 9];
    const entries = ids.map((id, n) => entry(numbers[n]!, { id }));
    await store.put([...entries].reverse());
    for (const limit of [1, 2, 3, 7]) {
      assertEquals(await Array.fromAsync(everyCase(store, { limit })), entries);
    }
  });
});

testWithDatabases("PostgresStore.find() gives back what was stored", async (connection) => {
  await withStore(connection, INFO, async (store) => {
    const entries = [
      entry(0, { labels: [...LABEL_NAMES], age: NaN, sex: "", view: "", image: "" }),
      entry(1, { labels: [], unknown: LABEL_NAMES }),
      entry(2, { labels: ["Effusion"], unknown: ["Atelectasis", "Hernia"] }),
      entry(4_000_000_000, { id: `quote ' " \\ {,} null Ω 🩻 \n`, patient: "", age: 1 / 12 }),
      entry(7, { labels: [], age: 0.1 + 0.2 }),
      entry(8, { id: "dated", date: "2017-03-05", visit: 2, report: "Heart 'normal'.\n\nΩ" }),
    ];
    assertEquals(await store.put(entries), 6);
    const ids = entries.map((entry) => entry.case.id);
    assertEquals(await store.find([...ids].reverse()), [...entries].reverse());
    assertEquals(await store.find(["no", ids[0]!, "\0"]), [undefined, entries[0], undefined]);
    assertEquals(await store.find([]), []);
  });
});

testWithDatabases("PostgresStore.put() changes only what is different", async (connection) => {
  await withStore(connection, INFO, async (store) => {
    const entries = [entry(0), entry(1), entry(2), entry(3), entry(4)];
    assertEquals(await store.put(entries), 5);
    assertEquals(await store.put(entries), 0);
    const changed = [
      { ...entries[0]!, number: 9 },
      { ...entries[1]!, code: Uint8Array.of(3, 3) },
      { ...entries[2]!, case: { ...entries[2]!.case, labels: [] } },
      { ...entries[3]!, case: { ...entries[3]!.case, unknown: ["Effusion"] } },
      { ...entries[4]!, case: { ...entries[4]!.case, date: "2017-03-05" } },
    ];
    assertEquals(await store.put([...changed, entry(5)]), 6);
    assertEquals(await store.find(changed.map((entry) => entry.case.id)), changed);
    assertEquals(await store.count(), 6);
    assertEquals(await store.put([]), 0);
  });
});

testWithDatabases(
  "PostgresStore.put() refuses a case it cannot keep, and keeps none of its batch",
  async (connection) => {
    await withStore(connection, INFO, async (store) => {
      const bad = [
        [{ labels: ["Mass"] }, 'its finding "Mass"'],
        [{ unknown: ["Hernia"] }, 'its finding "Hernia" is given as present and as unknown'],
        [{ image: "a\0b" }, "NUL character"],
        [{ report: "a\0b" }, "NUL character"],
      ] as const;
      for (const [changes, reason] of bad) {
        const batch = [entry(0), entry(1, changes)];
        await assertRejects(() => store.put(batch), InputError, reason);
      }
      assertEquals(await store.count(), 0);
    });
  },
);

testWithDatabases("PostgresStore.blocks() tells where two stores differ", async (connection) => {
  const entries = [entry(0), entry(9), entry(10), entry(35)];
  await withStore(connection, INFO, async (store) => {
    await store.put(entries);
    const before = (await store.blocks(10)).toSorted((a, b) => a.block - b.block);
    assertEquals(before.map(({ block, cases }) => [block, cases]), [[0, 2], [1, 1], [3, 1]]);
    await store.put([entry(10, { age: NaN })]);
    const after = (await store.blocks(10)).toSorted((a, b) => a.block - b.block);
    assertEquals(before.map(({ checksum }, n) => checksum === after[n]!.checksum), [
      true,
      false,
      true,
    ]);
    assertEquals((await store.idsBetween(9, 34)).toSorted(), ["10.png", "9.png"]);
    assertEquals(await store.remove(["9.png", "none"]), 1);
    assertEquals(await store.count(), 3);
  });
});

testWithDatabases(
  "PostgresStore.search() passes values of filters as parameters",
  async (connection) => {
    await withStore(connection, INFO, async (store) => {
      const patient = `'); drop schema cohash cascade; -- $1 "`;
      await store.put([entry(0, { patient }), entry(1)]);
      const fitting = async (filter: Filter) =>
        (await store.search({ code: Uint8Array.of(0, 0), top: 9, filter })).length;
      assertEquals(await fitting({ kind: "patient", patient }), 1);
      assertEquals(await fitting({ kind: "not", part: { kind: "patient", patient } }), 1);
      assertEquals(await fitting({ kind: "view", view: patient }), 0);
      assertEquals(await fitting({ kind: "patient", patient: "a\0" }), 0);
      assertEquals(await fitting({ kind: "not", part: { kind: "sex", sex: "\0" } }), 2);
      await assertRejects(
        () => fitting({ kind: "label", label: "Hernias" }),
        InputError,
        'no finding "Hernias" (did you mean "Hernia"?)',
      );
    });
  },
);

testWithDatabases("PostgresStore.search() refuses what no code can answer", async (connection) => {
  await withStore(connection, INFO, async (store) => {
    const code = Uint8Array.of(0, 0);
    await assertRejects(
      () => store.search({ code: Uint8Array.of(0), top: 1 }),
      RangeError,
      "8 bits",
    );
    for (const top of [0, 1.5, NaN]) {
      await assertRejects(() => store.search({ code, top }), RangeError, `top is ${top}`);
    }
    for (const radius of [-1, NaN]) {
      await assertRejects(() => store.search({ code, top: 1, radius }), RangeError, "radius");
    }
  });
});

testWithDatabases(
  "PostgresStore.open() refuses a database without an index, or with another",
  async (connection) => {
    const open = (schema: string, expected = {}) =>
      PostgresStore.open(connection, schema, expected);
    await assertRejects(() => open("nowhere"), InputError, 'no index in its schema "nowhere"');
    await withStore(connection, INFO, async (_, schema) => {
      assertEquals((await open(schema)).info, INFO);
      assertEquals((await open(schema, { bits: 16, model: "abc" })).info, INFO);
      await assertRejects(() => open(schema, { bits: 64 }), InputError, "16 bits, expected 64");
      await assertRejects(() => open(schema, { model: "xyz" }), InputError, "expected xyz");
      await connection.query(`update ${schema}.info set version = 4`);
      await assertRejects(() => open(schema), InputError, "format 4, this cohash reads 1 to 3");
    });
  },
);

testWithDatabases(
  "PostgresStore.create() brings tables of the earlier format up to date, which claim nothing",
  async (connection) => {
    await withStore(connection, INFO, async (before, schema) => {
      const entries = [entry(0), entry(1, { labels: [] }), entry(2, { unknown: ["Effusion"] })];
      await before.put(entries);
      for (const column of ["unknown", "date", "visit", "report"]) {
        await connection.query(`alter table ${schema}.codes drop column ${column}`);
      }
      // The earlier format's checksums are of other values.
      await connection.query(`update ${schema}.codes set checksum = 0`);
      await connection.query(`update ${schema}.info set version = 1`);
      const checkNothingClaimed = async (store: PostgresStore) => {
        const found = await Array.fromAsync(everyCase(store), ({ case: film }) => film.unknown);
        const others = ["Atelectasis", "Effusion"];
        assertEquals(found, [others, LABEL_NAMES, others]);
        const absent = { kind: "not", part: { kind: "label", label: "Hernia" } } as const;
        const code = Uint8Array.of(0, 0);
        assertEquals(await store.search({ code, top: 9, filter: absent }), []);
        const filter = { kind: "unknown", part: absent } as const;
        assertEquals((await store.search({ code, top: 9, filter })).map(({ number }) => number), [
          1,
        ]);
      };
      await checkNothingClaimed(await PostgresStore.open(connection, schema));
      const after = await PostgresStore.create(connection, INFO, schema);
      await checkNothingClaimed(after);
      assertEquals(await after.put(entries), 3);
      assertEquals(await Array.fromAsync(everyCase(after)), entries);
    });
  },
);

testWithDatabases(
  "PostgresStore.create() adds dates to tables without them, and sends only the cases that have one",
  async (connection) => {
    await withStore(connection, INFO, async (before, schema) => {
      const entries = [entry(0), entry(1, { unknown: ["Effusion"] })];
      await before.put(entries);
      for (const column of ["date", "visit", "report"]) {
        await connection.query(`alter table ${schema}.codes drop column ${column}`);
      }
      await connection.query(`update ${schema}.info set version = 2`);
      const opened = await PostgresStore.open(connection, schema);
      assertEquals(await Array.fromAsync(everyCase(opened)), entries);
      const filter = { kind: "date", from: "0001-01-01", to: "9998-12-31" } as const;
      assertEquals((await opened.list({ limit: 9, filter })).entries, []);
      const after = await PostgresStore.create(connection, INFO, schema);
      const dated = { ...entries[1]!, case: { ...entries[1]!.case, date: "2017-03-05" } };
      assertEquals(await after.put([entries[0]!, dated]), 1);
      assertEquals((await after.list({ limit: 9, filter })).entries, [dated]);
    });
  },
);

testWithDatabases(
  "PostgresStore.create() refuses a schema with another index, and leaves it alone",
  async (connection) => {
    await withStore(connection, INFO, async (store, schema) => {
      await store.put([entry(0)]);
      const create = (changes: Partial<StoreInfo>) =>
        PostgresStore.create(connection, { ...INFO, ...changes }, schema);
      await assertRejects(() => create({ bits: 32 }), InputError, "16 bits, expected 32");
      await assertRejects(() => create({ model: "xyz" }), InputError, "another model");
      await assertRejects(() => create({ labelNames: ["Mass"] }), InputError, "expected Mass");
      assertEquals(await (await create({})).count(), 1);
    });
  },
);

testWithDatabases(
  "PostgresStore.create() spreads the tables once where Citus is installed",
  async (connection) => {
    // Citus cannot be had here: functions of the same names write down what they were asked.
    await connection.query("create schema citus_stand_in");
    await connection.query("create table public.pg_dist_partition (logicalrelid regclass)");
    for (
      const [name, parameters] of [
        ["create_distributed_table", "given regclass, by text"],
        ["create_reference_table", "given regclass"],
      ]
    ) {
      await connection.query(
        `create function public.${name}(${parameters}) returns void language sql
           as 'insert into pg_dist_partition values (given)'`,
      );
    }
    try {
      await withStore(connection, INFO, async (store, schema) => {
        await store.put([entry(0)]);
        await connection.query(`delete from ${schema}.info`);
        await PostgresStore.create(connection, INFO, schema);
        const { rows } = await connection.query(
          "select logicalrelid::text as name from pg_dist_partition order by 1",
        );
        assertEquals(rows.map(({ name }) => name), [`${schema}.codes`, `${schema}.info`]);
      });
    } finally {
      await connection.query("drop function create_distributed_table, create_reference_table");
      await connection.query("drop table pg_dist_partition");
      await connection.query("drop schema citus_stand_in");
    }
  },
);

testWithDatabases(
  "PostgresStore asks what Citus can pass on to its servers",
  async (connection) => {
    const asked: string[] = [];
    const recording: SqlConnection = {
      name: connection.name,
      query(text, values) {
        asked.push(text);
        return connection.query(text, values);
      },
      close: () => connection.close(),
    };
    await withStore(recording, INFO, async (store) => {
      await store.put([entry(0)]);
      await store.search({ code: Uint8Array.of(0, 0), top: 1e300 });
      // It refuses to set the column that rows are spread by, and wants a limit that is a constant.
      assert(asked.some((text) => /on conflict \(id\) do update set number =/.test(text)));
      assert(!asked.some((text) => /[ ,]id = excluded/.test(text)));
      assert(asked.some((text) => text.endsWith("order by 2, number limit 9007199254740991")));
    });
  },
);

testWithDatabases("PostgresStore.explain() shows one pass over the codes", async (connection) => {
  await withStore(connection, INFO, async (store) => {
    const filter = { kind: "view", view: "PA" } as const;
    const plan = await store.explain({ code: Uint8Array.of(0, 0), top: 1, filter });
    assert(/Scan on codes/.test(plan) && /Filter: .*view/.test(plan), plan);
  });
});

Deno.test({
  name: "PostgresStore.search() stays exact beside an approximate index of pgvector",
  // PGlite has timers of its own.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const connection = await pglite({ pgvector: true });
    await withStore(connection, INFO, async (store, schema) => {
      const numbers = Array.from({ length: 200 }, (_, number) => number);
      await store.put(numbers.map((number) => entry(number)));
      await connection.query(`create index on ${schema}.codes using hnsw (code bit_hamming_ops)`);
      await connection.query(`analyze ${schema}.codes`);
      await connection.query("set enable_seqscan = off");
      const request = { code: Uint8Array.of(0, 255), top: 5 };
      const plan = await store.explain(request);
      assert(/Seq Scan/.test(plan) && /<~>/.test(plan), plan);
      const found = (await store.search(request)).map(({ number, distance }) => [number, distance]);
      assertEquals(found, [[0, 0], [1, 1], [2, 1], [4, 1], [8, 1]]);
    });
    await connection.close();
  },
});
