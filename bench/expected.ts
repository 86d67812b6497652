// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench expected [--cases N,…] [--rounds N]`: how long a search by expected relevance
 * takes, over 14 labels and over their label sets, beside the scan by Hamming distance of the same
 * codes of 64 bits.
 *
 * All answer the same queries in turns of a few, so that whatever else the machine does slows all
 * alike. Label sets are real and codes made up, hardly two of them equal, so that none is spared for
 * having been scored already.
 *
 * @module
 */
import { loadavg } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { Asker, type AskingCard, SUMMED_OVER } from "../lib/asking/mod.ts";
import { Random } from "../lib/base/random.ts";
import { wholeNumber, wholeNumbers } from "../cli/command_line.ts";
import { CHESTXRAY14_LABELS } from "../lib/data/dataset.ts";
import { type LabelSet, readLabelSets } from "../lib/data/phantom/label_sets.ts";
import { HammingIndex } from "../lib/store/memory/hamming_index.ts";
import type { IndexRequest } from "../lib/store/memory/index_request.ts";
import { median } from "./contestants.ts";
import { writeSyntheticIndex } from "./search_codes.ts";
import { syntheticCodes } from "./synthetic_codes.ts";

const BITS = 64;
const TOP = 100;
const QUERIES = 100;
/** Of more, what codes tell of hundreds of sets takes gigabytes. */
const MOST_CASES_OVER_SETS = 200_000;
/** Queries that a contestant answers in one turn. */
const TURN = 10;

interface ExpectedFlags {
  readonly cases: readonly number[];
  readonly rounds: number;
}

/** The command and its options. */
export function command(): Command {
  return new Command("expected")
    .description("Measures searches by expected relevance beside those by Hamming distance.")
    .option("--cases <n,…>", "codes", wholeNumbers("--cases", 1), [112120, 1000000])
    .option("--rounds <n>", "turns of each", wholeNumber("--rounds", 1), 20)
    .action(run);
}

/** Prints the figures. */
async function run({ cases: sizes, rounds }: ExpectedFlags): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cohash-bench-" });
  try {
    const table = await readLabelSets();
    for (const cases of sizes) await compete({ cases, rounds, table }, join(folder, `${cases}`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function compete(
  { cases, rounds, table }: {
    readonly cases: number;
    readonly rounds: number;
    readonly table: readonly LabelSet[];
  },
  folder: string,
): Promise<void> {
  const random = new Random(`expected ${cases}`);
  const directions = random.normals(CHESTXRAY14_LABELS.length * BITS);
  const shared = { table, directions, bits: BITS, patients: cases, prefix: "" };
  const { codes } = syntheticCodes({ ...shared, films: cases }, random);
  const queries = syntheticCodes({ ...shared, films: QUERIES }, random).codes;
  await writeSyntheticIndex(folder, codes, BITS / 8);

  console.log(
    `\n${BITS} bits, ${cases.toLocaleString("en")} codes, the first ${TOP}; milliseconds, median ` +
      `(least); load ${loadavg()[0]!.toFixed(1)}`,
  );
  const scan = await contestantOf(folder, queries);
  const contestants = [scan];
  for (const over of cases <= MOST_CASES_OVER_SETS ? SUMMED_OVER : ["labels"] as const) {
    const asker = new Asker(cardOver(over, table), {
      names: CHESTXRAY14_LABELS,
      values: directions,
    });
    contestants.push(await contestantOf(folder, queries, asker));
  }
  for (let round = 0; round <= rounds; round++) {
    for (const { takeTurn, times } of contestants) {
      const taken = takeTurn(round * TURN % QUERIES);
      // The first turn works out what codes tell, or warms up.
      if (round > 0) times.push(...taken);
    }
  }
  for (const { name, times, first, index } of contestants) {
    const [own, scans] = [times, scan.times].map((each) => [median(each), Math.min(...each)]);
    const ratios = own!.map((ms, i) => (ms / scans![i]!).toFixed(1));
    console.log(
      `  ${name}: ${own![0]!.toPrecision(3)} (${own![1]!.toPrecision(3)}), ${ratios[0]} ` +
        `(${ratios[1]}) times the scan; the first search ${(first / 1000).toFixed(2)} s`,
    );
    await index.close();
  }
}

/** Somebody who answers the queries, by expected relevance where there is an asker. */
async function contestantOf(folder: string, queries: Uint8Array, asker?: Asker) {
  const index = await HammingIndex.open(folder);
  const requests = Array.from({ length: QUERIES }, (_, n): IndexRequest => {
    const code = queries.slice(n * BITS / 8, (n + 1) * BITS / 8);
    if (asker === undefined) return { code, top: TOP, strategy: "scan" };
    return { code, top: TOP, expected: { asker, weights: asker.weightsOfCode(code) } };
  });
  const timed = (request: IndexRequest) => {
    const start = performance.now();
    index.nearest(request);
    return performance.now() - start;
  };
  return {
    name: asker === undefined
      ? "Hamming distance"
      : `expected relevance, ${asker.columns} ${asker.card.over}`,
    index,
    /** Milliseconds of the very first search. */
    first: timed(requests[0]!),
    times: [] as number[],
    takeTurn: (from: number) => requests.slice(from, from + TURN).map(timed),
  };
}

function cardOver(over: AskingCard["over"], table: readonly LabelSet[]): AskingCard {
  const sets = table.map(({ findings, count }) => ({
    labels: findings.map((finding) => CHESTXRAY14_LABELS.indexOf(finding)),
    films: count,
  })).filter(({ labels }) => labels.length > 0);
  return {
    over,
    vectors: "centroids",
    labels: CHESTXRAY14_LABELS,
    films: CHESTXRAY14_LABELS.map((_, label) =>
      sets.filter(({ labels }) => labels.includes(label)).reduce((sum, { films }) => sum + films, 0)
    ),
    sets,
    query: { scale: 8, prior: 0.25 },
    database: { scale: 8, prior: 0.25 },
    calibration: null,
  };
}
