/**
 * Films so few and small that a whole run on them takes a second or two, as files that a user could
 * have.
 *
 * @module
 */
import { assert } from "@std/assert";
import { join } from "node:path";
import sharp from "sharp";
import { batchNorm, conv2d, globalAveragePool, Graph, relu } from "../../lib/autodiff/mod.ts";
import { type Tensor, toOnnx } from "../../lib/autodiff/mod.ts";
import { encodeNpz } from "../../lib/base/npz.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { Random } from "../../lib/base/random.ts";
import type { Config, ConfigInput } from "../../lib/config/config.ts";
import { parseConfig } from "../../lib/config/config_file.ts";

/** A run of one epoch, by default on 60 synthetic films. */
export function tinyFilmConfig(
  backbone: ConfigInput["backbone"],
  data?: ConfigInput["data"],
): Config {
  return parseConfig({
    data: data ?? { kind: "phantom", films: 60 },
    backbone,
    codes: { bits: 16 },
    train: { epochs: 1, batchSize: 8 },
    engine: { threads: 1 },
    evaluation: { resamples: 10 },
  });
}

/** A network with random weights that gives 16 features for films of three channels. */
export async function writeNetwork(path: string): Promise<void> {
  const graph = new Graph();
  const films = graph.input("films", [1, 3, 64, 64]);
  const weights = graph.constant([16, 3, 7, 7], new Random("network").normals(16 * 3 * 49, 0.1));
  graph.output("features", globalAveragePool(relu(conv2d(films, weights, { stride: 4 }))));
  await Deno.writeFile(path, toOnnx(graph.toProgram(), { variables: {}, symbolicBatch: true }));
}

/**
 * A network with random weights that gives 8 features for films of three channels and 64 pixels, in
 * two stages: "stem" on maps of 16 pixels, then "block.1" and "block.2" on maps of 8.
 */
export async function writeStagedNetwork(path: string): Promise<void> {
  const random = new Random("staged network");
  const graph = new Graph();
  const layer = (x: Tensor, name: string, channels: number, stride: number) => {
    const shape = [channels, x.shape[1]!, 3, 3] as const;
    const values = random.normals(channels * shape[1] * 9, Math.sqrt(2 / (9 * shape[1])));
    const weights = graph.parameter(`${name}.weight`, shape, values);
    const ofChannels = (part: string, value: number) =>
      graph.parameter(
        `${name}.norm.${part}`,
        [channels],
        Float32Array.from({ length: channels }, (_, c) => value + 0.01 * c),
      );
    return relu(batchNorm(conv2d(x, weights, { stride, padding: 1 }), {
      scale: ofChannels("scale", 1),
      bias: ofChannels("bias", 0),
      runningMean: ofChannels("mean", 0),
      runningVariance: ofChannels("variance", 1),
    }));
  };
  const films = graph.input("films", [2, 3, 64, 64]);
  const blocks = layer(layer(layer(films, "stem", 4, 4), "block.1", 8, 2), "block.2", 8, 1);
  graph.output("features", globalAveragePool(blocks));
  const program = graph.toProgram();
  const variables = Object.fromEntries(program.variables.map((v) => [v.name, v.initial]));
  await Deno.writeFile(path, toOnnx(program, { variables, symbolicBatch: true }));
}

/** A file like MedMNIST's, of random films with 28 pixels. */
export async function writeNpz(path: string): Promise<void> {
  const random = new Random("npz");
  const arrays = ["train", "val", "test"].flatMap((part) => {
    const pixels = Uint8Array.from({ length: 20 * 28 * 28 }, () => random.below(256));
    const labels = Uint8Array.from({ length: 20 * 14 }, () => Number(random.chance(0.2)));
    return [
      [`${part}_images`, { shape: [20, 28, 28], data: pixels }],
      [`${part}_labels`, { shape: [20, 14], data: labels }],
    ];
  });
  await Deno.writeFile(path, encodeNpz(Object.fromEntries(arrays)));
}

/** Writes the films of these rows as PNG files named by their ids. */
export async function writeFilms(
  folder: string,
  { ids, inputs }: Dataset,
  rows: Uint32Array,
): Promise<void> {
  assert(inputs.kind === "images");
  const { size } = inputs;
  await Deno.mkdir(folder);
  for (const row of rows) {
    const bytes = Uint8Array.from(await inputs.read([row]), (value) => Math.round(value * 255));
    await sharp(bytes, { raw: { width: size, height: size, channels: 1 } })
      .png().toFile(join(folder, `${ids[row]}.png`));
  }
}
