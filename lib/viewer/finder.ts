/**
 * The viewer's questions to an index, in the API's terms.
 *
 * @module
 */
import { HTTPException } from "hono/http-exception";
import { InputError } from "../base/errors.ts";
import type { StoredCase } from "../store/case.ts";
import type { Filter } from "../store/filter/filter.ts";
import { RECORD_RATES, type ShownBy } from "../asking/recorded.ts";
import type { Ask, ShownByOptions } from "../search/ask.ts";
import { type Query, queryOfCase } from "../search/find_films.ts";
import type { IndexSearch } from "../search/index_search.ts";
import { type Emphasis, emphasisedQuery, queryOfStudy, refinedQuery } from "../search/refine.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FilmCode } from "./film_jobs.ts";
import type { CaseAnswers } from "./case_answers.ts";
import type {
  CaseChoice,
  ExplainRequest,
  ExplanationAnswer,
  FilmChoice,
  SearchAnswer,
  SearchRequest,
} from "./schemas.ts";

/** What a search may be told beside its query. */
export interface WantedCases {
  readonly ask?: Ask | undefined;
  readonly top: number;
  readonly radius?: number | undefined;
  /** A filter's text. */
  readonly where?: string | undefined;
  /** Whether other films of the query's own patient may be found. */
  readonly samePatient?: boolean;
  /** By what cases are taken to show something, and how often records err. */
  readonly labels?: ShownBy | undefined;
  readonly missing?: number | undefined;
  readonly wrong?: number | undefined;
  /** Findings that count for more or less. */
  readonly emphasis?: Emphasis | undefined;
}

/** Answers questions about one index. */
export class Finder {
  readonly #search: IndexSearch;
  readonly #catalogue: Catalogue;
  readonly #answers: CaseAnswers;

  constructor(search: IndexSearch, catalogue: Catalogue, answers: CaseAnswers) {
    this.#search = search;
    this.#catalogue = catalogue;
    this.#answers = answers;
  }

  /** The query of a film's code. */
  queryOfFilm({ continuous, notes, isFamiliar }: FilmCode, name: string): Query {
    return { ...this.#search.queryOfContinuous(continuous, name), notes, isFamiliar };
  }

  /**
   * The query of a request that sends no film, with what it should be like and not.
   *
   * @throws {HTTPException} with status 404 if a case is not there, 400 if a code has another length
   * than those of the index, or findings cannot be read
   */
  async queryOf(request: SearchRequest): Promise<Query> {
    const query = "findings" in request
      ? await this.#search.queryOfFindings(request.findings).catch(refuse)
      : await this.#queryOfFilms("study" in request ? request.study : [request]);
    const stored = (handles: readonly string[]) =>
      Promise.all(handles.map((handle) => this.stored({ handle })));
    const marks = {
      liked: await stored(request.like),
      disliked: await stored(request.unlike),
    };
    return fromUser(() => refinedQuery(query, marks));
  }

  /** The findings that can be searched for beside the collection's own. */
  async definedFindings(): Promise<readonly string[]> {
    return (await this.#search.definedFindings()).map(({ name }) => name);
  }

  /**
   * The cases that a query asks for.
   *
   * @throws {HTTPException} with status 400 if the filter cannot be read, or the collection cannot
   * be asked so
   */
  async search(
    plain: Query,
    { ask, top, radius, where, emphasis, samePatient = false, ...record }: WantedCases,
  ): Promise<Omit<SearchAnswer, "milliseconds">> {
    const filter = this.filter(where);
    const labels = shownBy(record);
    const way = await this.#search.way(ask, { radius, labels }).catch(refuse);
    const query = emphasis === undefined
      ? plain
      : fromUser(() => emphasisedQuery(plain, way, emphasis));
    const options = { ask: way.kind, top, radius, filter, labels, ownPatient: samePatient };
    const { asked, films, ties, warnings, suggested } = await this.#search.search(query, options);
    const isStrange = query.isFamiliar === false;
    return {
      ask: way.kind,
      target: asked.kind === "target" ? asked.target : null,
      query: {
        code: query.code.toHex(),
        case: query.case === undefined ? null : this.#answers.of(query.case),
        continuous: Array.from(query.continuous),
        isFamiliar: query.isFamiliar ?? null,
        notes: [...query.notes ?? []],
        findings: isStrange ? [] : await this.#search.nearestTargets(query.continuous),
      },
      warnings: [...warnings],
      hits: films.map(({ distance, near, expected, shared = [], case: found }) => ({
        distance,
        near: near === undefined ? null : { chance: near.chance, low: near.low, high: near.high },
        relevance: expected?.relevance ?? null,
        chance: expected?.chance ?? null,
        shared: [...shared],
        case: this.#answers.of(found),
      })),
      ties: ties ?? null,
      suggested: [...suggested],
      // What strange films' neighbours have says nothing of them.
      summary: isStrange ? [] : this.#catalogue.summarise(films),
    };
  }

  /**
   * A case with its code.
   *
   * @throws {HTTPException} with status 404 if it is not there
   */
  async stored(choice: CaseChoice): Promise<StoredCase> {
    const id = this.#answers.idOf(choice);
    const [stored] = id === undefined ? [] : await this.#search.store.find([id]);
    if (stored !== undefined) return stored;
    throw new HTTPException(404, {
      message: "id" in choice
        ? `There is no case "${choice.id}" in this collection`
        : "There is no such case in this collection, or its address is of an earlier start of the viewer",
    });
  }

  /** Why a case was found. */
  async explain({ query, case: handle }: ExplainRequest): Promise<ExplanationAnswer> {
    const { code } = await this.stored({ handle });
    const { continuous } = await this.#queryOf(query);
    const { agrees, findings, nearFrom } = await this.#search.explain(continuous, code);
    return { agrees: [...agrees], findings: [...findings], nearFrom };
  }

  /**
   * The filter in a text, undefined where it is blank.
   *
   * @throws {HTTPException} with status 400 if it cannot be read
   */
  filter(where: string | undefined): Filter | undefined {
    if (where === undefined || where.trim() === "") return undefined;
    return fromUser(() => this.#answers.meant(this.#search.filter(where)));
  }

  async #queryOfFilms(films: readonly FilmChoice[]): Promise<Query> {
    const queries = await Promise.all(films.map((film) => this.#queryOf(film)));
    return fromUser(() => queryOfStudy(queries));
  }

  /** The query of what stands in for a film: a case, or a code of either kind. */
  async #queryOf(film: FilmChoice): Promise<Query> {
    if ("code" in film) return fromUser(() => this.#search.queryOfCode(film.code));
    if (!("continuous" in film)) return queryOfCase(await this.stored(film));
    const { continuous, isFamiliar } = film;
    const { bits } = this.#search.store.info;
    if (continuous.length === bits) {
      const query = this.#search.queryOfContinuous(Float32Array.from(continuous), "film");
      return { ...query, isFamiliar };
    }
    throw new HTTPException(400, {
      message: `The code has ${continuous.length} numbers; those of this collection have ${bits}`,
    });
  }
}

/** By what cases are taken to show something; undefined where nothing is said of it. */
function shownBy(
  { labels, missing, wrong }: Pick<WantedCases, "labels" | "missing" | "wrong">,
): ShownByOptions | undefined {
  if (labels === "both") {
    return {
      kind: labels,
      missing: missing ?? RECORD_RATES.missing,
      wrong: wrong ?? RECORD_RATES.wrong,
    };
  }
  if (missing === undefined && wrong === undefined) return labels && { kind: labels };
  throw new HTTPException(400, {
    message: 'The rates of errors "missing" and "wrong" go with labels by "both"',
  });
}

/** What reads a user's words: its complaints are for the user, unlike those of a database. */
function fromUser<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof InputError)) throw error;
  throw new HTTPException(400, { message: error.message });
}
