/**
 * From a film, an id or a code to the films of an index that are most like it.
 *
 * @module
 */
import { resolve } from "node:path";
import { unpackCodes } from "../codes/pack.ts";
import { ONE } from "../asking/expected_relevance.ts";
import { InputError } from "../base/errors.ts";
import { readBytes } from "../base/files.ts";
import type { Case, StoredCase } from "../store/case.ts";
import type { CodeStore, SearchRequest } from "../store/code_store.ts";
import type { Encoder } from "../run/encoder.ts";
import type { Filter } from "../store/filter/filter.ts";
import type { AskWith } from "./ask.ts";
import { searchUntied, type Ties } from "./ties.ts";
import { knownIds, noSuchFilm } from "./indexing/remove_films.ts";

/** What similar films are sought to. */
export interface Query {
  /** A file, an id, or the digits of a code. */
  readonly name: string;
  /** `[bits]`; where only the bits are known, −1 and 1. */
  readonly continuous: Float32Array;
  /** Whether only the bits are known. */
  readonly onlyBits: boolean;
  /** `[bits / 8]` */
  readonly code: Uint8Array;
  /** The path of its image, "" where there is none. */
  readonly image: string;
  /** What the index says of it, where it is one of its films. */
  readonly case?: Case;
  /**
   * `[J]` what it wants of a case, where somebody has said so: findings are sought and not films like
   * one, or some of the film's findings count for more than others.
   */
  readonly weights?: Uint16Array;
  /** The cases that ask, where its code is made of several; none of them is found. */
  readonly askers?: readonly Case[];
  /** What is odd about its film. */
  readonly notes?: readonly string[];
  /**
   * Whether its film is like those that the encoder learned from; undefined where that is not known,
   * as of a film of the index.
   */
  readonly isFamiliar?: boolean | undefined;
}

/**
 * The query of an image file.
 *
 * @throws {InputError} if there is no such file, or it is no film
 */
export async function queryOfFilm(path: string, encoder: Encoder): Promise<Query> {
  const bytes = await readBytes(path, "the film");
  const notes: string[] = [];
  const onNote = (note: string) => notes.push(`of "${path}" ${note}`);
  const { continuous, packed, isFamiliar } = await encoder.encodeFile(bytes, path, { onNote });
  const query = { name: path, continuous, onlyBits: false, code: packed, image: resolve(path) };
  return { ...query, notes, isFamiliar };
}

/**
 * The query of a film that is indexed.
 *
 * @throws {InputError} if there is none
 */
export async function queryOfId(id: string, store: CodeStore): Promise<Query> {
  return queryOfCase(await caseOfId(id, store));
}

/**
 * A film that is indexed, with its code.
 *
 * @throws {InputError} if there is none
 */
export async function caseOfId(id: string, store: CodeStore): Promise<StoredCase> {
  const [found] = await store.find([id]);
  if (found === undefined) throw noSuchFilm(id, await knownIds(store));
  return found;
}

/** The query of a case: its code, of which only the bits are known. */
export function queryOfCase({ code, case: film }: StoredCase): Query {
  const continuous = unpackCodes(code, 8 * code.length);
  return { name: film.id, continuous, onlyBits: true, code, image: film.image, case: film };
}

/**
 * The query of a code in hexadecimal digits, the first bit being the highest of the first digit.
 *
 * @throws {InputError} if there are other characters, or more or fewer bits
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { queryOfCode } from "./find_films.ts";
 *
 * assertEquals(queryOfCode("a1", 8).code, Uint8Array.of(0b10100001));
 * ```
 */
export function queryOfCode(digits: string, bits: number): Query {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot search for the code "${digits}": ${reason}`);
  };
  const bare = digits.replace(/^0x/i, "");
  if (!/^[0-9a-f]*$/i.test(bare)) fail("expected hexadecimal digits, 0 to 9 and a to f");
  if (bare.length !== bits / 4) {
    fail(`it has ${bare.length} digits; codes of ${bits} bits have ${bits / 4}`);
  }
  const code = Uint8Array.fromHex(bare);
  const continuous = unpackCodes(code, bits);
  return { name: bare.toLowerCase(), continuous, onlyBits: true, code, image: "" };
}

/** How to search. */
export interface SearchOptions {
  /** The most films to find. */
  readonly top: number;
  /** How to ask; default: by the query's code. */
  readonly ask?: AskWith;
  /** Told how many films were scored where a database did not score all that fit. */
  readonly onPartial?: ((scored: number) => void) | undefined;
  /** The greatest distance, in bits; default: no bound. */
  readonly radius?: number | undefined;
  /** Only films that fit; default: all. */
  readonly filter?: Filter | undefined;
  /** Whether to find other films of the query's own patient; default: no. */
  readonly ownPatient?: boolean;
}

/** How relevant a film is to a query, as far as their codes tell, and the record where it counts. */
export interface Expectation {
  /** Expected relevance, 0 to 1. */
  readonly relevance: number;
  /**
   * The chance that they share a finding: of films with that relevance, the share that did when it
   * was measured. Null where it never was.
   */
  readonly chance: number | null;
}

/** A film that was found. */
export interface FoundFilm extends StoredCase {
  /** Bits in which its code differs from the code that asked: the query's, or the target's. */
  readonly distance: number;
  /** Undefined unless the search asked by expected relevance. */
  readonly expected: Expectation | undefined;
  /**
   * The findings it is known to have in common with the query; undefined where the query is no film
   * of the index, or one of whose findings nothing is known.
   */
  readonly shared: readonly string[] | undefined;
}

/** What a search found. */
export interface FoundFilms {
  /** The first ones first. */
  readonly films: readonly FoundFilm[];
  /** Undefined where no film as good as the last is left out. */
  readonly ties: Ties | undefined;
}

/**
 * The films that a query asks for, the first ones first: the nearest, or those that are expected to
 * be most relevant; see {@linkcode searchUntied} for those that are equally so. An indexed film does
 * not find itself.
 *
 * @throws {RangeError} if `top` is no whole number from 1, or a radius is given and the query asks by
 * expected relevance
 */
export async function findFilms(
  store: CodeStore,
  query: Query,
  { top, ask = { kind: "code" }, onPartial, radius, filter, ownPatient = false }: SearchOptions,
): Promise<FoundFilms> {
  const self = query.case;
  const known = self && self.unknown.length < store.info.labelNames.length ? self : undefined;
  const askers = query.askers ?? (self === undefined ? [] : [self]);
  const asking = new Set(askers.map(({ id }) => id));
  // Films of unknown patients have "", and nothing in common by that.
  const patients = new Set(askers.map(({ patient }) => patient).filter((name) => name !== ""));
  const others: readonly Filter[] = ownPatient
    ? []
    : Array.from(patients, (patient) => ({ kind: "not", part: { kind: "patient", patient } }));
  const parts = filter === undefined ? others : [filter, ...others];
  const { hits, ties } = await searchUntied(store, {
    ...sought(query, ask, onPartial),
    top,
    radius,
    filter: parts.length > 1 ? { kind: "and", parts } : parts[0],
  }, {
    // The target that asks stands for the finding, not for the film.
    continuous: query.onlyBits || ask.kind === "target" ? undefined : query.continuous,
    unwanted: asking,
  });
  const films = hits.map(({ relevance, ...hit }) => ({
    ...hit,
    expected: expectationOf(relevance, ask, query),
    shared: known && hit.case.labels.filter((label) => known.labels.includes(label)),
  }));
  return { films, ties };
}

/** What a store is asked for. */
function sought(
  { code, continuous, onlyBits, weights: given }: Query,
  ask: AskWith,
  onPartial: SearchOptions["onPartial"],
): Pick<SearchRequest, "code" | "expected"> {
  if (ask.kind === "code") return { code };
  const { asker } = ask;
  if (ask.kind === "target") return { code: given ? code : asker.targetCode(continuous) };
  const weights = given ??
    (onlyBits ? asker.weightsOfCode(code) : asker.weights(continuous));
  return { code, expected: { asker, weights, record: ask.record, onPartial } };
}

function expectationOf(
  score: number | undefined,
  ask: AskWith,
  { weights, askers }: Query,
): Expectation | undefined {
  if (ask.kind !== "expected" || score === undefined) return undefined;
  // Chances were measured between films, one and one, by what their codes tell.
  const isMeasured = weights === undefined && askers === undefined && ask.record === undefined;
  return { relevance: score / ONE, chance: isMeasured ? ask.asker.chance(score) : null };
}
