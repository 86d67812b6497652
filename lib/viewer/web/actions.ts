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
} from "./client.ts";
import { type Filters, NO_FILTERS, whereOf } from "./filters.ts";
import type { Ask, CaseAnswer, SearchAnswer } from "../schemas.ts";
import { addressOf, placeOf } from "./address.ts";
import { answerTo, filmOf } from "./answers.ts";
import { texts } from "./language.ts";
import { named, placeNow } from "./place_now.ts";
import { firstStep } from "./refinement.ts";
import {
  change,
  current,
  fetched,
  hitsOf,
  messageOf,
  type Query,
  START,
  type State,
  valueOf,
} from "./state.ts";
import { likeness } from "./words.ts";

/** Cases on a page of the collection. */
export const PAGE = 24;

/** What is left of a query when another begins. */
const NO_QUERY = {
  film: START.film,
  occlusion: START.occlusion,
  marked: START.marked,
  isMarkedByHand: START.isMarkedByHand,
  refinement: START.refinement,
  filmAnswer: START.filmAnswer,
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

/** Asks what the collection holds. */
export async function start(): Promise<void> {
  change({ collection: { kind: "loading" } });
  change({ collection: await fetched(fetchCollection()) });
}

/** Searches with a case of the collection. */
export async function searchWithCase({ handle, id }: CaseAnswer): Promise<void> {
  await searchFrom({ kind: "case", handle, id });
}

/** Searches with something else than before; of a film nothing is kept but in this page. */
export async function searchFrom(query: Query): Promise<void> {
  const before = current().query;
  const isSame = query.kind === "case" && before.kind === "case" && query.handle === before.handle;
  if (!isSame) history.pushState(null, "", addressOf({ ...placeNow(), query: named(query) }));
  await begin(query);
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
    await searchFrom({ kind: "film", name: study.film(film!.view), file });
  } catch (error) {
    if (!signal.aborted) fail(messageOf(error));
  }
}

/** Goes back to the collection. */
export function leaveSearch(): void {
  if (current().query.kind !== "none") history.pushState(null, "", "#");
  showCollection();
  if (current().browse.kind === "absent") void browse(0);
}

function showCollection(told: Partial<State> = {}): void {
  abandon();
  const { query, search } = START;
  change({ ...NO_QUERY, ...told, query, search, announcement: texts().start.announced });
}

/** Opens what the address names, at first and after "back". */
export async function openAddress(): Promise<void> {
  const place = placeOf(location.hash);
  // An address that names no place of the viewer's ends no search.
  if (location.hash !== "" && addressOf(place) === "") return;
  const { query, filters, ask, radius, top, order, isGrouped, from, at } = place;
  const told = { filters, ask, radius, top, order, isGrouped, browseFrom: from };
  if (query.kind === "case" || query.kind === "findings") {
    const searching = begin(query.kind === "case" ? { ...query, id: "" } : query, {
      ...told,
      refinement: firstStep(place.refinement),
      samePatient: place.samePatient,
      marked: place.marked ?? NO_QUERY.marked,
      isMarkedByHand: place.marked !== undefined,
    });
    await Promise.all([searching, browse(from)]);
    if (at !== undefined) await compare(at);
    return;
  }
  // A film is not kept for "back" to find.
  if (current().query.kind === "none") change(told);
  else showCollection(told);
  await browse(from);
}

/** Ends whatever is fetched for the query at hand. */
function abandon(): void {
  for (const work of [searching, loading, comparing]) work.abort();
}

async function begin(query: Query, told: Partial<State> = {}): Promise<void> {
  abandon();
  loading = new AbortController();
  change({ ...NO_QUERY, ...told, query, search: { kind: "loading" } });
  await Promise.all([search(), loadFilm(query)]);
}

/** Why a query cannot be sent; undefined where it can. */
function refusalOf(query: Query): string | undefined {
  return query.kind === "film" ? refusalOfFilm(query) : undefined;
}

/** Why a film cannot be sent; undefined where it can. */
export function refusalOfFilm(
  { name, file }: { readonly name: string; readonly file: Blob },
): string | undefined {
  const limit = valueOf(current().collection)?.filmBytes ?? Infinity;
  if (file.size <= limit) return undefined;
  const [size, most] = [Math.ceil(file.size / 2 ** 20), Math.floor(limit / 2 ** 20)];
  return texts().problems.tooLarge(name, size, most);
}

async function loadFilm(query: Query): Promise<void> {
  const shown = filmOf(query);
  if (shown === undefined || refusalOf(query) !== undefined) return;
  change({ film: { kind: "loading" } });
  const film = await fetched(fetchPixels(shown.film, shown.name, loading.signal));
  if (current().query === query) change({ film });
}

/** Searches anew with the same query, after a change of what is wanted. */
export async function search(): Promise<void> {
  const { query, search: before } = current();
  if (query.kind === "none") return;
  searching.abort();
  const refusal = refusalOf(query);
  if (refusal !== undefined) return fail(refusal);
  searching = new AbortController();
  const { signal } = searching;
  change({ search: { kind: "loading", value: valueOf(before) } });
  try {
    const answer = await answerTo(query, signal);
    const { isMarkedByHand, marked: byHand } = current();
    const marked = isMarkedByHand ? byHand : new Set(answer.query.case?.labels);
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
  change({ browse: page });
  if (page.kind === "there" && current().query.kind === "none") {
    change({ announcement: texts().start.announcedCases(page.value.total) });
  }
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
  change({ marked, isMarkedByHand: true });
}

/** Compares the query with the case at a place among the hits. */
export async function compare(at: number): Promise<void> {
  const answer = valueOf(current().search);
  const hit = hitsOf(current())[at];
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
  const shown = filmOf(query);
  if (shown === undefined) return;
  change({ occlusion: { kind: "loading" }, announcement: texts().comparison.announcedSeeking });
  const map = await fetched(fetchOcclusion(shown.film, loading.signal));
  if (current().query !== query || current().occlusion.kind !== "loading") return;
  change({
    occlusion: map,
    announcement: map.kind === "failed" ? map.message : texts().comparison.announcedRegion,
  });
}
