/**
 * What an encoder card says of asking, found from the films that a method was trained on and, for
 * what they cannot tell, from films that it has not seen.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";
import { distinctLabelSets, PRESENT_FROM } from "../data/labels/label_sets.ts";
import { setFrequencies } from "../data/labels/set_frequencies.ts";
import { unpackCodes } from "../codes/pack.ts";
import type { CodedFilms } from "../worth/coded_films.ts";
import { Asker } from "./asker.ts";
import type { AskingCard, Sharpness, VectorKind } from "./asking_card.ts";
import { fitCalibration } from "./calibration.ts";
import { judgePairs } from "./judge_pairs.ts";
import { labelCentroids, labelCosines, type LabelVectors } from "./label_vectors.ts";
import { type Alternatives, alternativesOf, posterior } from "./posterior.ts";

/** How an encoder is asked; see the configuration's section `asking`. */
export type AskingOptions =
  | {
    /** Expected relevance sums over labels; how sure cosines make them is fitted. */
    readonly kind: "labels";
    /** Where the labels' vectors come from. */
    readonly vectors: VectorKind;
    /** The exponent of label frequencies. */
    readonly prior: number;
  }
  | {
    /**
     * Over label sets, whose logits are sums of cosines with the targets. How sure they make a set
     * is said, not fitted: the likeliest scales are too soft to rank by.
     */
    readonly kind: "sets";
    /** Of the code that asks. */
    readonly query: Sharpness;
    /** Of codes that are searched. */
    readonly database: Sharpness;
  };

/** What {@linkcode fitAsking} learns from. */
export interface AskingSource {
  /** The films that the method was trained on. */
  readonly train: CodedFilms;
  /** Films that it has not seen; may be none. */
  readonly validation: CodedFilms;
  /** The hash targets, where the method has any. */
  readonly targets?: LabelVectors | undefined;
}

/** The most films of the other side that decide how sure cosines are. */
const MOST_FILMS = 2000;

/**
 * The card and the vectors of an encoder. Label frequencies and sets are those of the training
 * films, unknown labels being taken to be as frequent as known ones; the scales of cosines over
 * labels are those under which films that were not trained on most probably have the labels that they
 * have (training films where there are no others), and the curve of chances is measured between such
 * films.
 *
 * @throws {RangeError} if targets are wanted and there are none
 */
export function fitAsking(
  source: AskingSource,
  options: AskingOptions,
): { readonly card: AskingCard; readonly vectors: LabelVectors } {
  const { train, validation, targets } = source;
  const kind = options.kind === "labels" ? options.vectors : "targets";
  const vectors = kind === "centroids" ? labelCentroids(train.continuous, train.labels) : targets;
  if (vectors === undefined) throw new RangeError("Cannot ask with targets: there are none");
  const counted = {
    over: options.kind,
    vectors: kind,
    ...countLabels(train.labels, vectors.names),
  };
  const sides = options.kind === "labels"
    ? fitLabels(source, { vectors, films: counted.films, prior: options.prior })
    : { query: options.query, database: options.database };
  const card = { ...counted, ...sides, calibration: null };
  const calibration = validation.patients.length > 0
    ? fitCalibration(judgePairs(new Asker(card, vectors), validation))
    : null;
  return { card: { ...card, calibration }, vectors };
}

/** How sure cosines make labels, of continuous codes and of binary ones. */
function fitLabels(
  { train, validation }: AskingSource,
  { vectors, films, prior }: {
    readonly vectors: LabelVectors;
    readonly films: readonly number[];
    readonly prior: number;
  },
): Pick<AskingCard, "query" | "database"> {
  const judged = validation.patients.length > 0 ? validation : train;
  const alternatives = alternativesOf({ over: "labels", labels: vectors.names, films, sets: [] });
  const bits = 8 * judged.packed.length / judged.patients.length;
  const sharpnessOf = (codes: Float32Array) =>
    fitSharpness(labelCosines(codes, vectors), { labels: judged.labels, alternatives, prior });
  return {
    query: sharpnessOf(judged.continuous),
    database: sharpnessOf(unpackCodes(judged.packed, bits)),
  };
}

/**
 * How many training films have each label and each set of labels. Where labels are unknown, as many
 * as it would be if films with unknown labels were like those of which they are known.
 */
function countLabels(
  labels: LabelMatrix,
  names: readonly string[],
): Pick<AskingCard, "labels" | "films" | "sets"> {
  const count = labels.values.length / names.length;
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  const { sets, frequencies } = setFrequencies(labels, rows);
  const ofFilm = (row: number) =>
    labels.values.subarray(row * names.length, (row + 1) * names.length);
  // Not those that are known to have no finding at all.
  const withFinding = rows.filter((row) => !ofFilm(row).every((value) => value < PRESENT_FROM));
  return {
    labels: names,
    films: names.map((_, label) => {
      const values = Array.from(rows, (row) => ofFilm(row)[label]!);
      const known = values.filter((value) => !Number.isNaN(value));
      const present = known.filter((value) => value >= PRESENT_FROM).length;
      return known.length === 0 ? 0 : Math.round(count * present / known.length);
    }),
    sets: sets.map((labels, i) => ({
      labels,
      films: Math.max(1, Math.round(withFinding.length * frequencies[i]!)),
    })),
  };
}

/** Scales in equal ratios, from hardly sure to very. */
const SCALES = Array.from({ length: 25 }, (_, i) => 2 ** (i / 4 - 1));

/** The least probability that counts, so that its logarithm is finite. */
const LEAST = 1e-300;

/** The scale under which films most probably have their labels: the greatest mean ln p(l). */
function fitSharpness(
  cosines: Float64Array,
  { labels, alternatives, prior }: {
    readonly labels: LabelMatrix;
    readonly alternatives: Alternatives;
    readonly prior: number;
  },
): Sharpness {
  const classes = labels.names.length;
  const { sets, ofFilm } = distinctLabelSets(labels);
  const shown = Array.from(ofFilm, (set) => sets[set]!).slice(0, MOST_FILMS);
  const likelihoods = SCALES.map((scale) =>
    shown.reduce((sum, own, film) => {
      if (own.length === 0) return sum;
      const ofFilm = cosines.subarray(film * classes, (film + 1) * classes);
      const p = posterior(ofFilm, alternatives, { scale, prior });
      return sum + own.reduce((sum, j) => sum + Math.log(Math.max(LEAST, p[j]!)), 0) / own.length;
    }, 0)
  );
  return { scale: SCALES[likelihoods.indexOf(Math.max(...likelihoods))]!, prior };
}
