/**
 * What a run's neighbours tell of its queries' findings, beside what its network tells by itself.
 *
 * @module
 */
import { labelCosines } from "../asking/label_vectors.ts";
import { spreadEvenly } from "../base/spread.ts";
import { codeWords, hammingDistances } from "../codes/hamming.ts";
import { selectVectors } from "../data/labels/annotations.ts";
import type { Dataset } from "../data/dataset.ts";
import { readAsker } from "../run/encoder_files.ts";
import { readCodes, readContinuous } from "../run/run_codes.ts";
import type { RunFolder } from "../run/run_folder.ts";
import {
  fitSuggestions,
  type Neighbour,
  prevalenceOf,
  rocArea,
  suggestionReliability,
  type SuggestionReport,
  type TriedFilm,
  VOTERS,
} from "../worth/mod.ts";

/** The most queries that are tried. */
const MOST_QUERIES = 1000;

/**
 * Lets a run's queries ask its database. The network by itself ranks films by the cosine of their
 * continuous code with each finding's vector.
 *
 * @returns Undefined where the run knows codes alone, or has no query
 */
export async function measureSuggestions(
  folder: RunFolder,
  dataset: Dataset,
): Promise<SuggestionReport | undefined> {
  const asker = await readAsker(folder);
  if (asker === undefined) return undefined;
  const { split: { query, database }, labels: { names, values }, patients } = dataset;
  const chosen = spreadEvenly(query.length, MOST_QUERIES);
  const bits = asker.bits;
  const codes = {
    query: await readCodes(folder, dataset, "query"),
    database: codeWords(await readCodes(folder, dataset, "database"), bits),
  };
  const findingsOf = (row: number) => values.subarray(row * names.length, (row + 1) * names.length);
  const distances = new Uint16Array(database.length);
  const tried = Array.from(chosen, (at): TriedFilm => {
    const row = query[at]!;
    const code = codes.query.subarray(at * bits / 8, (at + 1) * bits / 8);
    hammingDistances(codeWords(code, bits).words, codes.database, distances);
    const others = nearest(distances, (film) => patients[database[film]!] !== patients[row]);
    const neighbours = others.map((film): Neighbour => ({
      distance: distances[film]!,
      findings: findingsOf(database[film]!),
    }));
    return { neighbours, findings: findingsOf(row), patient: patients[row]! };
  });
  const known = { names, values: selectVectors(values, names.length, database) };
  const options = { bits, prevalence: prevalenceOf(known) };
  const card = fitSuggestions(tried, names, options);
  if (card === null) return undefined;
  const continuous = await readContinuous(folder, { queries: query.length, bits });
  const cosines = labelCosines(selectVectors(continuous, bits, chosen), asker.vectors);
  const columns = asker.vectors.names;
  return {
    ...card,
    network: names.map((label, c) => {
      const column = columns.indexOf(label);
      const roc = column < 0 ? undefined : rocArea(tried.flatMap(({ findings, patient }, n) => {
        const has = findings[c]!;
        const score = cosines[n * columns.length + column]!;
        return Number.isNaN(has) ? [] : { score, has: has >= 0.5, patient };
      }));
      return { label, area: roc?.area ?? null, areaError: roc?.error ?? null };
    }),
    reliability: suggestionReliability(tried, card, bits),
  };
}

/** The first {@linkcode VOTERS} films that may vote, by distance and then by number. */
function nearest(distances: Uint16Array, mayVote: (film: number) => boolean): number[] {
  const voters: number[][] = [];
  for (const [film, distance] of distances.entries()) {
    const at = voters[distance] ??= [];
    // Films at one distance come in their order: those after enough of them have no vote.
    if (at.length < VOTERS && mayVote(film)) at.push(film);
  }
  return voters.flat().slice(0, VOTERS);
}
