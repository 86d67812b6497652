/**
 * Which findings occur together, and how often: the label sets of the 112,120 films of NIH
 * ChestX-ray14 with their counts, from which the phantom draws its own.
 *
 * @module
 */
import { csvText } from "../../base/csv.ts";
import { didYouMean, InputError } from "../../base/errors.ts";
import type { Random } from "../../base/random.ts";
import { parseTable } from "../tables/parse_table.ts";
import { columnCells } from "../tables/table.ts";
import { CHESTXRAY14_LABELS } from "../dataset.ts";

/** One of the fourteen findings. */
export type FindingName = (typeof CHESTXRAY14_LABELS)[number];

/** A set of findings, empty for a normal film, and the number of films that have exactly it. */
export interface LabelSet {
  /** In the order of {@linkcode CHESTXRAY14_LABELS}. */
  readonly findings: readonly FindingName[];
  /** Films that have these findings and no other. */
  readonly count: number;
}

/** How the metadata and the table write the empty set. */
const NO_FINDING = "No Finding";
const HEADER = ["label_set", "count"];

/**
 * Counts the label sets of a ChestX-ray14 metadata file (any layout with a "Finding Labels"
 * column), the most frequent first and equal counts by name.
 *
 * @throws {InputError} if the column is missing or a label is none of the fourteen
 */
export function countLabelSets(metadata: string): LabelSet[] {
  const counts = new Map<string, number>();
  for (const name of columnCells(parseTable(metadata, "the metadata"), "Finding Labels")) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name, count]) => ({ findings: parseFindings(name), count }));
}

/** The CSV text of a table of label sets; {@linkcode parseLabelSets} reads it back. */
export function formatLabelSets(table: readonly LabelSet[]): string {
  const rows = table.map(({ findings, count }) => [findings.join("|") || NO_FINDING, count]);
  return csvText([HEADER, ...rows]);
}

/**
 * Reads a table written by {@linkcode formatLabelSets}.
 *
 * @throws {InputError} if a row names an unknown finding or its count is no positive integer
 */
export function parseLabelSets(text: string): LabelSet[] {
  return parseTable(text, "the label sets").rows.map(([name = "", countText = ""]) => {
    return { findings: parseFindings(name), count: setCount(countText, `"${name}"`) };
  });
}

/**
 * The count of a label set.
 *
 * @param where Names the set, for the message
 * @throws {InputError} if it is no positive integer
 */
export function setCount(text: string, where: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InputError(
    `Cannot read label sets: ${where} has the count "${text}", not a positive integer`,
  );
}

/** The table that comes with cohash, `data/chestxray14_label_sets.csv`. */
export async function readLabelSets(): Promise<LabelSet[]> {
  const { default: table } = await import("../../../data/chestxray14_label_sets.csv", {
    with: { type: "text" },
  });
  return parseLabelSets(table);
}

/**
 * Draws one label set with probability proportional to its count.
 *
 * @throws {RangeError} if the table is empty
 */
export function sampleLabelSet(table: readonly LabelSet[], random: Random): LabelSet {
  const total = table.reduce((sum, { count }) => sum + count, 0);
  let rest = random.below(total);
  for (const set of table) {
    rest -= set.count;
    if (rest < 0) return set;
  }
  throw new RangeError("Cannot sample a label set: the table is empty");
}

function parseFindings(name: string): FindingName[] {
  if (name === NO_FINDING) return [];
  return name.split("|").map((label) => {
    const finding = CHESTXRAY14_LABELS.find((known) => known === label);
    if (finding === undefined) {
      throw new InputError(
        `Cannot read label sets: "${label}" is not one of the 14 ChestX-ray14 labels` +
          didYouMean(label, CHESTXRAY14_LABELS),
      );
    }
    return finding;
  });
}
