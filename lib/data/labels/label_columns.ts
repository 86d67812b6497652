/**
 * Tables with one column per label: 1, 0, −1 for "uncertain", or empty for "not mentioned", as
 * the CheXpert labeller writes them (Irvin et al., AAAI 2019).
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import type { LabelMatrix } from "../dataset.ts";
import { numberReader } from "../tables/numbers.ts";
import { columnIndex, rowName, type Table } from "../tables/table.ts";
import { meaningOfNothing } from "./nothing_words.ts";

/** What −1 means: missing ("ignore"), absent ("zeros"), present ("ones") or a belief ("soft"). */
export type UncertainPolicy =
  | { readonly kind: "ignore" | "zeros" | "ones" }
  | {
    readonly kind: "soft";
    /** In [0, 1]. */
    readonly value: number;
  };

/** What the cells that are neither 1 nor 0 mean. */
export interface CellPolicy {
  /** A cell that holds −1. */
  readonly uncertain: UncertainPolicy;
  /**
   * An empty cell, or a word such as `nan`: a report that does not mention a finding mostly means its
   * absence.
   */
  readonly unmentioned: "absent" | "missing";
}

/** What words in a cell mean, in lower case. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ...["true", "t", "yes", "y", "present", "positive"].map((word) => [word, 1] as const),
  ...["false", "f", "no", "n", "absent", "negative"].map((word) => [word, 0] as const),
  ...["uncertain", "u", "maybe"].map((word) => [word, -1] as const),
]);

/**
 * The value of a cell: 0 to 1, NaN for missing, or undefined where it is no label. A number, a word
 * such as `True`, `no` or `uncertain`, or a word for nothing such as `nan`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { labelValue } from "./label_columns.ts";
 *
 * const policy = { uncertain: { kind: "soft", value: 0.6 }, unmentioned: "absent" } as const;
 * assertEquals(["1.0", "False", "-1", "nan"].map((cell) => labelValue(cell, policy)), [
 *   1,
 *   0,
 *   0.6,
 *   0,
 * ]);
 * assertEquals(labelValue("R10", policy), undefined);
 * ```
 */
export function labelValue(
  cell: string,
  policy: CellPolicy,
  number: (cell: string) => number | undefined = numberReader({ name: "a cell" }),
): number | undefined {
  const text = cell.trim();
  if (isUnmentioned(text)) return policy.unmentioned === "absent" ? 0 : NaN;
  const value = WORDS.get(text.toLowerCase()) ?? number(text) ?? NaN;
  if (value >= 0 && value <= 1) return value;
  return value === -1 ? uncertainValue(policy.uncertain) : undefined;
}

function isUnmentioned(text: string): boolean {
  return meaningOfNothing(text) === "unwritten";
}

function uncertainValue(uncertain: UncertainPolicy): number {
  switch (uncertain.kind) {
    case "ignore":
      return NaN;
    case "zeros":
      return 0;
    case "ones":
      return 1;
    case "soft":
      return uncertain.value;
  }
}

/**
 * The labels in the columns of these names.
 *
 * @param names The columns
 * @param onWarning Hears how many cells hold which word for nothing, empty ones aside
 * @throws {InputError} if a column is missing or a cell is no label value
 */
export function readLabelColumns(
  table: Table,
  names: readonly string[],
  policy: CellPolicy,
  onWarning?: (message: string) => void,
): LabelMatrix {
  const columns = names.map((name) => columnIndex(table, name));
  const values = new Float32Array(table.rows.length * names.length);
  const words = new Map<string, number>();
  const number = numberReader(table);
  for (const [row, cells] of table.rows.entries()) {
    for (const [i, column] of columns.entries()) {
      const cell = cells[column]!;
      const value = labelValue(cell, policy, number);
      if (value === undefined) {
        throw new InputError(
          `Cannot read labels: ${
            rowName(row, table)
          } of "${table.name}" has "${cell}" in the column ` +
            `"${names[i]}"; expected 0 to 1, -1 or nothing (columns that are no labels are left ` +
            `out by data.labels or data.columns.labels.ignore)`,
        );
      }
      const word = cell.trim();
      if (word !== "" && isUnmentioned(word)) words.set(word, (words.get(word) ?? 0) + 1);
      values[row * names.length + i] = value;
    }
  }
  if (words.size > 0) {
    const counts = [...words].map(([word, cells]) => `"${word}" ${cells}`).join(", ");
    onWarning?.(
      `cells of labels with a word for nothing, read like empty ones (data.unmentioned=` +
        `${policy.unmentioned}): ${counts}`,
    );
  }
  return { names, values };
}
