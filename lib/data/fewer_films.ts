/**
 * Splits with few training films: how much a method needs is a question of its own.
 *
 * @module
 */
import type { Random } from "../base/random.ts";
import type { Split } from "./dataset.ts";

/**
 * The split with so many of its training films, at most. The others are in no part, nor in a database
 * of training films. Fewer films are some of more films drawn by the same seed, and the order of the
 * films does not matter.
 *
 * @param ids The id of each film
 * @param films How many training films are kept; default: all
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../base/random.ts";
 * import { withFewerFilms } from "./fewer_films.ts";
 * import { splitBySides } from "./split.ts";
 *
 * const split = splitBySides(["train", "train", "train", "query"], "train");
 * const { train, database } = withFewerFilms(split, ["a", "b", "c", "d"], 2, new Random(0));
 * assertEquals(train.length, 2);
 * assertEquals(database, train);
 * ```
 */
export function withFewerFilms(
  split: Split,
  ids: readonly string[],
  films: number | undefined,
  random: Random,
): Split {
  if (films === undefined || films >= split.train.length) return split;
  const byId = Array.from(split.train).sort((a, b) => ids[a]! < ids[b]! ? -1 : 1);
  const order = random.permutation(byId.length);
  const dropped = new Set(Array.from(order.subarray(films), (place) => byId[place]!));
  const isKept = (row: number) => !dropped.has(row);
  return { ...split, train: split.train.filter(isKept), database: split.database.filter(isKept) };
}
