/**
 * What a score is: a function of one query's ranking, a name to ask for it by, and how it prints.
 *
 * @module
 */
import type { QueryRanking } from "../query_ranking.ts";

/** A score with its cut-off and variant, as {@linkcode parseScore} makes it of its name. */
export interface Score {
  /** Such as "ndcg@100:jaccard". */
  readonly name: string;
  /** The head of a table's column, such as "NDCG@100 (Jaccard)". */
  readonly title: string;
  /** One sentence for readers who have not met the score. */
  readonly meaning: string;
  /** Which way is better; "none" for one that only says how far another could move. */
  readonly better: "higher" | "none";
  /** Whether a ranking that ignores the query can hardly reach it, so that readers look here first. */
  readonly hardToFool: boolean;
  /**
   * "query": films that share a label with the query are relevant. "class": each label of the query
   * is scored on its own, with the films that have it being relevant; the score of a ranking is the
   * mean of the classes' means.
   */
  readonly over: "query" | "class";
  /** Whether it means something for rankings by Hamming distance only. */
  readonly needsHamming: boolean;
  /** Its expectation over the orders of tied films, for a query that something is relevant to. */
  readonly of: (ranking: QueryRanking) => number;
}

/** What stands behind the family in a score's name. */
export interface ScoreChoice {
  /** The cut-off, or the radius; Infinity without one. */
  readonly k: number;
  /** Such as "jaccard"; "" without one. */
  readonly variant: string;
}

/** What a score's file says of it beside its name; the rest has defaults. */
export type ScoreDescription =
  & Pick<Score, "title" | "meaning" | "of">
  & Partial<Pick<Score, "better" | "hardToFool" | "over" | "needsHamming">>;

/** All scores of one family: a file of this folder exports one, `registry.ts` lists it. */
export interface ScoreFamily {
  /** How its names begin, such as "ndcg". */
  readonly name: string;
  /**
   * What may stand behind the @ of a name: a number of ranks, which counts all of them where it is
   * optional and left out, or a Hamming radius, as `precision@radius2`.
   */
  readonly cutOff: "optional" | "required" | "radius";
  /** What may stand behind a colon. */
  readonly variants?: readonly string[];
  /** The score with this cut-off and variant. */
  readonly score: (choice: ScoreChoice) => ScoreDescription;
}

/** A title with its cut-off, if it has one: "mAP@100" or "mAP". */
export function titleAt(title: string, k: number): string {
  return k === Infinity ? title : `${title}@${k}`;
}

/** The films that a cut-off counts, in words: "the first 100 films" or "all films". */
export function filmsWithin(k: number): string {
  return k === Infinity ? "all films" : `the first ${k} films`;
}
