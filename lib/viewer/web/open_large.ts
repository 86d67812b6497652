/**
 * Opening and closing a film that is looked at alone.
 *
 * @module
 */
import type { CaseAnswer } from "../schemas.ts";
import { fetchPixels } from "./client.ts";
import { texts } from "./language.ts";
import { change, current, fetched } from "./state.ts";

/** Ends what is fetched when another film is opened. */
let loading = new AbortController();

/** Opens the query's film. */
export function openQueryFilm(): void {
  change({ large: { kind: "query" }, announcement: texts().film.queryAlone });
}

/** Opens the film of a case. */
export async function openCaseFilm(one: CaseAnswer): Promise<void> {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  change({
    large: { kind: "case", case: one, pixels: { kind: "loading" } },
    announcement: texts().film.aloneOf(one.id),
  });
  const pixels = await fetched(fetchPixels(one.handle, one.id, signal));
  if (!signal.aborted) change({ large: { kind: "case", case: one, pixels } });
}

/** Closes the film. */
export function closeLargeFilm(): void {
  loading.abort();
  if (current().large !== undefined) change({ large: undefined });
}
