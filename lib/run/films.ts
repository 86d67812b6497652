/**
 * The films of a run as its encoder sees them: loaded, and sent through the frozen backbone where
 * the configuration has one.
 *
 * @module
 */
import { join } from "node:path";
import type { Dataset, Inputs } from "../data/dataset.ts";
import { loadDataset } from "../data/load.ts";
import type { LoadContext } from "../data/load.ts";
import { InputError } from "../base/errors.ts";
import { frozenFeatures } from "../model/frozen_backbone.ts";
import type { Config } from "../config/config.ts";
import { isTrainedNetwork } from "../config/trained_network.ts";
import { contentsOf } from "./data_fingerprint.ts";
import { onnxOptions } from "../config/onnx_options.ts";

/** Where caches are and who hears of what; see `LoadContext`. */
export type FilmContext = Omit<LoadContext, "seed">;

/**
 * Loads the films of a configuration.
 *
 * @throws {InputError} if they cannot be read or do not fit the backbone
 */
export async function loadFilms(config: Config, context: FilmContext = {}): Promise<Dataset> {
  const { backbone, data } = config;
  const wantsFeatures = backbone.kind === "features";
  const hasFeatures = data.kind === "features";
  if (wantsFeatures !== hasFeatures) {
    throw new InputError(
      `Cannot use the backbone "${backbone.kind}" with data of the kind "${data.kind}": ` +
        (hasFeatures
          ? `precomputed features need backbone.kind "features"`
          : `images need backbone.kind "small-resnet" or "onnx"`),
    );
  }
  const dataset = await loadDataset(dataOptions(config), { ...context, seed: config.seed });
  const inputs = await throughBackbone(config, dataset.inputs, {
    films: dataset.ids.length,
    context,
  });
  return { ...dataset, inputs };
}

/**
 * The inputs as they are, or as the features of a backbone that is not trained.
 *
 * @throws {InputError} if the films are not of the size that the backbone takes, or it cannot be run
 */
async function throughBackbone(
  config: Config,
  inputs: Inputs,
  { films, context }: { readonly films: number; readonly context: FilmContext },
): Promise<Inputs> {
  const { backbone } = config;
  if (backbone.kind !== "onnx" || inputs.kind !== "images") return inputs;
  if (inputs.size !== backbone.size) {
    throw new InputError(
      `Cannot use the backbone "${backbone.path}": it takes films of ${backbone.size} pixels ` +
        `(backbone.size) and these have ${inputs.size}`,
    );
  }
  if (isTrainedNetwork(backbone)) return inputs;
  const { onProgress, cacheDirectory } = context;
  const features = await frozenFeatures(inputs, films, {
    options: { ...backbone, ...onnxOptions(config) },
    context: {
      ...(cacheDirectory ? { cacheDirectory: join(cacheDirectory, "features") } : {}),
      ...(onProgress ? { onProgress: (done, total) => onProgress(done, total, "features") } : {}),
    },
  });
  // What tells the films apart: another engine gives features that differ in their last digits.
  return { ...features, films: inputs, contents: await contentsOf(inputs, films) };
}

/** The data section, its films at the size that a frozen backbone takes. */
function dataOptions({ data, backbone }: Config): Config["data"] {
  if (backbone.kind !== "onnx" || !("imageSize" in data) || data.kind === "phantom") return data;
  return { ...data, imageSize: backbone.size };
}
