/**
 * What a finished run leaves to be used: the encoder as one ONNX file, the targets, and the codes
 * of database and query films with their ids.
 *
 * @module
 */
import { openOnnxModel } from "../autodiff/executors/onnx_model.ts";
import { toOnnx } from "../autodiff/mod.ts";
import { decodeNpy, encodeNpy } from "../base/npy.ts";
import { packCodes } from "../codes/pack.ts";
import type { Dataset } from "../data/dataset.ts";
import { InputError } from "../base/errors.ts";
import { writeWhole } from "../base/files.ts";
import type { Config } from "../config/config.ts";
import { onnxOptions } from "../config/onnx_options.ts";
import { ENCODER_BATCH, encodeRows, modelEncoder } from "./encode_rows.ts";
import { VERSION } from "../run/environment.ts";
import { encoderProgram } from "./programs.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { TrainingSetup } from "./setup.ts";

/** The parts whose codes are written. */
export const CODED_PARTS = ["database", "query"] as const;

/** The file of the queries' continuous codes, where a run keeps them. */
const CONTINUOUS = "query/continuous.npy";

/** See {@linkcode CODED_PARTS}. */
export type CodedPart = (typeof CODED_PARTS)[number];

/** What to export and whom to tell. */
export interface ExportSource {
  /** Of a run that has been trained. */
  readonly folder: RunFolder;
  /** The films it was trained on; see loadFilms. */
  readonly dataset: Dataset;
  /** What it was trained with. */
  readonly setup: TrainingSetup;
  /** `what` is "encoding the", the part and "films". */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/**
 * Writes `encoder.onnx`, `targets.npy` where the method has targets, and the codes of a run, from
 * its best epoch; and the queries' continuous codes where the configuration keeps them.
 *
 * @throws {InputError} if the run has no best epoch yet
 */
export async function exportRun(config: Config, source: ExportSource): Promise<void> {
  const { folder, dataset, setup, onProgress } = source;
  const bits = config.codes.bits;
  const best = await folder.readCheckpoint("best");
  if (best === undefined) {
    throw new InputError(
      `Cannot export the run "${folder.path}": checkpoints/best.npz is missing; start it over ` +
        "with --fresh",
    );
  }
  const { variables, targets } = best;
  const encoder = toOnnx(encoderProgram(setup, ENCODER_BATCH[dataset.inputs.kind]), {
    variables,
    symbolicBatch: true,
    metadata: describeEncoder(config, dataset),
  });
  await writeWhole(folder.file("encoder.onnx"), encoder);
  if (targets !== null) {
    const shape = [setup.labels.names.length, bits];
    await writeWhole(folder.file("targets.npy"), encodeNpy({ shape, data: targets }));
  }
  const model = await openEncoder(config, folder);
  try {
    for (const part of CODED_PARTS) {
      const rows = dataset.split[part];
      const continuous = await encodeRows(modelEncoder(model, dataset.inputs), dataset.inputs, {
        rows,
        bits,
        onProgress: (done, total) => onProgress?.(done, total, `encoding the ${part} films`),
      });
      const data = packCodes(continuous, bits);
      await writeWhole(
        folder.file(codesFile(part)),
        encodeNpy({ shape: [rows.length, bits / 8], data }),
      );
      if (part === "query" && config.codes.keepContinuous) {
        const array = { shape: [rows.length, bits], data: continuous };
        await writeWhole(folder.file(CONTINUOUS), encodeNpy(array));
      }
      const ids = Array.from(rows, (row) => dataset.ids[row]! + "\n").join("");
      await writeWhole(folder.file(idsFile(part)), ids);
    }
  } finally {
    await model.dispose();
  }
}

/**
 * The exported encoder of a run, ready to run. Dispose of it after.
 *
 * @throws {InputError} if the run has none yet, or its file is damaged
 */
export async function openEncoder(config: Config, folder: RunFolder) {
  const bytes = await folder.readProduct("encoder.onnx");
  return await openOnnxModel(bytes, {
    name: folder.file("encoder.onnx"),
    ...onnxOptions(config),
  });
}

/**
 * The codes `[films, bits / 8]` of one part of a run.
 *
 * @throws {InputError} if the run has none yet, or they are of other films than the data set's
 */
export async function readCodes(
  folder: RunFolder,
  dataset: Dataset,
  part: CodedPart,
): Promise<Uint8Array> {
  const ids = new TextDecoder().decode(await folder.readProduct(idsFile(part)))
    .split("\n").filter((id) => id !== "");
  const rows = dataset.split[part];
  const differs = ids.length !== rows.length || ids.some((id, n) => id !== dataset.ids[rows[n]!]);
  if (differs) {
    throw new InputError(
      `Cannot evaluate "${folder.path}": its ${part} codes are not those of the films that its ` +
        `configuration gives now; has the data changed? Start it over with --fresh`,
    );
  }
  return await readPackedCodes(folder, part, rows.length);
}

/**
 * The same, whatever films they are of.
 *
 * @param films Their number; default: any
 * @throws {InputError} if the run has none yet, or their file is damaged
 */
export async function readPackedCodes(
  folder: RunFolder,
  part: CodedPart,
  films?: number,
): Promise<Uint8Array> {
  const file = codesFile(part);
  const { shape, data } = decodeNpy(await folder.readProduct(file), folder.file(file));
  const isComplete = shape.length === 2 && shape[0] === (films ?? shape[0]);
  if (data instanceof Uint8Array && isComplete) return data;
  throw folder.damaged(file, `it does not hold the bytes of ${films ?? "any"} codes`);
}

/**
 * The continuous codes `[queries, bits]` of a run that keeps them.
 *
 * @throws {InputError} if the run has none, or they are not as many as its binary codes
 */
export async function readContinuous(
  folder: RunFolder,
  { queries, bits }: { readonly queries: number; readonly bits: number },
): Promise<Float32Array> {
  const { shape, data } = decodeNpy(await folder.readProduct(CONTINUOUS), folder.file(CONTINUOUS));
  const isComplete = shape.length === 2 && shape[0] === queries && shape[1] === bits;
  if (data instanceof Float32Array && isComplete) return data;
  throw folder.damaged(CONTINUOUS, `it does not hold ${queries} continuous codes of ${bits} bits`);
}

function codesFile(part: CodedPart): string {
  return `${part}/codes.npy`;
}

function idsFile(part: CodedPart): string {
  return `${part}/ids.txt`;
}

/** What a stranger with nothing but the ONNX file needs to know of it. */
function describeEncoder(
  { codes, data }: Config,
  { labels, inputs }: Dataset,
): Record<string, string> {
  const input = inputs.kind === "images"
    ? `[batch, 1, ${inputs.size}, ${inputs.size}] grey values, 0 black to 1 white`
    : `[batch, ${inputs.width}] features` +
      ("transform" in data && data.transform === "logit" ? ", ln(p / (1 - p))" : "");
  return {
    "cohash.version": VERSION,
    "cohash.input": input,
    "cohash.code": `${codes.bits} bits: 1 where the output is at least 0`,
    "cohash.labels": labels.names.join(", "),
  };
}
