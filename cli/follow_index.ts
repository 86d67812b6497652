/**
 * Showing what an index holds now while its viewer runs.
 *
 * @module
 */
import { join } from "node:path";
import { InputError, messageOf } from "../lib/base/errors.ts";
import { pause } from "../lib/base/pause.ts";
import { formatCount } from "../lib/charts/words.ts";
import { IndexSearch } from "../lib/search/index_search.ts";
import type { Viewer } from "../lib/viewer/viewer.ts";

/** Milliseconds between two looks, at least. */
const LEAST_WAIT = 5000;

/** Reading takes at most this part of the time, however large an index is and often it changes. */
const SHARE = 1 / 20;

/** What changes with an index, whoever writes it; "" where there is none. */
export async function indexState(folder: string): Promise<string> {
  try {
    const { mtime, size, ino } = await Deno.stat(join(folder, "index.json"));
    return `${mtime?.getTime()} ${size} ${ino}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/** What is followed, and who hears of it. */
export interface FollowedIndex {
  readonly viewer: Viewer;
  /** The state when the viewer's own was read, see {@linkcode indexState}. */
  readonly from: string;
  readonly signal: AbortSignal;
  readonly onNote: (note: string) => void;
}

/**
 * Has a viewer show what the index of a folder holds whenever that has changed, until the signal ends
 * it. A change that cannot be shown is told of, and the viewer goes on showing what it did.
 */
export async function followIndex(
  folder: string,
  { viewer, from, signal, onNote }: FollowedIndex,
): Promise<void> {
  let state = from;
  let wait = LEAST_WAIT;
  let shown: IndexSearch | undefined;
  try {
    while (true) {
      await pause(wait, signal);
      const now = await indexState(folder);
      if (now === state) continue;
      state = now;
      const start = performance.now();
      const before = shown;
      shown = await showAnew(folder, viewer, onNote) ?? before;
      if (shown !== before) await before?.store.close();
      wait = Math.max(LEAST_WAIT, (performance.now() - start) / SHARE);
    }
  } catch (error) {
    // The viewer goes on with what it shows.
    if (!signal.aborted) onNote(`the index is not looked at any more: ${messageOf(error)}`);
  } finally {
    await shown?.store.close();
  }
}

/** Has the viewer show what the index holds now; undefined where it cannot. */
async function showAnew(
  folder: string,
  viewer: Viewer,
  onNote: (note: string) => void,
): Promise<IndexSearch | undefined> {
  let index: IndexSearch | undefined;
  try {
    index = await IndexSearch.open({ place: folder });
    await viewer.show(index.store);
    onNote(`the index has changed: ${formatCount(await index.store.count())} cases are shown`);
    return index;
  } catch (error) {
    await index?.store.close();
    if (!(error instanceof InputError)) throw error;
    onNote(`the index has changed and is not shown as it is now: ${error.message}`);
    return undefined;
  }
}
