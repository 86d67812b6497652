// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * The figures of one store, measured in this process and printed as JSON.
 *
 * @module
 */
import { join } from "node:path";
import { Random } from "../lib/base/random.ts";
import type { CodeStore, SearchRequest } from "../lib/store/code_store.ts";
import { parseFilter } from "../lib/store/filter/filter_parser.ts";
import { HammingIndex } from "../lib/store/memory/hamming_index.ts";
import { PostgresStore } from "../lib/store/postgres/postgres_store.ts";
import { push } from "../lib/store/postgres/push.ts";
import { connect } from "../lib/store/postgres/server_connection.ts";
import { parseServerUrl } from "../lib/store/postgres/server_url.ts";
import type { SqlConnection } from "../lib/store/postgres/sql_connection.ts";
import { pglite } from "../tools/postgres/pglite.ts";

/** What is measured. */
export interface StoreTask {
  readonly store: "embedded" | "PGlite" | "PostgreSQL";
  /** The folder of the index. */
  readonly index: string;
  readonly queries: number;
  /** The server's address, for PostgreSQL. */
  readonly url: string;
}

/** Milliseconds. */
interface Times {
  readonly median: number;
  readonly least: number;
}

/** What was measured. */
export interface StoreFigures {
  readonly store: StoreTask["store"];
  readonly rows: number;
  /** Rows a second: opened from the folder, or pushed. */
  readonly loaded: number;
  readonly search: Times;
  readonly filtered: Times;
  /** Bytes of the folder, or of the table and its index of ids. */
  readonly disk: number;
  /** Bytes by which this process grew, or for a server those that a search reads. */
  readonly memory: number;
  /** Seconds of a push that has nothing to send. */
  readonly again?: number;
  /** EXPLAIN ANALYZE, without and with the filter. */
  readonly plans: readonly string[];
}

/** The filter of the filtered searches. */
export const FILTER_TEXT = "view=PA AND Effusion";
const SCHEMA = "bench";

async function embeddedFigures({ index, queries }: StoreTask): Promise<StoreFigures> {
  const before = Deno.memoryUsage().rss;
  const [opened, seconds] = await timed(() => HammingIndex.open(index));
  const memory = Deno.memoryUsage().rss - before;
  const rows = opened.size;
  const times = await searchTimes(opened, await requestsLike(opened, queries));
  const disk = await folderBytes(index);
  return { store: "embedded", rows, loaded: rows / seconds, ...times, disk, memory, plans: [] };
}

async function databaseFigures({ store: name, index, queries, url }: StoreTask) {
  const source = await HammingIndex.open(index);
  const requests = await requestsLike(source, queries);
  const before = Deno.memoryUsage().rss;
  const connection = name === "PGlite" ? await pglite() : await connect(parseServerUrl(url));
  await connection.query(`drop schema if exists ${SCHEMA} cascade`);
  const store = await PostgresStore.create(connection, source.info, SCHEMA);
  const [, seconds] = await timed(() => push(source, store));
  await connection.query(`vacuum analyze ${SCHEMA}.codes`);
  const { table, all } = await tableBytes(connection);
  const memory = name === "PGlite" ? Deno.memoryUsage().rss - before : table;
  const times = await searchTimes(store, requests);
  const filter = parseFilter(FILTER_TEXT, source.info.labelNames);
  const plans = name === "PGlite" ? [] : [
    await store.explain(requests[0]!),
    await store.explain({ ...requests[0]!, filter }),
  ];
  const [, again] = await timed(() => push(source, store));
  await connection.query(`drop schema ${SCHEMA} cascade`);
  await store.close();
  const rows = source.size;
  return { store: name, rows, loaded: rows / seconds, ...times, disk: all, memory, again, plans };
}

/** Times without and with the filter. */
async function searchTimes(
  store: CodeStore,
  requests: readonly SearchRequest[],
): Promise<{ search: Times; filtered: Times }> {
  const times = async (change: Partial<SearchRequest>): Promise<Times> => {
    const milliseconds: number[] = [];
    for (const request of requests) {
      const [, seconds] = await timed(() => store.search({ ...request, ...change }));
      milliseconds.push(1000 * seconds);
    }
    milliseconds.sort((a, b) => a - b);
    return { least: milliseconds[0]!, median: milliseconds[milliseconds.length >> 1]! };
  };
  await times({});
  const filter = parseFilter(FILTER_TEXT, store.info.labelNames);
  return { search: await times({}), filtered: await times({ filter }) };
}

/** Requests for the nearest hundred of codes that films of the index have. */
async function requestsLike(index: HammingIndex, count: number): Promise<readonly SearchRequest[]> {
  const random = new Random("queries");
  const ids = Array.from(
    { length: count },
    () => `${String(random.below(index.size)).padStart(8, "0")}_000.png`,
  );
  return (await index.find(ids)).map((entry) => ({ code: entry!.code, top: 100 }));
}

async function tableBytes(connection: SqlConnection): Promise<{ table: number; all: number }> {
  const { rows } = await connection.query(
    `select pg_table_size('${SCHEMA}.codes')::double precision as of_table,
       pg_total_relation_size('${SCHEMA}.codes')::double precision as of_all`,
  );
  return { table: Number(rows[0]?.of_table), all: Number(rows[0]?.of_all) };
}

async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    bytes += isDirectory ? await folderBytes(path) : (await Deno.stat(path)).size;
  }
  return bytes;
}

async function timed<T>(task: () => Promise<T>): Promise<[result: T, seconds: number]> {
  const start = performance.now();
  const result = await task();
  return [result, (performance.now() - start) / 1000];
}

if (import.meta.main) {
  const task: StoreTask = JSON.parse(Deno.args[0]!);
  const measure = task.store === "embedded" ? embeddedFigures : databaseFigures;
  console.log(JSON.stringify(await measure(task)));
}
