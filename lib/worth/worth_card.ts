/**
 * What an encoder card says of the worth of answers. The distributions of familiar films are a file
 * beside it, see familiarity_file.ts.
 *
 * @module
 */
import { z } from "zod";
import type { DistanceCurve } from "./distance_curve.ts";
import type { Familiarity, FamiliarVectors } from "./familiarity.ts";
import type { SuggestionsCard } from "./suggestions.ts";

/** See the module. */
export interface WorthCard {
  /** What distances are worth among films that the encoder has not seen; null where none was left. */
  readonly distances: DistanceCurve | null;
  /** When a film counts as unlike those that the encoder learned from; null likewise. */
  readonly familiarity: FamiliarityCard | null;
}

/** What is said of {@linkcode Familiarity} in a card. */
export interface FamiliarityCard extends Pick<Familiarity, "films" | "threshold" | "falseAlarms"> {
  /** What is usual of codes. */
  readonly codes: Pick<FamiliarVectors, "usual">;
  /** What is usual of pictures; null where the encoder takes features from elsewhere. */
  readonly pictures: Pick<FamiliarVectors, "usual"> | null;
}

const share = z.number().min(0).max(1);
const count = z.int().min(0);
const interval = { chance: share, low: share, high: share };

/** The schema of {@linkcode DistanceCurve}. */
export const distanceCurveSchema: z.ZodType<DistanceCurve> = z.strictObject({
  any: z.strictObject(interval),
  nearest: z.strictObject(interval),
  steps: z.array(z.strictObject({
    from: count,
    to: count,
    pairs: count.min(1),
    ...interval,
    findings: z.array(z.strictObject({ label: z.string().min(1), share })),
  })).min(1),
});

/** The schema of {@linkcode SuggestionsCard}. */
export const suggestionsSchema: z.ZodType<SuggestionsCard> = z.strictObject({
  neighbours: count.min(1),
  films: count,
  findings: z.array(z.strictObject({
    label: z.string().min(1),
    prevalence: share,
    area: share.nullable(),
    areaError: z.number().min(0).nullable(),
    scale: z.number().min(0),
    tells: z.boolean(),
  })),
});

const usual = z.strictObject({ usual: z.number().positive() });

/** The schema of {@linkcode WorthCard}. */
export const worthCardSchema: z.ZodType<WorthCard> = z.strictObject({
  distances: distanceCurveSchema.nullable(),
  familiarity: z.strictObject({
    films: count.min(1),
    threshold: z.number().positive(),
    falseAlarms: share,
    codes: usual,
    pictures: usual.nullable(),
  }).nullable(),
});
