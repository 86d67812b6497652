/**
 * All families of scores: a score is a file of this folder and a line here.
 *
 * @module
 */
import { acgFamily } from "./acg.ts";
import { macroApFamily } from "./macro_ap.ts";
import { mapFamily } from "./map.ts";
import { ndcgFamily } from "./ndcg.ts";
import { precisionFamily } from "./precision.ts";
import { precisionWithinRadiusFamily } from "./precision_within_radius.ts";
import { recallFamily } from "./recall.ts";
import type { ScoreFamily } from "./score.ts";
import { wapFamily } from "./wap.ts";

/** Every family, in the order in which messages list them. */
export const SCORE_FAMILIES: readonly ScoreFamily[] = [
  mapFamily,
  macroApFamily,
  ndcgFamily,
  acgFamily,
  wapFamily,
  precisionFamily,
  precisionWithinRadiusFamily,
  recallFamily,
];

/** The scores of a table where none are chosen: first those that are hard to fool. */
export const DEFAULT_SCORES: readonly string[] = [
  "macro-ap",
  "ndcg@100:jaccard",
  "map",
  "map:pessimistic",
  "map:optimistic",
  "ndcg@100",
  "acg@100",
  "wap",
  "precision@100",
  "precision@radius2",
];

/** The score that epochs and settings are chosen by where none is named. */
export const DEFAULT_SELECTION = "ndcg@100:jaccard";

/**
 * The scores that stand for the others where there is room for few: the first three. They get
 * intervals, studies compare them, and epochs show them.
 */
export function leadingScores(names: readonly string[]): readonly string[] {
  return names.slice(0, 3);
}
