/**
 * The cells of a results table. Terminal, Markdown and HTML tables share them.
 *
 * @module
 */
import { findScore, type Interval, parseScore, type ResultRow } from "../metrics/mod.ts";
import { formatScore, isInterval, isScore } from "./words.ts";

/** The title of a score: "macro-ap" is "Macro AP"; unknown names stay as they are. */
export function scoreTitle(name: string): string {
  return findScore(name)?.title ?? name;
}

/** The names of the scores that rows have, in their order. */
export function scoresOf(rows: readonly Pick<ResultRow, "scores">[]): string[] {
  return [...new Set(rows.flatMap(({ scores }) => Object.keys(scores)))];
}

/** The text of one cell, and whether it is the best of its column. */
export interface ResultCell {
  /** Such as ".412", or "–". */
  readonly score: string;
  readonly interval: Interval | null;
  /** True also for a score that prints the same as the best. */
  readonly best: boolean;
}

/**
 * The cells of a results table, `[rows, scores]`.
 *
 * @param names The scores to show; default: all that the rows have
 * @throws {InputError} if there is no score of a name
 */
export function resultCells(
  rows: readonly ResultRow[],
  names: readonly string[] = scoresOf(rows),
): ResultCell[][] {
  const columns = names.map((name) => {
    const values = rows.map(({ scores }) => scores[name] ?? null);
    return { name, texts: values.map(formatScore), best: bestText(name, values) };
  });
  return rows.map(({ intervals }, r) =>
    columns.map(({ name, texts, best }) => {
      const score = texts[r]!;
      const range = intervals[name];
      return {
        score,
        interval: isInterval(range) ? range : null,
        best: score === best,
      };
    })
  );
}

/**
 * The best of a column as it is printed, so that all that print the same are the best.
 *
 * @param name The score's name
 * @returns undefined where nothing is compared: a single value, or a score without a best
 */
export function bestText(name: string, values: readonly (number | null)[]): string | undefined {
  const present = values.filter(isScore);
  if (values.length < 2 || present.length === 0) return undefined;
  return parseScore(name).better === "none" ? undefined : formatScore(Math.max(...present));
}

/** What the rows "random" and "hub" are for, in one sentence each. */
export const CONTROL_ROWS: Readonly<Record<string, string>> = {
  random: "random: films in random order; what a score is worth when nothing was learned.",
  hub: "hub: every query gets the same list, the films with the most findings first; " +
    "a score that it reaches shows no understanding of the query.",
};

/** Of rows that are asked by recorded labels, what their scores are not. */
const RECORDED_NOTE =
  "(recorded), (both): films are found by their recorded labels, which are also " +
  "what relevance is judged by; such scores, mAP above all, are partly trivial.";

/** What must be said below a table of these rows. */
export function rowNotes(names: readonly string[]): string[] {
  const controls = names.filter((name) => Object.hasOwn(CONTROL_ROWS, name));
  const isRecorded = names.some((name) => / \((recorded|both)\)$/.test(name));
  return [
    ...isRecorded ? [RECORDED_NOTE] : [],
    ...controls.map((name) => CONTROL_ROWS[name]!),
  ];
}
