// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * How fast films stream from disk to a network: decoded once into the cache, read from there as they
 * are and changed as training films are, and sent through a frozen network.
 *
 * @module
 */
import { join } from "node:path";
import { resourceUsage } from "node:process";
import { Command } from "commander";
import { wholeNumber } from "../cli/command_line.ts";
import { makeAhead } from "../lib/base/concurrency.ts";
import { Random } from "../lib/base/random.ts";
import { type AugmentOptions, FilmChanges } from "../lib/data/augment/film_changes.ts";
import type { ImageInputs } from "../lib/data/dataset.ts";
import { cacheFilms } from "../lib/data/images/cache.ts";
import { FilmReader } from "../lib/data/images/film_reader.ts";
import { frozenFeatures } from "../lib/model/frozen_backbone.ts";
import { writePhantomFiles } from "./phantom_files.ts";

const BATCH = 32;
const BATCHES = 60;

/** The changes that torchxrayvision trains its networks with, and a change of contrast. */
const AUGMENT: AugmentOptions = { rotation: 45, shift: 0.15, scale: 0.15, contrast: 0.1 };

interface Flags {
  readonly films: number;
  readonly size: number;
  readonly network?: string;
}

/** The command and its options. */
export function command(): Command {
  return new Command("stream")
    .description("Measures how fast films stream from disk, and through a frozen network.")
    .option("--films <n>", "how many", wholeNumber("--films", 1), 5000)
    .option("--size <n>", "their height and width in pixels", wholeNumber("--size", 8), 224)
    .option("--network <file>", "an ONNX file that takes three channels in [-1, 1]")
    .action(run);
}

/** Prints the figures. */
async function run({ films, size, network }: Flags): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = await writePhantomFiles(folder, { films, size: 128, distinct: true });
    const options = {
      size,
      fit: "squash",
      window: "file",
      directory: join(folder, "cache"),
    } as const;
    await tell("decoded into the cache", films, () => cacheFilms(paths, options));
    await tell("found in the cache", films, () => cacheFilms(paths, options));
    const inputs: ImageInputs = { kind: "images", size, ...await cacheFilms(paths, options) };
    for (const augment of [undefined, AUGMENT]) {
      for (const threads of [0, 1, 2]) await measureReading(inputs, films, { augment, threads });
    }
    if (network !== undefined) await measureFeatures(inputs, films, { folder, path: network });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Batches of films from anywhere, asked for ahead as training asks. */
async function measureReading(inputs: ImageInputs, films: number, { augment, threads }: {
  readonly augment: AugmentOptions | undefined;
  readonly threads: number;
}): Promise<void> {
  await using reader = new FilmReader(inputs, threads);
  const random = new Random("bench");
  const changes = augment && new FilmChanges(augment, inputs.size, random);
  const batch = () => {
    const rows = Uint32Array.from({ length: BATCH }, () => random.below(films));
    return reader.read(rows, changes && Array.from(rows, () => changes.next()));
  };
  await batch();
  const how = `read${augment === undefined ? "" : " and changed"}, ${threads} threads`;
  await tell(how, BATCH * BATCHES, async () => {
    for await (const _ of makeAhead(BATCHES, threads + 1, batch));
  });
}

async function measureFeatures(inputs: ImageInputs, films: number, { folder, path }: {
  readonly folder: string;
  readonly path: string;
}): Promise<void> {
  const scale = { mean: [0.5], deviation: [0.5] };
  const options = { path, ...scale, channels: 3, batchSize: 16, threads: 2 } as const;
  const context = { cacheDirectory: join(folder, "features") };
  const compute = () => frozenFeatures(inputs, films, { options, context });
  await tell("sent through the network", films, compute);
  await tell("found among the features", films, compute);
}

/** Prints how many films a second some work does, and the most memory until then. */
async function tell(what: string, films: number, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  const rate = 1000 * films / (performance.now() - started);
  const memory = resourceUsage().maxRSS / 1024;
  console.log(`${what}: ${rate.toFixed(0)} films/s, at most ${memory.toFixed(0)} MiB`);
}
