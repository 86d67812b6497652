/**
 * Hash codes of new films with a finished run: a folder of images or a file of features in,
 * a code a film out.
 *
 * @module
 */
import { relative } from "node:path";
import type { OnnxModel } from "../autodiff/executors/onnx_model.ts";
import { packCodes } from "../codes/pack.ts";
import type { Inputs } from "../data/dataset.ts";
import { featureInputs, readFeatures } from "../data/features.ts";
import { cacheFilms } from "../data/images/cache.ts";
import type { FilmSettings } from "../data/images/decode.ts";
import { indexImageFolder } from "../data/images/folder.ts";
import { InputError } from "../base/errors.ts";
import type { Config } from "../config/config.ts";
import { encodeRows, modelEncoder } from "../train/encode_rows.ts";
import { openEncoder } from "../train/export.ts";
import { type FilmContext, filmSettings, throughBackbone } from "./films.ts";
import type { RunFolder } from "./run_folder.ts";

/** Where new films come from. */
export type NewFilms =
  /** A folder of PNG, JPEG or DICOM files, in any nesting. */
  | { readonly kind: "images"; readonly folder: string }
  /** A CSV file, or a `.npy` file with a list of its ids, as the run was trained on. */
  | { readonly kind: "features"; readonly path: string; readonly ids?: string | undefined };

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
  const config = await folder.config();
  const model = await openEncoder(config, folder);
  try {
    const { ids, inputs } = await readFilms(config, films, { ...context, model });
    const rows = Uint32Array.from(ids.keys());
    const bits = config.codes.bits;
    const continuous = await encodeRows(modelEncoder(model, inputs), inputs, {
      rows,
      bits,
      onProgress: (done, total) => context.onProgress?.(done, total, "encoding"),
    });
    return { ids, codes: packCodes(continuous, bits) };
  } finally {
    await model.dispose();
  }
}

interface ReadFilms {
  readonly ids: readonly string[];
  readonly inputs: Inputs;
}

async function readFilms(
  config: Config,
  films: NewFilms,
  { model, ...context }: FilmContext & { readonly model: OnnxModel },
): Promise<ReadFilms> {
  const expected = config.data.kind === "features" ? "features" : "images";
  if (films.kind !== expected) {
    throw new InputError(
      `Cannot encode ${films.kind}: this run was trained on ${expected}; use --${expected}`,
    );
  }
  if (films.kind === "features") {
    return await readFeatureFilms(config, films, Number(model.inputShape.at(-1)));
  }
  const settings = filmSettings(config, model);
  const { ids, inputs } = await readImages(films.folder, settings, context);
  return { ids, inputs: await throughBackbone(config, inputs, { films: ids.length, context }) };
}

async function readFeatureFilms(
  { data }: Config,
  { path, ids }: NewFilms & { kind: "features" },
  width: number,
): Promise<ReadFilms> {
  const transform = data.kind === "features" ? data.transform : "none";
  const table = await readFeatures(path, { transform, featureIds: ids });
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
  settings: FilmSettings,
  { onProgress, onWarning, strict, cacheDirectory }: FilmContext,
): Promise<ReadFilms> {
  const paths = [...new Set((await indexImageFolder(folder)).byName.values())].sort();
  const { kept, read } = await cacheFilms(paths, {
    ...settings,
    directory: cacheDirectory,
    strict,
    onProgress: (done, total) => onProgress?.(done, total, "images"),
    onProblem: (message) => onWarning?.(message),
  });
  if (kept.length === 0) {
    throw new InputError(`Cannot encode films: none of the ${paths.length} files could be read`);
  }
  const lost = paths.length - kept.length;
  if (lost > 0) onWarning?.(`${lost} of ${paths.length} files could not be read and are left out`);
  const ids = kept.map((i) => relative(folder, paths[i]!));
  return { ids, inputs: { kind: "images", size: settings.size, read } };
}
