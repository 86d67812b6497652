/**
 * Completing the id of a case while it is typed.
 *
 * @module
 */
import { fetchCompletions } from "./client.ts";
import { change } from "./state.ts";

/** How long typing must rest, in milliseconds. */
const REST = 150;

let asking = new AbortController();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Offers the ids that begin as what a field holds. */
export function complete({ target }: Event): void {
  const start = (target as HTMLInputElement).value.trim();
  asking.abort();
  clearTimeout(timer);
  if (start === "") return change({ completions: [] });
  asking = new AbortController();
  const { signal } = asking;
  timer = setTimeout(async () => {
    // Without completions ids are typed to their end.
    const completions = await fetchCompletions(start, signal).catch(() => []);
    if (!signal.aborted) change({ completions });
  }, REST);
}
