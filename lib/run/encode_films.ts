/**
 * Hash codes of new films with a finished run: a folder of images or a file of features in,
 * a code a film out.
 *
 * @module
 */
import { join, relative } from "node:path";
import type { Inputs } from "../data/dataset.ts";
import { featureInputs, readFeatures } from "../data/features/features.ts";
import { cacheFilms } from "../data/images/cache.ts";
import { indexImageFolder } from "../data/images/folder.ts";
import { InputError } from "../base/errors.ts";
import { Encoder } from "./encoder.ts";
import type { FeatureInput } from "./encoder_card.ts";
import type { FilmContext } from "./films.ts";
import type { RunFolder } from "./run_folder.ts";

/** Where new films come from. */
export type NewFilms =
  /** A folder of PNG, JPEG or DICOM files, in any nesting. */
  | { readonly kind: "images"; readonly folder: string }
  /** A file of features as the run was trained on. */
  | {
    readonly kind: "features";
    readonly path: string;
    /** The file of the film ids of an array. */
    readonly featureIds?: string | undefined;
    /** The array of a `.npz` file. */
    readonly featureArray?: string | undefined;
    /** The column of the film ids, in a `.npz` file their array. */
    readonly featureIdColumn?: string | undefined;
  };

/** Codes of new films, in the order of their ids. */
export interface EncodedFilms {
  /** Paths within the folder of images, or the ids of the feature file. */
  readonly ids: readonly string[];
  /** `[n, bits / 8]`, as {@linkcode packCodes} packs them. */
  readonly codes: Uint8Array<ArrayBuffer>;
}

/**
 * Encodes new films with the encoder of a finished run. Images that cannot be read are told to
 * `onWarning` and left out.
 *
 * @throws {InputError} if the run has no encoder yet, the films are of another kind than it was
 * trained on or have another number of features, or none can be read
 */
export async function encodeFilms(
  folder: RunFolder,
  films: NewFilms,
  context: FilmContext = {},
): Promise<EncodedFilms> {
  await using encoder = await Encoder.open(folder);
  const { ids, inputs } = await readFilms(encoder, films, context);
  const rows = Uint32Array.from(ids.keys());
  const { packed } = await encoder.encode(
    { inputs, rows },
    (done, total) => context.onProgress?.(done, total, "encoding"),
  );
  return { ids, codes: packed };
}

interface ReadFilms {
  readonly ids: readonly string[];
  readonly inputs: Inputs;
}

async function readFilms(
  encoder: Encoder,
  films: NewFilms,
  context: FilmContext,
): Promise<ReadFilms> {
  const { input } = encoder.card;
  if (films.kind === "images" && input.kind === "films") {
    return await readImages(films.folder, encoder, context);
  }
  if (films.kind === "features" && input.kind === "features") {
    return await readFeatureFilms(films, input, context);
  }
  const expected = input.kind === "films" ? "images" : "features";
  throw new InputError(
    `Cannot encode ${films.kind}: this run was trained on ${expected}; use --${expected}`,
  );
}

async function readFeatureFilms(
  { path, ...source }: NewFilms & { kind: "features" },
  { width, transform }: FeatureInput,
  { onWarning }: FilmContext,
): Promise<ReadFilms> {
  const table = await readFeatures(path, { ...source, transform, onWarning });
  if (table.width !== width) {
    throw new InputError(
      `Cannot encode "${path}": it has ${table.width} features a film, and the run was trained ` +
        `on ${width}`,
    );
  }
  return { ids: table.ids, inputs: featureInputs(table, Array.from(table.ids.keys())) };
}

/** All images below a folder; a film's id is its path in the folder. */
async function readImages(
  folder: string,
  encoder: Encoder,
  { onProgress, onWarning, strict, cacheDirectory }: FilmContext,
): Promise<ReadFilms> {
  const settings = encoder.filmSettings;
  const paths = [...new Set((await indexImageFolder(folder)).byName.values())].sort();
  const { kept, read } = await cacheFilms(paths, {
    ...settings,
    directory: cacheDirectory,
    strict,
    onProgress: (done, total) => onProgress?.(done, total, "images"),
    onProblem: (message) => onWarning?.(message),
    onNote: (message) => onWarning?.(message),
  });
  if (kept.length === 0) {
    throw new InputError(`Cannot encode films: none of the ${paths.length} files could be read`);
  }
  const lost = paths.length - kept.length;
  if (lost > 0) onWarning?.(`${lost} of ${paths.length} files could not be read and are left out`);
  const ids = kept.map((i) => relative(folder, paths[i]!));
  const inputs = await encoder.prepare({ kind: "images", size: settings.size, read }, ids.length, {
    ...cacheDirectory && { cacheDirectory: join(cacheDirectory, "features") },
    onProgress: (done, total) => onProgress?.(done, total, "features"),
  });
  return { ids, inputs };
}
