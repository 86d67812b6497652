/**
 * The process that film_pool.ts starts: reads films with the encoder of the index that its
 * argument names.
 *
 * @module
 */
import { Encoder } from "../run/encoder.ts";
import { readCard } from "../run/encoder_files.ts";
import { encoderFolder } from "../search/indexing/index_folder.ts";
import { type MissingEncoder, serveFilms, type WorkerEncoder } from "./film_worker.ts";

async function open(index: string): Promise<WorkerEncoder | MissingEncoder> {
  const folder = await encoderFolder(index);
  const { input } = await readCard(folder);
  if (input.kind === "features") {
    return { problem: "the codes of this index were made of features; search from a case" };
  }
  return await Encoder.open(folder);
}

if (import.meta.main) await serveFilms(() => open(Deno.args[0]!));
