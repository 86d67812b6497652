/**
 * A finished run asked by held-out patients: those that its split has kept out of every part, so that
 * nothing has been chosen by them.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import type { Config } from "../config/config.ts";
import { applySettings, parseConfig } from "../config/config_file.ts";
import type { RetrievalReport } from "../metrics/mod.ts";
import { Encoder } from "../run/encoder.ts";
import { copyEncoder, readEncoder } from "../run/encoder_files.ts";
import { checkData } from "../run/run_data.ts";
import { RunFolder } from "../run/run_folder.ts";
import { encodeSplit, writeSplitCodes } from "./encode_split.ts";
import { type EvaluationSource, scoreRun } from "./evaluate.ts";

/**
 * A run's configuration with its held-out patients as the queries.
 *
 * @param name What messages call the run
 * @throws {InputError} if it has held nobody out
 */
export function askingHeldOut(config: Config, name: string): Config {
  const { data } = config;
  if ("split" in data && data.split.heldOut !== undefined) {
    return parseConfig(applySettings({ ...config }, ["data.split.heldOut.asked=true"]));
  }
  throw new InputError(
    `Cannot ask the run "${name}" by held-out patients: it has held nobody out; train one with ` +
      "data.split.heldOut.share=0.1",
  );
}

/**
 * Scores a run with its held-out patients as queries. Training, validation and database are the same,
 * so the encoder is too; nothing is written into the run's folder.
 *
 * @param config See {@linkcode askingHeldOut}
 * @param source The films of that configuration
 * @throws {InputError} if the run is not finished, or the films are not those it has learned from
 */
export async function evaluateHeldOut(
  config: Config,
  { folder, ...source }: EvaluationSource,
): Promise<RetrievalReport> {
  const { onWarning: onNote } = source;
  const use = { config, dataset: source.dataset, otherParts: true, onNote };
  const dataset = await checkData(folder, use);
  const scratch = RunFolder.inMemory();
  await copyEncoder(folder, scratch);
  // The films are what goes into the encoder, behind a frozen network if there is one.
  const { network: _, ...files } = await readEncoder(folder);
  await using encoder = await Encoder.load(files, folder.path);
  const films = await encodeSplit(encoder, { ...source, dataset });
  await writeSplitCodes(scratch, dataset, { encoder, films });
  return { ...await scoreRun(config, { ...source, folder: scratch, dataset }), run: folder.path };
}
