/**
 * The viewer's questions to an index, in the API's terms.
 *
 * @module
 */
import { HTTPException } from "hono/http-exception";
import { InputError } from "../base/errors.ts";
import type { StoredCase } from "../store/case.ts";
import type { Filter } from "../store/filter/filter.ts";
import type { Ask } from "../search/ask.ts";
import { type Query, queryOfCase } from "../search/find_films.ts";
import type { IndexSearch } from "../search/index_search.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FilmCode } from "./film_jobs.ts";
import type { CaseAnswers } from "./case_answers.ts";
import type { CaseChoice, ExplainRequest, ExplanationAnswer, SearchAnswer } from "./schemas.ts";

/** What a search may be told beside its query. */
export interface WantedCases {
  readonly ask?: Ask | undefined;
  readonly top: number;
  readonly radius?: number | undefined;
  /** A filter's text. */
  readonly where?: string | undefined;
  /** Whether other films of the query's own patient may be found. */
  readonly samePatient?: boolean;
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
  queryOfFilm({ continuous, notes }: FilmCode, name: string): Query {
    return { ...this.#search.queryOfContinuous(continuous, name), notes };
  }

  /**
   * The query of a code in hexadecimal digits.
   *
   * @throws {HTTPException} with status 400 if it has another length than those of the index
   */
  queryOfCode(digits: string): Query {
    return fromUser(() => this.#search.queryOfCode(digits));
  }

  /**
   * The query of a case.
   *
   * @throws {HTTPException} with status 404 if it is not there
   */
  async queryOfCase(choice: CaseChoice): Promise<Query> {
    return queryOfCase(await this.stored(choice));
  }

  /**
   * The cases that a query asks for.
   *
   * @throws {HTTPException} with status 400 if the filter cannot be read, or the collection cannot
   * be asked so
   */
  async search(
    query: Query,
    { ask, top, radius, where, samePatient = false }: WantedCases,
  ): Promise<Omit<SearchAnswer, "milliseconds">> {
    const filter = this.filter(where);
    const { kind } = await this.#search.way(ask, { radius }).catch(refuse);
    const options = { ask: kind, top, radius, filter, ownPatient: samePatient };
    const { asked, films } = await this.#search.search(query, options);
    return {
      ask: kind,
      target: asked.kind === "target" ? asked.target : null,
      query: {
        code: query.code.toHex(),
        case: query.case === undefined ? null : this.#answers.of(query.case),
        continuous: Array.from(query.continuous),
        notes: [...query.notes ?? []],
        findings: await this.#search.nearestTargets(query.continuous),
      },
      hits: films.map(({ distance, expected, shared = [], case: found }) => ({
        distance,
        relevance: expected?.relevance ?? null,
        chance: expected?.chance ?? null,
        shared: [...shared],
        case: this.#answers.of(found),
      })),
      summary: this.#catalogue.summarise(films),
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
    const continuous = await this.#continuousOf(query);
    const { agrees, findings } = await this.#search.explain(continuous, code);
    return { agrees: [...agrees], findings: [...findings] };
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

  async #continuousOf(query: ExplainRequest["query"]): Promise<Float32Array> {
    if ("code" in query) return this.queryOfCode(query.code).continuous;
    if (!("continuous" in query)) return (await this.queryOfCase(query)).continuous;
    const { bits } = this.#search.store.info;
    if (query.continuous.length === bits) return Float32Array.from(query.continuous);
    throw new HTTPException(400, {
      message: `The code has ${query.continuous.length} numbers; those of this collection have ` +
        bits,
    });
  }
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
