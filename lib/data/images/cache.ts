/**
 * Films decoded and resized once: the second start reads them from a folder.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { itemsAt } from "../rows.ts";
import { mapConcurrently } from "./concurrency.ts";
import { decodeFilm, type FilmSettings } from "./decode.ts";
import { type NewFilm, SegmentStore } from "./segments.ts";
import { unitFilms } from "./unit_films.ts";

/** Raised whenever the same file and settings come to give another film. */
const FORMAT = 1;

const FILMS_PER_SEGMENT = 1024;

/** Options of {@linkcode cacheFilms}. */
export interface FilmCacheOptions extends FilmSettings {
  /** The cache's folder; `.cache/images` unless told. */
  readonly directory?: string | undefined;
  /** Stops at the first image that cannot be read, instead of leaving it out. */
  readonly strict?: boolean | undefined;
  /** Images decoded at once; one more than the cores unless told. */
  readonly concurrency?: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** Hears of every image that is left out. */
  readonly onProblem?: (message: string) => void;
}

/** Films ready to read. */
export interface CachedFilms {
  /** The indices of the paths that could be read, ascending. */
  readonly kept: readonly number[];
  /** The films at these positions in `kept`, `[n, 1, size, size]` in 0 … 1. */
  read(positions: ArrayLike<number>): Promise<Float32Array<ArrayBuffer>>;
}

/**
 * Decodes the images that the cache does not hold yet. A film is known by the content of its file
 * and by the settings; path, size and modification time only save reading a known file again.
 *
 * @throws {InputError} if `strict` and an image cannot be read
 */
export async function cacheFilms(
  paths: readonly string[],
  options: FilmCacheOptions,
): Promise<CachedFilms> {
  const { size, fit, window, directory = join(".cache", "images") } = options;
  const { strict = false, onProgress, onProblem } = options;
  const { concurrency = availableParallelism() + 1 } = options;
  const folder = join(directory, `v${FORMAT}-${size}px-${fit}-${window}`);
  const store = await SegmentStore.open(folder, size);

  const hashes = new Array<string | undefined>(paths.length);
  const fileKeys = await mapConcurrently(paths, 64, fileKey);
  for (const [i, key] of fileKeys.entries()) {
    const hash = store.hashOf(key ?? "");
    if (hash !== undefined && store.placeOf(hash) !== undefined) hashes[i] = hash;
  }

  const unknown = Array.from(paths.keys()).filter((i) => hashes[i] === undefined);
  let done = paths.length - unknown.length;
  let fatal: unknown;
  onProgress?.(done, paths.length);
  for (let start = 0; start < unknown.length; start += FILMS_PER_SEGMENT) {
    const batch: NewFilm[] = [];
    await mapConcurrently(
      unknown.slice(start, start + FILMS_PER_SEGMENT),
      concurrency,
      async (i) => {
        if (fatal !== undefined) return;
        try {
          const film = await makeFilm(paths[i]!, fileKeys[i], store, options);
          batch.push(film);
          hashes[i] = film.hash;
        } catch (error) {
          if (strict || !(error instanceof InputError)) fatal = error;
          else onProblem?.(error.message);
        }
        onProgress?.(++done, paths.length);
      },
    );
    await store.add(batch);
    if (fatal !== undefined) throw fatal;
  }

  const kept = Array.from(paths.keys()).filter((i) => hashes[i] !== undefined);
  const places = kept.map((i) => store.placeOf(hashes[i]!)!);
  return {
    kept,
    // deno-lint-ignore require-await -- so that an error is a rejection
    read: async (positions) => unitFilms([store.read(itemsAt(places, positions))]),
  };
}

async function makeFilm(
  path: string,
  key: string | undefined,
  store: SegmentStore,
  settings: FilmSettings,
): Promise<NewFilm> {
  const bytes = await readImageFile(path);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const hash = Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
  const known = store.placeOf(hash) !== undefined;
  const pixels = known ? undefined : await decodeFilm(bytes, path, settings);
  return { fileKey: key ?? path, hash, pixels };
}

async function readImageFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound ? "there is no such file" : String(error);
    throw new InputError(`Cannot read the image "${path}": ${reason}`);
  }
}

/** Undefined where there is no such file; the reason is told when it is read. */
async function fileKey(path: string): Promise<string | undefined> {
  try {
    const { size, mtime } = await Deno.stat(path);
    return `${path}|${size}|${mtime?.getTime()}`;
  } catch {
    return undefined;
  }
}
