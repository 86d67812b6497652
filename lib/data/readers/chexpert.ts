/**
 * The reader of CheXpert's images and labels.
 *
 * @module
 */
import { z } from "zod";
import { parseChexpert } from "../layouts/chexpert.ts";
import { readImageFilms } from "./image_films.ts";
import { cellOptions, choice, imageOptions, path } from "./options.ts";
import { defineReader, type Reader } from "./reader.ts";

const schema = z.strictObject({
  kind: z.literal("chexpert").describe("CheXpert"),
  metadata: path.describe("train.csv, plain or .gz"),
  ...imageOptions,
  ...cellOptions,
  ...choice,
});

/** See the module. */
export const chexpert: Reader<typeof schema> = defineReader(
  schema,
  (options, context) =>
    readImageFilms(options, context, (table) => parseChexpert(table, options, context.onWarning)),
);
