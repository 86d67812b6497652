/**
 * What indexing did, in words.
 *
 * @module
 */
import { formatCount } from "../../lib/charts/words.ts";
import type { IndexingResult } from "../../lib/search/indexing/index_run.ts";

/** Such as "12 films added, 3 there already". */
export function resultText({ added, known, leftOut }: IndexingResult): string {
  return [
    `${filmCount(added)} added`,
    ...known > 0 ? [`${formatCount(known)} there already`] : [],
    ...leftOut > 0 ? [`${formatCount(leftOut)} left out`] : [],
  ].join(", ");
}

/** Such as "1 film". */
export function filmCount(films: number): string {
  return countOf(films, "film", "films");
}

/** A number of things, of which there may be one. */
export function countOf(count: number, one: string, several: string): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`;
}
