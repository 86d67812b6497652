/**
 * The scores of a study's cell: means over seeds, intervals over patients, tests against the
 * baseline row.
 *
 * @module
 */
import type { Random } from "../base/random.ts";
import { bootstrapIntervals, macroMean } from "../metrics/mod.ts";
import type { FinishedRun } from "./finished_run.ts";
import type { Cell, CellScore, Comparison } from "./results.ts";
import {
  holm,
  meanAndDeviation,
  meanInterval,
  poolQueries,
  type QueryTable,
  signFlipTest,
  subtractQueries,
} from "./statistics.ts";

/**
 * Every score of one cell; corrections of p-values come later, when all are known.
 *
 * @param finished Its runs
 * @param baseline Those of the baseline row in its column; empty for that row itself
 * @returns Null without a run
 */
export function cellScores(
  finished: readonly FinishedRun[],
  baseline: readonly FinishedRun[],
  { random, resamples }: { readonly random: Random; readonly resamples: number },
): Record<string, CellScore> | null {
  const [first] = finished;
  if (first === undefined) return null;
  const intervalsOf = ({ scores, patients }: QueryTable) =>
    bootstrapIntervals(scores, patients, { random: random.fork("patients"), resamples });
  const intervals = intervalsOf(poolQueries(finished.map(({ scores }) => scores)));
  const pairs = finished.flatMap((run) => {
    const other = baseline.find(({ seed }) => seed === run.seed);
    return other ? [subtractQueries(run.scores, other.scores)] : [];
  });
  const pooled = pairs.length === 0 ? null : poolQueries(pairs);
  const differences = pooled === null ? {} : intervalsOf(pooled);
  const compare = (score: string): Comparison | null => {
    if (pooled === null) return null;
    const bySeed = pairs.map(({ scores }) => macroMean(scores[score]!));
    const p = signFlipTest(pooled.scores[score]!, pooled.patients, {
      random: random.fork("flips"),
    });
    return {
      difference: meanAndDeviation(bySeed).mean,
      interval: differences[score] ?? null,
      overSeeds: meanInterval(bySeed),
      p,
      corrected: p,
      higher: bySeed.filter((difference) => difference > 0).length,
      lower: bySeed.filter((difference) => difference < 0).length,
    };
  };
  const scoreOf = (score: string): CellScore => ({
    ...meanAndDeviation(finished.map((run) => macroMean(run.scores.scores[score]!))),
    interval: intervals[score] ?? null,
    comparison: compare(score),
  });
  return Object.fromEntries(Object.keys(first.scores.scores).map((name) => [name, scoreOf(name)]));
}

/** The cells after Holm's correction over all comparisons of a score. */
export function correctAll(cells: readonly Cell[], names: readonly string[]): Cell[] {
  const corrected = new Map<Comparison, number>();
  for (const score of names) {
    const all = cells.flatMap(({ scores }) => scores?.[score]?.comparison ?? []);
    holm(all.map(({ p }) => p)).forEach((p, i) => corrected.set(all[i]!, p));
  }
  const correct = (score: CellScore): CellScore => {
    const { comparison } = score;
    if (comparison === null) return score;
    return { ...score, comparison: { ...comparison, corrected: corrected.get(comparison)! } };
  };
  return cells.map((cell) => {
    if (cell.scores === null) return cell;
    const scores = Object.entries(cell.scores).map(([name, score]) => [name, correct(score)]);
    return { ...cell, scores: Object.fromEntries(scores) };
  });
}
