/**
 * From the `data` section of a configuration to a {@linkcode Dataset}.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import { type Annotations, chooseLabels, positiveRows, selectRows } from "./annotations.ts";
import { chooseRows, readLists, splitFilms, warnOfLoss } from "./choose_films.ts";
import type { Dataset, ImageInputs } from "./dataset.ts";
import { featureInputs, joinById, readFeatures } from "./features.ts";
import { type CachedFilms, cacheFilms } from "./images/cache.ts";
import { mapConcurrently } from "../base/concurrency.ts";
import { findImage, indexImageFolder } from "./images/folder.ts";
import { resizeFilm } from "./images/resize.ts";
import { unitFilms } from "./images/unit_films.ts";
import { readMedMnist } from "./medmnist.ts";
import { phantomDataset } from "./phantom/mod.ts";
import { readAnnotations } from "./read_annotations.ts";
import { itemsAt } from "./rows.ts";
import type { DataOptions, DataOptionsOf } from "./schema.ts";
import { splitBySides } from "./split.ts";

/** What loading needs beside the options, and whom it tells. */
export interface LoadContext {
  /** Decides random splits and synthetic films. */
  readonly seed: number;
  /** Folder of decoded films; default: `.cache/images`. */
  readonly cacheDirectory?: string;
  /** Stops at the first image that cannot be read, instead of leaving it out. */
  readonly strict?: boolean;
  /** `what` names what is counted, such as "films" or "images". */
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Hears of films left out, and why. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Reads labels and inputs, leaves out what has only one of them, and splits the rest by patient.
 * Relative paths are relative to the current directory.
 *
 * @throws {InputError} if a file is missing or malformed, or nothing is left for a part
 * @example Synthetic films, which need no files
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadDataset } from "./load.ts";
 * import { dataSchema } from "./schema.ts";
 *
 * const options = dataSchema.parse({ kind: "phantom", films: 24 });
 * const { ids, labels, inputs, split } = await loadDataset(options, { seed: 0 });
 * assertEquals(ids.length, 24);
 * assertEquals(labels.values.length, 24 * 14);
 * assertEquals((await inputs.read(split.query)).length, split.query.length * 64 * 64);
 * ```
 */
export async function loadDataset(options: DataOptions, context: LoadContext): Promise<Dataset> {
  switch (options.kind) {
    case "phantom":
      return await loadPhantom(options, context);
    case "nih":
    case "chexpert":
    case "table":
      return await loadImages(options, context);
    case "npz":
      return await loadNpz(options, context);
    case "features":
      return await loadFeatures(options, context);
  }
}

async function loadPhantom(
  options: DataOptionsOf<"phantom">,
  { seed, onProgress }: LoadContext,
): Promise<Dataset> {
  return await phantomDataset(options, {
    seed,
    onProgress: (done, total) => onProgress?.(done, total, "films"),
  });
}

async function loadImages(
  options: DataOptionsOf<"nih" | "chexpert" | "table">,
  context: LoadContext,
): Promise<Dataset> {
  const { onWarning } = context;
  const all = await readAnnotations(options, onWarning);
  const lists = await readLists(options);
  const chosen = chooseRows(all, options, lists, onWarning);
  const located = await locateFilms(all, chosen, options, context);
  const { kept, read } = await readFilms(located.map(({ path }) => path), options, context);
  const films = selectRows(all, kept.map((i) => located[i]!.row));
  const inputs: ImageInputs = { kind: "images", size: options.imageSize, read };
  return {
    name: options.kind,
    ...films,
    inputs,
    imageFiles: kept.map((i) => located[i]!.path),
    split: splitFilms(films, options, lists, context),
  };
}

/** The image files of these rows; films without one are reported and left out. */
async function locateFilms(
  { ids }: Annotations,
  rows: readonly number[],
  { images, metadata }: DataOptionsOf<"nih" | "chexpert" | "table">,
  { strict = false, onWarning }: LoadContext,
): Promise<{ readonly row: number; readonly path: string }[]> {
  const folder = await indexImageFolder(images);
  const located: { row: number; path: string }[] = [];
  const absent: string[] = [];
  for (const row of rows) {
    const path = findImage(folder, ids[row]!);
    if (path === undefined) absent.push(ids[row]!);
    else located.push({ row, path });
  }
  if (absent[0] !== undefined && (strict || located.length === 0)) {
    const film = located.length > 0
      ? `the film "${absent[0]}"`
      : `any of the ${rows.length} films of "${metadata}", such as "${absent[0]}",`;
    throw new InputError(
      `Cannot find the image of ${film} among the ${folder.files} files below "${images}"`,
    );
  }
  warnOfLoss(onWarning, absent, rows.length, "have no image");
  return located;
}

/** The films of these image files; those that cannot be read are reported and left out. */
async function readFilms(
  paths: readonly string[],
  options: DataOptionsOf<"nih" | "chexpert" | "table">,
  { cacheDirectory, strict, onProgress, onWarning }: LoadContext,
): Promise<CachedFilms> {
  let firstProblem: string | undefined;
  const films = await cacheFilms(paths, {
    size: options.imageSize,
    fit: options.fit,
    window: options.dicom.window,
    directory: cacheDirectory,
    strict,
    onProgress: (done, total) => onProgress?.(done, total, "images"),
    onProblem: (message) => {
      firstProblem ??= message;
      onWarning?.(message);
    },
  });
  if (films.kept.length === 0 && firstProblem !== undefined) {
    throw new InputError(`Cannot use the images: none can be read; the first: ${firstProblem}`);
  }
  const kept = new Set(films.kept);
  const lost = paths.filter((_, i) => !kept.has(i));
  warnOfLoss(onWarning, lost, paths.length, "have an image that cannot be read");
  return films;
}

async function loadNpz(
  options: DataOptionsOf<"npz">,
  { onProgress, onWarning }: LoadContext,
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
    const resized = imageSize === size ? film : await resizeFilm(film, size, imageSize);
    onProgress?.(++done, rows.length, "films");
    return resized;
  });
  return {
    name: options.kind,
    ...selectRows({ ...annotations, labels }, rows),
    inputs: {
      kind: "images",
      size: imageSize,
      read: (wanted) => Promise.try(() => unitFilms(itemsAt(films, wanted))),
    },
    split: splitBySides(rows.map((row) => file.sides[row]!), options.split.database),
  };
}

async function loadFeatures(
  options: DataOptionsOf<"features">,
  context: LoadContext,
): Promise<Dataset> {
  const { onWarning } = context;
  const all = await readAnnotations(options, onWarning);
  const lists = await readLists(options);
  const features = await readFeatures(options.features, options);
  const { pairs, onlyAnnotated, onlyFeatured } = joinById(all.ids, features.ids);
  warnOfLoss(onWarning, onlyAnnotated, all.ids.length, "have labels but no features");
  warnOfLoss(onWarning, onlyFeatured, features.ids.length, "have features but no labels");

  const chosen = new Set(chooseRows(all, options, lists, onWarning));
  const used = pairs.filter(({ annotated }) => chosen.has(annotated));
  const films = selectRows(all, used.map(({ annotated }) => annotated));
  const inputs = featureInputs(features, used.map(({ featured }) => featured));
  return {
    name: options.kind,
    ...films,
    inputs,
    split: splitFilms(films, options, lists, context),
  };
}
