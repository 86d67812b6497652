/**
 * The calls to the viewer's API.
 *
 * @module
 */
import type {
  Ask,
  CasePage,
  Collection,
  ExplainRequest,
  ExplanationAnswer,
  FoundCaseAnswer,
  OcclusionAnswer,
  SearchAnswer,
  SearchRequestBody,
} from "../schemas.ts";
import type { StudyAnswer } from "../study_schemas.ts";
import { encodeHere, filmsStay, pixelsHere } from "./encode/film_reader.ts";
import type { FilmPixels } from "./film/pixels.ts";
import { readPixels } from "./film/read_pixels.ts";
import { texts } from "./language.ts";

/** The longest that the page waits for a viewer that is busy, in seconds. */
const LONGEST_PAUSE = 10;

/** What the search of a film may be told. */
export interface SearchOptions {
  readonly ask: Ask | undefined;
  readonly top: number;
  readonly radius: number | undefined;
  readonly where: string;
}

/** What the collection holds. */
export async function fetchCollection(): Promise<Collection> {
  return await (await call("/api/collection")).json();
}

/** A page of the collection. */
export async function fetchCases(
  request: { readonly from: number; readonly top: number; readonly where: string },
): Promise<CasePage> {
  return await (await call("/api/cases", sendingJson(request))).json();
}

/** The case with this id. */
export async function findCase(id: string, signal: AbortSignal): Promise<FoundCaseAnswer> {
  return await (await call("/api/cases/find", { ...sendingJson({ id }), signal })).json();
}

/** The cases that a film asks for. Of a film that stays on this machine, its code is sent. */
export async function searchFilm(
  film: Blob,
  { name, ...options }: SearchOptions & { readonly name: string },
  signal: AbortSignal,
): Promise<SearchAnswer> {
  if (filmsStay()) return await searchCode(film, { name, ...options }, signal);
  const { ask, top, radius, where } = options;
  const init = { ...sending(film, { "Film-Name": name, "Search-Filter": where }), signal };
  return await (await call(`/api/search?${query({ ask, top, radius })}`, init)).json();
}

async function searchCode(
  film: Blob,
  { name, where, ...options }: SearchOptions & { readonly name: string },
  signal: AbortSignal,
): Promise<SearchAnswer> {
  const { notes, continuous, ...code } = await encodeHere(film, name, signal);
  const body = {
    ...code,
    ...options,
    continuous: [...continuous],
    ...(where === "" ? {} : { where }),
  };
  const answer = await searchWith(body, signal);
  return { ...answer, query: { ...answer.query, notes: [...notes, ...answer.query.notes] } };
}

/** The cases that anything but a film asks for. */
export async function searchWith(
  query: SearchRequestBody,
  signal: AbortSignal,
): Promise<SearchAnswer> {
  return await (await call("/api/search", { ...sendingJson(query), signal })).json();
}

/** Ids of cases that begin so. */
export async function fetchCompletions(start: string, signal: AbortSignal): Promise<string[]> {
  const init = { ...sendingJson({ start }), signal };
  return (await (await call("/api/cases/complete", init)).json()).ids;
}

/** Why a case was found. */
export async function fetchExplanation(
  request: ExplainRequest,
  signal: AbortSignal,
): Promise<ExplanationAnswer> {
  return await (await call("/api/explain", { ...sendingJson(request), signal })).json();
}

/** Which region moves the code of a film, or of the film of a case, named by its handle. */
export async function fetchOcclusion(
  film: Blob | string,
  signal: AbortSignal,
): Promise<OcclusionAnswer> {
  if (typeof film !== "string" && filmsStay()) throw new Error(texts().here.noRegion);
  const init = typeof film === "string" ? sendingJson({ handle: film }) : sending(film);
  return await (await call("/api/occlusion", { ...init, signal })).json();
}

/** The pixels of a film, or of the film of a case, named by its handle. */
export async function fetchPixels(
  film: Blob | string,
  name: string,
  signal: AbortSignal,
): Promise<FilmPixels> {
  if (typeof film !== "string" && filmsStay()) return await pixelsHere(film, name, signal);
  const answer = typeof film === "string"
    ? await call(`/api/cases/${encodeURIComponent(film)}/pixels`, { signal })
    : await call("/api/pixels", { ...sending(film, { "Film-Name": name }), signal });
  return await readPixels(answer);
}

/** The chest films of a study in the archive. */
export async function fetchStudy(name: string, signal: AbortSignal): Promise<StudyAnswer> {
  return await (await call("/api/study", { ...sendingJson({ name }), signal })).json();
}

/** The file of a film in the archive. */
export async function fetchStudyFilm(
  { study, series, object }: StudyAnswer["films"][number],
  signal: AbortSignal,
): Promise<Blob> {
  const init = { ...sendingJson({ study, series, object }), signal };
  return await (await call("/api/study/film", init)).blob();
}

/** Ends the login. */
export async function logOut(): Promise<void> {
  await call("/logout", { method: "POST" });
  location.assign("/login");
}

/** The address of a picture of a case's film. */
export function pictureAddress(handle: string, size: number): string {
  return `/api/cases/${encodeURIComponent(handle)}/image?size=${size}`;
}

/** The answer to a request; anything but success becomes an error with the viewer's words. */
async function call(address: string, init: RequestInit = {}): Promise<Response> {
  let answer = await reach(address, init);
  if (answer.status === 503) {
    await pauseOf(answer);
    answer = await reach(address, init);
  }
  if (answer.status === 401) location.assign("/login");
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.error ?? texts().problems.status(answer.status));
}

/** Whatever the viewer answers. */
async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Error(texts().problems.noAnswer);
  }
}

/** Waits as long as a viewer that is busy asks for, within reason. */
async function pauseOf({ headers }: Response): Promise<void> {
  const seconds = Math.min(LONGEST_PAUSE, Number(headers.get("Retry-After")) || 1);
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}

/** A film, and what is said of it in headers, which addresses and so logs do not hold. */
function sending(body: Blob, told: Readonly<Record<string, string>> = {}): RequestInit {
  const headers = new Headers({ "Content-Type": "application/octet-stream" });
  for (const [name, text] of Object.entries(told)) headers.set(name, encodeURIComponent(text));
  return { method: "POST", body, headers };
}

function sendingJson(body: unknown): RequestInit {
  return {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  };
}

/** A query string of what is given and not empty. */
function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}
