/**
 * A data set of arrays that a program has in memory.
 *
 * @module
 */
import { Random } from "../base/random.ts";
import { selectVectors } from "./labels/annotations.ts";
import type { Dataset, Inputs, LabelMatrix, Strata } from "./dataset.ts";
import { patientOf } from "./labels/patients.ts";
import { checkIds } from "./tables/ids.ts";
import { itemsAt } from "./rows.ts";
import { checkSplit, splitByPatient, type SplitShares } from "./split.ts";

/** Pixels or features of n films. */
export type ArrayInputs =
  | {
    readonly kind: "images";
    /** Height and width in pixels. */
    readonly size: number;
    /** `[n, 1, size, size]`, 0 (black) to 1 (white). */
    readonly values: Float32Array;
  }
  | {
    readonly kind: "features";
    /** Length D of a film's features. */
    readonly width: number;
    /** `[n, width]` */
    readonly values: Float32Array;
  };

/** n films; entry i of every list describes film i. */
export interface FilmArrays {
  /** `[n, C]` values in [0, 1], NaN for missing. */
  readonly labels: LabelMatrix;
  /** What the encoder sees of the films. */
  readonly inputs: ArrayInputs;
  /** Names the films; default: "0", "1", … */
  readonly ids?: readonly string[];
  /** Whose films they are; a film with "" is its own patient, as all are by default. */
  readonly patients?: readonly string[];
  /** Sex, age and view as far as they are known; default: unknown. */
  readonly strata?: Strata;
}

/** How {@linkcode arrayDataset} splits the films. */
export interface ArrayDatasetOptions {
  /** Decides the split; default: 0. */
  readonly seed?: number;
  /** Shares of the patients; default: 0.7 train, 0.1 validate and 0.2 ask. */
  readonly split?: SplitShares;
  /** A short name for titles; default: "arrays". */
  readonly name?: string;
}

const SHARES: SplitShares = { train: 0.7, validation: 0.1, query: 0.2 };

/**
 * A data set of films in memory, split at random by patient. The arrays are not copied, and must not
 * be changed after.
 *
 * @throws {RangeError} if an array does not have an entry for each film, ids repeat, or a value is
 * none that labels or inputs can have
 * @throws {InputError} if an id is none (see `checkIds`), or there are too few patients to train and to ask with
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { arrayDataset } from "@cohash/cohash/data";
 *
 * const { ids, split } = arrayDataset({
 *   labels: { names: ["Effusion", "Mass"], values: Float32Array.of(1, 0, 0, 1, 1, 1, 0, 0) },
 *   inputs: { kind: "features", width: 1, values: Float32Array.of(0.3, 0.1, 0.9, 0.2) },
 * }, { split: { train: 0.5, validation: 0, query: 0.5 } });
 * assertEquals(ids, ["0", "1", "2", "3"]);
 * assertEquals([split.train.length, split.query.length], [2, 2]);
 * ```
 */
export function arrayDataset(
  { labels, inputs, ...known }: FilmArrays,
  { seed = 0, split: shares = SHARES, name = "arrays" }: ArrayDatasetOptions = {},
): Dataset {
  const films = labels.values.length / labels.names.length;
  const ids = known.ids ?? Array.from({ length: films }, (_, film) => String(film));
  const named = known.patients ?? ids.map(() => "");
  const strata = known.strata ?? {
    sex: ids.map(() => ""),
    age: new Float32Array(films).fill(NaN),
    view: ids.map(() => ""),
  };
  const width = inputs.kind === "images" ? inputs.size ** 2 : inputs.width;
  const lengths = {
    "ids": ids.length,
    "patients": named.length,
    "strata.sex": strata.sex.length,
    "strata.age": strata.age.length,
    "strata.view": strata.view.length,
    "inputs": inputs.values.length / width,
  };
  for (const [list, length] of Object.entries(lengths)) {
    if (length === films && Number.isInteger(films)) continue;
    throw new RangeError(
      `Cannot make a data set: the labels are those of ${films} films, the ${list} of ${length}`,
    );
  }
  checkIds(ids, (film) => `Cannot make a data set: film ${film}`);
  if (new Set(ids).size < ids.length) throw new RangeError("Cannot make a data set: ids repeat");
  const isLabel = (value: number) => (value >= 0 && value <= 1) || Number.isNaN(value);
  refuse("labels", labels.values, isLabel, "0 to 1, or NaN where it is missing");
  const patients = ids.map((id, film) => patientOf(id, named[film]!));
  if (inputs.kind === "images") {
    refuse("pixels", inputs.values, (value) => value >= 0 && value <= 1, "0 (black) to 1 (white)");
  } else refuse("features", inputs.values, Number.isFinite, "a finite number");
  const split = splitByPatient(patients, shares, new Random(seed).fork("split"));
  checkSplit({ ids, patients, split });
  return { name, ids, patients, labels, strata, inputs: readable(inputs, width, films), split };
}

/** Throws if a value is not as expected. */
function refuse(
  what: string,
  values: Float32Array,
  isFit: (value: number) => boolean,
  expected: string,
): void {
  const bad = values.findIndex((value) => !isFit(value));
  if (bad < 0) return;
  throw new RangeError(
    `Cannot make a data set: entry ${bad} of the ${what} is ${values[bad]}, expected ${expected}`,
  );
}

function readable(inputs: ArrayInputs, width: number, films: number): Inputs {
  const all = [...Array(films).keys()];
  // In a promise, so that a row that there is not rejects instead of throwing.
  const read = (rows: ArrayLike<number>) =>
    Promise.try(() => selectVectors(inputs.values, width, itemsAt(all, rows)));
  return inputs.kind === "images"
    ? { kind: "images", size: inputs.size, read }
    : { kind: "features", width, read };
}
