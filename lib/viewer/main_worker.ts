/**
 * The process that film_pool.ts starts: reads films with the encoder of the index that its
 * argument names.
 *
 * @module
 */
import { openFilmEncoder } from "../search/film_encoder.ts";
import { modelFolder } from "../search/indexing/index_folder.ts";
import { RunFolder } from "../run/run_folder.ts";
import { type MissingEncoder, serveFilms, type WorkerEncoder } from "./film_worker.ts";

async function open(index: string): Promise<WorkerEncoder | MissingEncoder> {
  const folder = modelFolder(index);
  const { data } = await new RunFolder(folder).config();
  if (data.kind === "features") {
    return { problem: "the codes of this index were made of features; search from a case" };
  }
  return await openFilmEncoder(folder);
}

if (import.meta.main) await serveFilms(() => open(Deno.args[0]!));
