/**
 * The phantom: a data set of synthetic chest films that needs no download. Its findings occur
 * together as often as in NIH ChestX-ray14, and each has its own radiological pattern.
 *
 * @module
 */
import { Random } from "../../base/random.ts";
import { CHESTXRAY14_LABELS, type Dataset, type ImageInputs } from "../dataset.ts";
import { withFewerFilms } from "../fewer_films.ts";
import { readStored, type StoredFilms } from "../images/stored_films.ts";
import { itemsAt } from "../rows.ts";
import { splitByPatient, type SplitShares } from "../split.ts";
import { renderFilm } from "./film.ts";
import { type FindingName, readLabelSets } from "./label_sets.ts";
import { readOtherLabelSets } from "./other_label_sets.ts";
import { type FilmPlan, planFilms } from "./plan.ts";

/** What to draw. */
export interface PhantomOptions {
  /** How many films, of about a third as many patients. */
  readonly films: number;
  /** Height and width of a film in pixels. */
  readonly imageSize: 64 | 128;
  /**
   * A CSV of label sets with their counts, which say what occurs together and how often; default:
   * those of NIH ChestX-ray14.
   */
  readonly labelSets?: string | undefined;
  /** Whether to draw only films with at least one finding; default: no. */
  readonly positivesOnly?: boolean;
  /** Shares of the patients; default: 70 % train, 10 % validation and 20 % query. */
  readonly split?: SplitShares & {
    /** So many training films are kept; default: all. */
    readonly trainFilms?: number | undefined;
  };
}

/** What every source of films is given. */
export interface PhantomContext {
  /** Decides the patients, their films and the split. */
  readonly seed: number;
  /** Called now and then with the number of films drawn so far. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Hears which findings of `labelSets` are drawn as another, and which not at all. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

const DEFAULT_SPLIT: NonNullable<PhantomOptions["split"]> = {
  train: 0.7,
  validation: 0.1,
  query: 0.2,
};

/**
 * Draws the phantom. The same seed gives the same bytes, and asking for more films adds films
 * without changing those before. Its labels are those of the fourteen that the label sets have.
 *
 * @throws {RangeError} if `films` is no positive integer or `imageSize` neither 64 nor 128
 * @throws {InputError} if there are too few patients to split, or `labelSets` cannot be read
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { phantomDataset } from "./mod.ts";
 *
 * const phantom = await phantomDataset({ films: 30, imageSize: 64 }, { seed: 1 });
 * assertEquals(phantom.ids.length, 30);
 * assertEquals(phantom.ids[0], "phantom_00000_000");
 * ```
 */
export async function phantomDataset(
  options: PhantomOptions,
  context: PhantomContext,
): Promise<Dataset> {
  const { films, imageSize, positivesOnly = false, split = DEFAULT_SPLIT } = options;
  checkOptions(options);
  const table = options.labelSets === undefined
    ? await readLabelSets()
    : await readOtherLabelSets(options.labelSets, context.onWarning);
  const names = CHESTXRAY14_LABELS.filter((name) =>
    table.some(({ findings }) => findings.includes(name))
  );
  const random = new Random(context.seed).fork("phantom");
  const plans = planFilms(
    films,
    positivesOnly ? table.filter(({ findings }) => findings.length > 0) : table,
    random,
  );
  const ids = plans.map(({ id }) => id);
  const patients = plans.map(({ patientId }) => patientId);
  return {
    name: "phantom",
    ids,
    patients,
    labels: { names, values: labelValues(plans, names) },
    strata: {
      sex: plans.map(({ patient }) => patient.anatomy.sex),
      age: Float32Array.from(plans, ({ age }) => age),
      view: plans.map(({ view }) => view),
    },
    inputs: renderAll(plans, imageSize, context.onProgress),
    split: withFewerFilms(
      splitByPatient(patients, split, random.fork("split")),
      ids,
      split.trainFilms,
      random.fork("split").fork("films"),
    ),
  };
}

function checkOptions({ films, imageSize }: PhantomOptions): void {
  if (!Number.isInteger(films) || films < 1) {
    throw new RangeError(`Cannot draw the phantom: films is ${films}, not a positive integer`);
  }
  if (imageSize !== 64 && imageSize !== 128) {
    throw new RangeError(`Cannot draw the phantom: imageSize is ${imageSize}, not 64 or 128`);
  }
}

/** 1 where a film has a finding, `[films, labels]`. */
function labelValues(plans: readonly FilmPlan[], names: readonly FindingName[]): Float32Array {
  return Float32Array.from(
    plans.flatMap(({ labels }) => names.map((name) => labels.findings.includes(name) ? 1 : 0)),
  );
}

/** Draws all films, one byte a pixel. */
function renderAll(
  plans: readonly FilmPlan[],
  size: number,
  onProgress: PhantomContext["onProgress"],
): ImageInputs {
  const pixels = size * size;
  const bytes = new SharedArrayBuffer(plans.length * pixels);
  const drawn = new Uint8Array(bytes);
  for (const [row, { patient, labels, view, random }] of plans.entries()) {
    const film = renderFilm(patient, { size, findings: labels.findings, projection: view, random });
    drawn.set(film, row * pixels);
    if (row % 50 === 49 || row === plans.length - 1) onProgress?.(row + 1, plans.length);
  }
  const all = [...plans.keys()];
  const stored = (rows: ArrayLike<number>): StoredFilms => ({
    kind: "memory",
    bytes,
    films: itemsAt(all, rows),
  });
  return {
    kind: "images",
    size,
    stored,
    read: (rows) => Promise.try(() => readStored(stored(rows), size)),
  };
}
