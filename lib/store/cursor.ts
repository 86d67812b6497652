/**
 * Where a page of cases begins, as a text that says nothing of any patient.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import type { StoredCase } from "./case.ts";
import type { CasePage, ListRequest } from "./code_store.ts";

/** Cases with numbers from `number`, less the first `passed` of those that have just it. */
export interface PageStart {
  readonly number: number;
  /** Only a database that several indexes were pushed to has a number twice. */
  readonly passed: number;
}

/**
 * Reads what a page is asked for.
 *
 * @throws {InputError} if the cursor is none that {@linkcode pageOf} gave
 * @throws {RangeError} if the limit is no whole number from 1
 */
export function pageStart({ cursor, limit }: ListRequest): PageStart {
  if (!(Number.isInteger(limit) && limit >= 1)) {
    throw new RangeError(`Cannot list cases: limit is ${limit}, expected a whole number from 1`);
  }
  if (cursor === undefined) return { number: 0, passed: 0 };
  const [, number, passed] = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (number !== undefined) return { number: Number(number), passed: Number(passed) };
  throw new InputError(
    `Cannot list cases: "${cursor}" is no cursor; expected "next" of an earlier page`,
  );
}

/**
 * The page of the entries found.
 *
 * @param entries Ordered by number; one more than the limit where there are more
 */
export function pageOf(
  entries: readonly StoredCase[],
  { limit }: ListRequest,
  start: PageStart,
): CasePage {
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || entries.length <= limit) return { entries: page, next: undefined };
  const alike = page.filter(({ number }) => number === last.number).length;
  const passed = alike + (last.number === start.number ? start.passed : 0);
  return { entries: page, next: `${last.number}.${passed}` };
}
