/**
 * What the pages claim: which of their figures come from which runs. The figures themselves stand
 * on the pages only.
 *
 * @module
 */
import type { View } from "../../lib/run/view.ts";
import type { Variant } from "../../lib/study/study.ts";

/** The films that figures are made of, by the name that `--data` takes. */
export const DATA_NAMES = [
  "phantom",
  "chexnet_probs",
  "chexnet9",
  "sexbias",
  "openi",
  "nih",
] as const;

/** See {@linkcode DATA_NAMES}. */
export type DataName = typeof DATA_NAMES[number];

/** Some figures, made by one source. */
export interface Claim {
  /** What `--only` takes; a table with its figures stands behind `<!-- figures: NAME -->`. */
  readonly name: string;
  readonly data: DataName;
  readonly source: Source;
  /** Where they stand. */
  readonly quotes: readonly Quote[];
  /**
   * How far a figure that is quoted without ± and without [low, high] may be off; one in its last
   * decimal (default). On the machine that made them all come out the same; other processors
   * round differently, and a run's scores then move as another seed moves them.
   */
  readonly slack?: number;
}

/** What one page quotes of a source: a table, sentences or both. */
export interface Quote {
  /** The page's path in the repository, such as `docs/results.md`. */
  readonly page: string;
  /** Where the figures of the table come from; absent without a table. */
  readonly table?: CellMap;
  /** What its `<!-- figures: … -->` says, where it is not the claim's only table; default: its name. */
  readonly marker?: string;
  readonly sentences?: readonly Sentence[];
}

/** What makes figures. */
export type Source =
  | {
    readonly kind: "study";
    /** A file of experiments/ablations. */
    readonly study: string;
    readonly seeds: number;
    /** Whether held-out patients ask; default: no. */
    readonly heldOut?: boolean;
  }
  | {
    /** Single runs as `deno task train` does them, scored beside their controls. */
    readonly kind: "runs";
    /** A configuration of experiments/configs, or a file. */
    readonly config: string;
    readonly rows: readonly Variant[];
    readonly columns?: readonly Variant[];
  };

/** One figure of a source. */
export interface Address {
  /**
   * A row of the study, or "random" or "hub"; of single runs a row of their results, such as "lsh".
   */
  readonly row: string;
  /** A column of the study or of the runs; absent where there are none. */
  readonly column?: string;
  /** Which films are searched and how they are asked for; default: what comes first of the source. */
  readonly view?: View;
  /** A score's name; single runs also count "queries" and "database" films. */
  readonly score: string;
  /**
   * Not the score itself but by how much it is above the study's baseline row: in this column, or
   * in the column where that is most.
   */
  readonly lead?: "here" | "largest";
}

/** Where the figure in a row and below a head comes from; undefined where no figure stands. */
export type CellMap = (row: string, head: string) => Address | undefined;

/** A sentence, or a part of one. */
export interface Sentence {
  /** As the page has it, without marks such as ** and `; `{}` stands for each figure. */
  readonly text: string;
  /** Where they come from, one by one. */
  readonly figures: readonly Address[];
}

/** How the pages title the scores of their tables. */
const SCORE_HEADS: Readonly<Record<string, string>> = {
  "Macro AP": "macro-ap",
  "Jaccard NDCG@100": "ndcg@100:jaccard",
  "NDCG@100 (Jaccard)": "ndcg@100:jaccard",
  "mAP": "map",
};

/** Options of {@linkcode scoresBelow} and {@linkcode columnsBelow}. */
export interface CellMapOptions {
  /** What the source calls a row, by what the page calls it; default: the same. */
  readonly rows?: Readonly<Record<string, string>>;
  /** The view that the table is of; default: the first of the source. */
  readonly view?: View;
}

/** A table whose heads are scores; other heads, such as "year", have no figures below. */
export function scoresBelow(
  { rows = {}, view, column }: CellMapOptions & { readonly column?: string } = {},
): CellMap {
  return (text, head) => {
    const score = SCORE_HEADS[head];
    if (score === undefined) return undefined;
    return { row: rowName(text, rows), score, ...view && { view }, ...column && { column } };
  };
}

/** A table of one score whose heads are the source's columns, such as code lengths. */
export function columnsBelow(
  score: Address["score"],
  { rows = {}, view }: CellMapOptions = {},
): CellMap {
  return (text, column) => ({ row: rowName(text, rows), column, score, ...view && { view } });
}

/** The tables that a study writes mark its baseline. */
function rowName(text: string, rows: Readonly<Record<string, string>>): string {
  const name = text.replace(/ \(baseline\)$/, "");
  return rows[name] ?? name;
}
