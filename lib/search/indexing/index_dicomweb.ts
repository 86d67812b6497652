/**
 * Adding the chest films of a DICOMweb server to an index.
 *
 * @module
 */
import { join } from "node:path";
import { mapConcurrently } from "../../base/concurrency.ts";
import { InputError } from "../../base/errors.ts";
import { exists, writeWhole } from "../../base/files.ts";
import { type Selection, whyLeftOut } from "../../data/dicomweb/chest_films.ts";
import { DicomWebClient, type FoundObject, type FoundStudy } from "../../data/dicomweb/client.ts";
import type { ConnectionOptions, DicomWebAddress } from "../../data/dicomweb/connection.ts";
import { readDicomSubject } from "../../data/images/dicom/mod.ts";
import type { FilmContext } from "../../run/films.ts";
import type { HammingIndex } from "../../store/memory/hamming_index.ts";
import { addFilms, type NewFilm, openFilmEncoder, Unnamed } from "./add_films.ts";
import { GrowingIndex } from "./growing_index.ts";
import { changeIndex } from "./index_folder.ts";
import type { IndexingResult } from "./index_run.ts";
import { ServerNotes } from "./server_notes.ts";

/** A server, and what is taken from it. */
export interface DicomWebSource extends DicomWebAddress, Selection {
  /** Days of the studies such as "2017-03-05", both included; default: all. */
  readonly dates?: { readonly from: string; readonly to: string } | undefined;
  /** See {@linkcode ConnectionOptions}. */
  readonly pauses?: ConnectionOptions["pauses"];
}

/** Who hears of what, and what ends it. */
export interface FetchContext extends FilmContext {
  /** Ends it after the films at hand. */
  readonly signal?: AbortSignal | undefined;
}

/** What was found on a server. */
export interface DicomWebResult extends IndexingResult {
  /** Studies with such images that the server has. */
  readonly studies: number;
  /** Those of which all was dealt with before. */
  readonly oldStudies: number;
  /** Series of other kinds of image in the studies that were looked through. */
  readonly otherSeries: number;
  /** How many objects are left out, by why. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** Studies whose films are fetched, then encoded together. */
const BATCH = 16;

/** Studies fetched at once. */
const FETCHERS = 4;

/**
 * Fetches the chest films of a server that an index lacks, keeps their files in the index's folder
 * (`films`, by their unique identifiers) and adds them. A film's id is its SOP Instance UID; patient,
 * sex, age, view and date come from its header, and its findings are unknown.
 *
 * What is fetched is kept when it is interrupted, and studies that were dealt with are passed over by
 * later runs unless they have grown; so the same call goes on after an interruption, and fetches what
 * is new when it is repeated.
 *
 * @param folder The index's
 * @param context Its progress counts studies
 * @throws {InputError} if there is no index, or it is of features, or the server cannot be read
 */
export async function indexDicomWeb(
  folder: string,
  source: DicomWebSource,
  context: FetchContext = {},
): Promise<DicomWebResult> {
  return await changeIndex(folder, async (index) => {
    await using encoder = await openFilmEncoder(folder, index.info);
    const growing = new GrowingIndex(index, folder);
    const { pauses, modalities, laterals } = source;
    const client = new DicomWebClient(source, { pauses, onRetry: context.onWarning });
    const selection = [...modalities].sort().join(" ") + (laterals ? " with laterals" : "");
    const notes = await ServerNotes.open(folder, selection);
    const fetching = new Fetching(index, { folder, source, client, notes, context });
    const studies = await Array.fromAsync(client.studies({ ...source, signal: context.signal }));
    const fresh = studies.filter(({ study, objects }) => !notes.isDone(study, objects));
    const before = index.size;
    const unnamed = new Unnamed();
    try {
      for (let start = 0; start < fresh.length; start += BATCH) {
        context.onProgress?.(start, fresh.length, "fetching");
        const batch = fresh.slice(start, start + BATCH);
        const films = await fetching.films(batch);
        const { onProgress: _, ...quiet } = context;
        await addFilms(films, { encoder, growing, facts: new Map(), context: quiet, unnamed });
        await fetching.forgetUnread(films);
        for (const { study, objects } of batch) notes.noteStudy(study, objects);
        if (growing.isSaved) await notes.write();
      }
      await growing.finish();
    } finally {
      await growing.save();
      await notes.write();
    }
    context.onProgress?.(fresh.length, fresh.length, "fetching");
    unnamed.warn(context.onWarning);
    const { known, otherSeries, reasons } = fetching;
    return {
      added: index.size - before,
      known,
      leftOut: reasons.values().reduce((sum, count) => sum + count, 0),
      studies: studies.length,
      oldStudies: studies.length - fresh.length,
      otherSeries,
      reasons,
    };
  });
}

interface FetchingParts {
  readonly folder: string;
  readonly source: DicomWebSource;
  readonly client: DicomWebClient;
  readonly notes: ServerNotes;
  readonly context: FetchContext;
}

/** Fetches films, and counts what it passes over. */
class Fetching {
  readonly reasons = new Map<string, number>();
  readonly #index: HammingIndex;
  readonly #parts: FetchingParts;
  otherSeries = 0;
  known = 0;

  constructor(index: HammingIndex, parts: FetchingParts) {
    this.#index = index;
    this.#parts = parts;
  }

  /** The films of studies that the index lacks, each with its file. */
  async films(studies: readonly FoundStudy[]): Promise<readonly NewFilm[]> {
    return (await mapConcurrently(studies, FETCHERS, (study) => this.#filmsOf(study))).flat();
  }

  /** Removes the files of films that were not added since they cannot be read, and notes them. */
  async forgetUnread(films: readonly NewFilm[]): Promise<void> {
    const found = await this.#index.find(films.map(({ id }) => id));
    for (const [n, { id, path }] of films.entries()) {
      if (found[n] !== undefined) continue;
      this.#leaveOut(id, "unreadable");
      await Deno.remove(path);
    }
  }

  async #filmsOf({ study }: FoundStudy): Promise<readonly NewFilm[]> {
    const { client, source: { modalities }, context: { signal } } = this.#parts;
    const { objects, otherSeries } = await client.objects(study, { modalities, signal });
    this.otherSeries += otherSeries;
    const stored = await this.#index.find(objects.map(({ object }) => object));
    const films: NewFilm[] = [];
    for (const [n, object] of objects.entries()) {
      if (stored[n] !== undefined) this.known++;
      else if (await this.#isFetched(object)) films.push(this.#filmOf(object.object));
    }
    return films;
  }

  #filmOf(object: string): NewFilm {
    const image = `films/${object}.dcm`;
    return { id: object, image, path: join(this.#parts.folder, image) };
  }

  /** Whether an object is a chest film whose file is there now. */
  async #isFetched(found: FoundObject): Promise<boolean> {
    const { client, source, notes, context } = this.#parts;
    const why = whyLeftOut(found, source) ?? notes.whyLeftOut(found.object);
    if (why !== undefined) {
      this.#count(why);
      return false;
    }
    const { path } = this.#filmOf(found.object);
    if (await exists(path)) return true;
    const bytes = await client.fetch(found, context.signal);
    if (bytes === undefined) {
      this.#count("gone from the server");
      return false;
    }
    const seen = this.#whyUseless(bytes, found);
    if (seen !== undefined) {
      this.#leaveOut(found.object, seen);
      return false;
    }
    await writeWhole(path, bytes);
    return true;
  }

  /** Why a file is left out, by what its header says. */
  #whyUseless(bytes: Uint8Array, { object }: FoundObject): string | undefined {
    const { source, context: { onWarning } } = this.#parts;
    try {
      const subject = readDicomSubject(bytes);
      return subject.object === object ? whyLeftOut(subject, source) : "another object was sent";
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      onWarning?.(`the server's object ${object} is left out: ${error.message}`);
      return "unreadable";
    }
  }

  #leaveOut(object: string, why: string): void {
    this.#parts.notes.noteObject(object, why);
    this.#count(why);
  }

  #count(why: string): void {
    this.reasons.set(why, (this.reasons.get(why) ?? 0) + 1);
  }
}
