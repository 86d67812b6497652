/**
 * Tables with one column per label: 1, 0, −1 for "uncertain", or empty for "not mentioned", as
 * the CheXpert labeller writes them (Irvin et al., AAAI 2019).
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import type { LabelMatrix } from "../dataset.ts";
import { columnIndex, rowName, type Table } from "../tables/table.ts";

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
  /** An empty cell: a report that does not mention a finding mostly means its absence. */
  readonly unmentioned: "absent" | "missing";
}

/**
 * The value of a cell: 0 to 1, NaN for missing, or undefined where it is no label.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { labelValue } from "./label_columns.ts";
 *
 * const policy = { uncertain: { kind: "soft", value: 0.6 }, unmentioned: "absent" } as const;
 * assertEquals(["1.0", "0", "-1", "", "yes"].map((cell) => labelValue(cell, policy)), [
 *   1,
 *   0,
 *   0.6,
 *   0,
 *   undefined,
 * ]);
 * ```
 */
export function labelValue(cell: string, policy: CellPolicy): number | undefined {
  const text = cell.trim();
  if (text === "") return policy.unmentioned === "absent" ? 0 : NaN;
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  return value === -1 ? uncertainValue(policy.uncertain) : undefined;
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
 * @throws {InputError} if a column is missing or a cell is no label value
 */
export function readLabelColumns(
  table: Table,
  names: readonly string[],
  policy: CellPolicy,
): LabelMatrix {
  const columns = names.map((name) => columnIndex(table, name));
  const values = new Float32Array(table.rows.length * names.length);
  for (const [row, cells] of table.rows.entries()) {
    for (const [i, column] of columns.entries()) {
      const value = labelValue(cells[column]!, policy);
      if (value === undefined) {
        throw new InputError(
          `Cannot read labels: ${rowName(row)} of "${table.name}" has "${cells[column]}" in the ` +
            `column "${
              names[i]
            }"; expected 0 to 1, -1 or nothing (columns that are no labels are ` +
            `left out by data.labels or data.columns.labels.ignore)`,
        );
      }
      values[row * names.length + i] = value;
    }
  }
  return { names, values };
}
