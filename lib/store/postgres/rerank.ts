/**
 * Expected relevance of the cases that a database found by Hamming distance.
 *
 * @module
 */
import { expectedRelevance } from "../../asking/expected_relevance.ts";
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
}

/** The columns of a {@linkcode Candidate} beside its id and distance. */
export const CANDIDATE_COLUMNS = ", number::double precision as place, code::text as code";

/** The candidate of a row that was selected with these columns. */
export function candidateOfRow(row: Readonly<Record<string, unknown>>): Candidate {
  return {
    id: String(row.id),
    number: Number(row.place),
    code: bytesOfBits(String(row.code)),
    distance: Number(row.distance),
  };
}

/** The `top` candidates by (relevance descending, number). */
export function rerank(
  candidates: readonly Candidate[],
  { asker, weights }: ExpectedRelevance,
  top: number,
): readonly (Candidate & { readonly relevance: number })[] {
  const width = asker.bits / 8;
  const codes = new Uint8Array(candidates.length * width);
  for (const [n, { code }] of candidates.entries()) codes.set(code, n * width);
  const relevances = asker.relevances(codes);
  return candidates
    .map((candidate, n) => ({
      ...candidate,
      relevance: expectedRelevance(weights, relevances, n),
    }))
    .sort((a, b) => b.relevance - a.relevance || a.number - b.number)
    .slice(0, top);
}
