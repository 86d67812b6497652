/**
 * The studies of the DICOMweb server that a viewer was started with: no request names another one.
 *
 * @module
 */
import { HTTPException } from "hono/http-exception";
import { InputError } from "../base/errors.ts";
import { RADIOGRAPHS, type Selection, whyLeftOut } from "../data/dicomweb/chest_films.ts";
import { DicomWebClient } from "../data/dicomweb/client.ts";
import type { DicomWebAddress } from "../data/dicomweb/connection.ts";
import { isUid } from "../data/dicomweb/uid.ts";
import { readDicomSubject } from "../data/images/dicom/mod.ts";
import { parseView } from "../data/labels/strata.ts";
import type { ArchiveFilm, StudyAnswer } from "./study_schemas.ts";

/** The most films of a study that are told. */
const MOST_FILMS = 16;

/** A person waits: one repetition, in milliseconds. */
const PAUSES = [500];

/** Laterals are shown, too: who opens a study sees what it has. */
const SELECTION: Selection = { modalities: RADIOGRAPHS, laterals: true };

/** What stands for any text in a search, which would find the studies of others. */
const WILDCARD = /[*?\\]/;

/** The server, as the viewer's users see it. */
export class Archive {
  readonly #client: DicomWebClient;
  readonly #onFault: (error: unknown) => void;

  /**
   * @param onFault Hears what users are not told: where the server is, and why it refuses
   * @throws {InputError} if the address is none
   */
  constructor(address: DicomWebAddress, onFault: (error: unknown) => void = () => {}) {
    this.#client = new DicomWebClient(address, { pauses: PAUSES });
    this.#onFault = onFault;
  }

  /**
   * The chest films of a study, frontal ones first.
   *
   * @param name Its StudyInstanceUID, or its accession number
   * @throws {HTTPException} with status 404 if there is none, 502 if the server cannot be read
   */
  async study(name: string, signal: AbortSignal): Promise<StudyAnswer> {
    const study = await this.#asking(() => this.#studyOf(name, signal));
    if (study === undefined) throw notThere("The archive has no study of this number");
    const { modalities } = SELECTION;
    const { objects } = await this.#asking(() =>
      this.#client.objects(study, { modalities, signal })
    );
    const films = objects.filter((object) => whyLeftOut(object, SELECTION) === undefined)
      .map(({ study, series, object, view }) => ({ study, series, object, view: parseView(view) }));
    if (films.length === 0) throw notThere("The study has no chest film");
    const frontal = films.filter(({ view }) => view !== "LATERAL");
    const lateral = films.filter(({ view }) => view === "LATERAL");
    return { films: [...frontal, ...lateral].slice(0, MOST_FILMS) };
  }

  /**
   * The file of a film of a study.
   *
   * @throws {HTTPException} with status 404 if it is none, or no chest film, 502 if the server cannot
   * be read
   */
  async film(film: ArchiveFilm, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#asking(() => this.#client.fetch(film, signal));
    if (bytes === undefined) throw notThere("The archive has no such film");
    return this.#chestFilm(bytes);
  }

  async #studyOf(name: string, signal: AbortSignal): Promise<string | undefined> {
    if (WILDCARD.test(name)) return undefined;
    // An accession number may be all digits, too; an identifier has dots.
    if (name.includes(".") && isUid(name)) return name;
    return await this.#client.studyOfAccession(name, signal);
  }

  /** The bytes, unless their header tells that they are no chest film. */
  #chestFilm(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    try {
      if (whyLeftOut(readDicomSubject(bytes), SELECTION) === undefined) return bytes;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
    throw notThere("This is no chest film");
  }

  async #asking<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#onFault(error);
      throw new HTTPException(502, {
        message: "The archive cannot be read; its operator is told why",
      });
    }
  }
}

function notThere(message: string): HTTPException {
  return new HTTPException(404, { message });
}
