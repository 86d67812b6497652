/**
 * Taking films out of an index.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import { exists } from "../../base/files.ts";
import type { HammingIndex } from "../../store/memory/hamming_index.ts";
import { changeIndex, drawnFilm, imagePath } from "./index_folder.ts";

/**
 * Removes films from the index in a folder, and from the folder the images that were drawn for it.
 * Image files elsewhere stay.
 *
 * @returns How many films were removed
 * @throws {InputError} if the index has no film of one of these ids; nothing is removed then
 */
export async function removeFilms(folder: string, ids: readonly string[]): Promise<number> {
  return await changeIndex(folder, async (index) => {
    const found = await index.find(ids);
    const absent = ids.find((_, n) => found[n] === undefined);
    if (absent !== undefined) throw noSuchFilm(absent, knownIds(index));
    const removed = index.remove(ids);
    await index.save(folder);
    for (const id of ids) {
      const path = imagePath(folder, { image: drawnFilm(id) });
      if (await exists(path)) await Deno.remove(path);
    }
    return removed;
  });
}

/** What to throw where an index has no film of an id. */
export function noSuchFilm(id: string, known: Iterable<string>): InputError {
  return new InputError(`Cannot find the film "${id}" in the index${didYouMean(id, known)}`);
}

/** Films up to which a mistyped id is compared with all others, which takes a second then. */
const MOST_SUGGESTED = 1_000_000;

/** The ids of an index's films, to suggest; none of an index that has very many. */
export function* knownIds(index: HammingIndex): Generator<string> {
  if (index.size > MOST_SUGGESTED) return;
  for (const { case: { id } } of index.entries()) yield id;
}
