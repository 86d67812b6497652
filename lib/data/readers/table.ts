/**
 * The reader of images with any table of labels.
 *
 * @module
 */
import { z } from "zod";
import { parseGenericTable } from "../labels/generic_table.ts";
import { readImageFilms } from "./image_films.ts";
import { choice, imageOptions, path, tableOptions } from "./options.ts";
import { defineReader, type Reader } from "./reader.ts";

const schema = z.strictObject({
  kind: z.literal("table").describe("images with any table of labels (VinDr, MIMIC, PadChest, …)"),
  metadata: path.describe("CSV with a row for each film, plain or .gz"),
  ...imageOptions,
  ...tableOptions,
  ...choice,
});

/** See the module. */
export const table: Reader<typeof schema> = defineReader(
  schema,
  (options, context) =>
    readImageFilms(
      options,
      context,
      (table, onWarning) => parseGenericTable(table, options, onWarning),
    ),
);
