/**
 * Asking with what a film probably shows instead of with its own bits: by the target of its most
 * probable label, or by how relevant each case is expected to be.
 *
 * @module
 */
import { bytesPerCode, packCodes, unpackCodes } from "../codes/pack.ts";
import type { AskingCard } from "./asking_card.ts";
import { chanceAt } from "./calibration.ts";
import { emphasise } from "./emphasis.ts";
import { ONE, toFixed } from "./expected_relevance.ts";
import { gainsBetween } from "./gains.ts";
import { labelCosines, type LabelVectors, unitVectors } from "./label_vectors.ts";
import { type Alternatives, alternativesOf, posterior } from "./posterior.ts";

/** The exponent of label frequencies where one label is chosen (ours, by validation films). */
const TARGET_PRIOR = 0.25;

/** What a film most probably shows. */
export interface ProbableLabel {
  /** One of the card's labels. */
  readonly label: string;
  /** Among the labels, 0 to 1. */
  readonly probability: number;
}

/**
 * The ways to ask that need more than a code. Everything is exact and repeats to the bit; what is
 * stored of a case is its code alone, from which {@linkcode Asker.relevances} are worked out.
 *
 * @example Two labels with opposite targets
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Asker, expectedRelevance } from "@cohash/cohash/asking";
 *
 * const asker = new Asker({
 *   over: "labels",
 *   vectors: "targets",
 *   labels: ["Edema", "Mass"],
 *   films: [10, 10],
 *   sets: [],
 *   query: { scale: 4, prior: 0 },
 *   database: { scale: 4, prior: 0 },
 *   calibration: null,
 * }, {
 *   names: ["Edema", "Mass"],
 *   values: Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1),
 * });
 * const film = Float32Array.of(2, 1, 1, 3, 1, -1, 1, 1);
 * assertEquals(asker.mostProbable(film).label, "Edema");
 * assertEquals(asker.targetCode(film), Uint8Array.of(0b11111111));
 * const relevances = asker.relevances(Uint8Array.of(0b11110111, 0b00000000));
 * const scores = [0, 1].map((row) => expectedRelevance(asker.weights(film), relevances, row));
 * assertEquals(scores[0]! > scores[1]!, true);
 * ```
 */
export class Asker {
  /** What it knows. */
  readonly card: AskingCard;
  /** The vectors that codes are compared with. */
  readonly vectors: LabelVectors;
  /** J, the labels or label sets that a case's relevances are of. */
  readonly columns: number;
  /** Of a code. */
  readonly bits: number;
  readonly #alternatives: Alternatives;
  /** Shares of the labels, by which the most probable one is chosen. */
  readonly #labels: Alternatives;
  /** `[J, J]` the gain of a case of one set to a query of the other; undefined over labels. */
  readonly #gains: Float64Array | undefined;
  /** `[C, bits]` the vectors at length 1. */
  readonly #units: Float64Array;
  #tables: Float64Array | undefined;
  #identity: string | undefined;

  /**
   * Asks with these vectors, `asking.npy` of an encoder's folder.
   *
   * @throws {RangeError} if they are not of the card's labels, or of no usable length
   */
  constructor(card: AskingCard, vectors: LabelVectors) {
    if (vectors.names.join("\n") !== card.labels.join("\n")) {
      throw new RangeError(
        `Cannot ask: the vectors are of ${vectors.names.join(", ")}, the card's labels are ` +
          card.labels.join(", "),
      );
    }
    this.card = card;
    this.vectors = vectors;
    this.bits = vectors.values.length / card.labels.length;
    bytesPerCode(this.bits);
    this.#alternatives = alternativesOf(card);
    this.#labels = alternativesOf({ ...card, over: "labels" });
    this.columns = this.#alternatives.labels.length;
    this.#gains = card.over === "sets" ? gainsBetween(this.#alternatives.labels) : undefined;
    this.#units = unitVectors(vectors);
  }

  /** A text that only askers share that give the same {@linkcode relevances}. */
  get identity(): string {
    this.#identity ??= JSON.stringify([
      this.card.database,
      Array.from(this.#alternatives.logShares),
      this.#alternatives.labels,
      Array.from(this.vectors.values),
    ]);
    return this.#identity;
  }

  /**
   * What a film most probably shows: argmax_l of s·c_l + 1/4·ln π_l, and its probability among the
   * labels.
   *
   * @param continuous `[bits]` the film's code
   */
  mostProbable(continuous: Float32Array): ProbableLabel {
    const { index, probability } = this.#best(continuous);
    return { label: this.card.labels[index]!, probability };
  }

  /**
   * `[bits / 8]` the bits of the vector of what a film most probably shows. They are what the way
   * "target" searches with, by Hamming distance.
   *
   * @param continuous `[bits]` the film's code
   */
  targetCode(continuous: Float32Array): Uint8Array<ArrayBuffer> {
    const bits = this.bits;
    const { index } = this.#best(continuous);
    return packCodes(this.vectors.values.subarray(index * bits, (index + 1) * bits), bits);
  }

  /**
   * `[J]` what a film wants of a case: p_q(j) over labels; over sets the gain that a case of each
   * set would be, Σ_S p_q(S) g(S, j).
   *
   * @param continuous `[bits]` the film's code
   * @param factors `[C]` by which the odds of labels are multiplied, see {@linkcode emphasise};
   * default: 1
   */
  weights(continuous: Float32Array, factors?: ArrayLike<number>): Uint16Array<ArrayBuffer> {
    const cosines = this.#cosines(continuous);
    return this.#wanted(posterior(cosines, this.#alternatives, this.card.query), factors);
  }

  /** The same of a film of which only the bits `[bits / 8]` are known. */
  weightsOfCode(code: Uint8Array, factors?: ArrayLike<number>): Uint16Array<ArrayBuffer> {
    const cosines = this.#cosines(unpackCodes(code, this.bits));
    return this.#wanted(posterior(cosines, this.#alternatives, this.card.database), factors);
  }

  /**
   * `[n, J]` what cases' codes tell of them: p(j | b), see {@linkcode posterior}.
   *
   * @param codes `[n, bits / 8]` packed codes
   */
  relevances(codes: Uint8Array): Uint16Array<ArrayBuffer> {
    const relevances = new Uint16Array(8 * codes.length / this.bits * this.columns);
    let start = 0;
    for (const p of this.posteriors(codes)) {
      relevances.set(toFixed(p), start);
      start += this.columns;
    }
    return relevances;
  }

  /** One after the other, the `[J]` probabilities of codes `[n, bits / 8]`. */
  *posteriors(codes: Uint8Array): Generator<Float64Array> {
    const classes = this.card.labels.length;
    const width = this.bits / 8;
    const tables = this.#tables ??= this.#cosineTables();
    const cosines = new Float64Array(classes);
    for (let row = 0; row < codes.length / width; row++) {
      cosines.fill(0);
      for (let i = 0; i < width; i++) {
        const start = (256 * i + codes[row * width + i]!) * classes;
        for (let label = 0; label < classes; label++) cosines[label]! += tables[start + label]!;
      }
      yield posterior(cosines, this.#alternatives, this.card.database);
    }
  }

  /** The chance to share a finding that a score stands for, null where it was never measured. */
  chance(score: number): number | null {
    const { calibration } = this.card;
    return calibration && chanceAt(score / ONE, calibration);
  }

  #cosines(continuous: Float32Array): Float64Array {
    return labelCosines(continuous, this.vectors, this.#units);
  }

  #best(continuous: Float32Array): { index: number; probability: number } {
    const { scale } = this.card.query;
    const probabilities = posterior(this.#cosines(continuous), this.#labels, {
      scale,
      prior: TARGET_PRIOR,
    });
    const probability = Math.max(...probabilities);
    return { index: probabilities.indexOf(probability), probability };
  }

  #wanted(believed: Float64Array, factors?: ArrayLike<number>): Uint16Array<ArrayBuffer> {
    const probabilities = factors === undefined
      ? believed
      : emphasise(believed, this.#alternatives.labels, factors);
    const gains = this.#gains;
    if (gains === undefined) return toFixed(probabilities);
    const columns = this.columns;
    const wanted = new Float64Array(columns);
    for (let j = 0; j < columns; j++) {
      for (let k = 0; k < columns; k++) wanted[j]! += probabilities[k]! * gains[j * columns + k]!;
    }
    return toFixed(wanted);
  }

  /** `[bits / 8, 256, C]` what each byte of a code adds to its cosine with each label vector. */
  #cosineTables(): Float64Array {
    const bits = this.bits;
    const classes = this.card.labels.length;
    const units = this.#units;
    const tables = new Float64Array(bits / 8 * 256 * classes);
    const perBit = 1 / Math.sqrt(bits);
    for (let entry = 0; entry < bits / 8 * 256; entry++) {
      const [byte, value] = [entry >> 8, entry & 255];
      for (let label = 0; label < classes; label++) {
        let sum = 0;
        for (let bit = 0; bit < 8; bit++) {
          const unit = units[label * bits + 8 * byte + bit]!;
          sum += value & (0x80 >> bit) ? unit : -unit;
        }
        tables[entry * classes + label] = sum * perBit;
      }
    }
    return tables;
  }
}
