// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * How long the full table of retrieval metrics takes at the size of ChestX-ray14's protocol:
 * 25,596 queries against 86,524 codes of 64 bits, on one core.
 *
 * Codes are synthetic, label sets are drawn from the real ones. Every query has a finding, so that
 * none is skipped: on the real lists 38 % are, and the table is faster by as much.
 *
 * @module
 */
import { cpuUsage, resourceUsage } from "node:process";
import { Command } from "commander";
import { codeWords, hammingDistances } from "../lib/codes/hamming.ts";
import { CHESTXRAY14_LABELS } from "../lib/data/dataset.ts";
import { readLabelSets } from "../lib/data/phantom/label_sets.ts";
import {
  evaluateRanking,
  hammingRanking,
  hubRanking,
  type LabelledCodes,
  macroMean,
  randomRanking,
  type RetrievalReport,
  retrievalReport,
} from "../lib/metrics/mod.ts";
import { Random } from "../lib/base/random.ts";
import { wholeNumber } from "../cli/command_line.ts";
import { syntheticCodes } from "./synthetic_codes.ts";
import { numpyMap, type UsualMap, usualMap } from "./usual_map.ts";

const BITS = 64;
const QUERIES = { films: 25_596, patients: 2_797, prefix: "query-" };
const DATABASE = { films: 86_524, patients: 28_008, prefix: "database-" };
/** Queries that the usual way is timed on. */
const SUBSET = 50;
/** For the floor: what a core does at best, one bit count and one counter a cycle. */
const CYCLES_PER_SECOND = 3e9;

interface MetricsFlags {
  readonly queries: number;
  readonly seed: string;
}

/** The command and its options. */
export function command(): Command {
  return new Command("metrics")
    .description("Measures the full table for a test set's queries against its database.")
    .option("--queries <n>", "fewer queries", wholeNumber("--queries", 1), QUERIES.films)
    .option("--seed <text>", "chooses other films", "1")
    .action(run);
}

/** Prints the figures. */
async function run({ queries: films, seed }: MetricsFlags): Promise<void> {
  const random = new Random(seed);
  const table = await readLabelSets();
  const withFinding = table.filter(({ findings }) => findings.length > 0);
  const directions = random.fork("directions").normals(CHESTXRAY14_LABELS.length * BITS);
  const shared = { bits: BITS, directions };
  const database = syntheticCodes({ ...DATABASE, ...shared, table }, random.fork("database"));
  const queries = syntheticCodes(
    { ...QUERIES, ...shared, films, table: withFinding },
    random.fork("queries"),
  );

  const used = cpuUsage();
  const [report, seconds] = timed(() => fullTable(queries, database, random));
  const { user, system } = cpuUsage(used);
  printTable(report);
  console.log(
    `full table: ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor ` +
      `time (to reach: 60 s); peak memory ${peakMebibytes()} MiB (to reach: 2048 MiB)`,
  );
  printFloor(queries, database, seconds);
  const milliseconds = 1000 * seconds / queries.patients.length;
  await printUsualWay(firstFilms(queries, SUBSET), database, milliseconds);
}

/** The measured row with its two baselines, intervals and strata. */
function fullTable(
  queries: LabelledCodes,
  database: LabelledCodes,
  random: Random,
): RetrievalReport {
  const rankings = [
    { name: "synthetic", scores: evaluateRanking(hammingRanking(queries, database)) },
    { name: "random", scores: evaluateRanking(randomRanking(queries, database)) },
    { name: "hub", scores: evaluateRanking(hubRanking(queries, database)) },
  ];
  return retrievalReport({ run: "bench", bits: BITS, rankings }, { random });
}

function printTable({ queries, database, bits, rows }: RetrievalReport): void {
  console.log(`${queries} queries, ${database} database codes of ${bits} bits`);
  const round = (value: number | null) => value === null ? null : Number(value.toFixed(4));
  console.table(Object.fromEntries(rows.map(({ name, scores }) => [
    name,
    Object.fromEntries(Object.entries(scores).map(([score, value]) => [score, round(value)])),
  ])));
}

/** What the pairs cost at the least, and how much of our time their distances take. */
function printFloor(queries: LabelledCodes, database: LabelledCodes, seconds: number): void {
  const pairs = queries.patients.length * database.patients.length;
  const floor = pairs / CYCLES_PER_SECOND;
  const words = codeWords(database.codes, BITS);
  const into = new Uint16Array(words.count);
  const sample = Math.min(500, queries.patients.length);
  const [, sampleSeconds] = timed(() => {
    const { words: codes, wordsPerCode } = codeWords(queries.codes, BITS);
    for (let query = 0; query < sample; query++) {
      const code = codes.subarray(query * wordsPerCode, (query + 1) * wordsPerCode);
      hammingDistances(code, words, into);
    }
  });
  const distances = sampleSeconds / sample * queries.patients.length;
  console.log(
    `floor: ${(pairs / 1e9).toFixed(2)} G pairs, each one 64-bit XOR, one bit count and one ` +
      `counter, ${(pairs * BITS / 8 / 2 ** 30).toFixed(1)} GiB of codes read from cache; at one ` +
      `pair a cycle of 3 GHz ${floor.toFixed(2)} s. We take ${(seconds / floor).toFixed(1)} ` +
      `times that; distances alone ${distances.toFixed(1)} s (${
        (1e9 * distances / pairs).toFixed(2)
      } ns a pair)`,
  );
}

/** The ratio of times, and whether the usual mAP lies between our two ends, as it must. */
async function printUsualWay(
  queries: LabelledCodes,
  database: LabelledCodes,
  milliseconds: number,
): Promise<void> {
  const { scores } = evaluateRanking(hammingRanking(queries, database), {
    scores: ["map:pessimistic", "map:optimistic"],
  });
  const [low = NaN, high = NaN] = Object.values(scores).map(macroMean);
  console.log(`\nfull table: ${milliseconds.toFixed(2)} ms a query. The usual way, mAP alone:`);
  const compare = (language: string, usual: UsualMap | undefined) => {
    if (usual === undefined) return console.log(`${language}: not on this machine`);
    const inside = usual.map >= low - 1e-6 && usual.map <= high + 1e-6;
    console.log(
      `${language}: ${usual.milliseconds.toFixed(2)} ms a query, ` +
        `${(usual.milliseconds / milliseconds).toFixed(1)} times as long; its mAP of ` +
        `${queries.patients.length} queries, ${usual.map.toFixed(4)}, ${
          inside ? "lies between" : "IS OUTSIDE"
        } ` +
        `our ends ${low.toFixed(4)} and ${high.toFixed(4)}`,
    );
  };
  compare("TypeScript", usualMap(queries, database));
  compare("NumPy", await numpyMap(queries, database));
}

function firstFilms(films: LabelledCodes, count: number): LabelledCodes {
  const { codes, bits, labels, patients } = films;
  return {
    codes: codes.subarray(0, count * bits / 8),
    bits,
    labels: { ...labels, values: labels.values.subarray(0, count * labels.names.length) },
    patients: patients.slice(0, count),
  };
}

function timed<T>(task: () => T): [result: T, seconds: number] {
  const start = performance.now();
  const result = task();
  return [result, (performance.now() - start) / 1000];
}

/** The greatest resident memory of this process so far. */
function peakMebibytes(): number {
  return Math.round(resourceUsage().maxRSS / 1024);
}
