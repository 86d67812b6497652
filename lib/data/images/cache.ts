/**
 * Films decoded and resized once: the second start reads them from a folder.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { InputError } from "../../base/errors.ts";
import { readFile } from "../../base/files.ts";
import { sha256Of } from "../../base/sha256.ts";
import { itemsAt } from "../rows.ts";
import { mapConcurrently } from "../../base/concurrency.ts";
import type { FilmSettings } from "./decode.ts";
import { type NewFilm, SegmentStore } from "./segments.ts";
import { listSome } from "../tables/table.ts";
import { readStored, type StoredFilms } from "./stored_films.ts";

/** Raised whenever the same file and settings come to give another film. */
export const FILM_FORMAT = 2;

const FILMS_PER_SEGMENT = 1024;

/**
 * Milliseconds in which a file may change again without its times telling, since some systems give
 * whole seconds.
 */
const YOUNG = 2000;

/** Options of {@linkcode cacheFilms}. */
export interface FilmCacheOptions extends FilmSettings {
  /** The cache's folder; default: `.cache/images`. */
  readonly directory?: string | undefined;
  /** Stops at the first image that cannot be read, instead of leaving it out. */
  readonly strict?: boolean | undefined;
  /** Images decoded at once; default: one more than the cores. */
  readonly concurrency?: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** Hears of every image that is left out. */
  readonly onProblem?: (message: string) => void;
  /** Hears what is odd about films that are kept: a sentence for each oddity, with their paths. */
  readonly onNote?: (message: string) => void;
}

/** Films ready to read. */
export interface CachedFilms {
  /** The indices of the paths that could be read, ascending. */
  readonly kept: readonly number[];
  /** The SHA-256 of each of these files, in hexadecimal digits. */
  readonly contents: readonly string[];
  /** Where the films at these positions in `kept` are. */
  stored(positions: ArrayLike<number>): StoredFilms;
  /** The films at these positions in `kept`, `[n, 1, size, size]` in 0 … 1. */
  read(positions: ArrayLike<number>): Promise<Float32Array<ArrayBuffer>>;
}

/**
 * Decodes the images that the cache does not hold yet. A film is known by the content of its file
 * and by the settings. Path, size and times only save reading a known file again: the modification
 * time, and that of the last change of the file's entry, which no program can set back.
 *
 * @throws {InputError} if `strict` and an image cannot be read
 */
export async function cacheFilms(
  paths: readonly string[],
  options: FilmCacheOptions,
): Promise<CachedFilms> {
  const { size, fit, window, range, onProgress, directory = join(".cache", "images") } = options;
  const folder = join(directory, `v${FILM_FORMAT}-${size}px-${fit}-${window}${rangeName(range)}`);
  const store = await SegmentStore.open(folder, size);

  const keys = await mapConcurrently(paths, 64, fileKey);
  const files = paths.map((path, i) => ({ path, key: keys[i] }));
  const hashes = await mapConcurrently(files, 8, (file) => knownHash(store, file));
  const unknown = Array.from(paths.keys()).filter((i) => hashes[i] === undefined);
  let done = paths.length - unknown.length;
  onProgress?.(done, paths.length);
  for (let start = 0; start < unknown.length; start += FILMS_PER_SEGMENT) {
    const batch = unknown.slice(start, start + FILMS_PER_SEGMENT);
    const decoded = batch.map((i) => files[i]!);
    const added = await addFilms(store, decoded, options, () => onProgress?.(++done, paths.length));
    for (const [n, i] of batch.entries()) hashes[i] = added[n];
  }
  const notesOf = (hash: string | undefined) => hash === undefined ? [] : store.notesOf(hash);
  const kept = Array.from(paths.keys()).filter((i) => hashes[i] !== undefined);
  if (options.onNote !== undefined) tellNotes(options.onNote, paths, (i) => notesOf(hashes[i]));
  const contents = kept.map((i) => hashes[i]!);
  const places = contents.map((hash) => store.placeOf(hash)!);
  const stored = (positions: ArrayLike<number>): StoredFilms => ({
    kind: "files",
    films: itemsAt(places, positions),
  });
  return {
    kept,
    contents,
    stored,
    read: (positions) => Promise.try(() => readStored(stored(positions), size)),
  };
}

/** Tells each note once, with how many films it is true of and the first of them. */
function tellNotes(
  onNote: (message: string) => void,
  paths: readonly string[],
  notesOf: (index: number) => readonly string[],
): void {
  const noted = new Map<string, string[]>();
  for (const [i, path] of paths.entries()) {
    for (const note of notesOf(i)) {
      if (!noted.has(note)) noted.set(note, []);
      noted.get(note)!.push(path);
    }
  }
  for (const [note, films] of noted) {
    onNote(`Of ${films.length} of ${paths.length} films ${note}: ${listSome(films)}`);
  }
}

/** What tells folders of films of another grey range apart. */
function rangeName(range: FilmSettings["range"]): string {
  return range?.kind === "percentiles" ? `-p${range.low}-${range.high}` : "";
}

/** An image file, and what tells whether it is the same as before; undefined where nothing does. */
interface ImageFile {
  readonly path: string;
  readonly key: string | undefined;
}

/**
 * Decodes files into one segment of the store. When an error ends this, what was decoded by then
 * is kept.
 *
 * @returns The content hash of each, undefined where it cannot be read
 */
async function addFilms(
  store: SegmentStore,
  files: readonly ImageFile[],
  options: FilmCacheOptions,
  onDone: () => void,
): Promise<(string | undefined)[]> {
  const { strict = false, concurrency = availableParallelism() + 1, onProblem } = options;
  const films: NewFilm[] = [];
  let fatal: unknown;
  const hashes = await mapConcurrently(files, concurrency, async (file) => {
    if (fatal !== undefined) return undefined;
    try {
      const film = await makeFilm(file, store, options);
      films.push(film);
      return film.hash;
    } catch (error) {
      if (strict || !(error instanceof InputError)) fatal = error;
      else onProblem?.(error.message);
      return undefined;
    } finally {
      onDone();
    }
  });
  await store.add(films);
  if (fatal !== undefined) throw fatal;
  return hashes;
}

async function makeFilm(
  { path, key }: ImageFile,
  store: SegmentStore,
  settings: FilmSettings,
): Promise<NewFilm> {
  const bytes = await readFile(path, `Cannot read the image "${path}"`);
  const hash = sha256Of(bytes);
  const known = store.placeOf(hash) !== undefined;
  const notes = [...store.notesOf(hash)];
  const pixels = known ? undefined : await decoded(bytes, path, settings, notes);
  return { fileKey: key, hash, pixels, notes };
}

/** The film of a file; what is odd about it is added to the notes. */
async function decoded(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  settings: FilmSettings,
  notes: string[],
): Promise<Uint8Array<ArrayBuffer>> {
  // What reads pictures takes a tenth of a second to load, which films that are cached need not wait for.
  const { decodeFilm } = await import("./decode.ts");
  return await decodeFilm(bytes, path, settings, { onNote: (note) => notes.push(note) });
}

/**
 * `path|bytes|modification time|change time`; undefined of a file that changed just now, or cannot be
 * looked at.
 */
async function fileKey(path: string): Promise<string | undefined> {
  const whole = resolve(path);
  try {
    const { size, mtime, ctime } = await Deno.stat(whole);
    const changed = (ctime ?? mtime)?.getTime() ?? Date.now();
    if (Date.now() - changed < YOUNG) return undefined;
    return `${whole}|${size}|${mtime?.getTime()}|${changed}`;
  } catch {
    return undefined;
  }
}

/** The content hash of a file whose film the store holds; a file without a key is read for it. */
async function knownHash(
  store: SegmentStore,
  { path, key }: ImageFile,
): Promise<string | undefined> {
  const hash = key === undefined
    ? await Deno.readFile(path).then(sha256Of, () => undefined)
    : store.hashOf(key);
  return hash !== undefined && store.placeOf(hash) !== undefined ? hash : undefined;
}
