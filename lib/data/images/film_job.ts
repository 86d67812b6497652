/**
 * What a thread of {@linkcode FilmReader} does.
 *
 * @module
 */
import { changeFilm, type FilmChange } from "../augment/change_film.ts";
import { readStored, type StoredFilms } from "./stored_films.ts";

/** Films to be read, and how each is to be changed. */
export interface FilmJob {
  /** Where they are, or `[n, 1, size, size]` what they are. */
  readonly films: StoredFilms | Float32Array<ArrayBuffer>;
  /** Height and width in pixels. */
  readonly size: number;
  /** One a film; undefined where they stay as they are. */
  readonly changes: readonly FilmChange[] | undefined;
}

/** The films of a job. */
export interface FilmAnswer {
  /** `[n, 1, size, size]` in 0 … 1. */
  readonly films: Float32Array<ArrayBuffer>;
  /** Time the job took. */
  readonly milliseconds: number;
}

/** Does a job. */
export function doFilmJob({ films: source, size, changes }: FilmJob): FilmAnswer {
  const start = performance.now();
  const read = source instanceof Float32Array ? source : readStored(source, size);
  const films = changes === undefined ? read : changedFilms(read, size, changes);
  return { films, milliseconds: performance.now() - start };
}

function changedFilms(
  films: Float32Array,
  size: number,
  changes: readonly FilmChange[],
): Float32Array<ArrayBuffer> {
  const changed = new Float32Array(films.length);
  for (const [n, change] of changes.entries()) {
    const [from, to] = [n * size ** 2, (n + 1) * size ** 2];
    changeFilm(films.subarray(from, to), changed.subarray(from, to), size, change);
  }
  return changed;
}
