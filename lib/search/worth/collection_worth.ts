/**
 * What answers from an index are worth, measured on the index itself: the file `worth.json` of its
 * folder.
 *
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import { parsedJson } from "../../base/json.ts";
import { exists, readText, writeWhole } from "../../base/files.ts";
import { spreadEvenly } from "../../base/spread.ts";
import type { StoredCase } from "../../store/case.ts";
import type { HammingIndex } from "../../store/memory/hamming_index.ts";
import type { LabelledCodes } from "../../worth/coded_films.ts";
import { type DistanceCurve, measureDistances } from "../../worth/distance_curve.ts";
import { prevalenceOf } from "../../worth/prevalence.ts";
import { fitSuggestions, type SuggestionsCard, VOTERS } from "../../worth/suggestions.ts";
import { distanceCurveSchema, suggestionsSchema } from "../../worth/worth_card.ts";
import { findingsOf, neighboursAmong } from "./neighbours.ts";

/** See the module. */
export interface CollectionWorth {
  /** How many films the index had when it was measured. */
  readonly films: number;
  /** The ids of the films that asked: of those that did not train the encoder, where that is known. */
  readonly askers: readonly string[];
  /** What distances are worth. */
  readonly distances: DistanceCurve;
  /** What films' neighbours tell of them. */
  readonly suggestions: SuggestionsCard;
}

/** The name of the file. */
export const WORTH_FILE = "worth.json";

/** The most films that ask, and the fewest for which it is worth measuring. */
const ASKERS = { most: 1000, least: 20 } as const;

/** The most films that are asked about for the curve. */
const MOST_CASES = 4000;

/** It is measured anew when the index has so many times the films. */
const GROWN = 1.1;

const schema: z.ZodType<CollectionWorth & { readonly format: 1 }> = z.strictObject({
  format: z.literal(1),
  films: z.int().min(0),
  askers: z.array(z.string()),
  distances: distanceCurveSchema,
  suggestions: suggestionsSchema,
});

/**
 * What is known of an index, undefined where it never was measured.
 *
 * @throws {InputError} if the file is damaged
 */
export async function readCollectionWorth(folder: string): Promise<CollectionWorth | undefined> {
  const path = join(folder, WORTH_FILE);
  if (!await exists(path)) return undefined;
  const { data, error } = schema.safeParse(parsedJson(await readText(path, "an index's worth")));
  if (data !== undefined) return data;
  throw new InputError(
    `Cannot read "${path}": ${z.prettifyError(error).replaceAll("\n", " ")}; remove this file, ` +
      "and add films to the index to measure anew",
  );
}

/**
 * Measures an index that has grown enough, and writes what was found into its folder. Where too few
 * films of known findings can ask, nothing is written.
 *
 * @param fresh The ids of new films that may ask
 */
export async function renewWorth(
  folder: string,
  index: HammingIndex,
  fresh: readonly string[],
): Promise<void> {
  const before = await readCollectionWorth(folder);
  if (before !== undefined && index.size < GROWN * before.films) return;
  const may = [...new Set([...before?.askers ?? [], ...fresh])];
  const chosen = Array.from(spreadEvenly(may.length, ASKERS.most), (at) => may[at]!);
  const asking = (await index.find(chosen)).filter((found) => found !== undefined);
  if (asking.length < ASKERS.least) return;
  const worth = measure(index, asking);
  if (worth === undefined) return;
  await writeWhole(join(folder, WORTH_FILE), JSON.stringify({ format: 1, ...worth }) + "\n");
}

function measure(index: HammingIndex, asking: readonly StoredCase[]): CollectionWorth | undefined {
  const { bits, labelNames } = index.info;
  const cases = someCases(index);
  const coded = codedFilms(cases, labelNames);
  const distances = measureDistances({
    queries: codedFilms(asking, labelNames),
    cases: coded,
    bits,
  });
  if (distances === null) return undefined;
  const suggestions = fitSuggestions(
    asking.map((film) => ({
      neighbours: neighboursAmong(
        // Films of the asking patient, itself among them, do not vote.
        index.searchSync({ code: film.code, top: 2 * VOTERS })
          .filter((hit) => hit.case.patient !== film.case.patient).slice(0, VOTERS),
        labelNames,
      ),
      findings: findingsOf(film, labelNames),
      patient: film.case.patient,
    })),
    labelNames,
    { bits, prevalence: prevalenceOf(coded.labels) },
  );
  if (suggestions === null) return undefined;
  return { films: index.size, askers: asking.map((film) => film.case.id), distances, suggestions };
}

/** At most {@linkcode MOST_CASES} cases, evenly spread over the index. */
function someCases(index: HammingIndex): StoredCase[] {
  const chosen = spreadEvenly(index.size, MOST_CASES);
  const cases: StoredCase[] = [];
  let row = 0;
  // Of a large index only those that are chosen are held at once.
  for (const entry of index.entries()) if (row++ === chosen[cases.length]) cases.push(entry);
  return cases;
}

function codedFilms(cases: readonly StoredCase[], names: readonly string[]): LabelledCodes {
  const values = new Float32Array(cases.length * names.length);
  cases.forEach((one, n) => values.set(findingsOf(one, names), n * names.length));
  const width = cases[0]?.code.length ?? 0;
  const packed = new Uint8Array(cases.length * width);
  cases.forEach(({ code }, n) => packed.set(code, n * width));
  return { packed, labels: { names, values }, patients: cases.map((one) => one.case.patient) };
}
