/**
 * What a run learned from, so short that it can be kept: a few bytes for each film's labels, patient,
 * part and content, by which a later look at the data tells whether and where they have changed.
 * Neither the order of the films counts, nor where their files are and in which form.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { InputError } from "../base/errors.ts";
import { readBytes } from "../base/files.ts";
import { sha256Of } from "../base/sha256.ts";
import type { Config } from "../config/config.ts";
import { type Dataset, type Inputs, type LabelMatrix, PARTS } from "../data/dataset.ts";
import { priorOf } from "../methods/cohash_options.ts";

/** What a run learned from; entry n of every list is that of film n. */
export interface DataFingerprint {
  /** One SHA-256 of all of it but the files, from whole hashes, for the films in any order. */
  readonly digest: string;
  /** The names of the findings, in the order of their columns. */
  readonly findings: readonly string[];
  /** What a network sees of a film, such as "14 features" or "64 × 64 pixels". */
  readonly input: string;
  /** Which contents are compared. */
  readonly contentsOf: "images" | "features";
  /** By its option, the SHA-256 of each file that the configuration names beside the data's. */
  readonly files: Readonly<Record<string, string>>;
  /** The films' ids, in the order in which the run has them. */
  readonly ids: readonly string[];
  /** The first 32 bits of a hash of the film's labels. */
  readonly labels: Uint32Array;
  /** The same of its patient. */
  readonly patients: Uint32Array;
  /** The same of its image file's content, or of its features or pixels. */
  readonly contents: Uint32Array;
  /** Which parts it belongs to: bit p is that of the part p of {@linkcode PARTS}. */
  readonly parts: Uint8Array;
}

/** Films that are read and hashed at once. */
const CHUNK = 256;

/**
 * The fingerprint of a run's data: of films that come as image files by the content of these, of
 * others by their features or pixels, which are read for it once.
 *
 * Takes about 4 s for 112,120 films of 14 findings and 1,024 features; see docs/runs.md.
 *
 * @example The order of the films does not matter, a label does
 * ```ts
 * import { assertEquals, assertNotEquals } from "@std/assert";
 * import { parseConfig } from "../config/config_file.ts";
 * import { arrayDataset } from "../data/array_dataset.ts";
 * import { fingerprintOf } from "./data_fingerprint.ts";
 *
 * const config = parseConfig({ data: { kind: "memory" }, backbone: { kind: "features" } });
 * const digest = async (labels: number[]) => {
 *   const dataset = arrayDataset({
 *     labels: { names: ["Edema"], values: Float32Array.from(labels) },
 *     inputs: { kind: "features", width: 1, values: Float32Array.of(0.3, 0.1) },
 *   }, { split: { train: 0.5, validation: 0, query: 0.5 } });
 *   return (await fingerprintOf(config, dataset)).digest;
 * };
 * assertEquals(await digest([1, 0]), await digest([1, 0]));
 * assertNotEquals(await digest([1, 0]), await digest([0, 1]));
 * ```
 */
export async function fingerprintOf(config: Config, dataset: Dataset): Promise<DataFingerprint> {
  const { ids, patients, labels, inputs, split } = dataset;
  const { names: findings } = labels;
  const input = inputs.kind === "images"
    ? `${inputs.size} × ${inputs.size} pixels`
    : `${inputs.width} features`;
  const isOfFilms = inputs.kind === "images" || inputs.contents !== undefined;
  const hashes = {
    labels: labelHashes(labels),
    patients: patients.map(sha256Of),
    contents: await contentsOf(inputs, ids.length),
  };
  const parts = new Uint8Array(ids.length);
  for (const [p, part] of PARTS.entries()) for (const row of split[part]) parts[row]! |= 1 << p;

  const byId = Array.from(ids.keys()).sort((a, b) => ids[a]! < ids[b]! ? -1 : 1);
  const digest = createHash("sha256").update(JSON.stringify([findings, input]));
  for (const row of byId) {
    const film = Object.values(hashes).map((column) => column[row]);
    digest.update(JSON.stringify([ids[row], ...film, parts[row]]));
  }
  const heads = (column: readonly string[]) =>
    Uint32Array.from(column, (hash) => parseInt(hash.slice(0, 8), 16));
  return {
    digest: digest.digest("hex"),
    findings,
    input,
    contentsOf: isOfFilms ? "images" : "features",
    files: await fileHashes(config),
    ids,
    labels: heads(hashes.labels),
    patients: heads(hashes.patients),
    contents: heads(hashes.contents),
    parts,
  };
}

/**
 * The SHA-256 of each film's content, in hexadecimal digits: of its file where that is known, else of
 * its values. What has been read for it is remembered as long as the inputs are held.
 */
export async function contentsOf(inputs: Inputs, films: number): Promise<readonly string[]> {
  const known = inputs.contents ?? CONTENTS.get(inputs) ?? await readContents(inputs, films);
  CONTENTS.set(inputs, known);
  return known;
}

const CONTENTS = new WeakMap<Inputs, readonly string[]>();

async function readContents(inputs: Inputs, films: number): Promise<string[]> {
  const contents: string[] = [];
  for (let start = 0; start < films; start += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, films - start) }, (_, n) => start + n);
    const values = await inputs.read(rows);
    contents.push(...rowHashes(values, values.length / rows.length));
  }
  return contents;
}

/** The same for every NaN and for both zeros. */
function labelHashes({ names, values }: LabelMatrix): string[] {
  const canonical = values.map((value) => Number.isNaN(value) ? NaN : value + 0);
  return rowHashes(canonical, names.length);
}

/**
 * The SHA-256 of the files that a configuration names beside those of its data; of a file that
 * cannot be read none, since whatever needs it will say so.
 */
async function fileHashes({ backbone, gcn, graph }: Config): Promise<Record<string, string>> {
  const prior = priorOf(graph);
  const paths = {
    ...backbone.kind === "onnx" && { "backbone.path": backbone.path },
    ...gcn?.nodes.kind === "file" && { "gcn.nodes.path": gcn.nodes.path },
    ...prior !== undefined && { "graph.prior.path": prior.path },
  };
  const hashes: Record<string, string> = {};
  for (const [key, path] of Object.entries(paths)) {
    try {
      hashes[key] = sha256Of(await readBytes(path, key));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return hashes;
}

/** The hash of each row of `[rows, width]`. */
function rowHashes(values: Float32Array, width: number): string[] {
  return Array.from({ length: values.length / width }, (_, row) => {
    const { buffer, byteOffset, byteLength } = values.subarray(row * width, (row + 1) * width);
    return sha256Of(new Uint8Array(buffer, byteOffset, byteLength));
  });
}
