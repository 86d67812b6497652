/**
 * From a query to what the viewer answers.
 *
 * @module
 */
import type { SearchAnswer } from "../schemas.ts";
import { searchFilm, searchWith } from "./client.ts";
import { quoted, whereOf } from "./filters.ts";
import { isPlain, markedWith } from "./refinement.ts";
import { change, current, type FilmCode, type Query } from "./state.ts";

/** What the viewer answers to a query as it is refined, filtered and asked now. */
export async function answerTo(
  query: Exclude<Query, { kind: "none" }>,
  signal: AbortSignal,
): Promise<SearchAnswer> {
  const { filters, ask, top, radius, samePatient, refinement, filmAnswer } = current();
  const { present } = refinement;
  const where = whereOf(filters);
  const options = {
    ask,
    top,
    radius,
    samePatient,
    ...where !== "" && { where },
    like: markedWith(present, "like"),
    unlike: markedWith(present, "unlike"),
    ...present.emphasis.size > 0 && { emphasis: Object.fromEntries(present.emphasis) },
  };
  if (query.kind !== "film") return await searchWith({ ...asked(query), ...options }, signal);
  if (filmAnswer !== undefined && !isPlain(present)) {
    // The viewer keeps no film, but the page has its code, and what was odd about it.
    const { notes } = filmAnswer.query;
    const answer = await searchWith({ ...codeOf(filmAnswer), ...options }, signal);
    return { ...answer, query: { ...answer.query, notes } };
  }
  const told = { name: query.name, ask, top, radius, where };
  const answer = await searchFilm(query.file, told, signal);
  change({ filmAnswer: answer });
  return answer;
}

/** The code of a film, as requests take it. */
export function codeOf({ query: { continuous, isFamiliar } }: SearchAnswer): FilmCode {
  return { continuous, ...isFamiliar !== null && { isFamiliar } };
}

/** What stands in for a film in a request. */
function asked(
  query: Extract<Query, { kind: "case" | "study" | "findings" }>,
): { handle: string } | { study: FilmCode[] } | { findings: string } {
  switch (query.kind) {
    case "case":
      return { handle: query.handle };
    case "study":
      return { study: query.films.map(({ code }) => code) };
    case "findings":
      return {
        findings: [
          ...query.wanted.map(quoted),
          ...query.unwanted.map((label) => `NOT ${quoted(label)}`),
        ].join(" AND "),
      };
  }
}

/** The film of a query, of a study its first: a file, or a case's handle. */
export function filmOf(
  query: Query,
): { readonly film: Blob | string; readonly name: string } | undefined {
  switch (query.kind) {
    case "film":
      return { film: query.file, name: query.name };
    case "study":
      return query.films[0] && { film: query.films[0].file, name: query.films[0].name };
    case "case":
      return { film: query.handle, name: query.id };
    default:
      return undefined;
  }
}
