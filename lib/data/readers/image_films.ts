/**
 * Data sets of image files with a table of labels.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { type Annotations, selectRows } from "../labels/annotations.ts";
import {
  chooseRows,
  type FilmChoice,
  readPublishedSplit,
  splitFilms,
  warnOfLoss,
} from "../choose_films.ts";
import type { Dataset, ImageInputs } from "../dataset.ts";
import { type CachedFilms, cacheFilms } from "../images/cache.ts";
import type { FilmSettings } from "../images/decode.ts";
import { claimImage, findImage, indexImageFolder } from "../images/folder.ts";
import type { LoadContext } from "./reader.ts";

/** Where images and labels are, and which of them are used for what. */
export interface ImageFilmOptions extends FilmChoice {
  /** Names the data set. */
  readonly kind: string;
  /** The file of the labels, for messages. */
  readonly metadata: string;
  /** Folder of the images, in any nesting. */
  readonly images: string;
  /** Height and width in pixels. */
  readonly imageSize: number;
  /** How a film becomes square. */
  readonly fit: FilmSettings["fit"];
  /** How DICOM files are read. */
  readonly dicom: Pick<FilmSettings, "window">;
  /** What is black and white in films deeper than 8 bits that name no window. */
  readonly range: NonNullable<FilmSettings["range"]>;
}

/**
 * The films that have both an image and a row in the table of labels.
 *
 * @param all What the table says
 * @throws {InputError} if a file is missing or malformed, or nothing is left for a part
 */
export async function readImageFilms(
  options: ImageFilmOptions,
  context: LoadContext,
  all: Annotations,
): Promise<Dataset> {
  const { onWarning } = context;
  const published = await readPublishedSplit(options, onWarning);
  const chosen = chooseRows(all, options, published, onWarning);
  const located = await locateFilms(all, chosen, options, context);
  const { kept, contents, stored, read } = await readFilms(
    located.map(({ path }) => path),
    options,
    context,
  );
  const films = selectRows(all, kept.map((i) => located[i]!.row));
  const inputs: ImageInputs = { kind: "images", size: options.imageSize, contents, stored, read };
  return {
    name: options.kind,
    ...films,
    inputs,
    imageFiles: kept.map((i) => located[i]!.path),
    split: splitFilms(films, options, published, context),
  };
}

/** The image files of these rows; films without one are reported and left out. */
async function locateFilms(
  { ids }: Annotations,
  rows: readonly number[],
  { images, metadata }: ImageFilmOptions,
  { strict = false, onWarning }: LoadContext,
): Promise<{ readonly row: number; readonly path: string }[]> {
  const folder = await indexImageFolder(images);
  const located: { row: number; path: string }[] = [];
  const absent: string[] = [];
  const idOf = new Map<string, string>();
  for (const row of rows) {
    const id = ids[row]!;
    const path = findImage(folder, id);
    if (path === undefined) absent.push(id);
    else {
      claimImage(idOf, path, id);
      located.push({ row, path });
    }
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
  options: ImageFilmOptions,
  { cacheDirectory, strict, onProgress, onWarning }: LoadContext,
): Promise<CachedFilms> {
  let firstProblem: string | undefined;
  const films = await cacheFilms(paths, {
    size: options.imageSize,
    fit: options.fit,
    window: options.dicom.window,
    range: options.range,
    directory: cacheDirectory,
    strict,
    onProgress: (done, total) => onProgress?.(done, total, "images"),
    onNote: (message) => onWarning?.(message),
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
