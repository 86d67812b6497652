/**
 * The options of the network between a film and its features.
 *
 * @module
 */
import { z } from "zod";
import { PLACE } from "../base/place.ts";
import { count, positive } from "../methods/options.ts";

const hidden = z.int().nonnegative().default(256).describe("units of a hidden layer; 0 for none");
const learningRateFactor = positive.default(1).describe("its learning rate beside the head's");

/** How a network of which weights are trained is trained. */
const tuned = {
  statistics: z.enum(["frozen", "batch"]).default("frozen").describe(
    "what its batch normalisation goes by: the statistics that came with it, or those of the films " +
      "at hand",
  ),
  layerDecay: positive.max(1).default(1).describe(
    "what each stage further from the head multiplies the learning rate by",
  ),
  unfreeze: z.int().nonnegative().default(0).describe(
    "epochs after which one more stage trains, from the head on; 0: all at once",
  ),
};

/** How much of a network is trained. */
const networkTrainSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("none").describe("it stays as it is, and its features are cached"),
  }),
  z.strictObject({
    kind: z.literal("head")
      .describe("it stays as it is, and every film goes through it, changed anew at every epoch"),
  }),
  z.strictObject({
    kind: z.literal("last-stage").describe("what comes after the last halving of the picture"),
    ...tuned,
  }),
  z.strictObject({ kind: z.literal("all").describe("every weight"), ...tuned }),
  z.strictObject({
    kind: z.literal("from").describe("a weight and all that are used after it"),
    from: z.string().describe("the name of the first weight, or of the node that takes it"),
    ...tuned,
  }),
]);

/** See the module; docs/finetuning.md explains those of `train`. */
export const backboneSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("small-resnet").describe("a small residual network, trained from scratch"),
    width: count.default(32).describe("channels of its first layers"),
    stemStride: z.union([z.literal(1), z.literal(2)]).default(1)
      .describe("2 halves the films at once, for a quarter of the work"),
    learningRateFactor,
  }),
  z.strictObject({
    kind: z.literal("features").describe("precomputed features; for data.kind features"),
    hidden,
    learningRateFactor,
  }),
  z.strictObject({
    kind: z.literal("onnx").describe("your own network"),
    path: z.string().meta(PLACE).describe("its ONNX file"),
    output: z.string().optional().describe("the output to use; default: the first"),
    size: count.default(224).describe("height and width it wants, in pixels"),
    channels: z.union([z.literal(1), z.literal(3)]).default(3)
      .describe("1, or 3 to give it the grey film three times"),
    mean: z.array(z.number()).min(1).default([0.485, 0.456, 0.406])
      .describe("subtracted from values 0 to 1, a channel each"),
    deviation: z.array(positive).min(1).default([0.229, 0.224, 0.225])
      .describe("then divided by, a channel each"),
    batchSize: count.default(16).describe("films sent through it at once to encode them"),
    train: networkTrainSchema.prefault({ kind: "none" })
      .describe("which of its weights are trained; see docs/finetuning.md"),
    hidden,
    learningRateFactor,
  }),
]);
