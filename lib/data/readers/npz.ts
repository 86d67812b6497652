/**
 * The reader of MedMNIST's `.npz` files.
 *
 * @module
 */
import { z } from "zod";
import { mapConcurrently } from "../../base/concurrency.ts";
import { chooseLabels, positiveRows, selectRows } from "../labels/annotations.ts";
import type { Dataset } from "../dataset.ts";
import { unitFilms } from "../images/unit_films.ts";
import { readMedMnist } from "../medmnist.ts";
import { itemsAt } from "../rows.ts";
import { Random } from "../../base/random.ts";
import { withFewerFilms } from "../fewer_films.ts";
import { splitByPublishedSides } from "../split.ts";
import { labels, path, positivesOnly, splitOptions } from "./options.ts";
import { defineReader, type LoadContext, type Reader } from "./reader.ts";

const schema = z.strictObject({
  kind: z.literal("npz").describe("MedMNIST's ChestMNIST, or a file like it"),
  images: path.describe("the .npz file, such as chestmnist_64.npz"),
  labelNames: z.array(z.string().min(1)).min(1).optional()
    .describe("names of its label columns; ChestX-ray14's where there are 14"),
  imageSize: z.int().min(8).max(1024).optional()
    .describe("height and width in pixels; default: as in the file"),
  labels,
  positivesOnly,
  /** The file's own split is kept. */
  split: z.strictObject(splitOptions).prefault({}),
});

/** See the module. */
export const npz: Reader<typeof schema> = defineReader(schema, readNpz);

async function readNpz(
  options: z.output<typeof schema>,
  { seed, onProgress, onWarning }: LoadContext,
): Promise<Dataset> {
  const file = await readMedMnist(options.images, options.labelNames);
  onWarning?.(
    `"${options.images}" names no patients: every film counts as a patient of its own, and repeat ` +
      `films may flatter the results`,
  );
  const { size, annotations } = file;
  const { imageSize = size, labels: choice } = options;
  const labels = choice === undefined
    ? annotations.labels
    : chooseLabels(annotations.labels, choice);
  const rows = options.positivesOnly ? positiveRows(labels) : Array.from(file.films.keys());
  let done = 0;
  const films = await mapConcurrently(rows, 8, async (row) => {
    const film = file.films[row]!;
    const sized = imageSize === size ? film : await resizedFilm(film, size, imageSize);
    onProgress?.(++done, rows.length, "films");
    return sized;
  });
  const chosen = selectRows({ ...annotations, labels }, rows);
  const sides = rows.map((row) => file.sides[row]!);
  const random = new Random(seed).fork("split");
  const split = splitByPublishedSides(chosen.patients, sides, options.split, random);
  return {
    name: options.kind,
    ...chosen,
    inputs: {
      kind: "images",
      size: imageSize,
      read: (wanted) => Promise.try(() => unitFilms(itemsAt(films, wanted))),
    },
    split: withFewerFilms(split, chosen.ids, options.split.trainFilms, random.fork("films")),
  };
}

async function resizedFilm(
  film: Uint8Array,
  from: number,
  to: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { resizeFilm } = await import("../images/resize.ts");
  return await resizeFilm(film, from, to);
}
