/**
 * The cases of an index to leaf through, and how often each finding occurs among them.
 *
 * @module
 */
import { readableLabels } from "../charts/words.ts";
import type { Case } from "../store/case.ts";
import { type Filter, fits } from "../store/filter/filter.ts";
import type { Collection, FindingShare } from "./schemas.ts";

/** All cases in the order in which they were added. */
export class Catalogue {
  readonly labelNames: readonly string[];
  readonly #cases: readonly Case[];
  readonly #counts: ReadonlyMap<string, number>;

  constructor(cases: readonly Case[], labelNames: readonly string[]) {
    this.labelNames = labelNames;
    this.#cases = cases;
    this.#counts = countFindings(cases, labelNames);
  }

  /** The number of cases. */
  get size(): number {
    return this.#cases.length;
  }

  /** A page of the cases that fit, and how many fit in all. */
  page(
    { filter, from, top }: {
      readonly filter?: Filter | undefined;
      readonly from: number;
      readonly top: number;
    },
  ): { readonly total: number; readonly cases: readonly Case[] } {
    const fitting = filter ? this.#cases.filter((one) => fits(filter, one)) : this.#cases;
    return { total: fitting.length, cases: fitting.slice(from, from + top) };
  }

  /** What filters can ask for. */
  describe(): Pick<Collection, "cases" | "findings" | "views" | "sexes" | "ages"> {
    const names = readableLabels(this.labelNames);
    return {
      cases: this.size,
      findings: this.labelNames.map((label, i) => ({
        label,
        name: names[i]!,
        count: this.#counts.get(label)!,
      })),
      views: distinct(this.#cases, (one) => one.view),
      sexes: distinct(this.#cases, (one) => one.sex),
      ages: ageRange(this.#cases),
    };
  }

  /** How often each finding occurs among the cases found and in the collection, most often first. */
  summarise(hits: readonly { readonly case: Case }[]): FindingShare[] {
    const found = countFindings(hits.map((hit) => hit.case), this.labelNames);
    const shares = this.labelNames.map((label) => ({
      label,
      count: found.get(label)!,
      share: found.get(label)! / Math.max(1, hits.length),
      collectionShare: this.#counts.get(label)! / Math.max(1, this.size),
    }));
    return shares.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  }
}

function countFindings(
  cases: readonly Case[],
  labelNames: readonly string[],
): Map<string, number> {
  const counts = new Map(labelNames.map((label) => [label, 0]));
  for (const { labels } of cases) {
    for (const label of labels) counts.set(label, counts.get(label)! + 1);
  }
  return counts;
}

/** The values that occur, unknown ("") last. */
function distinct(cases: readonly Case[], value: (one: Case) => string): string[] {
  const values = [...new Set(cases.map(value))].sort();
  return values[0] === "" ? [...values.slice(1), ""] : values;
}

function ageRange(cases: readonly Case[]): Collection["ages"] {
  let [from, to] = [Infinity, -Infinity];
  for (const { age } of cases) {
    if (Number.isNaN(age)) continue;
    [from, to] = [Math.min(from, age), Math.max(to, age)];
  }
  return from > to ? null : { from, to };
}
