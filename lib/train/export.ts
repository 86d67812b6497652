/**
 * What a finished run leaves to be used: the encoder as one ONNX file with its card, the targets,
 * and the codes of the films with their ids.
 *
 * @module
 */
import { fitAsking } from "../asking/mod.ts";
import { averagedValues } from "../autodiff/mod.ts";
import { InputError } from "../base/errors.ts";
import { readBytes } from "../base/files.ts";
import { encodeNpy } from "../base/npy.ts";
import type { Config } from "../config/config.ts";
import { onnxOptions } from "../config/onnx_options.ts";
import type { Dataset, Inputs } from "../data/dataset.ts";
import { selectVectors } from "../data/labels/annotations.ts";
import { type Codes, Encoder } from "../run/encoder.ts";
import {
  ANY_BATCH_FORMAT,
  CARD_FORMAT,
  ENCODER_FILES,
  type EncoderCard,
  formatCard,
  type FrozenNetwork,
} from "../run/encoder_card.ts";
import { sha256Of } from "../base/sha256.ts";
import { VERSION } from "../run/environment.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { CodedFilms } from "../worth/coded_films.ts";
import { encodeFamiliarity } from "../worth/familiarity_file.ts";
import { encodeSplit, writeSplitCodes } from "./encode_split.ts";
import { BACKBONE, exportBackbone } from "./export_backbone.ts";
import { CLASSIFICATION, measureClassification } from "./measure_classification.ts";
import { measureWorth } from "./measure_worth.ts";
import { type EncoderNetwork, encoderNetwork } from "./encoder_network.ts";
import { encoderBatch } from "./programs.ts";
import type { TrainingSetup } from "./setup.ts";

/** What to export and whom to tell. */
export interface ExportSource {
  /** Of a run that has been trained. */
  readonly folder: RunFolder;
  /** The films it was trained on; see loadFilms. */
  readonly dataset: Dataset;
  /** What it was trained with. */
  readonly setup: TrainingSetup;
  /** `what` is "encoding the films". */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/**
 * Writes `encoder.onnx`, `backbone.onnx` where there is one to export, `targets.npy` where the method
 * has targets, `asking.npy`, `familiarity.npz` where films were left to tell, `encoder.json`, and the codes of a run, from its best epoch; those of the training films too where they are none of
 * the database, so that they can be searched as well.
 *
 * @throws {InputError} if the run has no best epoch yet
 */
export async function exportRun(config: Config, source: ExportSource): Promise<void> {
  const { folder, dataset, setup } = source;
  const bits = config.codes.bits;
  const best = await folder.readCheckpoint("best");
  if (best === undefined) {
    throw new InputError(
      `Cannot export the run "${folder.path}": checkpoints/best.npz is missing; start it over ` +
        "with --fresh",
    );
  }
  const { targets } = best;
  const variables = averagedValues(best.variables);
  const network = encoderNetwork(setup, {
    variables,
    batchSize: encoderBatch(config, dataset.inputs),
    metadata: describeEncoder(config, dataset),
  });
  const { onnx } = network;
  await folder.write(ENCODER_FILES.encoder, onnx);
  const backbone = exportBackbone(config, setup, variables);
  if (backbone) await folder.write(BACKBONE, backbone);
  if (targets !== null) {
    const shape = [setup.labels.names.length, bits];
    await folder.write(ENCODER_FILES.targets, encodeNpy({ shape, data: targets }));
  }
  const targetLabels = targets === null ? undefined : setup.labels.names;
  const card = await encoderCard(config, { dataset, network, targetLabels });
  const binarise = targets !== null && card.binarise
    ? { options: card.binarise, targets: { names: setup.labels.names, values: targets } }
    : undefined;
  await using encoder = await Encoder.load({ card, encoder: onnx, binarise }, folder.path);
  const films = await encodeSplit(encoder, source);
  const coded = (rows: Uint32Array) =>
    filmsToAsk(films.of(rows), rows, { encoder, dataset, setup });
  const { card: asking, vectors } = fitAsking({
    train: coded(setup.rows),
    validation: coded(dataset.split.validation),
    targets: targets === null ? undefined : { names: setup.labels.names, values: targets },
  }, config.asking);
  const shape = [vectors.names.length, bits];
  await folder.write(ENCODER_FILES.asking, encodeNpy({ shape, data: vectors.values }));
  const { worth, familiarity } = await measureWorth({ encoder, films, dataset, rows: setup.rows });
  if (familiarity) await folder.write(ENCODER_FILES.familiarity, encodeFamiliarity(familiarity));
  await folder.write(ENCODER_FILES.card, formatCard({ ...card, asking, worth }));
  await writeSplitCodes(folder, dataset, { encoder, films });
  if (config.method === "classify") {
    const areas = measureClassification({ films, dataset, setup, variables });
    await folder.writeJson(CLASSIFICATION, areas);
  }
}

/** Films of these rows as asking is fitted to them, with the labels that the loss knows. */
function filmsToAsk(
  codes: Codes,
  rows: Uint32Array,
  { encoder, dataset: { patients }, setup: { labels: { names, values } } }: {
    readonly encoder: Encoder;
    readonly dataset: Dataset;
    readonly setup: TrainingSetup;
  },
): CodedFilms {
  return {
    continuous: codes.continuous,
    packed: encoder.searchable(codes),
    labels: { names, values: selectVectors(values, names.length, rows) },
    patients: Array.from(rows, (row) => patients[row]!),
  };
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

/** What the card says of a run's encoder, but for how it is asked. */
async function encoderCard(
  config: Config,
  { dataset: { inputs, labels }, network: { onnx, batchSize }, targetLabels }: {
    readonly dataset: Dataset;
    readonly network: EncoderNetwork;
    readonly targetLabels: readonly string[] | undefined;
  },
): Promise<EncoderCard> {
  const { runtime: kind, providers, threads } = onnxOptions(config);
  const { bits, binarise } = config.codes;
  return {
    format: batchSize === undefined ? ANY_BATCH_FORMAT : CARD_FORMAT,
    cohash: VERSION,
    encoder: {
      file: ENCODER_FILES.encoder,
      sha256: sha256Of(onnx),
      ...batchSize !== undefined && { batchSize },
    },
    input: encoderInput(config, inputs),
    network: await frozenNetwork(config, inputs),
    runtime: { kind, providers, threads },
    bits,
    labels: labels.names,
    targets: targetLabels === undefined
      ? null
      : { file: ENCODER_FILES.targets, labels: targetLabels },
    asking: null,
    worth: null,
    ...binarise?.kind === "consistent" && { binarise },
  };
}

function encoderInput({ backbone, data }: Config, inputs: Inputs): EncoderCard["input"] {
  const films = (size: number) => ({
    kind: "films" as const,
    size,
    channels: 1 as const,
    fit: "fit" in data ? data.fit : "squash",
    window: "dicom" in data ? data.dicom.window : "file",
    greyRange: "range" in data ? data.range : { kind: "full" as const },
    range: [0, 1] as const,
  });
  if (inputs.kind === "images") return films(inputs.size);
  if (backbone.kind === "onnx") return films(backbone.size);
  const transform = data.kind === "features" ? data.transform : "none";
  return { kind: "features", width: inputs.width, transform };
}

/** The frozen network that made the inputs' features, null where there is none. */
async function frozenNetwork({ backbone }: Config, inputs: Inputs): Promise<FrozenNetwork | null> {
  if (backbone.kind !== "onnx" || inputs.kind !== "features") return null;
  const { path, output = null, channels, mean, deviation, batchSize } = backbone;
  const sha256 = sha256Of(await readBytes(path, "the backbone"));
  const { width } = inputs;
  return { path, sha256, output, channels, mean, deviation, batchSize, width };
}
