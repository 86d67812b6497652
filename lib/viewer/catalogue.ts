/**
 * The cases of an index to leaf through, and how often each finding occurs among them.
 *
 * @module
 */
import { readableLabels } from "../charts/words.ts";
import type { Case } from "../store/case.ts";
import type { Filter } from "../store/filter/filter.ts";
import { CaseTable } from "../store/memory/case_table.ts";
import { fittingRows } from "../store/memory/filter_mask.ts";
import type { Collection, FindingShare } from "./schemas.ts";

/** All cases in the order in which they were added. */
export class Catalogue {
  readonly labelNames: readonly string[];
  readonly #table: CaseTable;
  readonly #counts: FindingCounts;
  /** Sorted. */
  readonly #ids: readonly string[];
  readonly #described: Described;

  constructor(cases: readonly Case[], labelNames: readonly string[]) {
    this.labelNames = labelNames;
    this.#table = new CaseTable(labelNames);
    this.#table.add(cases);
    this.#counts = countFindings(cases, labelNames);
    this.#ids = cases.map(({ id }) => id).sort();
    this.#described = {
      views: distinct(cases, (one) => one.view),
      sexes: distinct(cases, (one) => one.sex),
      ages: ageRange(cases),
    };
  }

  /** The number of cases. */
  get size(): number {
    return this.#table.count;
  }

  /** A page of the cases that fit, and how many fit in all. */
  page(
    { filter, from, top }: {
      readonly filter?: Filter | undefined;
      readonly from: number;
      readonly top: number;
    },
  ): { readonly total: number; readonly cases: readonly Case[] } {
    const cases: Case[] = [];
    let total = 0;
    for (const row of fittingRows(this.#table, filter)) {
      if (total >= from && cases.length < top) cases.push(this.#table.at(row));
      total++;
    }
    return { total, cases };
  }

  /** The ids that begin with a text, in the order of their characters. */
  idsFrom(start: string, most: number): readonly string[] {
    let [low, high] = [0, this.#ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ids[middle]! < start) low = middle + 1;
      else high = middle;
    }
    return this.#ids.slice(low, low + most).filter((id) => id.startsWith(start));
  }

  /** What filters can ask for. */
  describe(): Described & Pick<Collection, "cases" | "findings"> {
    const names = readableLabels(this.labelNames);
    return {
      cases: this.size,
      findings: this.labelNames.map((label, i) => ({
        label,
        name: names[i]!,
        ...this.#counts.get(label)!,
      })),
      ...this.#described,
    };
  }

  /**
   * How often each finding occurs among the cases found and in the collection, most often first.
   * Shares are of the cases of which it is known.
   */
  summarise(hits: readonly { readonly case: Case }[]): FindingShare[] {
    const found = countFindings(hits.map((hit) => hit.case), this.labelNames);
    const shares = this.labelNames.map((label) => {
      const { count, unknown } = found.get(label)!;
      const known = hits.length - unknown;
      const all = this.#counts.get(label)!;
      return {
        label,
        count,
        known,
        share: count / Math.max(1, known),
        collectionShare: all.count / Math.max(1, this.size - all.unknown),
      };
    });
    return shares.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  }
}

/** What all cases together tell, which is worked out once. */
type Described = Pick<Collection, "views" | "sexes" | "ages">;

/** For each finding, the cases that have it and those of which that is unknown. */
type FindingCounts = ReadonlyMap<string, { readonly count: number; readonly unknown: number }>;

function countFindings(cases: readonly Case[], labelNames: readonly string[]): FindingCounts {
  const counts = new Map(labelNames.map((label) => [label, { count: 0, unknown: 0 }]));
  for (const { labels, unknown } of cases) {
    for (const label of labels) counts.get(label)!.count++;
    for (const label of unknown) counts.get(label)!.unknown++;
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
