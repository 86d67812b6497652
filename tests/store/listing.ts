/**
 * What every store's `list` must do, tested against the films themselves.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import type { StoredCase } from "../../lib/store/case.ts";
import type { CodeStore } from "../../lib/store/code_store.ts";
import type { Filter } from "../../lib/store/filter/filter.ts";
import { type Films, fits } from "./random_films.ts";

/** The films of a store, page by page; no page is empty but a first one. */
async function pages(store: CodeStore, limit: number, filter?: Filter): Promise<StoredCase[]> {
  const all: StoredCase[] = [];
  let cursor: string | undefined;
  do {
    const { entries, next } = await store.list({ limit, filter, cursor });
    assert(entries.length <= limit, `${entries.length} cases of at most ${limit}`);
    assert(entries.length === limit || next === undefined, "a page that is not full is the last");
    assert(entries.length > 0 || cursor === undefined, "a page after the first has cases");
    assert(next === undefined || next !== cursor, "every page goes on");
    all.push(...entries);
    cursor = next;
  } while (cursor !== undefined);
  return all;
}

/** Checks that the pages of a store that holds these films give all of them in order. */
export async function checkPages(store: CodeStore, films: Films): Promise<void> {
  const { cases, codes, removed, requests } = films;
  const stored = cases.map((item, number) => ({ number, case: item, code: codes[number]! }))
    .filter((entry) => !removed.includes(entry.case.id));
  for (const filter of [undefined, ...requests.map(({ filter }) => filter)]) {
    const expected = stored.filter((entry) => filter === undefined || fits(filter, entry.case));
    for (const limit of [1, 3, 1000]) assertEquals(await pages(store, limit, filter), expected);
  }
}

/** Checks that a store refuses what makes no sense. */
export async function checkRefusals(store: CodeStore): Promise<void> {
  for (const limit of [0, 1.5, NaN]) {
    await assertRejects(() => store.list({ limit }), RangeError, `limit is ${limit}`);
  }
  for (const cursor of ["", "7", "-1.0", "1.1'; drop", "1.2.3"]) {
    await assertRejects(() => store.list({ limit: 1, cursor }), InputError, "is no cursor");
  }
  const filter = { kind: "label", label: "Efusion" } as const;
  await assertRejects(() => store.list({ limit: 1, filter }), InputError, '"Efusion"');
}
