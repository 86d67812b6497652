/**
 * The reader of images with any table of labels.
 *
 * @module
 */
import { z } from "zod";
import { readLabels } from "../layouts/read_labels.ts";
import { readImageFilms } from "./image_films.ts";
import { choice, imageOptions, path, tableOptions } from "./options.ts";
import { defineReader, type Reader } from "./reader.ts";

const schema = z.strictObject({
  kind: z.literal("table").describe("images with a table of labels: an official one, or any"),
  metadata: path.describe(
    "CSV with rows for each film, plain or .gz; of Open-i a .tgz or a folder",
  ),
  ...imageOptions,
  ...tableOptions,
  ...choice,
});

/** See the module. */
export const table: Reader<typeof schema> = defineReader(
  schema,
  async (options, context) =>
    await readImageFilms(options, context, await readLabels(options, context.onWarning)),
);
