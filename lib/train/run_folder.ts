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
import type { Config } from "./config.ts";
import { parseConfig } from "./config_file.ts";

/** What is written of one epoch, a line of `metrics.jsonl`. */
export interface EpochMetrics {
  /** Epochs done, counted from 1. */
  readonly epoch: number;
  readonly learningRate: number;
  /** Mean training loss. */
  readonly loss: number;
  /** Scores of validation films searched in training films; null without validation films. */
  readonly validation: ValidationScores | null;
  readonly targets: TargetState;
  /** Mean over bits of |share of +1 − ½|·2 in the validation codes: 0 balanced, 1 constant. */
  readonly codeImbalance: number | null;
}

/** See {@linkcode EpochMetrics}. */
export interface ValidationScores {
  readonly map: number;
  readonly macroAp: number;
  readonly ndcgJaccard100: number;
}

/** How the target table stands. */
export interface TargetState {
  /** Least and mean Hamming distance between the codes of two labels. */
  readonly leastDistance: number;
  readonly meanDistance: number;
  /** As `codeImbalance`, over the C targets. */
  readonly imbalance: number;
  /** Bits that changed sign since the last epoch. */
  readonly flips: number;
}

/** Variables of a run with their shapes. */
export type Checkpoint = Readonly<Record<string, NpyArray<Float32Array>>>;

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

  /** Saves variables as `checkpoints/NAME.npz`. */
  async writeCheckpoint(name: "last" | "best", checkpoint: Checkpoint): Promise<void> {
    await writeWhole(this.file(`checkpoints/${name}.npz`), encodeNpz(checkpoint));
  }

  /** Saved variables, or undefined where there is no such checkpoint yet. */
  async readCheckpoint(name: "last" | "best"): Promise<Checkpoint | undefined> {
    const path = this.file(`checkpoints/${name}.npz`);
    if (!await exists(path)) return undefined;
    return decodeNpz(await Deno.readFile(path), path) as Checkpoint;
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
