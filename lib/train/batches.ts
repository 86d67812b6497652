/**
 * Batches of training rows: in a new order every epoch, decided by seed and epoch alone, so that a
 * resumed run sees exactly what an uninterrupted one sees.
 *
 * @module
 */
import { selectVectors } from "../data/labels/annotations.ts";
import { augment } from "../data/augment.ts";
import type { Inputs } from "../data/dataset.ts";
import { smoothedDistributions, type SmoothedLabels } from "../loss/smoothing.ts";
import { ENCODER_INPUT } from "../model/encoder.ts";
import { Random } from "../base/random.ts";
import type { TrainOptions } from "../config/config.ts";
import type { TrainingSetup } from "./setup.ts";

/** What one training step is fed with, by graph input. */
export type Feeds = Record<string, Float32Array>;

/** How many films a step has, and how they are changed. */
export type BatchOptions = Pick<TrainOptions, "batchSize" | "augment">;

/** See {@linkcode Batches.epoch}. */
export class Batches {
  /** Films of one batch: as configured, or all there are. */
  readonly batchSize: number;
  /** Batches of one epoch; films that fill no batch sit it out (another set each epoch). */
  readonly perEpoch: number;
  readonly #options: BatchOptions;
  readonly #setup: TrainingSetup;
  readonly #inputs: Inputs;
  readonly #smoothed: SmoothedLabels;

  /** Smooths the labels of all training rows once. */
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
    this.batchSize = Math.min(options.batchSize, setup.rows.length);
    this.perEpoch = Math.floor(setup.rows.length / this.batchSize);
  }

  /** The feeds of one epoch's batches, one after the other. */
  async *epoch(epoch: number): AsyncGenerator<Feeds> {
    const random = new Random(this.#setup.context.seed).fork(`epoch ${epoch}`);
    const order = random.permutation(this.#setup.rows.length);
    for (let b = 0; b < this.perEpoch; b++) {
      const chosen = order.subarray(b * this.batchSize, (b + 1) * this.batchSize);
      yield {
        [ENCODER_INPUT]: await this.#read(chosen, random),
        labels: this.#pick(this.#smoothed.labels, chosen),
        distributions: this.#pick(this.#smoothed.distributions, chosen),
        known: this.#pick(this.#smoothed.known, chosen),
        ...this.#setsOf(chosen),
      };
    }
  }

  async #read(chosen: Uint32Array, random: Random): Promise<Float32Array> {
    const inputs = await this.#inputs.read(chosen.map((r) => this.#setup.rows[r]!));
    const changes = this.#options.augment;
    const isChanged = changes !== undefined && Object.values(changes).some((most) => most > 0);
    if (this.#inputs.kind === "features" || !isChanged) return inputs;
    return augment(inputs, this.#inputs.size, random, changes);
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
