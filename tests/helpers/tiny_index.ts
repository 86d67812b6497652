/**
 * A run on a few synthetic films, and its index.
 *
 * @module
 */
import { join } from "node:path";
import type { StoredCase } from "../../lib/store/case.ts";
import { withIndex } from "../../lib/search/indexing/index_folder.ts";
import { indexRun } from "../../lib/search/indexing/index_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { tinyFilmConfig } from "./tiny_film_run.ts";
import { inTemporaryFolder, readFolder, writeFolder } from "./folders.ts";
import { runIn } from "./tiny_run.ts";

/** The files of the run and of its index, made once. */
let made: Promise<Record<string, Uint8Array>> | undefined;

/** Writes a run of 60 films into `run` and its index into `index`; codes have 16 bits. */
export async function tinyIndex(folder: string): Promise<{ run: RunFolder; index: string }> {
  made ??= makeIndex();
  await writeFolder(folder, await made);
  return { run: new RunFolder(join(folder, "run")), index: join(folder, "index") };
}

async function makeIndex(): Promise<Record<string, Uint8Array>> {
  let files: Record<string, Uint8Array> = {};
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "run");
    await runIn(path, tinyFilmConfig({ kind: "small-resnet", width: 4 }));
    await indexRun(new RunFolder(path), join(folder, "index"));
    files = await readFolder(folder);
  });
  return files;
}

/** What the index in a folder has of these films. */
export async function filmsOf(
  folder: string,
  ids: readonly string[],
): Promise<readonly (StoredCase | undefined)[]> {
  return await withIndex(folder, (index) => index.find(ids));
}

/** All cases of an index with their codes, by id; their numbers aside. */
export async function contentOf(folder: string): Promise<Record<string, unknown>> {
  return await withIndex(folder, (index) => {
    const entries = Array.from(
      index.entries(),
      ({ case: film, code }) => [film.id, { ...film, code: code.toHex() }],
    );
    return Object.fromEntries(entries);
  });
}

/** Makes an index what an earlier cohash would have left, whose card knew codes alone. */
export async function asOfEarlierCohash(index: string): Promise<void> {
  const path = join(index, "encoder", "encoder.json");
  const { asking: _, ...card } = JSON.parse(await Deno.readTextFile(path));
  await Deno.writeTextFile(path, JSON.stringify({ ...card, format: 2 }));
  await Deno.remove(join(index, "encoder", "asking.npy"));
}
