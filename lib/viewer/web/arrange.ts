/**
 * The order in which the cases found are shown.
 *
 * @module
 */
import type { CaseAnswer, HitAnswer } from "../schemas.ts";

/** Ways to order cases: as they were found, by age, or by the day of their study. */
export const ORDERS = ["found", "youngest", "oldest", "newest", "earliest"] as const;

/** See {@linkcode ORDERS}. */
export type Order = typeof ORDERS[number];

/** What is compared; cases that lack it come last. */
const KEYS: Readonly<Record<Order, (one: CaseAnswer) => number | null>> = {
  found: () => 0,
  youngest: ({ age }) => age,
  oldest: ({ age }) => age === null ? null : -age,
  earliest: ({ date }) => dayOf(date),
  newest: ({ date }) => date === "" ? null : -dayOf(date)!,
};

/** The cases in an order; those that tie stay as they were found. */
export function ordered(hits: readonly HitAnswer[], order: Order): readonly HitAnswer[] {
  const keyOf = ({ case: one }: HitAnswer) => KEYS[order](one) ?? Infinity;
  return hits.toSorted((a, b) => difference(keyOf(a), keyOf(b)));
}

/**
 * Patients with their cases, the patient of the first case first, and a patient's cases in time. Of
 * unknown patients each case stands alone.
 */
export function byPatient(hits: readonly HitAnswer[]): readonly (readonly HitAnswer[])[] {
  const groups = Map.groupBy(hits, (hit) => hit.case.patient || hit);
  return Array.from(groups.values(), (group) => inTime(group, (hit) => hit.case));
}

/** Things in the order of time, by day or else by visit; those of which neither is known last. */
export function inTime<T>(all: readonly T[], caseOf: (one: T) => CaseAnswer): readonly T[] {
  const keys = (one: T) => {
    const { date, visit } = caseOf(one);
    return [dayOf(date) ?? Infinity, visit ?? Infinity] as const;
  };
  return all.toSorted((a, b) => {
    const [[day, visit], [otherDay, otherVisit]] = [keys(a), keys(b)];
    return difference(day, otherDay) || difference(visit, otherVisit);
  });
}

/** All cases in the order in which they are shown. */
export function arranged(
  hits: readonly HitAnswer[],
  { order, isGrouped }: { readonly order: Order; readonly isGrouped: boolean },
): readonly HitAnswer[] {
  const all = ordered(hits, order);
  return isGrouped ? byPatient(all).flat() : all;
}

/** Milliseconds, null where the day is unknown. */
function dayOf(date: string): number | null {
  const time = Date.parse(date);
  return Number.isNaN(time) ? null : time;
}

/** a − b, where the same infinities are equal. */
function difference(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
