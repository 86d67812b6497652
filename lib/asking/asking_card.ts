/**
 * What must be known, beside a film's code, to ask with what the film probably shows: it stands in
 * the encoder card. The labels' vectors themselves are a file beside it.
 *
 * @module
 */
import { z } from "zod";

/** What expected relevance sums over: labels one by one, or whole label sets. */
export const SUMMED_OVER = ["labels", "sets"] as const;

/** See {@linkcode SUMMED_OVER}. */
export type SummedOver = typeof SUMMED_OVER[number];

/** Where the labels' vectors come from. */
export const VECTOR_KINDS = ["centroids", "targets"] as const;

/** See {@linkcode VECTOR_KINDS}: the mean directions of the training films, or the hash targets. */
export type VectorKind = typeof VECTOR_KINDS[number];

/** How sure cosines make one of the labels of a film: p ∝ π^prior · exp(scale · cosine). */
export interface Sharpness {
  /** What cosines are multiplied by. */
  readonly scale: number;
  /** The exponent of the frequencies π; 0 for none. */
  readonly prior: number;
}

/** A label set of the training films. */
export interface CountedSet {
  /** Ascending numbers of the labels that its films have. */
  readonly labels: readonly number[];
  /** How many films have exactly these. */
  readonly films: number;
}

/** A point of the calibration curve. */
export interface CalibrationPoint {
  /** Expected relevance, 0 to 1. */
  readonly relevance: number;
  /** Of cases with that relevance, the share that has a finding in common with the query. */
  readonly chance: number;
}

/** See the module. */
export interface AskingCard {
  /** What expected relevance sums over. */
  readonly over: SummedOver;
  /** Where the labels' vectors come from. */
  readonly vectors: VectorKind;
  /** The C labels, in the order of their vectors. */
  readonly labels: readonly string[];
  /** `[C]` how many training films have each label. */
  readonly films: readonly number[];
  /** The label sets of the training films. */
  readonly sets: readonly CountedSet[];
  /** Of the continuous code that asks. */
  readonly query: Sharpness;
  /** Of the binary codes that are searched. */
  readonly database: Sharpness;
  /** Ascending in both; null where no film was left to measure it on. */
  readonly calibration: readonly CalibrationPoint[] | null;
}

const sharpness = z.strictObject({ scale: z.number().positive(), prior: z.number().min(0) });
const share = z.number().min(0).max(1);

/** The schema of {@linkcode AskingCard}. */
export const askingCardSchema: z.ZodType<AskingCard> = z.strictObject({
  over: z.enum(SUMMED_OVER),
  vectors: z.enum(VECTOR_KINDS),
  labels: z.array(z.string().min(1)).min(1),
  films: z.array(z.int().min(0)),
  sets: z.array(z.strictObject({ labels: z.array(z.int().min(0)).min(1), films: z.int().min(1) })),
  query: sharpness,
  database: sharpness,
  calibration: z.array(z.strictObject({ relevance: share, chance: share })).min(1).nullable(),
}).refine(({ labels, films }) => labels.length === films.length, {
  path: ["films"],
  error: "expected one number a label",
}).refine(({ labels, sets }) => sets.every((set) => set.labels.every((l) => l < labels.length)), {
  path: ["sets"],
  error: "a set names a label that is none",
}).refine(({ over, sets }) => over === "labels" || sets.length > 0, {
  path: ["sets"],
  error: "expected relevance sums over sets, and there are none",
});
