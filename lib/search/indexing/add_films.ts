/**
 * From the files of films to cases of an index.
 *
 * @module
 */
import { cacheFilms } from "../../data/images/cache.ts";
import { isDicom, readDicomFacts } from "../../data/images/dicom/mod.ts";
import { isOwnPatient, patientOf } from "../../data/labels/patients.ts";
import { mapConcurrently } from "../../base/concurrency.ts";
import { InputError } from "../../base/errors.ts";
import type { Encoder } from "../../run/encoder.ts";
import type { FilmContext } from "../../run/films.ts";
import type { Case } from "../../store/case.ts";
import type { StoreInfo } from "../../store/code_store.ts";
import { openIndexEncoder } from "../index_encoder.ts";
import { type FilmFacts, unknownFacts } from "./film_facts.ts";
import type { GrowingIndex } from "./growing_index.ts";
import { CHUNK } from "./index_run.ts";

/** A film that is to be added. */
export interface NewFilm {
  readonly id: string;
  /** Where its file is, as messages name it. */
  readonly path: string;
  /** The same as its case names it: absolute, or within the index's folder. */
  readonly image: string;
}

/**
 * The encoder of an index that takes films.
 *
 * @throws {InputError} if it takes features
 */
export async function openFilmEncoder(folder: string, info: StoreInfo): Promise<Encoder> {
  const encoder = await openIndexEncoder(folder, info);
  if (encoder.card.input.kind !== "features") return encoder;
  await encoder.close();
  throw new InputError(
    `Cannot add images to the index "${folder}": its run was trained on features, not on images`,
  );
}

/** Where films go, and what is known of them. */
export interface Target {
  readonly encoder: Encoder;
  readonly growing: GrowingIndex;
  /** By path. */
  readonly facts: ReadonlyMap<string, FilmFacts>;
  readonly context: FilmContext;
  /** Counts the films whose patient is not known. */
  readonly unnamed: Unnamed;
}

/** How many films were added that count as patients of their own. */
export class Unnamed {
  #unknown = 0;
  #nameless = 0;

  /** Counts those of films of which nothing is known, or something. */
  count(films: readonly Case[], facts: "known" | "unknown"): void {
    if (facts === "unknown") this.#unknown += films.length;
    else this.#nameless += films.filter(({ patient }) => isOwnPatient(patient)).length;
  }

  /** Says how many there were, if any. */
  warn(onWarning: FilmContext["onWarning"]): void {
    if (this.#unknown > 0) {
      onWarning?.(
        `nothing is known of ${this.#unknown} films: each counts as a patient of its own, and its ` +
          "findings are unknown; --metadata names a table of films",
      );
    }
    if (this.#nameless > 0) {
      onWarning?.(
        `no patient is named for ${this.#nameless} films: each counts as a patient of its own`,
      );
    }
  }
}

/**
 * Encodes films and adds them, a chunk at a time. Those that cannot be read are told to `onWarning`
 * and left out.
 */
export async function addFilms(films: readonly NewFilm[], target: Target): Promise<void> {
  const { encoder, growing, context } = target;
  const nothing = unknownFacts(growing.index.info.labelNames);
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
    const cases = kept.map(({ id, image }, n) => caseOf(id, image, facts[n] ?? nothing));
    target.unnamed.count(cases.filter((_, n) => facts[n] === undefined), "unknown");
    target.unnamed.count(cases.filter((_, n) => facts[n] !== undefined), "known");
    await growing.add(cases, codes);
    onProgress(chunk.length);
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
