/**
 * The columns of a results table: what each is called, what it means in one sentence, and where
 * its number and its interval are found. Terminal, Markdown and HTML tables share this list.
 *
 * @module
 */
import type { Interval, ResultRow } from "../metrics/mod.ts";
import { formatScore, isInterval } from "./words.ts";

/** One column of a results table; in all of them higher is better. */
export interface ResultColumn {
  /** Where a row holds the score. */
  readonly score: ScoreKey;
  /** Where a row holds the score's 95 % interval; absent if no interval is worked out. */
  readonly interval?: IntervalKey;
  /** The head of the column. */
  readonly title: string;
  /** One sentence for readers who have not met the metric. */
  readonly meaning: string;
  /** Whether readers should look here first. */
  readonly leading?: boolean;
  /** Whether it only says how far ties could move another score, and so has no best. */
  readonly tieEnd?: boolean;
}

/** The scores of a result row that a table shows. */
export type ScoreKey =
  | "map"
  | "mapLow"
  | "mapHigh"
  | "macroAp"
  | "ndcg100"
  | "ndcgJaccard100"
  | "acg100"
  | "wap"
  | "precision100"
  | "precisionRadius2";

/** The intervals of a result row. */
export type IntervalKey = "mapInterval" | "macroApInterval" | "ndcgJaccardInterval";

/** The columns in the order of the table: first those that are hard to fool. */
export const RESULT_COLUMNS: readonly ResultColumn[] = [
  {
    score: "macroAp",
    interval: "macroApInterval",
    title: "Macro AP",
    meaning:
      "Average precision worked out for each finding on its own and then averaged, so that " +
      "a rare finding counts as much as a common one.",
    leading: true,
  },
  {
    score: "ndcgJaccard100",
    interval: "ndcgJaccardInterval",
    title: "NDCG@100 (Jaccard)",
    meaning:
      "How close the first 100 films come to the best possible order, where a film gains by " +
      "the overlap of its findings with the query's (shared findings / findings of either).",
    leading: true,
  },
  {
    score: "map",
    interval: "mapInterval",
    title: "mAP",
    meaning: "Mean average precision, the field's classic: precision averaged over the ranks of " +
      "all films that share at least one finding with the query.",
  },
  {
    score: "mapLow",
    title: "Ties lost",
    meaning: "mAP if, among films at equal distance, the irrelevant ones always came first.",
    tieEnd: true,
  },
  {
    score: "mapHigh",
    title: "Ties won",
    meaning: "mAP if, among films at equal distance, the relevant ones always came first.",
    tieEnd: true,
  },
  {
    score: "ndcg100",
    title: "NDCG@100",
    meaning:
      "The same, where a film gains by the number of findings it shares instead of their overlap.",
  },
  {
    score: "acg100",
    title: "ACG@100",
    meaning:
      "Average cumulative gain: findings shared per film among the first 100; above 1 when " +
      "films share several.",
  },
  {
    score: "wap",
    title: "WAP",
    meaning: "Weighted average precision: mAP in which a film counts by the findings it shares.",
  },
  {
    score: "precision100",
    title: "P@100",
    meaning: "Precision at 100: the share of the first 100 films that share a finding.",
  },
  {
    score: "precisionRadius2",
    title: "P@r≤2",
    meaning:
      "Precision within radius 2: the share of relevant films among those whose hash code differs " +
      "in at most two bits; a query that finds none scores 0.",
  },
];

/** The title of a score's column: "macroAp" is "Macro AP"; unknown names stay as they are. */
export function scoreTitle(name: string): string {
  return RESULT_COLUMNS.find(({ score }) => score === name)?.title ?? name;
}

/** The text of one cell, and whether it is the best of its column. */
export interface ResultCell {
  /** Such as ".412", or "–". */
  readonly score: string;
  readonly interval: Interval | null;
  /** True also for a score that prints the same as the best. */
  readonly best: boolean;
}

/** The cells of a results table, `[rows, columns]`. */
export function resultCells(
  rows: readonly ResultRow[],
  columns: readonly ResultColumn[] = RESULT_COLUMNS,
): ResultCell[][] {
  const best = columns.map(({ score }) => formatScore(highest(rows.map((row) => row[score]))));
  return rows.map((row) =>
    columns.map(({ score, interval, tieEnd = false }, c) => {
      const text = formatScore(row[score]);
      const range = interval && row[interval];
      return {
        score: text,
        interval: isInterval(range) ? range : null,
        best: rows.length > 1 && !tieEnd && text !== "–" && text === best[c],
      };
    })
  );
}

function highest(scores: readonly (number | null)[]): number | null {
  return scores.reduce<number | null>(
    (best, score) => score !== null && score > (best ?? -Infinity) ? score : best,
    null,
  );
}

/** What the rows "random" and "hub" are for, in one sentence each. */
export const CONTROL_ROWS: Readonly<Record<string, string>> = {
  random: "random: films in random order; what a score is worth when nothing was learned.",
  hub: "hub: every query gets the same list, the films with the most findings first; " +
    "a score that it reaches shows no understanding of the query.",
};
