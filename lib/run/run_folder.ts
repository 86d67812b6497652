/**
 * A run is a folder, on disk or in memory. This file knows what is in it; every file is written
 * whole, so that a run killed at any moment can go on from its last finished epoch.
 *
 * @module
 */
import { join } from "node:path";
import { InputError } from "../base/errors.ts";
import { LEFTOVER } from "../base/files.ts";
import type { ResultRow } from "../metrics/mod.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Config } from "../config/config.ts";
import { FolderFiles, MemoryFiles, type RunFiles } from "./run_files.ts";

/** What is written of one epoch, a line of `metrics.jsonl`. */
export interface EpochMetrics {
  /** Epochs done, counted from 1. */
  readonly epoch: number;
  /** The base rate in this epoch, before the factors of backbone and targets. */
  readonly learningRate: number;
  /** Mean training loss. */
  readonly loss: number;
  /**
   * Scores of validation films, searched in training films or where the database holds none of these
   * in each other; null without validation films.
   */
  readonly validation: ValidationScores | null;
  /** How the target table stood at the epoch's end; null where the method has none. */
  readonly targets: TargetState | null;
  /** Mean over bits of |share of +1 − ½|·2 in the validation codes: 0 balanced, 1 constant. */
  readonly codeImbalance: number | null;
}

/** Means over validation queries by the name of the score; null where no query has it. */
export type ValidationScores = ResultRow["scores"];

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
  /**
   * The target of each label, packed and in hexadecimal digits; absent from runs that were trained
   * before targets were recorded.
   */
  readonly codes?: Readonly<Record<string, string>>;
}

/** Versions and machine facts a result depends on; nothing in it changes with time. */
export type Environment = Readonly<Record<string, string | number>>;

/** The files that say what a run learned from; see `claimData`. */
export const FINGERPRINT = { head: "fingerprint.json", films: "fingerprint.npz" } as const;

/** The folders of a run's folder. */
const SUBFOLDERS = ["charts", "checkpoints", "database", "query", "train"] as const;

/** All that a run writes. The file that makes a folder a run's comes last, to be removed last. */
const CONTENT = [
  ...SUBFOLDERS,
  "asking.npy",
  "backbone.onnx",
  "classification.json",
  "familiarity.npz",
  "encoder.json",
  "encoder.onnx",
  "environment.json",
  ...Object.values(FINGERPRINT),
  "metrics.jsonl",
  "report.html",
  "results-train.json",
  "results.json",
  "scores-asymmetric.npz",
  "scores-expected.npz",
  "scores-target.npz",
  "scores.npz",
  "targets.npy",
  "config.json",
] as const;

/** What a user can do about a damaged file. */
const START_OVER = "the file is damaged, so start the run over with --fresh";

/** One run's folder, on disk or in memory. */
export class RunFolder {
  readonly #files: RunFiles;

  /**
   * Names a folder; nothing is read or written yet.
   *
   * @param place Its path, or where else its files are
   */
  constructor(place: string | RunFiles) {
    this.#files = typeof place === "string" ? new FolderFiles(place) : place;
  }

  /**
   * A run that is kept in memory alone.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { RunFolder } from "@cohash/cohash/run";
   *
   * const run = RunFolder.inMemory();
   * await run.writeJson("notes.json", { looksGood: true });
   * assertEquals(await run.readJson("notes.json"), { looksGood: true });
   * ```
   */
  static inMemory(): RunFolder {
    return new RunFolder(new MemoryFiles("memory"));
  }

  /** The folder's path, or what messages call it. */
  get path(): string {
    return this.#files.path;
  }

  /** The path of a file in the folder. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** Whether the folder has a file. */
  async has(name: string): Promise<boolean> {
    return await this.#files.has(name);
  }

  /** Writes a file whole. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await this.#files.write(name, content);
  }

  /**
   * Claims the folder for a configuration: writes it into a folder that holds no run, or none that
   * has learned anything yet, or checks that the folder holds the same run, wherever its files are.
   *
   * @throws {InputError} if the folder holds another run, naming the keys that differ, or files
   * that a run would write over
   */
  async open(config: Config): Promise<void> {
    await this.#removeLeftovers();
    if (!await this.has("config.json")) {
      for (const name of CONTENT) {
        if (!await this.has(name)) continue;
        throw new InputError(
          `Cannot use the folder "${this.path}" for a run: it holds "${name}" of something else; ` +
            "choose another --out",
        );
      }
      return await this.writeJson("config.json", config);
    }
    const there = await this.config();
    if (!await this.hasLearned()) return await this.writeJson("config.json", config);
    const { configDifferences } = await import("../config/identity.ts");
    const differing = configDifferences(there, config);
    if (differing.length === 0) return;
    throw new InputError(
      `Cannot use the run folder "${this.path}": it holds another run (${differing.join(", ")}); ` +
        `choose another --out, or start it over with --fresh`,
    );
  }

  /** Whether the run has got so far that something in the folder depends on its data. */
  async hasLearned(): Promise<boolean> {
    return await this.has("checkpoints/last.npz") || await this.has("checkpoints/best.npz");
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
    // An index's encoder lies in such a folder too, and a search of it need not wait for all options.
    const { asItWasMeant } = await import("../config/earlier.ts");
    const { parseConfig } = await import("../config/config_file.ts");
    const written = asItWasMeant(this.#parse(text, "config.json"));
    return parseConfig(written, `"${this.file("config.json")}"`);
  }

  /** Writes a JSON file. */
  async writeJson(name: string, value: unknown): Promise<void> {
    await this.write(name, JSON.stringify(value, null, 2) + "\n");
  }

  /** The content of a JSON file, or undefined where it is not there (yet). */
  async readJson(name: string): Promise<unknown> {
    const text = await this.#read(name);
    return text === undefined ? undefined : this.#parse(text, name);
  }

  /**
   * The epochs done so far.
   *
   * @throws {InputError} if the file is damaged
   */
  async epochs(): Promise<EpochMetrics[]> {
    const text = await this.#read("metrics.jsonl") ?? "";
    return text.split("\n").filter((line) => line !== "").map((line, n) => {
      const metrics = this.#parse(line, "metrics.jsonl") as EpochMetrics;
      if (metrics?.epoch === n + 1) return metrics;
      throw this.damaged("metrics.jsonl", `line ${n + 1} is not that of epoch ${n + 1}`);
    });
  }

  /** Writes the epochs done so far. */
  async writeEpochs(epochs: readonly EpochMetrics[]): Promise<void> {
    const text = epochs.map((epoch) => JSON.stringify(epoch) + "\n").join("");
    await this.write("metrics.jsonl", text);
  }

  /**
   * Saves a checkpoint as `checkpoints/NAME.npz`.
   *
   * @param shapes The variables' shapes, for readers in NumPy
   */
  async writeCheckpoint(
    name: "last" | "best",
    checkpoint: Checkpoint,
    shapes: ReadonlyMap<string, readonly number[]>,
  ): Promise<void> {
    const { encodeCheckpoint } = await import("./checkpoint.ts");
    await this.write(`checkpoints/${name}.npz`, encodeCheckpoint(checkpoint, shapes));
  }

  /**
   * A saved checkpoint, or undefined where there is none yet.
   *
   * @throws {InputError} if the file is damaged
   */
  async readCheckpoint(name: "last" | "best"): Promise<Checkpoint | undefined> {
    const file = `checkpoints/${name}.npz`;
    const bytes = await this.#files.read(file);
    if (bytes === undefined) return undefined;
    const { decodeCheckpoint } = await import("./checkpoint.ts");
    try {
      return decodeCheckpoint(bytes, this.file(file));
    } catch (error) {
      if (error instanceof InputError) throw new InputError(`${error.message}; ${START_OVER}`);
      throw error;
    }
  }

  /**
   * The bytes of a file that a run leaves at its end.
   *
   * @throws {InputError} if the run has not come so far
   */
  async readProduct(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#files.read(name);
    if (bytes !== undefined) return bytes;
    throw missingProduct(this.path, name);
  }

  /** Removes the run, but only from a folder that holds one, and no other files. */
  async remove(): Promise<void> {
    if (!await this.has("")) return;
    if (!await this.has("config.json")) {
      throw new InputError(
        `Cannot start over in "${this.path}": it is not the folder of a run (no config.json)`,
      );
    }
    await this.#removeLeftovers();
    for (const name of CONTENT) {
      if (await this.has(name)) await this.#files.remove(name);
    }
    if ((await this.#files.list("")).length === 0) await this.#files.remove("");
  }

  /** What to throw if a file of the run cannot be used. */
  damaged(name: string, reason: string): InputError {
    return new InputError(`Cannot read "${this.file(name)}": ${reason}; ${START_OVER}`);
  }

  #parse(text: string, name: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.damaged(name, "it is not valid JSON");
    }
  }

  /** Removes what a killed run was just writing. */
  async #removeLeftovers(): Promise<void> {
    for (const folder of ["", ...SUBFOLDERS]) {
      for (const name of await this.#files.list(folder)) {
        if (LEFTOVER.test(name)) await this.#files.remove(join(folder, name));
      }
    }
  }

  async #read(name: string): Promise<string | undefined> {
    const bytes = await this.#files.read(name);
    return bytes && new TextDecoder().decode(bytes);
  }
}

/** What to throw where a run's folder lacks a file that the run leaves at its end. */
export function missingProduct(folder: string, name: string): InputError {
  return new InputError(
    `Cannot use the run "${folder}": it has no ${name} yet; finish it with the command that ` +
      "started it",
  );
}
