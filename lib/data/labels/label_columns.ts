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
import { asSeen, labelKey } from "./spellings.ts";

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

/** What "No Finding" says nothing of, since it is none (Irvin et al., AAAI 2019). */
const SUPPORT_DEVICES = "support devices";

/**
 * The value of a cell: 0 to 1, NaN for missing, or undefined where it is no label. A number, a word
 * such as `True`, `no` or `uncertain`, `unknown`, or a word for nothing such as `nan`.
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
  const text = asSeen(cell);
  const value = WORDS.get(text.toLowerCase()) ?? number(text);
  if (value === undefined) return unwrittenValue(text, policy);
  if (value >= 0 && value <= 1) return value;
  return value === -1 ? uncertainValue(policy.uncertain) : undefined;
}

function unwrittenValue(text: string, { unmentioned }: CellPolicy): number | undefined {
  const meaning = meaningOfNothing(text);
  if (meaning === "unknown") return NaN;
  if (meaning !== "unwritten") return undefined;
  return unmentioned === "absent" ? 0 : NaN;
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
 * The labels in the columns of these names. In a row of which a column such as "No Finding" says 1,
 * findings that are not mentioned are absent, whatever the policy.
 *
 * @param names The columns
 * @param onWarning Hears how many cells hold which word for nothing, empty ones aside,
 * and in how many rows a finding stands beside "No Finding"
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
  const noneRows = rowsWithoutFinding(table, names);
  const isFinding = names.map((name) => labelKey(name) !== SUPPORT_DEVICES);
  const ofNone: CellPolicy = { ...policy, unmentioned: "absent" };
  const contradictory = new Set<number>();
  for (const [row, cells] of table.rows.entries()) {
    for (const [i, column] of columns.entries()) {
      const cell = cells[column]!;
      const isNone = noneRows.has(row) && isFinding[i]!;
      const value = labelValue(cell, isNone ? ofNone : policy, number);
      if (value === undefined) {
        throw new InputError(
          `Cannot read labels: ${
            rowName(row, table)
          } of "${table.name}" has "${cell}" in the column ` +
            `"${names[i]}"; expected 0 to 1, -1 or nothing (columns that are no labels are left ` +
            `out by data.labels or data.columns.labels.ignore)`,
        );
      }
      if (isNone && value === 1) contradictory.add(row);
      const word = cell.trim();
      if (isWordForNothing(word)) words.set(word, (words.get(word) ?? 0) + 1);
      values[row * names.length + i] = value;
    }
  }
  if (contradictory.size > 0) {
    onWarning?.(
      `${contradictory.size} rows have a finding beside "No Finding" or the like: the finding counts`,
    );
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

/** Whether a cell holds a word for nothing; most hold nothing or a number, which is soon told. */
function isWordForNothing(word: string): boolean {
  return word !== "" && !/^[+-]?\d/.test(word) && meaningOfNothing(word) === "unwritten";
}

/** The rows of which a column such as "No Finding", beside the labels, says 1. */
function rowsWithoutFinding(
  { header, rows }: Table,
  names: readonly string[],
): ReadonlySet<number> {
  const columns = [...header.keys()].filter((column) =>
    meaningOfNothing(header[column]!) === "none" && !names.includes(header[column]!)
  );
  const isOne = (cell: string) =>
    /^\s*\+?1([.,]0*)?\s*$/.test(cell) || WORDS.get(cell.trim().toLowerCase()) === 1;
  return new Set(
    [...rows.keys()].filter((row) => columns.some((column) => isOne(rows[row]![column]!))),
  );
}
