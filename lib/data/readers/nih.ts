/**
 * The reader of ChestX-ray14's images and metadata.
 *
 * @module
 */
import { z } from "zod";
import { readLabels } from "../layouts/read_labels.ts";
import { readImageFilms } from "./image_films.ts";
import { choice, imageOptions, path } from "./options.ts";
import { defineReader, type Reader } from "./reader.ts";

const schema = z.strictObject({
  kind: z.literal("nih").describe("NIH ChestX-ray14, or a part of it"),
  metadata: path.describe("Data_Entry CSV, the 2017 or the 2020 version, plain or .gz"),
  ...imageOptions,
  ...choice,
});

/** See the module. */
export const nih: Reader<typeof schema> = defineReader(
  schema,
  async (options, context) => {
    const labels = await readLabels({ ...options, layout: "nih" }, context.onWarning);
    return await readImageFilms(options, context, labels);
  },
);
