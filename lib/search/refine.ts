/**
 * Queries made of other queries: several films of a study that ask as one, a query drawn towards
 * cases that somebody likes and away from those that they do not, and findings that count for more
 * or less. Each is one query again, and the search is exact as ever.
 *
 * @module
 */
import type { Asker } from "../asking/asker.ts";
import { emphasise } from "../asking/emphasis.ts";
import { toFixed } from "../asking/expected_relevance.ts";
import { alternativesOf } from "../asking/posterior.ts";
import { didYouMean, InputError } from "../base/errors.ts";
import { packCodes, unpackCodes } from "../codes/pack.ts";
import type { StoredCase } from "../store/case.ts";
import type { AskWith } from "./ask.ts";
import type { Query } from "./find_films.ts";

/** Cases that films should be like, and those that they should not be like. */
export interface Marks {
  /** `[bits / 8]` the code of each, and what is known of it. */
  readonly liked: readonly StoredCase[];
  /** The same. */
  readonly disliked: readonly StoredCase[];
}

/** By how much each finding's odds are multiplied, 0 or more; 1 for those that are not there. */
export type Emphasis = Readonly<Record<string, number>>;

/**
 * The query of several films of one study: the mean of their continuous codes, each at length 1, so
 * that every film counts alike.
 *
 * @param films One or more, with codes of the same length
 * @throws {RangeError} if there is none
 * @throws {InputError} if the films cancel each other out
 */
export function queryOfStudy(films: readonly Query[]): Query {
  const [first] = films;
  if (first === undefined) throw new RangeError("Cannot ask with a study: it has no films");
  if (films.length === 1) return first;
  const name = films.map((film) => film.name).join(", ");
  const askers = films.flatMap((film) => film.case ?? []);
  const notes = films.flatMap((film) => film.notes ?? []);
  const continuous = meanOf(films.map((film) => atUnitLength(film.continuous)));
  const isFamiliar = allFamiliar(films);
  return { name, image: "", askers, notes, isFamiliar, ...codesOf(continuous, name) };
}

/** Whether all of these films are like those of the encoder; undefined where it is not known. */
function allFamiliar(films: readonly Query[]): boolean | undefined {
  if (films.some((film) => film.isFamiliar === false)) return false;
  return films.every((film) => film.isFamiliar) ? true : undefined;
}

/**
 * The query drawn towards the cases that are liked and away from those that are not, one step of
 * Rocchio's (1971, in Salton's "The SMART Retrieval System") with its three constants at 1:
 *
 *     v′ = v/‖v‖ + mean of the liked codes − mean of the disliked codes
 *
 * with codes of −1 and 1 at length 1. Without marks it is the query itself; with any, findings that
 * are sought ask with their vectors too, which is all that can be drawn.
 *
 * @throws {InputError} if nothing is left of it
 */
export function refinedQuery(query: Query, { liked, disliked }: Marks): Query {
  if (liked.length + disliked.length === 0) return query;
  const continuous = atUnitLength(query.continuous);
  const draw = (cases: readonly StoredCase[], sign: number) => {
    if (cases.length === 0) return;
    const bits = continuous.length;
    const mean = meanOf(cases.map(({ code }) => atUnitLength(unpackCodes(code, bits))));
    for (const [bit, value] of mean.entries()) continuous[bit]! += sign * value;
  };
  draw(liked, 1);
  draw(disliked, -1);
  const { weights: _, ...film } = query;
  const askers = query.askers ?? (query.case === undefined ? [] : [query.case]);
  return { ...film, askers, ...codesOf(continuous, query.name) };
}

/**
 * The query with findings that count for more or less, see {@linkcode emphasise}.
 *
 * @param way How it is to ask
 * @throws {InputError} if that is not by expected relevance, a finding is none of the encoder's, or
 * nothing is left of the query
 */
export function emphasisedQuery(query: Query, way: AskWith, emphasis: Emphasis): Query {
  if (way.kind !== "expected") {
    throw new InputError(
      `Cannot ask by "${way.kind}" with weights of findings: they say what a film is relevant for; ` +
        'ask by "expected", or leave them out',
    );
  }
  const { asker, asker: { card } } = way;
  const of = new Map(Object.entries(emphasis));
  const other = [...of.keys()].find((label) => !card.labels.includes(label));
  if (other !== undefined) {
    throw new InputError(
      `Cannot weight "${other}": the encoder knows no such finding${
        didYouMean(other, card.labels)
      }`,
    );
  }
  const factors = card.labels.map((label) => of.get(label) ?? 1);
  if (factors.every((factor) => factor === 1)) return query;
  const weights = query.weights === undefined
    ? weightsOf(query, asker, factors)
    : scaled(emphasise(query.weights, alternativesOf(card).labels, factors));
  if (weights.some((weight) => weight > 0)) return { ...query, weights };
  throw new InputError(
    "Cannot search: the weights of the findings leave nothing to look for; raise one of them",
  );
}

function weightsOf(
  { continuous, onlyBits, code }: Query,
  asker: Asker,
  factors: readonly number[],
): Uint16Array {
  return onlyBits ? asker.weightsOfCode(code, factors) : asker.weights(continuous, factors);
}

/** In whole numbers, the greatest at its most, so that rounding loses nothing. */
function scaled(weights: Float64Array): Uint16Array {
  const most = Math.max(...weights) || 1;
  return toFixed(weights.map((weight) => weight / most));
}

/** What a query says of its code. */
function codesOf(
  continuous: Float32Array,
  name: string,
): Pick<Query, "continuous" | "onlyBits" | "code"> {
  if (continuous.some((value) => value !== 0)) {
    return { continuous, onlyBits: false, code: packCodes(continuous, continuous.length) };
  }
  throw new InputError(
    `Cannot search with "${name}" and these films: their codes cancel each other out; leave one out`,
  );
}

/** `[bits]` v/‖v‖; zeros stay as they are. */
function atUnitLength(code: Float32Array): Float32Array {
  const length = Math.hypot(...code) || 1;
  return code.map((value) => value / length);
}

/** `[bits]` of one or more codes. */
function meanOf(codes: readonly Float32Array[]): Float32Array {
  return codes[0]!.map((_, bit) => codes.reduce((sum, code) => sum + code[bit]!, 0) / codes.length);
}
