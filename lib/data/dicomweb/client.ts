/**
 * Searching a server for studies and their films (QIDO-RS) and fetching these (WADO-RS; PS3.18, 10).
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { MOST_PIXELS } from "../images/dicom/mod.ts";
import {
  type ConnectionOptions,
  type DicomWebAddress,
  DicomWebConnection,
  type Wanted,
} from "./connection.ts";
import { ATTRIBUTE, type Attributes, countOf, parseDicomJson, textOf } from "./dicom_json.ts";
import { dicomPart } from "./multipart.ts";
import { isUid } from "./uid.ts";

/** A study that a server has. */
export interface FoundStudy {
  readonly study: string;
  /** Objects in it, undefined where the server does not tell. */
  readonly objects: number | undefined;
}

/** An object that a server has. */
export interface FoundObject {
  readonly study: string;
  readonly series: string;
  readonly object: string;
  readonly modality: string;
  /** "" where the server does not tell; so are the others. */
  readonly bodyPart: string;
  readonly view: string;
  readonly objectClass: string;
}

/** Which studies are sought. */
export interface StudyQuery {
  /** The studies that have one of these kinds of image, such as "DX". */
  readonly modalities: readonly string[];
  /** Days such as "2017-03-05", both included; default: all. */
  readonly dates?: { readonly from: string; readonly to: string } | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Studies asked for at once; servers may give fewer. */
const PAGE = 200;

/** The most pages of one list: a server that invents studies must not fill the memory. */
const MOST_PAGES = 20_000;

/** The most bytes of an answer that lists. */
const MOST_LISTED = 64 << 20;

/** The most bytes of a film's file: the largest film that is read, of 16 bits, and a header. */
const MOST_FILM = 2 * MOST_PIXELS + (16 << 20);

const JSON_TYPE = "application/dicom+json";

/** Any form in which the server keeps it: all common ones are read here. */
const FILM_TYPE = 'multipart/related; type="application/dicom"; transfer-syntax=*';

/** How a server is asked. */
export interface ClientOptions extends ConnectionOptions {
  /** Of one list of studies; default: 20,000, each of up to 200. */
  readonly mostPages?: number | undefined;
}

/** A server's studies and films. */
export class DicomWebClient {
  readonly #connection: DicomWebConnection;
  readonly #mostPages: number;

  /** @throws {InputError} if the address is none */
  constructor(address: DicomWebAddress, options: ClientOptions = {}) {
    this.#connection = new DicomWebConnection(address, options);
    this.#mostPages = options.mostPages ?? MOST_PAGES;
  }

  /** The server's address, without a slash at the end. */
  get url(): string {
    return this.#connection.url;
  }

  /**
   * The studies that fit, each once.
   *
   * @throws {InputError} if the server refuses, does not speak DICOMweb, or lists without an end
   */
  async *studies({ modalities, dates, signal }: StudyQuery): AsyncGenerator<FoundStudy> {
    const given = new Set<string>();
    const days = dates && `${compact(dates.from)}-${compact(dates.to)}`;
    for (const modality of modalities) {
      const query = {
        ModalitiesInStudy: modality,
        ...days !== undefined && { StudyDate: days },
        includefield: ATTRIBUTE.objectsOfStudy,
      };
      for await (const found of this.#pages(query, signal)) {
        if (!given.has(found.study)) yield found;
        given.add(found.study);
      }
    }
  }

  /** The studies that a query finds, page by page. */
  async *#pages(
    query: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<FoundStudy> {
    const seen = new Set<string>();
    let offset = 0;
    for (let pages = 0; pages < this.#mostPages; pages++) {
      const paged = { ...query, limit: PAGE, offset };
      const page = await this.#list({ path: "studies", query: paged, signal });
      if (page === undefined) {
        throw new InputError(
          `Cannot read from ${this.url}: it answers 404 where studies are listed; expected the ` +
            "address of DICOMweb, such as http://pacs:8042/dicom-web",
        );
      }
      const fresh = page.map((study) => ({
        study: textOf(study, ATTRIBUTE.studyUid),
        objects: countOf(study, ATTRIBUTE.objectsOfStudy),
      })).filter(({ study }) => isUid(study) && !seen.has(study));
      // A server that knows no offsets gives its first page for ever.
      if (fresh.length === 0) return;
      yield* fresh;
      for (const { study } of fresh) seen.add(study);
      offset += page.length;
    }
    throw new InputError(
      `Cannot read from ${this.url}: it lists studies without an end, ${seen.size} so far; ask for ` +
        "those of some days (--study-date)",
    );
  }

  /** The objects of a study in the series of these kinds of image; none where it is gone. */
  async objects(
    study: string,
    { modalities, signal }: Pick<StudyQuery, "modalities" | "signal">,
  ): Promise<{ readonly objects: readonly FoundObject[]; readonly otherSeries: number }> {
    const path = `studies/${checkedUid(study)}/series`;
    const query = { includefield: ATTRIBUTE.bodyPart };
    const all = await this.#list({ path, query, signal }) ?? [];
    const wanted = all.filter((series) => modalities.includes(textOf(series, ATTRIBUTE.modality)));
    const objects: FoundObject[] = [];
    for (const series of wanted) objects.push(...await this.#objectsOf(study, series, signal));
    return { objects, otherSeries: all.length - wanted.length };
  }

  async #objectsOf(
    study: string,
    attributes: Attributes,
    signal: AbortSignal | undefined,
  ): Promise<readonly FoundObject[]> {
    const series = textOf(attributes, ATTRIBUTE.seriesUid);
    if (!isUid(series)) return [];
    const path = `studies/${study}/series/${series}/instances`;
    const query = { includefield: ATTRIBUTE.viewPosition };
    return (await this.#list({ path, query, signal }) ?? []).map((object) => ({
      study,
      series,
      object: textOf(object, ATTRIBUTE.objectUid),
      modality: textOf(attributes, ATTRIBUTE.modality),
      bodyPart: textOf(attributes, ATTRIBUTE.bodyPart),
      view: textOf(object, ATTRIBUTE.viewPosition),
      objectClass: textOf(object, ATTRIBUTE.objectClass),
    })).filter(({ object }) => isUid(object));
  }

  /** The study of an accession number, the first where several have it; undefined where none has. */
  async studyOfAccession(accession: string, signal?: AbortSignal): Promise<string | undefined> {
    const query = { AccessionNumber: accession, limit: 2 };
    const found = await this.#list({ path: "studies", query, signal }) ?? [];
    return found.map((study) => textOf(study, ATTRIBUTE.studyUid)).find(isUid);
  }

  /**
   * The file of an object; undefined where the server has it no more.
   *
   * @throws {InputError} if the server refuses, or answers with something else
   */
  async fetch(
    { study, series, object }: Pick<FoundObject, "study" | "series" | "object">,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const [a, b, c] = [study, series, object].map(checkedUid);
    const path = `studies/${a}/series/${b}/instances/${c}`;
    const wanted = { path, accept: FILM_TYPE, most: MOST_FILM, signal };
    return await this.#connection.get(wanted, ({ body, contentType }) => {
      return dicomPart(body, contentType) ?? this.#unexpected(contentType, "a DICOM file");
    });
  }

  async #list(
    wanted: Pick<Wanted, "path" | "query" | "signal">,
  ): Promise<readonly Attributes[] | undefined> {
    const request = { ...wanted, accept: JSON_TYPE, most: MOST_LISTED };
    return await this.#connection.get(request, ({ body, contentType }) => {
      return parseDicomJson(new TextDecoder().decode(body)) ??
        this.#unexpected(contentType, "a list in DICOM's JSON");
    });
  }

  #unexpected(contentType: string | null, expected: string): never {
    const kind = contentType === null ? "something without a type" : `"${contentType}"`;
    throw new InputError(
      `Cannot read from ${this.url}: it answers with ${kind}, expected ${expected}; is it the ` +
        "address of DICOMweb, such as http://pacs:8042/dicom-web?",
    );
  }
}

/** A day as DICOM writes it: 20170305 of 2017-03-05. */
function compact(day: string): string {
  return day.replaceAll("-", "");
}

/** @throws {InputError} if it is none, as it may come from a user */
function checkedUid(text: string): string {
  if (isUid(text)) return text;
  throw new InputError(
    `Cannot ask for ${JSON.stringify(text.slice(0, 80))}: expected a unique identifier of DICOM, ` +
      "such as 1.2.840.113619.2.55.3",
  );
}
