/**
 * Adding a folder of films to an index.
 *
 * @module
 */
import { relative, resolve } from "node:path";
import { indexImageFolder } from "../../data/images/folder.ts";
import { listSome } from "../../data/tables/table.ts";
import { InputError } from "../../base/errors.ts";
import type { FilmContext } from "../../run/films.ts";
import { addFilms, type NewFilm, openFilmEncoder, Unnamed } from "./add_films.ts";
import { readFactsTable } from "./facts_table.ts";
import { readFilmFacts } from "./film_facts.ts";
import { GrowingIndex } from "./growing_index.ts";
import type { HammingIndex } from "../../store/memory/hamming_index.ts";
import { changeIndex, imagePath } from "./index_folder.ts";
import type { IndexingResult } from "./index_run.ts";

/** A folder of films, and what is known of them. */
export interface ImageSource {
  /** Of PNG, JPEG or DICOM files, in any nesting. */
  readonly images: string;
  /** Of its files these alone, by path; default: all. */
  readonly only?: ReadonlySet<string> | undefined;
  /** A table of facts, see `FactsSource`; default: the run's own. */
  readonly metadata?: string | undefined;
  /** The table's encoding; default: that of the run's tables, or UTF-8. */
  readonly encoding?: string | undefined;
  /** Between its cells; default: as in the run's table, or recognised. */
  readonly separator?: string | undefined;
}

/**
 * Encodes the films of a folder and adds them to an index. A film's id is its path in the folder.
 * Findings, patient, sex, age, view, date, visit and report come from the table; for DICOM files that
 * it does not name, all but findings and report come from their header; a film of which nothing is
 * known counts as a patient of its own. Findings that no table tells are unknown.
 *
 * Films that the index holds already are passed over, so that the same call goes on after an
 * interruption. Those that cannot be read are told to `onWarning` and left out.
 *
 * @param folder The index's
 * @throws {InputError} if there is no index, or it is of features, or the table cannot be used
 */
export async function indexImages(
  folder: string,
  source: ImageSource,
  context: FilmContext = {},
): Promise<IndexingResult> {
  return await changeIndex(folder, (index) => addImages(index, folder, { ...source, context }));
}

async function addImages(
  index: HammingIndex,
  folder: string,
  { images, only, metadata, encoding, separator, context }: ImageSource & {
    readonly context: FilmContext;
  },
): Promise<IndexingResult> {
  const { onWarning } = context;
  await using encoder = await openFilmEncoder(folder, index.info);
  const found = await indexImageFolder(images);
  const facts = await readFilmFacts(found, {
    own: await readFactsTable(folder),
    metadata,
    encoding,
    separator,
    labelNames: index.info.labelNames,
    ...onWarning && { onWarning },
  });
  const paths = [...new Set(found.byName.values())].sort()
    .filter((path) => only?.has(path) ?? true);
  const films = paths.map((path) => ({ id: relative(images, path), path, image: resolve(path) }));
  const { fresh, namesakes } = sortOut(films, index, folder);
  if (namesakes.length > 0) {
    onWarning?.(
      `${namesakes.length} films are left out, since the index has other films with these names: ` +
        listSome(namesakes, 3),
    );
  }
  const growing = new GrowingIndex(index, folder);
  const before = index.size;
  const unnamed = new Unnamed();
  try {
    await addFilms(fresh, { encoder, growing, facts, context, unnamed });
    await growing.finish();
  } finally {
    await growing.save();
  }
  unnamed.warn(onWarning);
  const added = index.size - before;
  if (added === 0 && fresh.length === paths.length && only === undefined) {
    throw new InputError(
      `Cannot add images to the index "${folder}": none of the ${paths.length} files below ` +
        `"${images}" could be read`,
    );
  }
  const known = films.length - fresh.length - namesakes.length;
  return { added, known, leftOut: films.length - added - known };
}

/** The films that are new, and the names of those whose id another film has. */
function sortOut(
  films: readonly NewFilm[],
  index: HammingIndex,
  folder: string,
): { readonly fresh: readonly NewFilm[]; readonly namesakes: readonly string[] } {
  const ids = new Set<string>();
  const images = new Set<string>();
  for (const { case: { id, image } } of index.entries()) {
    ids.add(id);
    images.add(imagePath(folder, { image }));
  }
  const unknown = films.filter((film) => !images.has(film.image));
  return {
    fresh: unknown.filter(({ id }) => !ids.has(id)),
    namesakes: unknown.filter(({ id }) => ids.has(id)).map(({ id }) => id),
  };
}
