/**
 * The runs of a study: every row in every column with every seed, each with a folder of its own,
 * and the part of them that one of several machines does.
 *
 * @module
 */
import { join } from "node:path";
import { InputError } from "../base/errors.ts";
import type { Config, ConfigInput } from "../config/config.ts";
import { asksOf, columnsOf, folderName, settingsOf, type Study, type Variant } from "./study.ts";
import { applySettings, type JsonObject, parseConfig } from "../config/config_file.ts";
import { withDefault } from "../config/reads.ts";

/** One run of a study. */
export interface StudyRun {
  /** The name of its row. */
  readonly row: string;
  /** The name of its column; "" in a study without columns. */
  readonly column: string;
  readonly seed: number;
  /** The run's folder. */
  readonly folder: string;
  readonly config: Config;
}

/** What a study is run on. */
export interface GridOptions {
  /** A configuration, validated or as it stands in a file. */
  readonly data: Config | ConfigInput | JsonObject;
  /** `key.path=value` texts for all runs; rows and columns win over them. */
  readonly settings?: readonly string[];
  /** Seeds 0 … seeds − 1; in the section `data`, `{seed}` stands for them. */
  readonly seeds: number;
  /** Counts the seeds from here; default: 0. */
  readonly firstSeed?: number;
  /** The study's folder. */
  readonly folder: string;
}

/**
 * One thread a run makes its results independent of how many runs share a machine, and leaves the
 * other processors to other runs.
 */
function onOneThread(data: Config | ConfigInput | JsonObject): JsonObject {
  return withDefault({ ...data }, "engine", "threads", 1);
}

/** With queries that ask in the ways that the study shows, where nobody says otherwise. */
function askedBy(study: Study, data: JsonObject): JsonObject {
  return withDefault(data, "evaluation", "asks", asksOf(study));
}

/**
 * All runs of a study, seed by seed, so that a part of them holds something of every row.
 *
 * @throws {InputError} if a row or a column does not fit the configuration, naming it
 */
export function studyRuns(
  study: Study,
  { data, settings = [], seeds, firstSeed = 0, folder }: GridOptions,
): StudyRun[] {
  const base = askedBy(study, onOneThread(data));
  const runs: StudyRun[] = [];
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    for (const row of study.rows) {
      for (const column of columnsOf(study)) {
        const changes = [row, column].flatMap((variant) => settingsOf(variant.changes));
        const layers = [settings, [...changes, `seed=${seed}`]];
        const config = configOf(
          row,
          column,
          () => parseConfig(withSeed(layers.reduce(applySettings, base), seed)),
        );
        const names = [row.name, column.name].map(folderName).filter((name) => name !== "");
        const path = join(folder, "runs", ...names, `seed-${seed}`);
        runs.push({ row: row.name, column: column.name, seed, folder: path, config });
      }
    }
  }
  return runs;
}

/** With the seed for every `{seed}` in the section `data`, so that each can have a fold of its own. */
function withSeed(config: JsonObject, seed: number): JsonObject {
  if (config.data === undefined) return config;
  return {
    ...config,
    data: JSON.parse(JSON.stringify(config.data).replaceAll("{seed}", `${seed}`)),
  };
}

/** Adds the row to a message about its settings. */
function configOf(row: Variant, column: Variant, parse: () => Config): Config {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const where = [row.name, column.name].filter((name) => name !== "").join(", ");
    throw new InputError(`${error.message} (in the row "${where}")`);
  }
}

/** The setting with which held-out patients ask, see `data.split.heldOut`. */
export const ASK_HELD_OUT = "data.split.heldOut.asked=true";

/** The folder of a study's runs among those of others: runs whose queries are others lie apart. */
export function studyFolder(name: string, { heldOut }: { readonly heldOut: boolean }): string {
  return heldOut ? `${name}-held-out` : name;
}

/** One part of several: number `index` (from 1) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The shard that a text such as "2/8" names.
 *
 * @throws {InputError} if it names none
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseShard } from "./grid.ts";
 *
 * assertEquals(parseShard("2/8"), { index: 2, count: 8 });
 * ```
 */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) {
    return { index, count };
  }
  throw new InputError(
    `Cannot use the shard "${text}": expected i/n with i from 1 to n, such as 1/8`,
  );
}

/**
 * The items that belong to a shard. The shards of one count hold every item once, and their sizes
 * differ by one at most.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shardOf } from "./grid.ts";
 *
 * assertEquals(shardOf(["a", "b", "c"], { index: 1, count: 2 }), ["a", "c"]);
 * ```
 */
export function shardOf<T>(items: readonly T[], { index, count }: Shard): T[] {
  return items.filter((_, i) => i % count === index - 1);
}
