/**
 * A run is a folder. This file knows what is in it and writes every file whole, so that a run
 * killed at any moment can go on from its last finished epoch.
 *
 * @module
 */
import { join } from "node:path";
import { decodeNpz, encodeNpz } from "../codes/npz.ts";
import type { NpyArray } from "../codes/npy.ts";
import { InputError } from "../errors.ts";
import { exists, writeWhole } from "../files.ts";
import type { ResultRow } from "../metrics/mod.ts";
import type { Config } from "./config.ts";
import { parseConfig } from "./config_file.ts";

/** What is written of one epoch, a line of `metrics.jsonl`. */
export interface EpochMetrics {
  /** Epochs done, counted from 1. */
  readonly epoch: number;
  /** The base rate in this epoch, before the factors of backbone and targets. */
  readonly learningRate: number;
  /** Mean training loss. */
  readonly loss: number;
  /** Scores of validation films searched in training films; null without validation films. */
  readonly validation: ValidationScores | null;
  /** How the target table stood at the epoch's end. */
  readonly targets: TargetState;
  /** Mean over bits of |share of +1 − ½|·2 in the validation codes: 0 balanced, 1 constant. */
  readonly codeImbalance: number | null;
}

/** Means over validation queries; null where no query has the score. */
export type ValidationScores = Pick<ResultRow, "map" | "macroAp" | "ndcgJaccard100">;

/** How the target table stands. */
export interface TargetState {
  /**
   * Least and mean Hamming distance between the codes of two labels. At least distance 0 the table
   * has collapsed: two labels have one code, and no film could tell them apart.
   */
  readonly leastDistance: number;
  /** In bits; orthogonal targets have K/2. */
  readonly meanDistance: number;
  /** As `codeImbalance`, over the C targets. */
  readonly imbalance: number;
  /** Bits that changed sign since the last epoch. */
  readonly flips: number;
}

/** A run between two epochs, as far as training on needs it. */
export interface Checkpoint {
  /** Epochs done. */
  readonly epoch: number;
  /** Values of all variables by name. */
  readonly variables: Readonly<Record<string, Float32Array>>;
  /** The target table's values, `[C, bits]`. */
  readonly targets: Float32Array;
}

/** Names in a checkpoint's file beside the variables. */
const EPOCH = "run.epoch";
const TARGETS = "run.targets";

/** Versions and machine facts a result depends on; nothing in it changes with time. */
export type Environment = Readonly<Record<string, string | number>>;

/** One run's folder. */
export class RunFolder {
  /** The folder's path. */
  readonly path: string;

  /** Names a folder; nothing is read or written yet. */
  constructor(path: string) {
    this.path = path;
  }

  /** The path of a file in the folder. */
  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * Claims the folder for a configuration: writes it into a new folder, or checks that the folder
   * holds the same run.
   *
   * @throws {InputError} if the folder holds another run, naming the keys that differ
   */
  async open(config: Config): Promise<void> {
    const text = JSON.stringify(config, null, 2) + "\n";
    if (!await exists(this.file("config.json"))) {
      await writeWhole(this.file("config.json"), text);
      return;
    }
    const there = await this.config();
    const differing = differences(there, config);
    if (differing.length === 0) return;
    throw new InputError(
      `Cannot use the run folder "${this.path}": it holds another run (${differing.join(", ")}); ` +
        `choose another --out, or start it over with --fresh`,
    );
  }

  /**
   * The run's configuration.
   *
   * @throws {InputError} if the folder holds no run
   */
  async config(): Promise<Config> {
    const text = await this.#read("config.json");
    if (text === undefined) {
      throw new InputError(
        `Cannot read the run "${this.path}": it has no config.json; give the folder of a run, ` +
          `such as runs/demo/cohash`,
      );
    }
    return parseConfig(parseJson(text, this.file("config.json")));
  }

  /** Writes a JSON file. */
  async writeJson(name: string, value: unknown): Promise<void> {
    await writeWhole(this.file(name), JSON.stringify(value, null, 2) + "\n");
  }

  /** The content of a JSON file, or undefined where it is not there (yet). */
  async readJson(name: string): Promise<unknown> {
    const text = await this.#read(name);
    return text === undefined ? undefined : parseJson(text, this.file(name));
  }

  /** The epochs done so far. */
  async epochs(): Promise<EpochMetrics[]> {
    const text = await this.#read("metrics.jsonl") ?? "";
    return text.split("\n").filter((line) => line !== "")
      .map((line) => parseJson(line, this.file("metrics.jsonl")) as EpochMetrics);
  }

  /** Writes the epochs done so far. */
  async writeEpochs(epochs: readonly EpochMetrics[]): Promise<void> {
    const text = epochs.map((epoch) => JSON.stringify(epoch) + "\n").join("");
    await writeWhole(this.file("metrics.jsonl"), text);
  }

  /**
   * Saves a checkpoint as `checkpoints/NAME.npz`.
   *
   * @param shapes The variables' shapes, for readers in NumPy
   */
  async writeCheckpoint(
    name: "last" | "best",
    { epoch, variables, targets }: Checkpoint,
    shapes: ReadonlyMap<string, readonly number[]>,
  ): Promise<void> {
    const arrays = Object.entries(variables)
      .map(([name, data]) => [name, { shape: shapes.get(name) ?? [data.length], data }]);
    const content: Record<string, NpyArray> = {
      ...Object.fromEntries(arrays),
      [EPOCH]: { shape: [1], data: Int32Array.of(epoch) },
      [TARGETS]: { shape: [targets.length], data: targets },
    };
    await writeWhole(this.file(`checkpoints/${name}.npz`), encodeNpz(content));
  }

  /**
   * A saved checkpoint, or undefined where there is none yet.
   *
   * @throws {InputError} if the file is damaged
   */
  async readCheckpoint(name: "last" | "best"): Promise<Checkpoint | undefined> {
    const path = this.file(`checkpoints/${name}.npz`);
    if (!await exists(path)) return undefined;
    const { [EPOCH]: epoch, [TARGETS]: targets, ...rest } = decodeNpz(
      await Deno.readFile(path),
      path,
    );
    const floats = (name: string, array: NpyArray | undefined): Float32Array => {
      if (array?.data instanceof Float32Array) return array.data;
      throw new InputError(`Cannot read "${path}": it has no float32 array "${name}"`);
    };
    const variables = Object.entries(rest).map(([name, array]) => [name, floats(name, array)]);
    return {
      epoch: Number(epoch?.data[0]),
      variables: Object.fromEntries(variables),
      targets: floats(TARGETS, targets),
    };
  }

  /** Removes the run, but only a folder that is one. */
  async remove(): Promise<void> {
    if (!await exists(this.path)) return;
    if (!await exists(this.file("config.json"))) {
      throw new InputError(
        `Cannot start over in "${this.path}": it is not the folder of a run (no config.json)`,
      );
    }
    await Deno.remove(this.path, { recursive: true });
  }

  async #read(name: string): Promise<string | undefined> {
    return await exists(this.file(name)) ? await Deno.readTextFile(this.file(name)) : undefined;
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`Cannot read "${path}": it is not valid JSON (${error})`);
  }
}

/** Keys whose values differ, as `loss.epsilon: 0.1 there, 0.2 asked for`. */
function differences(there: unknown, asked: unknown, path = ""): string[] {
  const isObject = (x: unknown): x is Record<string, unknown> =>
    typeof x === "object" && x !== null && !Array.isArray(x);
  if (!isObject(there) || !isObject(asked)) {
    const [a, b] = [JSON.stringify(there), JSON.stringify(asked)];
    return a === b ? [] : [`${path}: ${a ?? "nothing"} there, ${b ?? "nothing"} asked for`];
  }
  const keys = new Set([...Object.keys(there), ...Object.keys(asked)]);
  return [...keys].flatMap((key) =>
    differences(there[key], asked[key], path === "" ? key : `${path}.${key}`)
  );
}
