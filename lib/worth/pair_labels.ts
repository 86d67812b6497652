/**
 * Whether two films share a finding, where some findings may be unknown.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";
import { PRESENT_FROM } from "../data/labels/label_sets.ts";

/** What is known of the findings that two films have in common. */
export interface SharedFindings {
  /** Whether they share one; undefined where that hangs on findings that are unknown. */
  readonly any: boolean | undefined;
  /** Ascending numbers of the findings that both are known to have. */
  readonly shared: readonly number[];
}

/** What films of one kind are known to have, and may have. */
interface Findings {
  readonly present: readonly number[];
  readonly possible: ReadonlySet<number>;
}

/**
 * What each pair of films shares. Films are compared once for each two kinds of label rows that
 * occur, so that asking for many pairs costs a look into a table.
 *
 * @param queries `[q, C]`
 * @param cases `[n, C]` of the same findings
 * @returns Of a query and a case, by their rows
 * @example The second finding of the case is unknown
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sharedFindings } from "./pair_labels.ts";
 *
 * const names = ["Edema", "Mass"];
 * const queries = { names, values: Float32Array.of(1, 1, 0, 1, 0, 0) };
 * const shared = sharedFindings(queries, { names, values: Float32Array.of(1, NaN) });
 * assertEquals(shared(0, 0), { any: true, shared: [0] });
 * assertEquals(shared(1, 0), { any: undefined, shared: [] });
 * assertEquals(shared(2, 0), { any: false, shared: [] });
 * ```
 */
export function sharedFindings(
  queries: LabelMatrix,
  cases: LabelMatrix,
): (query: number, film: number) => SharedFindings {
  const [asking, asked] = [kindsOf(queries), kindsOf(cases)];
  const table = asking.kinds.map((query) => asked.kinds.map((film) => compare(query, film)));
  return (query, film) => table[asking.ofFilm[query]!]![asked.ofFilm[film]!]!;
}

function compare(query: Findings, film: Findings): SharedFindings {
  const shared = query.present.filter((label) => film.present.includes(label));
  if (shared.length > 0) return { any: true, shared };
  const may = [...query.possible].some((label) => film.possible.has(label));
  return { any: may ? undefined : false, shared };
}

/** The distinct rows of labels, and which film has which. */
function kindsOf({ names, values }: LabelMatrix): { kinds: Findings[]; ofFilm: Uint32Array } {
  const kinds: Findings[] = [];
  const indexes = new Map<string, number>();
  const ofFilm = Uint32Array.from({ length: values.length / names.length }, (_, film) => {
    const row = [...values.subarray(film * names.length, (film + 1) * names.length)];
    const states = row.map((value) =>
      Number.isNaN(value) ? "?" : value >= PRESENT_FROM ? "1" : "0"
    );
    const key = states.join("");
    const known = indexes.get(key);
    if (known !== undefined) return known;
    indexes.set(key, kinds.length);
    const having = (wanted: string) =>
      [...states.keys()].filter((label) => wanted.includes(states[label]!));
    return kinds.push({ present: having("1"), possible: new Set(having("1?")) }) - 1;
  });
  return { kinds, ofFilm };
}
