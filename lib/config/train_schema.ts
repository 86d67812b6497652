/**
 * The options of the training loop.
 *
 * @module
 */
import { z } from "zod";
import { PLACE } from "../base/place.ts";
import { count, fraction, positive } from "../methods/options.ts";
import { choosingScore } from "./score_names.ts";

const warmup = z.int().nonnegative().default(0)
  .describe("epochs over which it first rises evenly");

const mostOf = z.number().min(0).max(0.9).default(0);
const degrees = z.number().min(0).max(45).default(0);

const augmentSchema = z.strictObject({
  shift: fraction.default(0).describe("largest shift, as a part of the width"),
  rotation: degrees.describe("largest rotation, in degrees"),
  scale: mostOf.describe("largest part by which a film grows or shrinks"),
  shear: degrees.describe("largest angle by which upright lines lean, in degrees"),
  crop: mostOf.describe("largest part of the area that is cut off; the rest fills the film"),
  flip: fraction.default(0)
    .describe("probability that left and right are swapped; hearts are on the left"),
  brightness: fraction.default(0).describe("largest change of brightness; black is 0, white 1"),
  contrast: fraction.default(0)
    .describe("largest part by which differences from middle gray grow or shrink"),
});

/** See the module. */
export const trainSchema = z.strictObject({
  epochs: count.default(40).describe("passes over the training films"),
  batchSize: z.int().min(2).default(128)
    .describe("films of one step; those that fill no batch sit out the epoch"),
  microBatch: z.int().min(2).optional().describe(
    "films that are in memory at once; the gradients of a step's are averaged; default: batchSize",
  ),
  learningRate: positive.default(0.001).describe("of the head, at the start"),
  weightDecay: z.number().nonnegative().default(0.0001).describe(
    "on weights, not on biases and scales",
  ),
  optimiser: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("sgd").describe("stochastic gradient descent"),
      momentum: fraction.default(0.9).describe("share of the last step that the next one keeps"),
    }),
    z.strictObject({ kind: z.literal("adam").describe("Adam, weight decay as L2 penalty") }),
    z.strictObject({
      kind: z.literal("adamw").describe("Adam, weight decay apart from the gradient"),
    }),
  ]).prefault({ kind: "adam" }),
  schedule: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("constant").describe("one learning rate throughout"),
      warmup,
    }),
    z.strictObject({
      kind: z.literal("step").describe("the learning rate drops now and then"),
      every: count.default(20).describe("epochs between two drops"),
      factor: positive.default(0.1).describe("what a drop multiplies the learning rate by"),
      warmup,
    }),
    z.strictObject({
      kind: z.literal("cosine").describe("the learning rate falls along half a cosine to nearly 0"),
      warmup,
    }),
  ]).prefault({ kind: "cosine" }),
  clip: positive.optional()
    .describe("the longest gradient, over all weights; longer ones are scaled down to it"),
  ema: z.number().positive().lt(1).optional().describe(
    "share that an average of the weights keeps at every step, such as 0.99; the averaged weights " +
      "are scored and exported; default: those of the last step",
  ),
  recompute: z.boolean().default(false).meta(PLACE).describe(
    "computes activations twice instead of keeping them: less memory, a third more work",
  ),
  augment: augmentSchema.prefault({}),
  validationQueries: count.default(1000).describe(
    "validation films that ask after every epoch, at most",
  ),
  validationDatabase: count.default(5000).describe(
    "films they are searched in, at most: training films, or validation films where the database " +
      "holds no training films",
  ),
  selectBy: choosingScore.describe("the validation score that picks the best epoch"),
}).refine(({ batchSize, microBatch = batchSize }) => batchSize % microBatch === 0, {
  path: ["microBatch"],
  error: "train.batchSize must be a multiple of it",
}).refine(({ epochs, schedule }) => schedule.warmup < epochs, {
  path: ["schedule", "warmup"],
  error: "it must be less than train.epochs",
});
