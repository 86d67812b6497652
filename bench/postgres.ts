// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * The stores beside each other: the embedded index, PGlite and Debian's PostgreSQL, or a server of
 * yours. How fast they load and answer, and how much room they take.
 *
 * Films are synthetic: label sets drawn from real ones, codes that follow them.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CHESTXRAY14_LABELS } from "../lib/data/dataset.ts";
import { readLabelSets } from "../lib/data/phantom/label_sets.ts";
import { InputError } from "../lib/errors.ts";
import { Random } from "../lib/random.ts";
import type { CodeStore, SearchRequest } from "../lib/search/code_store.ts";
import { formatFilter, parseFilter } from "../lib/search/filter.ts";
import { HammingIndex } from "../lib/search/hamming_index.ts";
import { PostgresStore } from "../lib/search/postgres/postgres_store.ts";
import { push } from "../lib/search/postgres/push.ts";
import { connect } from "../lib/search/postgres/server_connection.ts";
import { parseServerUrl } from "../lib/search/postgres/server_url.ts";
import type { SqlConnection } from "../lib/search/postgres/sql_connection.ts";
import { debianServer } from "../tests/search/postgres/debian_server.ts";
import { pglite } from "../tests/search/postgres/pglite.ts";
import { compareCodeForms } from "./postgres_code_forms.ts";
import { syntheticCodes } from "./synthetic_codes.ts";

const SCHEMA = "bench";
const FILTER = parseFilter("view=PA AND Effusion", CHESTXRAY14_LABELS);

/** A row of the table. */
interface Figures {
  readonly store: string;
  readonly rows: number;
  /** Rows a second. */
  readonly loaded: number;
  /** Median and least milliseconds of a search of the nearest hundred. */
  readonly search: string;
  /** The same where the filter is pushed down. */
  readonly filtered: string;
  readonly disk: string;
  readonly memory: string;
}

/**
 * Runs the benchmark and prints its figures: `--rows 112120,1000000`, `--bits 64`, `--queries 25`,
 * `--to postgres://…` for a server of yours, in whose database it makes a schema "bench" and
 * removes it.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "112120,1000000" },
      bits: { type: "string", default: "64" },
      queries: { type: "string", default: "25" },
      to: { type: "string" },
    },
  });
  const [bits, queries] = [wholeNumber(values.bits), wholeNumber(values.queries)];
  const figures: Figures[] = [];
  for (const rows of values.rows.split(",").map(wholeNumber)) {
    const index = await syntheticIndex(rows, bits);
    const requests = await requestsLike(queries, bits);
    figures.push(await embeddedFigures(index, requests));
    if (values.to === undefined) figures.push(await pgliteFigures(index, requests));
    await onServer(values.to, async (url) => {
      figures.push(await serverFigures(url, index, requests));
    });
    printFigures(figures);
  }
  await onServer(values.to, compareCodeForms);
}

/** Runs the body with the address of a server: the one given, or Debian's. */
async function onServer(
  given: string | undefined,
  body: (url: string) => Promise<void>,
): Promise<void> {
  if (given !== undefined) return await body(given);
  // A quarter of the memory, as PostgreSQL's manual advises; the default of 128 MB is for old ones.
  const memory = Math.round(Deno.systemMemoryInfo().total / 4 / 2 ** 20);
  const server = await debianServer({ settings: { shared_buffers: `${memory}MB` } });
  if (server === undefined) return console.log("PostgreSQL: Debian's package is not installed");
  await body(server.url).finally(() => server.remove());
}

async function embeddedFigures(
  index: HammingIndex,
  requests: readonly SearchRequest[],
): Promise<Figures> {
  const folder = await Deno.makeTempDir({ prefix: "cohash-bench-" });
  try {
    await index.save(folder);
    const [opened, seconds, bytes] = await measured(() => HammingIndex.open(folder));
    const times = await searchTimes(opened, requests);
    await opened.close();
    const disk = megabytes(await folderBytes(folder));
    return {
      store: "embedded",
      rows: index.size,
      loaded: index.size / seconds,
      ...times,
      disk,
      memory: megabytes(bytes),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function pgliteFigures(
  index: HammingIndex,
  requests: readonly SearchRequest[],
): Promise<Figures> {
  const connection = await pglite();
  const store = await PostgresStore.create(connection, index.info, SCHEMA);
  try {
    const [, seconds, bytes] = await measured(() => push(index, store));
    await connection.query(`vacuum analyze ${SCHEMA}.codes`);
    return {
      store: "PGlite",
      rows: index.size,
      loaded: index.size / seconds,
      ...await searchTimes(store, requests),
      disk: await tableSize(connection),
      memory: megabytes(bytes),
    };
  } finally {
    await store.close();
  }
}

async function serverFigures(
  url: string,
  index: HammingIndex,
  requests: readonly SearchRequest[],
): Promise<Figures> {
  const connection = await connect(parseServerUrl(url));
  await connection.query(`drop schema if exists ${SCHEMA} cascade`);
  const store = await PostgresStore.create(connection, index.info, SCHEMA);
  try {
    const [, seconds] = await measured(() => push(index, store));
    await connection.query(`vacuum analyze ${SCHEMA}.codes`);
    const [, again] = await measured(() => push(index, store));
    const times = await searchTimes(store, requests);
    const explained = await store.explain({ ...requests[0]!, filter: FILTER });
    console.log(`A second push, which sends nothing: ${again.toFixed(1)} s`);
    console.log(`\n${await store.explain(requests[0]!)}\n\n${explained}\n`);
    const disk = await tableSize(connection);
    const rows = index.size;
    return { store: "PostgreSQL", rows, loaded: rows / seconds, ...times, disk, memory: disk };
  } finally {
    await connection.query(`drop schema if exists ${SCHEMA} cascade`);
    await store.close();
  }
}

/** Median and least milliseconds, without and with the filter. */
async function searchTimes(
  store: CodeStore,
  requests: readonly SearchRequest[],
): Promise<{ search: string; filtered: string }> {
  const times = async (change: Partial<SearchRequest>) => {
    const milliseconds: number[] = [];
    for (const request of requests) {
      const start = performance.now();
      await store.search({ ...request, ...change });
      milliseconds.push(performance.now() - start);
    }
    milliseconds.sort((a, b) => a - b);
    const [least, median] = [milliseconds[0]!, milliseconds[milliseconds.length >> 1]!];
    const digits = median < 10 ? 2 : 0;
    return `${median.toFixed(digits)} (${least.toFixed(digits)})`;
  };
  await times({});
  return { search: await times({}), filtered: await times({ filter: FILTER }) };
}

/** What a task gives, its seconds, and the bytes by which this process grew. */
async function measured<T>(task: () => Promise<T>): Promise<[T, seconds: number, bytes: number]> {
  const before = Deno.memoryUsage().rss;
  const start = performance.now();
  const result = await task();
  const seconds = (performance.now() - start) / 1000;
  return [result, seconds, Deno.memoryUsage().rss - before];
}

async function syntheticIndex(rows: number, bits: number): Promise<HammingIndex> {
  const random = new Random("index");
  const films = syntheticCodes(
    { ...await shared(bits), films: rows, patients: Math.ceil(rows / 4), prefix: "" },
    random,
  );
  const index = HammingIndex.empty({ bits, model: "bench", labelNames: CHESTXRAY14_LABELS });
  const { codes, labels, patients, strata } = films;
  const cases = Array.from({ length: rows }, (_, row) => {
    const id = `${String(row).padStart(8, "0")}_000.png`;
    const present = CHESTXRAY14_LABELS.filter((_, label) =>
      labels.values[row * CHESTXRAY14_LABELS.length + label] === 1
    );
    return {
      id,
      patient: patients[row]!,
      labels: present,
      sex: strata!.sex[row]!,
      age: Math.floor(strata!.age[row]!),
      view: strata!.view[row]!,
      image: `images/${id}`,
    };
  });
  index.add(cases, codes);
  return index;
}

async function requestsLike(count: number, bits: number): Promise<readonly SearchRequest[]> {
  const { codes } = syntheticCodes(
    { ...await shared(bits), films: count, patients: count, prefix: "query-" },
    new Random("queries"),
  );
  const bytes = bits / 8;
  return Array.from({ length: count }, (_, n) => ({
    code: codes.slice(n * bytes, (n + 1) * bytes),
    top: 100,
  }));
}

/** What films and queries have in common: the table of label sets and what each label adds. */
async function shared(bits: number) {
  const directions = new Random("directions").normals(CHESTXRAY14_LABELS.length * bits);
  return { bits, directions, table: await readLabelSets() };
}

async function tableSize(connection: SqlConnection): Promise<string> {
  const { rows } = await connection.query(
    `select pg_table_size('${SCHEMA}.codes')::double precision as codes,
       pg_indexes_size('${SCHEMA}.codes')::double precision as ids`,
  );
  return `${megabytes(Number(rows[0]?.codes))} + ${megabytes(Number(rows[0]?.ids))}`;
}

async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    bytes += isDirectory ? await folderBytes(path) : (await Deno.stat(path)).size;
  }
  return bytes;
}

function printFigures(figures: readonly Figures[]): void {
  console.log(
    `Nearest 100, ms, median (least); filter: ${formatFilter(FILTER)}\n` +
      "| store | rows | rows/s loaded | search | with filter | disk, MB | memory, MB |\n" +
      "|---|---|---|---|---|---|---|",
  );
  for (const { store, rows, loaded, search, filtered, disk, memory } of figures) {
    const cells = [store, rows.toLocaleString("en"), Math.round(loaded).toLocaleString("en")];
    console.log(`| ${[...cells, search, filtered, disk, memory].join(" | ")} |`);
  }
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString("en");
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InputError(
    `Cannot run the benchmark: "${text}" is given, expected a whole number from 1`,
  );
}
