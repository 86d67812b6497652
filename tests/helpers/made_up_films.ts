/**
 * Films that tell their row: whatever is read of film n is n / 100, so that a test sees which film
 * a number came from.
 *
 * @module
 */
import type { Dataset, Inputs } from "../../lib/data/dataset.ts";

/** Height and width of the films. */
export const SIZE = 4;

const FILMS = 50;
const LABELS = ["Mass", "Nodule", "Edema"];

/** 50 films, 40 of them to train on; film n has label c where bit c of n is set. */
export function madeUpFilms(kind: Inputs["kind"]): Dataset {
  const rows = Array.from({ length: FILMS }, (_, row) => row);
  const part = (start: number, end: number) => Uint32Array.from(rows.slice(start, end));
  return {
    name: "made up",
    ids: rows.map((row) => `film_${row}`),
    patients: rows.map((row) => `patient_${row}`),
    labels: {
      names: LABELS,
      values: Float32Array.from(rows.flatMap((row) => LABELS.map((_, c) => (row >> c) & 1))),
    },
    strata: { sex: rows.map(() => ""), age: new Float32Array(FILMS), view: rows.map(() => "") },
    inputs: inputsOf(kind),
    split: {
      train: part(0, 40),
      validation: part(40, 40),
      database: part(0, 40),
      query: part(40, 50),
    },
  };
}

function inputsOf(kind: Inputs["kind"]): Inputs {
  const valuesEach = kind === "features" ? 1 : SIZE ** 2;
  const read = (rows: ArrayLike<number>) =>
    Promise.resolve(
      Float32Array.from(
        { length: rows.length * valuesEach },
        (_, at) => rows[Math.floor(at / valuesEach)]! / 100,
      ),
    );
  return kind === "features" ? { kind, width: 1, read } : { kind, size: SIZE, read };
}
