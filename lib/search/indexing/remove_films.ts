/**
 * Taking films out of an index.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import { exists } from "../../base/files.ts";
import type { CodeStore } from "../../store/code_store.ts";
import { everyCase } from "../../store/every_case.ts";
import { changeIndex, imagePath, isOwnFilm } from "./index_folder.ts";

/**
 * Removes films from the index in a folder, and from the folder the images that were drawn or fetched
 * for it.
 * Image files elsewhere stay.
 *
 * @returns How many films were removed
 * @throws {InputError} if the index has no film of one of these ids; nothing is removed then
 */
export async function removeFilms(folder: string, ids: readonly string[]): Promise<number> {
  return await changeIndex(folder, async (index) => {
    const found = await index.find(ids);
    const absent = ids.find((_, n) => found[n] === undefined);
    if (absent !== undefined) throw noSuchFilm(absent, await knownIds(index));
    const own = found.map((entry) => entry!.case.image).filter((image) => isOwnFilm(image));
    const removed = index.remove(ids);
    await index.save(folder);
    for (const image of own) {
      const path = imagePath(folder, { image });
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
const MOST_SUGGESTED = 200_000;

/** The ids of a store's films, to suggest; none of a store that has very many. */
export async function knownIds(store: CodeStore): Promise<readonly string[]> {
  if (await store.count() > MOST_SUGGESTED) return [];
  return await Array.fromAsync(everyCase(store), (entry) => entry.case.id);
}
