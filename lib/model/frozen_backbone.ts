/**
 * A user's own network (DenseNet-121, a chest X-ray foundation model, …) as a frozen backbone: its
 * ONNX file turns every film into features once, and they are kept on disk.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  type ModelOutput,
  type OnnxModel,
  openOnnxModel,
} from "../autodiff/executors/onnx_model.ts";
import type { Provider, RuntimeKind } from "../autodiff/executors/runtimes.ts";
import { decodeNpy, encodeNpy } from "../base/npy.ts";
import { selectVectors } from "../data/labels/annotations.ts";
import type { FeatureInputs, ImageInputs } from "../data/dataset.ts";
import { partsOf } from "../data/rows.ts";
import { InputError } from "../base/errors.ts";
import { exists, readBytes, writeWhole } from "../base/files.ts";

/** How a network wants its films. */
export interface FrozenBackboneOptions {
  /** The ONNX file. */
  readonly path: string;
  /** The output to use as features; default: the first. */
  readonly output?: string | undefined;
  /** 1, or 3 to give the grey film to each of three channels. */
  readonly channels: 1 | 3;
  /** Subtracted from values 0 to 1, one a channel. */
  readonly mean: readonly number[];
  /** Divided by after, one a channel. */
  readonly deviation: readonly number[];
  /** Films sent through the network at once. */
  readonly batchSize: number;
  /** Threads that share the work of one operator. */
  readonly threads: number;
  /** What runs it; default: `auto`. */
  readonly runtime?: RuntimeKind;
  /** Where native ONNX Runtime computes; default: the processor. */
  readonly providers?: readonly Provider[];
}

/** Where features are kept and who hears of progress. */
export interface FrozenBackboneContext {
  /** Default: `.cache/features`. */
  readonly cacheDirectory?: string;
  /** Hears how many films have features, after every 1,024. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A frozen network that is ready to run. */
export interface FrozenBackbone {
  /** Whether it takes any number of films at once, or only as many as its file says. */
  readonly takesAnyBatch: boolean;
  /**
   * The features `[rows, D]` of these films.
   *
   * @param batchSize Films sent through it at once; default: the options'
   * @throws {InputError} if it does not take such films, or gives no numbers
   */
  features(images: ImageInputs, rows: Uint32Array, batchSize?: number): Promise<Float32Array>;
  /** Frees it; it cannot be run after. */
  dispose(): Promise<void>;
}

/** Films whose features are written as one file, so that an interrupted run goes on from there. */
const SEGMENT = 1024;

/** Films whose pixels are held at once to be hashed. */
const HASHED_AT_ONCE = 64;

/**
 * Opens a frozen network.
 *
 * @param bytes The content of its ONNX file
 * @throws {InputError} if they are no usable model
 */
export async function openFrozenBackbone(
  bytes: Uint8Array,
  options: FrozenBackboneOptions,
): Promise<FrozenBackbone> {
  const { path: name, output, threads, runtime = "auto", providers = ["cpu"] } = options;
  const where = { threads, runtime, providers };
  const model = await openOnnxModel(bytes, { name, ...where, ...(output ? { output } : {}) });
  return {
    takesAnyBatch: typeof model.inputShape[0] !== "number",
    async features(images, rows, batchSize = options.batchSize) {
      const source = { images, model, options: { ...options, batchSize } };
      const parts: Float32Array[] = [];
      for (let start = 0; start < rows.length; start += batchSize) {
        parts.push(await encodeBatch(rows.subarray(start, start + batchSize), source));
      }
      return concatenate(parts);
    },
    dispose: () => model.dispose(),
  };
}

/**
 * The features of all films, `[films, D]`. Outputs with height and width are averaged over them.
 *
 * Features are cached under a key of the model's bytes, the options and the pixels, so a change of
 * any of them computes anew.
 *
 * @param films The number of films in `images`
 * @throws {InputError} if the file is no usable model or does not take such films
 */
export async function frozenFeatures(
  images: ImageInputs,
  films: number,
  { options, context = {} }: {
    readonly options: FrozenBackboneOptions;
    readonly context?: FrozenBackboneContext;
  },
): Promise<FeatureInputs> {
  const { cacheDirectory = ".cache/features", onProgress } = context;
  const bytes = await readBytes(options.path, "the backbone");
  const folder = join(cacheDirectory, await cacheKey(images, films, { bytes, options }));
  const backbone = await openFrozenBackbone(bytes, options);
  // Those of 112,120 films take about a gigabyte, so they are held once and never joined.
  let values = new Float32Array(0);
  try {
    for (const rows of partsOf(range(0, films), SEGMENT)) {
      const start = rows[0]!;
      const path = join(folder, `${start}.npy`);
      const features = await segment(path, rows, () => backbone.features(images, rows));
      const width = features.length / rows.length;
      if (start === 0) values = new Float32Array(films * width);
      values.set(features, start * width);
      onProgress?.(start + rows.length, films);
    }
  } finally {
    await backbone.dispose();
  }
  const width = values.length / films;
  const read = (rows: ArrayLike<number>) => Promise.resolve(selectVectors(values, width, rows));
  return { kind: "features", width, read };
}

/** Features of these rows from their file, or computed and written there. */
async function segment(
  path: string,
  rows: Uint32Array,
  compute: () => Promise<Float32Array>,
): Promise<Float32Array> {
  const cached = await readSegment(path, rows.length);
  if (cached) return cached;
  const data = await compute();
  await writeWhole(path, encodeNpy({ shape: [rows.length, data.length / rows.length], data }));
  return data;
}

/** The features in a file; undefined where it is absent or damaged. */
async function readSegment(path: string, films: number): Promise<Float32Array | undefined> {
  if (!await exists(path)) return undefined;
  try {
    const { data, shape } = decodeNpy(await Deno.readFile(path), path);
    return data instanceof Float32Array && shape[0] === films ? data : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

interface Source {
  readonly images: ImageInputs;
  readonly model: OnnxModel;
  readonly options: FrozenBackboneOptions;
}

/**
 * Features `[rows, D]`. A batch is filled up with zeros, so that every one is of the size that the
 * network may insist on, and a film's features never depend on its company.
 */
async function encodeBatch(
  rows: Uint32Array,
  { images, model, options }: Source,
): Promise<Float32Array> {
  const { batchSize, channels, mean, deviation } = options;
  const area = images.size ** 2;
  const pixels = await images.read(rows);
  const batch = new Float32Array(batchSize * channels * area);
  for (let n = 0; n < rows.length; n++) {
    for (let c = 0; c < channels; c++) {
      const [shift, scale] = [mean[c] ?? mean[0]!, deviation[c] ?? deviation[0]!];
      const start = (n * channels + c) * area;
      for (let at = 0; at < area; at++) {
        batch[start + at] = (pixels[n * area + at]! - shift) / scale;
      }
    }
  }
  const output = await model.run(batch, [batchSize, channels, images.size, images.size]);
  const [films, width] = output.shape;
  if (films !== batchSize || width === undefined) {
    throw new InputError(
      `Cannot use the model "${options.path}": its output has shape [${
        output.shape.join(", ")
      }], ` +
        `expected [${batchSize}, features]`,
    );
  }
  const features = averagedOverSpace(output).subarray(0, rows.length * width);
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return features;
  throw new InputError(
    `Cannot use the model "${options.path}": it gives ${features[bad]} as feature ${bad % width} ` +
      `of film ${rows[Math.floor(bad / width)]}, counting from 0`,
  );
}

/** `[n, D, …]` to `[n, D]`, the mean over all further axes. */
function averagedOverSpace({ values, shape }: ModelOutput): Float32Array {
  const [rows = 1, width = 1] = shape;
  const places = values.length / (rows * width);
  if (places === 1) return values.slice();
  const means = new Float32Array(rows * width);
  values.forEach((value, at) => means[Math.floor(at / places)]! += value / places);
  return means;
}

async function cacheKey(
  images: ImageInputs,
  films: number,
  { bytes, options }: { readonly bytes: Uint8Array; readonly options: FrozenBackboneOptions },
): Promise<string> {
  const { output = "", channels, mean, deviation, batchSize } = options;
  const { size } = images;
  const hash = createHash("sha256").update(bytes);
  hash.update(JSON.stringify({ output, channels, mean, deviation, batchSize, size, films }));
  for (const rows of partsOf(range(0, films), HASHED_AT_ONCE)) {
    const pixels = await images.read(rows);
    hash.update(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
  }
  return hash.digest("hex").slice(0, 32);
}

function concatenate(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function range(start: number, end: number): Uint32Array {
  return Uint32Array.from({ length: end - start }, (_, i) => start + i);
}
