/**
 * A trained encoder that is ready to run: films or features in, codes out.
 *
 * @module
 */
import { join } from "node:path";
import { type OnnxModel, openOnnxModel } from "../autodiff/executors/onnx_model.ts";
import { InputError } from "../base/errors.ts";
import { consistentCodes } from "../codes/consistent_codes.ts";
import { packCodes } from "../codes/pack.ts";
import { selectVectors } from "../data/labels/annotations.ts";
import type { FeatureInputs, ImageInputs, Inputs } from "../data/dataset.ts";
import { decodeFilm, type FilmSettings } from "../data/images/decode.ts";
import type { NoteListener } from "../data/images/notes.ts";
import { unitFilms } from "../data/images/unit_films.ts";
import {
  type FrozenBackbone,
  type FrozenBackboneContext,
  type FrozenBackboneOptions,
  frozenFeatures,
  openFrozenBackbone,
} from "../model/frozen_backbone.ts";
import { type Familiarity, isFamiliar } from "../worth/familiarity.ts";
import { pictureOf } from "../worth/picture.ts";
import { ENCODER_BATCH, encodeRows } from "./encode_rows.ts";
import { ENCODER_FILES, type EncoderCard } from "./encoder_card.ts";
import type { RunFolder } from "./run_folder.ts";
import {
  type ConsistentBinarisation,
  type EncoderFiles,
  identityOf,
  readEncoder,
} from "./encoder_files.ts";

/** Codes of n films, in their order. */
export interface Codes {
  /** `[n, bits]` */
  readonly continuous: Float32Array<ArrayBuffer>;
  /** `[n, bits / 8]` their signs, see `packCodes`. */
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** The code of an image file. */
export interface FilmCodes extends Codes {
  /**
   * Whether the film is like those that the encoder learned from; undefined where the encoder cannot
   * tell, as one of an earlier cohash.
   */
  readonly isFamiliar: boolean | undefined;
}

/** Films or features that are read when they are needed. */
export interface ReadOnDemand {
  /** With a frozen network also the features that it gave. */
  readonly inputs: Inputs;
  /** Which of them, in the order wanted. */
  readonly rows: Uint32Array;
}

/**
 * The encoder of a run or an index.
 *
 * Films go through it in batches of one size, the last filled up with zeros, so that a film's code
 * is the same in any company, to the bit.
 *
 * @example An encoder of two features, made without training
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Graph, toOnnx } from "../autodiff/mod.ts";
 * import { Encoder } from "./encoder.ts";
 * import { sha256Of } from "../base/sha256.ts";
 *
 * const graph = new Graph();
 * const features = graph.input("input", [512, 8]);
 * graph.output("code", features);
 * const onnx = toOnnx(graph.toProgram(), { variables: {}, symbolicBatch: true });
 * await using encoder = await Encoder.load({
 *   encoder: onnx,
 *   card: {
 *     format: 1,
 *     cohash: "0.1.0",
 *     encoder: { file: "encoder.onnx", sha256: sha256Of(onnx) },
 *     input: { kind: "features", width: 8, transform: "none" },
 *     network: null,
 *     runtime: { kind: "auto", providers: ["cpu"], threads: 1 },
 *     bits: 8,
 *     labels: ["Edema"],
 *     targets: null,
 *     asking: null,
 *     worth: null,
 *   },
 * });
 * const { packed } = await encoder.encode(Float32Array.of(1, -1, 1, -1, 1, -1, -1, 1));
 * assertEquals(packed, Uint8Array.of(0b10101001));
 * assertEquals(encoder.identity, sha256Of(onnx));
 * ```
 */
export class Encoder implements AsyncDisposable {
  /** What it takes and gives. */
  readonly card: EncoderCard;
  /** Which encoder it is, see {@linkcode identityOf} and `StoreInfo.model`. */
  readonly identity: string;
  readonly #folder: string;
  readonly #model: OnnxModel;
  readonly #network: FrozenBackbone | undefined;
  readonly #binarise: ConsistentBinarisation | undefined;
  readonly #familiarity: Familiarity | undefined;

  private constructor(
    files: EncoderFiles,
    folder: string,
    { model, network }: {
      readonly model: OnnxModel;
      readonly network: FrozenBackbone | undefined;
    },
  ) {
    this.card = files.card;
    this.identity = identityOf(files);
    this.#folder = folder;
    this.#model = model;
    this.#network = network;
    this.#binarise = files.binarise;
    this.#familiarity = files.familiarity;
  }

  /**
   * Opens the encoder in a folder.
   *
   * @param folder A run's, or the encoder's folder of an index
   * @throws {InputError} if there is none, or a file is not the one that its card describes
   */
  static async open(folder: string | RunFolder): Promise<Encoder> {
    const path = typeof folder === "string" ? folder : folder.path;
    return await Encoder.load(await readEncoder(folder), path);
  }

  /**
   * Makes an encoder of its files' contents. Without the content of the frozen network that its card
   * names, it takes that network's features only.
   *
   * @param folder What messages call the place it comes from
   * @throws {InputError} if they are no usable networks
   */
  static async load(files: EncoderFiles, folder = ""): Promise<Encoder> {
    const { card, encoder } = files;
    const { kind: runtime, providers, threads } = card.runtime;
    const name = join(folder, ENCODER_FILES.encoder);
    const model = await openOnnxModel(encoder, { name, runtime, providers, threads });
    try {
      const network = files.network === undefined
        ? undefined
        : await openFrozenBackbone(files.network, networkOptions(card)!);
      return new Encoder(files, folder, { model, network });
    } catch (error) {
      await model.dispose();
      throw error;
    }
  }

  /**
   * How an image file becomes the film that it takes.
   *
   * @throws {InputError} if it takes features
   */
  get filmSettings(): FilmSettings {
    const { input } = this.card;
    if (input.kind === "films") {
      const { size, fit, window, greyRange: range } = input;
      return { size, fit, window, range };
    }
    throw new InputError(
      `Cannot encode films with "${this.#folder}": it was trained on features, not on images`,
    );
  }

  /**
   * Codes of films or features.
   *
   * @param source In memory: films `[n, 1, size, size]`, 0 black to 1 white, or features
   * `[n, width]`, as the card says. Or what is read on demand
   * @param onProgress Hears how many of the films are encoded
   * @throws {RangeError} if the values are not whole films, or the inputs of another kind or size
   */
  async encode(
    source: Float32Array | ReadOnDemand,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Codes> {
    const isInMemory = source instanceof Float32Array;
    const { inputs, rows } = isInMemory ? this.#inMemory(source) : source;
    this.#check(inputs);
    const taken = inputs.kind === "images" && this.#network
      ? throughNetwork(this.#network, inputs, { isInMemory, width: this.card.network!.width })
      : inputs;
    const { bits } = this.card;
    const continuous = await encodeRows((batch) => this.#run(batch, taken), taken, {
      rows,
      bits,
      batchSize: this.#batchSize(taken, isInMemory ? rows.length : Infinity),
      ...onProgress && { onProgress },
    });
    return { continuous, packed: packCodes(continuous, bits) };
  }

  /**
   * The packed codes `[n, bits / 8]` of films that are to be searched: their signs, which is what
   * queries have, or codes that are consistent with the targets where the card says so.
   */
  searchable({ continuous, packed }: Codes): Uint8Array<ArrayBuffer> {
    if (this.#binarise === undefined) return packed;
    const { options, targets: { values } } = this.#binarise;
    return consistentCodes(continuous, values, this.card.bits, options);
  }

  /**
   * The code of an image file.
   *
   * @param bytes A PNG, JPEG or DICOM file, told by content
   * @param name What messages call it
   * @param listener Hears what is odd about the film
   * @throws {InputError} if it cannot be read, or the encoder takes features
   */
  async encodeFile(
    bytes: Uint8Array,
    name: string,
    listener: NoteListener = {},
  ): Promise<FilmCodes> {
    const film = unitFilms([await decodeFilm(bytes, name, this.filmSettings, listener)]);
    const codes = await this.encode(film);
    if (this.#familiarity === undefined) return { ...codes, isFamiliar: undefined };
    const seen = { picture: pictureOf(film), continuous: codes.continuous };
    return { ...codes, isFamiliar: isFamiliar(seen, this.#familiarity) };
  }

  /**
   * Many films as they are best encoded: as they are, or as features of the frozen network, which
   * are kept on disk so that what was interrupted goes on from there.
   *
   * @param films Their number
   */
  async prepare(
    images: ImageInputs,
    films: number,
    context: FrozenBackboneContext = {},
  ): Promise<Inputs> {
    const options = networkOptions(this.card);
    return options === undefined
      ? images
      : await frozenFeatures(images, films, { options, context });
  }

  /** Frees it; it cannot be used after. */
  async close(): Promise<void> {
    await this.#model.dispose();
    await this.#network?.dispose();
  }

  /** Frees it at the end of a block that says `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #inMemory(values: Float32Array): ReadOnDemand {
    const { input } = this.card;
    const width = input.kind === "films" ? input.size ** 2 : input.width;
    if (values.length === 0 || values.length % width !== 0) {
      const whole = input.kind === "films"
        ? `films of ${input.size} × ${input.size} pixels`
        : `vectors of ${width} features`;
      throw new RangeError(`Cannot encode films: ${values.length} values are not whole ${whole}`);
    }
    const read = (rows: ArrayLike<number>) => Promise.resolve(selectVectors(values, width, rows));
    const rows = Uint32Array.from({ length: values.length / width }, (_, n) => n);
    return {
      rows,
      inputs: input.kind === "films"
        ? { kind: "images", size: input.size, read }
        : { kind: "features", width, read },
    };
  }

  /** Refuses inputs that neither it nor its frozen network can take. */
  #check(inputs: Inputs): void {
    const { input, network } = this.card;
    const width = input.kind === "features" ? input.width : network?.width;
    const fits = inputs.kind === "images"
      ? input.kind === "films" && inputs.size === input.size && !network === !this.#network
      : inputs.width === width;
    if (fits) return;
    const given = inputs.kind === "images"
      ? `films of ${inputs.size} pixels`
      : `vectors of ${inputs.width} features`;
    const wanted = input.kind === "films"
      ? `films of ${input.size} pixels`
      : `vectors of ${input.width} features`;
    throw new RangeError(`Cannot encode ${given}: the encoder takes ${wanted}`);
  }

  /** How many films go through it at once, of so many that are in memory. */
  #batchSize({ kind }: Inputs, films: number): number {
    const { batchSize } = this.card.encoder;
    if (batchSize !== undefined) return batchSize;
    // A blank film takes as long as any other.
    return kind === "images" ? Math.min(films, ENCODER_BATCH.images) : ENCODER_BATCH.features;
  }

  async #run(batch: Float32Array, inputs: Inputs): Promise<Float32Array> {
    const shape = inputs.kind === "images" ? [1, inputs.size, inputs.size] : [inputs.width];
    const values = shape.reduce((product, size) => product * size, 1);
    return (await this.#model.run(batch, [batch.length / values, ...shape])).values;
  }
}

/** The frozen network as its module takes it, undefined where the card has none. */
function networkOptions({ network, runtime }: EncoderCard): FrozenBackboneOptions | undefined {
  if (network === null) return undefined;
  const { path, channels, mean, deviation, batchSize, output } = network;
  const { kind, providers, threads } = runtime;
  return {
    path,
    channels,
    mean,
    deviation,
    batchSize,
    threads,
    runtime: kind,
    providers,
    ...output !== null && { output },
  };
}

/** Films as the features that a frozen network makes of them when they are read. */
function throughNetwork(
  network: FrozenBackbone,
  images: ImageInputs,
  { isInMemory, width }: { readonly isInMemory: boolean; readonly width: number },
): FeatureInputs {
  const batchSize = isInMemory && network.takesAnyBatch ? 1 : undefined;
  return {
    kind: "features",
    width,
    read: async (rows) =>
      Float32Array.from(await network.features(images, Uint32Array.from(rows), batchSize)),
  };
}
