/**
 * The process that film_pool.ts starts: reads films with the encoder of the index that its
 * argument names.
 *
 * @module
 */
import { openFilmEncoder } from "../search/film_encoder.ts";
import { modelFolder } from "../search/index_folder.ts";
import { serveFilms } from "./film_worker.ts";

if (import.meta.main) await serveFilms(() => openFilmEncoder(modelFolder(Deno.args[0]!)));
