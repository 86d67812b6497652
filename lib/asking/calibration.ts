/**
 * From expected relevance to a number that means something to a reader: of cases with that
 * relevance, how many share a finding with the query.
 *
 * @module
 */
import type { CalibrationPoint } from "./asking_card.ts";
import { ONE } from "./expected_relevance.ts";

/** How many pairs of a query and a case had each score, and how many of these share a finding. */
export interface JudgedScores {
  /** `[ONE + 1]` pairs by score. */
  readonly pairs: Float64Array;
  /** `[ONE + 1]` those that share a finding. */
  readonly sharing: Float64Array;
}

/** No pairs yet. */
export function noJudgedScores(): JudgedScores {
  return { pairs: new Float64Array(ONE + 1), sharing: new Float64Array(ONE + 1) };
}

/** The most groups of pairs that a curve is fitted to. */
const GROUPS = 64;

/** Neighbouring scores. */
interface Block {
  readonly pairs: number;
  readonly scores: number;
  readonly sharing: number;
}

/**
 * The rising curve that is nearest to judged pairs: isotonic regression by pooling neighbours that
 * fall (Ayer et al., Annals of Mathematical Statistics, 1955), over groups of about equally many
 * pairs with neighbouring scores.
 *
 * @returns Null without pairs
 * @example Of the pairs with score 100 half share a finding, of those with 200 all
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fitCalibration, noJudgedScores } from "@cohash/cohash/asking";
 *
 * const judged = noJudgedScores();
 * judged.pairs.set([4], 100);
 * judged.sharing.set([2], 100);
 * judged.pairs.set([1], 200);
 * judged.sharing.set([1], 200);
 * assertEquals(fitCalibration(judged)?.map(({ chance }) => chance), [0.5, 1]);
 * ```
 */
export function fitCalibration(judged: JudgedScores): CalibrationPoint[] | null {
  const total = judged.pairs.reduce((sum, pairs) => sum + pairs, 0);
  if (total === 0) return null;
  const blocks: Block[] = [];
  for (const group of groupsOf(judged, total / GROUPS)) {
    blocks.push(group);
    poolFalling(blocks);
  }
  return blocks.map(({ pairs, scores, sharing }) => ({
    relevance: rounded(scores / pairs / ONE),
    chance: rounded(sharing / pairs),
  }));
}

/** Neighbouring scores in groups of at least so many pairs, but for the last. */
function* groupsOf({ pairs, sharing }: JudgedScores, least: number): Generator<Block> {
  let group: Block = { pairs: 0, scores: 0, sharing: 0 };
  for (let score = 0; score <= ONE; score++) {
    const count = pairs[score]!;
    if (count === 0) continue;
    group = {
      pairs: group.pairs + count,
      scores: group.scores + count * score,
      sharing: group.sharing + sharing[score]!,
    };
    if (group.pairs < least) continue;
    yield group;
    group = { pairs: 0, scores: 0, sharing: 0 };
  }
  if (group.pairs > 0) yield group;
}

/** Joins the last groups until their shares rise. */
function poolFalling(blocks: Block[]): void {
  while (blocks.length > 1) {
    const [before, last] = [blocks.at(-2)!, blocks.at(-1)!];
    if (before.sharing / before.pairs < last.sharing / last.pairs) return;
    blocks.splice(-2, 2, {
      pairs: before.pairs + last.pairs,
      scores: before.scores + last.scores,
      sharing: before.sharing + last.sharing,
    });
  }
}

/** Digits enough for a reader, so that cards stay short. */
function rounded(share: number): number {
  return Math.round(1e5 * share) / 1e5;
}

/**
 * The chance at an expected relevance: straight lines join the points of a curve, and beyond its
 * ends it stays as it is there.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { chanceAt } from "./calibration.ts";
 *
 * const curve = [{ relevance: 0, chance: 0.1 }, { relevance: 0.5, chance: 0.7 }];
 * assertAlmostEquals(chanceAt(0.25, curve), 0.4);
 * ```
 */
export function chanceAt(relevance: number, curve: readonly CalibrationPoint[]): number {
  const next = curve.findIndex((point) => point.relevance >= relevance);
  if (next < 0) return curve.at(-1)!.chance;
  if (next === 0) return curve[0]!.chance;
  const [a, b] = [curve[next - 1]!, curve[next]!];
  const part = (relevance - a.relevance) / (b.relevance - a.relevance);
  return a.chance + part * (b.chance - a.chance);
}

/** Pairs whose predicted chances are neighbours. */
export interface CalibrationGroup {
  /** Mean predicted chance. */
  readonly predicted: number;
  /** The share that has a finding in common. */
  readonly seen: number;
  /** How many pairs. */
  readonly pairs: number;
}

/** How far predicted chances are from what was seen. */
export interface CalibrationError {
  /** Mean of |predicted − seen| over groups, weighted by their pairs. */
  readonly error: number;
  /** By predicted chance, in steps of 0.1; empty ones are left out. */
  readonly groups: readonly CalibrationGroup[];
}

/** Steps of the predicted chance. */
const BINS = 10;

/**
 * The expected calibration error (Guo et al., ICML 2017) of chances told from scores.
 *
 * @param chance The chance that a score stands for
 * @example Of pairs that are given a chance of 0.5 all share a finding
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { calibrationError, noJudgedScores } from "@cohash/cohash/asking";
 *
 * const judged = noJudgedScores();
 * judged.pairs.set([2], 100);
 * judged.sharing.set([2], 100);
 * assertEquals(calibrationError(judged, () => 0.5).error, 0.5);
 * ```
 */
export function calibrationError(
  { pairs, sharing }: JudgedScores,
  chance: (score: number) => number,
): CalibrationError {
  const sums = Array.from({ length: BINS }, () => ({ predicted: 0, seen: 0, pairs: 0 }));
  for (const [score, count] of pairs.entries()) {
    if (count === 0) continue;
    const predicted = chance(score);
    const bin = sums[Math.min(BINS - 1, Math.floor(BINS * predicted))]!;
    bin.predicted += count * predicted;
    bin.seen += sharing[score]!;
    bin.pairs += count;
  }
  const groups = sums.filter(({ pairs }) => pairs > 0).map(({ predicted, seen, pairs }) => ({
    predicted: predicted / pairs,
    seen: seen / pairs,
    pairs,
  }));
  const total = groups.reduce((sum, { pairs }) => sum + pairs, 0);
  const off = groups.reduce(
    (sum, { predicted, seen, pairs }) => sum + pairs * Math.abs(predicted - seen),
    0,
  );
  return { error: total === 0 ? 0 : off / total, groups };
}
