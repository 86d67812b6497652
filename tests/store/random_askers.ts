/**
 * Small askers for the tests of search by expected relevance, and the plainest such search.
 *
 * @module
 */
import {
  Asker,
  expectedRelevance,
  type RecordedBy,
  recordedRelevances,
} from "../../lib/asking/mod.ts";
import { Random } from "../../lib/base/random.ts";
import type { Case, Hit } from "../../lib/store/case.ts";
import type { ExpectedRelevance, SearchRequest } from "../../lib/store/code_store.ts";
import { type Films, fits, type HitSummary, LABEL_NAMES, summary } from "./random_films.ts";

const LABELS = ["Atelectasis", "Effusion", "Hernia", "Mass", "Nodule"];

/** What somebody expects of codes of so many bits, another for each seed. */
export function randomExpectation(bits: number, seed: number): ExpectedRelevance {
  const random = new Random(seed);
  const asker = new Asker({
    over: random.pick(["labels", "sets"]),
    vectors: "targets",
    labels: LABELS,
    films: LABELS.map(() => random.below(50)),
    sets: [[0], [0, 1], [1], [1, 2, 3], [2], [4]].map((labels) => {
      return { labels, films: 1 + random.below(20) };
    }),
    query: { scale: random.pick([1, 8, 60]), prior: 0.5 },
    // So small a scale makes many cases alike, so great a one makes some certain.
    database: { scale: random.pick([0.01, 4, 60]), prior: random.pick([0, 1]) },
    calibration: null,
  }, { names: LABELS, values: Float32Array.from(random.normals(LABELS.length * bits)) });
  const record = random.pick<RecordedBy | undefined>([
    undefined,
    { kind: "recorded" },
    { kind: "both", missing: random.pick([0, 0.3]), wrong: random.pick([0, 0.02]) },
  ]);
  return { asker, weights: asker.weights(Float32Array.from(random.normals(bits))), record };
}

/** A hit as far as these tests compare it. */
export interface ScoredSummary extends HitSummary {
  readonly relevance: number | undefined;
}

/** Hits as far as these tests compare them. */
export function scoredSummary(hits: readonly Hit[]): readonly ScoredSummary[] {
  return summary(hits).map((each, n) => ({ ...each, relevance: hits[n]!.relevance }));
}

/** The answer to a request by scoring every case, each by itself. */
export function mostRelevant(
  { cases, codes, removed }: Films,
  { code, top, filter }: SearchRequest,
  expected: ExpectedRelevance,
): readonly ScoredSummary[] {
  return cases.map(({ id }, number) => ({
    id,
    number,
    distance: codes[number]!.reduce((sum, byte, i) => sum + bitsIn(byte ^ code[i]!), 0),
    relevance: expectedRelevance(
      expected.weights,
      shownBy(cases[number]!, codes[number]!, expected),
      0,
    ),
  }))
    .filter(({ id, number }) =>
      !removed.includes(id) && (filter === undefined || fits(filter, cases[number]!))
    )
    .sort((a, b) => b.relevance - a.relevance || a.number - b.number)
    .slice(0, top);
}

/** `[1, J]` what a case is taken to show. */
function shownBy(
  { labels, unknown }: Case,
  codes: Uint8Array,
  { asker, record }: ExpectedRelevance,
): Uint16Array {
  if (record === undefined) return asker.relevances(codes);
  const names = asker.card.labels;
  const values = Float32Array.from(names, (name) => {
    // The store knows nothing of the asker's other findings.
    if (!LABEL_NAMES.includes(name) || unknown.includes(name)) return NaN;
    return labels.includes(name) ? 1 : 0;
  });
  return recordedRelevances(asker, { codes, labels: { names, values } }, record);
}

function bitsIn(byte: number): number {
  return byte.toString(2).replaceAll("0", "").length;
}
