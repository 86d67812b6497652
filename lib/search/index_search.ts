/**
 * Searching an index, from opening it to saying why a film was found: what the command `search` and
 * the viewer have in common.
 *
 * @module
 */
import type { Asker, ProbableLabel } from "../asking/asker.ts";
import type { RecordedBy } from "../asking/recorded.ts";
import { InputError } from "../base/errors.ts";
import { readBytes } from "../base/files.ts";
import { packCodes } from "../codes/pack.ts";
import type { Encoder } from "../run/encoder.ts";
import { type FindingTargets, identityOf, readEncoder } from "../run/encoder_files.ts";
import type { Case } from "../store/case.ts";
import type { CodeStore, StoreInfo } from "../store/code_store.ts";
import type { Filter } from "../store/filter/filter.ts";
import { parseFilter } from "../store/filter/filter_parser.ts";
import { openStore } from "../store/open_store.ts";
import { isServerUrl } from "../store/postgres/server_url.ts";
import { stepAt } from "../worth/distance_curve.ts";
import type { ShareInterval } from "../worth/pair_shares.ts";
import { suggestFindings, type Suggestion } from "../worth/suggestions.ts";
import {
  type Ask,
  type AskConditions,
  type Asked,
  type AskedTarget,
  type AskWith,
  chooseAsk,
} from "./ask.ts";
import { type DefinedFinding, readDefinedFindings } from "./defined_findings.ts";
import { cosine, explainMatch } from "./explain/explain.ts";
import { type Explanation, nearCosine, type OcclusionMap } from "./explain/explanation.ts";
import {
  findFilms,
  type FoundFilm,
  type Query,
  queryOfCode,
  queryOfFilm,
  queryOfId,
  type SearchOptions,
} from "./find_films.ts";
import { queryOfFindings } from "./find_findings.ts";
import { openIndexEncoder, readIndexAsker, readIndexTargets } from "./index_encoder.ts";
import type { Ties } from "./ties.ts";
import { type IndexWorth, readIndexWorth } from "./worth/index_worth.ts";
import { neighboursAmong } from "./worth/neighbours.ts";
import { type Warning, warningsOf } from "./worth/warnings.ts";
import { encoderFolder, imagePath } from "./indexing/index_folder.ts";

/** A film that was found, and why, where that was asked for. */
export interface ExplainedFilm extends FoundFilm {
  /**
   * How often films at its distance share a finding, where that was measured, the distance is one
   * between films, and expected relevance tells no chance; never of a film that is unlike those that
   * the encoder learned from.
   */
  readonly near: ShareInterval | undefined;
  /** Absent unless it was asked for. */
  readonly why?: Explanation;
}

/** A search and what it found. Paths of images are absolute. */
export interface SearchResult {
  /** What was sought. */
  readonly query: Query;
  /** How. */
  readonly asked: Asked;
  /** Of the store that was searched. */
  readonly info: StoreInfo;
  /** The nearest first, or those that are expected to be most relevant. */
  readonly films: readonly ExplainedFilm[];
  /** Undefined where no film as good as the last is left out. */
  readonly ties: Ties | undefined;
  /** What a reader must be told before the answer is believed. */
  readonly warnings: readonly Warning[];
  /**
   * The findings that the nearest films of other patients suggest, most probable first: those that
   * neighbours tell better than how often they occur. Empty where that was never measured, of a film
   * that is unlike those of the encoder, and where the query is no film.
   */
  readonly suggested: readonly Suggestion[];
}

/** How to search an index. */
export interface IndexSearchOptions extends Omit<SearchOptions, "ask"> {
  /** How to ask; default: as {@linkcode chooseAsk} says. */
  readonly ask?: Ask | undefined;
  /** With expected relevance: by what films are taken to show something; default: by their codes. */
  readonly labels?: AskConditions["labels"];
  /** Whether to explain each film; default: no. */
  readonly why?: boolean;
}

/** Where an index is. */
export interface IndexPlace {
  /** Its folder, or the address of a database. */
  readonly place?: string | undefined;
  /** The database that has its codes, while the folder has the encoder that made them. */
  readonly database?: string | undefined;
  /** Told when a connection is tried again. */
  readonly onRetry?: (message: string) => void;
}

/** The searches of one index. */
export class IndexSearch implements AsyncDisposable {
  /** Its codes and cases. */
  readonly store: CodeStore;
  readonly #folder: string | undefined;
  #targets: Promise<FindingTargets | undefined> | undefined;
  #asker: Promise<Asker | undefined> | undefined;
  #worth: Promise<IndexWorth | undefined> | undefined;

  /**
   * Searches of a store.
   *
   * @param folder The index's, which has its encoder; a database alone has none
   * @param targets Of its findings, null where there are none; default: those in the folder
   * @param asker What it is asked with, null where it knows codes alone; default: the folder's
   */
  constructor(
    store: CodeStore,
    { folder, targets, asker }: {
      readonly folder?: string | undefined;
      readonly targets?: FindingTargets | null | undefined;
      readonly asker?: Asker | null | undefined;
    } = {},
  ) {
    this.store = store;
    this.#folder = folder;
    if (targets !== undefined) this.#targets = Promise.resolve(targets ?? undefined);
    if (asker !== undefined) this.#asker = Promise.resolve(asker ?? undefined);
  }

  /**
   * Opens an index.
   *
   * @throws {InputError} if there is none, an earlier cohash made it, or the database has codes of
   * another encoder than the folder's
   */
  static async open({ place, database, onRetry }: IndexPlace): Promise<IndexSearch> {
    const retry = onRetry === undefined ? {} : { onRetry };
    if (database === undefined) {
      if (place === undefined) throw new InputError("Cannot search: give the folder of an index");
      if (isServerUrl(place)) return new IndexSearch(await openStore(place, retry));
      await encoderFolder(place);
      return new IndexSearch(await openStore(place, retry), { folder: place });
    }
    if (place === undefined) return new IndexSearch(await openStore(database, retry));
    const model = identityOf(await readEncoder(await encoderFolder(place)));
    const store = await openStore(database, { ...retry, expected: { model } });
    return new IndexSearch(store, { folder: place });
  }

  /**
   * The filter in a text.
   *
   * @throws {InputError} if it cannot be read
   */
  filter(text: string): Filter {
    return parseFilter(text, this.store.info.labelNames);
  }

  /**
   * The query of an image file.
   *
   * @throws {InputError} if it is no film, or the index has not the encoder that made its codes
   */
  async queryOfFile(path: string): Promise<Query> {
    await using encoder = await this.#openEncoder();
    return await queryOfFilm(path, encoder);
  }

  /** The query of a film's continuous code `[bits]`. */
  queryOfContinuous(continuous: Float32Array, name: string): Query {
    const code = packCodes(continuous, this.store.info.bits);
    return { name, continuous, onlyBits: false, code, image: "" };
  }

  /**
   * The query of a film that is indexed.
   *
   * @throws {InputError} if there is none
   */
  async queryOfId(id: string): Promise<Query> {
    return await queryOfId(id, this.store);
  }

  /**
   * The query of a code in hexadecimal digits.
   *
   * @throws {InputError} if it has another length than those of the index
   */
  queryOfCode(digits: string): Query {
    return queryOfCode(digits, this.store.info.bits);
  }

  /**
   * The query of findings such as `Effusion AND Edema, not Pneumothorax`, which the encoder was
   * trained on or which are defined in the index.
   *
   * @throws {InputError} if they or their definitions cannot be read, or the index knows codes alone
   */
  async queryOfFindings(text: string): Promise<Query> {
    const asker = await this.asker();
    if (asker !== undefined) return queryOfFindings(text, asker, await this.definedFindings());
    this.#folderTo("search for findings");
    throw new InputError(
      "Cannot search for findings: an earlier cohash made the encoder of the index, which knows " +
        "codes alone; train its run and index it anew",
    );
  }

  /**
   * The way that a search asks, see {@linkcode chooseAsk}.
   *
   * @throws {InputError} if the index cannot be asked so
   */
  async way(
    ask: Ask | undefined,
    { radius, labels }: Omit<AskConditions, "asker"> = {},
  ): Promise<AskWith> {
    if (ask === "code" && labels === undefined) return { kind: ask };
    const asker = await this.asker();
    if (asker === undefined && ask !== undefined) {
      this.#folderTo(`ask by "${ask}"`);
    }
    const way = chooseAsk(ask, { asker, radius, labels });
    if (way.kind === "expected" && way.record) await requireRecord(this.store, way.record);
    return way;
  }

  /**
   * The films that a query asks for.
   *
   * @throws {InputError} if the index cannot be asked so, or films are to be explained and there is
   * no encoder
   */
  async search(
    query: Query,
    { why = false, ask, labels, ...options }: IndexSearchOptions,
  ): Promise<SearchResult> {
    const way = await this.way(ask, { radius: options.radius, labels });
    if (why) await this.targets();
    const found = await findFilms(this.store, query, { ...options, ask: way });
    const worth = await this.worth();
    const isStrange = query.isFamiliar === false;
    // Findings are no film: how far films lie from them was never measured.
    const isMeasured = !isStrange && query.weights === undefined && way.kind !== "target";
    const curve = isMeasured ? worth?.distances?.curve : undefined;
    const films = await Promise.all(found.films.map(async (film) => ({
      ...film,
      expected: isStrange ? undefined : film.expected,
      // A chance that knows more of both films than their distance is told alone.
      near: curve && typeof film.expected?.chance !== "number"
        ? stepAt(curve, film.distance)
        : undefined,
      case: { ...film.case, image: this.#imageOf(film.case) },
      ...why && !isStrange && { why: await this.explain(query.continuous, film.code) },
    })));
    return {
      query: { ...query, image: this.#imageOf(query) },
      asked: askedOf(query, way, isStrange),
      info: this.store.info,
      films,
      ties: found.ties,
      suggested: isStrange || query.weights !== undefined
        ? []
        : await this.#suggested(query, worth),
      warnings: warningsOf(
        query.isFamiliar,
        isStrange || films.length > 0 && isMeasured ? worth : undefined,
      ),
    };
  }

  /**
   * Why a case was found.
   *
   * @param continuous `[bits]` the query's code
   * @param code `[bits / 8]` the case's
   * @throws {InputError} if there is no encoder whose targets would explain it
   */
  async explain(continuous: Float32Array, code: Uint8Array): Promise<Explanation> {
    return explainMatch({ query: continuous, code, targets: await this.targets() });
  }

  /** The cosine of a continuous code with each finding's target, the nearest first. */
  async nearestTargets(
    continuous: Float32Array,
  ): Promise<
    { readonly label: string; readonly cosine: number; readonly isNear: boolean }[]
  > {
    const { names, values } = await this.targets() ?? { names: [], values: new Float32Array(0) };
    const bits = continuous.length;
    const nearFrom = nearCosine(bits, names.length);
    return names.map((label, i) => {
      const near = cosine(continuous, values.subarray(i * bits, (i + 1) * bits));
      return { label, cosine: near, isNear: near >= nearFrom };
    }).sort((a, b) => b.cosine - a.cosine);
  }

  /** Which region of an image file moves its code. */
  async occlusion(path: string): Promise<OcclusionMap> {
    const { occlusionOfFile } = await import("./explain/occlusion.ts");
    await using encoder = await this.#openEncoder();
    return await occlusionOfFile(await readBytes(path, "the film"), path, encoder);
  }

  /**
   * The findings' targets, undefined where the method has none.
   *
   * @throws {InputError} if there is no encoder
   */
  async targets(): Promise<FindingTargets | undefined> {
    this.#targets ??= readIndexTargets(this.#folderTo("explain"));
    return await this.#targets;
  }

  /**
   * What the index is asked with; undefined where it knows codes alone, as a database without a
   * folder does, and an index of an earlier cohash.
   *
   * @throws {InputError} if its file is damaged, or not of the encoder that made the codes
   */
  async asker(): Promise<Asker | undefined> {
    if (this.#folder !== undefined) this.#asker ??= readIndexAsker(this.#folder, this.store.info);
    return await this.#asker;
  }

  /**
   * The findings that are defined in the index, beside those that its encoder was trained on.
   *
   * @throws {InputError} if their file is damaged
   */
  async definedFindings(): Promise<readonly DefinedFinding[]> {
    const asker = await this.asker();
    if (this.#folder === undefined || asker === undefined) return [];
    return await readDefinedFindings(this.#folder, asker.card.labels);
  }

  /**
   * What is known of the worth of its answers; undefined where there is no encoder, as in a database
   * without a folder.
   *
   * @throws {InputError} if a file is damaged
   */
  async worth(): Promise<IndexWorth | undefined> {
    if (this.#folder !== undefined) this.#worth ??= readIndexWorth(this.#folder);
    return await this.#worth;
  }

  /** Closes the store. */
  async close(): Promise<void> {
    await this.store.close();
  }

  /** Closes the store at the end of a block that says `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #suggested(
    query: Query,
    worth: IndexWorth | undefined,
  ): Promise<readonly Suggestion[]> {
    const card = worth?.suggestions;
    if (!card?.findings.some(({ tells }) => tells)) return [];
    const { films } = await findFilms(this.store, query, { top: card.neighbours });
    const names = card.findings.map(({ label }) => label);
    return suggestFindings(neighboursAmong(films, names), card, this.store.info.bits);
  }

  async #openEncoder(): Promise<Encoder> {
    return await openIndexEncoder(this.#folderTo("encode films"), this.store.info);
  }

  #folderTo(purpose: string): string {
    if (this.#folder !== undefined) return this.#folder;
    throw new InputError(
      `Cannot ${purpose}: a database has no encoder; give the index's folder too, as in ` +
        "cohash search FOLDER --index postgres://…",
    );
  }

  #imageOf(film: Pick<Case, "image">): string {
    return this.#folder === undefined ? film.image : imagePath(this.#folder, film);
  }
}

function askedOf({ continuous, weights }: Query, way: AskWith, isStrange: boolean): Asked {
  switch (way.kind) {
    case "code":
      return { kind: way.kind };
    case "target":
      // Findings have a code of their own, and show no finding most probably.
      if (weights !== undefined) return { kind: "code" };
      return { kind: way.kind, target: targetOf(way.asker.mostProbable(continuous), isStrange) };
    case "expected":
      return { kind: way.kind, ...way.record && { record: way.record } };
  }
}

function targetOf({ label, probability }: ProbableLabel, isStrange: boolean): AskedTarget {
  return { label, probability: isStrange ? null : probability };
}

/** Refuses a store that has nothing on record, by which every film would be worth nothing. */
async function requireRecord(store: CodeStore, { kind }: RecordedBy): Promise<void> {
  const parts = store.info.labelNames.map((label) => ({ kind: "label", label } as const));
  const { entries } = await store.list({ limit: 1, filter: { kind: "or", parts } });
  if (entries.length > 0) return;
  throw new InputError(
    `Cannot ask with labels by "${kind}": no finding is on record of any film of the index; ask ` +
      'with labels by "code", or index the films anew with a table of their findings',
  );
}
