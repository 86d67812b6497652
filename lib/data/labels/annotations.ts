/**
 * What a label file says about films, before their pixels are found and before they are split.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import type { FilmRecords, LabelMatrix, Strata } from "../dataset.ts";

/** Who and which labels; entry n of every list describes film n. */
export interface Annotations {
  readonly ids: readonly string[];
  readonly patients: readonly string[];
  readonly labels: LabelMatrix;
  readonly strata: Strata;
  /** Absent where none is known. */
  readonly records?: FilmRecords | undefined;
}

/** The annotations of these rows, in their order. */
export function selectRows(annotations: Annotations, rows: ArrayLike<number>): Annotations {
  const { ids, patients, labels, strata, records } = annotations;
  const pick = <T>(list: readonly T[]) => Array.from(rows, (row) => list[row]!);
  return {
    ids: pick(ids),
    patients: pick(patients),
    labels: {
      names: labels.names,
      values: selectVectors(labels.values, labels.names.length, rows),
    },
    strata: {
      sex: pick(strata.sex),
      age: Float32Array.from(rows, (row) => strata.age[row]!),
      view: pick(strata.view),
    },
    ...records && {
      records: {
        date: pick(records.date),
        visit: Float64Array.from(rows, (row) => records.visit[row]!),
        report: pick(records.report),
      },
    },
  };
}

/** These rows of a row-major matrix: `[n, width]` to `[rows, width]`. */
export function selectVectors(
  values: Float32Array,
  width: number,
  rows: ArrayLike<number>,
): Float32Array<ArrayBuffer> {
  const selected = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    // Rows are short, so that a call for each would take longer than the copying.
    for (let j = 0; j < width; j++) selected[i * width + j] = values[start + j]!;
  }
  return selected;
}

/**
 * The rows with at least one positive label (a value above 0), ascending. In ChestX-ray14 they
 * are 46 % of all; the others are "No Finding".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { positiveRows } from "./annotations.ts";
 *
 * const labels = { names: ["Mass", "Edema"], values: new Float32Array([0, 1, 0, NaN]) };
 * assertEquals(positiveRows(labels), [0]);
 * ```
 */
export function positiveRows(labels: LabelMatrix): number[] {
  const films = labels.values.length / labels.names.length;
  return Array.from({ length: films }, (_, row) => row).filter((row) => hasPositive(labels, row));
}

/** Whether the film in this row has a positive label (a value above 0). */
export function hasPositive({ names, values }: LabelMatrix, row: number): boolean {
  return values.subarray(row * names.length, (row + 1) * names.length).some((value) => value > 0);
}

/**
 * Only these labels, in this order.
 *
 * @throws {InputError} if a name is unknown or occurs twice
 */
export function chooseLabels(labels: LabelMatrix, choice: readonly string[]): LabelMatrix {
  const columns = choice.map((name) => {
    const column = labels.names.indexOf(name);
    if (column >= 0) return column;
    throw new InputError(
      `Cannot choose the labels: "${name}" is none of ${labels.names.join(", ")}${
        didYouMean(name, labels.names)
      }`,
    );
  });
  if (new Set(columns).size < columns.length) {
    throw new InputError(`Cannot choose the labels: one is named twice in ${choice.join(", ")}`);
  }
  const rows = labels.values.length / labels.names.length;
  const values = new Float32Array(rows * columns.length);
  for (let row = 0; row < rows; row++) {
    for (const [i, column] of columns.entries()) {
      values[row * columns.length + i] = labels.values[row * labels.names.length + column]!;
    }
  }
  return { names: [...choice], values };
}
