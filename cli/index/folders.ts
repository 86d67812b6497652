/**
 * The part of `cohash index` that adds the films of folders.
 *
 * @module
 */
import { InputError } from "../../lib/base/errors.ts";
import type { FilmContext } from "../../lib/run/films.ts";
import { followFolder } from "../../lib/search/indexing/follow_folder.ts";
import { indexImages } from "../../lib/search/indexing/index_images.ts";
import { say } from "../command_line.ts";
import { resultText } from "./texts.ts";

/** What the command is told of the films of folders. */
export interface FolderFlags {
  readonly metadata?: string;
  readonly encoding?: string;
  readonly separator?: string;
  readonly every: number;
}

/** Adds the films of folders to an index, and says how many. */
export async function addFolders(
  index: string,
  folders: readonly string[],
  { metadata, encoding, separator }: FolderFlags,
  context: FilmContext,
): Promise<void> {
  for (const images of folders) {
    const result = await indexImages(index, { images, metadata, encoding, separator }, context);
    say(`${images}: ${resultText(result)}.`);
  }
}

/**
 * Adds what is in a folder and what comes to it, until Ctrl-C.
 *
 * @throws {InputError} if there are several folders, or none
 */
export async function followOne(
  index: string,
  folders: readonly string[],
  { metadata, encoding, separator, every }: FolderFlags,
  context: FilmContext & { readonly signal: AbortSignal },
): Promise<void> {
  const [images] = folders;
  if (images === undefined || folders.length > 1) {
    throw new InputError(
      `Cannot follow ${folders.length} folders: name one with --add, such as --add films --follow`,
    );
  }
  say(`Following ${images} (Ctrl-C ends it).`);
  await followFolder(index, { images, metadata, encoding, separator }, {
    ...context,
    every: 1000 * every,
    onAdded: (result) => say(`${images}: ${resultText(result)}.`),
  });
}
