// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench search [--cases N,…] [--bits K,…] [--rounds N]`: how long the index takes for
 * its 100 nearest codes, beside a floor in C++ and FAISS.
 *
 * Everybody answers the same queries in turns of a few, so that whatever else the machine does
 * slows all alike. Medians are printed, and in brackets the fastest, which tell more on a busy
 * machine. All must find the same distances.
 *
 * @module
 */
import { loadavg } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { Random } from "../lib/base/random.ts";
import { wholeNumber, wholeNumbers } from "../cli/command_line.ts";
import { BatchSearch } from "../lib/store/memory/batch_search.ts";
import { HammingIndex } from "../lib/store/memory/hamming_index.ts";
import type { IndexRequest } from "../lib/store/memory/index_request.ts";
import { median } from "./contestants.ts";
import { type Spread, spreadCodes, writeSyntheticIndex } from "./search_codes.ts";
import { type Answer, compileFloor, type Rival, startFaiss, startFloor } from "./search_rivals.ts";

const TOP = 100;
/** Queries that a contestant answers in one turn. */
const TURN = 10;
const BATCH = 1000;
const THREADS = 2;

/** At most so many times the floor's time, for one query of 64 bits. */
const GOALS: Readonly<Record<number, number>> = { 112_120: 2.6, 1_000_000: 3.5, 10_000_000: 1.4 };

/** One line of the benchmark. */
interface Contest {
  readonly bits: number;
  readonly cases: number;
  readonly spread: Spread;
  readonly rounds: number;
}

/** Somebody who answers queries. */
interface Contestant {
  readonly name: string;
  time(from: number, to: number): Promise<Answer>;
}

interface SearchFlags {
  readonly cases: readonly number[];
  readonly bits: readonly number[];
  readonly rounds: number;
}

/** The command and its options. */
export function command(): Command {
  return new Command("search")
    .description("Measures searching codes, beside a floor in C++ and FAISS.")
    .option("--cases <n,…>", "codes", wholeNumbers("--cases", 1), [112120, 1000000, 10000000])
    .option("--bits <n,…>", "bits of a code", wholeNumbers("--bits", 1), [32, 64, 128])
    .option("--rounds <n>", "turns of each", wholeNumber("--rounds", 1), 20)
    .action(run);
}

/** Prints the figures. */
async function run({ cases: sizes, bits: lengths, rounds }: SearchFlags): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cohash-bench-" });
  try {
    const floor = await compileFloor(folder);
    if (floor === undefined) console.log("There is no g++, and so no floor to compare with.");
    for (const bits of lengths) {
      for (const cases of sizes) {
        for (const spread of ["uniform", "clustered"] as const) {
          await compete({ bits, cases, spread, rounds }, folder, floor);
        }
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Makes codes, lets everybody search them in turns and prints what it took. */
async function compete(contest: Contest, folder: string, floorProgram?: string): Promise<void> {
  const { bits, cases, spread, rounds } = contest;
  const width = bits / 8;
  const random = new Random(`${bits} ${cases} ${spread}`);
  const made = spreadCodes({ spread, width, codes: cases, queries: BATCH }, random);
  const files = { codes: join(folder, "codes"), queries: join(folder, "queries"), width, top: TOP };
  await Deno.writeFile(files.codes, made.codes);
  await Deno.writeFile(files.queries, made.queries);
  await writeSyntheticIndex(join(folder, "index"), made.codes, width);

  const start = performance.now();
  const index = await HammingIndex.open(join(folder, "index"));
  const opening = performance.now() - start;
  const floor = floorProgram === undefined ? undefined : await startFloor(floorProgram, files);
  const faiss = await startFaiss(files);
  const requests = Array.from({ length: BATCH }, (_, n): IndexRequest => {
    return { code: made.queries.slice(n * width, (n + 1) * width), top: TOP };
  });
  const hasTables = index.size >= 1_000_000;
  const preparing = hasTables ? prepare(index) : "";
  console.log(
    `\n${bits} bits, ${cases.toLocaleString("en")} ${spread} codes: opened in ` +
      `${opening.toFixed(0)} ms${preparing}; load ${loadavg()[0]!.toFixed(1)}`,
  );
  const contestants: Contestant[] = [
    { name: "auto", time: ownTimes(index, requests, "auto") },
    ...hasTables ? [{ name: "scan", time: ownTimes(index, requests, "scan") }] : [],
    ...floor === undefined ? [] : [{ name: `floor (${floor.about})`, time: floor.time }],
    ...faiss === undefined ? [] : [{ name: faiss.about, time: faiss.time }],
  ];
  const times = await takeTurns(contestants, rounds);
  printSingle(contest, contestants, times);
  await printBatch(index, requests, { floor, faiss, rounds });
  await Promise.all([floor?.stop(), faiss?.stop(), index.close()]);
}

/** Makes the tables, which the index would make by itself before long. */
function prepare(index: HammingIndex): string {
  const start = performance.now();
  index.prepare();
  return `, tables made in ${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function ownTimes(
  index: HammingIndex,
  requests: readonly IndexRequest[],
  strategy: "auto" | "scan",
): Contestant["time"] {
  return async (from, to) => {
    const ms: number[] = [];
    let distances = 0;
    for (const request of requests.slice(from, to)) {
      const start = performance.now();
      const found = index.nearest({ ...request, strategy });
      ms.push(performance.now() - start);
      distances += found.distances.reduce((sum, distance) => sum + distance, 0);
    }
    return await Promise.resolve({ ms, distances });
  };
}

/** The times of each contestant; the first turn warms up and does not count. */
async function takeTurns(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const times: number[][] = contestants.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    const from = (round * TURN) % (BATCH - TURN);
    const answers: Answer[] = [];
    for (const { time } of contestants) answers.push(await time(from, from + TURN));
    for (const [n, { ms, distances }] of answers.entries()) {
      if (distances !== answers[0]!.distances) {
        throw new Error(`${contestants[n]!.name} found other distances than the index`);
      }
      if (round > 0) times[n]!.push(...ms);
    }
  }
  return times;
}

function printSingle(
  { bits, cases }: Contest,
  contestants: readonly Contestant[],
  times: readonly (readonly number[])[],
): void {
  const [auto] = times;
  const goal = bits === 64 ? GOALS[cases] : undefined;
  for (const [n, { name }] of contestants.entries()) {
    const isFloor = name.startsWith("floor");
    const ratio = isFloor
      ? `; auto takes ${ratioOf(auto!, times[n]!)} of it` +
        (goal === undefined ? "" : `, to reach: ${goal}`)
      : name.startsWith("FAISS")
      ? `; auto is ${ratioOf(times[n]!, auto!)} times as fast`
      : "";
    console.log(`  one query, ${name}: ${milliseconds(times[n]!)}${ratio}`);
  }
}

/** All queries at once: the index and FAISS on two threads, the floor one by one. */
async function printBatch(
  index: HammingIndex,
  requests: readonly IndexRequest[],
  { floor, faiss, rounds }: {
    readonly floor: Rival | undefined;
    readonly faiss: Rival | undefined;
    readonly rounds: number;
  },
): Promise<void> {
  const queries = index.size > 1_000_000 ? BATCH / 10 : BATCH;
  const batch = requests.slice(0, queries);
  await using batches = new BatchSearch(index);
  const [own, alone, floors, others]: number[][] = [[], [], [], []];
  for (let round = 0; round < Math.max(3, rounds / 5); round++) {
    for (const [into, workers] of [[own!, THREADS], [alone!, 1]] as const) {
      const start = performance.now();
      await batches.nearest(batch, { workers });
      into.push(performance.now() - start);
    }
    const floorTimes = (await floor?.time(0, queries))?.ms;
    if (floorTimes !== undefined) floors!.push(floorTimes.reduce((sum, ms) => sum + ms, 0));
    const faissTimes = (await faiss?.time(0, queries, THREADS))?.ms;
    if (faissTimes !== undefined) others!.push(faissTimes[0]!);
  }
  const than = (what: string, times: readonly number[]) =>
    times.length === 0
      ? ""
      : `; ${what} ${milliseconds(times)}, ${ratioOf(times, own!)} times that`;
  console.log(
    `  ${queries} queries, ${THREADS} threads: ${milliseconds(own!)}; one thread ` +
      `${milliseconds(alone!)}${than("floor, one thread", floors!)}` +
      than(`FAISS, ${THREADS} threads`, others!),
  );
}

function milliseconds(times: readonly number[]): string {
  return `${digits(median(times))} ms (${digits(Math.min(...times))})`;
}

/** The ratio of medians, and of the fastest. */
function ratioOf(times: readonly number[], others: readonly number[]): string {
  const fastest = Math.min(...times) / Math.min(...others);
  return `${(median(times) / median(others)).toFixed(2)} (${fastest.toFixed(2)})`;
}

function digits(value: number): string {
  return value < 100 ? value.toPrecision(3) : value.toFixed(0);
}
