/**
 * Films of which somebody has forgotten some findings: to see what can be known of a finding that
 * nobody, or hardly anybody, has labelled.
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import type { Dataset, LabelMatrix } from "../../data/dataset.ts";
import { PRESENT_FROM } from "../../data/labels/label_sets.ts";

/** Numbers of the findings that are hidden together; the others of the collection are known. */
export type HiddenFindings = readonly number[];

/**
 * Parts the findings in so many groups, each to be hidden while the others are known: the most frequent
 * one goes to the first group, the next to the second, and so on, so that groups are alike.
 *
 * @param findings Numbers of the findings that are to be hidden once
 * @param films `[C]` how many films have each
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hiddenGroups } from "./hidden_findings.ts";
 *
 * assertEquals(hiddenGroups([0, 1, 2], [10, 30, 20], 2), [[1, 0], [2]]);
 * ```
 */
export function hiddenGroups(
  findings: readonly number[],
  films: readonly number[],
  groups: number,
): HiddenFindings[] {
  const order = findings.toSorted((a, b) => films[b]! - films[a]! || a - b);
  return Array.from({ length: groups }, (_, group) => order.filter((_, i) => i % groups === group))
    .filter((group) => group.length > 0);
}

/** The rows of `rows` that have a finding. */
export function rowsWith(
  { names, values }: LabelMatrix,
  finding: number,
  rows: Uint32Array,
): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(rows)
    .filter((row) => values[row * names.length + finding]! >= PRESENT_FROM);
}

/**
 * Up to so many training films of each hidden finding, drawn at random. Fewer films are some of more
 * films that the same stream draws.
 */
export function labelledExamples(
  { labels, split: { train } }: Dataset,
  hidden: HiddenFindings,
  { films, random }: { readonly films: number; readonly random: Random },
): ReadonlyMap<number, Uint32Array<ArrayBuffer>> {
  return new Map(hidden.map((finding) => {
    const rows = rowsWith(labels, finding, train);
    const order = random.fork(labels.names[finding]!).permutation(rows.length);
    return [finding, Uint32Array.from(order.subarray(0, films), (place) => rows[place]!)];
  }));
}

/**
 * The data set as somebody has it who has labelled the hidden findings on these films alone: on all
 * others they are absent, as in records that do not mention them.
 */
export function hideFindings(
  dataset: Dataset,
  examples: ReadonlyMap<number, Uint32Array>,
): Dataset {
  const { names, values } = dataset.labels;
  const seen = values.slice();
  for (const [finding, rows] of examples) {
    for (let at = finding; at < seen.length; at += names.length) seen[at] = 0;
    for (const row of rows) seen[row * names.length + finding] = 1;
  }
  return { ...dataset, labels: { names, values: seen } };
}

/** The data set without some findings. */
export function withoutFindings(dataset: Dataset, hidden: HiddenFindings): Dataset {
  const { names, values } = dataset.labels;
  const known = names.map((_, label) => label).filter((label) => !hidden.includes(label));
  const films = values.length / names.length;
  const kept = new Float32Array(films * known.length);
  for (let film = 0; film < films; film++) {
    for (const [place, label] of known.entries()) {
      kept[film * known.length + place] = values[film * names.length + label]!;
    }
  }
  return { ...dataset, labels: { names: known.map((label) => names[label]!), values: kept } };
}
