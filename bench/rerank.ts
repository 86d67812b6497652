// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench rerank RUN [--cases N]`: what a database loses by expected relevance, which it
 * works out for the nearest codes only, with the codes of a finished run and its queries.
 *
 * The run's database is repeated until there are as many films as wanted. A film that was found
 * counts if it is as relevant as the last of the films that scoring all of them finds: of films that
 * tie, any will do.
 *
 * @module
 */
import { Command } from "commander";
import { wholeNumber, wholeNumbers } from "../cli/command_line.ts";
import { type Asker, expectedRelevance, ONE } from "../lib/asking/mod.ts";
import { InputError } from "../lib/base/errors.ts";
import { codeWords, hammingDistances, packCodes } from "../lib/codes/mod.ts";
import { readAsker } from "../lib/run/encoder_files.ts";
import { readContinuous, readPackedCodes } from "../lib/run/run_codes.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import { median } from "./contestants.ts";

const TOP = 100;

interface RerankFlags {
  readonly cases: number;
  readonly queries: number;
  readonly candidates: readonly number[];
}

/** The command and its options. */
export function command(): Command {
  return new Command("rerank")
    .description("Measures what is lost by scoring only the films with the nearest codes.")
    .argument("<run>", "the folder of a finished run")
    .option("--cases <n>", "films", wholeNumber("--cases", TOP), 112120)
    .option("--queries <n>", "queries, the run's first ones", wholeNumber("--queries", 1), 500)
    .option("--candidates <n,…>", "films that are scored", wholeNumbers("--candidates", TOP), [
      1000,
      10000,
    ])
    .action(run);
}

/** Prints the figures. */
async function run(place: string, { cases, queries, candidates }: RerankFlags): Promise<void> {
  const folder = new RunFolder(place);
  const asker = await readAsker(folder);
  if (asker === undefined) throw new InputError(`Cannot ask "${place}": it knows codes alone`);
  const own = await readPackedCodes(folder, "database");
  const width = asker.bits / 8;
  const codes = Uint8Array.from({ length: cases * width }, (_, i) => own[i % own.length]!);
  const films = { codes, relevances: asker.relevances(codes) };
  const asked = (await readPackedCodes(folder, "query")).length / width;
  const continuous = await readContinuous(folder, { queries: asked, bits: asker.bits });
  const count = Math.min(queries, asked);
  const results = Array.from({ length: count }, (_, n) => {
    const code = continuous.subarray(n * asker.bits, (n + 1) * asker.bits);
    return lossOf(code, { asker, films, candidates });
  });
  console.log(
    `${cases.toLocaleString("en")} films, ${own.length / width} of them different, ${asker.bits} ` +
      `bits, over ${asker.columns} ${asker.card.over}, ${count} queries`,
  );
  for (const [i, most] of candidates.entries()) {
    const found = results.map((result) => result[i]!.found).sort((a, b) => a - b);
    const lost = results.reduce((sum, result) => sum + result[i]!.lost, 0) / count;
    const mean = found.reduce((sum, each) => sum + each, 0) / count;
    console.log(
      `  the nearest ${most.toLocaleString("en")} scored: of ${TOP} films ${
        mean.toFixed(1)
      } are as ` +
        `relevant (median ${median(found)}, least tenth at most ${
          found[Math.floor(count / 10)]
        }); ` +
        `mean expected relevance ${lost.toFixed(4)} less`,
    );
  }
}

/** By number of candidates: how many of the first films are as relevant, and what they lack. */
function lossOf(
  continuous: Float32Array,
  { asker, films: { codes, relevances }, candidates }: {
    readonly asker: Asker;
    readonly films: { readonly codes: Uint8Array; readonly relevances: Uint16Array };
    readonly candidates: readonly number[];
  },
): { readonly found: number; readonly lost: number }[] {
  const count = relevances.length / asker.columns;
  const weights = asker.weights(continuous);
  const scores = Uint16Array.from(
    { length: count },
    (_, row) => expectedRelevance(weights, relevances, row),
  );
  const distances = new Uint16Array(count);
  const query = codeWords(packCodes(continuous, asker.bits), asker.bits).words;
  hammingDistances(query, codeWords(codes, asker.bits), distances);
  const nearest = Uint32Array.from(scores.keys())
    .sort((a, b) => distances[a]! - distances[b]! || a - b);
  const best = scores.toSorted().subarray(-TOP);
  return candidates.map((most) => {
    const first = Uint16Array.from(nearest.subarray(0, most), (row) => scores[row]!)
      .sort().subarray(-TOP);
    return {
      found: first.reduce((sum, score) => sum + Number(score >= best[0]!), 0),
      lost: (total(best) - total(first)) / TOP / ONE,
    };
  });
}

function total(scores: Uint16Array): number {
  return scores.reduce((sum, score) => sum + score, 0);
}
