/**
 * Several films that were chosen together: each is searched for on its own, one after another, or
 * all of them as one study.
 *
 * @module
 */
import { refusalOfFilm, searchFrom } from "./actions.ts";
import { codeOf } from "./answers.ts";
import { searchFilm } from "./client.ts";
import { texts } from "./language.ts";
import {
  change,
  current,
  fetched,
  type FilmCode,
  type Queue,
  type QueuedFilm,
  type StudyFilm,
} from "./state.ts";

/** The most films that are taken at once, and the longest name. */
const MOST_FILMS = 200;
const LONGEST_NAME = 200;

/** The most films that ask as one study. */
export const MOST_IN_STUDY = 16;

/** Searches with the first of some films, and reads the others meanwhile. */
export async function takeFilms(files: readonly File[]): Promise<void> {
  const films = files.slice(0, MOST_FILMS).map((file): QueuedFilm => ({
    name: (file.name || texts().frame.pasted).slice(0, LONGEST_NAME),
    file,
    code: { kind: "absent" },
  }));
  const [first] = films;
  if (first === undefined) return;
  if (films.length === 1) {
    change({ queue: undefined });
    return await searchFrom({ kind: "film", name: first.name, file: first.file });
  }
  change({ queue: { films, at: 0 } });
  await Promise.all([show(0), readCodes(films)]);
}

/** Searches with the film at a place. */
export async function show(at: number): Promise<void> {
  const { queue } = current();
  const film = queue?.films[at];
  if (queue === undefined || film === undefined) return;
  change({ queue: { ...queue, at } });
  await searchFrom({ kind: "film", name: film.name, file: film.file });
}

/** Searches with all films that could be read, as one study. */
export async function searchAsStudy(): Promise<void> {
  const films = current().queue?.films.flatMap(studyFilm) ?? [];
  if (films.length > 0) await searchFrom({ kind: "study", films });
}

/** Forgets the films. */
export function dropQueue(): void {
  change({ queue: undefined });
}

/** How many films have been read, whether they could be or not. */
export function countRead({ films }: Queue): number {
  return films.filter(({ code }) => code.kind === "there" || code.kind === "failed").length;
}

function studyFilm({ name, file, code }: QueuedFilm): StudyFilm[] {
  return code.kind === "there" ? [{ name, file, code: code.value }] : [];
}

/** Has the viewer read the films one after another, which leaves it free for other readers. */
async function readCodes(films: readonly QueuedFilm[]): Promise<void> {
  for (const [at, { name, file }] of films.entries()) {
    const code = await fetched(readCode({ name, file }));
    const { queue } = current();
    // Other films have been chosen, or these dropped.
    if (queue?.films[at]?.file !== file) return;
    change({ queue: { ...queue, films: queue.films.with(at, { name, file, code }) } });
  }
}

async function readCode(film: Pick<QueuedFilm, "name" | "file">): Promise<FilmCode> {
  const refusal = refusalOfFilm(film);
  if (refusal !== undefined) throw new Error(refusal);
  const { signal } = new AbortController();
  const told = { name: film.name, top: 1, ask: undefined, radius: undefined, where: "" };
  return codeOf(await searchFilm(film.file, told, signal));
}
