/**
 * Following a folder that a receiver (storescp, Orthanc) writes films to: what comes is added to an
 * index.
 *
 * @module
 */
import { join } from "node:path";
import { pause } from "../../base/pause.ts";
import { filesBelow } from "../../data/images/folder.ts";
import type { FilmContext } from "../../run/films.ts";
import { type ImageSource, indexImages } from "./index_images.ts";
import type { IndexingResult } from "./index_run.ts";

/** How a folder is followed. */
export interface FollowOptions extends FilmContext {
  /** Ends it, after the films at hand. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks; a file counts as whole that did not change between them. */
  readonly every: number;
  /** Hears of films that were added. */
  readonly onAdded: (result: IndexingResult) => void;
}

/**
 * Adds the films of a folder to an index, and all that come to it, until the signal ends it: then it
 * throws the signal's reason. A file is added once it did not change between two looks; names that
 * begin with a dot or end as those of unfinished files do are passed over until the file is renamed.
 * Films that cannot be read are told of, and tried again when their file changes.
 *
 * Between two batches the index is free, so that others may change it. Each batch is saved, and a
 * later call passes over what the index holds.
 *
 * @param index The index's folder
 * @throws {InputError} as {@linkcode indexImages} does
 */
export async function followFolder(
  index: string,
  source: Omit<ImageSource, "only">,
  { signal, every, onAdded, ...context }: FollowOptions,
): Promise<never> {
  const arrivals = new Arrivals(source.images);
  while (true) {
    const only = await arrivals.whole();
    if (only.size > 0) {
      const result = await indexImages(index, { ...source, only }, context);
      if (result.added > 0) onAdded(result);
    }
    await pause(every, signal);
  }
}

/** How receivers call files that they are writing. */
const UNFINISHED = /\.(part|partial|filepart|tmp|temp|crdownload|!ut)$/i;

/** The files of a folder, as they come. */
export class Arrivals {
  readonly #folder: string;
  /** By path, what tells a file from what it was before: size and time of change. */
  #before = new Map<string, string>();
  readonly #given = new Map<string, string>();

  /** The files of this folder, in any nesting. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The paths of the files that are as they were at the last call, and were not given as they are; none
   * the first time.
   *
   * @throws {InputError} if the folder cannot be read
   */
  async whole(): Promise<ReadonlySet<string>> {
    const now = new Map<string, string>();
    const whole = new Set<string>();
    for (const name of await filesBelow(this.#folder)) {
      const path = join(this.#folder, name);
      const state = UNFINISHED.test(name) ? undefined : await stateOf(path);
      if (state === undefined) continue;
      now.set(path, state);
      if (this.#before.get(path) !== state || this.#given.get(path) === state) continue;
      this.#given.set(path, state);
      whole.add(path);
    }
    for (const path of this.#given.keys()) if (!now.has(path)) this.#given.delete(path);
    this.#before = now;
    return whole;
  }
}

/** What changes with a file; undefined where it is empty, or gone again. */
async function stateOf(path: string): Promise<string | undefined> {
  try {
    const { size, mtime } = await Deno.stat(path);
    return size === 0 ? undefined : `${size} ${mtime?.getTime()}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
