/**
 * From a film to its continuous code, with the encoder that made an index's codes.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { selectVectors } from "../data/annotations.ts";
import type { ImageInputs, Inputs } from "../data/dataset.ts";
import { featureInputs } from "../data/features.ts";
import { decodeFilm, type FilmSettings } from "../data/images/decode.ts";
import { unitFilms } from "../data/images/unit_films.ts";
import { InputError } from "../base/errors.ts";
import { readBytes } from "../base/files.ts";
import { type FrozenBackbone, openFrozenBackbone } from "../model/frozen_backbone.ts";
import type { Config } from "../config/config.ts";
import { ENCODER_BATCH, encodeRows, modelEncoder } from "../train/encode_rows.ts";
import { onnxOptions } from "../config/onnx_options.ts";
import { openEncoder } from "../train/export.ts";
import { filmSettings } from "../run/films.ts";
import { RunFolder } from "../run/run_folder.ts";

/** An encoder that is ready to run. */
export interface FilmEncoder {
  /** Bits of a code. */
  readonly bits: number;
  /** Which encoder it is, see {@linkcode modelIdentity} and `StoreInfo`. */
  readonly model: string;
  /** How an image file becomes the film that it takes, for those who decode elsewhere. */
  readonly settings: FilmSettings;
  /**
   * The continuous code `[bits]` of an image file's bytes (PNG, JPEG or DICOM, told by content).
   *
   * @param name What messages call the film
   * @throws {InputError} if the bytes are no film that can be read
   */
  encode(bytes: Uint8Array, name: string): Promise<Float32Array>;
  /**
   * The continuous codes `[n, bits]` of films that are decoded already, by {@linkcode decodeFilm}
   * with these settings and {@linkcode unitFilms}.
   *
   * @param films `[n, 1, size, size]`, 0 black to 1 white
   * @throws {RangeError} if the values are not whole films
   */
  encodeFilms(films: Float32Array): Promise<Float32Array>;
  /** Frees the encoder. */
  dispose(): Promise<void>;
}

/**
 * Opens the encoder in a folder: a run's, or the `model` folder of an index, which holds what
 * matters of a run. A film is decoded, resized and encoded as the run did it, so its code is that
 * which the run gave it.
 *
 * A film goes through the network alone, not in the run's batches of 64: no layer mixes films, and
 * ONNX Runtime gives the same values either way. A frozen network whose file fixes the number of
 * films still gets as many.
 *
 * @throws {InputError} if the folder has no encoder, or one of features, to which films mean nothing
 */
export async function openFilmEncoder(folder: string): Promise<FilmEncoder> {
  const run = new RunFolder(folder);
  const config = await run.config();
  if (config.data.kind === "features") {
    throw new InputError(
      `Cannot encode films with "${folder}": it was trained on features, not on images; search by ` +
        "--id or --code",
    );
  }
  const frozen = await readFrozen(config);
  const model = await openEncoder(config, run);
  const backbone = frozen && await openFrozenBackbone(frozen.bytes, frozen.options);
  const settings = filmSettings(config, model);
  const bits = config.codes.bits;
  const encodeFilms = async (films: Float32Array) => {
    const images = imagesOf(films, settings.size);
    const rows = Uint32Array.from({ length: films.length / settings.size ** 2 }, (_, n) => n);
    const inputs = backbone ? await featuresOf(backbone, images, rows) : images;
    const batchSize = backbone ? undefined : Math.min(rows.length, ENCODER_BATCH.images);
    return await encodeRows(modelEncoder(model, inputs), inputs, {
      rows,
      bits,
      ...batchSize && { batchSize },
    });
  };
  return {
    bits,
    model: await modelIdentity(folder),
    settings,
    encodeFilms,
    encode: async (bytes, name) =>
      await encodeFilms(unitFilms([await decodeFilm(bytes, name, settings)])),
    async dispose() {
      await model.dispose();
      await backbone?.dispose();
    },
  };
}

/**
 * What tells one encoder from another: the SHA-256, in hexadecimal digits, of the folder's
 * `encoder.onnx` (as `sha256sum` prints it), or of that file followed by the frozen network's where
 * there is one. Targets do not count: they explain codes but make none.
 *
 * @param folder A run's, or the `model` folder of an index
 * @throws {InputError} if a file is missing
 */
export async function modelIdentity(folder: string): Promise<string> {
  const run = new RunFolder(folder);
  const hash = createHash("sha256").update(await run.readProduct("encoder.onnx"));
  const frozen = await readFrozen(await run.config());
  if (frozen) hash.update(frozen.bytes);
  return hash.digest("hex");
}

/** The frozen network of a configuration, if it has one. */
async function readFrozen(config: Config) {
  const { backbone } = config;
  if (backbone.kind !== "onnx") return undefined;
  const bytes = await readBytes(backbone.path, "the backbone");
  return { bytes, options: { ...backbone, ...onnxOptions(config) } };
}

function imagesOf(films: Float32Array, size: number): ImageInputs {
  const area = size ** 2;
  if (films.length === 0 || films.length % area !== 0) {
    throw new RangeError(
      `Cannot encode films: ${films.length} values are not whole films of ${size} × ${size} pixels`,
    );
  }
  const read = (rows: ArrayLike<number>) => Promise.resolve(selectVectors(films, area, rows));
  return { kind: "images", size, read };
}

async function featuresOf(
  backbone: FrozenBackbone,
  images: ImageInputs,
  rows: Uint32Array,
): Promise<Inputs> {
  const batchSize = backbone.takesAnyBatch ? 1 : undefined;
  const values = Float32Array.from(await backbone.features(images, rows, batchSize));
  const ids = Array.from(rows, String);
  return featureInputs({ ids, width: values.length / rows.length, values }, [...rows]);
}
