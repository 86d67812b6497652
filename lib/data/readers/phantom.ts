/**
 * The reader of the phantom, which draws its films instead.
 *
 * @module
 */
import { z } from "zod";
import { phantomDataset } from "../phantom/mod.ts";
import { path, patientSplit, positivesOnly } from "./options.ts";
import { defineReader, type Reader } from "./reader.ts";

const schema = z.strictObject({
  kind: z.literal("phantom").describe("synthetic chest films; needs no files"),
  films: z.int().min(20).max(1_000_000).default(2000).describe("how many to draw"),
  imageSize: z.union([z.literal(64), z.literal(128)]).default(64)
    .describe("height and width in pixels"),
  labelSets: path.optional().describe(
    "CSV label_set,count of what occurs together how often; default: ChestX-ray14's",
  ),
  positivesOnly,
  split: patientSplit,
});

/** See the module. */
export const phantom: Reader<typeof schema> = defineReader(
  schema,
  (options, { seed, onProgress, onWarning }) =>
    phantomDataset(options, {
      seed,
      onProgress: (done, total) => onProgress?.(done, total, "films"),
      onWarning,
    }),
);
