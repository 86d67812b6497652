/**
 * Cases that were found, as neighbours that vote on a film's findings.
 *
 * @module
 */
import type { Hit } from "../../store/case.ts";
import type { Neighbour } from "../../worth/suggestions.ts";

/** What cases that were found have of these findings. */
export function neighboursAmong(hits: readonly Hit[], names: readonly string[]): Neighbour[] {
  return hits.map((hit) => ({ distance: hit.distance, findings: findingsOf(hit, names) }));
}

/** `[C]` of each finding 1 present, 0 absent, NaN unknown. */
export function findingsOf(
  { case: { labels, unknown } }: Pick<Hit, "case">,
  names: readonly string[],
): number[] {
  return names.map((name) => unknown.includes(name) ? NaN : Number(labels.includes(name)));
}
