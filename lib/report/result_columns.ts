/**
 * The columns of a results table: what each is called, what it means in one sentence, and where
 * its number and its interval are found. Terminal, Markdown and HTML tables share this list.
 *
 * @module
 */
import { formatScore, type Interval, isInterval } from "./words.ts";

/** One line of a results table, as `evaluate --json` prints it; null where a score has no value. */
export interface ResultRow {
  /** The method: "cohash", "orthohash", or the controls "random" and "hub". */
  readonly name: string;
  /** Expected mean average precision, with every tie lost and every tie won, and its interval. */
  readonly map: number | null;
  readonly mapLow: number | null;
  readonly mapHigh: number | null;
  readonly mapInterval: Interval | null;
  readonly macroAp: number | null;
  readonly macroApInterval?: Interval | null;
  readonly ndcg100: number | null;
  readonly ndcgJaccard100: number | null;
  readonly ndcgJaccard100Interval?: Interval | null;
  readonly acg100: number | null;
  readonly wap: number | null;
  readonly precision100: number | null;
  readonly precisionRadius2: number | null;
  /** Average precision by label name. */
  readonly perClass: Readonly<Record<string, number | null>>;
}

/** One column of a results table; in all of them higher is better. */
export interface ResultColumn {
  readonly title: string;
  /** One sentence for readers who have not met the metric. */
  readonly meaning: string;
  /** Whether readers should look here first. */
  readonly leading: boolean;
  readonly score: (row: ResultRow) => number | null;
  readonly interval: (row: ResultRow) => Interval | null;
}

/** The columns in the order of the table: first those that are hard to fool. */
export const RESULT_COLUMNS: readonly ResultColumn[] = [
  {
    title: "Macro AP",
    meaning:
      "Average precision worked out for each finding on its own and then averaged, so that " +
      "a rare finding counts as much as a common one.",
    leading: true,
    score: (row) => row.macroAp,
    interval: (row) => row.macroApInterval ?? null,
  },
  {
    title: "NDCG@100 (Jaccard)",
    meaning:
      "How close the first 100 films come to the best possible order, where a film gains by " +
      "the overlap of its findings with the query's (shared findings / findings of either).",
    leading: true,
    score: (row) => row.ndcgJaccard100,
    interval: (row) => row.ndcgJaccard100Interval ?? null,
  },
  {
    title: "mAP",
    meaning: "Mean average precision, the field's classic: precision averaged over the ranks of " +
      "all films that share at least one finding with the query.",
    leading: false,
    score: (row) => row.map,
    interval: (row) => row.mapInterval,
  },
  {
    title: "Ties lost",
    meaning: "mAP if, among films at equal distance, the irrelevant ones always came first.",
    leading: false,
    score: (row) => row.mapLow,
    interval: () => null,
  },
  {
    title: "Ties won",
    meaning: "mAP if, among films at equal distance, the relevant ones always came first.",
    leading: false,
    score: (row) => row.mapHigh,
    interval: () => null,
  },
  {
    title: "NDCG@100",
    meaning: "The same order score, where a film gains by the number of findings it shares.",
    leading: false,
    score: (row) => row.ndcg100,
    interval: () => null,
  },
  {
    title: "ACG@100",
    meaning:
      "Average cumulative gain: findings shared per film among the first 100; above 1 when " +
      "films share several.",
    leading: false,
    score: (row) => row.acg100,
    interval: () => null,
  },
  {
    title: "WAP",
    meaning: "Weighted average precision: mAP in which a film counts by the findings it shares.",
    leading: false,
    score: (row) => row.wap,
    interval: () => null,
  },
  {
    title: "P@100",
    meaning: "Precision at 100: the share of the first 100 films that share a finding.",
    leading: false,
    score: (row) => row.precision100,
    interval: () => null,
  },
  {
    title: "P@r≤2",
    meaning:
      "Precision within radius 2: the share of relevant films among those whose hash code differs in at most two " +
      "bits; a query that finds none scores 0.",
    leading: false,
    score: (row) => row.precisionRadius2,
    interval: () => null,
  },
];

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
  const best = columns.map(({ score }) => formatScore(highest(rows.map(score))));
  return rows.map((row) =>
    columns.map(({ score, interval }, c) => {
      const text = formatScore(score(row));
      const range = interval(row);
      return {
        score: text,
        interval: isInterval(range) ? range : null,
        best: rows.length > 1 && text !== "–" && text === best[c],
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
