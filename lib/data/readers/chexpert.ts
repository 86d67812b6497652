/**
 * The reader of CheXpert's images and labels.
 *
 * @module
 */
import { z } from "zod";
import { readLabels } from "../layouts/read_labels.ts";
import { readImageFilms } from "./image_films.ts";
import { cellOptions, choice, imageOptions, path } from "./options.ts";
import { defineReader, type Reader } from "./reader.ts";

const schema = z.strictObject({
  kind: z.literal("chexpert").describe("CheXpert"),
  metadata: path.describe("train.csv, valid.csv or test_labels.csv, plain or .gz"),
  ...imageOptions,
  ...cellOptions,
  ...choice,
});

/** See the module. */
export const chexpert: Reader<typeof schema> = defineReader(
  schema,
  async (options, context) => {
    const labels = await readLabels({ ...options, layout: "chexpert" }, context.onWarning);
    return await readImageFilms(options, context, labels);
  },
);
