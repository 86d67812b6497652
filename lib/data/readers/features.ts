/**
 * The reader of precomputed features.
 *
 * @module
 */
import { z } from "zod";
import { selectRows } from "../labels/annotations.ts";
import { chooseRows, readPublishedSplit, splitFilms, warnOfLoss } from "../choose_films.ts";
import type { Dataset } from "../dataset.ts";
import { featureInputs, readFeatures } from "../features/features.ts";
import { joinById } from "../features/join.ts";
import { readLabels } from "../layouts/read_labels.ts";
import { choice, path, tableOptions } from "./options.ts";
import { defineReader, type LoadContext, type Reader } from "./reader.ts";

const schema = z.strictObject({
  kind: z.literal("features").describe("precomputed features instead of images"),
  features: path.describe("CSV, Parquet, .npy or .npz, plain or .gz"),
  featureIds: path.optional()
    .describe("the film ids of an array: a text with one a line, a .npy of text, or CSV"),
  featureArray: z.string().min(1).optional()
    .describe("the array of a .npz file; default: the only one of numbers [films, width]"),
  featureIdColumn: z.string().min(1).optional().describe(
    "the column of the film ids, in .npz their array; default: id, or the only one of text",
  ),
  transform: z.enum(["none", "logit"]).default("none")
    .describe("logit: probabilities p become ln(p / (1 − p))"),
  metadata: path.describe("the labels: a table, as those of the kind table"),
  ...tableOptions,
  ...choice,
});

/** See the module. */
export const features: Reader<typeof schema> = defineReader(schema, readFeatureFilms);

async function readFeatureFilms(
  options: z.output<typeof schema>,
  context: LoadContext,
): Promise<Dataset> {
  const { onWarning } = context;
  const all = await readLabels(options, onWarning);
  const published = await readPublishedSplit(options, onWarning);
  const features = await readFeatures(options.features, { ...options, onWarning });
  const { pairs, onlyAnnotated, onlyFeatured, byName } = joinById(all.ids, features.ids);
  if (byName > 0) {
    onWarning?.(
      `${byName} of ${pairs.length} films are joined to their features by file name: their ids ` +
        "differ in folders or ending",
    );
  }
  warnOfLoss(onWarning, onlyAnnotated, all.ids.length, "have labels but no features");
  warnOfLoss(onWarning, onlyFeatured, features.ids.length, "have features but no labels");

  const chosen = new Set(chooseRows(all, options, published, onWarning));
  const used = pairs.filter(({ annotated }) => chosen.has(annotated));
  const films = selectRows(all, used.map(({ annotated }) => annotated));
  const inputs = featureInputs(features, used.map(({ featured }) => featured));
  return {
    name: options.kind,
    ...films,
    inputs,
    split: splitFilms(films, options, published, context),
  };
}
