/**
 * All cases of a store, wherever it is.
 *
 * @module
 */
import type { StoredCase } from "./case.ts";
import type { CodeStore, ListRequest } from "./code_store.ts";

/** Cases of one page: enough that asking for it takes no time to speak of. */
const PAGE = 10_000;

/**
 * The cases that fit, ordered by number, read from the store page by page.
 *
 * @throws {InputError} if the filter asks for a finding that is none of the store's
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { everyCase } from "./every_case.ts";
 * import { HammingIndex } from "./memory/hamming_index.ts";
 *
 * const index = HammingIndex.empty({ bits: 8, model: "", labelNames: ["Effusion"] });
 * const film = { patient: "1", labels: [], unknown: [], sex: "F", age: 60, view: "PA", image: "" };
 * index.add([{ ...film, id: "a" }, { ...film, id: "b" }], Uint8Array.of(7, 1));
 * const ids = await Array.fromAsync(everyCase(index), (entry) => entry.case.id);
 * assertEquals(ids, ["a", "b"]);
 * ```
 */
export async function* everyCase(
  store: Pick<CodeStore, "list">,
  { filter, limit = PAGE }: Partial<Omit<ListRequest, "cursor">> = {},
): AsyncGenerator<StoredCase> {
  let cursor: string | undefined;
  do {
    const { entries, next } = await store.list({ cursor, limit, filter });
    yield* entries;
    cursor = next;
  } while (cursor !== undefined);
}
