/**
 * Adding a folder of films to an index.
 *
 * @module
 */
import { relative, resolve } from "node:path";
import { cacheFilms } from "../../data/images/cache.ts";
import { isDicom, readDicomFacts } from "../../data/images/dicom/mod.ts";
import { isOwnPatient, patientOf } from "../../data/labels/patients.ts";
import { mapConcurrently } from "../../base/concurrency.ts";
import { indexImageFolder } from "../../data/images/folder.ts";
import { listSome } from "../../data/tables/table.ts";
import { InputError } from "../../base/errors.ts";
import type { Encoder } from "../../run/encoder.ts";
import type { FilmContext } from "../../run/films.ts";
import type { Case } from "../../store/case.ts";
import { openIndexEncoder } from "../index_encoder.ts";
import { readFactsTable } from "./facts_table.ts";
import { type FilmFacts, readFilmFacts, unknownFacts } from "./film_facts.ts";
import { GrowingIndex } from "./growing_index.ts";
import type { HammingIndex } from "../../store/memory/hamming_index.ts";
import { changeIndex, imagePath } from "./index_folder.ts";
import { CHUNK, type IndexingResult } from "./index_run.ts";

/** A folder of films, and what is known of them. */
export interface ImageSource {
  /** Of PNG, JPEG or DICOM files, in any nesting. */
  readonly images: string;
  /** A table of facts, see `FactsSource`; default: the run's own. */
  readonly metadata?: string | undefined;
  /** The table's encoding; default: that of the run's tables, or UTF-8. */
  readonly encoding?: string | undefined;
  /** Between its cells; default: as in the run's table, or recognised. */
  readonly separator?: string | undefined;
}

/** A film that is to be added. */
interface NewFilm {
  readonly id: string;
  /** As messages name it. */
  readonly path: string;
  /** The same, absolute. */
  readonly image: string;
}

/**
 * Encodes the films of a folder and adds them to an index. A film's id is its path in the folder.
 * Findings, patient, sex, age, view, date, visit and report come from the table; for DICOM files that it does not name,
 * all but the findings come from their header; a film of which nothing is known counts as a patient
 * of its own. Findings that no table tells are unknown.
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
  { images, metadata, encoding, separator, context }: ImageSource & {
    readonly context: FilmContext;
  },
): Promise<IndexingResult> {
  const { onWarning } = context;
  await using encoder = await openIndexEncoder(folder, index.info);
  if (encoder.card.input.kind === "features") {
    throw new InputError(
      `Cannot add images to the index "${folder}": its run was trained on features, not on images`,
    );
  }
  const found = await indexImageFolder(images);
  const facts = await readFilmFacts(found, {
    own: await readFactsTable(folder),
    metadata,
    encoding,
    separator,
    labelNames: index.info.labelNames,
    ...onWarning && { onWarning },
  });
  const paths = [...new Set(found.byName.values())].sort();
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
  try {
    await addFilms(fresh, { encoder, growing, facts, context });
  } finally {
    await growing.save();
  }
  const added = index.size - before;
  if (added === 0 && fresh.length === paths.length) {
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

interface Target {
  readonly encoder: Encoder;
  readonly growing: GrowingIndex;
  /** By path. */
  readonly facts: ReadonlyMap<string, FilmFacts>;
  readonly context: FilmContext;
}

/** Encodes films and adds them, a chunk at a time. */
async function addFilms(films: readonly NewFilm[], target: Target): Promise<void> {
  const { encoder, growing, context } = target;
  const nothing = unknownFacts(growing.index.info.labelNames);
  let unknown = 0;
  let nameless = 0;
  for (let start = 0; start < films.length; start += CHUNK) {
    const chunk = films.slice(start, start + CHUNK);
    const onProgress = (done: number) =>
      context.onProgress?.(start + done, films.length, "indexing");
    const { kept, codes } = await encodeChunk(chunk, { encoder, context, onProgress });
    const facts = await mapConcurrently(
      kept,
      8,
      async ({ path }) => target.facts.get(path) ?? await factsOfFile(path, nothing),
    );
    unknown += facts.filter((known) => known === undefined).length;
    const cases = kept.map(({ id, image }, n) => caseOf(id, image, facts[n] ?? nothing));
    nameless += cases.filter(({ patient }, n) => facts[n] && isOwnPatient(patient)).length;
    await growing.add(cases, codes);
    onProgress(chunk.length);
  }
  if (unknown > 0) {
    context.onWarning?.(
      `nothing is known of ${unknown} films: each counts as a patient of its own, and its findings ` +
        "are unknown; --metadata names a table of films",
    );
  }
  if (nameless > 0) {
    context.onWarning?.(
      `no patient is named for ${nameless} films: each counts as a patient of its own`,
    );
  }
}

/** The films of a chunk that can be read, and their packed codes `[kept, bits / 8]`. */
async function encodeChunk(
  chunk: readonly NewFilm[],
  { encoder, context, onProgress }: {
    readonly encoder: Encoder;
    readonly context: FilmContext;
    readonly onProgress: (done: number) => void;
  },
): Promise<{ readonly kept: readonly NewFilm[]; readonly codes: Uint8Array }> {
  const { cacheDirectory, strict, onWarning } = context;
  const settings = encoder.filmSettings;
  // Reading and encoding count half each.
  const { kept, read } = await cacheFilms(chunk.map(({ path }) => path), {
    ...settings,
    directory: cacheDirectory,
    strict,
    onProgress: (done) => onProgress(Math.floor(done / 2)),
    onProblem: (message) => onWarning?.(message),
    onNote: (message) => onWarning?.(message),
  });
  if (kept.length === 0) return { kept: [], codes: new Uint8Array() };
  const codes = await encoder.encode(
    {
      inputs: { kind: "images", size: settings.size, read },
      rows: Uint32Array.from(kept.keys()),
    },
    (done) => onProgress(Math.floor((chunk.length + done) / 2)),
  );
  return { kept: kept.map((n) => chunk[n]!), codes: encoder.searchable(codes) };
}

function caseOf(id: string, image: string, { patient, ...others }: FilmFacts): Case {
  return { id, patient: patientOf(id, patient), ...others, image };
}

/** Bytes of a file that tell whether it is DICOM, even without its mark. */
const DICOM_START = 4096;

/** What the header of a DICOM file says, which is nothing of findings; undefined of other files. */
async function factsOfFile(path: string, nothing: FilmFacts): Promise<FilmFacts | undefined> {
  if (!await startsAsDicom(path)) return undefined;
  const { date, ...facts } = readDicomFacts(await Deno.readFile(path));
  return { ...nothing, ...facts, ...date !== "" && { date } };
}

async function startsAsDicom(path: string): Promise<boolean> {
  const start = new Uint8Array(DICOM_START);
  using file = await Deno.open(path);
  const length = await file.read(start);
  return isDicom(start.subarray(0, length ?? 0));
}
