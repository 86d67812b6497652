/**
 * What the page does when a user asks for something.
 *
 * @module
 */
import {
  fetchCases,
  fetchCollection,
  fetchExplanation,
  fetchOcclusion,
  fetchPixels,
  fetchStudy,
  fetchStudyFilm,
  findCase,
  searchCase,
  searchFilm,
} from "./client.ts";
import { type Filters, NO_FILTERS, whereOf } from "./filters.ts";
import type { Ask, CaseAnswer, SearchAnswer } from "../schemas.ts";
import { texts } from "./language.ts";
import { change, current, fetched, messageOf, type Query, START, valueOf } from "./state.ts";
import { likeness } from "./words.ts";

/** Cases on a page of the collection. */
export const PAGE = 24;

/** What is left of a query when another begins. */
const NO_QUERY = {
  film: START.film,
  occlusion: START.occlusion,
  marked: START.marked,
  samePatient: START.samePatient,
  comparison: START.comparison,
  large: START.large,
};

/** Ends the search at hand when another begins. */
let searching = new AbortController();
/** Ends what is fetched of the query's film when another query begins. */
let loading = new AbortController();
/** Ends what is fetched for a comparison when another begins. */
let comparing = new AbortController();

/** Asks what the collection holds, and for its first cases. */
export async function start(): Promise<void> {
  change({ collection: { kind: "loading" } });
  change({ collection: await fetched(fetchCollection()) });
  await browse(0);
}

/** Searches with a film; nothing of it is kept but in this page. */
export async function searchWithFilm(file: Blob, name: string): Promise<void> {
  history.pushState(null, "", "#film");
  await begin({ kind: "film", name: name.slice(0, 200), file });
}

/** Searches with a case of the collection. */
export async function searchWithCase({ handle, id }: CaseAnswer): Promise<void> {
  const address = `#case=${handle}`;
  if (location.hash !== address) history.pushState(null, "", address);
  await begin({ kind: "case", handle, id });
}

/** Searches with the case of this id, if there is one. */
export async function searchWithId(id: string): Promise<void> {
  abandon();
  searching = new AbortController();
  const { signal } = searching;
  try {
    await searchWithCase((await findCase(id, signal)).case);
  } catch (error) {
    if (signal.aborted) return;
    change({ ...NO_QUERY, query: { kind: "case", handle: "", id } });
    fail(messageOf(error));
  }
}

/** Searches with the first film of a study in the archive; frontal films come first. */
export async function searchWithStudy(number: string): Promise<void> {
  abandon();
  searching = new AbortController();
  const { signal } = searching;
  const { study } = texts();
  const query: Query = { kind: "case", handle: "", id: study.opening };
  change({ ...NO_QUERY, query, search: { kind: "loading" }, announcement: study.opening });
  try {
    const [film] = (await fetchStudy(number, signal)).films;
    const file = await fetchStudyFilm(film!, signal);
    await searchWithFilm(file, study.film(film!.view));
  } catch (error) {
    if (!signal.aborted) fail(messageOf(error));
  }
}

/** Goes back to the collection. */
export function leaveSearch(): void {
  abandon();
  if (location.hash !== "") history.pushState(null, "", "#");
  const { query, film, search, occlusion, marked, comparison } = START;
  const announcement = texts().start.announced;
  change({ query, film, search, occlusion, marked, comparison, announcement });
}

/** Opens what the address names, as after "back": a case, or the collection. */
export async function openAddress(): Promise<void> {
  const { hash } = location;
  const handle = /^#case=(.*)$/.exec(hash)?.[1];
  if (handle !== undefined) await begin({ kind: "case", handle, id: "" });
  // A film is not kept for "back" to find; any other address is no page of the viewer's.
  else if (["", "#film"].includes(hash) && current().query.kind !== "none") leaveSearch();
}

/** Ends whatever is fetched for the query at hand. */
function abandon(): void {
  for (const work of [searching, loading, comparing]) work.abort();
}

async function begin(query: Query): Promise<void> {
  abandon();
  loading = new AbortController();
  change({ ...NO_QUERY, query, search: { kind: "loading" } });
  await Promise.all([search(), loadFilm(query)]);
}

/** Why a query cannot be sent; undefined where it can. */
function refusalOf(query: Query): string | undefined {
  const limit = valueOf(current().collection)?.filmBytes ?? Infinity;
  if (query.kind !== "film" || query.file.size <= limit) return undefined;
  const [size, most] = [Math.ceil(query.file.size / 2 ** 20), Math.floor(limit / 2 ** 20)];
  return texts().problems.tooLarge(query.name, size, most);
}

async function loadFilm(query: Query): Promise<void> {
  if (query.kind === "none" || refusalOf(query) !== undefined) return;
  change({ film: { kind: "loading" } });
  const film = await fetched(
    query.kind === "film"
      ? fetchPixels(query.file, query.name, loading.signal)
      : fetchPixels(query.handle, query.id, loading.signal),
  );
  if (current().query === query) change({ film });
}

/** Searches anew with the same query, after a change of what is wanted. */
export async function search(): Promise<void> {
  const { query, filters, ask, top, radius, samePatient, search: before } = current();
  if (query.kind === "none") return;
  searching.abort();
  const refusal = refusalOf(query);
  if (refusal !== undefined) return fail(refusal);
  searching = new AbortController();
  const { signal } = searching;
  change({ search: { kind: "loading", value: valueOf(before) } });
  const options = { ask, top, radius, where: whereOf(filters), samePatient };
  try {
    const answer = query.kind === "film"
      ? await searchFilm(query.file, { ...options, name: query.name }, signal)
      : await searchCase(query.handle, options, signal);
    const marked = before.kind === "loading" && before.value === undefined
      ? new Set(answer.query.case?.labels)
      : current().marked;
    change({ search: { kind: "there", value: answer }, marked, announcement: announced(answer) });
  } catch (error) {
    if (!signal.aborted) fail(messageOf(error));
  }
}

function announced({ ask, hits }: SearchAnswer): string {
  const { none, announcedNearest, announcedMostRelevant } = texts().results;
  const first = hits[0];
  if (first === undefined) return none;
  const said = ask === "expected" ? announcedMostRelevant : announcedNearest;
  return said(hits.length, likeness(first));
}

function fail(message: string): void {
  change({ search: { kind: "failed", message } });
}

/** Shows a page of the collection. */
export async function browse(from: number): Promise<void> {
  const { filters, browse: before } = current();
  change({ browse: { kind: "loading", value: valueOf(before) }, browseFrom: from });
  const page = await fetched(fetchCases({ from, top: PAGE, where: whereOf(filters) }));
  if (current().filters !== filters || current().browseFrom !== from) return;
  const announcement = page.kind === "there" ? texts().start.announcedCases(page.value.total) : "";
  change({ browse: page, announcement });
}

/** Asks in another way; by expected relevance no bound on the distance is known. */
export async function askBy(ask: Ask): Promise<void> {
  change(ask === "expected" ? { ask, radius: undefined } : { ask });
  await search();
}

/** Bounds the distance in bits, which ends asking by expected relevance, or no longer. */
export async function within(radius: number | undefined): Promise<void> {
  const { ask } = current();
  const isOther = radius !== undefined && ask === "expected";
  change({ radius, ask: isOther ? undefined : ask });
  await search();
}

/** Changes the filters and looks again. */
export async function filter(changes: Partial<Filters>): Promise<void> {
  change({ filters: { ...current().filters, ...changes } });
  await Promise.all([search(), browse(0)]);
}

/** Drops all filters, the bound on the distance, and the wish for the patient's other films. */
export async function clearFilters(): Promise<void> {
  const { radius, samePatient } = START;
  change({ radius, samePatient });
  await filter(NO_FILTERS);
}

/** Marks a finding, or no longer. */
export function toggleMark(label: string): void {
  const marked = new Set(current().marked);
  if (!marked.delete(label)) marked.add(label);
  change({ marked });
}

/** Compares the query with the case at a place among the hits. */
export async function compare(at: number): Promise<void> {
  const answer = valueOf(current().search);
  const hit = answer?.hits[at];
  if (answer === undefined || hit === undefined) return;
  comparing.abort();
  comparing = new AbortController();
  const { signal } = comparing;
  change({
    comparison: { at, pixels: { kind: "loading" }, explanation: { kind: "loading" } },
    announcement: texts().comparison.announced(at + 1, answer.hits.length, likeness(hit)),
  });
  const isShown = () => !signal.aborted && valueOf(current().search) === answer;
  const show = (changes: object) => {
    const { comparison } = current();
    if (comparison !== undefined && isShown()) {
      change({ comparison: { ...comparison, ...changes } });
    }
  };
  const { continuous } = answer.query;
  await Promise.all([
    hit.case.hasImage
      ? fetched(fetchPixels(hit.case.handle, hit.case.id, signal)).then((pixels) =>
        show({ pixels })
      )
      : show({ pixels: { kind: "failed", message: texts().problems.noFilm } }),
    fetched(fetchExplanation({ query: { continuous }, case: hit.case.handle }, signal))
      .then((explanation) => show({ explanation })),
  ]);
}

/** Ends the comparison. */
export function endComparison(): void {
  comparing.abort();
  if (current().comparison !== undefined) change({ comparison: undefined });
}

/** Shows or hides why the case was found. */
export function toggleWhy(): void {
  change({ showsWhy: !current().showsWhy });
}

/** Shows which region of the query's film moves its code, or hides it. */
export async function toggleOcclusion(): Promise<void> {
  const { query, occlusion } = current();
  if (occlusion.kind !== "absent" && occlusion.kind !== "failed") {
    change({ occlusion: { kind: "absent" } });
    return;
  }
  if (query.kind === "none") return;
  change({ occlusion: { kind: "loading" }, announcement: texts().comparison.announcedSeeking });
  const map = await fetched(
    fetchOcclusion(query.kind === "film" ? query.file : query.handle, loading.signal),
  );
  if (current().query !== query || current().occlusion.kind !== "loading") return;
  change({
    occlusion: map,
    announcement: map.kind === "failed" ? map.message : texts().comparison.announcedRegion,
  });
}
