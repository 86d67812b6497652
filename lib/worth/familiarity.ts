/**
 * Whether a film is like those that an encoder learned from: noise, a hand or a film that lies on its
 * side gets a code as any chest film does, and cases near to it that mean nothing.
 *
 * @module
 */
import { fitGaussian, type Gaussian, mahalanobis } from "./gaussian.ts";
import type { Picture } from "./picture.ts";

/** A film as an encoder sees it. */
export interface SeenFilm {
  /** See `pictureOf`; none where the encoder takes features from elsewhere. */
  readonly picture: Picture;
  /** `[bits]` */
  readonly continuous: Float32Array;
}

/** What familiar films look like. */
export interface Familiarity {
  /** Of their pictures, see `pictureOf`; undefined where the encoder takes features from elsewhere. */
  readonly pictures: FamiliarVectors | undefined;
  /** Of their continuous codes. */
  readonly codes: FamiliarVectors;
  /** How many films the encoder learned from. */
  readonly films: number;
  /** Films with a greater {@linkcode strangeness} are warned of. */
  readonly threshold: number;
  /** Of films like the encoder's own, the greatest share that is warned of all the same. */
  readonly falseAlarms: number;
}

/** The distribution of some vectors of the training films. */
export interface FamiliarVectors {
  /** Fitted to the training films. */
  readonly gaussian: Gaussian;
  /** Median Mahalanobis distance of films that are like them. */
  readonly usual: number;
}

/** The share of films like its own that an encoder may warn of. */
const FALSE_ALARMS = 0.01;

/**
 * Learns what familiar films look like. The distributions are those of the training films; what is
 * usual and where warnings begin is told from films that the encoder has not seen, by split
 * conformal prediction (Vovk et al., 2005): of n such films and one more like them, each is the
 * strangest with the same probability, so that the k-th strangest of the n as the threshold warns of
 * at most k of n + 1.
 *
 * @returns undefined where there are no such films, or none to learn from
 */
export function fitFamiliarity(
  { train, unseen, films }: {
    readonly train: readonly SeenFilm[];
    readonly unseen: readonly SeenFilm[];
    /** How many films the encoder learned from, of which `train` may be a part. */
    readonly films: number;
  },
): Familiarity | undefined {
  if (unseen.length === 0 || train.length === 0) return undefined;
  const familiar = {
    pictures: fitVectors(picturesOf(train), picturesOf(unseen)),
    codes: fitVectors(codesOf(train), codesOf(unseen))!,
  };
  const alarms = Math.max(1, Math.floor(FALSE_ALARMS * (unseen.length + 1)));
  const strangest = unseen.map((film) => strangeness(film, familiar)).sort((a, b) => b - a);
  return {
    ...familiar,
    films,
    // Blank films among them, which are infinitely strange, make no threshold.
    threshold: strangest.slice(alarms - 1).find(Number.isFinite) ?? Number.MAX_VALUE,
    falseAlarms: alarms / (unseen.length + 1),
  };
}

/**
 * How unlike the familiar films one is: the Mahalanobis distance of its picture or of its continuous
 * code (Lee et al., NeurIPS 2018), each over what is usual, whichever is greater; infinite for a film
 * of one grey throughout.
 */
export function strangeness(
  { picture, continuous }: SeenFilm,
  { pictures, codes }: Pick<Familiarity, "pictures" | "codes">,
): number {
  const ofCode = mahalanobis(continuous, codes.gaussian) / codes.usual;
  if (picture === "none" || pictures === undefined) return ofCode;
  if (picture === "blank") return Infinity;
  return Math.max(ofCode, mahalanobis(picture, pictures.gaussian) / pictures.usual);
}

/** Whether a film is no stranger than the threshold. */
export function isFamiliar(film: SeenFilm, familiarity: Familiarity): boolean {
  return strangeness(film, familiarity) <= familiarity.threshold;
}

/** The distribution of training films' vectors, and how far from it unseen ones usually are. */
function fitVectors(
  train: readonly Float32Array[],
  unseen: readonly Float32Array[],
): FamiliarVectors | undefined {
  if (train.length === 0) return undefined;
  const gaussian = fitGaussian(train);
  const distances = unseen.map((vector) => mahalanobis(vector, gaussian)).sort((a, b) => a - b);
  const median = distances[Math.floor(distances.length / 2)] ?? 1;
  return { gaussian, usual: Math.max(Number.MIN_VALUE, median) };
}

function codesOf(films: readonly SeenFilm[]): Float32Array[] {
  return films.map(({ continuous }) => continuous);
}

function picturesOf(films: readonly SeenFilm[]): Float32Array[] {
  return films.flatMap(({ picture }) => typeof picture === "string" ? [] : picture);
}
