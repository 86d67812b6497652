/**
 * A study: one question, asked by training the same configuration with a few settings changed.
 *
 * @module
 */
import { didYouMean, InputError } from "../base/errors.ts";
import type { ConfigInput } from "../config/config.ts";
import type { Ask } from "../run/view.ts";

/** Some keys of some sections of a configuration. */
export type ConfigChanges = {
  readonly [Section in keyof ConfigInput]?: SomeKeys<ConfigInput[Section]>;
};

/** Some keys of a section; of each kind where a section has kinds. */
export type SomeKeys<Section> = Section extends object
  ? { readonly [Key in keyof Section]?: Section[Key] }
  : Section;

/** A row or a column of a study's table. */
export interface Variant {
  /** What the table calls it; it also names folders. */
  readonly name: string;
  /** What it changes in the configuration that the study is run on. */
  readonly changes: ConfigChanges;
}

/** A table of runs: every row in every column with every seed. */
export interface Study {
  /** What is asked, in plain words. */
  readonly question: string;
  /** What is compared. */
  readonly rows: readonly Variant[];
  /** The name of the row that every other row is tested against. */
  readonly baseline: string;
  /** What the columns vary, such as "bits"; absent without columns. */
  readonly columnTitle?: string;
  /** Under which conditions the rows are compared; default: one unchanged column. */
  readonly columns?: readonly Variant[];
  /**
   * Among which cells the best setting is chosen, on validation scores: the rows of each column
   * (the default), or all cells where a column is a setting like a row.
   */
  readonly choose?: "per column" | "over all";
  /** What its tables say beside what all tables say. */
  readonly notes?: readonly string[];
  /** The ways to ask that its tables show, each a block of its own; default: code and expected. */
  readonly asks?: readonly Ask[];
}

/** Columns for the usual lengths of hash codes. */
export const CODE_LENGTHS: readonly Variant[] = [16, 32, 48, 64, 96, 128].map((bits) => ({
  name: String(bits),
  changes: { codes: { bits } },
}));

/** The column of a study that has none. */
export const ONLY_COLUMN: Variant = { name: "", changes: {} };

/** The ways to ask that a study shows. */
export function asksOf({ asks = ["code", "expected"] }: Study): readonly Ask[] {
  return asks;
}

/** The columns of a study, at least one. */
export function columnsOf({ columns = [ONLY_COLUMN] }: Study): readonly Variant[] {
  return columns;
}

/**
 * Checks that a study can be run.
 *
 * @throws {InputError} if it has no rows, two rows or columns would share a folder, or the baseline
 * is no row
 */
export function checkStudy(name: string, study: Study): void {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot run the study "${name}": ${reason}`);
  };
  const columns = columnsOf(study);
  if (study.rows.length === 0 || columns.length === 0) fail("it has no rows or no columns");
  for (const variants of [study.rows, columns]) {
    const taken = new Map<string, string>();
    for (const variant of variants) {
      const folder = folderName(variant.name);
      const other = taken.get(folder);
      if (other !== undefined) {
        fail(`"${other}" and "${variant.name}" would share the folder "${folder}"; rename one`);
      }
      taken.set(folder, variant.name);
    }
  }
  const rows = study.rows.map((row) => row.name);
  if (!rows.includes(study.baseline)) {
    fail(`its baseline "${study.baseline}" is none of its rows${didYouMean(study.baseline, rows)}`);
  }
}

/**
 * The `key.path=value` texts of some changes, as `--set` takes them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { settingsOf } from "./study.ts";
 *
 * const changes = { targets: { kind: "hadamard" }, loss: { epsilon: 0 }, seed: 3 } as const;
 * assertEquals(settingsOf(changes), ['targets.kind="hadamard"', "loss.epsilon=0", "seed=3"]);
 * ```
 */
export function settingsOf(changes: object, prefix = ""): string[] {
  return Object.entries(changes).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? settingsOf(value, `${prefix}${key}.`)
      : [`${prefix}${key}=${JSON.stringify(value)}`]
  );
}

const LETTERS: Readonly<Record<string, string>> = { "ε": "epsilon", "τ": "tau", "λ": "lambda" };

/**
 * The folder of a row or a column: its name in lower case, Greek letters spelt out, everything
 * else than letters, digits and points as one hyphen.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { folderName } from "./study.ts";
 *
 * assertEquals(folderName("Conditional, τ = 0.05"), "conditional-tau-0.05");
 * ```
 */
export function folderName(name: string): string {
  return name.toLowerCase().replace(/[ετλ]/g, (letter) => LETTERS[letter]!)
    .replace(/[^a-z0-9.]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
}
