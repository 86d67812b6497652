/**
 * Batches of training rows: in a new order every epoch, decided by seed and epoch alone, so that a
 * resumed run sees exactly what an uninterrupted one sees.
 *
 * @module
 */
import { LAST_RUN } from "../autodiff/mod.ts";
import { selectVectors } from "../data/labels/annotations.ts";
import { FilmChanges, isAugmented } from "../data/augment/film_changes.ts";
import type { ImageInputs, Inputs } from "../data/dataset.ts";
import { FilmReader } from "../data/images/film_reader.ts";
import { makeAhead } from "../base/concurrency.ts";
import { smoothedDistributions, type SmoothedLabels } from "../loss/smoothing.ts";
import { ENCODER_INPUT } from "../model/encoder.ts";
import { Random } from "../base/random.ts";
import type { TrainOptions } from "../config/config.ts";
import type { TrainingSetup } from "./setup.ts";

/** What one run of the training program is fed with, by graph input. */
export type Feeds = Record<string, Float32Array>;

/** How many films a step has, how they are changed, and by how many threads. */
export type BatchOptions = Pick<TrainOptions, "batchSize" | "microBatch" | "augment"> & {
  /** Threads that read and change films ahead, where it is worth it; default: 0. */
  readonly workers?: number | undefined;
};

/** A batch of this many pixels is read as fast as a thread is asked to. */
const FEW_PIXELS = 1 << 20;

/** See {@linkcode Batches.epoch}. */
export class Batches implements AsyncDisposable {
  /** Films of one step: as configured, or all there are. */
  readonly batchSize: number;
  /** Films of one run of the training program, several of which may make a step. */
  readonly microBatch: number;
  /** Steps of one epoch; films that fill no batch sit it out (another set each epoch). */
  readonly perEpoch: number;
  readonly #options: BatchOptions;
  readonly #setup: TrainingSetup;
  readonly #inputs: Inputs;
  readonly #reader: FilmReader | undefined;
  /** Batches that are read while one trains. */
  readonly #ahead: number;
  readonly #smoothed: SmoothedLabels;

  /** Smooths the labels of all training rows once, and starts the threads. */
  constructor(setup: TrainingSetup, inputs: Inputs, options: BatchOptions) {
    this.#options = options;
    this.#setup = setup;
    this.#inputs = inputs;
    this.#smoothed = smoothedDistributions(setup.labels, setup.rows, {
      epsilon: setup.smoothing?.epsilon ?? 0,
      smoothing: setup.smoothing?.conditional
        ? { kind: "cooccurrence", conditional: setup.smoothing.conditional }
        : { kind: "uniform" },
    });
    const most = Math.min(options.batchSize, setup.rows.length);
    this.microBatch = Math.min(options.microBatch ?? most, most);
    this.batchSize = most - most % this.microBatch;
    this.perEpoch = Math.floor(setup.rows.length / this.batchSize);
    const threads = inputs.kind === "images" ? this.#threadsFor(inputs) : 0;
    this.#ahead = threads === 0 ? 0 : threads + 1;
    this.#reader = inputs.kind === "images" ? new FilmReader(inputs, threads) : undefined;
  }

  /** Runs of the training program that make one step. */
  get runsPerStep(): number {
    return this.batchSize / this.microBatch;
  }

  /** The feeds of one epoch's runs, one after the other. */
  async *epoch(epoch: number): AsyncGenerator<Feeds> {
    const random = new Random(this.#setup.context.seed).fork(`epoch ${epoch}`);
    const order = random.permutation(this.#setup.rows.length);
    const read = this.#reading(random);
    yield* makeAhead(this.perEpoch * this.runsPerStep, this.#ahead, async (run) => {
      const chosen = order.subarray(run * this.microBatch, (run + 1) * this.microBatch);
      const isLast = (run + 1) % this.runsPerStep === 0;
      return {
        [LAST_RUN]: Float32Array.of(Number(isLast)),
        [ENCODER_INPUT]: await read(chosen.map((r) => this.#setup.rows[r]!)),
        labels: this.#pick(this.#smoothed.labels, chosen),
        distributions: this.#pick(this.#smoothed.distributions, chosen),
        known: this.#pick(this.#smoothed.known, chosen),
        ...this.#setsOf(chosen),
      };
    });
  }

  /** Films a second that could be read, since the last call; undefined where none was read. */
  takeReadingRate(): number | undefined {
    return this.#reader?.takeRate();
  }

  /** Ends what reads ahead at the end of a block that says `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader?.close();
  }

  /** Threads that are worth it: none where films are few and small, and stay as they are. */
  #threadsFor({ size }: ImageInputs): number {
    const { augment, workers = 0 } = this.#options;
    return isAugmented(augment) || this.microBatch * size ** 2 > FEW_PIXELS ? workers : 0;
  }

  /** Reads batches of an epoch, changed at random where films are to be. */
  #reading(random: Random): (rows: Uint32Array) => Promise<Float32Array> {
    const [inputs, reader] = [this.#inputs, this.#reader];
    if (inputs.kind === "features" || reader === undefined) return (rows) => inputs.read(rows);
    const { augment } = this.#options;
    if (!isAugmented(augment)) return (rows) => reader.read(rows);
    const changes = new FilmChanges(augment, inputs.size, random);
    return (rows) => reader.read(rows, Array.from(rows, () => changes.next()));
  }

  /** What a loss over label sets compares the chosen rows with, where the method has one. */
  #setsOf(chosen: Uint32Array): Feeds {
    const { sets, context: { labelSets } } = this.#setup;
    if (sets === undefined || labelSets === undefined) return {};
    const rows = chosen.map((row) => sets.ofFilm[row]!);
    const pick = (table: Float32Array) => selectVectors(table, labelSets.sets.length, rows);
    return { setDistributions: pick(sets.distributions), ownSets: pick(sets.own) };
  }

  /** The rows of a `[rows, C]` matrix that were chosen. */
  #pick(matrix: Float32Array, chosen: Uint32Array): Float32Array {
    return selectVectors(matrix, this.#setup.labels.names.length, chosen);
  }
}
