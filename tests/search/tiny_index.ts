/**
 * A run on a few synthetic films, and its index.
 *
 * @module
 */
import { join } from "node:path";
import { HammingIndex } from "../../lib/search/hamming_index.ts";
import { indexRun } from "../../lib/search/index_run.ts";
import { RunFolder } from "../../lib/train/run_folder.ts";
import { tinyFilmConfig } from "../train/tiny_film_run.ts";
import { runIn } from "../train/tiny_run.ts";

/** Trains a run of 60 films in `run` and indexes it in `index`; codes have 16 bits. */
export async function tinyIndex(folder: string): Promise<{ run: RunFolder; index: string }> {
  const path = join(folder, "run");
  await runIn(path, tinyFilmConfig({ kind: "small-resnet", width: 4 }));
  const run = new RunFolder(path);
  const index = join(folder, "index");
  await indexRun(run, index);
  return { run, index };
}

/** All cases of an index with their codes, by id; their numbers aside. */
export async function contentOf(folder: string): Promise<Record<string, unknown>> {
  const index = await HammingIndex.open(folder);
  const entries = Array.from(
    index.entries(),
    ({ case: film, code }) => [film.id, { ...film, code: code.toHex() }],
  );
  return Object.fromEntries(entries);
}
