/**
 * How a query is refined: cases to be like and not, findings that count for more or less, and the
 * way back from each change.
 *
 * @module
 */

/** Whether films should be like a case, or not. */
export type Liking = "like" | "unlike";

/** What is changed of a query. */
export interface Refinement {
  /** By handles, in the order in which they were marked. */
  readonly marks: ReadonlyMap<string, Liking>;
  /** By what the odds of findings are multiplied, where that is not 1. */
  readonly emphasis: ReadonlyMap<string, number>;
}

/** The query as it is. */
export const PLAIN: Refinement = { marks: new Map(), emphasis: new Map() };

/** Whether nothing is changed. */
export function isPlain({ marks, emphasis }: Refinement): boolean {
  return marks.size === 0 && emphasis.size === 0;
}

/** The handles of the cases with a mark. */
export function markedWith({ marks }: Refinement, liking: Liking): string[] {
  return Array.from(marks).filter(([, mark]) => mark === liking).map(([handle]) => handle);
}

/** The refinement with a case marked, or no longer where it has that mark. */
export function withMark(refinement: Refinement, handle: string, liking: Liking): Refinement {
  const marks = new Map(refinement.marks);
  if (marks.get(handle) === liking) marks.delete(handle);
  else marks.set(handle, liking);
  return { ...refinement, marks };
}

/** The refinement with a finding that counts so many times as much. */
export function withEmphasis(refinement: Refinement, label: string, factor: number): Refinement {
  const emphasis = new Map(refinement.emphasis);
  if (factor === 1) emphasis.delete(label);
  else emphasis.set(label, factor);
  return { ...refinement, emphasis };
}

/** Something that changes, with what it was before and what was taken back. */
export interface Steps<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

/** The steps at the start. */
export function firstStep<T>(present: T): Steps<T> {
  return { past: [], present, future: [] };
}

/** One step further, after which nothing can be done again. */
export function stepTo<T>({ past, present }: Steps<T>, next: T): Steps<T> {
  return { past: [...past, present], present: next, future: [] };
}

/** One step back, where there is one. */
export function undone<T>(steps: Steps<T>): Steps<T> {
  const { past, present, future } = steps;
  if (past.length === 0) return steps;
  return { past: past.slice(0, -1), present: past.at(-1)!, future: [present, ...future] };
}

/** The step that was taken back, again. */
export function redone<T>(steps: Steps<T>): Steps<T> {
  const { past, present, future: [next, ...future] } = steps;
  return next === undefined ? steps : { past: [...past, present], present: next, future };
}
