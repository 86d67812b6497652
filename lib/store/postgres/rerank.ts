/**
 * Expected relevance of the cases that a database found by Hamming distance.
 *
 * @module
 */
import { expectedRelevance } from "../../asking/expected_relevance.ts";
import { recordedRelevances } from "../../asking/recorded.ts";
import type { LabelMatrix } from "../../data/dataset.ts";
import type { ExpectedRelevance } from "../code_store.ts";
import { bytesOfBits } from "./case_row.ts";

/** The cases that are scored unless a request says how many. */
export const CANDIDATES = 10_000;

/** A case that may be among the most relevant. */
export interface Candidate {
  readonly id: string;
  readonly number: number;
  /** `[bits / 8]` */
  readonly code: Uint8Array;
  /** In bits. */
  readonly distance: number;
  /** Digits, one a finding of the store: 1 where it is present. */
  readonly labels: string;
  /** The same, 1 where it is unknown. */
  readonly unknown: string;
}

/**
 * The columns of a {@linkcode Candidate} beside its id and distance.
 *
 * @param unknown The bits of the findings that are unknown, as SQL
 */
export function candidateColumns(unknown: string): string {
  return ", number::double precision as place, code::text as code, labels::text as labels, " +
    `(${unknown})::text as unknown`;
}

/** The candidate of a row that was selected with these columns. */
export function candidateOfRow(row: Readonly<Record<string, unknown>>): Candidate {
  return {
    id: String(row.id),
    number: Number(row.place),
    code: bytesOfBits(String(row.code)),
    distance: Number(row.distance),
    labels: String(row.labels),
    unknown: String(row.unknown),
  };
}

/** The `top` candidates by (relevance descending, number), of a store of these findings. */
export function rerank(
  candidates: readonly Candidate[],
  { asker, weights, record }: ExpectedRelevance,
  { top, labelNames }: { readonly top: number; readonly labelNames: readonly string[] },
): readonly (Candidate & { readonly relevance: number })[] {
  const width = asker.bits / 8;
  const codes = new Uint8Array(candidates.length * width);
  for (const [n, { code }] of candidates.entries()) codes.set(code, n * width);
  const relevances = record === undefined ? asker.relevances(codes) : recordedRelevances(
    asker,
    { codes, labels: recordOf(candidates, labelNames, asker.card.labels) },
    record,
  );
  return candidates
    .map((candidate, n) => ({
      ...candidate,
      relevance: expectedRelevance(weights, relevances, n),
    }))
    .sort((a, b) => b.relevance - a.relevance || a.number - b.number)
    .slice(0, top);
}

/** What is recorded of candidates about these labels; nothing of those that the store has not. */
function recordOf(
  candidates: readonly Candidate[],
  labelNames: readonly string[],
  names: readonly string[],
): LabelMatrix {
  const values = candidates.flatMap(({ labels, unknown }) =>
    names.map((name) => {
      const place = labelNames.indexOf(name);
      return place < 0 || unknown[place] === "1" ? NaN : Number(labels[place]);
    })
  );
  return { names, values: Float32Array.from(values) };
}
