/**
 * Co-occurrence from elsewhere in a label graph: in place of what the training films show, or added to
 * it. Both are our choice.
 *
 * @module
 */
import { didYouMean, InputError } from "../base/errors.ts";
import { labelKey } from "../data/labels/spellings.ts";
import type { Cooccurrence } from "./cooccurrence.ts";

/** A table of co-occurrence, and how much it counts. */
export interface CooccurrencePrior {
  /** Its counts, see `readCooccurrence`. */
  readonly cooccurrence: Cooccurrence;
  /** What messages call it. */
  readonly name: string;
  /** As how many films with a finding it counts; default: it alone counts. */
  readonly films?: number | undefined;
}

/**
 * M + f/F·M′ of the counts M on training films and M′ of a table, which has F films with a finding and
 * counts as f such films: like a Dirichlet prior whose pseudocounts are f in all. Without f it is M′
 * alone. Of labels that the table lacks it counts nothing.
 *
 * @returns Over the labels of `own`, in their order
 * @throws {InputError} if a label of the table is none of them or comes twice, or no film of it has any
 * @example Ten films of another hospital's, counted as five
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withPrior } from "@cohash/cohash/graph";
 *
 * const own = { labelNames: ["Mass", "Edema"], counts: [[2, 0], [0, 1]], positiveFilms: 3 };
 * const cooccurrence = { labelNames: ["edema", "mass"], counts: [[6, 2], [2, 6]], positiveFilms: 10 };
 * assertEquals(withPrior(own, { cooccurrence, name: "reports.csv", films: 5 }), {
 *   labelNames: ["Mass", "Edema"],
 *   counts: [[5, 1], [1, 4]],
 *   positiveFilms: 8,
 * });
 * ```
 */
export function withPrior(
  own: Cooccurrence,
  { cooccurrence, name, films }: CooccurrencePrior,
): Cooccurrence {
  const { labelNames } = own;
  const there = aligned(cooccurrence, labelNames, name);
  if (films === undefined) return there;
  const weight = films / there.positiveFilms;
  return {
    labelNames,
    counts: own.counts.map((row, i) =>
      row.map((count, j) => count + weight * there.counts[i]![j]!)
    ),
    positiveFilms: own.positiveFilms + films,
  };
}

/** A table's counts over our labels, however it spells them; 0 of those that it lacks. */
function aligned(
  { labelNames: theirs, counts, positiveFilms }: Cooccurrence,
  labelNames: readonly string[],
  name: string,
): Cooccurrence {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot mine the label graph from "${name}": ${reason}`);
  };
  const keys = theirs.map(labelKey);
  const ours = labelNames.map(labelKey);
  const other = theirs.find((_, i) => !ours.includes(keys[i]!));
  if (other !== undefined) {
    fail(
      `it has "${other}", which is no label of the data${
        didYouMean(other, labelNames)
      }; expected ` +
        `${labelNames.join(", ")}; rename it there, or take it out`,
    );
  }
  const twice = theirs.find((_, i) => keys.indexOf(keys[i]!) < i);
  if (twice !== undefined) fail(`it has "${twice}" twice`);
  if (!(positiveFilms > 0)) fail("no film in it has a finding");
  const places = ours.map((key) => keys.indexOf(key));
  return {
    labelNames,
    counts: places.map((i) => places.map((j) => counts[i]?.[j] ?? 0)),
    positiveFilms,
  };
}
